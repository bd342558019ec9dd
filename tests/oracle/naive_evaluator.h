#ifndef ROLELINT_TESTS_ORACLE_NAIVE_EVALUATOR_H_
#define ROLELINT_TESTS_ORACLE_NAIVE_EVALUATOR_H_

// A slow, plain evaluator of requests, written from docs/evaluation.md and AWS's documentation
// alone, for tests to hold against rolelint's. It reads JSON as nlohmann/json gives it and uses
// nothing of analyzer/. The case is a line of `rolelint simulate --cases`.

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace rolelint::naive {

// "allowed", "explicitly_denied" or "implicitly_denied".
std::string Decide(const nlohmann::json& contract_case);

// Of one policy alone: some Allow matches and no Deny does. `kind` is a word of `--kind`; in those
// of resource policies ("resource", "trust", "rcp") the statement's principals count.
bool Allows(const nlohmann::json& policy, const nlohmann::json& request, std::string_view kind);

}  // namespace rolelint::naive

#endif  // ROLELINT_TESTS_ORACLE_NAIVE_EVALUATOR_H_
