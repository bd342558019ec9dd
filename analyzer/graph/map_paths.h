#ifndef ROLELINT_GRAPH_MAP_PATHS_H_
#define ROLELINT_GRAPH_MAP_PATHS_H_

// Ways through the map.

#include <cstdint>
#include <functional>
#include <vector>

#include "analyzer/graph/map.h"

namespace rolelint::graph {

struct MapPath {
  uint32_t from = 0;
  std::vector<Step> steps;

  uint32_t to() const { return steps.empty() ? from : steps.back().to; }
  EdgeVerdict end = EdgeVerdict::kProved;  // of what was asked about, done by the last of them
  // Of the weakest step, and of the end.
  EdgeVerdict verdict() const;
};

using NodeTest = std::function<bool(const Map& map, uint32_t node)>;

// The test for administrators of an account.
inline bool IsAdmin(const Map& map, uint32_t node) { return map.nodes()[node].admin; }

// All shortest paths from the node to those that pass the test, and all shortest ones of steps that
// are surer, where the shorter ones are not: first those of proved steps alone, then those with
// conditional ones, then with unknown ones. At most `most`. A path does not go on behind a target.
// Breadth first: linear in the steps that are reached.
std::vector<MapPath> ShortestPaths(const Map& map, uint32_t from, const NodeTest& is_target,
                                   size_t most);

// What can be reached, each by one shortest path of its surest kind, in the order of discovery.
std::vector<MapPath> Reach(const Map& map, uint32_t from);

// Which nodes reach one that passes the test, by steps of the verdict at least: one flag a node.
// Targets themselves have it too.
std::vector<bool> Reaching(const Map& map, const NodeTest& is_target, EdgeVerdict weakest);

}  // namespace rolelint::graph

#endif  // ROLELINT_GRAPH_MAP_PATHS_H_
