// A block whose address has bits beyond its prefix means the whole block all the same, not the one
// address that its writer may have had in mind.

#include "analyzer/logic/value.h"
#include "rules/condition/values.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::host_bits {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:IMPROVE_IP_RANGE",
};

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return FamilyOf(test.op.base) == policy::OperatorFamily::kIp;
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachTest(context.document, [&](const policy::Statement&, const policy::ConditionTest& test) {
    if (FamilyOf(test.op.base) != policy::OperatorFamily::kIp) return;
    for (const policy::ConditionValue& value : test.values) {
      const std::string_view text = value.text.value;
      const size_t slash = text.find('/');
      if (slash == std::string_view::npos || !IsLiteral(value)) continue;
      const auto range = logic::ParseAddressRange(text);
      const auto address = logic::ParseAddressRange(text.substr(0, slash));
      if (!range || !address || range->first == address->first) continue;
      const std::string block = AddressText(range->first) + std::string(text.substr(slash));
      engine::FindingBuilder finding = report.Report(
          value.text.span, Quoted(text) + " has bits set beyond its prefix: it means " + block);
      finding.Label("means " + block)
          .Help("write " + Quoted(block) + ", or if the one address is meant, leave out " +
                Quoted(text.substr(slash)));
      if (value.type == json::Type::kString) finding.Fix(value.text.span, block, true);
    }
  });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "host-bits",
    .summary = "A CIDR block has bits set beyond its prefix",
    .level = engine::Level::kSuggestion,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_condition_operators.html#Conditions_IPAddress",
    .check_document = Check,
};

}  // namespace rolelint::rules::host_bits
