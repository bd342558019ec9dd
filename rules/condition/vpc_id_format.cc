#include <algorithm>

#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"
#include "rules/condition/values.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::vpc_id_format {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:INVALID_VPC_FORMAT",
    "access-analyzer:INVALID_VPCE_FORMAT",
};

// "vpc-" or "vpce-" if the key has such an id, else "".
std::string_view PrefixFor(const policy::ConditionTest& test) {
  if (policy::KeyIs(test, "aws:SourceVpc") || policy::KeyIs(test, "aws:Ec2InstanceSourceVpc")) {
    return "vpc-";
  }
  return policy::KeyIs(test, "aws:SourceVpce") ? "vpce-" : "";
}

bool IsId(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  // Ids had eight characters until 2018.
  return (text.size() == 8 || text.size() == 17) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
         });
}

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return FamilyOf(test.op.base) == policy::OperatorFamily::kString && !PrefixFor(test).empty();
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachTest(context.document, [&](const policy::Statement&, const policy::ConditionTest& test) {
    if (FamilyOf(test.op.base) != policy::OperatorFamily::kString) return;
    const std::string_view prefix = PrefixFor(test);
    if (prefix.empty()) return;
    for (const policy::ConditionValue& value : test.values) {
      const std::string_view text = value.text.value;
      // Of wildcards other rules speak.
      if (!IsLiteral(value) || text::HasWildcard(text) || IsId(text, prefix)) continue;
      const std::string_view other = prefix == "vpc-" ? "vpce-" : "vpc-";
      report
          .Report(value.text.span,
                  Quoted(text) + " is not the ID of a VPC" +
                      std::string(prefix == "vpce-" ? " endpoint" : "") + ", so " + TestName(test) +
                      (IsNegated(test.op.base) ? " excludes nothing by it" : " never matches it"))
          .Label("not " + std::string(prefix) + " and 8 or 17 characters")
          .Help(IsId(text, other) ? "this ID belongs under aws:" +
                                        std::string(other == "vpc-" ? "SourceVpc" : "SourceVpce")
                                  : "write " + std::string(prefix) +
                                        " and the 8 or 17 letters and digits behind it");
    }
  });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "vpc-id-format",
    .summary = "A value compared with the ID of a VPC or of its endpoint is not one",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_condition-keys.html#condition-keys-sourcevpc",
    .check_document = Check,
};

}  // namespace rolelint::rules::vpc_id_format
