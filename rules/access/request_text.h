#pragma once

// A witness in words: `an anonymous caller may s3:GetObject on arn:…, when aws:… is …`.

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "analyzer/logic/request.h"

namespace rolelint::rules {

inline std::string RequestText(const logic::Request& request) {
  const bool anonymous = request.principal.kind == logic::Principal::Kind::kAnonymous;
  std::string text =
      fmt::format("{} may {} on {}", anonymous ? "an anonymous caller" : request.principal.text,
                  request.action, request.resource);
  std::string_view joint = ", when ";
  for (const logic::ContextValue& value : request.context) {
    text += fmt::format("{}{} is {}", joint, value.key, fmt::join(value.values, ", "));
    joint = " and ";
  }
  return text;
}

}  // namespace rolelint::rules
