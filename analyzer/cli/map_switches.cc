// `rolelint map switches`: every role switch, whether it works and what a half-built one lacks.

#include <fmt/format.h>

#include <map>
#include <set>

#include "analyzer/cli/map_answer.h"
#include "analyzer/cli/switch_links.h"
#include "analyzer/graph/half_decider.h"
#include "analyzer/graph/switches.h"
#include "analyzer/policy/arn.h"

namespace rolelint::cli {
namespace {

using estate::Entity;
using estate::EntityType;
using graph::EdgeVerdict;
using graph::Half;
using graph::HalfVerdict;
using graph::Map;
using graph::Obstacle;
using graph::Step;

MapJson PermissionStatement(std::string_view role_arn) {
  return {{"Effect", "Allow"}, {"Action", "sts:AssumeRole"}, {"Resource", role_arn}};
}

MapJson TrustStatement(std::string_view principal_arn) {
  return {
      {"Effect", "Allow"}, {"Principal", {{"AWS", principal_arn}}}, {"Action", "sts:AssumeRole"}};
}

// "a Deny in policy x takes it back": what the half fails by; "" if it is only missing.
std::string ObstacleText(const HalfVerdict& half) {
  const Obstacle& obstacle = half.obstacle;
  const std::string named = obstacle.policy.empty() ? "" : fmt::format(" {}", obstacle.policy);
  switch (obstacle.kind) {
    case Obstacle::Kind::kNone:
      return {};
    case Obstacle::Kind::kDeny:
      return fmt::format("a Deny in policy{} {}", named,
                         half.stated ? "takes it back" : "denies it");
    case Obstacle::Kind::kBoundary:
      return fmt::format("the permissions boundary{} does not allow it", named);
    case Obstacle::Kind::kCondition:
      return "the conditions of its statement do not hold";
    case Obstacle::Kind::kOrganizationPolicy:
      return fmt::format("the {}{} denies it where it is attached",
                         obstacle.organization == policy::Kind::kScp ? "SCP" : "RCP", named);
  }
  return {};
}

class Switches {
 public:
  explicit Switches(MapInput* input)
      : input_(*input), map_(input->map()), places_(&input->source()) {}

  MapAnswer Run() {
    Working();
    HalfBuilt();
    Dangling();
    Nobody();
    if (answer_.text.empty()) answer_.text = "the input holds no role switch\n";
    return std::move(answer_);
  }

 private:
  static bool IsSwitch(const graph::MapNode& from, const Step& step) {
    return step.how == "sts:AssumeRole" &&
           (from.kind == graph::NodeKind::kUser || from.kind == graph::NodeKind::kRole);
  }

  void Working() {
    for (uint32_t node = 0; node < map_.nodes().size(); ++node) {
      for (const Step& step : map_.StepsOf(node)) {
        reached_.insert(step.to);
        if (!IsSwitch(map_.nodes()[node], step)) continue;
        working_.insert({node, step.to});
        for (uint8_t i = 0; i < step.edge_count; ++i) {
          places_.Add(map_.edges()[step.edges[i]].why.evidence);
        }
      }
    }
    // An account or everyone that a trust policy names may hold somebody; the input shows nobody.
    places_.Locate();
    for (uint32_t node = 0; node < map_.nodes().size(); ++node) {
      for (const Step& step : map_.StepsOf(node)) {
        if (IsSwitch(map_.nodes()[node], step)) Works(map_.nodes()[node], step);
      }
    }
  }

  void Works(const graph::MapNode& from, const Step& step) {
    const graph::MapNode& to = map_.nodes()[step.to];
    const bool known = step.verdict != EdgeVerdict::kUnknown;
    MapJson object = {{"from", from.arn},
                      {"to", to.arn},
                      {"status", known ? "works" : "unknown"},
                      {"verdict", graph::EdgeVerdictName(step.verdict)},
                      {"conditions", step.conditions}};
    if (!step.reason.empty()) object["reason"] = step.reason;
    MapJson evidence = MapJson::array();
    for (uint8_t i = 0; i < step.edge_count; ++i) {
      for (MapJson& one : EvidenceArray(map_.edges()[step.edges[i]].why.evidence, places_)) {
        evidence.push_back(std::move(one));
      }
    }
    object["evidence"] = std::move(evidence);
    answer_.text +=
        fmt::format("{}: {} -> {}{}\n", known ? "works" : "unknown", from.arn, to.arn,
                    step.verdict == EdgeVerdict::kProved
                        ? ""
                        : ", " + VerdictText(step.verdict, step.conditions, step.reason));
    if (known && from.kind == graph::NodeKind::kUser) AddLinks(from, to, step, &object);
    answer_.answers.push_back(std::move(object));
  }

