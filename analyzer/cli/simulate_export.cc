#include "analyzer/cli/simulate_export.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <deque>

#include "analyzer/cli/catalog_choice.h"
#include "analyzer/cli/color.h"
#include "analyzer/cli/request_arguments.h"
#include "analyzer/cli/request_kinds.h"
#include "analyzer/cli/statement_place.h"
#include "analyzer/cli/token_claims.h"
#include "analyzer/engine/access_policies.h"
#include "analyzer/engine/resolve.h"
#include "analyzer/policy/arn.h"
#include "analyzer/report/log_safe.h"
#include "analyzer/report/report.h"
#include "analyzer/text/glob.h"

namespace rolelint::cli {
namespace {

using engine::PolicyStore;
using logic::Outcome;
using logic::Principal;

class Simulation {
 public:
  Simulation(const SimulateArguments& arguments, const catalog::Catalog& catalog)
      : arguments_(arguments),
        vocabulary_(catalog),
        compiler_(&vocabulary_),
        reader_(&store_, arguments.stdin_name, arguments.allow_incomplete) {}

  // False after setting error().
  bool Run() {
    const bool read = ReadAll();
    answer_.errors = reader_.errors();
    const std::vector<engine::RunError>& errors = store_.errors();
    answer_.errors.insert(answer_.errors.end(), errors.begin(), errors.end());
    if (!read || !MakeRequest()) return false;
    access_->LeaveOut(arguments_.without);
    if (!GatherIdentity() || !GatherResource() || !AddGiven()) return false;
    Decide();
    Place();
    return true;
  }

  const std::string& error() const { return error_; }
  SimulateAnswer& answer() { return answer_; }
  const std::vector<engine::RunNote>& input_notes() const { return store_.notes(); }

 private:
  bool Failed(std::string message) {
    error_ = std::move(message);
    return false;
  }

  bool ReadAll() {
    exports_ = reader_.Read(arguments_.paths, std::nullopt, arguments_.inputs);
    if (!given_.Read(arguments_.given, &reader_, &error_)) return false;
    for (const std::string& path : arguments_.identity) {
      const std::optional<PolicyStore::Group> group =
          reader_.ReadOption("--identity", path, policy::Kind::kIdentity, &error_);
      if (!group) return false;
      identity_.push_back(*group);
    }
    if (!arguments_.trust.empty() && !arguments_.resource_policy.empty()) {
      return Failed("--trust and --resource-policy: a request is about one resource");
    }
    const bool trust = IsSts(arguments_.action) && IsRole(arguments_.resource);
    if (!arguments_.trust.empty() && !trust) {
      return Failed("--trust is for sts:AssumeRole… on a role: --action and --resource say which");
    }
    if (!ReadOne("--resource-policy", arguments_.resource_policy,
                 trust ? policy::Kind::kTrust : policy::Kind::kResource, &resource_policy_) ||
        !ReadOne("--trust", arguments_.trust, policy::Kind::kTrust, &resource_policy_) ||
        !ReadOne("--boundary", arguments_.boundary, policy::Kind::kBoundary, &boundary_)) {
      return false;
    }
    access_.emplace(&store_, exports_, [this](const policy::Document& document) {
      return &compiled_.emplace_back(compiler_.Compile(document));
    });
    return true;
  }

  bool ReadOne(std::string_view option, const std::string& path, policy::Kind kind,
               std::optional<PolicyStore::Group>* group) {
    if (path.empty()) return true;
    *group = reader_.ReadOption(option, path, kind, &error_);
    if (!*group) return false;
    const size_t count = store_.PoliciesIn(**group).size();
    if (count == 1) return true;
    return Failed(fmt::format("{} {}: {} policies, not one", option, path, count));
  }

  // The one who signs in with the token.
  std::string PrincipalOf(const TokenClaims& claims) const {
    if (logic::IsSharedProvider(claims.host)) return claims.host;
    const std::optional<policy::Arn> role = policy::ParseArn(arguments_.resource);
    if (!role) return {};
    return fmt::format("arn:{}:iam::{}:oidc-provider/{}", role->partition, role->account,
                       claims.host);
  }

