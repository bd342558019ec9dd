#ifndef ROLELINT_GRAPH_ASSUME_GRANTS_H_
#define ROLELINT_GRAPH_ASSUME_GRANTS_H_

// Which roles the Allows of a principal's policies may be about: a look that leaves none out,
// before the evaluator is asked.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/estate/estate.h"

namespace rolelint::graph {

struct AssumeGrants {
  std::vector<std::string> exact;  // role ARNs, each once
  std::vector<std::string> globs;
  bool anything = false;  // a variable, NotResource, a policy that is not known

  bool MayTakeIn(std::string_view role_arn) const;
};

// `incomplete`: some of its policies are not known.
AssumeGrants GrantsOf(const estate::Estate& estate, const estate::Entity& who, bool incomplete);

}  // namespace rolelint::graph

#endif  // ROLELINT_GRAPH_ASSUME_GRANTS_H_
