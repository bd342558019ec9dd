#include "analyzer/report/paint.h"

namespace rolelint::report {

std::string Paint::Wrap(std::string_view start, std::string_view text) const {
  std::string painted;
  if (text.empty()) return painted;
  painted.append(start).append(text).append(End());
  return painted;
}

std::string_view Paint::LevelStart(engine::Level level) const {
  switch (level) {
    case engine::Level::kError:
      return Code("\x1b[1;31m");
    case engine::Level::kSecurity:
      return Code("\x1b[1;35m");
    case engine::Level::kWarning:
      return Code("\x1b[1;33m");
    case engine::Level::kSuggestion:
      return Code("\x1b[1;36m");
  }
  return {};
}

}  // namespace rolelint::report
