#ifndef ROLELINT_CLI_MAP_OPENGRAPH_H_
#define ROLELINT_CLI_MAP_OPENGRAPH_H_

// The map for BloodHound: a payload of its OpenGraph format, and the extension schema by which it
// knows the kinds. Whether an edge can be traversed is a matter of its kind there, so each relation
// has two. https://bloodhound.specterops.io/opengraph

#include <ostream>

#include "analyzer/cli/map_places.h"
#include "analyzer/graph/map.h"

namespace rolelint::cli {

void WriteOpenGraph(const graph::Map& map, const MapPlaces& places, std::ostream& out);
void WriteOpenGraphSchema(std::ostream& out);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_MAP_OPENGRAPH_H_
