// `rolelint map cut`: statements without which nobody reaches an administrator. Whatever is told
// was tried: the map is made again without them.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "analyzer/cli/map_answer.h"
#include "analyzer/graph/map_paths.h"

namespace rolelint::cli {
namespace {

using engine::StorePolicies;
using graph::EdgeVerdict;
using graph::Map;
using graph::NodeKind;
using Key = StorePolicies::StatementKey;

// Sets of one and of two statements are all tried, as far as so many nodes and edges are made.
constexpr size_t kMostWork = 200'000;
constexpr size_t kMostTries = 2'000;

class Cut {
 public:
  Cut(MapInput* input, std::string_view from)
      : input_(*input),
        from_(from),
        most_tries_(std::min(kMostTries, kMostWork / (1 + input->map().nodes().size() +
                                                      input->map().edges().size()))) {}

  // Who reaches an administrator without being one.
  std::vector<uint32_t> Sources(const Map& map) const {
    const std::vector<bool> reaching = graph::Reaching(map, graph::IsAdmin, EdgeVerdict::kUnknown);
    std::vector<uint32_t> sources;
    for (uint32_t node = 0; node < reaching.size(); ++node) {
      const graph::MapNode& one = map.nodes()[node];
      if (!reaching[node] || one.admin || (!from_.empty() && one.arn != from_)) continue;
      // That a service runs as an administrator is what it is for.
      if (one.kind == NodeKind::kService || one.kind == NodeKind::kFreed) continue;
      sources.push_back(node);
    }
    return sources;
  }

  // The Allows of the steps that lead from somewhere to an administrator, how often each.
  std::map<Key, size_t> Candidates(const Map& map) {
    const std::vector<bool> reaching = graph::Reaching(map, graph::IsAdmin, EdgeVerdict::kUnknown);
    std::map<Key, size_t> counts;
    for (uint32_t node = 0; node < reaching.size(); ++node) {
      if (!reaching[node] || map.nodes()[node].admin) continue;
      for (const graph::Step& step : map.StepsOf(node)) {
        if (!reaching[step.to]) continue;
        for (uint8_t i = 0; i < step.edge_count; ++i) Count(map.edges()[step.edges[i]], &counts);
      }
    }
    return counts;
  }

  bool Ends(const std::vector<Key>& left_out) {
    ++tries_;
    const std::unique_ptr<StorePolicies> source = input_.MakeSource(left_out);
    return Sources(Map::Build(source.get())).empty();
  }

  // A set that ends all paths; empty if there is none.
  std::vector<Key> Find(const std::map<Key, size_t>& candidates, bool* smallest) {
    std::vector<Key> order;
    for (const auto& [key, count] : candidates) order.push_back(key);
    std::stable_sort(order.begin(), order.end(), [&](const Key& a, const Key& b) {
      if (candidates.at(a) != candidates.at(b)) return candidates.at(a) > candidates.at(b);
      return refs_.at(a).second < refs_.at(b).second;
    });
    *smallest = true;
    if (order.size() <= most_tries_) {
      for (const Key& one : order) {
        if (Ends({one})) return {one};
      }
    }
    const bool try_pairs = order.size() * order.size() / 2 + tries_ <= most_tries_;
    for (size_t i = 0; try_pairs && i < order.size(); ++i) {
      for (size_t j = i + 1; j < order.size(); ++j) {
        if (Ends({order[i], order[j]})) return {order[i], order[j]};
      }
    }
    return Greedy(try_pairs, smallest);
  }

  const graph::StatementRef& RefOf(const Key& key) const { return refs_.at(key).first; }

 private:
  void Count(const graph::MapEdge& edge, std::map<Key, size_t>* counts) {
    for (const graph::StatementRef& ref : edge.why.evidence) {
      const engine::StoredPolicy* stored = input_.source().StoredOf(ref.policy);
      if (stored == nullptr || !ref.statement->allow) continue;
      if (stored->kind == policy::Kind::kScp || stored->kind == policy::Kind::kRcp) continue;
      const policy::Document* document = input_.source().store().DocumentOf(*stored);
      const Key key{document, ref.statement->index};
      refs_.try_emplace(key, ref, refs_.size());
      ++(*counts)[key];
    }
  }

