#include "analyzer/graph/map.h"

#include <utility>

#include "analyzer/graph/escalation_view.h"
#include "analyzer/graph/map_builder.h"
#include "analyzer/policy/arn.h"

namespace rolelint::graph {

using estate::Entity;
using estate::EntityType;

std::string_view NodeKindName(NodeKind kind) {
  switch (kind) {
    case NodeKind::kUser:
      return "user";
    case NodeKind::kGroup:
      return "group";
    case NodeKind::kRole:
      return "role";
    case NodeKind::kAccount:
      return "account";
    case NodeKind::kAdministrator:
      return "administrator";
    case NodeKind::kService:
      return "service";
    case NodeKind::kFederated:
      return "federated";
    case NodeKind::kAnyone:
      return "anyone";
    case NodeKind::kOther:
      return "other";
    case NodeKind::kFreed:
      return "freed";
  }
  return {};
}

uint32_t Map::Find(std::string_view arn) const {
  auto found = by_arn_.find(std::string(arn));
  return found == by_arn_.end() ? kNoNode : found->second;
}

Map Map::Build(PolicySource* source, const MapScope& scope) {
  return MapBuilder(source, scope).Run();
}

MapBuilder::MapBuilder(PolicySource* source, const MapScope& scope)
    : source_(*source), scope_(scope), judge_(source), trusts_(source->estate()) {}

Map MapBuilder::Run() {
  AddEntities();
  AddAssumeEdges(this);
  AddEscalationEdges(this);
  return std::move(map_);
}

uint32_t MapBuilder::Add(MapNode node) {
  auto [it, added] = map_.by_arn_.try_emplace(node.arn, static_cast<uint32_t>(map_.nodes_.size()));
  if (added) {
    map_.nodes_.push_back(std::move(node));
    map_.steps_.emplace_back();
  }
  return it->second;
}

bool MapBuilder::IsCovered(std::string_view account) const {
  return estate().Covers(account, EntityType::kUser) && estate().Covers(account, EntityType::kRole);
}

void MapBuilder::AddEntities() {
  FreedFinder finder;
  for (const Entity& entity : estate().entities()) {
    if (entity.arn.empty()) continue;
    const EscalationView view = ViewOf(estate(), entity);
    finder.Add(entity, view);
    partitions_.try_emplace(entity.account, entity.partition);
    MapNode node;
    node.arn = entity.arn;
    node.kind = entity.type == EntityType::kUser    ? NodeKind::kUser
                : entity.type == EntityType::kGroup ? NodeKind::kGroup
                                                    : NodeKind::kRole;
    node.account = entity.account;
    node.admin = view.administrator;
    node.covered = IsCovered(entity.account);
    node.entity = &entity;
    Add(std::move(node));
  }
  AddFreed(&finder);
}

void MapBuilder::AddFreed(FreedFinder* finder) {
  StepProver prover(source_.prover().vocabulary().catalog());
  freed_ = finder->Run(&prover);
  for (const Freed& freed : freed_) {
    MapNode node = map_.nodes_[NodeOf(*freed.who)];
    node.arn = freed.name;
    node.kind = NodeKind::kFreed;
    node.admin = freed.view.administrator;
    Add(std::move(node));
  }
}

std::string_view MapBuilder::PartitionOf(std::string_view account) const {
  if (partitions_.empty()) return "aws";
  const auto found = partitions_.find(account);
  return found == partitions_.end() ? partitions_.begin()->second : found->second;
}

uint32_t MapBuilder::NodeOf(const Entity& entity) { return map_.Find(entity.arn); }

uint32_t MapBuilder::AccountNode(std::string_view account) {
  MapNode node;
  node.arn.append("arn:").append(PartitionOf(account)).append(":iam::");
  node.arn.append(account).append(":root");
  node.kind = NodeKind::kAccount;
  node.account = account;
  node.covered = IsCovered(account);
  return Add(std::move(node));
}

uint32_t MapBuilder::AdministratorNode(std::string_view account) {
  MapNode node;
  node.arn = std::string(account) + ":administrator";
  node.kind = NodeKind::kAdministrator;
  node.account = account;
  node.admin = true;
  node.covered = IsCovered(account);
  return Add(std::move(node));
}

uint32_t MapBuilder::NamedNode(std::string_view name, NodeKind kind) {
  MapNode node;
  node.arn = name;
  node.kind = kind;
  if (const std::optional<policy::Arn> arn = policy::ParseArn(name)) {
    node.account = arn->account;
    node.covered = IsCovered(arn->account);
    const std::string_view type = policy::SplitIamResource(arn->resource).type;
    if (kind == NodeKind::kOther && arn->service == "iam") {
      if (type == "user") node.kind = NodeKind::kUser;
      if (type == "role") node.kind = NodeKind::kRole;
    }
  } else {
    node.covered = false;
  }
  return Add(std::move(node));
}

uint32_t MapBuilder::AddEdge(uint32_t from, uint32_t to, std::string_view how, Judgement why) {
  map_.edges_.push_back({from, to, std::string(how), std::move(why)});
  return static_cast<uint32_t>(map_.edges_.size() - 1);
}

uint32_t MapBuilder::AddStepEdge(uint32_t from, uint32_t to, std::string_view how, Judgement why) {
  Step step;
  step.to = to;
  step.verdict = why.verdict;
  step.conditions = why.conditions;
  step.reason = why.reason;
  step.how = how;
  step.edges[0] = AddEdge(from, to, how, std::move(why));
  const uint32_t id = step.edges[0];
  map_.steps_[from].push_back(std::move(step));
  return id;
}

uint32_t MapBuilder::EdgeTo(uint32_t from, const Entity& role) {
  const uint32_t to = NodeOf(role);
  auto [it, added] = edges_from_.try_emplace(from);
  if (added) {
    for (const Step& step : map_.steps_[from]) it->second.emplace(step.to, step.edges[0]);
  }
  auto found = it->second.find(to);
  return found == it->second.end() ? Map::kNoNode : found->second;
}

void MapBuilder::AddStepThrough(uint32_t from, uint32_t group_edge, uint32_t edge,
                                const Judgement& why) {
  Step step;
  step.to = map_.edges_[edge].to;
  step.verdict = why.verdict;
  step.conditions = why.conditions;
  step.reason = why.reason;
  step.how = map_.edges_[edge].how;
  step.edges[0] = group_edge;
  step.edges[1] = edge;
  step.edge_count = 2;
  map_.steps_[from].push_back(std::move(step));
}

}  // namespace rolelint::graph
