#include "tests/prover/duel.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <sstream>

#include "tests/oracle/naive_evaluator.h"
#include "tests/oracle/policy_mutator.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::prover {
namespace {

using nlohmann::json;
using oracle::Answer;
using oracle::OracleOptions;
using oracle::PolicyKind;
using oracle::Result;

std::string_view KindName(PolicyKind kind) {
  return kind == PolicyKind::kIdentity   ? "identity"
         : kind == PolicyKind::kResource ? "resource"
                                         : "trust";
}

bool NamesResourceAccount(const Question& question) {
  static const re2::RE2 kKey("(?i)aws:ResourceAccount");
  return re2::RE2::PartialMatch(question.a.dump() + question.b.dump(), kKey);
}

// A principal of a partition or an account that cannot be, or a resource of such an account where
// that is asked for.
bool HasUnrealAccount(const Question& question, const json& witness) {
  static const re2::RE2 kAccount("[0-9]{12}");
  if (witness.contains("resource_account") && NamesResourceAccount(question) &&
      !re2::RE2::FullMatch(witness.value("resource_account", ""), kAccount)) {
    return true;
  }
  const json principal = witness.value("principal", json());
  if (!principal.is_string() || principal == "anonymous") return false;
  static const re2::RE2 kReal("arn:aws(-cn|-us-gov)?:[^:]*:[^:]*:[0-9]{12}:.*");
  return !re2::RE2::FullMatch(principal.get<std::string>(), kReal);
}

// Of "*", of a bucket and of other resources whose ARN names no account rolelint and the naive
// evaluator know no owner: aws:ResourceAccount is absent to them, and there to Z3's encoding, since
// AWS says that most requests have it (docs/accuracy.md).
bool AsksForUntoldOwner(const Question& question, const json& witness) {
  static const re2::RE2 kNoAccount("\\*|arn:[^:]*:[^:]*:[^:]*::.*");
  return !witness.contains("resource_account") &&
         re2::RE2::FullMatch(witness.value("resource", ""), kNoAccount) &&
         NamesResourceAccount(question);
}

// Whether the naive evaluator finds that the witness refutes the question.
bool Refutes(const Question& question, const json& witness) {
  std::string_view kind = KindName(question.kind);
  bool a = naive::Allows(question.a, witness, kind);
  if (question.question == "no-new-access") return !a && naive::Allows(question.b, witness, kind);
  if (question.question == "equivalent") return a != naive::Allows(question.b, witness, kind);
  return a;
}

// What is wrong with the answers, or nothing.
std::string Difference(const Question& question, const json& theirs, const Answer& ours,
                       const OracleOptions& options, Tally* tally) {
  std::string result = theirs.value("result", "");
  if (ours.result == Result::kRefuted && !Refutes(question, ours.witness)) {
    return "the naive evaluator does not take Z3's witness " + ours.witness.dump();
  }
  // Such a witness settles nothing: the oracles know accounts of twelve digits in AWS's partitions.
  if (result == "refuted" && HasUnrealAccount(question, theirs["witness"])) {
    ++tally->witnesses_unreal;
    return {};
  }
  if (result == "refuted" && !Refutes(question, theirs["witness"])) {
    return "the naive evaluator does not take rolelint's witness " + theirs["witness"].dump();
  }
  if (result.empty()) return "no answer: " + theirs.dump();
  if (result == "unknown") return {};
  if (ours.result != Result::kUnknown && result != oracle::ResultName(ours.result)) {
    return fmt::format("rolelint {}, Z3 {}; witness {}", result, oracle::ResultName(ours.result),
                       result == "refuted" ? theirs["witness"].dump() : ours.witness.dump());
  }
  if (result != "refuted") return {};

  if (AsksForUntoldOwner(question, theirs["witness"])) {
    ++tally->witnesses_ownerless;
    return {};
  }
  // The witness must be allowed by the one and, where there are two, not by the other.
  const json& witness = theirs["witness"];
  const json& granting = question.question == "no-new-access" ? question.b : question.a;
  Answer granted = oracle::NotAllowed(granting, question.kind, witness, options);
  bool pair = question.question == "no-new-access" || question.question == "equivalent";
  Answer before;
  before.result = Result::kProved;
  if (pair) {
    const json& other = question.question == "no-new-access" ? question.a : question.b;
    before = oracle::NotAllowed(other, question.kind, witness, options);
  }
  if (granted.result == Result::kUnknown || before.result == Result::kUnknown) {
    ++tally->witnesses_not_encodable;
    ++tally->reasons["witness: " + granted.reason + before.reason];
    return {};
  }
  ++tally->witnesses_replayed;
  bool holds = granted.result == Result::kRefuted && before.result == Result::kProved;
  if (question.question == "equivalent") holds = granted.result != before.result;
  return holds ? "" : "Z3 does not take rolelint's witness " + witness.dump();
}

std::string Shrunk(const Question& question, const std::string& found,
                   const OracleOptions& options) {
  if (question.b.is_null()) {
    return fmt::format("{} ({}, {})\n  {}\n  a: {}\n", question.name, question.question,
                       KindName(question.kind), found, question.a.dump());
  }
  auto fails = [&](const oracle::PolicyPair& pair) {
    Question smaller = question;
    smaller.a = pair.first;
    smaller.b = pair.second;
    Tally ignored;
    std::vector<json> theirs = AskRolelint({smaller});
    return !Difference(smaller, theirs[0], AskOracle(smaller, options), options, &ignored).empty();
  };
  oracle::PolicyPair pair = oracle::Shrink({question.a, question.b}, fails);
  Question smaller = question;
  smaller.a = pair.first;
  smaller.b = pair.second;
  Tally ignored;
  std::string difference = Difference(smaller, AskRolelint({smaller})[0],
                                      AskOracle(smaller, options), options, &ignored);
  return fmt::format("{} ({}, {})\n  {}\n  a: {}\n  b: {}\n", question.name, question.question,
                     KindName(question.kind), difference.empty() ? found : difference,
                     pair.first.dump(), pair.second.dump());
}

}  // namespace

