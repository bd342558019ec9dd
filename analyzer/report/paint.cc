#include "analyzer/report/paint.h"

namespace rolelint::report {

std::string Paint::Wrap(std::string_view start, std::string_view text) const {
  std::string painted;
  if (text.empty()) return painted;
  painted.append(start).append(text).append(End());
  return painted;
}

std::string_view Paint::SeverityStart(engine::Severity severity) const {
  switch (severity) {
    case engine::Severity::kCritical:
      return Code("\x1b[1;35m");
    case engine::Severity::kHigh:
      return Code("\x1b[1;31m");
    case engine::Severity::kMedium:
      return Code("\x1b[1;33m");
    case engine::Severity::kLow:
      return Code("\x1b[1;36m");
  }
  return {};
}

}  // namespace rolelint::report
