#ifndef ROLELINT_CLI_MAP_ANSWER_H_
#define ROLELINT_CLI_MAP_ANSWER_H_

// What a question about the map answers, before it is written.

#include <optional>
#include <string>
#include <vector>

#include "analyzer/cli/map_arguments.h"
#include "analyzer/cli/map_input.h"
#include "analyzer/cli/map_json.h"
#include "analyzer/cli/map_places.h"

namespace rolelint::cli {

// A switch, path or change that somebody should look at, as a scanner reports it.
struct MapResult {
  enum class Rule : uint8_t { kHalfBuilt, kDangling, kNobody, kPath, kNewPath, kNewAdministrator };
  Rule rule = Rule::kPath;
  graph::EdgeVerdict verdict = graph::EdgeVerdict::kProved;
  std::string message;
  std::vector<MapPlace> places;  // of a path in its order
};

struct MapAnswer {
  MapJson answers = MapJson::array();
  std::vector<MapResult> results;
  std::string text;  // whole lines
  int status = 0;
};

// One question: nullopt, with a sentence in `error`, where it cannot be asked.
std::optional<MapAnswer> AnswerSwitches(MapInput* input, std::string* error);
std::optional<MapAnswer> AnswerWhoCan(const MapArguments& arguments, MapInput* input,
                                      std::string* error);
std::optional<MapAnswer> AnswerPaths(const MapArguments& arguments, MapInput* input,
                                     std::string* error);
std::optional<MapAnswer> AnswerReach(const MapArguments& arguments, MapInput* input,
                                     std::string* error);
std::optional<MapAnswer> AnswerCut(const MapArguments& arguments, MapInput* input,
                                   std::string* error);
std::optional<MapAnswer> AnswerDiff(const MapArguments& arguments, MapInput* before,
                                    MapInput* after, std::string* error);

// The node that a word of the command line means: an ARN, a node's name, a service. kNoNode, with a
// sentence that proposes what may be meant.
uint32_t FindNode(const graph::Map& map, std::string_view word, std::string_view option,
                  std::string* error);
// A path with the statements of its steps.
std::string PathText(const graph::Map& map, const graph::MapPath& path, const MapPlaces& places);
// An action, or an escalation method with what it does.
std::string HowText(std::string_view how);
std::string VerdictText(graph::EdgeVerdict verdict, const std::vector<std::string>& conditions,
                        const std::string& reason);
// A path as one sentence, with the places of its statements.
MapResult PathResult(const graph::Map& map, const graph::MapPath& path, const MapPlaces& places,
                     MapResult::Rule rule);
void AddEvidence(const graph::Map& map, const graph::MapPath& path, MapPlaces* places);
// A node that an attacker outside holds, or that leads out of what the input covers.
bool IsOutside(const graph::Map& map, uint32_t node);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_MAP_ANSWER_H_
