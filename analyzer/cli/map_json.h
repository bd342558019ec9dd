#ifndef ROLELINT_CLI_MAP_JSON_H_
#define ROLELINT_CLI_MAP_JSON_H_

// The map as JSON: docs/schema/map.schema.json describes it, docs/map.md explains it.

#include <nlohmann/json.hpp>

#include "analyzer/cli/map_input.h"
#include "analyzer/cli/map_places.h"
#include "analyzer/graph/map.h"
#include "analyzer/graph/map_paths.h"

namespace rolelint::cli {

using MapJson = nlohmann::ordered_json;

MapJson EvidenceArray(const std::vector<graph::StatementRef>& evidence, const MapPlaces& places);
// Nodes and edges; the places of all evidence must be known.
void AddGraph(const graph::Map& map, const MapPlaces& places, MapJson* object);
MapJson PathObject(const graph::Map& map, const graph::MapPath& path);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_MAP_JSON_H_
