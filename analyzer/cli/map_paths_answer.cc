// `rolelint map paths` and `rolelint map reach`.

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/cli/map_answer.h"
#include "analyzer/cli/map_who_can.h"
#include "analyzer/graph/escalation_methods.h"
#include "analyzer/graph/map_paths.h"
#include "analyzer/policy/arn.h"
#include "analyzer/text/spelling.h"

namespace rolelint::cli {

using graph::EdgeVerdict;
using graph::Map;
using graph::MapPath;
using graph::NodeKind;

uint32_t FindNode(const Map& map, std::string_view word, std::string_view option,
                  std::string* error) {
  const uint32_t node = map.Find(word);
  if (node != Map::kNoNode) return node;
  if (policy::IsAccountId(word)) {
    const uint32_t account = map.Find(fmt::format("arn:aws:iam::{}:root", word));
    if (account != Map::kNoNode) return account;
  }
  std::vector<std::string_view> names;
  for (const graph::MapNode& one : map.nodes()) names.push_back(one.arn);
  const std::string_view meant = text::ClosestWord(word, names);
  *error = fmt::format("{} {}: the input holds no such principal", option, word);
  if (!meant.empty()) *error += fmt::format("; did you mean {}?", meant);
  return Map::kNoNode;
}

bool IsOutside(const Map& map, uint32_t node) {
  const graph::MapNode& one = map.nodes()[node];
  if (one.covered) return false;
  return one.kind == NodeKind::kRole || one.kind == NodeKind::kUser ||
         one.kind == NodeKind::kAccount || one.kind == NodeKind::kOther ||
         one.kind == NodeKind::kAnyone;
}

std::string VerdictText(EdgeVerdict verdict, const std::vector<std::string>& conditions,
                        const std::string& reason) {
  std::string text(graph::EdgeVerdictName(verdict));
  if (verdict == EdgeVerdict::kUnknown && !reason.empty()) return text + ": " + reason;
  if (!conditions.empty()) text += fmt::format(": {}", fmt::join(conditions, "; "));
  return text;
}

std::string HowText(std::string_view how) {
  for (const graph::PreparedMethod& prepared : graph::EscalationMethods()) {
    if (prepared.method->id == how) return fmt::format("{} ({})", how, prepared.method->gain);
  }
  return std::string(how);
}

void AddEvidence(const Map& map, const MapPath& path, MapPlaces* places) {
  for (const graph::Step& step : path.steps) {
    for (uint8_t i = 0; i < step.edge_count; ++i) {
      places->Add(map.edges()[step.edges[i]].why.evidence);
    }
  }
}

std::string PathText(const Map& map, const MapPath& path, const MapPlaces& places) {
  std::string text = fmt::format(
      "{} -> {}: {} step{}, {}\n", map.nodes()[path.from].arn, map.nodes()[path.to()].arn,
      path.steps.size(), path.steps.size() == 1 ? "" : "s", graph::EdgeVerdictName(path.verdict()));
  size_t number = 0;
  for (const graph::Step& step : path.steps) {
    text += fmt::format("  {}. {} to {}\n     {}\n", ++number, HowText(step.how),
                        map.nodes()[step.to].arn,
                        VerdictText(step.verdict, step.conditions, step.reason));
    std::vector<std::string> lines;
    for (uint8_t i = 0; i < step.edge_count; ++i) {
      for (const graph::StatementRef& ref : map.edges()[step.edges[i]].why.evidence) {
        const MapPlace* place = places.Of(ref);
        if (place == nullptr) continue;
        std::string line =
            fmt::format("     --> {}:{} {}{}\n", place->file, place->line, place->policy,
                        place->sid.empty() ? "" : ", statement " + place->sid);
        if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
      }
    }
    for (const std::string& line : lines) text += line;
  }
  return text;
}

namespace {

MapAnswer Told(MapInput* input, const std::vector<MapPath>& paths) {
  MapAnswer answer;
  MapPlaces places(&input->source());
  for (const MapPath& path : paths) AddEvidence(input->map(), path, &places);
  places.Locate();
  for (const MapPath& path : paths) {
    answer.answers.push_back(PathObject(input->map(), path));
    answer.text += PathText(input->map(), path, places);
  }
  return answer;
}

// "s3:GetObject@arn:aws:s3:::bucket/*"
std::optional<std::vector<bool>> AskTarget(const MapArguments& arguments, MapInput* input,
                                           std::string* error) {
  const size_t at = arguments.to.find('@');
  MapArguments asked = arguments;
  asked.action = arguments.to.substr(0, at);
  asked.resource = at == std::string::npos ? "*" : arguments.to.substr(at + 1);
  const std::optional<std::vector<WhoCan>> direct = AskWhoCan(asked, input, error);
  if (!direct) return std::nullopt;
  std::vector<bool> targets(input->map().nodes().size());
  for (const WhoCan& one : *direct) targets[one.node] = true;
  return targets;
}

bool IsAction(std::string_view word) {
  const size_t colon = word.find(':');
  return !word.starts_with("arn:") && colon != std::string_view::npos && colon != 0 &&
         colon + 1 < word.size() && !policy::IsAccountId(word.substr(0, colon));
}

}  // namespace

std::optional<MapAnswer> AnswerPaths(const MapArguments& arguments, MapInput* input,
                                     std::string* error) {
  const Map& map = input->map();
  const uint32_t from = FindNode(map, arguments.from, "--from", error);
  if (from == Map::kNoNode) return std::nullopt;
  graph::NodeTest is_target;
  std::vector<bool> targets;
  if (arguments.to == "admin") {
    is_target = [](const Map& m, uint32_t node) { return m.nodes()[node].admin; };
  } else if (arguments.to == "outside") {
    is_target = IsOutside;
  } else if (IsAction(arguments.to)) {
    std::optional<std::vector<bool>> asked = AskTarget(arguments, input, error);
    if (!asked) return std::nullopt;
    targets = *std::move(asked);
    is_target = [&targets](const Map&, uint32_t node) { return targets[node]; };
  } else {
    const uint32_t to = FindNode(map, arguments.to, "--to", error);
    if (to == Map::kNoNode) return std::nullopt;
    is_target = [to](const Map&, uint32_t node) { return node == to; };
  }
  std::vector<MapPath> paths;
  // A path of no step: it is there already.
  if (is_target(map, from)) {
    paths.push_back({from, {}});
  } else {
    paths = graph::ShortestPaths(map, from, is_target, arguments.most);
  }
  MapAnswer answer = Told(input, paths);
  answer.status = paths.empty() ? kOk : kFindings;
  if (paths.empty()) {
    answer.text = fmt::format("no path from {} to {}\n", map.nodes()[from].arn, arguments.to);
  }
  return answer;
}

std::optional<MapAnswer> AnswerReach(const MapArguments& arguments, MapInput* input,
                                     std::string* error) {
  const Map& map = input->map();
  const uint32_t from = FindNode(map, arguments.from, "reach", error);
  if (from == Map::kNoNode) return std::nullopt;
  const std::vector<MapPath> paths = graph::Reach(map, from);
  MapAnswer answer = Told(input, paths);
  if (paths.empty()) answer.text = fmt::format("{} becomes nobody else\n", map.nodes()[from].arn);
  return answer;
}

}  // namespace rolelint::cli
