#include "analyzer/graph/map_paths.h"

#include <algorithm>
#include <deque>

namespace rolelint::graph {
namespace {

constexpr EdgeVerdict kKinds[] = {EdgeVerdict::kProved, EdgeVerdict::kConditional,
                                  EdgeVerdict::kUnknown};
constexpr uint32_t kFar = 0xFFFFFFFFU;

// Distances from one node by steps of the verdict at least.
struct Search {
  std::vector<uint32_t> distance;
  // By node the steps of shortest paths that lead to it, with where they come from.
  std::vector<std::vector<std::pair<uint32_t, const Step*>>> before;
  std::vector<uint32_t> order;

  Search(const Map& map, uint32_t from, EdgeVerdict weakest, const NodeTest& is_target)
      : distance(map.nodes().size(), kFar), before(map.nodes().size()) {
    distance[from] = 0;
    std::deque<uint32_t> open = {from};
    while (!open.empty()) {
      const uint32_t node = open.front();
      open.pop_front();
      order.push_back(node);
      if (node != from && is_target && is_target(map, node)) continue;
      for (const Step& step : map.StepsOf(node)) {
        if (step.verdict < weakest) continue;
        if (distance[step.to] == kFar) {
          distance[step.to] = distance[node] + 1;
          open.push_back(step.to);
        }
        if (distance[step.to] == distance[node] + 1) before[step.to].emplace_back(node, &step);
      }
    }
  }

  void Collect(uint32_t from, uint32_t to, std::vector<Step>* tail, std::vector<MapPath>* paths,
               size_t most) const {
    if (paths->size() >= most) return;
    if (to == from) {
      MapPath& path = paths->emplace_back();
      path.from = from;
      path.steps.assign(tail->rbegin(), tail->rend());
      return;
    }
    for (const auto& [node, step] : before[to]) {
      tail->push_back(*step);
      Collect(from, node, tail, paths, most);
      tail->pop_back();
    }
  }
};

}  // namespace

EdgeVerdict MapPath::verdict() const {
  EdgeVerdict weakest = end;
  for (const Step& step : steps) weakest = std::min(weakest, step.verdict);
  return weakest;
}

std::vector<MapPath> ShortestPaths(const Map& map, uint32_t from, const NodeTest& is_target,
                                   size_t most) {
  std::vector<MapPath> paths;
  for (EdgeVerdict kind : kKinds) {
    const Search search(map, from, kind, is_target);
    for (uint32_t node : search.order) {
      if (node == from || !is_target(map, node)) continue;
      std::vector<MapPath> found;
      std::vector<Step> tail;
      search.Collect(from, node, &tail, &found, most);
      for (MapPath& path : found) {
        // Those of surer steps were told before.
        if (paths.size() < most && path.verdict() == kind) paths.push_back(std::move(path));
      }
    }
  }
  return paths;
}

std::vector<MapPath> Reach(const Map& map, uint32_t from) {
  std::vector<MapPath> paths;
  std::vector<bool> told(map.nodes().size());
  told[from] = true;
  for (EdgeVerdict kind : kKinds) {
    const Search search(map, from, kind, {});
    for (uint32_t node : search.order) {
      if (told[node]) continue;
      told[node] = true;
      std::vector<Step> tail;
      search.Collect(from, node, &tail, &paths, paths.size() + 1);
    }
  }
  return paths;
}

std::vector<bool> Reaching(const Map& map, const NodeTest& is_target, EdgeVerdict weakest) {
  const auto count = static_cast<uint32_t>(map.nodes().size());
  std::vector<std::vector<uint32_t>> back(count);
  for (uint32_t node = 0; node < count; ++node) {
    for (const Step& step : map.StepsOf(node)) {
      if (step.verdict >= weakest) back[step.to].push_back(node);
    }
  }
  std::vector<bool> reaching(count);
  std::deque<uint32_t> open;
  for (uint32_t node = 0; node < count; ++node) {
    if (!is_target(map, node)) continue;
    reaching[node] = true;
    open.push_back(node);
  }
  while (!open.empty()) {
    const uint32_t node = open.front();
    open.pop_front();
    for (uint32_t before : back[node]) {
      if (reaching[before]) continue;
      reaching[before] = true;
      open.push_back(before);
    }
  }
  return reaching;
}

}  // namespace rolelint::graph
