#include "rules/condition_key/resource_tag_support.h"

namespace rolelint::rules::deny_by_unsupported_tag {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    "access-analyzer:DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
};

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return IsResourceTagTest(test);
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ReportUnsupportedTags(
      context, policy::Effect::kDeny, "the Deny never reaches it",
      "a Deny of all actions but some, by a tag of the resource, misses every action that is not "
      "told by such tags",
      "deny these actions in a statement without the tag, or by a key that their requests carry",
      report);
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "deny-by-unsupported-tag",
    .summary = "A Deny by resource tags lists actions that no resource tag can stop",
    .level = engine::Level::kSecurity,
    .security_severity = "5.5",
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_aws-services-that-work-with-iam.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::deny_by_unsupported_tag
