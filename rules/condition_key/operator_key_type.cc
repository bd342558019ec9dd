#include <algorithm>

#include "analyzer/logic/value.h"
#include "rules/condition_key/key_facts.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::operator_key_type {
namespace {

using catalog::ValueType;
using policy::OperatorFamily;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:TYPE_MISMATCH",
    "parliament:MISMATCHED_TYPE",
    "boogy:type_mismatch",
};

// The type whose operators `family` is; nullopt where it goes with everything.
std::optional<ValueType> TypeOf(OperatorFamily family) {
  switch (family) {
    case OperatorFamily::kString:
      return ValueType::kString;
    case OperatorFamily::kNumeric:
      return ValueType::kNumeric;
    case OperatorFamily::kDate:
      return ValueType::kDate;
    case OperatorFamily::kBool:
      return ValueType::kBool;
    case OperatorFamily::kBinary:
      return ValueType::kBinary;
    case OperatorFamily::kIp:
      return ValueType::kIpAddress;
    case OperatorFamily::kArn:
      return ValueType::kArn;
    default:
      return std::nullopt;
  }
}

// String and ARN operators read each other's values; which is the better one is told elsewhere.
bool IsTextual(ValueType type) { return type == ValueType::kString || type == ValueType::kArn; }

std::string_view OperatorOf(ValueType type) {
  switch (type) {
    case ValueType::kNumeric:
      return "NumericEquals and its like";
    case ValueType::kDate:
      return "DateLessThan and its like";
    case ValueType::kBool:
      return "Bool";
    case ValueType::kIpAddress:
      return "IpAddress or NotIpAddress";
    case ValueType::kBinary:
      return "BinaryEquals";
    case ValueType::kArn:
      return "ArnLike and its like";
    default:
      return "StringEquals, StringLike and their like";
  }
}

// Whether the operator reads values of another type than the key has.
bool Differ(const catalog::Catalog& catalog, const policy::ConditionTest& test) {
  const std::optional<ValueType> asked = TypeOf(FamilyOf(test.op.base));
  if (!asked || !test.key.known) return false;
  const KeyFacts& facts = FactsOf(catalog, test.key.value);
  if (!facts.typed() || facts.Accepts(*asked)) return false;
  // What stands behind a tag or a context is a text that may be a number, a date, a truth.
  return !IsTextual(facts.type) || !(IsTextual(*asked) || (facts.key && facts.key->is_template()) ||
                                     facts.standing == KeyFacts::Standing::kBeside);
}

// Truths and numbers are sent as texts too: the comparison works where both are written alike.
bool WorksAsText(const policy::ConditionTest& test, ValueType type) {
  const bool equality = test.op.base == policy::Operator::kStringEquals ||
                        test.op.base == policy::Operator::kStringNotEquals;
  return equality && std::all_of(test.values.begin(), test.values.end(), [&](const auto& value) {
           const std::string_view text = value.text.value;
           return type == ValueType::kBool      ? logic::ParseBool(text).has_value()
                  : type == ValueType::kNumeric ? logic::ParseNumber(text).has_value()
                                                : false;
         });
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    for (const policy::ConditionTest& test : statement.conditions) {
      if (!Differ(context.catalog, test)) continue;
      const ValueType asked = *TypeOf(FamilyOf(test.op.base));
      const KeyFacts& facts = FactsOf(context.catalog, test.key.value);
      engine::FindingBuilder finding =
          report.Report(test.key.span, Quoted(test.key.value) + " is of type " +
                                           std::string(ValueTypeName(facts.type)) + ", and " +
                                           std::string(policy::OperatorName(test.op.base)) +
                                           " compares " + std::string(ValueTypeName(asked)));
      if (WorksAsText(test, facts.type)) finding.Level(engine::Level::kSuggestion);
      finding.Label(UnderOperator(test)).Help("use " + std::string(OperatorOf(facts.type)));
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "operator-key-type",
    .summary = "A condition's operator is for values of another type than the key's",
    .level = engine::Level::kWarning,
    .kinds = policy::kAllKinds,
    .concerns = Differ,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_condition_operators.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::operator_key_type
