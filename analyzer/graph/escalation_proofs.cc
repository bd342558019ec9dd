#include "analyzer/graph/escalation_proofs.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "analyzer/estate/statement_text.h"
#include "analyzer/graph/recorded_condition.h"
#include "analyzer/graph/recorded_policies.h"
#include "analyzer/logic/prove.h"
#include "analyzer/logic/request.h"
#include "analyzer/logic/work_budget.h"
#include "analyzer/text/glob.h"
#include "analyzer/text/words.h"

namespace rolelint::graph {
namespace {

using logic::Truth;

constexpr std::string_view kPassedToService = "iam:PassedToService";
constexpr std::string_view kAnyService = "ec2.amazonaws.com";

// The resources that IAM's own actions work on, in the principal's account; "" for the actions of
// other services.
std::string ResourceOf(std::string_view action, std::string_view partition,
                       std::string_view account) {
  if (!action.starts_with("iam:")) return {};
  const std::string_view type = IamResourceType(action);
  std::string pattern = "arn:";
  pattern.append(partition).append(":iam::");
  pattern.append(account.empty() ? "*" : account).append(":").append(type).append("/*");
  return pattern;
}

// The statements of one policy version's language on the action. `sure`: only what holds whatever
// the keys are: Allows without conditions, and every Deny as if it had none.
std::string Statements(const std::vector<PlacedPrivilege>& all, int action, bool variables,
                       bool sure) {
  const std::string_view actions[] = {estate::PrivilegeName(action)};
  std::string text;
  std::vector<std::string_view> resources;
  for (const PlacedPrivilege& one : all) {
    const estate::PrivilegeStatement& statement = *one.statement;
    if (one.variables != variables || !statement.actions.Has(action)) continue;
    if (sure && statement.allow && !statement.condition.empty()) continue;
    if (!text.empty()) text += ',';
    resources.assign(statement.resources.begin(), statement.resources.end());
    AppendStatement({statement.allow, actions, statement.not_resource, resources,
                     sure ? std::string_view() : std::string_view(statement.condition)},
                    &text);
  }
  return text;
}

// Denies every request that passes the role to another service.
std::string ToServiceAlone(std::string_view services) {
  std::string condition = R"({"StringNotEquals":{"iam:PassedToService":[)";
  bool first = true;
  for (std::string_view service : text::WordsOf(services)) {
    if (!first) condition += ',';
    first = false;
    estate::AppendQuoted(service, &condition);
  }
  condition += "]}}";
  static constexpr std::string_view kActions[] = {"iam:PassRole"};
  std::string text;
  AppendStatement({false, kActions, false, {}, condition}, &text);
  return text;
}

// Identity policies of either language and the boundaries, all as documents: the first two are the
// identity's.
std::vector<std::string> Documents(const StepQuestion& question, bool sure) {
  std::string texts[2];
  for (bool variables : {false, true}) {
    texts[variables] = Statements(*question.identity, question.action, variables, sure);
  }
  if (!question.services.empty()) {
    std::string& text = texts[texts[0].empty()];
    text.append(text.empty() ? "" : ",").append(ToServiceAlone(question.services));
  }
  std::vector<std::string> documents;
  for (bool variables : {false, true}) {
    const std::string& text = texts[variables];
    documents.push_back(text.empty() ? std::string() : DocumentText(text, variables));
  }
  if (question.boundary == nullptr) return documents;
  for (bool variables : {false, true}) {
    documents.push_back(
        DocumentText(Statements(*question.boundary, question.action, variables, sure), variables));
  }
  return documents;
}

// Documents compiled by one prover.
struct Compiled {
  explicit Compiled(const catalog::Catalog& catalog) : prover(catalog) {}

  bool Add(const std::vector<std::string>& documents) {
    for (size_t i = 0; i < documents.size(); ++i) {
      if (documents[i].empty()) continue;
      owned.push_back(policy::OwnedDocument::Parse(
          documents[i], i < 2 ? policy::Kind::kIdentity : policy::Kind::kBoundary,
          policy::KindSource::kWrapping));
      if (owned.back() == nullptr) return false;
      const logic::CompiledPolicy* policy = prover.Add(owned.back()->document());
      (i < 2 ? policies.identity : policies.boundary).push_back(policy);
    }
    return true;
  }

