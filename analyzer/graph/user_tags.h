#ifndef ROLELINT_GRAPH_USER_TAGS_H_
#define ROLELINT_GRAPH_USER_TAGS_H_

#include "analyzer/estate/records.h"
#include "analyzer/logic/request.h"
#include "analyzer/logic/vocabulary.h"

namespace rolelint::graph {

// Gives the request the `aws:PrincipalTag` values of a user whose export carries the tags; a tag
// that the user lacks is absent. Does nothing for a role, whose session may bring tags of its own.
void AddUserTags(const estate::Entity& who, const logic::Vocabulary& vocabulary,
                 logic::Request* request);

}  // namespace rolelint::graph

#endif  // ROLELINT_GRAPH_USER_TAGS_H_
