// Holds what users read to the style guide in CONTRIBUTING.md: rule summaries, pages, `--help`
// texts, and the messages that the rules' fixtures expect.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/rule.h"
#include "rules/registry.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::style_test {
namespace {

namespace fs = std::filesystem;

using ::testing::IsEmpty;

// Of a message, without the names that it quotes.
constexpr size_t kMostOwnWords = 120;

struct Text {
  std::string where;
  std::string text;
};

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<Text> Summaries() {
  std::vector<Text> texts;
  for (const engine::Rule* rule : rules::AllRules()) {
    texts.push_back({"the summary of " + std::string(rule->id), std::string(rule->summary)});
    for (const engine::RuleOption& option : rule->options) {
      texts.push_back({"an option of " + std::string(rule->id), std::string(option.help)});
    }
  }
  return texts;
}

fs::path PageOf(const engine::Rule& rule) {
  return support::SourceDir() / "docs" / "rules" / (std::string(rule.id) + ".md");
}

// The prose of a page: no headings, code, or addresses of links.
std::vector<Text> PagesProse() {
  std::vector<Text> texts;
  for (const engine::Rule* rule : rules::AllRules()) {
    bool code = false;
    for (std::string line : LinesOf(support::ReadFile(PageOf(*rule)))) {
      if (line.starts_with("```")) {
        code = !code;
        continue;
      }
      if (code || line.starts_with('#')) continue;
      RE2::GlobalReplace(&line, "`[^`]*`", "x");
      RE2::GlobalReplace(&line, R"(\]\([^)]*\))", "]");
      texts.push_back({"the page of " + std::string(rule->id), line});
    }
  }
  return texts;
}

// The messages that fixtures expect; what a message quotes in double quotes is the policy's.
std::vector<Text> Messages() {
  static const RE2 kFinding(R"((?:.*:)?\d+:\d+ (?:error|security|warning|suggestion) (\S+) (.*))");
  std::vector<Text> texts;
  for (const auto& entry :
       fs::recursive_directory_iterator(support::SourceDir() / "fixtures" / "rules")) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_regular_file() || (name != "expected" && !name.ends_with(".expected"))) continue;
    for (const std::string& line : LinesOf(support::ReadFile(entry.path()))) {
      Text text;
      std::string rule;
      if (!RE2::FullMatch(line, kFinding, &rule, &text.text)) continue;
      text.where = "a message of " + rule;
      RE2::GlobalReplace(&text.text, "\"[^\"]*\"", "\"x\"");
      texts.push_back(text);
    }
  }
  return texts;
}

std::string HelpOf(std::vector<std::string> command) {
  command.emplace_back("--help");
  return support::RunProgram(support::Program(), command).out;
}

const std::vector<std::vector<std::string>> kCommands = {
    {},
    {"check"},
    {"simulate"},
    {"prove"},
    {"prove", "no-new-access"},
    {"prove", "not-granted"},
    {"prove", "not-public"},
    {"prove", "equivalent"},
    {"switch-role"},
    {"explain"},
    {"rules"},
    {"catalog"},
};

std::vector<Text> HelpTexts() {
  std::vector<Text> texts;
  for (const std::vector<std::string>& command : kCommands) {
    for (const std::string& line : LinesOf(HelpOf(command))) {
      std::string prose = line;
      RE2::GlobalReplace(&prose, R"(^\s*(?:-\S*|[a-z-]+)(?: [A-Z|=]+\S*)*(?:\s{2,}|$))", "");
      const size_t begin = std::min(prose.find_first_not_of(' '), prose.size());
      texts.push_back(
          {"--help" + (command.empty() ? "" : " of " + command.back()), prose.substr(begin)});
    }
  }
  return texts;
}

// What is code in the two lists of CONTRIBUTING.md.
std::vector<std::string> RefusedPhrases() {
  const std::string guide = support::ReadFile(support::SourceDir() / "CONTRIBUTING.md");
  const size_t begin = guide.find("### Turns that we do not use");
  const size_t end = guide.find("\n## ", begin);
  std::vector<std::string> phrases;
  for (const std::string& line : LinesOf(guide.substr(begin, end - begin))) {
    if (!line.starts_with("| ")) continue;
    re2::StringPiece rest(line);
    std::string phrase;
    static const RE2 kCode("`([^`]*)`");
    while (RE2::FindAndConsume(&rest, kCode, &phrase)) phrases.push_back(phrase);
  }
  return phrases;
}

class Refused {
 public:
  Refused() {
    std::string any;
    for (const std::string& phrase : RefusedPhrases()) {
      any += (any.empty() ? "" : "|") + RE2::QuoteMeta(phrase);
    }
    pattern_ = std::make_unique<RE2>("(?:^|[^\\w:/.$-])(" + any + ")(?:$|[^\\w:/-])");
  }

