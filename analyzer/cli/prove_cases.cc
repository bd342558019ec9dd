#include "analyzer/cli/prove_cases.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <nlohmann/json.hpp>

#include "analyzer/cli/case_line.h"
#include "analyzer/cli/proof_json.h"
#include "analyzer/cli/prove_question.h"
#include "analyzer/policy/parser.h"
#include "analyzer/policy/refusal.h"
#include "analyzer/report/json_values.h"

namespace rolelint::cli {
namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

constexpr std::string_view kFields[] = {
    "id",
    "question",
    "a",
    "b",
    "kind",
    "universe",
    "resource_type",
    "actions",
    "resources",
    "except_actions",
    "except_resources",
};

// A mistyped field would ask another question.
void FailOnUnknownFields(json::Value root, CaseLine* line) {
  for (json::Value member : root) {
    if (std::find(std::begin(kFields), std::end(kFields), member.key()) == std::end(kFields)) {
      line->Fail("unknown field \"" + std::string(member.key()) + "\"");
    }
  }
}

// The kind that a question names, else what its resource type or its policies say.
policy::Kind KindOf(json::Value root, CaseLine* line) {
  const std::string_view type = root.Find("resource_type").str();
  const std::vector<std::string>& types = PublicResourceTypes();
  if (!type.empty() && std::find(types.begin(), types.end(), type) == types.end()) {
    line->Fail("resource_type: unknown: " + std::string(type));
  }
  const json::Value word = root.Find("kind");
  if (word.is_string()) {
    if (const std::optional<policy::Kind> kind = policy::ParseKind(word.str())) return *kind;
    line->Fail("kind: unknown: " + std::string(word.str()));
  }
  if (type == "AWS::IAM::AssumeRolePolicyDocument") return policy::Kind::kTrust;
  if (!type.empty()) return policy::Kind::kResource;
  for (std::string_view name : {"a", "b"}) {
    const json::Value value = root.Find(name);
    if (value.is_object()) return policy::InferKind(value);
  }
  return policy::Kind::kIdentity;
}

void FailOnRefusal(const policy::Document* document, std::string_view name, CaseLine* line) {
  if (document == nullptr) return;
  if (const std::optional<policy::Refusal> refusal = policy::FindRefusal(*document)) {
    line->Fail(std::string(name) + ": not a valid policy: " + refusal->reason);
  }
}

// What a policy is by its content, where neither the question nor a resource type says it.
bool SameKind(json::Value root) {
  if (root.Find("kind") || root.Find("resource_type")) return true;
  const json::Value a = root.Find("a");
  const json::Value b = root.Find("b");
  return !a.is_object() || !b.is_object() || policy::InferKind(a) == policy::InferKind(b);
}

logic::AskedAccess ReadAsked(json::Value root, CaseLine* line) {
  logic::AskedAccess asked;
  asked.actions = line->Strings(root.Find("actions"), "actions");
  asked.resources = line->Strings(root.Find("resources"), "resources");
  asked.except_actions = line->Strings(root.Find("except_actions"), "except_actions");
  asked.except_resources = line->Strings(root.Find("except_resources"), "except_resources");
  return asked;
}

Json StatementList(const logic::Witness& witness, const logic::CompiledPolicy* a,
                   const policy::Document* document_a, const policy::Document* document_b) {
  Json list = Json::array();
  for (const logic::Responsible& responsible : witness.statements) {
    const bool of_a = responsible.policy == a;
    const policy::Statement& source = *responsible.statement->source;
    const policy::Document& document = of_a ? *document_a : *document_b;
    list.push_back({{"policy", of_a ? "a" : "b"},
                    {"pointer", StatementPointer(*responsible.statement, document)},
                    {"sid", source.has_sid ? Json(std::string(source.sid.value)) : Json()}});
  }
  return list;
}

Json AnswerProveLine(CaseLine* line, const catalog::Catalog& catalog) {
  Json answer;
  answer["id"] = Json::parse(line->id(), nullptr, false);
  auto failed = [&] {
    answer["result"] = "unknown";
    answer["reason"] = "invalid-input";
    answer["error"] = line->error()->message;
    return answer;
  };
  if (line->error()) return failed();
  const json::Value root = line->root();
  const std::string_view question = root.Find("question").str();
  const bool two = question == "no-new-access" || question == "equivalent";
  if (!two && question != "not-granted" && question != "not-public") {
    line->Fail("question: not one of no-new-access, not-granted, not-public, equivalent");
    return failed();
  }
  FailOnUnknownFields(root, line);
  policy::Kind kind = KindOf(root, line);
  if (two && !SameKind(root))
    line->Fail("a and b are of different kinds; \"kind\" says what they are");
  if (question == "not-public" && !root.Find("kind")) {
    if (kind == policy::Kind::kIdentity) kind = policy::Kind::kResource;
  }
  if (question == "not-public" && kind != policy::Kind::kResource && kind != policy::Kind::kTrust) {
    line->Fail("not-public is about resource policies and trust policies");
  }
  if (!two && root.Find("b")) line->Fail("b: " + std::string(question) + " is about one policy");
  const policy::Document* document_a = line->Member(root, "a", kind);
  const policy::Document* document_b = two ? line->Member(root, "b", kind) : nullptr;
  if (!line->error() && document_a == nullptr) line->Fail("a: missing");
  if (!line->error() && two && document_b == nullptr) line->Fail("b: missing");
  FailOnRefusal(document_a, "a", line);
  FailOnRefusal(document_b, "b", line);
  const logic::AskedAccess asked = ReadAsked(root, line);
  if (question == "not-granted") {
    if (const std::string wrong = WrongQuestion(asked); !wrong.empty()) line->Fail(wrong);
  }
  logic::ProofOptions options;
  const std::string_view universe = root.Find("universe").str();
  if (universe == "catalog") {
    options.universe = logic::Universe::kCatalog;
  } else if (!universe.empty() && universe != "strings") {
    line->Fail("universe: strings or catalog");
  }
  if (line->error()) return failed();

  const Clock::time_point start = Clock::now();
  logic::Prover prover(catalog);
  const logic::CompiledPolicy* a = prover.Add(*document_a);
  const logic::CompiledPolicy* b = two ? prover.Add(*document_b) : nullptr;
  logic::Proof proof;
  if (question == "no-new-access") {
    proof = prover.NoNewAccess(*a, *b, options);
  } else if (question == "equivalent") {
    proof = prover.Equivalent(*a, *b, options);
  } else if (question == "not-granted") {
    proof = prover.NotGranted(*a, asked, options);
  } else {
    proof = prover.NotPublic(*a, options);
  }
  const auto elapsed =
      std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count();

  answer["result"] = logic::ConclusionName(proof.conclusion);
  answer["reason"] = proof.reason == logic::Reason::kNone
                         ? Json()
                         : Json(std::string(logic::ReasonName(proof.reason)));
  if (proof.witnesses.empty()) {
    answer["witness"] = Json();
    answer["statements"] = Json::array();
  } else {
    answer["witness"] = RequestObject(proof.witnesses[0].request);
    answer["statements"] = StatementList(proof.witnesses[0], a, document_a, document_b);
  }
  answer["assumptions"] = Assumptions(options, catalog);
  constexpr double kNanoseconds = 1000.0;
  answer["stats"] = {{"elapsed_us", static_cast<double>(elapsed) / kNanoseconds},
                     {"action_classes", proof.stats.classes},
                     {"steps", proof.stats.steps},
                     {"atoms", proof.stats.atoms}};
  return answer;
}

}  // namespace

Json ProveCase(std::string line, const catalog::Catalog& catalog) {
  const std::unique_ptr<CaseLine> read = CaseLine::Read(std::move(line));
  return AnswerProveLine(read.get(), catalog);
}

int ProveCases(const std::string& path, const catalog::Catalog& catalog, const Streams& streams) {
  int status = kOk;
  std::string error;
  const bool read = ForEachLine(path, &error, [&](size_t number, std::string text) {
    const std::unique_ptr<CaseLine> line = CaseLine::Read(std::move(text));
    const Json answer = AnswerProveLine(line.get(), catalog);
    if (line->error()) {
      status = kError;
      Fail(streams, path + ":" + std::to_string(number) + ": " + line->error()->message);
    }
    streams.out << report::Dump(answer) << '\n';
  });
  streams.out.flush();
  return read ? status : Fail(streams, error);
}

}  // namespace rolelint::cli
