#pragma once

// Colour for terminals, or none.

#include <string>
#include <string_view>

#include "analyzer/engine/finding.h"

namespace rolelint::report {

class Paint {
 public:
  explicit Paint(bool color) : color_(color) {}

  std::string Level(engine::Level level, std::string_view text) const;
  std::string Bold(std::string_view text) const { return Wrap("1", text); }
  // Arrows, gutters, secondary spans.
  std::string Frame(std::string_view text) const { return Wrap("1;34", text); }

 private:
  std::string Wrap(std::string_view code, std::string_view text) const;
  bool color_;
};

}  // namespace rolelint::report
