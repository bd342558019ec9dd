#include "analyzer/text/few.h"

namespace rolelint::text {

std::string Few(std::span<const std::string_view> names, size_t few) {
  const size_t shown = names.size() > few + 1 ? few : names.size();
  std::string list;
  for (size_t i = 0; i < shown; ++i) {
    if (i > 0) list += i + 1 == names.size() ? " and " : ", ";
    list += names[i];
  }
  if (shown < names.size()) list += " and " + std::to_string(names.size() - shown) + " more";
  return list;
}

}  // namespace rolelint::text
