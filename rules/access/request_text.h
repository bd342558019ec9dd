#ifndef ROLELINT_RULES_ACCESS_REQUEST_TEXT_H_
#define ROLELINT_RULES_ACCESS_REQUEST_TEXT_H_

// A witness in words: `an anonymous caller may s3:GetObject on arn:…, when aws:… is …`, or one that
// is not let in, by another verb.

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "analyzer/logic/request.h"

namespace rolelint::rules {

inline std::string_view CallerText(const logic::Principal& principal) {
  const bool anonymous = principal.kind == logic::Principal::Kind::kAnonymous;
  return anonymous ? std::string_view("an anonymous caller") : principal.text;
}

// The same of anyone: `anyone may s3:GetObject on arn:…, when …`.
inline std::string RequestText(const logic::Request& request, std::string_view verb = "may",
                               std::string_view who = {}) {
  std::string text =
      fmt::format("{} {} {} on {}", who.empty() ? CallerText(request.principal) : who, verb,
                  request.action, request.resource);
  std::string_view joint = ", when ";
  for (const logic::ContextValue& value : request.context) {
    text += fmt::format("{}{} is {}", joint, value.key, fmt::join(value.values, ", "));
    joint = " and ";
  }
  return text;
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_ACCESS_REQUEST_TEXT_H_
