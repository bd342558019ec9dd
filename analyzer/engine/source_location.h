#ifndef ROLELINT_ENGINE_SOURCE_LOCATION_H_
#define ROLELINT_ENGINE_SOURCE_LOCATION_H_

#include "analyzer/engine/finding.h"
#include "analyzer/text/source.h"

namespace rolelint::engine {

// Where `span` of the source's text lies, as reports print it. For few places: each is searched
// for by itself (resolve.h goes through many).
Location LocationOf(const text::Source& source, Span span);

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_SOURCE_LOCATION_H_
