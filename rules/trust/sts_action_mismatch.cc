#include <fmt/format.h>

#include <algorithm>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"
#include "rules/trust/federation.h"

namespace rolelint::rules::sts_action_mismatch {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::PrincipalType;
using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:MISMATCHED_ACTION_FOR_PRINCIPAL",
};

// Which kinds of principal a statement names, and where the first of each stands.
struct Principals {
  const policy::Text* plain = nullptr;  // AWS and Service: sts:AssumeRole
  const policy::Text* saml = nullptr;
  const policy::Text* oidc = nullptr;
  bool unclear = false;
};

Principals Sort(const Statement& statement) {
  Principals found;
  if (statement.principal.is_string || statement.not_principal.present) found.unclear = true;
  policy::ForEachPrincipal(statement.principal,
                           [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
                             const bool federated = entry.type == PrincipalType::kFederated;
                             if (!value.known && !(federated && value.open)) {
                               found.unclear = true;
                               return;
                             }
                             switch (entry.type) {
                               case PrincipalType::kAws:
                               case PrincipalType::kService:
                                 // An identity provider under the wrong key: another rule's.
                                 if (FederationOf(value)) found.unclear = true;
                                 if (found.plain == nullptr) found.plain = &value;
                                 break;
                               case PrincipalType::kFederated: {
                                 std::optional<Federation> federation = FederationOf(value);
                                 if (!federation) {
                                   found.unclear = true;
                                 } else if (*federation == Federation::kSaml) {
                                   if (found.saml == nullptr) found.saml = &value;
                                 } else if (found.oidc == nullptr) {
                                   found.oidc = &value;
                                 }
                                 break;
                               }
                               case PrincipalType::kCanonicalUser:
                               case PrincipalType::kUnknown:
                                 found.unclear = true;
                             }
                           });
  return found;
}

std::string_view Needed(const Principals& found) {
  if (found.saml != nullptr) return "sts:AssumeRoleWithSAML";
  if (found.oidc != nullptr) return "sts:AssumeRoleWithWebIdentity";
  return "sts:AssumeRole";
}

const policy::Text* First(const Principals& found) {
  if (found.saml != nullptr) return found.saml;
  if (found.oidc != nullptr) return found.oidc;
  return found.plain;
}

void CheckStatement(const Statement& statement, Reporter& report) {
  Principals found = Sort(statement);
  if (found.unclear || First(found) == nullptr) return;
  for (const policy::Text& action : statement.action.items) {
    if (!action.known) continue;
    bool fits = true;
    std::string_view takes;
    if (text::EqualsFolded(action.value, "sts:AssumeRole")) {
      fits = found.plain != nullptr;
      takes = "users, roles, accounts and services";
    } else if (text::EqualsFolded(action.value, "sts:AssumeRoleWithSAML")) {
      fits = found.saml != nullptr;
      takes = "SAML providers";
    } else if (text::EqualsFolded(action.value, "sts:AssumeRoleWithWebIdentity")) {
      fits = found.oidc != nullptr;
      takes = "web identity providers";
    }
    if (fits) continue;
    engine::FindingBuilder finding = report.Report(
        action.span, fmt::format("{} is for {}, and the statement names none: nobody can assume "
                                 "the role by it",
                                 action.value, takes));
    finding.Label("wrong action for this principal")
        .Related(First(found)->span, fmt::format("takes {}", Needed(found)))
        .Help(fmt::format("write \"{}\"", Needed(found)));
    if (statement.action.items.size() == 1) {
      finding.Fix(action.span, std::string(Needed(found)), false);
    }
  }
}

// The action by which a principal of this kind assumes roles; "" where the value does not tell.
std::string_view ActionOf(const policy::PrincipalEntry& entry, const policy::Text& value) {
  if (entry.type == PrincipalType::kAws || entry.type == PrincipalType::kService) {
    return "sts:AssumeRole";
  }
  if (entry.type != PrincipalType::kFederated) return {};
  const std::optional<Federation> federation = FederationOf(value);
  if (!federation) return {};
  return *federation == Federation::kSaml ? "sts:AssumeRoleWithSAML"
                                          : "sts:AssumeRoleWithWebIdentity";
}

// A principal that no action of the statement admits, beside others that one does.
void CheckPrincipals(const Statement& statement, Reporter& report) {
  if (!statement.action.present || statement.action.items.empty()) return;
  const auto listed = [&](std::string_view action) {
    return std::any_of(
        statement.action.items.begin(), statement.action.items.end(),
        [&](const policy::Text& item) { return text::GlobMatchesFolded(item.value, action); });
  };
  const bool clear = std::all_of(statement.action.items.begin(), statement.action.items.end(),
                                 [](const policy::Text& item) { return item.known; });
  // What admits nobody is told of its actions.
  bool some = false;
  policy::ForEachPrincipal(statement.principal,
                           [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
                             const std::string_view action = ActionOf(entry, value);
                             some |= value.known && !action.empty() && listed(action);
                           });
  if (!clear || !some) return;
  policy::ForEachPrincipal(statement.principal, [&](const policy::PrincipalEntry& entry,
                                                    const policy::Text& value) {
    const std::string_view action = ActionOf(entry, value);
    if (!value.known || value.value == "*" || action.empty() || listed(action)) return;
    report
        .Report(value.span,
                fmt::format("{} assumes roles by {}, and the statement does not allow it: it "
                            "is listed for nothing",
                            value.value, action))
        .Label("not admitted")
        .Related(statement.action.span, fmt::format("lacks {}", action))
        .Help(fmt::format("take it out, or give it a statement of its own that allows {}", action));
  });
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    if (!statement.allows()) continue;
    CheckStatement(statement, report);
    CheckPrincipals(statement, report);
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "sts-action-mismatch",
    .summary = "The STS action does not fit the kind of principal",
    .level = engine::Level::kError,
    .kinds = policy::Kind::kTrust,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::sts_action_mismatch
