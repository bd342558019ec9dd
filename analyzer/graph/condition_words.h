#ifndef ROLELINT_GRAPH_CONDITION_WORDS_H_
#define ROLELINT_GRAPH_CONDITION_WORDS_H_

// Conditions of edges as people read them.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/policy/document.h"

namespace rolelint::graph {

// `aws:MultiFactorAuthPresent Bool true`, `aws:SourceIp IpAddress 192.0.2.0/24, 198.51.100.0/24`.
std::string ConditionWords(const policy::ConditionTest& test);

// Whether the caller of an API says by himself what the key is in his request: session names, tags
// of the session, an external ID (which is no secret from who can read the policy).
bool CallerChooses(std::string_view key);

void AddOnce(std::string text, std::vector<std::string>* list);

}  // namespace rolelint::graph

#endif  // ROLELINT_GRAPH_CONDITION_WORDS_H_
