#ifndef ROLELINT_RULES_CATALOG_WORDING_H_
#define ROLELINT_RULES_CATALOG_WORDING_H_

// How the rules of this family speak of names and of the catalogue.

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/catalog/past_names.h"

namespace rolelint::rules {

// The names may be newer than the catalogue: whoever reads the finding should think of it.
inline std::string OfDate(const catalog::Catalog& catalog) {
  return fmt::format("checked against AWS's service reference of {}", catalog.date());
}

// `a`, `a or b`, `a, b or c`.
inline std::string Either(const std::vector<std::string>& names) {
  std::string told;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) told += i + 1 == names.size() ? " or " : ", ";
    told += names[i];
  }
  return told;
}

// `"a", "b", "c" and 7 more`.
inline std::string Few(const std::vector<std::string_view>& names, size_t few = 6) {
  std::string told;
  const size_t shown = names.size() <= few + 1 ? names.size() : few;
  for (size_t i = 0; i < shown; ++i) {
    if (i > 0) told += i + 1 == names.size() ? " and " : ", ";
    told += fmt::format("\"{}\"", names[i]);
  }
  if (shown < names.size()) told += fmt::format(" and {} more", names.size() - shown);
  return told;
}

// `AWS DeepLens is closed (2024-01)`.
inline std::string TellPast(const catalog::PastName& past) {
  return past.since.empty() ? std::string(past.what)
                            : fmt::format("{} ({})", past.what, past.since);
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_CATALOG_WORDING_H_
