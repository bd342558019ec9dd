#ifndef ROLELINT_TESTS_PROVER_DUEL_H_
#define ROLELINT_TESTS_PROVER_DUEL_H_

// `rolelint prove --cases` against the oracle, question by question.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/oracle/z3_oracle.h"

namespace rolelint::prover {

struct Question {
  std::string name;  // for messages
  std::string question = "no-new-access";
  oracle::PolicyKind kind = oracle::PolicyKind::kIdentity;
  nlohmann::json a, b;  // no-new-access: old, new; questions about one policy: a
  std::vector<std::string> actions, resources;
};

// What rolelint answers to each question, in order; an error is an answer without "result".
std::vector<nlohmann::json> AskRolelint(const std::vector<Question>& questions);
oracle::Answer AskOracle(const Question& question, const oracle::OracleOptions& options);

struct Tally {
  int questions = 0, both_proved = 0, both_refuted = 0;
  int rolelint_unknown = 0, oracle_unknown = 0, both_unknown = 0;
  int witnesses_replayed = 0, witnesses_not_encodable = 0, witnesses_unreal = 0;
  int witnesses_ownerless = 0;         // of AsksForUntoldOwner
  std::map<std::string, int> reasons;  // of the oracle's unknowns
  std::vector<double> oracle_ms;
  std::vector<std::string> disagreements;

  std::string Summary() const;
};

// Compares all answers and replays rolelint's witnesses in the oracle. Pairs that disagree are told
// shrunk.
Tally Duel(const std::vector<Question>& questions, const oracle::OracleOptions& options);

}  // namespace rolelint::prover

#endif  // ROLELINT_TESTS_PROVER_DUEL_H_
