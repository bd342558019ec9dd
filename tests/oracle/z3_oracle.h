#ifndef ROLELINT_TESTS_ORACLE_Z3_ORACLE_H_
#define ROLELINT_TESTS_ORACLE_Z3_ORACLE_H_

// The prover's opponent in tests: the four questions of `rolelint prove`, put to Z3. It reads the
// JSON of policies and docs/evaluation.md and shares no code with analyzer/logic; from the
// analyzer it takes the catalogue's types of condition keys alone, which are data.
//
// The universe is `strings`: any action `service:Name`, any resource, any principal of the kind's.
// "Refuted" comes with a request in the form of `simulate --cases`; "proved" means that Z3 found
// the formula unsatisfiable; whatever cannot be encoded soundly, or takes too long, is "unknown".

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace rolelint::oracle {

enum class PolicyKind { kIdentity, kResource, kTrust };

enum class Result { kProved, kRefuted, kUnknown };
std::string_view ResultName(Result result);

struct Answer {
  Result result = Result::kUnknown;
  std::string reason;      // of unknown
  nlohmann::json witness;  // of refuted: principal, action, resource, context
  double milliseconds = 0;
};

struct OracleOptions {
  unsigned timeout_ms = 2000;  // of each query
};

// Does `changed` allow a request that `old` does not?
Answer NoNewAccess(const nlohmann::json& old, const nlohmann::json& changed, PolicyKind kind,
                   const OracleOptions& options = {});
// Does the policy allow one of the actions on one of the resources? An empty list means all.
Answer NotGranted(const nlohmann::json& policy, PolicyKind kind,
                  const std::vector<std::string>& actions,
                  const std::vector<std::string>& resources, const OracleOptions& options = {});
// Does the resource policy allow an untrusted request? z3_public.cc defines one.
Answer NotPublic(const nlohmann::json& policy, PolicyKind kind, const OracleOptions& options = {});
Answer Equivalent(const nlohmann::json& a, const nlohmann::json& b, PolicyKind kind,
                  const OracleOptions& options = {});
// Is exactly this request not allowed? "Refuted" means that it is. For the witnesses of others: the
// request is fixed, the rest of the formula is as above.
Answer NotAllowed(const nlohmann::json& policy, PolicyKind kind, const nlohmann::json& request,
                  const OracleOptions& options = {});

}  // namespace rolelint::oracle

#endif  // ROLELINT_TESTS_ORACLE_Z3_ORACLE_H_
