#include "rules/escalation/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "analyzer/engine/document_escalations.h"
#include "rules/security/any_role.h"

namespace rolelint::rules {
namespace {

using graph::Escalation;
using graph::EscalationGrant;
using graph::EscalationMethod;
using graph::EscalationNote;

engine::Confidence ConfidenceOf(graph::Certainty certainty) {
  switch (certainty) {
    case graph::Certainty::kHigh:
      return engine::Confidence::kHigh;
    case graph::Certainty::kMedium:
      return engine::Confidence::kMedium;
    case graph::Certainty::kLow:
      break;
  }
  return engine::Confidence::kLow;
}

std::string Steps(const EscalationMethod& method) {
  std::string steps;
  std::string_view rest = method.steps;
  while (!rest.empty()) {
    const size_t blank = rest.find(' ');
    const bool last = blank == std::string_view::npos;
    if (!steps.empty()) steps += last ? " and " : ", ";
    steps += rest.substr(0, blank);
    rest = last ? "" : rest.substr(blank + 1);
  }
  return steps;
}

// "write an inline policy of a user by iam:PutUserPolicy, or …".
std::string Ways(const Escalation& escalation) {
  constexpr size_t kShown = 3;
  std::string ways;
  for (size_t i = 0; i < escalation.methods.size() && i < kShown; ++i) {
    if (i > 0) ways += "; ";
    const EscalationMethod& method = *escalation.methods[i];
    ways += fmt::format("{} ({})", method.gain, Steps(method));
  }
  if (escalation.methods.size() > kShown) {
    ways += fmt::format("; and {} more ways", escalation.methods.size() - kShown);
  }
  return ways;
}

// What else is open to it once the restriction is lifted.
std::string Then(const Escalation& escalation) {
  if (escalation.everything) return ", and then do everything";
  if (escalation.then.empty()) return {};
  const EscalationMethod& method = *escalation.then.front();
  std::string then = fmt::format(", and then {} ({})", method.gain, Steps(method));
  const size_t others = escalation.then.size() - 1;
  if (others > 0) then += fmt::format(", among {} ways", others + 1);
  return then;
}

// "lift what restricts it" or "… what restricts role NAME, which it can become".
std::string Can(const Escalation& escalation, const EscalationWords& words) {
  if (escalation.freed == nullptr) return std::string(words.can);
  return fmt::format("lift what restricts {} {}, which it can become",
                     estate::EntityTypeName(escalation.freed->type), escalation.freed->called());
}

std::string NoteOf(const Escalation& escalation) {
  switch (escalation.note) {
    case EscalationNote::kNone:
      return {};
    case EscalationNote::kConditional:
      return ", under a condition that is not decided here";
    case EscalationNote::kOthersAlone:
      return ", of others than itself";
    case EscalationNote::kNotEverywhere:
      return ", as far as the statement's resources reach";
    case EscalationNote::kNoRole:
      return ", once a role of the account trusts the service";
    case EscalationNote::kNoBetterRole:
      return ", though no role that trusts the service may do more today";
    case EscalationNote::kRolesUnknown:
      return {};
    case EscalationNote::kRoleKnown:
      return fmt::format(", for instance {}", escalation.role->called());
    case EscalationNote::kPartsUnknown:
      return ", unless a policy that is not in the input takes it back";
  }
  return {};
}

std::string Named(const estate::Entity& holder) {
  return fmt::format("{} {}", estate::EntityTypeName(holder.type), holder.called());
}

// Of many holders the message names the first, and the finding's further places name them all.
std::string Who(const Escalation& escalation) {
  constexpr size_t kShown = 3;
  const size_t count = escalation.holders.size();
  std::string names;
  for (size_t i = 0; i < count && i < kShown; ++i) {
    if (i > 0) names += i + 1 == count ? " and " : ", ";
    names += Named(*escalation.holders[i]);
  }
  if (count > kShown) return fmt::format("each of {} principals ({}, …)", count, names);
  return count > 1 ? "each of " + names : names;
}

std::string Granted(const EscalationGrant& grant) {
  std::string names;
  grant.actions.ForEach([&names](int action) {
    if (!names.empty()) names += ", ";
    names += estate::PrivilegeName(action);
  });
  return "grants " + names;
}

std::string Help(const Escalation& escalation, const EscalationWords& words) {
  std::string help(words.help);
  if (!escalation.also.empty()) {
    help +=
        fmt::format(". The same statements allow {} other {}: {}", escalation.also.size(),
                    escalation.also.size() == 1 ? "way" : "ways", Steps(*escalation.also.front()));
    if (escalation.also.size() > 1) help += ", …";
  }
  return help;
}

// The statement that grants the telling step of the first method.
const EscalationGrant& TellingGrant(const Escalation& escalation) {
  const std::string_view steps = escalation.methods.front()->steps;
  const int action = estate::FindPrivilege(steps.substr(0, steps.find(' ')));
  for (const EscalationGrant& grant : escalation.grants) {
    if (grant.actions.Has(action)) return grant;
  }
  return escalation.grants.front();
}

constexpr size_t kMostGrants = 8;

// Whether the rule of this family speaks of it. Who may change or run things by name may do so as
// every deployment does; whether one of them has a role that may do more is not in the policies.
bool IsFor(const Escalation& escalation, const EscalationWords& words) {
  if (escalation.family != words.family) return false;
  return escalation.family != graph::EscalationFamily::kExistingRole ||
         escalation.note != EscalationNote::kNotEverywhere;
}

// Whether the roles that may be passed are named: then it is how a service is set up, and what they
// may do is not in this policy.
bool PassesNamedRoles(const policy::Document& document, const Escalation& escalation) {
  if (escalation.family != graph::EscalationFamily::kNewRole) return false;
  return std::none_of(document.statements.begin(), document.statements.end(),
                      [](const policy::Statement& statement) {
                        return FindAnyRole(statement, "iam:PassRole", "role/\x01").has_value();
                      });
}

}  // namespace

void ReportDocument(const engine::DocumentContext& context, const EscalationWords& words,
                    engine::Reporter& report) {
  // A managed policy of a dump is judged with those that it is attached to.
  if (context.owner.is_entity || !context.owner.arn.empty()) return;
  const policy::Document& document = context.document;
  auto statement_of = [&document](const EscalationGrant& grant) -> const policy::Statement& {
    return *std::find_if(document.statements.begin(), document.statements.end(),
                         [&](const auto& one) { return one.index == grant.statement; });
  };
  // The action as written that grants a step, else the statement.
  auto span_of = [&](const EscalationGrant& grant) {
    const policy::Statement& statement = statement_of(grant);
    for (const policy::Text& action : statement.action.items) {
      if (action.known && !(estate::CoveredPrivileges(action.value) & grant.actions).empty()) {
        return action.span;
      }
    }
    return statement.not_action.present ? statement.not_action.key_span : statement.span;
  };
  for (const Escalation& escalation : context.escalations.Of()) {
    if (!IsFor(escalation, words)) continue;
    const EscalationGrant& telling = TellingGrant(escalation);
    engine::FindingBuilder finding = report.Report(
        span_of(telling), fmt::format("a principal with this policy can {}: {}{}", words.can,
                                      Ways(escalation), NoteOf(escalation)));
    if (escalation.certainty == graph::Certainty::kLow || PassesNamedRoles(document, escalation)) {
      finding.Level(engine::Level::kSuggestion);
    }
    finding.Confidence(ConfidenceOf(escalation.certainty))
        .Label(Granted(telling))
        .Help(Help(escalation, words));
    size_t related = 0;
    for (const EscalationGrant& grant : escalation.grants) {
      if (&grant == &telling || ++related > kMostGrants) continue;
      finding.Related(span_of(grant), Granted(grant));
    }
  }
}

namespace {

// Where the finding about these holders is: at the statement, or, where a policy of AWS's own is
// only in another input, with the first holder.
bool IsElsewhere(const Escalation& escalation, const EscalationGrant& grant) {
  return grant.aws_managed && grant.place.file != escalation.holders.front()->place.file;
}

// What makes another finding of it: the account. Where and when the statements grant it is in the
// evidence; of those that the finding does not name, it is told here.
std::string DistinctionOf(const Escalation& escalation) {
  std::string text(escalation.holders.front()->account);
  for (size_t i = kMostGrants; i < escalation.grants.size(); ++i) {
    const EscalationGrant& grant = escalation.grants[i];
    if (grant.source == nullptr) continue;
    text += grant.source->not_resource ? "\n!" : "\n";
    std::vector<std::string_view> resources(grant.source->resources.begin(),
                                            grant.source->resources.end());
    std::sort(resources.begin(), resources.end());
    for (std::string_view resource : resources) text.append(resource).append(" ");
    text += grant.source->condition;
  }
  return text;
}

void ReportOne(const Escalation& escalation, const EscalationWords& words,
               engine::Reporter& report) {
  const EscalationGrant& telling = TellingGrant(escalation);
  const std::vector<const estate::Entity*>& holders = escalation.holders;
  const bool elsewhere = IsElsewhere(escalation, telling);
  engine::FindingBuilder finding =
      report.Report(elsewhere ? holders.front()->place : telling.place,
                    fmt::format("{} can {}: {}{}{}", Who(escalation), Can(escalation, words),
                                Ways(escalation), Then(escalation), NoteOf(escalation)));
  if (escalation.certainty == graph::Certainty::kLow) finding.Level(engine::Level::kSuggestion);
  finding.Confidence(ConfidenceOf(escalation.certainty))
      .Label(elsewhere ? "has these permissions" : Granted(telling))
      .Help(Help(escalation, words))
      .Distinct(DistinctionOf(escalation));
  for (const estate::Entity* holder : holders) {
    if (elsewhere && holder == holders.front()) continue;
    finding.Related(holder->place, holders.size() == 1 ? "has these permissions"
                                                       : Named(*holder) + " has these permissions");
  }
  size_t related = 0;
  for (const EscalationGrant& grant : escalation.grants) {
    if ((&grant == &telling && !elsewhere) || ++related > kMostGrants) continue;
    finding.Related(grant.place, Granted(grant));
  }
  if (escalation.freed != nullptr) {
    finding.Related(escalation.freed->place, "what restricts this role restricts nobody");
  }
  if (escalation.role != nullptr) {
    finding.Related(escalation.role->place, "a role that trusts the service and may do more");
  }
}

}  // namespace

void ReportEstate(const engine::EstateContext& context, const EscalationWords& words,
                  engine::Reporter& report) {
  for (const Escalation& escalation : context.escalations) {
    if (IsFor(escalation, words)) ReportOne(escalation, words, report);
  }
}

}  // namespace rolelint::rules