  // How a user switches: in the console and with the CLI.
  void AddLinks(const graph::MapNode& from, const graph::MapNode& to, const Step& step,
                MapJson* object) {
    const SwitchLinks links = LinksOf(from.arn, to.arn, step.conditions);
    (*object)["console_link"] = links.console.empty() ? MapJson() : MapJson(links.console);
    (*object)["cli_profile"] = links.profile;
    if (!links.note.empty()) (*object)["note"] = links.note;
    answer_.text += links.console.empty() ? fmt::format("  console: {}\n", links.note)
                                          : fmt::format("  console: {}\n", links.console);
    std::string_view rest = links.profile;
    while (!rest.empty()) {
      const size_t end = rest.find('\n');
      answer_.text += fmt::format("  {}\n", rest.substr(0, end));
      rest = end == std::string_view::npos ? "" : rest.substr(end + 1);
    }
  }

  void HalfBuilt() {
    graph::HalfDecider decider(input_.catalog());
    joined_ = graph::JoinSwitches(input_.estate(), &decider);
    for (const graph::Switch& one : joined_.switches) {
      places_.Add(one.named_by_trust ? one.named_by_trust : one.named_by_permission);
    }
    for (const graph::DanglingName& one : joined_.dangling) places_.Add(one.place);
    places_.Locate();
    for (const graph::Switch& one : joined_.switches) {
      const uint32_t from = map_.Find(one.who->arn);
      const uint32_t to = map_.Find(one.role->arn);
      if (from == to || working_.contains({from, to})) continue;
      if (one.role->service_linked()) continue;
      Half(one);
    }
  }

  void Half(const graph::Switch& one) {
    const bool trusts = one.trust.half == Half::kGranted || one.trust.half == Half::kUndecided;
    MapJson object = {{"from", one.who->arn}, {"to", one.role->arn}, {"status", "half-built"}};
    std::string text = fmt::format("half-built: {} -> {}\n", one.who->arn, one.role->arn);
    MapJson missing = MapJson::array();
    const bool permits =
        one.permission.half == Half::kGranted || one.permission.half == Half::kUndecided;
    if (!trusts) {
      Lacks(one.trust, "trust", *one.role, "the trust policy of", TrustStatement(one.who->arn),
            &missing, &text);
    }
    if (!permits) {
      Lacks(one.permission, "permission", *one.who, "the policies of",
            PermissionStatement(one.role->arn), &missing, &text);
    }
    if (missing.empty()) {
      text +=
          "  both halves are there, and together they let no request in: a boundary, a Deny, "
          "or an organization policy stands in the way (rolelint why says which)\n";
    }
    object["missing"] = std::move(missing);
    AddPlace(one.named_by_trust ? one.named_by_trust : one.named_by_permission,
             MapResult::Rule::kHalfBuilt, &object, &text);
    answer_.answers.push_back(std::move(object));
    answer_.text += text;
    answer_.status = kFindings;
  }

  // The place in the input, also as a result for SARIF; `text` is the answer as text.
  void AddPlace(const estate::Place& at, MapResult::Rule rule, MapJson* object, std::string* text) {
    MapResult& result = answer_.results.emplace_back();
    result.rule = rule;
    result.message = text->substr(text->find(": ") + 2);
    while (result.message.ends_with('\n')) result.message.pop_back();
    const MapPlace* place = places_.Of(at);
    MapJson& evidence = (*object)["evidence"] = MapJson::array();
    if (place == nullptr) return;
    evidence.push_back({{"file", place->file}, {"pointer", place->pointer}, {"line", place->line}});
    *text += fmt::format("  --> {}:{}\n", place->file, place->line);
    result.places.push_back(*place);
  }