  bool ReadToken(std::string* principal) {
    if (arguments_.token.empty()) return true;
    std::optional<TokenClaims> claims =
        ReadTokenClaims(arguments_.token, vocabulary_.catalog(), &error_);
    if (!claims) return false;
    if (principal->empty()) *principal = PrincipalOf(*claims);
    if (principal->empty()) return Failed("--token: --resource names no role to sign in to");
    for (logic::ContextValue& value : claims->context) {
      std::vector<logic::ContextValue>& context = answer_.request.context;
      const bool given = std::any_of(
          context.begin(), context.end(),
          [&](const logic::ContextValue& one) { return text::EqualsFolded(one.key, value.key); });
      if (!given) context.push_back(std::move(value));
    }
    if (!claims->left_out.empty()) {
      token_note_ = fmt::format("no condition keys are made of these claims of the token: {}",
                                fmt::join(claims->left_out, ", "));
    }
    return true;
  }

  bool MakeRequest() {
    logic::Request& request = answer_.request;
    const estate::Estate& estate = store_.EstateOf(exports_);
    request.action = arguments_.action;
    request.resource = arguments_.resource;
    request.resource_account = arguments_.resource_account;
    const size_t colon = request.action.find(':');
    if (colon == 0 || colon == std::string::npos || colon + 1 == request.action.size() ||
        text::HasWildcard(request.action)) {
      return Failed(fmt::format("--action {}: not one action service:Name", request.action));
    }
    if (request.resource != "*" && !policy::ParseArn(request.resource)) {
      return Failed(fmt::format("--resource {}: neither an ARN nor *", request.resource));
    }
    if (!ParseContext(arguments_.context, &request.context, &error_)) return false;
    std::string word = arguments_.principal;
    if (!ReadToken(&word)) return false;
    std::optional<Principal> principal = FindPrincipal(word, estate, &error_);
    if (!principal) return false;
    request.principal = std::move(*principal);
    return true;
  }

  bool GatherIdentity() {
    using PrincipalKind = Principal::Kind;
    logic::Request& request = answer_.request;
    const Principal& principal = request.principal;
    const estate::Estate& estate = store_.EstateOf(exports_);
    entity_ = EntityOf(principal, estate, &error_);
    if (!error_.empty()) return false;
    if (entity_ != nullptr) {
      access_->AddEntity(*entity_);
    } else if (!identity_.empty() || arguments_.paths.empty()) {
      // All that it has is given.
    } else if (principal.kind == PrincipalKind::kFederatedUser) {
      access_->AddUnknownIdentity("which user's policies a federated user has is not known");
    } else if (principal.is_aws() && principal.kind != PrincipalKind::kRoot) {
      const std::string_view arn = principal.arn();
      access_->AddUnknownIdentity(fmt::format("{} and its policies are not in the input", arn));
    }
    AddKnownContext(estate, entity_, &request);
    return true;
  }

  // What the options give, and what they take away.
  bool AddGiven() {
    const std::vector<std::string>& without = arguments_.without;
    const auto left_out = [&](std::string_view kind) {
      return std::find(without.begin(), without.end(), kind) != without.end();
    };
    for (PolicyStore::Group group : identity_) access_->AddIdentity(group);
    if (boundary_) {
      access_->DropBoundary();
      access_->AddBoundary(*boundary_);
    }
    given_.AddTo(&*access_, !left_out("scp"), !left_out("rcp"));
    const bool had_boundary = left_out("boundary") && access_->DropBoundary();
    for (const std::string& word : without) {
      const bool met = word == "scp"        ? !arguments_.given.scps.empty()
                       : word == "rcp"      ? !arguments_.given.rcps.empty()
                       : word == "boundary" ? had_boundary
                                            : access_->WasLeftOut(word);
      if (!met)
        return Failed(fmt::format("--without {}: no such policy bears on the request", word));
    }
    return true;
  }

