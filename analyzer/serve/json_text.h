#ifndef ROLELINT_SERVE_JSON_TEXT_H_
#define ROLELINT_SERVE_JSON_TEXT_H_

// JSON from a client, which may be hostile: nothing throws, nesting is limited, and members of the
// wrong type count as absent.

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace rolelint::serve {

using JsonTree = nlohmann::ordered_json;

// No message of a protocol is nested deeper.
inline constexpr int kMaxNesting = 200;
// A member is looked for among those before it, so that their number is limited.
inline constexpr size_t kMaxMembersOfObject = 1000;
inline constexpr size_t kMaxMembers = 1'000'000;

// Nullopt, with half a sentence in `error`, if the text is not JSON.
std::optional<JsonTree> ParseJson(std::string_view text, std::string* error);

// A member of an object; null if there is none, or `object` is none.
const JsonTree* Member(const JsonTree& object, std::string_view name);
// The same along several names: {"a", "b"} is object.a.b.
const JsonTree* MemberAt(const JsonTree& object, std::initializer_list<std::string_view> names);
// "" if there is no such string.
std::string_view StringMember(const JsonTree& object, std::string_view name);
// Nullopt if there is no such number, or it is negative or no integer.
std::optional<uint32_t> NumberMember(const JsonTree& object, std::string_view name);
bool TrueAt(const JsonTree& object, std::initializer_list<std::string_view> names);

// On one line. What is not UTF-8 is replaced.
std::string JsonText(const JsonTree& value);

}  // namespace rolelint::serve

#endif  // ROLELINT_SERVE_JSON_TEXT_H_
