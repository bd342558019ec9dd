// aws:SourceIp is the address from which a request reaches AWS's public endpoints, and that is
// never a private one. Requests by way of a VPC endpoint do not have the key at all.

#include <optional>
#include <vector>

#include "analyzer/logic/value.h"
#include "analyzer/policy/query.h"
#include "rules/condition/values.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::private_source_ip {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:PRIVATE_IP_ADDRESS",
    "access-analyzer:PRIVATE_NOT_IP_ADDRESS",
    "access-analyzer:PRIVATE_IP_ADDRESS_SUBSET",
    "access-analyzer:PRIVATE_NOT_IP_ADDRESS_SUBSET",
};

// RFC 1918, 6598 (carriers' NAT), 4193 (unique local), and what never leaves a link or a host.
constexpr std::string_view kPrivate[] = {
    "10.0.0.0/8",  "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16",
    "127.0.0.0/8", "fc00::/7",      "fe80::/10",      "::1/128",
};

bool IsPrivate(const logic::AddressRange& range) {
  static const std::vector<logic::AddressRange> blocks = [] {
    std::vector<logic::AddressRange> all;
    for (std::string_view block : kPrivate) all.push_back(*logic::ParseAddressRange(block));
    return all;
  }();
  for (const logic::AddressRange& block : blocks) {
    if (!(range.first < block.first) && !(block.last < range.last)) return true;
  }
  return false;
}

// Values that a finding points at.
constexpr size_t kShown = 20;

constexpr std::string_view kHelp =
    "for requests from a network of your own name its public addresses; for those by way of a VPC "
    "endpoint test aws:SourceVpc, aws:SourceVpce or aws:VpcSourceIp";

void ReportAll(const policy::ConditionTest& test, engine::Reporter& report) {
  const bool negated = test.op.base == policy::Operator::kNotIpAddress;
  const std::string what = test.values.size() == 1
                               ? Quoted(test.values[0].text.value) + " is a private address"
                               : std::string("all addresses are private ones");
  engine::FindingBuilder finding =
      report.Report(test.values[0].text.span,
                    what + ", which aws:SourceIp never has: " + std::string(test.op_text.value) +
                        (negated ? " holds for every request that has the key"
                                 : " holds for no request that has the key"));
  finding.Label("private").Level(engine::Level::kError).Help(std::string(kHelp));
  for (size_t i = 1; i < test.values.size() && i <= kShown; ++i) {
    finding.Related(test.values[i].text.span, "private as well");
  }
}

void CheckTest(const policy::ConditionTest& test, engine::Reporter& report) {
  const policy::ConditionValue* first = nullptr;
  size_t private_values = 0;
  bool unknown = false;
  const auto is_private = [](const policy::ConditionValue& value) {
    const auto range = logic::ParseAddressRange(value.text.value);
    return range && IsPrivate(*range);
  };
  for (const policy::ConditionValue& value : test.values) {
    if (!IsLiteral(value)) {
      unknown = true;
    } else if (is_private(value)) {
      if (first == nullptr) first = &value;
      ++private_values;
    }
  }
  if (first == nullptr) return;
  if (private_values == test.values.size()) {
    ReportAll(test, report);
    return;
  }
  if (unknown && private_values + 1 >= test.values.size()) return;
  engine::FindingBuilder finding = report.Report(
      first->text.span, (private_values == 1 ? Quoted(first->text.value) + " is a private address"
                                             : std::to_string(private_values) +
                                                   " of the addresses are private, such as " +
                                                   Quoted(first->text.value)) +
                            ", which aws:SourceIp never has: the others alone count");
  finding.Label("private").Help("delete it, or: " + std::string(kHelp));
  size_t shown = 0;
  for (const policy::ConditionValue& value : test.values) {
    if (&value == first || !IsLiteral(value) || !is_private(value)) continue;
    if (++shown > kShown) break;
    finding.Related(value.text.span, "private as well");
  }
}

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return FamilyOf(test.op.base) == policy::OperatorFamily::kIp &&
         policy::KeyIs(test, "aws:SourceIp");
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachTest(context.document, [&](const policy::Statement&, const policy::ConditionTest& test) {
    if (FamilyOf(test.op.base) == policy::OperatorFamily::kIp &&
        policy::KeyIs(test, "aws:SourceIp")) {
      CheckTest(test, report);
    }
  });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "private-source-ip",
    .summary = "A test of aws:SourceIp names private addresses, which it never has",
    .level = engine::Level::kSuggestion,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_condition-keys.html#condition-keys-sourceip",
    .check_document = Check,
};

}  // namespace rolelint::rules::private_source_ip
