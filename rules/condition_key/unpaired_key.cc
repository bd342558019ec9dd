#include <fmt/format.h>

#include "analyzer/policy/query.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::unpaired_key {
namespace {

using policy::Statement;

constexpr std::string_view kEquivalents[] = {"access-analyzer:MISSING_PAIRED_CONDITION_KEYS"};

// A private address says little by itself: every VPC can have it.
struct Pair {
  std::string_view key;
  std::string_view first;  // the partner to advise
  std::string_view second;
  std::string_view third;
};
constexpr Pair kPairs[] = {
    {"aws:VpcSourceIp", "aws:SourceVpc", "aws:SourceVpce", "aws:SourceVpcArn"},
    {"aws:Ec2InstanceSourcePrivateIPv4", "aws:Ec2InstanceSourceVpc", "", ""},
};

bool Tests(const Statement& statement, const Pair& pair) {
  for (const policy::ConditionTest& test : statement.conditions) {
    if (test.op.base == policy::Operator::kNull) continue;
    if (policy::KeyIs(test, pair.first) || policy::KeyIs(test, pair.second) ||
        policy::KeyIs(test, pair.third)) {
      return true;
    }
  }
  return false;
}

// Denies say each half by itself: out of the addresses, or out of the VPC.
bool DeniedElsewhere(const policy::Document& document, const Pair& pair) {
  for (const Statement& statement : document.statements) {
    if (statement.denies() && Tests(statement, pair)) return true;
  }
  return false;
}

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return std::any_of(std::begin(kPairs), std::end(kPairs),
                     [&](const Pair& pair) { return policy::KeyIs(test, pair.key); });
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  // Once for every key is enough to ask the whole document.
  std::optional<bool> elsewhere[std::size(kPairs)];
  for (const Statement& statement : context.document.statements) {
    std::optional<bool> beside[std::size(kPairs)];
    for (const policy::ConditionTest& test : statement.conditions) {
      if (test.op.base == policy::Operator::kNull) continue;
      for (size_t i = 0; i < std::size(kPairs); ++i) {
        const Pair& pair = kPairs[i];
        if (!policy::KeyIs(test, pair.key)) continue;
        if (!beside[i]) beside[i] = Tests(statement, pair);
        if (*beside[i]) continue;
        if (statement.denies()) {
          if (!elsewhere[i]) elsewhere[i] = DeniedElsewhere(context.document, pair);
          if (*elsewhere[i]) continue;
        }
        report
            .Report(test.key.span,
                    fmt::format("{} without {}: any VPC of anyone may use the same private "
                                "addresses",
                                Quoted(test.key.value), pair.first))
            .Label(UnderOperator(test))
            .Help(statement.denies()
                      ? fmt::format("deny requests from other VPCs too, by {} in a statement of "
                                    "its own",
                                    pair.first)
                      : fmt::format("test {} in the same statement", pair.first));
      }
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "unpaired-key",
    .summary = "A private address is tested without the VPC that it is in",
    .level = engine::Level::kSecurity,
    .security_severity = "6.5",
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_condition-keys.html#condition-keys-vpcsourceip",
    .check_document = Check,
};

}  // namespace rolelint::rules::unpaired_key
