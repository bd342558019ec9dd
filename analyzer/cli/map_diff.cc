// `rolelint map diff`: what a change adds to the map, and takes away.

#include <fmt/format.h>

#include <map>
#include <set>

#include "analyzer/cli/map_answer.h"
#include "analyzer/graph/map_paths.h"

namespace rolelint::cli {
namespace {

using graph::EdgeVerdict;
using graph::Map;
using graph::MapEdge;

using EdgeKey = std::tuple<std::string, std::string, std::string>;

std::map<EdgeKey, const MapEdge*> EdgesOf(const Map& map) {
  std::map<EdgeKey, const MapEdge*> edges;
  for (const MapEdge& edge : map.edges()) {
    edges[{map.nodes()[edge.from].arn, map.nodes()[edge.to].arn, edge.how}] = &edge;
  }
  return edges;
}

// By name who reaches a target, with the surest verdict.
std::map<std::string, EdgeVerdict> WhoReaches(const Map& map, const graph::NodeTest& is_target) {
  std::map<std::string, EdgeVerdict> found;
  for (EdgeVerdict kind :
       {EdgeVerdict::kProved, EdgeVerdict::kConditional, EdgeVerdict::kUnknown}) {
    const std::vector<bool> reaching = graph::Reaching(map, is_target, kind);
    for (uint32_t node = 0; node < reaching.size(); ++node) {
      if (map.nodes()[node].kind == graph::NodeKind::kFreed) continue;
      if (reaching[node] && !is_target(map, node)) found.try_emplace(map.nodes()[node].arn, kind);
    }
  }
  return found;
}

void AddEdges(const Map& before, const Map& after, std::string_view change, MapAnswer* answer) {
  const std::map<EdgeKey, const MapEdge*> old_edges = EdgesOf(before);
  for (const auto& [key, edge] : EdgesOf(after)) {
    const auto old = old_edges.find(key);
    if (old != old_edges.end()) continue;
    const auto& [from, to, how] = key;
    answer->answers.push_back({{"change", change},
                               {"from", from},
                               {"to", to},
                               {"how", how},
                               {"verdict", graph::EdgeVerdictName(edge->why.verdict)},
                               {"conditions", edge->why.conditions}});
    answer->text += fmt::format(
        "{} {} -> {} by {}, {}\n", change == "edge-added" ? "+" : "-", from, to, HowText(how),
        VerdictText(edge->why.verdict, edge->why.conditions, edge->why.reason));
  }
}

// Edges that stay, with another verdict.
void AddChanged(const Map& before, const Map& after, MapAnswer* answer) {
  const std::map<EdgeKey, const MapEdge*> old_edges = EdgesOf(before);
  for (const auto& [key, edge] : EdgesOf(after)) {
    const auto old = old_edges.find(key);
    if (old == old_edges.end()) continue;
    const graph::Judgement& was = old->second->why;
    const graph::Judgement& now = edge->why;
    if (was.verdict == now.verdict && was.conditions == now.conditions) continue;
    const auto& [from, to, how] = key;
    answer->answers.push_back({{"change", "edge-changed"},
                               {"from", from},
                               {"to", to},
                               {"how", how},
                               {"verdict", graph::EdgeVerdictName(now.verdict)},
                               {"conditions", now.conditions},
                               {"was", graph::EdgeVerdictName(was.verdict)}});
    answer->text += fmt::format("~ {} -> {} by {}, {} (was {})\n", from, to, HowText(how),
                                VerdictText(now.verdict, now.conditions, now.reason),
                                VerdictText(was.verdict, was.conditions, was.reason));
  }
}

// Who reaches a target and did not before, or not so surely. Principals that are there twice, or
// became an administrator itself, count too.
bool AddPaths(const Map& before, const Map& after, const graph::NodeTest& is_target,
              std::string_view target, MapPlaces* places, MapAnswer* answer) {
  bool any = false;
  const std::map<std::string, EdgeVerdict> was = WhoReaches(before, is_target);
  for (const auto& [arn, verdict] : WhoReaches(after, is_target)) {
    const auto old = was.find(arn);
    if (old != was.end() && old->second >= verdict) continue;
    const uint32_t old_node = before.Find(arn);
    if (old_node != Map::kNoNode && is_target(before, old_node)) continue;
    const std::vector<graph::MapPath> paths =
        graph::ShortestPaths(after, after.Find(arn), is_target, 1);
    if (paths.empty()) continue;
    any = true;
    AddEvidence(after, paths[0], places);
    places->Locate();
    MapJson object = {{"change", "path-added"}, {"target", target}};
    object.update(PathObject(after, paths[0]));
    answer->answers.push_back(std::move(object));
    answer->results.push_back(PathResult(after, paths[0], *places, MapResult::Rule::kNewPath));
    answer->text += fmt::format("new path to {}: ", target) + PathText(after, paths[0], *places);
  }
  return any;
}

// Principals that are administrators now and were not.
bool AddAdmins(const Map& before, const Map& after, MapPlaces* places, MapAnswer* answer) {
  bool any = false;
  for (const graph::MapNode& node : after.nodes()) {
    const uint32_t old = before.Find(node.arn);
    if (!node.admin || node.kind == graph::NodeKind::kAdministrator) continue;
    if (node.kind == graph::NodeKind::kFreed) continue;
    if (old != Map::kNoNode && before.nodes()[old].admin) continue;
    any = true;
    answer->answers.push_back({{"change", "administrator-added"}, {"principal", node.arn}});
    answer->text += fmt::format("new administrator: {}\n", node.arn);
    MapResult& result = answer->results.emplace_back();
    result.rule = MapResult::Rule::kNewAdministrator;
    result.message = fmt::format("{} is an administrator and was not", node.arn);
    if (node.entity == nullptr) continue;
    places->Add(node.entity->place);
    places->Locate();
    if (const MapPlace* place = places->Of(node.entity->place)) result.places.push_back(*place);
  }
  return any;
}

}  // namespace

std::optional<MapAnswer> AnswerDiff(const MapArguments&, MapInput* before, MapInput* after,
                                    std::string*) {
  const Map& was = before->map();
  const Map& now = after->map();
  MapAnswer answer;
  MapPlaces places(&after->source());
  const bool admins = AddAdmins(was, now, &places, &answer);
  const bool to_admin = AddPaths(was, now, graph::IsAdmin, "admin", &places, &answer);
  const bool to_outside = AddPaths(was, now, IsOutside, "outside", &places, &answer);
  AddEdges(was, now, "edge-added", &answer);
  AddEdges(now, was, "edge-removed", &answer);
  AddChanged(was, now, &answer);
  if (answer.text.empty()) answer.text = "the map is the same\n";
  answer.status = admins || to_admin || to_outside ? kFindings : kOk;
  return answer;
}

}  // namespace rolelint::cli
