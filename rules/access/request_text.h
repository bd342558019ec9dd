#pragma once

// A witness in words: `an anonymous caller may s3:GetObject on arn:…, when aws:… is …`, or one that
// is not let in, by another verb.

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "analyzer/logic/request.h"

namespace rolelint::rules {

inline std::string RequestText(const logic::Request& request, std::string_view verb = "may") {
  const bool anonymous = request.principal.kind == logic::Principal::Kind::kAnonymous;
  std::string text =
      fmt::format("{} {} {} on {}", anonymous ? "an anonymous caller" : request.principal.text,
                  verb, request.action, request.resource);
  std::string_view joint = ", when ";
  for (const logic::ContextValue& value : request.context) {
    text += fmt::format("{}{} is {}", joint, value.key, fmt::join(value.values, ", "));
    joint = " and ";
  }
  return text;
}

}  // namespace rolelint::rules
