#include "analyzer/report/paint.h"

#include <fmt/format.h>

namespace rolelint::report {

std::string Paint::Wrap(std::string_view code, std::string_view text) const {
  if (!color_ || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::string Paint::Level(engine::Level level, std::string_view text) const {
  switch (level) {
    case engine::Level::kError:
      return Wrap("1;31", text);
    case engine::Level::kSecurity:
      return Wrap("1;35", text);
    case engine::Level::kWarning:
      return Wrap("1;33", text);
    case engine::Level::kSuggestion:
      return Wrap("1;36", text);
  }
  return std::string(text);
}

}  // namespace rolelint::report
