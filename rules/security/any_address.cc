#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/query.h"

namespace rolelint::rules::any_address {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::ConditionTest;
using policy::ConditionValue;

constexpr std::string_view kEquivalents[] = {
    "boogy:forbidden_condition_present",
};

bool IsAddressKey(const ConditionTest& test) {
  return policy::KeyIs(test, "aws:SourceIp") || policy::KeyIs(test, "aws:VpcSourceIp");
}

// The value that, alone or with its other half, takes in every address of its version.
const ConditionValue* FindAnyAddress(const ConditionTest& test) {
  const ConditionValue* low = nullptr;
  const ConditionValue* high = nullptr;
  for (const ConditionValue& value : test.values) {
    const std::string_view text = value.text.value;
    if (!value.text.known) continue;
    if (text.ends_with("/0")) return &value;
    if (text == "0.0.0.0/1" || text == "::/1") low = &value;
    if (text == "128.0.0.0/1" || text == "8000::/1") high = &value;
  }
  return low != nullptr && high != nullptr ? low : nullptr;
}

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return IsAddressKey(test);
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    const policy::Operator open =
        statement.denies() ? policy::Operator::kNotIpAddress : policy::Operator::kIpAddress;
    if (!statement.denies() && !statement.allows()) continue;
    for (const ConditionTest& test : statement.conditions) {
      if (test.op.base != open || !IsAddressKey(test)) continue;
      const ConditionValue* value = FindAnyAddress(test);
      if (value == nullptr) continue;
      const bool v6 = value->text.value.find(':') != std::string_view::npos;
      report
          .Report(value->text.span,
                  fmt::format("\"{}\" is every {} address: this condition {}", value->text.value,
                              v6 ? "IPv6" : "IPv4",
                              statement.denies() ? "spares all who call from one"
                                                 : "lets all who call from one through"))
          .Label("every address")
          .Help("name the networks that are meant, or remove the condition, which only looks safe");
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "any-address",
    .summary = "A condition on the caller's address matches every address",
    .level = engine::Level::kSecurity,
    .security_severity = "6.0",
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_condition-keys.html#condition-keys-sourceip",
    .check_document = Check,
};

}  // namespace rolelint::rules::any_address
