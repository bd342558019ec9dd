#include "rules/condition_key/resource_tag_support.h"

namespace rolelint::rules::allow_by_unsupported_tag {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    "access-analyzer:ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
};

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return IsResourceTagTest(test);
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ReportUnsupportedTags(
      context, policy::Effect::kAllow, "this statement never allows it",
      "an Allow of all actions but some, by a tag of the resource, leaves out every action that is "
      "not told by such tags",
      "allow these actions in a statement without the tag", report);
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "allow-by-unsupported-tag",
    .summary = "An Allow by resource tags lists actions that it never allows",
    .level = engine::Level::kSuggestion,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_aws-services-that-work-with-iam.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::allow_by_unsupported_tag
