// A session of a role has the role's access. Who names both has said the same twice.

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/policy/arn.h"
#include "analyzer/policy/edit_places.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::redundant_principal {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY",
};

// ACCOUNT/NAME of a role or of a session of it; "" of anything else.
std::string RoleKey(std::string_view value, bool session) {
  const auto arn = policy::ParseArn(value);
  if (!arn || !policy::IsAccountId(arn->account)) return "";
  std::string_view name;
  if (!session) {
    const policy::IamResource role = policy::SplitIamResource(arn->resource);
    if (arn->service != "iam" || role.type != "role") return "";
    name = role.name;
  } else {
    constexpr std::string_view kPrefix = "assumed-role/";
    if (arn->service != "sts" || !arn->resource.starts_with(kPrefix)) return "";
    name = arn->resource.substr(kPrefix.size());
    if (name.find('/') == std::string_view::npos) return "";
    name = name.substr(0, name.find('/'));
  }
  return std::string(arn->account) + "/" + std::string(name);
}

struct Role {
  std::string key;
  const policy::Text* text;
};

void CheckList(const policy::TextList& list, engine::Reporter& report) {
  std::vector<Role> roles;
  for (const policy::Text& text : list.items) {
    if (std::string key = RoleKey(text.value, false); text.known && !key.empty()) {
      roles.push_back({std::move(key), &text});
    }
  }
  if (roles.empty()) return;
  std::stable_sort(roles.begin(), roles.end(),
                   [](const Role& a, const Role& b) { return a.key < b.key; });
  for (const policy::Text& text : list.items) {
    const std::string key = RoleKey(text.value, true);
    if (key.empty() || !text.known) continue;
    const auto role =
        std::lower_bound(roles.begin(), roles.end(), key,
                         [](const Role& a, const std::string& b) { return a.key < b; });
    if (role == roles.end() || role->key != key) continue;
    engine::FindingBuilder finding =
        report.Report(text.span, "the session " + Quoted(text.value) +
                                     " is trusted already: its role is listed beside it");
    finding.Label("contained in the role")
        .Help("delete it, or delete the role if this session alone is meant")
        .Related(role->text->span, "the role, in all its sessions");
    const uint32_t which[] = {static_cast<uint32_t>(&text - list.items.data())};
    for (const text::Span span : policy::RemovalOf(list, which)) finding.Fix(span, "", true);
  }
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    for (const policy::PrincipalEntry& entry : statement.principal.entries) {
      if (entry.type == policy::PrincipalType::kAws && entry.values.items.size() > 1) {
        CheckList(entry.values, report);
      }
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "redundant-principal",
    .summary = "A trust policy names a role and a session of that role",
    .level = engine::Level::kSuggestion,
    .kinds = policy::Kind::kTrust,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_principal.html#principal-role-session",
    .check_document = Check,
};

}  // namespace rolelint::rules::redundant_principal