  // The first phrase in the text that the guide refuses, or "".
  std::string In(const std::string& text) const {
    std::string found;
    RE2::PartialMatch(text, *pattern_, &found);
    return found;
  }

 private:
  std::unique_ptr<RE2> pattern_;
};

void Append(std::vector<Text> more, std::vector<Text>* texts) {
  texts->insert(texts->end(), more.begin(), more.end());
}

TEST(StyleTest, TheGuideListsWhatItRefuses) {
  const std::vector<std::string> phrases = RefusedPhrases();
  EXPECT_GT(phrases.size(), 100U);
  const Refused refused;
  EXPECT_EQ(refused.In("the statement speaks of everyone"), "speaks of");
  EXPECT_EQ(refused.In("not an account id"), "account id");
  EXPECT_EQ(refused.In("denys"), "denys");
  EXPECT_THAT(refused.In("see missing-external-id; an account ID, sid:x, aws:region"), IsEmpty());
}

TEST(StyleTest, NoTextUsesWhatTheGuideRefuses) {
  std::vector<Text> texts = Summaries();
  Append(PagesProse(), &texts);
  Append(Messages(), &texts);
  Append(HelpTexts(), &texts);
  EXPECT_GT(texts.size(), 3000U);
  const Refused refused;
  for (const Text& item : texts) {
    EXPECT_THAT(refused.In(item.text), IsEmpty()) << item.where << ": " << item.text;
  }
}

TEST(StyleTest, NoTextHasHolesOrDoubleBlanks) {
  std::vector<Text> texts = Summaries();
  Append(Messages(), &texts);
  static const RE2 kHole(R"(\S  +\S| [,;:]|\(\)|\b(?:user|role|group|account|policy|service) "")");
  for (const Text& item : texts) {
    EXPECT_FALSE(RE2::PartialMatch(item.text, kHole)) << item.where << ": " << item.text;
    EXPECT_FALSE(item.text.ends_with('.')) << item.where << ": " << item.text;
  }
}

// The words of a message that are its own: names of actions, ARNs, hosts and lists are not.
std::string OwnWords(std::string text) {
  RE2::GlobalReplace(&text, "\"[^\"]*\"", "");
  RE2::GlobalReplace(&text, R"(\([^)]*\))", "");
  RE2::GlobalReplace(&text, R"(\b[\w*-]+(?::[\w*?/.${}-]*)+)", "");
  RE2::GlobalReplace(&text, R"(\S+\.\S+|\S*\d\S*|\S*-\S*-\S*)", "");
  RE2::GlobalReplace(&text, R"((?: ?,| and)+ )", " ");
  RE2::GlobalReplace(&text, " +", " ");
  return text;
}

TEST(StyleTest, MessagesAreShort) {
  for (const Text& item : Messages()) {
    std::string words = OwnWords(item.text);
    // These list the steps of an escalation, each of which is a value.
    if (item.where.find("escalation-") != std::string::npos) words.resize(words.find(':') + 1);
    EXPECT_LE(words.size(), kMostOwnWords) << item.where << ": " << words;
  }
}

TEST(StyleTest, PagesBeginWithTheSummary) {
  for (const engine::Rule* rule : rules::AllRules()) {
    const std::vector<std::string> lines = LinesOf(support::ReadFile(PageOf(*rule)));
    ASSERT_GT(lines.size(), 3U);
    std::string first = lines[2];
    first.erase(std::remove(first.begin(), first.end(), '`'), first.end());
    EXPECT_EQ(first, std::string(rule->summary) + ".") << rule->id;
  }
}

TEST(StyleTest, HelpOfOptionsBeginsWithAVerb) {
  static const std::set<std::string> kNoVerbs = {"What", "Whose", "Who", "Which", "How", "When",
                                                 "The",  "A",     "An",  "On",    "All", "Values"};
  size_t seen = 0;
  for (const std::vector<std::string>& command : kCommands) {
    const std::string help = HelpOf(command);
    static const RE2 kEntry(R"((?m)^  (?:-|[a-z])\S*(?: [^ \n]+)*(?: {2,}|\n {10,})([^ \n]+))");
    re2::StringPiece rest(help);
    for (std::string word; RE2::FindAndConsume(&rest, kEntry, &word); ++seen) {
      EXPECT_TRUE(std::isupper(static_cast<unsigned char>(word[0])) && !kNoVerbs.contains(word))
          << (command.empty() ? "" : command.back()) << ": " << word;
    }
  }
  EXPECT_GT(seen, 80U);
}

}  // namespace
}  // namespace rolelint::style_test
