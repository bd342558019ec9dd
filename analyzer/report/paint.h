#ifndef ROLELINT_REPORT_PAINT_H_
#define ROLELINT_REPORT_PAINT_H_

// Colour for terminals, or none.

#include <string>
#include <string_view>

#include "analyzer/engine/severity.h"

namespace rolelint::report {

class Paint {
 public:
  explicit Paint(bool color) : color_(color) {}

  std::string Severity(engine::Severity severity, std::string_view text) const {
    return Wrap(SeverityStart(severity), text);
  }
  std::string Bold(std::string_view text) const { return Wrap(BoldStart(), text); }
  // Arrows, gutters, secondary spans.
  std::string Frame(std::string_view text) const { return Wrap(FrameStart(), text); }

  // The same for a text that is written in parts: what stands before and behind it.
  std::string_view SeverityStart(engine::Severity severity) const;
  std::string_view BoldStart() const { return Code("\x1b[1m"); }
  std::string_view FrameStart() const { return Code("\x1b[1;34m"); }
  std::string_view End() const { return Code("\x1b[0m"); }

 private:
  std::string_view Code(std::string_view code) const { return color_ ? code : std::string_view(); }
  std::string Wrap(std::string_view start, std::string_view text) const;
  bool color_;
};

}  // namespace rolelint::report

#endif  // ROLELINT_REPORT_PAINT_H_
