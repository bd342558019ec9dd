#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/condition_query.h"
#include "analyzer/policy/query.h"

namespace rolelint::rules::console_condition {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::ConditionTest;

// Why a switch in the console cannot meet the test; "" where it can.
std::string_view Obstacle(const ConditionTest& test, std::string_view user) {
  if (policy::KeyIs(test, "sts:SourceIdentity")) {
    return "the console sets no source identity";
  }
  if (policy::KeyStartsWith(test, "aws:RequestTag/") || policy::KeyIs(test, "aws:TagKeys") ||
      policy::KeyIs(test, "sts:TransitiveTagKeys")) {
    return "the console passes no session tags";
  }
  if (policy::KeyIs(test, "sts:RoleSessionName")) {
    for (const policy::ConditionValue& value : test.values) {
      std::string_view name = value.text.value;
      if (!value.text.known || name == user || name.find("${") != std::string_view::npos ||
          name.find_first_of("*?") != std::string_view::npos) {
        return {};
      }
    }
    return "the console names the session after the user";
  }
  return {};
}

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return policy::KeyIs(test, "sts:SourceIdentity") ||
         policy::KeyStartsWith(test, "aws:RequestTag/") || policy::KeyIs(test, "aws:TagKeys") ||
         policy::KeyIs(test, "sts:TransitiveTagKeys") || policy::KeyIs(test, "sts:RoleSessionName");
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.allows() || !policy::CoversAction(statement, "sts:AssumeRole")) continue;
    policy::ForEachPrincipal(statement.principal, [&](const policy::PrincipalEntry& entry,
                                                      const policy::Text& value) {
      if (entry.type != policy::PrincipalType::kAws || !value.known) return;
      std::optional<policy::Arn> arn = policy::ParseArn(value.value);
      if (!arn || arn->service != "iam") return;
      policy::IamResource user = policy::SplitIamResource(arn->resource);
      if (user.type != "user") return;
      for (const ConditionTest& test : statement.conditions) {
        if (!policy::Restricts(statement, test)) continue;
        std::string_view why = Obstacle(test, user.name);
        if (why.empty()) continue;
        report
            .Report(test.key.span,
                    fmt::format("{} cannot switch to this role in the console: {}", user.name, why))
            .Label("never met by the console")
            .Related(value.span, "trusted")
            .Help(
                "drop the condition for people, or let them use the CLI with a profile that "
                "sets it");
      }
    });
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "console-condition",
    .summary = "A user is trusted under a condition that switching in the console never meets",
    .level = engine::Level::kSuggestion,
    .confidence = engine::Confidence::kMedium,
    .kinds = policy::Kind::kTrust,
    .concerns = Concerns,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "id_roles_use_switch-role-console.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::console_condition
