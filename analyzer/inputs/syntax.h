#pragma once

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

}  // namespace rolelint::inputs
