// Values of aws:SourceArn that the service never sends.

#include <algorithm>

#include "analyzer/policy/arn.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"
#include "rules/condition/values.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::ConditionTest;
using policy::Statement;

// All principals are S3.
bool IsForS3(const Statement& statement) {
  bool s3 = false;
  bool other = statement.principal.is_string;
  policy::ForEachPrincipal(statement.principal,
                           [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
                             const bool is = entry.type == policy::PrincipalType::kService &&
                                             value.known && value.value == "s3.amazonaws.com";
                             s3 |= is;
                             other |= !is;
                           });
  return s3 && !other;
}

// A bucket's ARN has neither Region nor account. What has them in S3 is `type/name`.
bool IsNoBucket(std::string_view value) {
  const std::optional<policy::Arn> arn = policy::ParseArn(value);
  if (!arn || arn->service != "s3") return false;
  const auto named = [](std::string_view field) {
    return field.find_first_not_of("*") != std::string_view::npos;
  };
  const bool slash = arn->resource.find('/') != std::string_view::npos;
  const bool placed = named(arn->region) || named(arn->account);
  return placed ? !slash && arn->resource != "*" : slash;
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    if (statement.conditions.empty() || !IsForS3(statement)) continue;
    for (const ConditionTest& test : statement.conditions) {
      if (!policy::KeyIs(test, "aws:SourceArn")) continue;
      for (const policy::ConditionValue& value : test.values) {
        if (!IsLiteral(value) || !IsNoBucket(value.text.value)) continue;
        const std::optional<policy::Arn> arn = policy::ParseArn(value.text.value);
        const std::string bucket(arn->resource.substr(0, arn->resource.find('/')));
        report
            .Report(value.text.span,
                    "S3 never sends " + Quoted(value.text.value) +
                        " as aws:SourceArn: it sends the bucket's ARN, without Region, account and "
                        "object")
            .Label("fits no request of S3")
            .Help("write \"arn:" + std::string(arn->partition) + ":s3:::" + bucket +
                  "\", and the account under aws:SourceAccount");
      }
    }
  }
}

bool Concerns(const catalog::Catalog&, const ConditionTest& test) {
  return policy::KeyIs(test, "aws:SourceArn");
}

}  // namespace

extern const engine::Rule kImpossibleSource = {
    .id = "impossible-source",
    .summary = "A test of aws:SourceArn that no request of the service passes",
    .level = engine::Level::kError,
    .kinds = policy::Kind::kResource | policy::Kind::kTrust,
    .concerns = Concerns,
    .aws_page =
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/"
        "grant-destinations-permissions-to-s3.html",
    .check_document = Check,
};

}  // namespace rolelint::rules
