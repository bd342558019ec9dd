#include "analyzer/cli/simulate_cases.h"

#include <nlohmann/json.hpp>

#include "analyzer/cli/case_line.h"
#include "analyzer/logic/simulation.h"
#include "analyzer/report/json_values.h"

namespace rolelint::cli {
namespace {

using Json = nlohmann::ordered_json;
using logic::RequestPolicies;

// The policies of one line, compiled.
class LinePolicies {
 public:
  LinePolicies(CaseLine* line, const catalog::Catalog& catalog)
      : line_(*line), vocabulary_(catalog), compiler_(&vocabulary_) {}

  void Read(json::Value policies) {
    Add(policies.Find("identity"), "identity", policy::Kind::kIdentity, &policies_.identity);
    Add(policies.Find("boundary"), "boundary", policy::Kind::kBoundary, &policies_.boundary);
    Add(policies.Find("session"), "session", policy::Kind::kSession, &policies_.session);
    Add(policies.Find("vpc_endpoint"), "vpc_endpoint", policy::Kind::kResource,
        &policies_.vpc_endpoint);
    AddLevels(policies.Find("scp"), "scp", policy::Kind::kScp, &policies_.scp);
    AddLevels(policies.Find("rcp"), "rcp", policy::Kind::kRcp, &policies_.rcp);
    const policy::Document* trust = line_.Member(policies, "trust", policy::Kind::kTrust);
    const policy::Document* resource = line_.Member(policies, "resource", policy::Kind::kResource);
    if (trust != nullptr && resource != nullptr) line_.Fail("both trust and resource are given");
    if (trust != nullptr) policies_.resource = Compile(*trust);
    if (resource != nullptr) policies_.resource = Compile(*resource);
  }

  const RequestPolicies& policies() const { return policies_; }
  const logic::Vocabulary& vocabulary() const { return vocabulary_; }

 private:
  const logic::CompiledPolicy* Compile(const policy::Document& document) {
    return &compiled_.emplace_back(compiler_.Compile(document));
  }
  void Add(json::Value list, std::string_view name, policy::Kind kind, RequestPolicies::List* out) {
    for (const policy::Document* document : line_.Members(list, name, kind)) {
      out->push_back(Compile(*document));
    }
  }
  // A list of levels; a list of policies is one level.
  void AddLevels(json::Value levels, std::string_view name, policy::Kind kind,
                 std::vector<RequestPolicies::List>* out) {
    if (!levels.is_array() || levels.size() == 0) return;
    if (!(*levels.begin()).is_array()) {
      Add(levels, name, kind, &out->emplace_back());
      return;
    }
    for (json::Value level : levels) Add(level, name, kind, &out->emplace_back());
  }

  CaseLine& line_;
  logic::Vocabulary vocabulary_;
  logic::Compiler compiler_;
  std::deque<logic::CompiledPolicy> compiled_;
  RequestPolicies policies_;
};

std::string SourceName(const logic::Cause& cause) {
  using Source = logic::Cause::Source;
  auto numbered = [&](std::string_view name) {
    return std::string(name) + "[" + std::to_string(cause.policy) + "]";
  };
  auto levelled = [&](std::string_view name) {
    return std::string(name) + "[" + std::to_string(cause.level) + "][" +
           std::to_string(cause.policy) + "]";
  };
  switch (cause.source) {
    case Source::kIdentity:
      return numbered("identity");
    case Source::kResource:
      return "resource";
    case Source::kBoundary:
      return numbered("boundary");
    case Source::kSession:
      return numbered("session");
    case Source::kScp:
      return levelled("scp");
    case Source::kRcp:
      return levelled("rcp");
    case Source::kVpcEndpoint:
      return numbered("vpc_endpoint");
  }
  return {};
}

logic::Circumstances ReadCircumstances(json::Value root) {
  logic::Circumstances circumstances;
  circumstances.principal_account_is_management =
      root.Find("principal_account_is_management").truth();
  circumstances.resource_account_is_management =
      root.Find("resource_account_is_management").truth();
  const json::Value block = root.Find("block_public_access");
  circumstances.restrict_public_buckets =
      block.Find("RestrictPublicBuckets").truth() || block.Find("restrict_public_buckets").truth();
  return circumstances;
}

Json AnswerSimulateLine(CaseLine* line, const catalog::Catalog& catalog) {
  Json answer;
  answer["id"] = Json::parse(line->id(), nullptr, false);
  auto failed = [&] {
    answer["error"] = line->error()->message;
    return answer;
  };
  if (line->error()) return failed();
  const json::Value root = line->root();
  std::optional<logic::Request> request = ReadRequest(root.Find("request"), line);
  LinePolicies policies(line, catalog);
  policies.Read(root.Find("policies"));
  if (line->error()) return failed();

  const logic::Circumstances circumstances = ReadCircumstances(root);
  logic::BoundRequest bound(policies.vocabulary());
  bound.Bind(*request);
  std::vector<logic::PolicySet::Policies> levels;
  const logic::PolicySet set =
      logic::Arrange(*request, policies.policies(), circumstances, policies.vocabulary(), &levels);
  const logic::Verdict verdict = logic::Explain(bound, set);
  if (verdict.outcome == logic::Outcome::kUndecided) {
    line->Fail("undecided: a policy holds a part that is not resolved");
    return failed();
  }
  answer["decision"] = logic::OutcomeName(verdict.outcome);
  answer["decided_by"] = Json::array();
  for (const logic::Cause& cause : verdict.causes) {
    const policy::Statement& statement = *cause.statement->source;
    std::string name = SourceName(cause);
    if (name == "resource" && root.Find("policies").Find("trust")) name = "trust";
    answer["decided_by"].push_back(
        {{"policy", name},
         {"statement", statement.index},
         {"sid", statement.has_sid ? Json(std::string(statement.sid.value)) : Json()}});
  }
  answer["missing_context"] = Json::array();
  for (logic::KeyId key : verdict.missing) {
    answer["missing_context"].push_back(policies.vocabulary().key(key).name);
  }
  answer["notes"] = verdict.notes;
  return answer;
}

}  // namespace

Json SimulateCase(std::string line, const catalog::Catalog& catalog) {
  const std::unique_ptr<CaseLine> read = CaseLine::Read(std::move(line));
  return AnswerSimulateLine(read.get(), catalog);
}

int SimulateCases(const std::string& path, const catalog::Catalog& catalog,
                  const Streams& streams) {
  int status = kOk;
  std::string error;
  const bool read = ForEachLine(path, &error, [&](size_t number, std::string text) {
    const std::unique_ptr<CaseLine> line = CaseLine::Read(std::move(text));
    const Json answer = AnswerSimulateLine(line.get(), catalog);
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
