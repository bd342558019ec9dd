#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules::mfa_long_term_keys {
namespace {

using engine::DocumentContext;
using engine::Reporter;

bool AsksForTrue(const policy::ConditionTest& test) {
  if (!policy::KeyIs(test, "aws:MultiFactorAuthPresent")) return false;
  if (test.op.base != policy::Operator::kBool || test.op.if_exists) return false;
  for (const policy::ConditionValue& value : test.values) {
    if (!text::EqualsFolded(value.text.value, "true")) return false;
  }
  return !test.values.empty();
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.allows()) continue;
    for (const policy::ConditionTest& test : statement.conditions) {
      if (!AsksForTrue(test)) continue;
      policy::ForEachPrincipal(
          statement.principal, [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
            if (entry.type != policy::PrincipalType::kAws || !value.known) return;
            std::optional<policy::Arn> arn = policy::ParseArn(value.value);
            if (!arn || arn->service != "iam" || !arn->resource.starts_with("user/")) return;
            std::string_view user = policy::SplitIamResource(arn->resource).name;
            report
                .Report(test.key.span,
                        fmt::format("{} is refused with a plain access key, and in the console "
                                    "unless signed in with MFA",
                                    user))
                .Label("asks for MFA")
                .Related(value.span, "trusted")
                .Help(fmt::format("as meant; the CLI profile needs mfa_serial = "
                                  "arn:{}:iam::{}:mfa/DEVICE, a single call --serial-number and "
                                  "--token-code",
                                  arn->partition, arn->account));
          });
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "mfa-long-term-keys",
    .summary = "A trust that asks for MFA refuses the user's plain access keys",
    .level = engine::Level::kSuggestion,
    .persona = engine::Persona::kPedantic,
    .kinds = policy::Kind::kTrust,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "id_credentials_mfa_configure-api-require.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::mfa_long_term_keys
