// What an editor shows at a place: the findings there, and the catalogue's answer on the word.

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "analyzer/catalog/types.h"
#include "analyzer/engine/rule.h"
#include "analyzer/engine/severity.h"
#include "analyzer/report/markdown.h"
#include "analyzer/report/report.h"
#include "analyzer/serve/lsp_document.h"
#include "analyzer/text/glob.h"

namespace rolelint::serve {
namespace {

using catalog::Action;
using catalog::Catalog;
using catalog::ConditionKey;
using catalog::ResourceType;

// Actions that a wildcard stands for, and keys of a list, that are shown.
constexpr size_t kMostShown = 20;
constexpr size_t kMostTypes = 10;

// As Markdown that shows the text and nothing else: it may come from anyone.
std::string Plain(std::string_view text) {
  std::string plain;
  for (const char c : report::Printable(text)) {
    const bool mark = std::string_view("\\`*_{}[]<>()#+-.!|~&").find(c) != std::string_view::npos;
    if (mark) plain.push_back('\\');
    plain.push_back(c);
  }
  return plain;
}

std::string Code(std::string_view text) {
  std::string code = report::Printable(text);
  std::replace(code.begin(), code.end(), '`', '\'');
  return "`" + code + "`";
}

// `a`, `b` and 3 more.
std::string CodeList(const std::vector<std::string_view>& words, size_t most) {
  std::string list;
  for (size_t i = 0; i < std::min(words.size(), most); ++i) {
    list += (i == 0 ? "" : ", ") + Code(words[i]);
  }
  if (words.size() > most) list += fmt::format(" and {} more", words.size() - most);
  return list;
}

std::vector<std::string_view> NamesOf(catalog::KeyRange keys) {
  std::vector<std::string_view> names;
  for (const ConditionKey key : keys) names.push_back(key.name());
  return names;
}

std::string ActionNote(Action action) {
  std::string note = fmt::format("**{}** — {}, {}\n\n", action.full_name(), action.service().name(),
                                 catalog::AccessLevelName(action.access_level()));
  if (action.resources().empty()) {
    note += "Resource types: none, so that it needs `\"Resource\": \"*\"`\n\n";
  }
  for (const catalog::ActionResource resource : action.resources()) {
    const ResourceType type = resource.type();
    note += fmt::format("- on {}{}", Code(type.name()), resource.required() ? " (required)" : "");
    if (type.arns().size() > 0) note += ": " + Code(type.arns()[0].text());
    note += "\n";
  }
  const std::vector<std::string_view> keys = NamesOf(action.condition_keys());
  if (!keys.empty()) note += "\nCondition keys: " + CodeList(keys, kMostShown) + "\n";
  std::vector<std::string_view> others;
  for (const auto other : action.dependent_actions()) others.push_back(other.full_name());
  if (!others.empty()) note += "\nNeeds besides: " + CodeList(others, kMostShown) + "\n";
  return note;
}

std::string WildcardNote(const Catalog& catalog, std::string_view pattern) {
  std::vector<std::string_view> actions;
  for (const Action action : catalog.MatchActions(pattern)) actions.push_back(action.full_name());
  if (actions.empty()) {
    return fmt::format("{} matches no action of the AWS catalogue of {}\n", Code(pattern),
                       catalog.date());
  }
  return fmt::format("{} matches {} action{} of the AWS catalogue of {}: {}\n", Code(pattern),
                     actions.size(), actions.size() == 1 ? "" : "s", catalog.date(),
                     CodeList(actions, kMostShown));
}

std::string KeyNote(ConditionKey key) {
  std::string types;
  for (size_t i = 0; i < catalog::kValueTypes; ++i) {
    const auto type = static_cast<catalog::ValueType>(i);
    if (key.Accepts(type)) {
      types += (types.empty() ? "" : " or ") + std::string(catalog::ValueTypeName(type));
    }
  }
  return fmt::format("**{}** — condition key, {}, {}{}\n", Plain(key.name()), types,
                     key.multivalued() ? "several values in one request" : "one value",
                     key.global() ? "; global: any service's request may carry it" : "");
}

std::string TypeNote(ResourceType type) {
  std::string note = fmt::format("**{}/{}** — resource type of {}\n\n", type.service().prefix(),
                                 Plain(type.name()), type.service().name());
  for (size_t i = 0; i < type.arns().size(); ++i) note += Code(type.arns()[i].text()) + "\n\n";
  const std::vector<std::string_view> keys = NamesOf(type.condition_keys());
  if (!keys.empty()) note += "Condition keys: " + CodeList(keys, kMostShown) + "\n";
  return note;
}

// The types that an ARN of a policy may name. What a wildcard may stand for is not asked: it counts
// as a letter.
std::string ArnNote(const Catalog& catalog, std::string_view arn) {
  std::string written(arn);
  std::replace(written.begin(), written.end(), '*', 'x');
  std::replace(written.begin(), written.end(), '?', 'x');
  std::string notes;
  size_t count = 0;
  for (const ResourceType type : catalog.resource_types()) {
    if (!type.MatchesArn(arn) && !type.MatchesArn(written)) continue;
    if (++count > kMostTypes) continue;
    notes += (notes.empty() ? "" : "\n") + TypeNote(type);
  }
  if (count > kMostTypes) notes += fmt::format("\nand {} more types\n", count - kMostTypes);
  return notes;
}

// "[text](address)" as "text": the addresses are those of pages beside the rule's.
std::string WithoutLinks(std::string_view markdown) {
  std::string plain;
  for (size_t at = 0; at < markdown.size(); ++at) {
    const size_t middle = markdown[at] == '[' ? markdown.find("](", at) : std::string_view::npos;
    const size_t end = middle == std::string_view::npos ? middle : markdown.find(')', middle);
    if (end == std::string_view::npos) {
      plain.push_back(markdown[at]);
      continue;
    }
    plain.append(markdown.substr(at + 1, middle - at - 1));
    at = end;
  }
  return plain;
}

std::string FindingNote(const engine::Finding& finding,
                        std::string_view (*rule_page)(std::string_view id)) {
  std::string note =
      fmt::format("**{}** ({}): {}\n", finding.rule->id,
                  engine::SeverityName(engine::SeverityOf(finding)), Plain(finding.message));
  if (!finding.help.empty()) note += "\nHelp: " + Plain(finding.help) + "\n";
  const std::string_view page =
      rule_page == nullptr ? std::string_view() : rule_page(finding.rule->id);
  for (const char* heading : {"What it finds", "Why it matters"}) {
    const std::string_view section = report::MarkdownSection(page, heading);
    if (!section.empty()) {
      note += fmt::format("\n*{}.* {}\n", heading, WithoutLinks(section));
    }
  }
  return note;
}

}  // namespace

std::string CatalogNote(const Catalog& catalog, std::string_view word, PlaceElement element) {
  if (word.empty() || word.size() > catalog::Glob::kMaxName) return "";
  if (word.starts_with("arn:")) return ArnNote(catalog, word);
  if (text::HasWildcard(word)) {
    return element == PlaceElement::kAction ? WildcardNote(catalog, word) : "";
  }
  if (element != PlaceElement::kConditionKey) {
    if (const auto action = catalog.FindAction(word)) return ActionNote(*action);
  }
  if (word.find(':') != std::string_view::npos) {
    if (const auto key = catalog.FindConditionKey(word)) return KeyNote(*key);
  }
  return "";
}

JsonTree HoverAt(const LspDocument& document, size_t offset, const Catalog& catalog,
                 std::string_view (*rule_page)(std::string_view id)) {
  const std::string_view text = document.text.text();
  const TextPlace place = FindPlace(text, offset, document.notation());
  std::string note =
      CatalogNote(catalog, text.substr(place.begin, place.end - place.begin), ElementAt(place));
  size_t begin = note.empty() ? offset : place.begin;
  size_t end = note.empty() ? offset : place.end;
  for (const engine::Finding& finding : document.result.findings) {
    const engine::Location& location = finding.location;
    if (offset < location.start_byte || offset > location.end_byte) continue;
    if (note.empty()) {
      begin = location.start_byte;
      end = location.end_byte;
    }
    note += (note.empty() ? "" : "\n---\n\n") + FindingNote(finding, rule_page);
  }
  if (note.empty()) return nullptr;
  return {{"contents", {{"kind", "markdown"}, {"value", note}}},
          {"range", RangeObject(document.text, begin, end)}};
}

}  // namespace rolelint::serve