std::vector<json> AskRolelint(const std::vector<Question>& questions) {
  support::RunOptions run;
  for (size_t i = 0; i < questions.size(); ++i) {
    const Question& question = questions[i];
    json line = {{"id", std::to_string(i)},
                 {"question", question.question},
                 {"kind", KindName(question.kind)},
                 {"a", question.a},
                 {"universe", "strings"}};
    if (!question.b.is_null()) line["b"] = question.b;
    if (!question.actions.empty()) line["actions"] = question.actions;
    if (!question.resources.empty()) line["resources"] = question.resources;
    run.input += line.dump() + "\n";
  }
  support::RunResult result =
      support::RunProgram(support::Program(), {"prove", "--cases", "-"}, run);
  std::vector<json> answers(questions.size(), json{{"error", result.err}});
  std::istringstream lines(result.out);
  for (std::string line; std::getline(lines, line);) {
    json answer = json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (!answer.is_object() || !answer.contains("id")) continue;
    size_t index = std::stoul(answer["id"].get<std::string>());
    if (index < answers.size()) answers[index] = std::move(answer);
  }
  return answers;
}

Answer AskOracle(const Question& question, const OracleOptions& options) {
  if (question.question == "equivalent") {
    return oracle::Equivalent(question.a, question.b, question.kind, options);
  }
  if (question.question == "not-granted") {
    return oracle::NotGranted(question.a, question.kind, question.actions, question.resources,
                              options);
  }
  if (question.question == "not-public") {
    return oracle::NotPublic(question.a, question.kind, options);
  }
  return oracle::NoNewAccess(question.a, question.b, question.kind, options);
}

Tally Duel(const std::vector<Question>& questions, const OracleOptions& options) {
  Tally tally;
  std::vector<json> theirs = AskRolelint(questions);
  for (size_t i = 0; i < questions.size(); ++i) {
    Answer ours = AskOracle(questions[i], options);
    std::string result = theirs[i].value("result", "");
    ++tally.questions;
    tally.oracle_ms.push_back(ours.milliseconds);
    bool unknown = ours.result == Result::kUnknown;
    if (unknown) ++tally.reasons[ours.reason];
    if (unknown && result == "unknown") {
      ++tally.both_unknown;
    } else if (unknown) {
      ++tally.oracle_unknown;
    } else if (result == "unknown") {
      ++tally.rolelint_unknown;
      ++tally.reasons["rolelint: " + theirs[i].value("reason", "")];
    } else if (result == oracle::ResultName(ours.result)) {
      ++(ours.result == Result::kProved ? tally.both_proved : tally.both_refuted);
    }
    std::string found = Difference(questions[i], theirs[i], ours, options, &tally);
    if (found.empty()) continue;
    // Shrinking asks often; after a few the rest is likely the same.
    tally.disagreements.push_back(tally.disagreements.size() < 5
                                      ? Shrunk(questions[i], found, options)
                                      : questions[i].name + " too\n");
  }
  return tally;
}

std::string Tally::Summary() const {
  std::vector<double> sorted = oracle_ms;
  std::sort(sorted.begin(), sorted.end());
  auto at = [&](double share) {
    if (sorted.empty()) return 0.0;
    return sorted[static_cast<size_t>(share * static_cast<double>(sorted.size() - 1))];
  };
  std::string text = fmt::format(
      "{} questions: both proved {}, both refuted {}, unknown to rolelint {}, to Z3 {}, to both "
      "{}; "
      "{} witnesses replayed, {} beyond Z3, {} of no account number, {} about an owner that is not "
      "told; "
      "{} disagreements; Z3 {:.1f} "
      "ms median, {:.1f} ms p90, "
      "{:.1f} ms worst\n",
      questions, both_proved, both_refuted, rolelint_unknown, oracle_unknown, both_unknown,
      witnesses_replayed, witnesses_not_encodable, witnesses_unreal, witnesses_ownerless,
      disagreements.size(), at(0.5), at(0.9), at(1.0));
  for (const auto& [reason, count] : reasons) text += fmt::format("  {} × {}\n", count, reason);
  return text;
}

}  // namespace rolelint::prover
