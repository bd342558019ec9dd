// Patterns and condition values as the evaluator and the prover use them: one match, one inclusion,
// one witness.

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "analyzer/logic/pattern.h"
#include "analyzer/logic/value.h"

namespace rolelint::logic {
namespace {

struct MatchCase {
  const char* name;
  Pattern pattern;
  std::string text;
};

const MatchCase kMatches[] = {
    {"literal action", Pattern::Literal("s3:GetObject", true), "s3:GetObject"},
    {"action prefix", Pattern::Glob("s3:Get*", true), "s3:GetObjectVersion"},
    {"other action", Pattern::Glob("ec2:Describe*", true), "s3:GetObjectVersion"},
    {"action middle", Pattern::Glob("s3:*Object*", true), "s3:PutObjectVersionAcl"},
    {"literal ARN", Pattern::Arn("arn:aws:iam::111122223333:role/admin"),
     "arn:aws:iam::111122223333:role/admin"},
    {"ARN prefix", Pattern::Arn("arn:aws:s3:::bucket/*"), "arn:aws:s3:::bucket/a/long/key.txt"},
    {"ARN segments", Pattern::Arn("arn:aws:iam::*:role/*-admin-*"),
     "arn:aws:iam::111122223333:role/service/team-admin-1"},
    {"single wildcards", Pattern::Arn("arn:aws:sqs:*:*:queue-?-?-*"),
     "arn:aws:sqs:us-east-1:111122223333:queue-4-2-x"},
};

void BM_Matches(benchmark::State& state) {
  const MatchCase& c = kMatches[state.range(0)];
  state.SetLabel(c.name);
  for (auto _ : state) benchmark::DoNotOptimize(c.pattern.Matches(c.text));
}
BENCHMARK(BM_Matches)->DenseRange(0, std::size(kMatches) - 1);

// Buckets, roles and queues, as a large policy names them.
std::vector<Pattern> Names(int count, const char* extra) {
  std::vector<Pattern> patterns;
  for (int i = 0; i < count; ++i) {
    const std::string n = std::to_string(i);
    switch (i % 3) {
      case 0:
        patterns.push_back(Pattern::Arn("arn:aws:s3:::bucket-" + n + extra + "/*"));
        break;
      case 1:
        patterns.push_back(Pattern::Arn("arn:aws:iam::*:role/team-" + n + extra + "-*"));
        break;
      default:
        patterns.push_back(Pattern::Arn("arn:aws:sqs:us-east-1:111122223333:queue-" + n + extra));
    }
  }
  return patterns;
}

std::vector<const Pattern*> Pointers(const std::vector<Pattern>& patterns) {
  std::vector<const Pattern*> pointers;
  for (const Pattern& pattern : patterns) pointers.push_back(&pattern);
  return pointers;
}

void BM_Includes(benchmark::State& state) {
  const std::vector<Pattern> names = Names(static_cast<int>(state.range(0)), "");
  const std::vector<const Pattern*> outer = Pointers(names);
  const Pattern& inner = names[names.size() / 2];
  for (auto _ : state) benchmark::DoNotOptimize(Includes(outer, inner));
}
BENCHMARK(BM_Includes)->Arg(1)->Arg(10)->Arg(100)->Arg(300);

void BM_IncludesBySearch(benchmark::State& state) {
  const Pattern parts[] = {Pattern::Arn("arn:aws:sqs:*:*:queue-"),
                           Pattern::Arn("arn:aws:sqs:*:*:queue-?"),
                           Pattern::Arn("arn:aws:sqs:*:*:queue-??*")};
  const Pattern* const outer[] = {&parts[0], &parts[1], &parts[2]};
  const Pattern inner = Pattern::Arn("arn:aws:sqs:*:*:queue-*");
  for (auto _ : state) benchmark::DoNotOptimize(Includes(outer, inner));
}
BENCHMARK(BM_IncludesBySearch);

// One new pattern among many that are covered.
void BM_FindText(benchmark::State& state) {
  const std::vector<Pattern> old_names = Names(static_cast<int>(state.range(0)), "");
  std::vector<Pattern> new_names = old_names;
  new_names.push_back(Pattern::Arn("arn:aws:iam::*:role/new-*"));
  const std::vector<const Pattern*> in = Pointers(new_names);
  const std::vector<const Pattern*> out = Pointers(old_names);
  const PatternList lists[] = {in};
  for (auto _ : state) benchmark::DoNotOptimize(FindText(lists, out));
}
BENCHMARK(BM_FindText)->Arg(1)->Arg(10)->Arg(100)->Arg(300);

void BM_FindTextInBoth(benchmark::State& state) {
  const std::vector<Pattern> names = Names(static_cast<int>(state.range(0)), "");
  const std::vector<Pattern> others = Names(static_cast<int>(state.range(0)), "x");
  const std::vector<const Pattern*> a = Pointers(names);
  const std::vector<const Pattern*> b = Pointers(others);
  const PatternList lists[] = {a, b};
  for (auto _ : state) benchmark::DoNotOptimize(FindText(lists, {}));
}
BENCHMARK(BM_FindTextInBoth)->Arg(10)->Arg(100)->Arg(300);

void BM_FindTextBySearch(benchmark::State& state) {
  const Pattern roles = Pattern::Arn("arn:aws:iam::*:role/*");
  const Pattern admins = Pattern::Arn("arn:aws:*:*:*:*admin");
  const std::vector<Pattern> denied = {Pattern::Arn("arn:aws:iam::*:role/*x*"),
                                       Pattern::Arn("arn:aws:iam::*:role/a*"),
                                       Pattern::Arn("arn:aws:iam::?*:*")};
  const Pattern* const first[] = {&roles};
  const Pattern* const second[] = {&admins};
  const std::vector<const Pattern*> out = Pointers(denied);
  const PatternList lists[] = {first, second};
  for (auto _ : state) benchmark::DoNotOptimize(FindText(lists, out));
}
BENCHMARK(BM_FindTextBySearch);

void BM_Contains(benchmark::State& state) {
  const ValueSet sets[] = {
      ValueSet::FromTest(Scale::kNumber, Relation::kLess, "3600"),
      ValueSet::FromTest(Scale::kDate, Relation::kLess, "2030-01-01T00:00:00Z"),
      ValueSet::FromTest(Scale::kAddress, Relation::kEqual, "203.0.113.0/24"),
      ValueSet::FromTest(Scale::kAddress, Relation::kEqual, "2001:db8::/32"),
  };
  const char* const values[] = {"1800", "2026-07-30T12:34:56Z", "203.0.113.77", "2001:db8::1:2"};
  for (auto _ : state) {
    benchmark::DoNotOptimize(sets[state.range(0)].Contains(values[state.range(0)]));
  }
}
BENCHMARK(BM_Contains)->DenseRange(0, 3);

}  // namespace
}  // namespace rolelint::logic
