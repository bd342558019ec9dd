#include "analyzer/policy/query.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::caller_set_key {
namespace {

constexpr std::string_view kEquivalents[] = {"access-analyzer:UNTRUSTWORTHY_CONDITION_KEY"};

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return policy::KeyIs(test, "aws:UserAgent") || policy::KeyIs(test, "aws:Referer");
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    for (const policy::ConditionTest& test : statement.conditions) {
      const bool agent = policy::KeyIs(test, "aws:UserAgent");
      if (!agent && !policy::KeyIs(test, "aws:Referer")) continue;
      report
          .Report(test.key.span, Quoted(test.key.value) +
                                     " is whatever the caller writes into a header of the request")
          .Label(UnderOperator(test))
          .Help(agent ? "test who calls or from where: aws:PrincipalArn, aws:SourceIp, "
                        "aws:SourceVpce"
                      : "to keep others from embedding your objects, let CloudFront sign requests; "
                        "to know the caller, test aws:PrincipalArn or aws:SourceIp");
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "caller-set-key",
    .summary = "A condition depends on a header that any caller can set",
    .level = engine::Level::kSecurity,
    .security_severity = "5.0",
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_condition-keys.html#condition-keys-referer",
    .check_document = Check,
};

}  // namespace rolelint::rules::caller_set_key
