#ifndef ROLELINT_ENGINE_ASSERTION_PARSER_H_
#define ROLELINT_ENGINE_ASSERTION_PARSER_H_

// One entry of `assertions` in rolelint.yaml. Nothing outside the configuration's parser includes
// this.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/assertion.h"
#include "analyzer/json/tree.h"

namespace rolelint::engine {

// Tells what is wrong, and where.
struct AssertionErrors {
  std::function<void(text::Span, std::string)> error;
  // (member, what it is, the known names)
  std::function<void(json::Value, std::string_view, const std::vector<std::string_view>&)>
      unknown_key;
};

// nullopt after an error.
std::optional<Assertion> ReadAssertion(json::Value value, const AssertionErrors& errors);

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_ASSERTION_PARSER_H_
