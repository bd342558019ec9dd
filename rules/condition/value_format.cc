// A value that the operator cannot read is compared with nothing: the test fails for good, or, if
// it is a negated one, holds for good.

#include "analyzer/logic/value.h"
#include "rules/condition/values.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::value_format {
namespace {

using policy::OperatorFamily;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:TYPE_MISMATCH_BOOLEAN",
    "access-analyzer:TYPE_MISMATCH_DATE",
    "access-analyzer:TYPE_MISMATCH_NUMBER",
    "access-analyzer:TYPE_MISMATCH_STRING",
    "access-analyzer:TYPE_MISMATCH_IP_RANGE",
    "parliament:MISMATCHED_TYPE_OPERATION_TO_NULL",
    "parliament:MISMATCHED_TYPE",
    "boogy:invalid_value_format",
    "boogy:invalid_bool_value_for_operator",
    "boogy:invalid_ip_cidr_format",
};

// What values of the family look like; "" of families that take any text.
std::string_view Wanted(OperatorFamily family) {
  switch (family) {
    case OperatorFamily::kBool:
    case OperatorFamily::kNull:
      return "true or false";
    case OperatorFamily::kNumeric:
      return "a number";
    case OperatorFamily::kDate:
      return "a date";
    case OperatorFamily::kBinary:
      return "base64 text";
    case OperatorFamily::kIp:
      return "an IP address or CIDR block";
    default:
      return "";
  }
}

std::string_view Advice(OperatorFamily family) {
  switch (family) {
    case OperatorFamily::kDate:
      return "write a date such as \"2026-03-01T00:00:00Z\" or \"2026-03-01\"";
    case OperatorFamily::kBinary:
      return "encode the bytes in base64, with its padding";
    case OperatorFamily::kIp:
      return "write \"203.0.113.0/24\" or \"2001:db8::/32\": a prefix ends at 32, of IPv6 at 128";
    case OperatorFamily::kNumeric:
      return "write digits, with a point if need be; for a text use a String operator";
    default:
      return "write \"true\" or \"false\"; for another text use a String operator";
  }
}

bool Fits(OperatorFamily family, const policy::ConditionValue& value) {
  const std::string_view text = value.text.value;
  switch (family) {
    case OperatorFamily::kBool:
    case OperatorFamily::kNull:
      return logic::ParseBool(text).has_value();
    case OperatorFamily::kNumeric:
      return logic::ParseNumber(text).has_value();
    case OperatorFamily::kDate:
      return logic::ParseDate(text).has_value();
    case OperatorFamily::kBinary:
      return logic::IsBase64(text);
    case OperatorFamily::kIp:
      return logic::ParseAddressRange(text).has_value();
    default:
      return true;
  }
}

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return !Wanted(FamilyOf(test.op.base)).empty();
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachTest(context.document, [&](const policy::Statement&, const policy::ConditionTest& test) {
    const OperatorFamily family = FamilyOf(test.op.base);
    const std::string_view wanted = Wanted(family);
    if (wanted.empty()) return;
    for (const policy::ConditionValue& value : test.values) {
      if (!IsLiteral(value) || Fits(family, value)) continue;
      engine::FindingBuilder finding = report.Report(
          value.text.span, Quoted(value.text.value) + " is not " + std::string(wanted) +
                               ", which " + TestName(test) + " compares with: " +
                               (IsNegated(test.op.base) ? "the value excludes nothing"
                                                        : "the value matches nothing"));
      finding.Label("not " + std::string(wanted)).Help(std::string(Advice(family)));
      if (family == OperatorFamily::kIp) finding.Level(engine::Level::kError);
    }
  });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "value-format",
    .summary = "A condition value is not of the form that its operator compares",
    .level = engine::Level::kWarning,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_condition_operators.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::value_format
