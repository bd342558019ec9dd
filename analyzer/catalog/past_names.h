#ifndef ROLELINT_CATALOG_PAST_NAMES_H_
#define ROLELINT_CATALOG_PAST_NAMES_H_

// Names that AWS once had, or that its own managed policies use without the public reference
// listing them: a table kept by hand beside the catalogue, so that a policy that was right when it
// was written is not told that it has a typing error. Nothing here grants anything today.

#include <cstdint>
#include <string_view>

namespace rolelint::catalog {

enum class Past : uint8_t {
  // The service is closed; AWS's own validation still takes its names.
  kClosed,
  // The service or the action is gone, from AWS's validation too.
  kGone,
  // AWS's managed policies name it; the public reference never did.
  kUnlisted,
};

struct PastName {
  std::string_view name;  // `deepracer`, or `cloudhsm:CreateHapg`
  Past past = Past::kGone;
  std::string_view since;    // `2024-04`, a year, or empty where AWS published no date
  std::string_view what;     // what became of it, a clause
  std::string_view instead;  // what takes its place: a name, or empty
};

// A service by its prefix, in any case. Only of use where the catalogue has no such service.
const PastName* FindPastService(std::string_view prefix);
// An action by its full name, or by a pattern that stands for one of the past and for none of the
// present.
const PastName* FindPastAction(std::string_view pattern);

}  // namespace rolelint::catalog

#endif  // ROLELINT_CATALOG_PAST_NAMES_H_
