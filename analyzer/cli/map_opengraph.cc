#include "analyzer/cli/map_opengraph.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <nlohmann/json.hpp>
#include <set>

#include "analyzer/report/json_values.h"

namespace rolelint::cli {
namespace {

using Json = nlohmann::ordered_json;
using graph::EdgeVerdict;
using graph::Map;
using graph::MapEdge;
using graph::MapNode;
using graph::NodeKind;

constexpr std::string_view kSource = "Rolelint_Base";
constexpr std::string_view kEnvironment = "Rolelint_Environment";

struct NodeLook {
  NodeKind kind;
  std::string_view name;
  std::string_view label;
  std::string_view description;
  std::string_view icon;
  std::string_view color;
};
constexpr NodeLook kKinds[] = {
    {NodeKind::kUser, "Rolelint_User", "AWS user", "An IAM user", "user", "#17E625"},
    {NodeKind::kGroup, "Rolelint_Group", "AWS group", "An IAM group", "users", "#DBE617"},
    {NodeKind::kRole, "Rolelint_Role", "AWS role", "An IAM role", "id-badge", "#E6A117"},
    {NodeKind::kAccount, "Rolelint_AccountPrincipals", "AWS account's principals",
     "All principals of an account, as a trust policy names them", "building", "#17A1E6"},
    {NodeKind::kAdministrator, "Rolelint_Administrator", "AWS administrator",
     "Every permission in an account", "crown", "#E61717"},
    {NodeKind::kService, "Rolelint_Service", "AWS service", "A service that takes roles", "cogs",
     "#7F7F7F"},
    {NodeKind::kFederated, "Rolelint_Provider", "Identity provider",
     "An OpenID Connect or SAML provider", "key", "#A117E6"},
    {NodeKind::kAnyone, "Rolelint_Anyone", "Anyone", "Every principal of every account", "globe",
     "#000000"},
    {NodeKind::kOther, "Rolelint_Principal", "AWS principal", "Another principal", "question",
     "#7F7F7F"},
    {NodeKind::kFreed, "Rolelint_Freed", "AWS principal without a restriction",
     "A principal whose boundary or Deny somebody took away", "unlock", "#E67E17"},
};

std::string_view KindName(NodeKind kind) {
  for (const NodeLook& one : kKinds) {
    if (one.kind == kind) return one.name;
  }
  return {};
}

struct Relation {
  std::string_view name;
  std::string_view description;
  bool traversable;
};
constexpr Relation kRelations[] = {
    {"Rolelint_CanAssume", "The source becomes the target by assuming it", true},
    {"Rolelint_MayAssume",
     "The source becomes the target by assuming it, if a condition holds that the caller cannot "
     "meet alone, or a part of the input is missing",
     false},
    {"Rolelint_CanEscalate", "The source comes to what the target may do", true},
    {"Rolelint_MayEscalate",
     "The source comes to what the target may do, if a condition holds, or a part of the input is "
     "missing",
     false},
    {"Rolelint_Contains", "The account holds the principal", false},
};

// ARNs hold colons, which ids must not.
std::string IdOf(std::string_view arn) {
  const XXH128_hash_t hash = XXH3_128bits(arn.data(), arn.size());
  return fmt::format("{:016X}{:016X}", hash.high64, hash.low64);
}

std::string EnvironmentId(std::string_view account) {
  return IdOf(fmt::format("account {}", account));
}

Json OpenGraphNode(const MapNode& node) {
  const std::string_view arn = node.arn;
  Json properties = {{"name", arn.substr(arn.find_last_of(":/") + 1)},
                     {"arn", arn},
                     {"account", node.account},
                     {"admin", node.admin}};
  if (!node.account.empty()) properties["environmentid"] = EnvironmentId(node.account);
  return {{"id", IdOf(arn)}, {"kinds", {KindName(node.kind)}}, {"properties", properties}};
}

Json Ends(std::string_view kind, std::string_view from, std::string_view to) {
  return {{"kind", kind},
          {"start", {{"match_by", "id"}, {"value", from}}},
          {"end", {{"match_by", "id"}, {"value", to}}}};
}

Json OpenGraphEdge(const Map& map, const MapEdge& edge, const MapPlaces& places) {
  const bool assumes = edge.how.starts_with("sts:");
  const bool sure = edge.why.verdict == EdgeVerdict::kProved ||
                    (edge.why.verdict == EdgeVerdict::kConditional && edge.why.open);
  const std::string_view kind = kRelations[(assumes ? 0U : 2U) + (sure ? 0U : 1U)].name;
  Json object = Ends(kind, IdOf(map.nodes()[edge.from].arn), IdOf(map.nodes()[edge.to].arn));
  Json evidence = Json::array();
  for (const graph::StatementRef& ref : edge.why.evidence) {
    if (const MapPlace* place = places.Of(ref)) {
      evidence.push_back(fmt::format("{}:{}", place->file, place->line));
    }
  }
  object["properties"] = {{"how", edge.how},
                          {"verdict", graph::EdgeVerdictName(edge.why.verdict)},
                          {"conditions", edge.why.conditions},
                          {"evidence", evidence},
                          {"reason", edge.why.reason}};
  return object;
}

}  // namespace

void WriteOpenGraph(const Map& map, const MapPlaces& places, std::ostream& out) {
  Json nodes = Json::array();
  Json edges = Json::array();
  std::set<std::string> accounts;
  for (const MapNode& node : map.nodes()) {
    nodes.push_back(OpenGraphNode(node));
    if (node.account.empty()) continue;
    accounts.insert(node.account);
    edges.push_back(Ends("Rolelint_Contains", EnvironmentId(node.account), IdOf(node.arn)));
  }
  for (const std::string& account : accounts) {
    nodes.push_back({{"id", EnvironmentId(account)},
                     {"kinds", {kEnvironment}},
                     {"properties",
                      {{"name", account},
                       {"account", account},
                       {"environmentid", EnvironmentId(account)},
                       {"collected", true}}}});
  }
  for (const MapEdge& edge : map.edges()) edges.push_back(OpenGraphEdge(map, edge, places));
  const Json object = {{"metadata", {{"source_kind", kSource}}},
                       {"graph", {{"nodes", std::move(nodes)}, {"edges", std::move(edges)}}}};
  out << report::Dump(object) << '\n';
}

void WriteOpenGraphSchema(std::ostream& out) {
  Json object;
  object["schema"] = {{"name", "rolelint"},
                      {"display_name", "rolelint"},
                      {"version", "v1.0.0"},
                      {"namespace", "Rolelint"}};
  Json& kinds = object["node_kinds"] = Json::array();
  Json principals = Json::array();
  for (const NodeLook& kind : kKinds) {
    kinds.push_back({{"name", kind.name},
                     {"display_name", kind.label},
                     {"description", kind.description},
                     {"is_display_kind", true},
                     {"icon", kind.icon},
                     {"color", kind.color}});
    principals.push_back(kind.name);
  }
  kinds.push_back({{"name", kEnvironment},
                   {"display_name", "AWS account"},
                   {"description", "An AWS account"},
                   {"is_display_kind", true},
                   {"icon", "cloud"},
                   {"color", "#FFFFFF"}});
  Json& relations = object["relationship_kinds"] = Json::array();
  for (const Relation& relation : kRelations) {
    relations.push_back({{"name", relation.name},
                         {"description", relation.description},
                         {"is_traversable", relation.traversable}});
  }
  object["environments"] = {{{"environment_kind", kEnvironment},
                             {"source_kind", kSource},
                             {"principal_kinds", principals}}};
  out << report::Dump(object) << '\n';
}

}  // namespace rolelint::cli
