#include "rules/security/grants.h"

#include <fmt/format.h>

#include "analyzer/catalog/match.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"
#include "analyzer/policy/condition_query.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/few.h"

namespace rolelint::rules {
namespace {

using policy::ConditionTest;
using policy::Statement;

// Denies that are looked at; policies of people have a handful.
constexpr size_t kFewDenies = 64;
constexpr size_t kFewDeniedItems = 512;

// A Deny that speaks of the principal's own action on everything of some kind, or on all but what
// is meant.
bool TakesEverywhere(const engine::DocumentContext& context, const Statement& deny) {
  return deny.denies() && !deny.principal.present && !deny.not_principal.present &&
         MeaningOf(context).IsWide(deny);
}

// The condition of a Deny that spares some requests by what they are: a negated test, or one of
// "false". Any other ("if the tag is red") leaves the Allow as wide as it was.
bool SparesTheMeant(const ConditionTest& test) {
  if (policy::IsWeakKey(test) || test.op.qualifier == policy::SetQualifier::kForAnyValue) {
    return false;
  }
  if (policy::IsNegated(test.op.base)) {
    return std::none_of(test.values.begin(), test.values.end(),
                        [](const auto& value) { return policy::IsAnyValue(value.text.value); });
  }
  return test.op.base == policy::Operator::kBool && test.values.size() == 1 &&
         text::EqualsFolded(test.values[0].text.value, "false");
}

}  // namespace

logic::Meaning& MeaningOf(const engine::DocumentContext& context) {
  return context.questions.meaning();
}

bool IsRestricted(const engine::DocumentContext& context, const Statement& statement) {
  return MeaningOf(context).IsRestricted(statement, context.owner.account);
}

bool IsOpenAllow(const engine::DocumentContext& context, const Statement& statement) {
  return statement.allows() && MeaningOf(context).IsWide(statement) &&
         !IsRestricted(context, statement);
}

bool IsDenied(const engine::DocumentContext& context, const Statement& allow,
              std::string_view action) {
  const policy::Document& document = context.document;
  const std::optional<catalog::Action> known = context.catalog.FindAction(action);
  // Without `?` a pattern that matches another one's text includes it.
  const auto includes = [](const policy::Text& outer, const policy::Text& inner) {
    return outer.known && outer.value.find('?') == std::string_view::npos &&
           (policy::IsStars(outer.value) ||
            (inner.known && text::GlobMatches(outer.value, inner.value)));
  };
  const auto covers_resources = [&](const Statement& deny) {
    if (std::any_of(deny.resource.items.begin(), deny.resource.items.end(), [](const auto& item) {
          return item.known && policy::IsEveryResource(item.value);
        })) {
      return true;
    }
    // Every resource that the action works on, or all but some of them.
    if (known && MeaningOf(context).OnEvery(deny, *known)) return true;
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

Denials::Denials(const engine::DocumentContext& context) : context_(context) {
  size_t items = 0;
  for (const Statement& statement : context.document.statements) {
    if (denies_.size() == kFewDenies || !TakesEverywhere(context, statement)) continue;
    const auto& tests = statement.conditions;
    if (!std::all_of(tests.begin(), tests.end(), SparesTheMeant)) continue;
    items += statement.action.items.size() + statement.not_action.items.size();
    if (items > kFewDeniedItems) return;
    denies_.push_back(&statement);
  }
}

bool Denials::Take(const catalog::Action& action) const {
  return std::any_of(denies_.begin(), denies_.end(), [&](const Statement* deny) {
    return policy::CoversAction(*deny, action.full_name()) &&
           MeaningOf(context_).OnEvery(*deny, action);
  });
}

bool ActionNames::Has(std::string_view name) const {
  const auto at = std::lower_bound(
      names_.begin(), names_.end(), name,
      [](std::string_view a, std::string_view b) { return catalog::CompareFolded(a, b) < 0; });
  return at != names_.end() && text::EqualsFolded(*at, name);
}

bool Denials::Take(std::string_view action) const {
  if (denies_.empty()) return false;
  const std::optional<catalog::Action> known = context_.catalog.FindAction(action);
  return known && Take(*known);
}

bool Denials::TakeService(std::string_view prefix) const {
  if (denies_.empty()) return false;
  const std::string pattern = std::string(prefix) + ":*";
  const std::optional<catalog::Service> service = context_.catalog.FindService(prefix);
  return std::any_of(denies_.begin(), denies_.end(), [&](const Statement* deny) {
    return policy::CoversAction(*deny, pattern) &&
           (service ? MeaningOf(context_).OnWholeService(*deny, *service)
                    : MeaningOf(context_).IsEverywhere(*deny));
  });
}

void Given::Add(std::string_view action, const policy::Text& item, bool whole) {
  actions_.push_back({action, item.span});
  if (item_ == nullptr || (!named_ && !whole)) {
    item_ = &item;
    named_ = !whole;
  }
}

void Given::Append(const Given& other) {
  actions_.insert(actions_.end(), other.actions_.begin(), other.actions_.end());
  if (item_ == nullptr) item_ = other.item_;
}

void Given::Finish() {
  std::stable_sort(actions_.begin(), actions_.end(),
                   [](const auto& a, const auto& b) { return a.name < b.name; });
  actions_.erase(std::unique(actions_.begin(), actions_.end(),
                             [](const auto& a, const auto& b) { return a.name == b.name; }),
                 actions_.end());
}

std::string Given::Few() const {
  std::vector<std::string_view> names;
  names.reserve(actions_.size());
  for (const engine::NamedAction& one : actions_) names.push_back(one.name);
  return text::Few(names);
}

Given GivenOf(const engine::DocumentContext& context, const Statement& statement,
              const ActionNames& names, const Denials& denials, bool on_every) {
  logic::Meaning& meaning = MeaningOf(context);
  const auto position = static_cast<size_t>(&statement - context.document.statements.data());
  const std::span<const policy::Text> items = statement.action.items;
  const std::span<const logic::ActionFacts* const> facts =
      context.questions.names().Statement(position).action;
  const std::span<const std::string_view> list = names.all();
  Given given;
  enum class State : uint8_t { kUnseen, kGiven, kRefused };
  std::vector<State> states;  // made for the first of them, of which there mostly is none
  auto take = [&](size_t i, const policy::Text& item, bool whole) {
    states.resize(list.size(), State::kUnseen);
    if (states[i] == State::kUnseen) {
      const std::optional<catalog::Action> action = context.catalog.FindAction(list[i]);
      const bool refused = (action && action->resources().empty()) || denials.Take(list[i]) ||
                           (on_every && !(action ? meaning.OnEvery(statement, *action)
                                                 : meaning.IsEverywhere(statement)));
      states[i] = refused ? State::kRefused : State::kGiven;
    }
    if (states[i] == State::kGiven) given.Add(list[i], item, whole);
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
    const bool every = policy::IsEveryAction(item.value);
    // "*" on everything is about no single action; on a few kinds of resources it is about theirs.
    if (every && (!on_every || meaning.IsEverywhere(statement))) continue;
    const bool whole = every || !policy::WholeService(item.value).empty();
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
  given.Finish();
  return given;
}

text::Span OpenSpan(const engine::DocumentContext& context, const Statement& statement,
                    const Given& given) {
  const auto action = context.catalog.FindAction(given.actions().front().name);
  return action ? MeaningOf(context).WideSpan(statement, *action)
                : MeaningOf(context).WideSpan(statement);
}

void ReportOpenActions(const engine::DocumentContext& context, const ActionNames& names,
                       const OpenActionWords& words, engine::Reporter& report) {
  std::optional<Denials> denials;
  for (const Statement& statement : context.document.statements) {
    if (!IsOpenAllow(context, statement)) continue;
    if (!denials) denials.emplace(context);
    const Given given = GivenOf(context, statement, names, *denials, true);
    if (given.empty()) continue;
    report.Report(given.item().span, fmt::format("{} {}", given.Few(), words.message))
        .Label(std::string(words.label))
        .Related(OpenSpan(context, statement, given), std::string(words.related))
        .Help(std::string(words.help));
    engine::NameActions(report, given.actions());
  }
}

}  // namespace rolelint::rules
