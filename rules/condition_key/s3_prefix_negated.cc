#include <algorithm>

#include "analyzer/policy/query.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::s3_prefix_negated {
namespace {

constexpr std::string_view kEquivalents[] = {"access-analyzer:S3_PREFIX_IN_NEGATIVE_CONTEXT"};

// Only a listing has a prefix. Of other actions action-ignores-key tells.
bool Lists(const policy::Statement& statement) {
  constexpr std::string_view kListings[] = {"s3:ListBucket", "s3:ListBucketVersions",
                                            "s3:ListBucketMultipartUploads"};
  return std::any_of(std::begin(kListings), std::end(kListings), [&](std::string_view action) {
    return policy::CoversAction(statement, action);
  });
}

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return FamilyOf(test.op.base) == policy::OperatorFamily::kString &&
         policy::KeyIs(test, "s3:prefix");
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.allows() && !statement.denies()) continue;
    if (statement.conditions.empty() || !Lists(statement)) continue;
    for (const policy::ConditionTest& test : statement.conditions) {
      if (FamilyOf(test.op.base) != policy::OperatorFamily::kString ||
          !policy::KeyIs(test, "s3:prefix")) {
        continue;
      }
      // Denied by what it is, or allowed by what it is not: either way a shorter prefix, or none,
      // is another text and lists the same objects.
      if (IsNegated(test.op.base) != statement.allows()) continue;
      report
          .Report(test.key.span,
                  statement.allows()
                      ? "every prefix but " + FirstValue(test) +
                            " is allowed, also a shorter one or none, which lists the excluded "
                            "objects as well"
                      : "only the prefix " + FirstValue(test) +
                            " is denied: a shorter one, or none, lists the same objects")
          .Label(UnderOperator(test))
          .Help(statement.allows()
                    ? "allow the prefixes that may be listed, by StringLike or StringEquals"
                    : "deny all but the prefixes that may be listed, by StringNotLike, or allow "
                      "only those");
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "s3-prefix-negated",
    .summary = "A Deny on listing a prefix of a bucket does not cover shorter prefixes",
    .level = engine::Level::kSecurity,
    .security_severity = "5.5",
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/"
        "amazon-s3-policy-keys.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::s3_prefix_negated
