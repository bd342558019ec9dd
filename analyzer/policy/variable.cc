#include "analyzer/policy/variable.h"

namespace rolelint::policy {

std::optional<Variable> NextVariable(std::string_view value, size_t from) {
  const size_t begin = value.find("${", from);
  if (begin == std::string_view::npos) return std::nullopt;
  Variable variable;
  variable.closed = false;
  size_t at = begin + 2;
  while (at < value.size() && value[at] != ',' && value[at] != '}') ++at;
  variable.key = value.substr(begin + 2, at - begin - 2);
  if (at < value.size() && value[at] == ',') {
    variable.has_default = true;
    ++at;
    while (at < value.size() && value[at] == ' ') ++at;
    const bool opened = at < value.size() && value[at] == '\'';
    if (opened) ++at;
    // The default may hold a brace between its quotes; without a closing quote the next brace ends
    // the variable.
    const size_t quote = opened ? value.find('\'', at) : std::string_view::npos;
    variable.default_quoted = quote != std::string_view::npos;
    const size_t end = quote != std::string_view::npos ? quote : value.find('}', at);
    variable.fallback =
        value.substr(at, end == std::string_view::npos ? std::string_view::npos : end - at);
    at = quote != std::string_view::npos ? quote + 1 : end;
    at = at == std::string_view::npos ? value.size() : value.find('}', at);
  }
  if (at < value.size()) {
    variable.closed = true;
    ++at;
  } else {
    at = value.size();
  }
  variable.span = {static_cast<uint32_t>(begin), static_cast<uint32_t>(at)};
  return variable;
}

}  // namespace rolelint::policy
