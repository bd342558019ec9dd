#ifndef ROLELINT_JSON_SYNTAX_ISSUE_H_
#define ROLELINT_JSON_SYNTAX_ISSUE_H_

// The wording of fatal issues: what was expected, what stands there instead, by name, and the
// likely reason. Off the hot path: called once a text at most.

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/json/issue.h"

namespace rolelint::json {

// What may stand at a place; the second half of "expected …".
inline constexpr std::string_view kExpectDocument = "a JSON value";
inline constexpr std::string_view kExpectValue = "a value";
inline constexpr std::string_view kExpectKey = "a name in double quotes";
inline constexpr std::string_view kExpectKeyOrEnd = "a name in double quotes or '}'";
inline constexpr std::string_view kExpectColon = "':' after the name";
inline constexpr std::string_view kExpectCommaOrBrace = "',' or '}'";
inline constexpr std::string_view kExpectCommaOrBracket = "',' or ']'";

// The issue for what stands at `at` where `expected` should. `open` is the innermost open bracket
// (empty: none).
Issue UnexpectedIssue(std::string_view text, uint32_t at, std::string_view expected, Span open);

// The text ends inside `what` ("a string"), which began at `open`.
Issue TruncatedIssue(std::string_view text, std::string_view what, Span open);

// A character that may not stand inside a string: a control character.
Issue ControlCharacterIssue(std::string_view text, uint32_t at, uint32_t quote);

// The escape at `backslash`, whose first wrong byte is at `at`.
Issue EscapeIssue(std::string_view text, uint32_t backslash, uint32_t at, uint32_t quote);

// The number at `begin`, whose first wrong byte is at `at`.
Issue NumberIssue(std::string_view text, uint32_t begin, uint32_t at);

// What stands at the beginning of a document that is no JSON, if it is a thing one would recognise.
// (not_json.cc)
std::optional<Issue> RecogniseNotJson(std::string_view text, uint32_t at);
// The same for what may also turn up in the middle: terminal colour codes, template syntax, merge
// conflicts.
std::optional<Issue> RecogniseForeign(std::string_view text, uint32_t at);

// Quoted for a message: control characters escaped, long ones cut at a character, never invalid
// UTF-8.
std::string QuoteForMessage(std::string_view bytes);

}  // namespace rolelint::json

#endif  // ROLELINT_JSON_SYNTAX_ISSUE_H_
