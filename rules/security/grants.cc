#include "rules/security/grants.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "analyzer/catalog/match.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules {
namespace {

using policy::ConditionTest;
using policy::Statement;

// Denies that are looked at; policies of people have a handful.
constexpr size_t kFewDenies = 64;
constexpr size_t kFewDeniedItems = 512;

// Keys that hold for nearly every request or say what the sender likes.
constexpr std::string_view kWeakKeys[] = {
    "aws:SecureTransport", "aws:RequestedRegion", "aws:UserAgent",      "aws:Referer",
    "aws:CurrentTime",     "aws:EpochTime",       "aws:TokenIssueTime",
};

bool IsWeakKey(const ConditionTest& test) {
  return std::any_of(std::begin(kWeakKeys), std::end(kWeakKeys),
                     [&](std::string_view key) { return policy::KeyIs(test, key); });
}

// A value that any request has.
bool IsAnything(std::string_view value) {
  return IsStar(value) || value == "0.0.0.0/0" || value == "::/0";
}

bool AnyIsAnything(const ConditionTest& test) {
  return std::any_of(
      test.values.begin(), test.values.end(),
      [](const policy::ConditionValue& value) { return IsAnything(value.text.value); });
}

// A Deny that speaks of the principal's own action on everything, or on all but what is meant.
bool TakesEverywhere(const Statement& deny) {
  if (!deny.denies() || deny.principal.present || deny.not_principal.present) return false;
  if (deny.not_resource.present) return StarOf(deny.not_resource) == nullptr;
  return StarOf(deny.resource) != nullptr;
}

// The condition of a Deny that spares some requests by what they are: a negated test, or one of
// "false". Any other ("if the tag is red") leaves the Allow as wide as it was.
bool SparesTheMeant(const ConditionTest& test) {
  if (IsWeakKey(test) || test.op.qualifier == policy::SetQualifier::kForAnyValue) return false;
  if (policy::IsNegated(test.op.base)) return !AnyIsAnything(test);
  return test.op.base == policy::Operator::kBool && test.values.size() == 1 &&
         text::EqualsFolded(test.values[0].text.value, "false");
}

bool NeedsStar(std::string_view name, const catalog::Catalog& catalog) {
  const std::optional<catalog::Action> action = catalog.FindAction(name);
  return action && action->resources().empty();
}

}  // namespace

bool IsStar(std::string_view pattern) {
  return !pattern.empty() && pattern.find_first_not_of('*') == std::string_view::npos;
}

bool IsEveryAction(std::string_view pattern) {
  if (!pattern.ends_with('*')) return false;
  if (IsStar(pattern)) return true;
  const size_t colon = pattern.find(':');
  return colon != std::string_view::npos && IsStar(pattern.substr(0, colon)) &&
         IsStar(pattern.substr(colon + 1));
}

std::string_view WholeService(std::string_view pattern) {
  if (!pattern.ends_with('*')) return {};
  const size_t colon = pattern.find(':');
  if (colon == std::string_view::npos || !IsStar(pattern.substr(colon + 1))) return {};
  const std::string_view service = pattern.substr(0, colon);
  return text::HasWildcard(service) ? std::string_view{} : service;
}

const policy::Text* StarOf(const policy::TextList& resources) {
  for (const policy::Text& item : resources.items) {
    if (item.known && IsStar(item.value)) return &item;
  }
  return nullptr;
}

bool IsOpen(const Statement& statement) {
  if (statement.resource.present) return StarOf(statement.resource) != nullptr;
  return statement.not_resource.present && StarOf(statement.not_resource) == nullptr;
}

text::Span OpenSpan(const Statement& statement) {
  const policy::Text* star = StarOf(statement.resource);
  return star != nullptr ? star->span : statement.not_resource.key_span;
}

bool IsRestricted(const Statement& statement) {
  return std::any_of(statement.conditions.begin(), statement.conditions.end(),
                     [](const ConditionTest& test) {
                       return !test.key.known ||
                              (policy::Restricts(test) && !IsWeakKey(test) && !AnyIsAnything(test));
                     });
}

std::string Few(std::span<const std::string_view> names) {
  constexpr size_t kFew = 4;
  const size_t shown = names.size() > kFew + 1 ? kFew : names.size();
  std::string told;
  for (size_t i = 0; i < shown; ++i) {
    const bool last = i + 1 == names.size();
    told += fmt::format("{}{}", i == 0 ? "" : last ? " and " : ", ", names[i]);
  }
  if (shown < names.size()) told += fmt::format(" and {} more", names.size() - shown);
  return told;
}

bool IsDenied(const policy::Document& document, const Statement& allow, std::string_view action) {
  // Without `?` a pattern that matches another one's text includes it.
  const auto includes = [](const policy::Text& outer, const policy::Text& inner) {
    return outer.known && outer.value.find('?') == std::string_view::npos &&
           (IsStar(outer.value) || (inner.known && text::GlobMatches(outer.value, inner.value)));
  };
  const auto covers_resources = [&](const Statement& deny) {
    if (StarOf(deny.resource) != nullptr) return true;
    if (deny.resource.items.empty() || allow.resource.items.empty()) return false;
    return std::all_of(
        allow.resource.items.begin(), allow.resource.items.end(), [&](const policy::Text& inner) {
          return std::any_of(deny.resource.items.begin(), deny.resource.items.end(),
                             [&](const policy::Text& outer) { return includes(outer, inner); });
        });
  };
  return std::any_of(document.statements.begin(), document.statements.end(),
                     [&](const Statement& deny) {
                       const auto& spared = deny.not_action.items;
                       if (!std::all_of(spared.begin(), spared.end(),
                                        [](const auto& item) { return item.known; })) {
                         return false;
                       }
                       return deny.denies() && !deny.has_condition && !deny.principal.present &&
                              !deny.not_principal.present && policy::CoversAction(deny, action) &&
                              covers_resources(deny);
                     });
}

