#include "analyzer/cli/selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "analyzer/engine/rule.h"
#include "analyzer/text/glob.h"
#include "analyzer/text/spelling.h"
#include "rules/registry.h"

namespace rolelint::cli {
namespace {

using engine::Rule;

// A file that is not read has no other findings.
constexpr std::string_view kAlways = "syntax-error";

bool HasCode(const Rule& rule, std::string_view word) {
  return std::any_of(rule.equivalents.begin(), rule.equivalents.end(),
                     [word](std::string_view code) {
                       return text::EqualsFolded(code, word) ||
                              text::EqualsFolded(code.substr(code.find(':') + 1), word);
                     });
}

// The rules that a word means.
std::vector<const Rule*> Meant(std::string_view word) {
  std::vector<const Rule*> meant;
  for (const Rule* rule : rules::AllRules()) {
    if (rule->id == word || rules::FamilyOfRule(rule->id) == word || HasCode(*rule, word)) {
      meant.push_back(rule);
    }
  }
  return meant;
}

std::string Unknown(std::string_view word) {
  std::vector<std::string_view> known;
  for (const Rule* rule : rules::AllRules()) {
    known.push_back(rule->id);
    known.push_back(rules::FamilyOfRule(rule->id));
    for (std::string_view code : rule->equivalents) known.push_back(code);
  }
  std::string text =
      fmt::format("\"{}\" is no rule, no family of rules and no code of another tool", word);
  const std::string_view near = text::ClosestWord(word, known);
  if (!near.empty()) text += fmt::format("; did you mean \"{}\"?", near);
  return text;
}

bool RulesOf(const std::vector<std::string>& words, const char* option,
             std::set<const Rule*>* chosen, std::string* error) {
  for (const std::string& given : words) {
    std::string_view rest = given;
    while (true) {
      const size_t comma = rest.find(',');
      const std::string_view word = rest.substr(0, comma);
      const std::vector<const Rule*> meant = Meant(word);
      if (meant.empty()) {
        *error = fmt::format("{}: {}", option, Unknown(word));
        return false;
      }
      chosen->insert(meant.begin(), meant.end());
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  return true;
}

}  // namespace

bool SelectRules(const std::vector<std::string>& select, const std::vector<std::string>& ignore,
                 engine::Config* config, std::string* error) {
  std::set<const Rule*> selected;
  std::set<const Rule*> ignored;
  if (!RulesOf(select, "--select", &selected, error)) return false;
  if (!RulesOf(ignore, "--ignore", &ignored, error)) return false;
  for (const Rule* rule : rules::AllRules()) {
    if (!select.empty() && rule->id != kAlways) {
      config->Switch(*rule, !selected.contains(rule), "--select");
    }
    if (ignored.contains(rule)) config->Switch(*rule, true, "--ignore");
  }
  return true;
}

}  // namespace rolelint::cli
