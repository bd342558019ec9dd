#ifndef ROLELINT_RULES_GRAMMAR_TEMPLATE_NAMES_H_
#define ROLELINT_RULES_GRAMMAR_TEMPLATE_NAMES_H_

// `${Name}` in the plain strings of a template, where nothing puts a value in its place.

#include <algorithm>
#include <optional>
#include <string_view>

#include "analyzer/inputs/input.h"
#include "analyzer/text/span.h"

namespace rolelint::rules {

// "AWS::Region", or what the document's template calls a parameter or a resource of its own
// ("Bucket", "Bucket.Arn").
inline bool IsTemplateName(const inputs::Owner& owner, std::string_view name) {
  if (!owner.in_template) return false;
  if (name.starts_with("AWS::")) return true;
  name = name.substr(0, name.find('.'));
  return std::binary_search(owner.template_names.begin(), owner.template_names.end(), name);
}

// The first `${…}` of such a name at or behind `from`; offsets in the text.
inline std::optional<text::Span> FindTemplateName(const inputs::Owner& owner, std::string_view text,
                                                  size_t from) {
  for (size_t at = text.find("${", from); at != std::string_view::npos;
       at = text.find("${", at + 2)) {
    const size_t end = text.find('}', at);
    if (end == std::string_view::npos) return std::nullopt;
    if (IsTemplateName(owner, text.substr(at + 2, end - at - 2))) {
      return text::Span{static_cast<uint32_t>(at), static_cast<uint32_t>(end + 1)};
    }
  }
  return std::nullopt;
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_GRAMMAR_TEMPLATE_NAMES_H_
