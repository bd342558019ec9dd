#include <fmt/format.h>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/rule.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules::excess_trust_actions {
namespace {

using engine::DocumentContext;
using engine::Reporter;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:UNSUPPORTED_ACTION_IN_POLICY",
};

// All that a trust policy can decide about.
constexpr std::string_view kTrustActions[] = {
    "sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity",
    "sts:TagSession", "sts:SetSourceIdentity",  "sts:SetContext",
};

// Such a character is the cause then, and has a rule of its own (unsupported-character).
bool IsAscii(std::string_view text) {
  for (char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

bool IsTrustAction(std::string_view action) {
  for (std::string_view known : kTrustActions) {
    if (text::EqualsFolded(known, action)) return true;
  }
  return false;
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.allows() && !statement.denies()) continue;
    if (statement.not_action.present && statement.allows()) {
      report
          .Report(statement.not_action.key_span,
                  "NotAction in a trust policy allows every way of assuming the role but the "
                  "ones named")
          .Label("everything else")
          .Help("list the actions: \"Action\": \"sts:AssumeRole\"");
    }
    for (const policy::Text& action : statement.action.items) {
      if (!action.known || IsTrustAction(action.value) || !IsAscii(action.value)) continue;
      if (text::HasWildcard(action.value)) {
        bool reaches = false;
        for (std::string_view known : kTrustActions) {
          reaches = reaches || text::GlobMatchesFolded(action.value, known);
        }
        // A Deny may be as wide as it likes.
        if (reaches && statement.denies()) continue;
        if (reaches) {
          report
              .Report(action.span,
                      fmt::format("\"{}\" allows more than assuming the role: session tags and "
                                  "source identity may be set too",
                                  action.value))
              .Label("more than sts:AssumeRole")
              .Help(
                  "write \"sts:AssumeRole\", and add sts:TagSession or sts:SetSourceIdentity "
                  "only where they are used")
              .Fix(action.span, "sts:AssumeRole", false);
          continue;
        }
      }
      // What does not exist at all is unknown-action's.
      if (!context.catalog.MatchActions(action.value).Next()) continue;
      report
          .Report(action.span,
                  fmt::format("\"{}\" has no meaning in a trust policy, and AWS refuses it",
                              action.value))
          .Level(engine::Level::kError)
          .Label("not a way to assume a role")
          .Help("permissions belong in a policy attached to the role, not in its trust policy");
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "excess-trust-actions",
    .summary = "A trust policy allows actions beyond sts:AssumeRole and its companions",
    .level = engine::Level::kWarning,
    .kinds = policy::Kind::kTrust,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "id_roles_terms-and-concepts.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::excess_trust_actions
