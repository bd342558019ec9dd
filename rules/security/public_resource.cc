#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/rule.h"
#include "analyzer/logic/meaning.h"
#include "analyzer/logic/questions.h"
#include "analyzer/policy/wildcards.h"
#include "analyzer/text/glob.h"
#include "rules/access/request_text.h"
#include "rules/security/endpoint_policy.h"

namespace rolelint::rules::public_resource {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "boogy:missing_principal_condition",
    "boogy:missing_principal_condition_any_of",
    "boogy:blocked_principal",
    "boogy:unauthorized_principal",
};
constexpr std::string_view kYieldsTo[] = {"not-principal", "statement-never-matches",
                                          "key-of-other-service"};

text::Span EveryoneIn(const Statement& statement) {
  if (statement.not_principal.present) return statement.not_principal.key_span;
  for (const policy::PrincipalEntry& entry : statement.principal.entries) {
    if (entry.type != policy::PrincipalType::kAws) continue;
    for (const policy::Text& value : entry.values.items) {
      if (value.known && policy::IsStars(value.value)) return value.span;
    }
  }
  return statement.principal.span;
}

// Of none of the actions a resource of the statement is of a kind that the action works on, so that
// it allows nothing (action-resource-mismatch). An unknown action may be newer than the catalogue.
bool FitsNoResource(const DocumentContext& context, const Statement& statement) {
  const auto& items = statement.action.items;
  if (items.empty() || !statement.resource.present) return false;
  return std::none_of(items.begin(), items.end(), [&](const policy::Text& item) {
    if (!item.known || text::HasWildcard(item.value)) return true;
    const std::optional<catalog::Action> action = context.catalog.FindAction(item.value);
    return !action || context.questions.meaning().MayReach(statement, *action);
  });
}

void Check(const DocumentContext& context, Reporter& report) {
  // It narrows what may pass, and grants nothing by itself.
  // https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
  if (context.resource_type == "AWS::EC2::VPCEndpoint") return;
  if (EndpointStatement(context.document, context.resource_type) != nullptr) return;
  for (const logic::OpenDoor& door : context.questions.OpenDoors()) {
    const Statement& statement = *door.statement;
    if (FitsNoResource(context, statement)) continue;
    engine::FindingBuilder finding =
        report.Report(EveryoneIn(statement), fmt::format("open to the public: {}; for example {}",
                                                         RequestText(door.request, "may", "anyone"),
                                                         CallerText(door.request.principal)));
    finding.Label("everyone")
        .Help(
            "name the principals, or keep strangers out by a condition: aws:PrincipalOrgID, "
            "aws:SourceVpce, or aws:SourceArn and aws:SourceAccount for what AWS does for you");
    if (!statement.conditions.empty()) {
      finding.Related(statement.condition_span, "strangers can meet this");
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "public-resource",
    .summary = "A resource policy allows public access",
    .level = engine::Level::kSecurity,
    .security_severity = "9.0",
    .kinds = policy::Kind::kResource,
    .equivalents = kEquivalents,
    .yields_to = kYieldsTo,
    .aws_page =
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/"
        "access-control-block-public-access.html#access-control-block-public-access-policy-status",
    .check_document = Check,
};

}  // namespace rolelint::rules::public_resource
