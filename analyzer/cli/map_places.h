#ifndef ROLELINT_CLI_MAP_PLACES_H_
#define ROLELINT_CLI_MAP_PLACES_H_

// Where the statements of a map's edges stand.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/finding.h"
#include "analyzer/engine/store_policies.h"
#include "analyzer/graph/map.h"

namespace rolelint::cli {

struct MapPlace {
  std::string file;
  std::string pointer;  // in the file
  uint32_t line = 0;
  uint32_t column = 0;
  engine::Location location;
  std::string policy;  // "trust policy of role ops", "policy admin"
  std::string sid;
};

class MapPlaces {
 public:
  explicit MapPlaces(engine::StorePolicies* source) : source_(*source) {}

  void Add(const std::vector<graph::StatementRef>& refs);
  // A place that the records tell, of no statement in particular.
  void Add(const estate::Place& place);
  // Finds out about all that was added.
  void Locate();
  // Null of a policy that is made up.
  const MapPlace* Of(const graph::StatementRef& ref) const;
  const MapPlace* Of(const estate::Place& place) const;

 private:
  engine::StorePolicies& source_;
  std::map<const logic::CompiledStatement*, graph::StatementRef> added_;
  std::map<const logic::CompiledStatement*, MapPlace> places_;
  std::map<std::pair<uint32_t, size_t>, std::pair<estate::Place, MapPlace>> bare_;
};

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_MAP_PLACES_H_