bool ChangesPermissions(const catalog::Action& action) {
  constexpr std::string_view kReading[] = {"BatchGet", "Describe", "Get",      "List",
                                           "Search",   "Test",     "Validate", "View"};
  if (action.access_level() != catalog::AccessLevel::kPermissionsManagement) return false;
  return std::none_of(std::begin(kReading), std::end(kReading),
                      [&](std::string_view verb) { return action.name().starts_with(verb); });
}

void SortUnique(std::vector<std::string_view>* names) {
  std::sort(names->begin(), names->end());
  names->erase(std::unique(names->begin(), names->end()), names->end());
}

Denials::Denials(const policy::Document& document) {
  size_t items = 0;
  for (const Statement& statement : document.statements) {
    if (!TakesEverywhere(statement) || denies_.size() == kFewDenies) continue;
    const auto& tests = statement.conditions;
    if (!std::all_of(tests.begin(), tests.end(), SparesTheMeant)) continue;
    items += statement.action.items.size() + statement.not_action.items.size();
    if (items > kFewDeniedItems) return;
    denies_.push_back(&statement);
  }
}

bool Denials::Take(std::string_view action) const {
  return std::any_of(denies_.begin(), denies_.end(),
                     [&](const Statement* deny) { return policy::CoversAction(*deny, action); });
}

bool ActionNames::Has(std::string_view name) const {
  const auto at = std::lower_bound(
      names_.begin(), names_.end(), name,
      [](std::string_view a, std::string_view b) { return catalog::CompareFolded(a, b) < 0; });
  return at != names_.end() && text::EqualsFolded(*at, name);
}

Given GivenOf(const engine::DocumentContext& context, size_t statement, const ActionNames& names,
              const Denials& denials) {
  const std::span<const policy::Text> items = context.document.statements[statement].action.items;
  const std::span<const logic::ActionFacts* const> facts =
      context.questions.names().Statement(statement).action;
  const std::span<const std::string_view> list = names.all();
  Given given;
  enum class State : uint8_t { kUnseen, kGiven, kRefused };
  std::vector<State> states;  // made for the first of them, of which there mostly is none
  bool named = false;
  auto take = [&](size_t i, const policy::Text& item, bool whole) {
    states.resize(list.size(), State::kUnseen);
    if (states[i] == State::kUnseen) {
      const bool refused = NeedsStar(list[i], context.catalog) || denials.Take(list[i]);
      states[i] = refused ? State::kRefused : State::kGiven;
    }
    if (states[i] == State::kRefused) return;
    // A finding stands best where the action is named, not at the wildcard of a whole service.
    if (given.item == nullptr || (!named && !whole)) {
      given.item = &item;
      named = !whole;
    }
  };
  const auto before = [](std::string_view a, std::string_view b) {
    return catalog::CompareFolded(a, b) < 0;
  };
  for (size_t i = 0; i < items.size(); ++i) {
    const policy::Text& item = items[i];
    if (facts[i]->action && !names.MayHave(item.value)) continue;
    if (!item.known) continue;
    const size_t wildcard = text::FirstWildcard(item.value);
    if (wildcard == std::string_view::npos) {
      const auto at = std::lower_bound(list.begin(), list.end(), item.value, before);
      if (at != list.end() && text::EqualsFolded(*at, item.value)) {
        take(static_cast<size_t>(at - list.begin()), item, false);
      }
      continue;
    }
    if (IsEveryAction(item.value)) continue;
    const bool whole = !WholeService(item.value).empty();
    const std::string_view prefix = item.value.substr(0, wildcard);
    auto at = std::lower_bound(list.begin(), list.end(), prefix, before);
    for (; at != list.end(); ++at) {
      if (at->size() < prefix.size() || !text::EqualsFolded(at->substr(0, prefix.size()), prefix)) {
        break;
      }
      if (text::GlobMatchesFolded(item.value, *at)) {
        take(static_cast<size_t>(at - list.begin()), item, whole);
      }
    }
  }
  for (size_t i = 0; i < states.size(); ++i) {
    if (states[i] == State::kGiven) given.actions.push_back(list[i]);
  }
  return given;
}

void ReportOpenActions(const engine::DocumentContext& context, const ActionNames& names,
                       const OpenActionWords& words, engine::Reporter& report) {
  std::optional<Denials> denials;
  for (size_t i = 0; i < context.document.statements.size(); ++i) {
    const Statement& statement = context.document.statements[i];
    if (!statement.allows() || !IsOpen(statement) || IsRestricted(statement)) continue;
    if (!denials) denials.emplace(context.document);
    const Given given = GivenOf(context, i, names, *denials);
    if (given.item == nullptr) continue;
    report.Report(given.item->span, fmt::format("{} {}", Few(given.actions), words.message))
        .Label(std::string(words.label))
        .Related(OpenSpan(statement), std::string(words.related))
        .Help(std::string(words.help));
  }
}

}  // namespace rolelint::rules
