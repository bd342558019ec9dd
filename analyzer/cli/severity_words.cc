#include "analyzer/cli/severity_words.h"

#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/engine/severity.h"
#include "analyzer/text/spelling.h"

namespace rolelint::cli {
namespace {

using engine::Level;

// The severity that takes at least the findings which the level took.
std::string_view SeverityFor(Level level) {
  switch (level) {
    case Level::kError:
      return "high";
    case Level::kSecurity:
    case Level::kWarning:
      return "medium";
    case Level::kSuggestion:
      return "low";
  }
  return "medium";
}

}  // namespace

std::string WrongSeverity(const std::string& word, bool may_be_never) {
  if (engine::ParseSeverity(word) || (may_be_never && word == "never")) return {};
  const std::string quoted = "\"" + word + "\"";
  if (const std::optional<Level> level = engine::ParseLevel(word)) {
    return quoted + " is a level, not a severity; did you mean \"" +
           std::string(SeverityFor(*level)) + "\"?";
  }
  std::vector<std::string_view> words = {"critical", "high", "medium", "low"};
  if (may_be_never) words.emplace_back("never");
  const std::string_view meant = text::ClosestWord(word, words);
  if (!meant.empty()) {
    return quoted + " is not a severity; did you mean \"" + std::string(meant) + "\"?";
  }
  return quoted + (may_be_never ? " is not critical, high, medium, low or never"
                                : " is not critical, high, medium or low");
}

}  // namespace rolelint::cli
