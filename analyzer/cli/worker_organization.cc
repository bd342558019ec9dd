#include "analyzer/cli/worker_organization.h"

#include <xxhash.h>

#include "analyzer/cli/map_answer.h"

namespace rolelint::cli {
namespace {

using graph::Map;
using graph::MapNode;
using graph::NodeKind;

class Share {
 public:
  Share(const AccountShare& share, MapInput* input) : share_(share), input_(*input) {}

  MapJson Run(std::string* error) {
    input_.SetScope([this](const estate::Entity& who) { return Holds(who); });
    const Map& map = input_.map();
    MapPlaces places(&input_.source());
    for (const graph::MapEdge& edge : map.edges()) places.Add(edge.why.evidence);
    places.Locate();
    MapJson graph;
    AddGraph(map, places, &graph);
    MapJson object;
    object["edges"] = Edges(map, &graph["edges"]);
    object["nodes"] = Nodes(map, &graph["nodes"]);
    object["steps"] = Steps(map);
    object["answers"] = Answers(map, error);
    return object;
  }

 private:
  bool All() const { return share_.account.empty(); }
  bool First() const { return share_.share == 0; }

  bool Holds(const estate::Entity& who) const {
    if (All()) return true;
    return who.account == share_.account &&
           XXH3_64bits(who.arn.data(), who.arn.size()) % share_.shares == share_.share;
  }

  // Whether what leads from one node to the other is this account's to tell: what its own
  // principals can become, and who comes in from where no account of the organization is.
  bool Tells(const MapNode& from, const MapNode& to) const {
    if (All()) return true;
    if (from.entity != nullptr) return Holds(*from.entity);
    switch (from.kind) {
      case NodeKind::kAdministrator:
        return true;
      case NodeKind::kService:
      case NodeKind::kFederated:
      case NodeKind::kAnyone:
        return First() && to.account == share_.account;
      default:
        break;
    }
    if (from.account == share_.account) return First();
    return First() && to.account == share_.account && !share_.others.contains(from.account);
  }

  MapJson Edges(const Map& map, MapJson* all) {
    MapJson told = MapJson::array();
    for (size_t i = 0; i < map.edges().size(); ++i) {
      const graph::MapEdge& edge = map.edges()[i];
      if (!Tells(map.nodes()[edge.from], map.nodes()[edge.to])) continue;
      ends_.insert(edge.from);
      ends_.insert(edge.to);
      told.push_back(std::move((*all)[i]));
    }
    return told;
  }

  MapJson Nodes(const Map& map, MapJson* all) {
    MapJson told = MapJson::array();
    for (uint32_t i = 0; i < map.nodes().size(); ++i) {
      const MapNode& node = map.nodes()[i];
      const bool own = node.entity != nullptr ? Holds(*node.entity) : ends_.contains(i);
      if (own || All()) told.push_back(std::move((*all)[i]));
    }
    return told;
  }

  MapJson Steps(const Map& map) {
    MapJson told = MapJson::array();
    for (uint32_t from = 0; from < map.nodes().size(); ++from) {
      for (const graph::Step& step : map.StepsOf(from)) {
        if (!Tells(map.nodes()[from], map.nodes()[step.to])) continue;
        told.push_back({{"from", map.nodes()[from].arn},
                        {"to", map.nodes()[step.to].arn},
                        {"verdict", graph::EdgeVerdictName(step.verdict)}});
      }
    }
    return told;
  }

  // A name that does not exist is reported for the holder of the policy.
  bool TellsAnswer(const Map& map, const MapJson& answer) const {
    if (answer["status"] == "nobody") return false;
    for (const char* end : {"from", "to"}) {
      const uint32_t node = map.Find(answer[end].get_ref<const std::string&>());
      if (node == Map::kNoNode || map.nodes()[node].entity == nullptr) continue;
      return Holds(*map.nodes()[node].entity);
    }
    return All();
  }

  MapJson Answers(const Map& map, std::string* error) {
    MapJson told = MapJson::array();
    std::optional<MapAnswer> all = AnswerSwitches(&input_, error);
    if (!all) return told;
    for (MapJson& answer : all->answers) {
      if (TellsAnswer(map, answer)) told.push_back(std::move(answer));
    }
    return told;
  }

  const AccountShare& share_;
  MapInput& input_;
  std::set<uint32_t> ends_;  // of the edges that are reported
};

}  // namespace

MapJson OrganizationOf(const AccountShare& share, MapInput* input, std::string* error) {
  return Share(share, input).Run(error);
}

std::set<std::string, std::less<>> FilesOf(std::string_view account, MapInput* input) {
  std::set<std::string, std::less<>> files;
  for (const estate::Entity& entity : input->estate().entities()) {
    if (!entity.place || (!account.empty() && entity.account != account)) continue;
    files.insert(input->store().inputs()[entity.place.file].spec.display_name);
  }
  return files;
}

}  // namespace rolelint::cli
