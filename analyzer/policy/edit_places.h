#ifndef ROLELINT_POLICY_EDIT_PLACES_H_
#define ROLELINT_POLICY_EDIT_PLACES_H_

// Where a fix edits the JSON of a policy so that its layout stays: items taken out of lists with
// their commas, items and members put in beside others. Spans are in `text`, the document's own.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/policy/document.h"

namespace rolelint::policy {

// A place and what is written there.
struct Placed {
  Span span;
  std::string text;
};

// Whether the value is written in the text as it is: no escapes, nothing that JSON would escape.
bool IsPlainJson(const Text& value);

// The items at `which` (sorted, each once) taken out of a list, whose items begin and end as
// `items` says, with quotes. Empty if no item would remain.
std::vector<Span> RemovalOf(std::span<const Span> items, std::span<const uint32_t> which);
std::vector<Span> RemovalOf(const TextList& list, std::span<const uint32_t> which);
// The same of the statement. Empty if it is the only one, or something among them is no statement.
std::vector<Span> RemovalOf(const Document& document, const Statement& statement);

// More strings for a list, or for a string that becomes a list; nothing if the list is empty.
std::optional<Placed> AddedItems(const TextList& list, std::span<const std::string_view> items);

// A first member of the object that begins at `open`, laid out as the member that is the first.
Placed FirstMember(std::string_view text, uint32_t open, std::string_view member);

// {"Null": {KEY: "false"}} among the conditions of the statement; nothing if it tests Null already.
std::optional<Placed> NullGuard(std::string_view text, const Statement& statement, const Text& key);

// Whether the operator of the test can be written over by another: it holds this key alone, and the
// other one, with the same qualifier and suffix, is not there.
bool CanRenameOperator(const Statement& statement, const ConditionTest& test, std::string_view to);

}  // namespace rolelint::policy

#endif  // ROLELINT_POLICY_EDIT_PLACES_H_