  // A trust policy comes from the export, other resource policies by the option alone.
  bool GatherResource() {
    const logic::Request& request = answer_.request;
    if (resource_policy_) {
      access_->SetResource(*store_.PoliciesIn(*resource_policy_)[0]);
      return true;
    }
    if (IsSts(request.action) && IsRole(request.resource)) {
      const estate::Estate& estate = store_.EstateOf(exports_);
      if (std::string none = NoSuchEntity(request.resource, estate); !none.empty()) {
        return Failed(std::move(none));
      }
      if (!access_->SetTrustOf(request.resource)) {
        access_->SetUnknownResource(
            fmt::format("the trust policy of {} is not in the input", request.resource));
      }
      return true;
    }
    const std::string_view owner = request.owner_account();
    const Principal& principal = request.principal;
    const bool foreign = !principal.is_aws() || (!owner.empty() && owner != principal.account);
    if (foreign || IsKmsKey(request.resource)) {
      access_->SetUnknownResource(fmt::format(
          "the policy of {} is not in the input (--resource-policy gives it)", request.resource));
    }
    return true;
  }

  logic::Circumstances CircumstancesOf(const logic::Request& request) const {
    logic::Circumstances circumstances;
    const std::string& management = arguments_.given.management_account;
    if (!management.empty()) {
      circumstances.principal_account_is_management = request.principal.account == management;
      const std::string_view owner = request.owner_account();
      circumstances.resource_account_is_management =
          owner.empty() ? circumstances.principal_account_is_management : owner == management;
    }
    circumstances.restrict_public_buckets = arguments_.restrict_public_buckets;
    return circumstances;
  }

  void Decide() {
    const logic::Request& request = answer_.request;
    const logic::RequestPolicies& policies = access_->policies();
    const logic::Circumstances circumstances = CircumstancesOf(request);
    std::vector<logic::PolicySet::Policies> levels;
    const logic::PolicySet set =
        logic::Arrange(request, policies, circumstances, vocabulary_, &levels);
    logic::BoundRequest bound(vocabulary_);
    bound.Bind(request);
    answer_.verdict = logic::Explain(bound, set);
    SettleDenial(bound, set);
    if (answer_.verdict.outcome == Outcome::kImplicitlyDenied) {
      answer_.near = FindNearMisses(bound, policies);
    }
    for (logic::KeyId key : answer_.verdict.missing) {
      answer_.missing.push_back(vocabulary_.key(key).name);
    }
    answer_.changes = logic::FindChanges(request, policies, circumstances, answer_.verdict,
                                         &vocabulary_, &compiler_);
    // What is not known does not matter to what is decided all the same.
    answer_.unknown = access_->unknown();
    answer_.notes = answer_.verdict.notes;
    AddAssumptions(set);
  }

  // Where what is not known could only deny once more, the answer is a denial all the same.
  void SettleDenial(const logic::BoundRequest& bound, const logic::PolicySet& set) {
    if (answer_.verdict.outcome != Outcome::kUndecided) return;
    logic::RequestLogic logic(bound);
    if (logic::Evaluator<logic::RequestLogic>(&logic).Decide(set).allowed != logic::Truth::kFalse) {
      return;
    }
    answer_.verdict.outcome = Outcome::kImplicitlyDenied;
    answer_.verdict.notes.emplace_back("what is not known might deny it explicitly as well");
  }

