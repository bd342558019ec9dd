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
  for (const graph::PreparedMethod& prepared : graph::MapMethods()) {
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

MapResult PathResult(const Map& map, const MapPath& path, const MapPlaces& places,
                     MapResult::Rule rule) {
  MapResult result;
  result.rule = rule;
  result.verdict = path.verdict();
  result.message =
      fmt::format("{} becomes {}", map.nodes()[path.from].arn, map.nodes()[path.to()].arn);
  std::vector<std::string> steps;
  for (const graph::Step& step : path.steps) {
    steps.push_back(fmt::format("{} to {} ({})", HowText(step.how), map.nodes()[step.to].arn,
                                VerdictText(step.verdict, step.conditions, step.reason)));
    for (uint8_t i = 0; i < step.edge_count; ++i) {
      for (const graph::StatementRef& ref : map.edges()[step.edges[i]].why.evidence) {
        if (const MapPlace* place = places.Of(ref)) result.places.push_back(*place);
      }
    }
  }
  result.message +=
      steps.empty() ? ": it is one" : fmt::format(": {}", fmt::join(steps, ", then "));
  return result;
}

namespace {

// What each target may do, and how surely; empty: paths are about becoming.
struct PathEnds {
  std::string what;
  std::vector<WhoCan> who;
  std::vector<const WhoCan*> by_node;
};

void AddEnd(const PathEnds& ends, const MapPath& path, MapAnswer* answer) {
  const graph::Judgement& why = ends.by_node[path.to()]->why;
  MapJson& object = answer->answers.back();
  object["does"] = {{"what", ends.what},
                    {"verdict", graph::EdgeVerdictName(why.verdict)},
                    {"conditions", why.conditions}};
  if (!why.reason.empty()) object["does"]["reason"] = why.reason;
  answer->text += fmt::format("  then {}: {}\n", ends.what,
                              VerdictText(why.verdict, why.conditions, why.reason));
}

MapAnswer Told(MapInput* input, std::vector<MapPath> paths, const PathEnds& ends = {}) {
  MapAnswer answer;
  MapPlaces places(&input->source());
  for (MapPath& path : paths) {
    if (!ends.what.empty()) path.end = ends.by_node[path.to()]->why.verdict;
    AddEvidence(input->map(), path, &places);
  }
  places.Locate();
  for (const MapPath& path : paths) {
    answer.answers.push_back(PathObject(input->map(), path));
    answer.text += PathText(input->map(), path, places);
    if (!ends.what.empty()) AddEnd(ends, path, &answer);
    answer.results.push_back(PathResult(input->map(), path, places, MapResult::Rule::kPath));
  }
  return answer;
}

// "s3:GetObject@arn:aws:s3:::bucket/*"
bool AskEnds(const MapArguments& arguments, MapInput* input, PathEnds* ends, std::string* error) {
  const size_t at = arguments.to.find('@');
  MapArguments asked = arguments;
  asked.action = arguments.to.substr(0, at);
  asked.resource = at == std::string::npos ? "*" : arguments.to.substr(at + 1);
  std::optional<std::vector<WhoCan>> direct = AskWhoCan(asked, input, error);
  if (!direct) return false;
  ends->what = fmt::format("{} on {}", asked.action,
                           asked.resource == "*" ? "some resource" : asked.resource);
  ends->who = *std::move(direct);
  ends->by_node.resize(input->map().nodes().size());
  for (const WhoCan& one : ends->who) ends->by_node[one.node] = &one;
  return true;
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
  PathEnds ends;
  if (arguments.to == "admin") {
    is_target = [](const Map& m, uint32_t node) { return m.nodes()[node].admin; };
  } else if (arguments.to == "outside") {
    is_target = IsOutside;
  } else if (IsAction(arguments.to)) {
    if (!AskEnds(arguments, input, &ends, error)) return std::nullopt;
    is_target = [&ends](const Map&, uint32_t node) { return ends.by_node[node] != nullptr; };
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
  MapAnswer answer = Told(input, paths, ends);
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
