#ifndef ROLELINT_GRAPH_MAP_H_
#define ROLELINT_GRAPH_MAP_H_

// The map: who can become whom, over all accounts of the input. Nodes are principals and the groups
// that trust policies name; an edge has a verdict, the statements it rests on and a request that
// shows it.
//
// An account that a trust policy names as a whole is one node. Its members and the roles that trust
// it are joined by two edges, and whether one member may take one of these roles is asked pair by
// pair: a Step says what one principal can become, by one edge or by two.

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/estate/estate.h"
#include "analyzer/graph/judge.h"
#include "analyzer/graph/policy_source.h"

namespace rolelint::graph {

enum class NodeKind : uint8_t {
  kUser,
  kGroup,  // an IAM group
  kRole,
  kAccount,        // all principals of an account, as `arn:aws:iam::ID:root` in a trust policy
  kAdministrator,  // whatever may do everything in an account; "ID:administrator"
  kService,
  kFederated,  // an identity provider
  kAnyone,     // "*"
  kOther,      // another principal that a trust policy names
  kFreed,      // a principal without a restriction that somebody may take away (freed.h)
};
// "user", "group", "role", "account", "administrator", "service", "federated", "anyone", "other",
// "freed".
std::string_view NodeKindName(NodeKind kind);

struct MapNode {
  std::string arn;
  NodeKind kind = NodeKind::kOther;
  std::string account;
  bool admin = false;
  bool covered = true;  // the input holds its account's export
  const estate::Entity* entity = nullptr;
};

struct MapEdge {
  uint32_t from = 0;
  uint32_t to = 0;
  std::string how;  // an action, or the id of an escalation method
  Judgement why;
};

// What one principal can become.
struct Step {
  uint32_t to = 0;
  EdgeVerdict verdict = EdgeVerdict::kNone;
  std::vector<std::string> conditions;
  std::string reason;
  std::string how;
  uint32_t edges[2] = {0, 0};
  uint8_t edge_count = 1;
};

// Whose steps a map has; a null one holds everybody. The edges from groups, services and providers
// are there in any case.
using MapScope = std::function<bool(const estate::Entity& who)>;

class Map {
 public:
  // `source` must outlive the map.
  static Map Build(PolicySource* source, const MapScope& scope = {});

  const std::vector<MapNode>& nodes() const { return nodes_; }
  const std::vector<MapEdge>& edges() const { return edges_; }
  const std::vector<Step>& StepsOf(uint32_t node) const { return steps_[node]; }
  static constexpr uint32_t kNoNode = 0xFFFFFFFFU;
  uint32_t Find(std::string_view arn) const;

 private:
  friend class MapBuilder;

  std::vector<MapNode> nodes_;
  std::vector<MapEdge> edges_;
  std::vector<std::vector<Step>> steps_;  // by node
  std::unordered_map<std::string, uint32_t> by_arn_;
};

}  // namespace rolelint::graph

#endif  // ROLELINT_GRAPH_MAP_H_