  logic::Prover prover;
  std::vector<std::unique_ptr<policy::OwnedDocument>> owned;
  logic::RequestPolicies policies;
};

// Whether the request is allowed whatever the keys are that it does not carry.
bool HoldsAnyway(const Compiled& compiled, logic::Request request, const StepQuestion& question) {
  request.context.clear();
  request.context_is_partial = true;
  if (!question.services.empty()) {
    request.context.push_back(
        {"iam:PassedToService", {std::string(text::WordsOf(question.services).front())}, false});
  }
  logic::BoundRequest bound(const_cast<Compiled&>(compiled).prover.vocabulary());
  bound.Bind(request);
  logic::RequestLogic logic(bound);
  logic::Evaluator<logic::RequestLogic> evaluator(&logic);
  Truth allowed = Truth::kFalse;
  Truth denied = Truth::kFalse;
  for (const logic::CompiledPolicy* policy : compiled.policies.identity) {
    allowed = logic::Or(allowed, evaluator.Any(*policy, true));
    denied = logic::Or(denied, evaluator.Denies(*policy, false));
  }
  Truth capped = compiled.policies.boundary.empty() ? Truth::kTrue : Truth::kFalse;
  for (const logic::CompiledPolicy* policy : compiled.policies.boundary) {
    capped = logic::Or(capped, evaluator.Any(*policy, true));
    denied = logic::Or(denied, evaluator.Denies(*policy, false));
  }
  return allowed == Truth::kTrue && capped == Truth::kTrue && denied == Truth::kFalse;
}

// --- without a proof ----------------------------------------------------------------------------

// Whether a test that a role is passed to services of a list lists one of `services`; nullopt of
// other tests.
std::optional<bool> ListsOneOf(const RecordedTest& test, std::string_view services) {
  std::string_view op = test.op;
  if (op.ends_with("IfExists")) op.remove_suffix(8);
  if (test.key != kPassedToService || (op != "StringEquals" && op != "StringLike")) {
    return std::nullopt;
  }
  const std::vector<std::string_view> asked = text::WordsOf(services);
  bool listed = false;
  for (std::string_view value : test.values) {
    if (value.find_first_of(op == "StringLike" ? "$?{" : "$?{*") != std::string_view::npos) {
      return std::nullopt;
    }
    listed = listed || std::any_of(asked.begin(), asked.end(), [&](std::string_view service) {
               return text::GlobMatches(value, service);
             });
  }
  return listed;
}

// Whether each Allow of the step is for other services.
bool PassesToOthersAlone(const StepQuestion& question) {
  return std::all_of(
      question.identity->begin(), question.identity->end(), [&](const PlacedPrivilege& one) {
        const estate::PrivilegeStatement& statement = *one.statement;
        if (!statement.allow || !statement.actions.Has(question.action)) return true;
        const std::optional<std::vector<RecordedTest>> tests = TestsOf(statement.condition);
        return tests && std::any_of(tests->begin(), tests->end(), [&](const RecordedTest& test) {
                 return ListsOneOf(test, question.services) == false;
               });
      });
}

bool Mentions(std::string_view text, std::string_view name) {
  return std::search(text.begin(), text.end(), name.begin(), name.end(), [](char a, char b) {
           return text::AsciiLower(a) == text::AsciiLower(b);
         }) != text.end();
}

// Whether the answer may hang on the services that the role is passed to.
bool AsksWhichService(const StepQuestion& question) {
  const auto asks = [&](const PlacedPrivilege& one) {
    const estate::PrivilegeStatement& statement = *one.statement;
    return statement.actions.Has(question.action) &&
           (Mentions(statement.condition, kPassedToService) ||
            std::any_of(
                statement.resources.begin(), statement.resources.end(),
                [](const std::string& resource) { return Mentions(resource, kPassedToService); }));
  };
  return std::any_of(question.identity->begin(), question.identity->end(), asks) ||
         (question.boundary != nullptr &&
          std::any_of(question.boundary->begin(), question.boundary->end(), asks));
}

// Whether some Allow of the step holds whatever the keys are, Denies aside.
bool HasUnconditional(const StepQuestion& question) {
  return std::any_of(question.identity->begin(), question.identity->end(),
                     [&](const PlacedPrivilege& one) {
                       return one.statement->allow && one.statement->condition.empty() &&
                              one.statement->actions.Has(question.action);
                     });
}

// What a search for one step may cost: a policy may be made to be hard.
constexpr uint64_t kMaxStepsOfAProof = 20'000;
// … and one step in all (logic/work_budget.h): a policy asks about some hundred.
constexpr uint64_t kWorkOfStep = 10'000;

}  // namespace

std::string_view IamResourceType(std::string_view action) {
  const auto names = [action](std::string_view word) {
    return action.find(word) != std::string_view::npos;
  };
  if (names("SAMLProvider")) return "saml-provider";
  if (names("OpenIDConnectProvider")) return "oidc-provider";
  if (names("Role")) return "role";
  if (names("Group")) return "group";
  if (names("PolicyVersion")) return "policy";
  return "user";
}

std::optional<bool> PassesTo(std::string_view condition, std::string_view services) {
  const std::optional<std::vector<RecordedTest>> tests = TestsOf(condition);
  if (!tests || tests->size() != 1 || tests->front().op.ends_with("IfExists")) return std::nullopt;
  return ListsOneOf(tests->front(), services);
}

StepAnswer StepProver::Ask(StepQuestion question) {
  if (!question.services.empty()) {
    if (PassesToOthersAlone(question)) return StepAnswer::kNever;
    // Then one service stands for all, and the question is asked once.
    if (!AsksWhichService(question)) question.services = kAnyService;
  }
  const std::vector<std::string> documents = Documents(question, false);
  // A policy by itself speaks of the partition that it is written for.
  std::string_view partition = question.partition;
  if (partition.empty()) {
    const bool foreign = std::any_of(documents.begin(), documents.end(), [](const auto& text) {
      return text.find("arn:aws-") != std::string::npos;
    });
    partition = foreign ? "*" : "aws";
  }
  const std::string resource =
      !question.resource.empty()
          ? std::string(question.resource)
          : ResourceOf(estate::PrivilegeName(question.action), partition, question.account);
  std::string key(resource);
  key.append("\n").append(question.services).append("\n").append(question.principal);
  for (const std::string& document : documents) key.append("\n").append(document);
  // Statements are written out and read again.
  if (!logic::WorkBudget::Spend(1 + question.identity->size())) return StepAnswer::kPerhaps;
  if (auto found = answers_.find(key); found != answers_.end()) {
    return logic::WorkBudget::Spend(found->second.work) ? found->second.answer
                                                        : StepAnswer::kPerhaps;
  }
  Known known;
  {
    logic::WorkBudget budget(kWorkOfStep, logic::WorkBudget::Kind::kShare);
    known.answer = Prove(question, documents, resource);
    known.work = budget.used();
  }
  // What was cut short may be answered another time.
  if (logic::WorkBudget::IsSpent()) return StepAnswer::kPerhaps;
  constexpr size_t kMostAnswers = 100'000;
  if (answers_.size() < kMostAnswers) answers_.emplace(std::move(key), known);
  return known.answer;
}

StepAnswer StepProver::Prove(const StepQuestion& question,
                             const std::vector<std::string>& documents,
                             const std::string& resource) {
  logic::AskedAccess asked;
  asked.actions.emplace_back(estate::PrivilegeName(question.action));
  if (!resource.empty()) asked.resources.push_back(resource);
  logic::ProofOptions options;
  options.max_steps = kMaxStepsOfAProof;
  const std::optional<logic::Principal> principal = logic::ParsePrincipal(question.principal);
  auto prove = [&](Compiled* compiled) {
    if (principal) {
      const logic::EffectiveAccess access{*principal, compiled->policies, {}};
      return compiled->prover.NotGranted(access, asked, options);
    }
    return compiled->prover.NotGranted(*compiled->policies.identity.back(), asked, options);
  };

  Compiled all(catalog_);
  if (!all.Add(documents) || all.policies.identity.empty()) return StepAnswer::kPerhaps;
  // A policy by itself is written in one language; those of a group may be in both.
  if (!principal && all.policies.identity.size() > 1) return StepAnswer::kPerhaps;
  const logic::Proof proof = prove(&all);
  if (proof.conclusion == logic::Conclusion::kProved) return StepAnswer::kNever;
  if (proof.conclusion == logic::Conclusion::kUnknown || proof.witnesses.empty()) {
    return StepAnswer::kPerhaps;
  }
  if (HoldsAnyway(all, proof.witnesses.front().request, question)) return StepAnswer::kSurely;
  if (!HasUnconditional(question)) return StepAnswer::kPerhaps;
  Compiled sure(catalog_);
  if (!sure.Add(Documents(question, true)) || sure.policies.identity.empty()) {
    return StepAnswer::kPerhaps;
  }
  return prove(&sure).conclusion == logic::Conclusion::kRefuted ? StepAnswer::kSurely
                                                                : StepAnswer::kPerhaps;
}

}  // namespace rolelint::graph
