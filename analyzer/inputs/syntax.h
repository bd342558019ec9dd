#ifndef ROLELINT_INPUTS_SYNTAX_H_
#define ROLELINT_INPUTS_SYNTAX_H_

// What a text is written in, told by how it begins; what its values are is the adapters' business.

#include <cstdint>
#include <string_view>

namespace rolelint::inputs {

enum class Syntax : uint8_t { kJson, kYaml, kHcl, kCsv, kScript, kMarkdown };

// Whatever is none of the others is taken for JSON, whose reader says best what it is instead. A
// text is Markdown only if `markdown` and it has a code fence.
Syntax SniffSyntax(std::string_view text, bool markdown = false);

// Whether the text may hold a policy or a statement at all: the word stands in it, in whatever
// wrapping. What nobody named and does not is not worth parsing.
bool MayHoldPolicy(std::string_view text);
// Whether a file found in a folder is worth reading: it may hold a policy, or is a template or plan
// that has one elsewhere, or that adds a statement to the policy of a resource.
bool MayMatter(std::string_view text);

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_SYNTAX_H_
