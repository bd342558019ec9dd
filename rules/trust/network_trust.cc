#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "rules/trust/everyone.h"

namespace rolelint::rules::network_trust {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::Statement;

std::string NetworksText(const policy::ConditionTest& test) {
  std::string text(test.values[0].text.value);
  if (test.values.size() > 1) text += fmt::format(" and {} more", test.values.size() - 1);
  return text;
}

void Check(const DocumentContext& context, Reporter& report) {
  const std::vector<logic::OpenDoor> doors = context.questions.OpenDoors();
  for (const Statement& statement : context.document.statements) {
    const policy::ConditionTest* networks = NetworksOf(statement);
    if (networks == nullptr || NamesPrincipals(statement)) continue;
    const bool open = std::any_of(doors.begin(), doors.end(), [&](const logic::OpenDoor& door) {
      return door.statement == &statement;
    });
    if (open) continue;  // public-trust's
    ForEachStar(statement, [&](text::Span span) {
      report
          .Report(span,
                  fmt::format("principal \"*\" trusts users and roles of every account on the "
                              "network {}",
                              NetworksText(*networks)))
          .Label("any account")
          .Related(networks->key.span, "says from where, not who")
          .Help(
              "name the user or role that is meant, and keep the network as a condition: \"AWS\": "
              "\"arn:aws:iam::ACCOUNT:user/NAME\"");
    });
  }
}

// No request meets the statement.
constexpr std::string_view kYieldsTo[] = {"statement-never-matches"};

}  // namespace

extern const engine::Rule kRule = {
    .id = "network-trust",
    .summary = "A role trusts any AWS principal on a network",
    .level = engine::Level::kSecurity,
    .security_severity = "6.0",
    .kinds = policy::Kind::kTrust,
    .yields_to = kYieldsTo,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_condition-keys.html#condition-keys-sourceip",
    .check_document = Check,
};

}  // namespace rolelint::rules::network_trust
