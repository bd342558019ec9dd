#include "analyzer/cli/map_json.h"

#include "analyzer/cli/proof_json.h"

namespace rolelint::cli {
namespace {

using graph::EdgeVerdictName;
using graph::Map;
using graph::MapEdge;
using graph::MapNode;

MapJson NodeObject(const MapNode& node) {
  return {{"arn", node.arn},
          {"kind", graph::NodeKindName(node.kind)},
          {"account", node.account.empty() ? MapJson() : MapJson(node.account)},
          {"admin", node.admin}};
}

MapJson EdgeObject(const Map& map, const MapEdge& edge, const MapPlaces& places) {
  MapJson object;
  object["from"] = map.nodes()[edge.from].arn;
  object["to"] = map.nodes()[edge.to].arn;
  object["how"] = edge.how;
  object["verdict"] = EdgeVerdictName(edge.why.verdict);
  object["conditions"] = edge.why.conditions;
  if (edge.why.verdict == graph::EdgeVerdict::kConditional) {
    object["caller_can_meet"] = edge.why.open;
  }
  if (!edge.why.reason.empty()) object["reason"] = edge.why.reason;
  object["evidence"] = EvidenceArray(edge.why.evidence, places);
  object["witness"] = edge.why.witness ? RequestObject(*edge.why.witness) : MapJson();
  return object;
}

}  // namespace

MapJson EvidenceArray(const std::vector<graph::StatementRef>& evidence, const MapPlaces& places) {
  MapJson list = MapJson::array();
  for (const graph::StatementRef& ref : evidence) {
    const MapPlace* place = places.Of(ref);
    if (place == nullptr) continue;
    list.push_back({{"file", place->file}, {"pointer", place->pointer}, {"line", place->line}});
  }
  return list;
}

void AddGraph(const Map& map, const MapPlaces& places, MapJson* object) {
  MapJson& nodes = (*object)["nodes"] = MapJson::array();
  for (const MapNode& node : map.nodes()) nodes.push_back(NodeObject(node));
  MapJson& edges = (*object)["edges"] = MapJson::array();
  for (const MapEdge& edge : map.edges()) edges.push_back(EdgeObject(map, edge, places));
}

MapJson PathObject(const Map& map, const graph::MapPath& path) {
  MapJson object;
  object["from"] = map.nodes()[path.from].arn;
  object["to"] = map.nodes()[path.to()].arn;
  object["verdict"] = EdgeVerdictName(path.verdict());
  MapJson& steps = object["steps"] = MapJson::array();
  uint32_t at = path.from;
  for (const graph::Step& step : path.steps) {
    MapJson one;
    one["from"] = map.nodes()[at].arn;
    one["to"] = map.nodes()[step.to].arn;
    one["how"] = step.how;
    one["verdict"] = EdgeVerdictName(step.verdict);
    one["conditions"] = step.conditions;
    if (!step.reason.empty()) one["reason"] = step.reason;
    one["edges"] = MapJson::array();
    for (uint8_t i = 0; i < step.edge_count; ++i) one["edges"].push_back(step.edges[i]);
    steps.push_back(std::move(one));
    at = step.to;
  }
  return object;
}

}  // namespace rolelint::cli
