#include "analyzer/logic/meaning.h"

#include <algorithm>
#include <cassert>
#include <optional>

#include "analyzer/policy/arn.h"
#include "analyzer/policy/condition_query.h"
#include "analyzer/policy/query.h"
#include "analyzer/policy/wildcards.h"
#include "analyzer/text/glob.h"

namespace rolelint::logic {
namespace {

using policy::ConditionTest;
using policy::Statement;

// Longer lists are not searched for patterns that together are a whole service.
constexpr size_t kMostActions = 4096;

void SortUnique(std::vector<uint16_t>* types) {
  std::sort(types->begin(), types->end());
  types->erase(std::unique(types->begin(), types->end()), types->end());
}

template <typename Types>
bool Has(const Types& types, uint32_t type) {
  return std::binary_search(types.begin(), types.end(), static_cast<uint16_t>(type));
}

template <typename Types>
bool HasAnyOf(const Types& types, const catalog::Action& action) {
  for (const catalog::ActionResource resource : action.resources()) {
    if (Has(types, resource.type().id())) return true;
  }
  return false;
}

template <typename Types>
bool HasAllOf(const Types& types, const catalog::Action& action) {
  for (const catalog::ActionResource resource : action.resources()) {
    if (!Has(types, resource.type().id())) return false;
  }
  return !action.resources().empty();
}

bool HasTypeOf(std::span<const uint16_t> types, const catalog::Service& service) {
  for (const catalog::ResourceType type : service.resource_types()) {
    if (Has(types, type.id())) return true;
  }
  return false;
}

// A principal has policies of these kinds.
bool IsOfPrincipal(policy::Kind kind) {
  return kind == policy::Kind::kIdentity || kind == policy::Kind::kBoundary ||
         kind == policy::Kind::kSession;
}

}  // namespace

size_t Meaning::PositionOf(const Statement& statement) const {
  const auto position = &statement - document_->statements.data();
  assert(position >= 0 && static_cast<size_t>(position) < document_->statements.size());
  return static_cast<size_t>(position);
}

const Meaning::Reach& Meaning::ReachOf(const Statement& statement) {
  Reach& reach = reaches_[PositionOf(statement)];
  if (reach.document == number_) return reach;
  reach.document = number_;
  reach.all = false;
  reach.whole.clear();
  const StatementNames& names = NamesOf(statement);
  const bool listed = statement.resource.present;
  for (const ArnFacts* facts : listed ? names.resource : names.not_resource) {
    reach.all = reach.all || facts->all;
    reach.whole.insert(reach.whole.end(), facts->whole.begin(), facts->whole.end());
  }
  SortUnique(&reach.whole);
  reach.wide =
      listed ? reach.all || !reach.whole.empty() : statement.not_resource.present && !reach.all;
  return reach;
}

bool Meaning::IsEverywhere(const Statement& statement) {
  const Reach& reach = ReachOf(statement);
  return statement.resource.present ? reach.all : reach.wide;
}

// What an action must be given, or of several kinds any one.
bool Meaning::Covers(const Statement& statement, const std::vector<uint16_t>& whole,
                     const catalog::Action& action) const {
  bool required = false;
  for (const catalog::ActionResource resource : action.resources()) {
    if (!resource.required()) continue;
    required = true;
    if (!Has(whole, resource.type().id())) return false;
  }
  return statement.resource.present && (required || HasAnyOf(whole, action));
}

bool Meaning::LeavesAny(const Statement& statement, const catalog::Action& action) {
  const Reach& reach = ReachOf(statement);
  if (!reach.wide) return false;
  for (const catalog::ActionResource resource : action.resources()) {
    if (resource.required() && Has(reach.whole, resource.type().id())) return false;
  }
  return !HasAllOf(reach.whole, action);
}

bool Meaning::OnEvery(const Statement& statement, const catalog::Action& action) {
  const Reach& reach = ReachOf(statement);
  if (!reach.wide) return false;
  if (!statement.resource.present) return LeavesAny(statement, action);
  return reach.all || Covers(statement, reach.whole, action);
}

bool Meaning::OnWholeService(const Statement& statement, const catalog::Service& service) {
  const Reach& reach = ReachOf(statement);
  if (!reach.wide) return false;
  if (!statement.resource.present) return !HasTypeOf(reach.whole, service);
  if (reach.all) return true;
  // `arn:aws:s3:::*` is what people write for all of the service, though access points have other
  // ARNs.
  // Actions of some services work on what belongs to others: ssm:SendCommand takes a bucket.
  const std::span<const ArnFacts* const> facts = NamesOf(statement).resource;
  for (size_t i = 0; i < facts.size(); ++i) {
    if (!facts[i]->any_resource || !HasTypeOf(facts[i]->whole, service)) continue;
    const std::optional<policy::Arn> arn = policy::ParseArn(statement.resource.items[i].value);
    if (arn && text::GlobMatches(arn->service, service.prefix())) return true;
  }
  const auto types = service.resource_types();
  if (types.empty()) return false;
  for (const catalog::ResourceType type : types) {
    if (!Has(reach.whole, type.id())) return false;
  }
  return true;
}

bool MayReach(const ArnFacts& arn, const catalog::Action& action, catalog::ArnShapes& shapes) {
  if (arn.everything || arn.all || !arn.clear) return true;
  const auto resources = action.resources();
  // It needs "*"; all of its service is near enough.
  if (resources.empty()) return arn.any_resource;
  // A type that the action may do without is of no use by itself.
  bool some_required = false;
  for (const catalog::ActionResource resource : resources) {
    some_required = some_required || resource.required();
  }
  for (const catalog::ActionResource resource : resources) {
    if (some_required && !resource.required()) continue;
    const uint32_t type = resource.type().id();
    if (Has(arn.types, type) || shapes.TakesAnyService(type)) return true;
  }
  return false;
}

bool Meaning::MayReach(const Statement& statement, const catalog::Action& action) {
  if (!statement.resource.present) {
    return !statement.not_resource.present || LeavesAny(statement, action) ||
           ReachOf(statement).wide;
  }
  const std::span<const ArnFacts* const> resources = NamesOf(statement).resource;
  return std::any_of(resources.begin(), resources.end(), [&](const ArnFacts* facts) {
    return logic::MayReach(*facts, action, names_.shapes());
  });
}

text::Span Meaning::WideSpan(const Statement& statement) {
  if (!statement.resource.present) return statement.not_resource.key_span;
  const std::span<const ArnFacts* const> resources = NamesOf(statement).resource;
  for (const bool all : {true, false}) {
    for (size_t i = 0; i < resources.size(); ++i) {
      if (all ? resources[i]->all : resources[i]->wide()) return statement.resource.items[i].span;
    }
  }
  return statement.resource.span;
}

text::Span Meaning::WideSpan(const Statement& statement, const catalog::Action& action) {
  if (statement.resource.present) {
    const std::span<const ArnFacts* const> resources = NamesOf(statement).resource;
    for (size_t i = 0; i < resources.size(); ++i) {
      if (resources[i]->all || HasAnyOf(resources[i]->whole, action)) {
        return statement.resource.items[i].span;
      }
    }
  }
  return WideSpan(statement);
}

// Several patterns may be all of a service together: each of its actions is of one.
bool Meaning::HasEveryAction(const Statement& statement, const catalog::Service& service) {
  const std::span<const ActionFacts* const> facts = NamesOf(statement).action;
  const uint64_t bit = PolicyNames::ServiceBit(service);
  const auto actions = service.actions();
  const auto is_listed = [&](const catalog::Action& action) {
    for (size_t i = 0; i < facts.size(); ++i) {
      if (facts[i]->service == bit && statement.action.items[i].known &&
          text::GlobMatchesFolded(statement.action.items[i].value, action.full_name())) {
        return true;
      }
    }
    return false;
  };
  // The ends first: most lists lack one of them.
  if (actions.empty() || !is_listed(actions[actions.size() - 1])) return false;
  for (const catalog::Action action : actions) {
    if (!is_listed(action)) return false;
  }
  return true;
}

std::vector<WholeService> Meaning::WholeServices(const Statement& statement) {
  std::vector<WholeService> found;
  const Reach& reach = ReachOf(statement);
  if (!reach.wide) return found;
  const auto add = [&](std::string_view prefix, const policy::Text& item) {
    const bool known = std::any_of(found.begin(), found.end(), [&](const WholeService& one) {
      return text::EqualsFolded(one.prefix, prefix);
    });
    if (known) return;
    const bool written = !policy::WholeService(item.value).empty();
    if (!written) patterns_.push_back(std::string(prefix) + ":*");
    found.push_back({prefix, written ? item.value : std::string_view(patterns_.back()), &item});
  };
  const std::span<const policy::Text> items = statement.action.items;
  const std::span<const ActionFacts* const> facts = NamesOf(statement).action;
  std::vector<uint32_t> looked_at;
  for (size_t i = 0; i < items.size(); ++i) {
    const policy::Text& item = items[i];
    if (!item.known || !facts[i]->wildcard) continue;
    if (policy::IsEveryAction(item.value)) {
      if (IsEverywhere(statement)) continue;
      // Every action on what a few services have.
      for (const uint16_t type : reach.whole) {
        const catalog::Service service = catalog_.resource_types()[type].service();
        if (OnWholeService(statement, service)) add(service.prefix(), item);
      }
      continue;
    }
    const std::string_view prefix = item.value.substr(0, item.value.find(':'));
    const bool whole = !policy::WholeService(item.value).empty();
    const auto service = catalog_.FindService(prefix);
    if (whole && (service ? OnWholeService(statement, *service) : IsEverywhere(statement))) {
      add(prefix, item);
    }
    if (whole || !service || items.size() > kMostActions) continue;
    if (std::find(looked_at.begin(), looked_at.end(), service->id()) != looked_at.end()) continue;
    looked_at.push_back(service->id());
    if (OnWholeService(statement, *service) && HasEveryAction(statement, *service)) {
      add(service->prefix(), item);
    }
  }
  return found;
}

bool Meaning::IsIdleKey(const ConditionTest& test, std::string_view account) const {
  if (!IsOfPrincipal(document_->kind)) return false;
  if (policy::IsOwnKey(test) || policy::KeyIs(test, "aws:ResourceOrgID") ||
      policy::KeyIs(test, "aws:ResourceOrgPaths"))
    return true;
  if (!policy::KeyIs(test, "aws:ResourceAccount")) return false;
  // Another account's resources alone, if it is known to be another's.
  return std::any_of(test.values.begin(), test.values.end(), [&](const auto& value) {
    return account.empty() || value.text.value == account || !value.text.known ||
           value.text.value.find("${") != std::string_view::npos;
  });
}

bool Meaning::IsRestricted(const Statement& statement, std::string_view account) const {
  return std::any_of(
      statement.conditions.begin(), statement.conditions.end(), [&](const ConditionTest& test) {
        if (!test.key.known) return true;
        if (!policy::Restricts(statement, test) || policy::IsWeakKey(test)) return false;
        return !IsIdleKey(test, account) &&
               std::none_of(test.values.begin(), test.values.end(),
                            [](const auto& value) { return policy::IsAnyValue(value.text.value); });
      });
}

}  // namespace rolelint::logic