  // The statement that is met most often, again and again; then whatever is not needed goes back.
  std::vector<Key> Greedy(bool pairs_fail, bool* smallest) {
    std::vector<Key> chosen;
    while (true) {
      const std::unique_ptr<StorePolicies> source = input_.MakeSource(chosen);
      const Map map = Map::Build(source.get());
      if (Sources(map).empty()) break;
      std::map<Key, size_t> counts;
      CountIn(map, source.get(), &counts);
      const auto best =
          std::max_element(counts.begin(), counts.end(), [&](const auto& a, const auto& b) {
            if (a.second != b.second) return a.second < b.second;
            return refs_.at(a.first).second > refs_.at(b.first).second;
          });
      if (best == counts.end()) return {};
      chosen.push_back(best->first);
    }
    for (size_t i = 0; i < chosen.size();) {
      std::vector<Key> fewer = chosen;
      fewer.erase(fewer.begin() + static_cast<ptrdiff_t>(i));
      if (Ends(fewer)) {
        chosen = std::move(fewer);
      } else {
        ++i;
      }
    }
    *smallest = pairs_fail && chosen.size() <= 3;
    return chosen;
  }

  // The candidates of a map that was made without some statements.
  void CountIn(const Map& map, StorePolicies* source, std::map<Key, size_t>* counts) {
    const std::vector<bool> reaching = graph::Reaching(map, graph::IsAdmin, EdgeVerdict::kUnknown);
    for (uint32_t node = 0; node < reaching.size(); ++node) {
      if (!reaching[node] || map.nodes()[node].admin) continue;
      for (const graph::Step& step : map.StepsOf(node)) {
        if (!reaching[step.to]) continue;
        for (uint8_t i = 0; i < step.edge_count; ++i) {
          for (const graph::StatementRef& ref : map.edges()[step.edges[i]].why.evidence) {
            const engine::StoredPolicy* stored = source->StoredOf(ref.policy);
            if (stored == nullptr || !ref.statement->allow) continue;
            const Key key{source->store().DocumentOf(*stored), ref.statement->index};
            if (refs_.contains(key)) ++(*counts)[key];
          }
        }
      }
    }
  }

  MapInput& input_;
  const std::string_view from_;
  std::map<Key, std::pair<graph::StatementRef, size_t>> refs_;  // in the order of their meeting
  const size_t most_tries_;
  size_t tries_ = 0;
};

}  // namespace

std::optional<MapAnswer> AnswerCut(const MapArguments& arguments, MapInput* input,
                                   std::string* error) {
  if (arguments.to != "admin") {
    *error = fmt::format("--to {}: only admin can be cut off", arguments.to);
    return std::nullopt;
  }
  const Map& map = input->map();
  if (!arguments.from.empty() && FindNode(map, arguments.from, "--from", error) == Map::kNoNode) {
    return std::nullopt;
  }
  Cut cut(input, arguments.from);
  MapAnswer answer;
  const std::vector<uint32_t> sources = cut.Sources(map);
  if (sources.empty()) {
    answer.text = "nobody reaches an administrator without being one\n";
    return answer;
  }
  bool smallest = false;
  const std::vector<Key> chosen = cut.Find(cut.Candidates(map), &smallest);
  answer.status = kFindings;
  if (chosen.empty()) {
    answer.text = "no set of statements of the input ends all paths\n";
    return answer;
  }
  MapPlaces places(&input->source());
  for (const Key& key : chosen) places.Add({cut.RefOf(key)});
  places.Locate();
  MapJson removed = MapJson::array();
  answer.text = fmt::format(
      "{} principal{} reach{} an administrator; without {} statement{} none does (the map was made "
      "again without {}):\n",
      sources.size(), sources.size() == 1 ? "" : "s", sources.size() == 1 ? "es" : "",
      chosen.size() == 1 ? "this" : "these", chosen.size() == 1 ? "" : "s",
      chosen.size() == 1 ? "it" : "them");
  for (const Key& key : chosen) {
    const MapPlace* place = places.Of(cut.RefOf(key));
    if (place == nullptr) continue;
    removed.push_back({{"file", place->file},
                       {"pointer", place->pointer},
                       {"line", place->line},
                       {"policy", place->policy},
                       {"sid", place->sid.empty() ? MapJson() : MapJson(place->sid)}});
    answer.text += fmt::format("  --> {}:{} {}{}\n", place->file, place->line, place->policy,
                               place->sid.empty() ? "" : ", statement " + place->sid);
  }
  MapJson from = MapJson::array();
  for (uint32_t node : sources) from.push_back(map.nodes()[node].arn);
  answer.answers.push_back({{"remove", std::move(removed)},
                            {"ends_paths_of", std::move(from)},
                            {"proved", true},
                            {"smallest", smallest}});
  return answer;
}

}  // namespace rolelint::cli
