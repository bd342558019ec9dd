#include "analyzer/cli/map_who_can.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "analyzer/cli/map_answer.h"
#include "analyzer/cli/request_kinds.h"
#include "analyzer/graph/map_paths.h"
#include "analyzer/policy/arn.h"
#include "analyzer/text/glob.h"

namespace rolelint::cli {
namespace {

using estate::Entity;
using graph::EdgeVerdict;
using graph::Judgement;
using graph::Map;

class Asker {
 public:
  Asker(const MapArguments& arguments, MapInput* input)
      : arguments_(arguments), input_(*input), judge_(&input->source()) {
    std::set<std::string_view> accounts;
    for (const Entity& entity : input->estate().entities()) accounts.insert(entity.account);
    if (accounts.size() == 1) only_account_ = *accounts.begin();
    const std::vector<const logic::CompiledPolicy*> found =
        any() ? std::vector<const logic::CompiledPolicy*>()
              : input->source().ResourcePolicies(arguments.resource);
    if (found.empty()) return;
    resource_policy_ = found.front();
    const engine::StoredPolicy* stored = input->source().StoredOf(resource_policy_);
    if (stored != nullptr) owner_ = stored->account;
  }

  bool any() const { return arguments_.resource.empty() || arguments_.resource == "*"; }

  Judgement Ask(const Entity& who) {
    const std::optional<logic::Principal> principal = graph::PrincipalOf(who);
    if (!principal) return {};
    if (IsSts(arguments_.action) && IsRole(arguments_.resource)) {
      const Entity* role = input_.estate().FindEntity(arguments_.resource);
      if (role == &who) return {};
      if (role != nullptr) return judge_.AskAssume(*principal, &who, *role, arguments_.action);
    }
    graph::Judge::Question question;
    question.principal = *principal;
    question.who = &who;
    question.action = arguments_.action;
    question.resource = any() ? "*" : arguments_.resource;
    if (any()) return judge_.AskAny(question);
    return OnResource(who, std::move(question));
  }

 private:
  Judgement OnResource(const Entity& who, graph::Judge::Question question) {
    const std::optional<policy::Arn> arn = policy::ParseArn(arguments_.resource);
    std::string owner(arn ? arn->account : std::string_view());
    if (owner.empty()) owner = arguments_.resource_account;
    if (owner.empty()) owner = owner_;
    const bool guessed = owner.empty();
    if (guessed) owner = only_account_;
    question.owner = owner;
    question.resource_policy = resource_policy_;
    const bool needs_policy = IsKmsKey(arguments_.resource) || IsRole(arguments_.resource) ||
                              (!owner.empty() && owner != who.account);
    if (resource_policy_ == nullptr && needs_policy &&
        (IsSts(arguments_.action) || !IsRole(arguments_.resource))) {
      question.unknown_resource =
          fmt::format("the policy of {} is not in the input (--resource-policy {}=FILE)",
                      arguments_.resource, arguments_.resource);
    }
    const bool root = text::EqualsFolded(arguments_.action, "sts:AssumeRoot");
    if (root) {
      question.owner = who.account;
      question.unknown_resource.clear();
    }
    Judgement why = judge_.Ask(question);
    if (root) return OfRoot(who, std::move(why));
    if (guessed && only_account_.empty() && why.verdict == EdgeVerdict::kProved) {
      why.verdict = EdgeVerdict::kConditional;
      why.open = false;
      why.conditions.push_back(fmt::format("{} belongs to account {} (--resource-account)",
                                           arguments_.resource, who.account));
    }
    return why;
  }

  // Root users of members are for the account that administers them.
  Judgement OfRoot(const Entity& who, Judgement why) {
    if (why.verdict == EdgeVerdict::kNone) return why;
    why.open = false;
    if (input_.source().IsManagementAccount(who.account)) {
      if (why.verdict == EdgeVerdict::kProved) why.verdict = EdgeVerdict::kConditional;
      why.conditions.emplace_back("central root access is switched on for the organization");
    } else {
      why.verdict = EdgeVerdict::kUnknown;
      why.reason = fmt::format(
          "whether account {} administers root access is not in the input (--management-account)",
          who.account);
    }
    return why;
  }

