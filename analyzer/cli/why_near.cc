#include "analyzer/cli/why_near.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/policy/arn.h"
#include "analyzer/text/glob.h"
#include "analyzer/text/words.h"

namespace rolelint::cli {
namespace {

using logic::CompiledStatement;
using logic::Principal;
using logic::PrincipalPattern;
using PrincipalKind = Principal::Kind;
using Listed = PrincipalPattern::Kind;

// Why the listed principal is not the one who asks, where it is nearly; "" if it is far.
std::string Difference(const PrincipalPattern& listed, std::string_view text,
                       const Principal& who) {
  const bool aws = who.is_aws();
  if (listed.kind == Listed::kNobody && policy::IsUniqueId(text, text.substr(0, 4))) {
    return fmt::format("\"{}\" is the ID of a principal that was deleted", text);
  }
  if (listed.kind == Listed::kAccount && aws && listed.text != who.account) {
    return fmt::format("it trusts account {}, and {} is of account {}", listed.text, who.text,
                       who.account);
  }
  if (listed.kind == Listed::kSession &&
      (who.kind == PrincipalKind::kSession || who.kind == PrincipalKind::kRole) &&
      listed.account == who.account) {
    if (listed.role == who.role_name) {
      return fmt::format("it trusts the session \"{}\" of the role alone", listed.session);
    }
    return {};
  }
  if (listed.kind == Listed::kFederated && who.kind == PrincipalKind::kFederated) {
    return fmt::format("it trusts the provider {}, and the token is of {}", text, who.text);
  }
  if (listed.kind == Listed::kArn && aws) {
    const std::optional<policy::Arn> arn = policy::ParseArn(text);
    const std::optional<policy::Arn> own = policy::ParseArn(who.arn());
    if (!arn || !own) return {};
    const bool same_name = text::EqualsFolded(text::AfterLast(arn->resource, '/'),
                                              text::AfterLast(own->resource, '/'));
    const bool same_type = policy::SplitIamResource(arn->resource).type ==
                           policy::SplitIamResource(own->resource).type;
    if (same_name && !same_type) {
      return fmt::format("it trusts {}, a {}, and {} is a {}", text,
                         policy::SplitIamResource(arn->resource).type, who.text,
                         policy::SplitIamResource(own->resource).type);
    }
    if (who.kind == PrincipalKind::kSession && text::EqualsFolded(text, who.text)) {
      return fmt::format("it names the session in another form than {}", who.role_arn);
    }
  }
  return {};
}

// Whether the principal is listed.
bool Lists(const CompiledStatement& statement, const Principal& who) {
  return std::any_of(statement.principals.begin(), statement.principals.end(),
                     [&](const PrincipalPattern& listed) {
                       return logic::Fits(listed, who) != logic::PrincipalFit::kNone;
                     });
}

}  // namespace

std::vector<WhyHalf::Near> NearTrust(const logic::Request& request,
                                     const logic::CompiledPolicy& trust) {
  std::vector<WhyHalf::Near> near;
  std::string action = request.action;
  std::transform(action.begin(), action.end(), action.begin(), text::AsciiLower);
  for (const CompiledStatement& statement : trust.statements) {
    if (!statement.allow || statement.source == nullptr) continue;
    const bool acts = logic::MatchesAction(statement.actions, action) != statement.not_action;
    if (Lists(statement, request.principal)) {
      if (!acts) {
        near.push_back({{&trust, &statement},
                        fmt::format("it names {}, but not the action {}", request.principal.text,
                                    request.action)});
      }
      continue;
    }
    if (!acts) continue;
    size_t i = 0;
    for (const policy::PrincipalEntry& entry : statement.source->principal.entries) {
      for (const policy::Text& item : entry.values.items) {
        if (i >= statement.principals.size()) break;
        const PrincipalPattern& listed = statement.principals[i++];
        std::string why = Difference(listed, item.value, request.principal);
        if (!why.empty()) near.push_back({{&trust, &statement}, std::move(why)});
      }
    }
  }
  return near;
}

std::vector<WhyHalf::Near> NearPaths(const logic::Request& request,
                                     const logic::CompiledPolicy& policy) {
  std::vector<WhyHalf::Near> near;
  const std::optional<policy::Arn> asked = policy::ParseArn(request.resource);
  if (!asked || asked->service != "iam") return near;
  const policy::IamResource wanted = policy::SplitIamResource(asked->resource);
  std::string action = request.action;
  std::transform(action.begin(), action.end(), action.begin(), text::AsciiLower);
  for (const CompiledStatement& statement : policy.statements) {
    if (!statement.allow || statement.source == nullptr) continue;
    if (logic::MatchesAction(statement.actions, action) == statement.not_action) continue;
    for (const policy::Text& item : statement.source->resource.items) {
      const std::optional<policy::Arn> arn = policy::ParseArn(item.value);
      if (!arn || arn->service != "iam" || arn->account != asked->account) continue;
      const policy::IamResource listed = policy::SplitIamResource(arn->resource);
      if (listed.type != wanted.type || listed.name != wanted.name || listed.path == wanted.path) {
        continue;
      }
      near.push_back(
          {{&policy, &statement},
           fmt::format("\"{}\" has another path than {}", item.value, request.resource)});
    }
  }
  return near;
}

}  // namespace rolelint::cli
