#ifndef ROLELINT_TESTS_BENCH_LOGIC_BENCH_POLICY_H_
#define ROLELINT_TESTS_BENCH_LOGIC_BENCH_POLICY_H_

// Policies and requests for the benchmarks of logic.

#include <memory>
#include <string>
#include <vector>

#include "analyzer/json/reader.h"
#include "analyzer/logic/request.h"
#include "analyzer/policy/parser.h"
#include "analyzer/text/source.h"

namespace rolelint::bench {

// A policy with all that it lives in.
class BenchPolicy {
 public:
  explicit BenchPolicy(std::string text, std::optional<policy::Kind> kind = std::nullopt);
  const policy::Document& document() const { return document_; }
  std::string_view text() const { return source_->text(); }

 private:
  std::optional<text::Source> source_;
  std::unique_ptr<text::View> view_;
  std::unique_ptr<text::Arena> arena_;
  std::vector<json::Tree> trees_;
  policy::Document document_;
};

// What bears on a developer's request: two identity policies, a bucket policy, a boundary and two
// levels of SCPs, written as one meets them.
std::vector<BenchPolicy> TypicalPolicies();
std::vector<logic::Request> TypicalRequests();

// `statements` Allow statements whose conditions test `keys` keys each, which overlap in part;
// `widened`: one of them lets one value more.
std::string GrownPolicy(int statements, int keys, bool widened);

}  // namespace rolelint::bench

#endif  // ROLELINT_TESTS_BENCH_LOGIC_BENCH_POLICY_H_