  const MapArguments& arguments_;
  MapInput& input_;
  graph::Judge judge_;
  std::string only_account_;
  std::string owner_;  // of the resource, as its policy's export tells
  const logic::CompiledPolicy* resource_policy_ = nullptr;
};

void AddRestrictions(const Judgement& why, MapJson* object) {
  (*object)["scp_restriction"] = graph::RestrictionName(why.scp);
  (*object)["rcp_restriction"] = graph::RestrictionName(why.rcp);
}

std::string RestrictionsText(const Judgement& why) {
  const auto word = [](graph::Restriction restriction) {
    return restriction == graph::Restriction::kNotApplicable ? "not applicable"
                                                             : graph::RestrictionName(restriction);
  };
  return fmt::format("SCPs {}, RCPs {}", word(why.scp), word(why.rcp));
}

}  // namespace

std::optional<std::vector<WhoCan>> AskWhoCan(const MapArguments& arguments, MapInput* input,
                                             std::string* error) {
  const std::string& action = arguments.action;
  const size_t colon = action.find(':');
  if (colon == 0 || colon == std::string::npos || colon + 1 == action.size() ||
      text::HasWildcard(action)) {
    *error = fmt::format("{}: not one action service:Name", action);
    return std::nullopt;
  }
  if (!arguments.resource.empty() && arguments.resource != "*" &&
      !policy::ParseArn(arguments.resource)) {
    *error = fmt::format("{}: neither an ARN nor *", arguments.resource);
    return std::nullopt;
  }
  std::vector<WhoCan> found;
  Asker asker(arguments, input);
  for (const Entity& who : input->estate().entities()) {
    if (who.type == estate::EntityType::kGroup || who.arn.empty()) continue;
    Judgement why = asker.Ask(who);
    if (why.verdict != EdgeVerdict::kNone) {
      found.push_back({input->map().Find(who.arn), std::move(why)});
    }
  }
  return found;
}

namespace {

void AddDirect(const WhoCan& one, const Map& map, const MapPlaces& places, MapAnswer* answer) {
  const std::string& arn = map.nodes()[one.node].arn;
  MapJson object = {{"principal", arn},
                    {"direct", true},
                    {"via", MapJson::array()},
                    {"verdict", graph::EdgeVerdictName(one.why.verdict)},
                    {"conditions", one.why.conditions}};
  if (!one.why.reason.empty()) object["reason"] = one.why.reason;
  AddRestrictions(one.why, &object);
  object["evidence"] = EvidenceArray(one.why.evidence, places);
  answer->answers.push_back(std::move(object));
  answer->text += fmt::format("{}: {} ({})\n", arn,
                              VerdictText(one.why.verdict, one.why.conditions, one.why.reason),
                              RestrictionsText(one.why));
}

// `last`: what the last of the path may do, as whom the first does it in the end.
void AddIndirect(const graph::MapPath& path, const Judgement& last, const Map& map,
                 MapAnswer* answer) {
  std::vector<std::string> via;
  for (const graph::Step& step : path.steps) via.push_back(map.nodes()[step.to].arn);
  const std::string& arn = map.nodes()[path.from].arn;
  const std::string_view verdict = graph::EdgeVerdictName(std::min(path.verdict(), last.verdict));
  MapJson object = {{"principal", arn}, {"direct", false}, {"via", via}, {"verdict", verdict}};
  AddRestrictions(last, &object);
  object["path"] = PathObject(map, path);
  answer->answers.push_back(std::move(object));
  answer->text += fmt::format("{}: {}, by becoming {} ({})\n", arn, verdict,
                              fmt::join(via, ", then "), RestrictionsText(last));
}

// Those who can become one of `targets`, by node.
void AddTransitive(const std::vector<const WhoCan*>& targets, const Map& map, MapAnswer* answer) {
  const graph::NodeTest is_target = [&](const Map&, uint32_t node) {
    return targets[node] != nullptr;
  };
  const std::vector<bool> reaching = graph::Reaching(map, is_target, EdgeVerdict::kUnknown);
  for (uint32_t node = 0; node < reaching.size(); ++node) {
    if (!reaching[node] || targets[node] != nullptr) continue;
    // That a service acts as a role is what the role is for; nobody is freed from the beginning.
    const graph::NodeKind kind = map.nodes()[node].kind;
    if (kind == graph::NodeKind::kService || kind == graph::NodeKind::kFreed) continue;
    const std::vector<graph::MapPath> paths = graph::ShortestPaths(map, node, is_target, 1);
    if (!paths.empty()) AddIndirect(paths[0], targets[paths[0].to()]->why, map, answer);
  }
}

}  // namespace

std::optional<MapAnswer> AnswerWhoCan(const MapArguments& arguments, MapInput* input,
                                      std::string* error) {
  const std::optional<std::vector<WhoCan>> direct = AskWhoCan(arguments, input, error);
  if (!direct) return std::nullopt;
  const Map& map = input->map();
  MapAnswer answer;
  MapPlaces places(&input->source());
  for (const WhoCan& one : *direct) places.Add(one.why.evidence);
  places.Locate();
  std::vector<const WhoCan*> targets(map.nodes().size());
  for (const WhoCan& one : *direct) {
    targets[one.node] = &one;
    AddDirect(one, map, places, &answer);
  }
  if (arguments.transitive) AddTransitive(targets, map, &answer);
  if (answer.text.empty()) {
    answer.text = fmt::format("nobody in the input may {}{}\n", arguments.action,
                              arguments.resource.empty() ? "" : " on " + arguments.resource);
  }
  return answer;
}

}  // namespace rolelint::cli