  // What the answer rests on besides the input.
  void AddAssumptions(const logic::PolicySet& set) {
    const Outcome outcome = answer_.verdict.outcome;
    const logic::Request& request = answer_.request;
    std::vector<std::string>& notes = answer_.notes;
    if (set.always_allowed || set.never_allowed) return;
    if (set.resource == nullptr && request.resource != "*" &&
        outcome != Outcome::kExplicitlyDenied) {
      notes.push_back("no resource policy was given: none is assumed to apply to this request");
    }
    if (outcome == Outcome::kAllowed) {
      if (set.caller == logic::PolicySet::Caller::kRoot) {
        notes.emplace_back("the root user may do whatever no policy denies it");
      }
      const bool scp = set.scp_applies && set.scp.empty();
      const bool rcp = set.rcp_applies && set.rcp.empty();
      if (scp || rcp) {
        notes.push_back(fmt::format("no {} were given: none are taken to be in force",
                                    scp && rcp ? "SCPs or RCPs"
                                    : scp      ? "SCPs"
                                               : "RCPs"));
      }
    }
    NoteUnknownTags();
    if (!token_note_.empty()) notes.push_back(token_note_);
    uint32_t idle = 0;
    for (const engine::StoredPolicy* policy : store_.PoliciesIn(exports_)) {
      idle += policy->kind == policy::Kind::kScp || policy->kind == policy::Kind::kRcp ? 1U : 0U;
    }
    if (idle != 0) {
      notes.push_back(fmt::format(
          "{} of the input {} left out: what they are attached to is not known (--scp, --rcp)",
          idle == 1 ? "1 organization policy" : fmt::format("{} organization policies", idle),
          idle == 1 ? "was" : "were"));
    }
  }

  void NoteUnknownTags() {
    constexpr std::string_view kTag = "aws:principaltag/";
    if (entity_ == nullptr || entity_->tags.state != estate::Knowledge::kUnknown) return;
    for (const std::string& key : answer_.missing) {
      if (key.size() < kTag.size() || !text::EqualsFolded(key.substr(0, kTag.size()), kTag))
        continue;
      answer_.notes.push_back(fmt::format("the input does not tell the tags of {}: {} may be there",
                                          engine::EntityLabel(*entity_), key));
    }
  }

  // The statement and policy of a cause.
  void AddStatement(const logic::CompiledPolicy* compiled, const policy::Statement& statement,
                    PlacedStatement* placed) {
    placed->policy = access_->StoredOf(compiled);
    placed->statement = &statement;
    placed->statement_is_list = store_.DocumentOf(*placed->policy)->statement_is_list;
    placed->finding = MarkStatement(*placed->policy, statement, answer_.request, &store_);
  }

  const logic::CompiledPolicy* PolicyOf(const logic::Cause& cause) const {
    using Source = logic::Cause::Source;
    const logic::RequestPolicies& policies = access_->policies();
    switch (cause.source) {
      case Source::kIdentity:
        return policies.identity[cause.policy];
      case Source::kResource:
        return policies.resource;
      case Source::kBoundary:
        return policies.boundary[cause.policy];
      case Source::kSession:
        return policies.session[cause.policy];
      case Source::kScp:
        return policies.scp[cause.level][cause.policy];
      case Source::kRcp:
        return policies.rcp[cause.level][cause.policy];
      case Source::kVpcEndpoint:
        return policies.vpc_endpoint[cause.policy];
    }
    return nullptr;
  }

