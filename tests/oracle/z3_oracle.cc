#include "tests/oracle/z3_oracle.h"

#include <z3++.h>

#include <chrono>

#include "tests/oracle/reading.h"
#include "tests/oracle/z3_policy.h"
#include "tests/oracle/z3_public.h"
#include "tests/oracle/z3_request.h"

namespace rolelint::oracle {
namespace {

using nlohmann::json;

// Puts one formula about a request to Z3; `ask` makes it from the encoder.
template <typename Ask>
Answer Query(const std::vector<const Policy*>& policies, PolicyKind kind,
             const OracleOptions& options, Ask ask) {
  Answer answer;
  z3::context context;
  z3::solver solver(context);
  z3::params params(context);
  params.set("timeout", options.timeout_ms);
  solver.set(params);
  Request request(context, kind, policies);
  PolicyEncoder encoder(context, &request);
  z3::expr formula = ask(&encoder, &request);
  // Asking may have added to what holds of every request.
  for (const z3::expr& constraint : request.constraints()) solver.add(constraint);
  solver.add(formula);
  switch (solver.check()) {
    case z3::sat:
      answer.witness = request.Read(solver.get_model());
      answer.result = Result::kRefuted;
      break;
    case z3::unsat:
      answer.result = request.complete() ? Result::kProved : Result::kUnknown;
      if (!request.complete()) answer.reason = "more tests of a list than elements";
      break;
    case z3::unknown:
      answer.reason = "solver: " + solver.reason_unknown();
      break;
  }
  return answer;
}

// Runs `question` in time measured; what cannot be encoded, or what Z3 refuses, is unknown.
template <typename Question>
Answer Measured(Question question) {
  auto start = std::chrono::steady_clock::now();
  Answer answer;
  try {
    answer = question();
  } catch (const NotEncodable& error) {
    answer.reason = std::string("not encodable: ") + error.what();
  } catch (const z3::exception& error) {
    answer.reason = std::string("solver: ") + error.msg();
  } catch (const std::exception& error) {
    answer.reason = std::string("input: ") + error.what();
  }
  answer.milliseconds =
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  return answer;
}

}  // namespace

std::string_view ResultName(Result result) {
  return result == Result::kProved ? "proved" : result == Result::kRefuted ? "refuted" : "unknown";
}

Answer NoNewAccess(const json& old, const json& changed, PolicyKind kind,
                   const OracleOptions& options) {
  return Measured([&] {
    Policy a = ReadPolicy(old, kind), b = ReadPolicy(changed, kind);
    return Query({&a, &b}, kind, options, [&](PolicyEncoder* encoder, Request*) {
      return encoder->Allowed(b) && !encoder->Allowed(a);
    });
  });
}

Answer Equivalent(const json& a, const json& b, PolicyKind kind, const OracleOptions& options) {
  Answer there = NoNewAccess(a, b, kind, options);
  if (there.result == Result::kRefuted) return there;
  Answer back = NoNewAccess(b, a, kind, options);
  Answer answer = back.result == Result::kProved ? there : back;
  answer.milliseconds = there.milliseconds + back.milliseconds;
  return answer;
}

Answer NotGranted(const json& policy, PolicyKind kind, const std::vector<std::string>& actions,
                  const std::vector<std::string>& resources, const OracleOptions& options) {
  return Measured([&] {
    Policy read = ReadPolicy(policy, kind);
    return Query({&read}, kind, options, [&](PolicyEncoder* encoder, Request*) {
      z3::expr result = encoder->Allowed(read);
      if (!actions.empty()) result = result && encoder->ActionMatches(actions);
      if (!resources.empty()) {
        z3::expr listed = encoder->ResourceMatches(resources[0], false);
        for (const std::string& resource : resources) {
          listed = listed || encoder->ResourceMatches(resource, false);
        }
        result = result && listed;
      }
      return result;
    });
  });
}

Answer NotPublic(const json& policy, PolicyKind kind, const OracleOptions& options) {
  return Measured([&] {
    Policy read = ReadPolicy(policy, kind);
    return Query({&read}, kind, options, [&](PolicyEncoder* encoder, Request* request) {
      return encoder->Allowed(read) && Untrusted(read, policy.dump(), encoder, request);
    });
  });
}

Answer NotAllowed(const json& policy, PolicyKind kind, const json& request,
                  const OracleOptions& options) {
  return Measured([&] {
    Policy read = ReadPolicy(policy, kind);
    Answer answer = Query({&read}, kind, options, [&](PolicyEncoder* encoder, Request* unknowns) {
      return encoder->Allowed(read) && unknowns->Is(request);
    });
    return answer;
  });
}

}  // namespace rolelint::oracle
