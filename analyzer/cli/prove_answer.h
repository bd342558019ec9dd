#ifndef ROLELINT_CLI_PROVE_ANSWER_H_
#define ROLELINT_CLI_PROVE_ANSWER_H_

// One answered question about policies in files: the proof, and the places that it speaks of.

#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/cli/policy_file.h"
#include "analyzer/cli/prove_arguments.h"
#include "analyzer/engine/check.h"
#include "analyzer/logic/new_access.h"
#include "analyzer/logic/prove.h"

namespace rolelint::cli {

// A statement that lets a witness through.
struct StatementPlace {
  const policy::Statement* statement = nullptr;
  uint32_t policy = 0;         // among Answer::policies
  std::string pointer;         // within the policy
  engine::Location location;   // of the statement
  std::string policy_pointer;  // scratch of resolving
};

struct WitnessAnswer {
  const logic::Witness* witness = nullptr;
  std::vector<StatementPlace> statements;
  // The same for people: at the element that lists the action.
  engine::Finding finding;
};

struct ProvePolicy {
  const ChosenPolicy* chosen = nullptr;
  const logic::CompiledPolicy* compiled = nullptr;
  std::string file;  // as reports print it
};

struct Answer {
  Question question = Question::kNoNewAccess;
  std::vector<ProvePolicy> policies;
  logic::ProofOptions options;
  logic::Proof proof;
  double elapsed_us = 0;
  std::string resource_type;
  std::string catalog_date;
  // Of a question about all that a principal may do: who, and the exports that are compared.
  std::string principal;
  std::vector<std::string> names;
  std::vector<WitnessAnswer> witnesses;
  std::vector<std::string> assumptions;
  std::optional<logic::NewAccess> summary;
  std::vector<engine::InputSummary> inputs;
};

// "no-new-access".
std::string_view QuestionName(Question question);
// What is proved, and what refutes it, as sentences without full stop.
std::string Claim(const Answer& answer);
std::string Refutation(const Answer& answer);
// Why it is unknown, as a sentence.
std::string_view ReasonText(logic::Reason reason);
// "arn:… may s3:GetObject on arn:…, when aws:SourceIp is 198.51.100.1".
std::string RequestText(const logic::Request& request);
// Who asks, as text; "an anonymous caller".
std::string PrincipalText(const logic::Principal& principal);

// The rule-like descriptor under which a refuted proof is a finding.
const engine::Rule& RuleOf(Question question);

// Fills the witnesses with their places.
void Locate(std::vector<engine::ReadInputState>* inputs, Answer* answer);

void WriteProofText(const Answer& answer, const ProveArguments& arguments, bool color,
                    std::ostream& out);
void WriteProofJson(const Answer& answer, std::ostream& out);
void WriteProofSarif(const Answer& answer, bool unknown_passes, std::ostream& out);
void WriteProofAsAws(const Answer& answer, std::ostream& out);
// The witnesses as lines for `simulate --cases`: what the evaluator must call allowed and not.
void WriteReplay(const Answer& answer, std::ostream& out);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_PROVE_ANSWER_H_
