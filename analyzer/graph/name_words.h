#ifndef ROLELINT_GRAPH_NAME_WORDS_H_
#define ROLELINT_GRAPH_NAME_WORDS_H_

// When two names are likely to mean the same thing, where both may exist.

#include <string_view>

namespace rolelint::graph {

// Whether one name is the other misspelt: the same words but for one, and of this one, which has no
// digit, at most a letter differs (two of a long word). "worker-1" and "worker-2", "app-dev" and
// "app-qa" are two names, each right.
bool IsMisspelt(std::string_view name, std::string_view meant);

}  // namespace rolelint::graph

#endif  // ROLELINT_GRAPH_NAME_WORDS_H_
