#include "analyzer/cli/prove_answer.h"

#include <fmt/format.h>

#include "analyzer/cli/proof_json.h"
#include "analyzer/cli/statement_place.h"
#include "analyzer/engine/resolve.h"
#include "analyzer/engine/rule.h"

namespace rolelint::cli {
namespace {

engine::Finding MakeFinding(const Answer& answer, const WitnessAnswer& one) {
  const logic::Request& request = one.witness->request;
  engine::Finding finding;
  finding.rule = &RuleOf(answer.question);
  finding.level = finding.rule->level;
  finding.message = fmt::format("{}: {}", Refutation(answer), RequestText(request));
  bool first = true;
  for (const StatementPlace& place : one.statements) {
    const policy::Statement& statement = *place.statement;
    const ChosenPolicy& chosen = *answer.policies[place.policy].chosen;
    auto related = [&](text::Span span, std::string label) {
      if (span.empty()) return;
      engine::Related& entry = finding.related.emplace_back();
      entry.place = chosen.PlaceOf(span);
      entry.label = std::move(label);
    };
    const std::string lists = fmt::format("allows {}", ShownPart(request.action));
    if (first) {
      const text::Span action = ActionSpan(statement, request);
      finding.place = chosen.PlaceOf(action.empty() ? statement.span : action);
      finding.label = lists;
      related(ResourceSpan(statement, request), fmt::format("on {}", ShownPart(request.resource)));
      related(PrincipalSpan(statement, request),
              fmt::format("to {}", ShownPart(PrincipalText(request.principal))));
      if (!statement.conditions.empty()) related(statement.condition_key_span, "which holds");
    } else {
      related(ActionSpan(statement, request), lists + " too");
    }
    first = false;
  }
  // Without a statement to blame there is still the policy.
  if (first && !answer.policies.empty()) {
    const ChosenPolicy& chosen = *answer.policies.back().chosen;
    finding.place = chosen.PlaceOf(chosen.document().span);
  }
  return finding;
}

}  // namespace

std::string_view QuestionName(Question question) {
  switch (question) {
    case Question::kNoNewAccess:
      return "no-new-access";
    case Question::kNotGranted:
      return "not-granted";
    case Question::kNotPublic:
      return "not-public";
    case Question::kEquivalent:
      return "equivalent";
  }
  return {};
}

std::string Claim(const Answer& answer) {
  if (!answer.principal.empty()) {
    return answer.question == Question::kNoNewAccess
               ? fmt::format("{} may do nothing by {} that it may not by {}", answer.principal,
                             answer.names[1], answer.names[0])
               : fmt::format("{} may do nothing of what is asked", answer.principal);
  }
  const std::string& first = answer.policies[0].file;
  switch (answer.question) {
    case Question::kNoNewAccess:
      return fmt::format("{} allows nothing that {} does not", answer.policies[1].file, first);
    case Question::kNotGranted:
      return fmt::format("{} allows nothing of what is asked", first);
    case Question::kNotPublic:
      return fmt::format("{} keeps out everyone it does not know", first);
    case Question::kEquivalent:
      return fmt::format("{} and {} allow the same", first, answer.policies[1].file);
  }
  return {};
}

std::string Refutation(const Answer& answer) {
  if (!answer.principal.empty()) {
    return answer.question == Question::kNoNewAccess
               ? fmt::format("{} may do by {} what it may not by {}", answer.principal,
                             answer.names[1], answer.names[0])
               : fmt::format("{} may do some of what is asked", answer.principal);
  }
  const std::string& first = answer.policies[0].file;
  switch (answer.question) {
    case Question::kNoNewAccess:
      return fmt::format("{} allows what {} does not", answer.policies[1].file, first);
    case Question::kNotGranted:
      return fmt::format("{} allows some of what is asked", first);
    case Question::kNotPublic:
      return fmt::format("{} allows public access", first);
    case Question::kEquivalent: {
      // Either may be the one that allows more.
      bool of_second = true;
      if (!answer.proof.witnesses.empty() && !answer.proof.witnesses[0].statements.empty()) {
        of_second = answer.proof.witnesses[0].statements[0].policy == answer.policies[1].compiled;
      }
      return fmt::format("{} allows what {} does not", answer.policies[of_second ? 1 : 0].file,
                         answer.policies[of_second ? 0 : 1].file);
    }
  }
  return {};
}

std::string_view ReasonText(logic::Reason reason) {
  switch (reason) {
    case logic::Reason::kNone:
      return "";
    case logic::Reason::kUnresolved:
      return "a part of the policies is not known (a template's placeholder, a policy that is not "
             "in "
             "the input), and the answer hangs on it";
    case logic::Reason::kCorrelated:
      return "policy variables tie parts of the request together in a way that is not decided";
    case logic::Reason::kLimit:
      return "the policies combine in too many ways to look at all of them";
  }
  return "";
}

std::string PrincipalText(const logic::Principal& principal) {
  return principal.kind == logic::Principal::Kind::kAnonymous ? "an anonymous caller"
                                                              : principal.text;
}

std::string RequestText(const logic::Request& request) {
  std::string text = fmt::format("{} may {} on {}", ShownPart(PrincipalText(request.principal)),
                                 ShownPart(request.action), ShownPart(request.resource));
  std::string_view joint = ", when ";
  for (const logic::ContextValue& value : request.context) {
    text += fmt::format("{}{} is {}", joint, value.key,
                        ShownPart(fmt::to_string(fmt::join(value.values, ", "))));
    joint = " and ";
  }
  return text;
}

void Locate(std::vector<engine::ReadInputState>* inputs, Answer* answer) {
  for (const logic::Witness& witness : answer->proof.witnesses) {
    WitnessAnswer& one = answer->witnesses.emplace_back();
    one.witness = &witness;
    for (const logic::Responsible& responsible : witness.statements) {
      StatementPlace& place = one.statements.emplace_back();
      while (answer->policies[place.policy].compiled != responsible.policy) ++place.policy;
      place.statement = responsible.statement->source;
      place.pointer = StatementPointer(*responsible.statement,
                                       answer->policies[place.policy].chosen->document());
    }
    one.finding = MakeFinding(*answer, one);
  }
  std::vector<engine::Finding> findings;
  std::vector<engine::LooseEnd> loose_ends;
  for (WitnessAnswer& one : answer->witnesses) {
    findings.push_back(std::move(one.finding));
    for (StatementPlace& place : one.statements) {
      const ChosenPolicy& chosen = *answer->policies[place.policy].chosen;
      loose_ends.push_back(
          {chosen.PlaceOf(place.statement->span), &place.location, &place.policy_pointer});
    }
  }
  std::vector<engine::RunError> errors;
  engine::Resolve(inputs, engine::CheckOptions(), 1, &loose_ends, &findings, &errors);
  for (size_t i = 0; i < findings.size(); ++i) {
    answer->witnesses[i].finding = std::move(findings[i]);
  }
  for (const engine::ReadInputState& input : *inputs) {
    engine::InputSummary& summary = answer->inputs.emplace_back();
    summary.file = input.spec.display_name;
    summary.format = input.result.format;
    summary.encoding = input.encoding;
    summary.policies = input.result.policies;
  }
}

}  // namespace rolelint::cli
