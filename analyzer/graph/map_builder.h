#ifndef ROLELINT_GRAPH_MAP_BUILDER_H_
#define ROLELINT_GRAPH_MAP_BUILDER_H_

// Makes a Map: its nodes, edges and steps. Nothing outside analyzer/graph includes this.

#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "analyzer/graph/freed.h"
#include "analyzer/graph/map.h"
#include "analyzer/graph/trust_index.h"

namespace rolelint::graph {

class MapBuilder {
 public:
  MapBuilder(PolicySource* source, const MapScope& scope);

  Map Run();

  PolicySource& source() { return source_; }
  const estate::Estate& estate() const { return source_.estate(); }
  Judge& judge() { return judge_; }
  bool InScope(const estate::Entity& who) const { return !scope_ || scope_(who); }
  const TrustIndex& trusts() const { return trusts_; }
  MapNode& node(uint32_t id) { return map_.nodes_[id]; }
  const std::vector<Step>& StepsOf(uint32_t node) const { return map_.steps_[node]; }
  MapEdge& edge(uint32_t id) { return map_.edges_[id]; }

  uint32_t NodeOf(const estate::Entity& entity);
  uint32_t AccountNode(std::string_view account);
  uint32_t AdministratorNode(std::string_view account);
  // Of a service, a provider, "*", or a principal that the input does not hold.
  uint32_t NamedNode(std::string_view name, NodeKind kind);

  uint32_t AddEdge(uint32_t from, uint32_t to, std::string_view how, Judgement why);
  // An edge and the step along it.
  uint32_t AddStepEdge(uint32_t from, uint32_t to, std::string_view how, Judgement why);
  // A step of two edges, the first to a group node.
  void AddStepThrough(uint32_t from, uint32_t group_edge, uint32_t edge, const Judgement& why);
  // The edge by which the node becomes the role; Map::kNoNode if there is none.
  uint32_t EdgeTo(uint32_t from, const estate::Entity& role);
  // Principals without what somebody may take away. The judge is told before it is asked.
  const std::vector<Freed>& freed() const { return freed_; }
  uint32_t NodeOf(const Freed& freed) { return map_.Find(freed.name); }
  // "aws", "aws-cn", …; of an account that the input does not hold, that of the others.
  std::string_view PartitionOf(std::string_view account) const;
  // Whether the account's users and roles are all in the input.
  bool IsCovered(std::string_view account) const;

 private:
  uint32_t Add(MapNode node);
  void AddEntities();
  void AddFreed(FreedFinder* finder);

  PolicySource& source_;
  const MapScope& scope_;
  Judge judge_;
  TrustIndex trusts_;
  std::map<std::string, std::string, std::less<>> partitions_;  // by account
  std::vector<Freed> freed_;
  Map map_;
  std::unordered_map<uint32_t, std::unordered_map<uint32_t, uint32_t>> edges_from_;
};

// sts:AssumeRole and its siblings (assume_edges.cc).
void AddAssumeEdges(MapBuilder* builder);
// What escalation_methods.h tells of (escalation_edges.cc).
void AddEscalationEdges(MapBuilder* builder);

}  // namespace rolelint::graph

#endif  // ROLELINT_GRAPH_MAP_BUILDER_H_