  // Two findings a statement: what is shown of it, and the statement itself.
  void Place() {
    std::vector<engine::Finding> findings;
    std::vector<PlacedStatement*> all;
    auto add = [&](PlacedStatement* placed) {
      engine::Finding& whole = findings.emplace_back();
      whole.rule = placed->finding.rule;
      whole.place = store_.PlaceOf(*placed->policy, placed->statement->span);
      findings.push_back(std::move(placed->finding));
      all.push_back(placed);
    };
    answer_.statements.resize(answer_.verdict.causes.size());
    for (size_t i = 0; i < answer_.statements.size(); ++i) {
      const logic::Cause& cause = answer_.verdict.causes[i];
      AddStatement(PolicyOf(cause), *cause.statement->source, &answer_.statements[i]);
      add(&answer_.statements[i]);
    }
    // Of a policy that is made up there is no place.
    std::erase_if(answer_.near, [&](const NearMiss& miss) {
      return access_->StoredOf(PolicyOf(miss.cause)) == nullptr;
    });
    answer_.near_statements.resize(answer_.near.size());
    for (size_t i = 0; i < answer_.near.size(); ++i) {
      const NearMiss& miss = answer_.near[i];
      PlacedStatement& placed = answer_.near_statements[i];
      AddStatement(PolicyOf(miss.cause), *miss.cause.statement->source, &placed);
      placed.finding.place = store_.PlaceOf(*placed.policy, miss.span);
      placed.finding.label = "comes close";
      placed.finding.related.clear();
      add(&placed);
    }
    engine::CheckOptions options;
    options.identify = false;
    std::vector<engine::LooseEnd> none;
    engine::Resolve(&store_.inputs(), options, 1, &none, &findings, &answer_.errors);
    for (size_t i = 0; i < all.size(); ++i) {
      PlacedStatement& placed = *all[i];
      placed.location = std::move(findings[2 * i].location);
      placed.file_pointer = std::move(findings[2 * i].file_pointer);
      placed.finding = std::move(findings[2 * i + 1]);
    }
  }

  const SimulateArguments& arguments_;
  logic::Vocabulary vocabulary_;
  logic::Compiler compiler_;
  std::deque<logic::CompiledPolicy> compiled_;
  PolicyStore store_;
  PolicyStore::Group exports_ = 0;
  StoreReader reader_;
  ReadPolicies given_;
  std::vector<PolicyStore::Group> identity_;
  std::optional<PolicyStore::Group> boundary_;
  std::optional<PolicyStore::Group> resource_policy_;  // --resource-policy, --trust
  std::string token_note_;
  std::optional<engine::AccessPolicies> access_;
  const estate::Entity* entity_ = nullptr;
  SimulateAnswer answer_;
  std::string error_;
};

int StatusOf(const SimulateAnswer& answer) {
  if (!answer.errors.empty() || answer.verdict.outcome == Outcome::kUndecided) return kError;
  return answer.verdict.outcome == Outcome::kAllowed ? kOk : kFindings;
}

}  // namespace

std::string_view SourceWord(logic::Cause::Source source) {
  using Source = logic::Cause::Source;
  switch (source) {
    case Source::kIdentity:
      return "identity";
    case Source::kResource:
      return "resource";
    case Source::kBoundary:
      return "boundary";
    case Source::kSession:
      return "session";
    case Source::kScp:
      return "scp";
    case Source::kRcp:
      return "rcp";
    case Source::kVpcEndpoint:
      return "vpc_endpoint";
  }
  return {};
}

int SimulateExport(const SimulateArguments& arguments, const Streams& streams) {
  CatalogChoice choice;
  std::string error;
  if (!choice.Choose(arguments.catalog, &error)) return Fail(streams, error);
  const catalog::Catalog& catalog = choice.get();
  Simulation simulation(arguments, catalog);
  const bool decided = simulation.Run();
  engine::CheckResult messages;
  messages.notes = simulation.input_notes();
  messages.errors = simulation.answer().errors;
  report::ReportOptions options;
  options.color = UseColor(arguments.color, STDERR_FILENO);
  report::WriteMessages(messages, options, streams.err);
  if (!decided) return Fail(streams, simulation.error());
  if (!catalog.FindAction(arguments.action)) {
    streams.err << "note: " << report::Printable(arguments.action)
                << " is no action of the catalogue of " << catalog.date() << '\n';
  }
  if (arguments.format == "json") {
    WriteSimulateJson(simulation.answer(), catalog, streams.out);
  } else {
    report::LogSafe out(streams.out);
    WriteSimulateText(simulation.answer(), UseColor(arguments.color, STDOUT_FILENO), out);
  }
  streams.out.flush();
  return streams.out ? StatusOf(simulation.answer())
                     : Fail(streams, "cannot write to standard output");
}

}  // namespace rolelint::cli
