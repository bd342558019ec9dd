#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/condition_query.h"
#include "analyzer/policy/edit_places.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules::trust_companion_action {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:MISSING_ACTION_FOR_CONDITION_KEY",
    "access-analyzer:MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY",
};

// Services whose sessions always set tags or a source identity; without the companion action every
// AssumeRole of theirs is denied. https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
// https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
struct ServiceNeed {
  std::string_view service;
  std::string_view action;
};
constexpr ServiceNeed kServiceNeeds[] = {
    {"pods.eks.amazonaws.com", "sts:TagSession"},
    {"rolesanywhere.amazonaws.com", "sts:TagSession"},
    {"rolesanywhere.amazonaws.com", "sts:SetSourceIdentity"},
};

// A key that only the companion's own request carries.
std::string_view CompanionOf(const policy::ConditionTest& test) {
  if (policy::KeyIs(test, "sts:SourceIdentity")) return "sts:SetSourceIdentity";
  if (policy::KeyIs(test, "sts:TransitiveTagKeys") ||
      policy::KeyStartsWith(test, "aws:RequestTag/") || policy::KeyIs(test, "aws:TagKeys")) {
    return "sts:TagSession";
  }
  return {};
}

// Whether the statement is about assuming roles and nothing else: a tag in a request of another
// service is that request's.
bool IsAboutSwitching(const Statement& statement) {
  if (statement.not_action.present) return false;
  for (const policy::Text& item : statement.action.items) {
    if (!text::EqualsFolded(std::string_view(item.value).substr(0, 4), "sts:")) return false;
  }
  return policy::CoversAction(statement, "sts:AssumeRole") ||
         policy::CoversAction(statement, "sts:AssumeRoleWithSAML") ||
         policy::CoversAction(statement, "sts:AssumeRoleWithWebIdentity");
}

// The companion may stand in another statement of the policy that allows it.
bool AllowedAnywhere(const policy::Document& document, std::string_view action) {
  for (const Statement& statement : document.statements) {
    if (statement.allows() && policy::CoversAction(statement, action)) return true;
  }
  return false;
}

void OfferActions(const Statement& statement, std::span<const std::string_view> actions,
                  engine::FindingBuilder& finding) {
  const std::optional<policy::Placed> added = policy::AddedItems(statement.action, actions);
  if (added) finding.Fix(added->span, added->text, false);
}

void CheckServices(const policy::Document& document, const Statement& statement, Reporter& report) {
  policy::ForEachPrincipal(statement.principal, [&](const policy::PrincipalEntry& entry,
                                                    const policy::Text& value) {
    if (entry.type != policy::PrincipalType::kService) return;
    std::string missing;
    std::vector<std::string_view> needed;
    for (const ServiceNeed& need : kServiceNeeds) {
      if (value.value != need.service || AllowedAnywhere(document, need.action)) continue;
      missing.append(missing.empty() ? "" : " and ").append(need.action);
      needed.push_back(need.action);
    }
    if (missing.empty()) return;
    const policy::TextList& actions =
        statement.action.present ? statement.action : statement.not_action;
    engine::FindingBuilder finding = report.Report(
        actions.span, fmt::format("{} cannot assume this role: it needs {} too, which the trust "
                                  "policy does not allow",
                                  value.value, missing));
    finding.Label(fmt::format("needs {}", missing))
        .Related(value.span, "the service")
        .Help(fmt::format("add {} to the actions", missing));
    OfferActions(statement, needed, finding);
  });
}

constexpr std::string_view kServices[] = {"sts"};

void Check(const DocumentContext& context, Reporter& report) {
  const policy::Document& document = context.document;
  const bool trust = document.kind == policy::Kind::kTrust;
  for (const Statement& statement : document.statements) {
    if (!statement.allows()) continue;
    if (trust && policy::CoversAction(statement, "sts:AssumeRole")) {
      CheckServices(document, statement, report);
    }
    if (statement.conditions.empty() || !IsAboutSwitching(statement)) continue;
    for (const policy::ConditionTest& test : statement.conditions) {
      std::string_view companion = CompanionOf(test);
      if (companion.empty() || !policy::Restricts(statement, test)) continue;
      if (AllowedAnywhere(document, companion)) continue;
      engine::FindingBuilder finding = report.Report(
          test.key.span,
          fmt::format("only requests with {} allowed carry {}, and the {} does not allow it: "
                      "the condition never holds",
                      companion, test.key.value, trust ? "trust policy" : "policy"));
      finding.Label(fmt::format("needs {}", companion))
          .Help(fmt::format("add \"{}\" to the actions", companion));
      OfferActions(statement, {&companion, 1}, finding);
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "trust-companion-action",
    .summary = "Trust lacks sts:TagSession or sts:SetSourceIdentity, without which it fails",
    .level = engine::Level::kError,
    .kinds = policy::kIdentityLike | policy::Kind::kTrust | policy::Kind::kResource,
    .services = kServices,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::trust_companion_action
