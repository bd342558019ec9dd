// A request has one value of a Boolean key, and there are two: a list says "either", or twice the
// same.

#include "analyzer/catalog/catalog.h"
#include "rules/condition/values.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::several_booleans {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:INVALID_CONDITION_MULTIPLE_BOOLEAN",
};

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return FamilyOf(test.op.base) == policy::OperatorFamily::kBool ||
         FamilyOf(test.op.base) == policy::OperatorFamily::kNull;
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachTest(context.document, [&](const policy::Statement&, const policy::ConditionTest& test) {
    const policy::OperatorFamily family = FamilyOf(test.op.base);
    if (test.values.size() < 2 ||
        (family != policy::OperatorFamily::kBool && family != policy::OperatorFamily::kNull)) {
      return;
    }
    if (family == policy::OperatorFamily::kBool) {
      const auto key = context.catalog.FindConditionKey(test.key.value);
      if (key && key->multivalued()) return;
    }
    report
        .Report(test.values_span, TestName(test) + " lists " + std::to_string(test.values.size()) +
                                      " values, and takes one")
        .Label("one of true and false")
        .Help("name the one that is meant; if either will do, delete the test");
  });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "several-booleans",
    .summary = "A Bool or Null test lists several values",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_condition_operators.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::several_booleans