  static void Lacks(const HalfVerdict& half, std::string_view side, const Entity& holder,
                    std::string_view where, MapJson statement, MapJson* missing,
                    std::string* text) {
    const std::string obstacle = ObstacleText(half);
    MapJson one = {{"side", side}, {"holder", holder.arn}};
    if (!obstacle.empty()) {
      one["obstacle"] = obstacle;
      const bool one_policy = side == "trust";
      *text += fmt::format("  {} {} {}: {}\n", where, holder.called(),
                           half.stated  ? (one_policy ? "grants it" : "grant it")
                           : one_policy ? "does not grant it"
                                        : "do not grant it",
                           obstacle);
    } else {
      *text += fmt::format("  {} {} {} not say so; add the statement {}\n", where, holder.called(),
                           side == "trust" ? "does" : "do", statement.dump());
      one["statement"] = std::move(statement);
    }
    missing->push_back(std::move(one));
  }

  // Names of roles and principals that do not exist.
  void Dangling() {
    for (const graph::DanglingName& one : joined_.dangling) {
      if (one.of_template) continue;  // nobody yet
      const bool trust = one.side == graph::DanglingName::Side::kTrust;
      MapJson object = {{"from", trust ? std::string(one.arn) : one.holder->arn},
                        {"to", trust ? one.holder->arn : std::string(one.arn)},
                        {"status", "dangling"}};
      std::string text =
          trust ? fmt::format("dangling: {} trusts {}, which does not exist", one.holder->arn,
                              one.arn)
                : fmt::format("dangling: the policies of {} name {}, which does not exist",
                              one.holder->arn, one.arn);
      if (one.near_match != nullptr) {
        object["did_you_mean"] = one.near_match->arn;
        text += fmt::format("; did you mean {}?", one.near_match->arn);
      }
      text += "\n";
      AddPlace(one.place, MapResult::Rule::kDangling, &object, &text);
      answer_.answers.push_back(std::move(object));
      answer_.text += text;
      answer_.status = kFindings;
    }
  }

  // Roles that none of the principals that they trust can assume.
  void Nobody() {
    std::set<uint32_t> may_be;
    for (const graph::MapEdge& edge : map_.edges()) {
      if (!map_.nodes()[edge.from].covered || map_.nodes()[edge.from].arn == "*") {
        may_be.insert(edge.to);
      }
    }
    std::vector<const Entity*> roles;
    for (const Entity& role : input_.estate().entities()) {
      if (role.type != EntityType::kRole || role.trust_state != estate::Knowledge::kPresent) {
        continue;
      }
      const uint32_t node = map_.Find(role.arn);
      if (node == Map::kNoNode || reached_.contains(node) || may_be.contains(node)) continue;
      if (!TrustsSomebody(role)) continue;
      roles.push_back(&role);
      places_.Add(role.place);
    }
    places_.Locate();
    for (const Entity* one : roles) {
      const Entity& role = *one;
      MapJson object = {{"from", MapJson()}, {"to", role.arn}, {"status", "nobody"}};
      std::string text =
          fmt::format("nobody: no principal that {} trusts can assume it\n", role.arn);
      AddPlace(role.place, MapResult::Rule::kNobody, &object, &text);
      answer_.answers.push_back(std::move(object));
      answer_.text += text;
      answer_.status = kFindings;
    }
  }

  static bool TrustsSomebody(const Entity& role) {
    for (const estate::TrustStatement& statement : role.trust) {
      if (statement.allow && !statement.principals.empty()) return true;
    }
    return false;
  }

  MapInput& input_;
  const Map& map_;
  MapPlaces places_;
  MapAnswer answer_;
  graph::SwitchMap joined_;
  std::set<std::pair<uint32_t, uint32_t>> working_;
  std::set<uint32_t> reached_;
};

}  // namespace

std::optional<MapAnswer> AnswerSwitches(MapInput* input, std::string*) {
  return Switches(input).Run();
}

}  // namespace rolelint::cli
