#include "analyzer/cli/prove_principal.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <deque>

#include "analyzer/cli/color.h"
#include "analyzer/cli/proof_json.h"
#include "analyzer/cli/prove_question.h"
#include "analyzer/cli/request_arguments.h"
#include "analyzer/engine/access_policies.h"
#include "analyzer/report/report.h"

namespace rolelint::cli {
namespace {

using engine::PolicyStore;
using Clock = std::chrono::steady_clock;

class PrincipalQuestion {
 public:
  PrincipalQuestion(const ProveArguments& arguments, const catalog::Catalog& catalog)
      : arguments_(arguments),
        catalog_(catalog),
        prover_(catalog),
        reader_(&store_, arguments.stdin_name, arguments.allow_incomplete) {}

  // False after setting error().
  bool Ask(const logic::AskedAccess& asked) {
    answer_.question = arguments_.question;
    answer_.principal = arguments_.principal;
    answer_.catalog_date = catalog_.date();
    answer_.options.universe =
        arguments_.universe == "catalog" ? logic::Universe::kCatalog : logic::Universe::kStrings;
    answer_.options.witnesses = arguments_.witnesses;
    const Clock::time_point start = Clock::now();
    answer_.assumptions = Assumptions(answer_.options, catalog_);
    if (!given_.Read(arguments_.given, &reader_, &error_)) return false;
    const bool compares = arguments_.question == Question::kNoNewAccess;
    const std::vector<std::string>& paths = arguments_.policies;
    logic::EffectiveAccess before;
    logic::EffectiveAccess after;
    if (compares) {
      if (!Gather({paths[0]}, &before) || !Gather({paths[1]}, &after)) return false;
      if (absent_ == 2) return Failed(no_such_);
      answer_.names = {paths[0], paths[1]};
      answer_.proof = prover_.NoNewAccess(before, after, answer_.options);
    } else {
      if (!Gather(paths, &after)) return false;
      if (absent_ == 1) return Failed(no_such_);
      answer_.proof = prover_.NotGranted(after, asked, answer_.options);
    }
    const auto elapsed =
        std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count();
    constexpr double kNanoseconds = 1000.0;
    answer_.elapsed_us = static_cast<double>(elapsed) / kNanoseconds;
    AddAssumptions();
    return true;
  }

  const std::string& error() const { return error_; }
  Answer& answer() { return answer_; }
  PolicyStore& store() { return store_; }
  const std::vector<engine::RunError>& errors() const { return reader_.errors(); }

 private:
  bool Failed(std::string message) {
    error_ = std::move(message);
    return false;
  }

  // What the principal may do by one export.
  bool Gather(const std::vector<std::string>& paths, logic::EffectiveAccess* access) {
    const PolicyStore::Group group = reader_.Read(paths, std::nullopt);
    const estate::Estate& estate = store_.EstateOf(group);
    std::optional<logic::Principal> principal =
        FindPrincipal(arguments_.principal, estate, &error_);
    if (!principal) return false;
    using PrincipalKind = logic::Principal::Kind;
    if (principal->kind != PrincipalKind::kUser && principal->kind != PrincipalKind::kRole &&
        principal->kind != PrincipalKind::kSession) {
      return Failed(
          fmt::format("--principal {}: not a user, role or session", arguments_.principal));
    }
    engine::AccessPolicies& policies = accesses_.emplace_back(
        &store_, group, [this](const policy::Document& document) { return prover_.Add(document); });
    std::string none;
    const estate::Entity* entity = EntityOf(*principal, estate, &none);
    if (entity != nullptr) {
      policies.AddEntity(*entity);
    } else if (!none.empty()) {
      // One that does not exist may do nothing.
      ++absent_;
      no_such_ = none;
      answer_.assumptions.push_back(fmt::format("{}: {}", paths[0], none));
    } else {
      policies.AddUnknownIdentity(fmt::format("{} and its policies are not in {}", principal->arn(),
                                              fmt::join(paths, " ")));
    }
    given_.AddTo(&policies);
    for (const std::string& why : policies.unknown()) {
      answer_.assumptions.push_back("not known: " + why);
    }
    access->principal = std::move(*principal);
    access->policies = policies.policies();
    const std::string& management = arguments_.given.management_account;
    if (access->principal.account == management) {
      access->circumstances.principal_account_is_management = true;
      access->circumstances.resource_account_is_management = true;
    }
    for (const logic::CompiledPolicy* compiled : access->policies.identity) {
      AddPolicy(compiled, policies.StoredOf(compiled));
    }
    return true;
  }

  // Those that may be named as responsible.
  void AddPolicy(const logic::CompiledPolicy* compiled, const engine::StoredPolicy* stored) {
    if (stored == nullptr) return;
    ProvePolicy& policy = answer_.policies.emplace_back();
    policy.chosen =
        &chosen_.emplace_back(ChosenPolicy::Borrow(stored->file, store_.DocumentOf(*stored)));
    policy.compiled = compiled;
    policy.file = store_.inputs()[stored->file].spec.display_name;
  }

  void AddAssumptions() {
    std::vector<std::string>& assumptions = answer_.assumptions;
    assumptions.emplace_back(
        "the principal's own policies, its groups' and its boundary, within its account: what "
        "resource policies allow it besides is not looked at");
    const GivenPolicies& given = arguments_.given;
    if (given.scps.empty()) {
      assumptions.emplace_back("no SCPs were given: none are taken to be in force");
    }
    if (!given.rcps.empty()) {
      assumptions.emplace_back(
          "RCPs: of the principal's own account, to which resources are taken to belong");
    }
    if (!given.management_account.empty()) {
      assumptions.push_back(
          fmt::format("{} is the management account, in which SCPs and RCPs do not apply",
                      given.management_account));
    }
    assumptions.emplace_back("context keys, the principal's tags among them: any value");
  }

  const ProveArguments& arguments_;
  const catalog::Catalog& catalog_;
  PolicyStore store_;
  logic::Prover prover_;
  StoreReader reader_;
  ReadPolicies given_;
  std::deque<engine::AccessPolicies> accesses_;
  std::deque<ChosenPolicy> chosen_;
  int absent_ = 0;
  std::string no_such_;
  Answer answer_;
  std::string error_;
};

}  // namespace

int ProvePrincipal(const ProveArguments& arguments, const catalog::Catalog& catalog,
                   const Streams& streams) {
  logic::AskedAccess asked;
  if (arguments.question == Question::kNotGranted && !ReadAsked(arguments, streams, &asked)) {
    return kError;
  }
  PrincipalQuestion question(arguments, catalog);
  const bool answered = question.Ask(asked);
  engine::CheckResult messages;
  messages.notes = question.store().notes();
  messages.errors = question.errors();
  const std::vector<engine::RunError>& more = question.store().errors();
  messages.errors.insert(messages.errors.end(), more.begin(), more.end());
  report::ReportOptions options;
  options.color = UseColor(arguments.color, STDERR_FILENO);
  report::WriteMessages(messages, options, streams.err);
  if (!answered) return Fail(streams, question.error());
  Locate(&question.store().inputs(), &question.answer());
  const int status = WriteAnswer(question.answer(), arguments, streams);
  return messages.errors.empty() ? status : kError;
}

}  // namespace rolelint::cli
