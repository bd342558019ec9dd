// The commands that pages of docs/ show over fixtures do what they show.

#include <gtest/gtest.h>

#include <sstream>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::docs_commands_test {
namespace {

struct Shown {
  std::vector<std::string> arguments;
  std::vector<std::string> lines;  // of output; "…" stands for any; none: not shown
};

// Words as a shell cuts them, with double quotes.
std::vector<std::string> Words(const std::string& line) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false;
  bool any = false;
  for (char c : line) {
    if (c == '"') {
      quoted = !quoted;
      any = true;
    } else if (c == ' ' && !quoted) {
      if (any) words.push_back(word);
      word.clear();
      any = false;
    } else {
      word += c;
      any = true;
    }
  }
  if (any) words.push_back(word);
  return words;
}

// Commands over fixtures: with "$ " their output follows.
std::vector<Shown> CommandsOf(const std::string& page) {
  std::vector<Shown> commands;
  std::istringstream text(support::ReadFile(support::SourceDir() / "docs" / page));
  std::string line;
  bool shown = false;
  const std::string indent(4, ' ');
  while (std::getline(text, line)) {
    if (!line.starts_with(indent)) {
      shown = false;
      continue;
    }
    line = line.substr(indent.size());
    const bool output_follows = line.starts_with("$ rolelint ");
    const size_t begin = output_follows ? 11 : 9;
    if (output_follows ||
        (line.starts_with("rolelint ") && line.find("fixtures/") != std::string::npos)) {
      commands.push_back({Words(line.substr(begin)), {}});
      shown = output_follows;
    } else if (shown) {
      commands.back().lines.push_back(line);
    }
  }
  return commands;
}

// Whether the lines are those shown, from `i` and `j` on.
bool Matches(const std::vector<std::string>& shown, const std::vector<std::string>& lines, size_t i,
             size_t j) {
  if (i == shown.size()) return j == lines.size();
  if (shown[i].find("…") != std::string::npos) {
    for (size_t k = j; k <= lines.size(); ++k) {
      if (Matches(shown, lines, i + 1, k)) return true;
    }
    return false;
  }
  return j < lines.size() && shown[i] == lines[j] && Matches(shown, lines, i + 1, j + 1);
}

TEST(DocsCommands, DoWhatTheyShow) {
  for (const char* page : {"map.md", "why.md", "fixing.md", "reports.md", "role-switching.md"}) {
    const std::vector<Shown> commands = CommandsOf(page);
    EXPECT_GE(commands.size(), 1U) << page;
    for (const Shown& shown : commands) {
      SCOPED_TRACE(std::string(page) + ": " + ::testing::PrintToString(shown.arguments));
      support::RunOptions options;
      options.directory = support::SourceDir();
      const auto result = support::RunProgram(support::Program(), shown.arguments, options);
      EXPECT_LE(result.status, 1) << result.err;
      if (shown.lines.empty()) continue;
      std::vector<std::string> lines;
      std::istringstream out(result.out);
      for (std::string line; std::getline(out, line);) lines.push_back(line);
      std::vector<std::string> expected = shown.lines;
      if (expected.back().find("…") == std::string::npos) expected.emplace_back("…");
      EXPECT_TRUE(Matches(expected, lines, 0, 0)) << result.out;
    }
  }
}

}  // namespace
}  // namespace rolelint::docs_commands_test
