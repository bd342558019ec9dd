#include "analyzer/logic/single_change.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "analyzer/text/glob.h"

namespace rolelint::logic {
namespace {

using Source = Cause::Source;

// A request and its policies, of which something is changed.
struct Situation {
  Request request;
  RequestPolicies policies;
  std::deque<CompiledPolicy> made;
};

RequestPolicies::List* ListOf(RequestPolicies* policies, const Cause& cause) {
  switch (cause.source) {
    case Source::kIdentity:
      return &policies->identity;
    case Source::kBoundary:
      return &policies->boundary;
    case Source::kSession:
      return &policies->session;
    case Source::kScp:
      return &policies->scp[cause.level];
    case Source::kRcp:
      return &policies->rcp[cause.level];
    case Source::kVpcEndpoint:
      return &policies->vpc_endpoint;
    case Source::kResource:
      break;
  }
  return nullptr;
}

const CompiledPolicy** PolicyOf(RequestPolicies* policies, const Cause& cause) {
  RequestPolicies::List* list = ListOf(policies, cause);
  return list != nullptr ? &(*list)[cause.policy] : &policies->resource;
}

// The principal as one would name it in a resource policy.
PrincipalPattern Naming(const Principal& principal) {
  using PrincipalKind = Principal::Kind;
  using Listed = PrincipalPattern::Kind;
  PrincipalPattern pattern;
  pattern.text = principal.text;
  pattern.account = principal.account;
  switch (principal.kind) {
    case PrincipalKind::kSession:
    case PrincipalKind::kRole:
      pattern.kind = Listed::kArn;
      pattern.text = principal.role_arn;
      break;
    case PrincipalKind::kUser:
    case PrincipalKind::kFederatedUser:
      pattern.kind = Listed::kArn;
      break;
    case PrincipalKind::kRoot:
      pattern.kind = Listed::kAccount;
      pattern.text = principal.account;
      break;
    case PrincipalKind::kService:
      pattern.kind = Listed::kService;
      break;
    case PrincipalKind::kFederated:
      pattern.kind = Listed::kFederated;
      break;
    case PrincipalKind::kCanonicalUser:
      pattern.kind = Listed::kCanonicalUser;
      break;
    case PrincipalKind::kAnonymous:
      pattern.kind = Listed::kEveryone;
      break;
  }
  return pattern;
}

void SetContext(ContextValue value, Request* request) {
  for (ContextValue& entry : request->context) {
    if (!text::EqualsFolded(entry.key, value.key)) continue;
    entry = std::move(value);
    return;
  }
  request->context.push_back(std::move(value));
}

// A text that a pattern of a condition value matches, wildcards filled in.
std::string Filled(std::string_view pattern) {
  std::string text(pattern);
  for (char& c : text) {
    if (c == '*' || c == '?') c = 'x';
  }
  return text;
}

// Values worth trying for a key that is tested so. Each is judged by deciding, so a guess that
// misses costs nothing but its time.
std::vector<std::string> Candidates(const CompiledTest& test) {
  using Family = policy::OperatorFamily;
  std::vector<std::string> values;
  const Family family = test.value.family;
  if (family == Family::kBool) return {"true", "false"};
  if (family == Family::kNull) return test.null_present ? std::vector<std::string>{"x"} : values;
  for (const policy::ConditionValue& item : test.source->values) {
    const std::string_view value = item.text.value;
    if (!item.text.known || value.find("${") != std::string_view::npos) continue;
    if (family == Family::kIp) {
      values.emplace_back(value.substr(0, value.find('/')));
    } else {
      values.push_back(Filled(value));
    }
  }
  switch (family) {
    case Family::kIp:
      values.insert(values.end(), {"198.51.100.1", "10.0.0.1"});
      break;
    case Family::kNumeric:
      values.insert(values.end(), {"0", "1", "1000000000"});
      break;
    case Family::kDate:
      values.insert(values.end(), {"1970-01-01T00:00:00Z", "2099-12-31T00:00:00Z"});
      break;
    case Family::kString:
    case Family::kArn:
      if (test.negated) values.push_back("x");
      break;
    default:
      break;
  }
  return values;
}

class Finder {
 public:
  Finder(const Request& request, const RequestPolicies& policies,
         const Circumstances& circumstances, Vocabulary* vocabulary, Compiler* compiler)
      : request_(request),
        policies_(policies),
        circumstances_(circumstances),
        vocabulary_(*vocabulary),
        compiler_(*compiler),
        bound_(vocabulary_) {
    std::vector<PolicySet::Policies> levels;
    const PolicySet set = Arrange(request, policies, circumstances, vocabulary_, &levels);
    resource_counts_ = policies.resource != nullptr || set.resource_policy_rules ||
                       !set.same_account || !request.principal.is_aws();
    scp_applies_ = set.scp_applies;
    rcp_applies_ = set.rcp_applies;
    fixed_ = set.always_allowed || set.never_allowed || set.blocked_as_public;
  }

  Changes Denial(const Verdict& verdict) {
    Changes changes;
    if (fixed_) return changes;
    std::vector<Change> all;
    for (const Cause& cause : verdict.causes) {
      all.push_back({Change::Kind::kRemoveStatement, cause, {}});
    }
    changes.single = ContextChanges();
    if (changes.single.empty()) changes.together = ContextTogether();
    for (const Cause& side : Sides()) all.push_back({Change::Kind::kAddAllow, side, {}});
    for (const Change& change : all) {
      if (Allowed({&change, 1})) changes.single.push_back(change);
    }
    if (changes.single.empty() && changes.together.empty()) {
      changes.together = Reduce(std::move(all));
    }
    return changes;
  }

  Changes Grant(const Verdict& verdict) {
    Changes changes;
    if (fixed_) return changes;
    for (const Cause& cause : verdict.causes) {
      const Change change{Change::Kind::kRemoveStatement, cause, {}};
      if (Denied(change)) changes.single.push_back(change);
    }
    for (const ContextValue& value : request_.context) {
      const Change change{Change::Kind::kDropContext, {}, value};
      if (Denied(change)) changes.single.push_back(change);
    }
    changes.single.push_back({Change::Kind::kAddDeny, {}, {}});
    return changes;
  }

 private:
  // Where an Allow might be lacking, what is changed with the least ado first.
  std::vector<Cause> Sides() const {
    std::vector<Cause> sides;
    auto add = [&](Source source, uint32_t level = 0) { sides.push_back({source, level, 0, {}}); };
    const bool own = request_.principal.is_aws();
    if (own && request_.principal.kind != Principal::Kind::kRoot) add(Source::kIdentity);
    if (resource_counts_) add(Source::kResource);
    if (own && !policies_.boundary.empty()) add(Source::kBoundary);
    if (own && !policies_.session.empty()) add(Source::kSession);
    for (uint32_t i = 0; scp_applies_ && i < policies_.scp.size(); ++i) add(Source::kScp, i);
    for (uint32_t i = 0; rcp_applies_ && i < policies_.rcp.size(); ++i) add(Source::kRcp, i);
    if (!policies_.vpc_endpoint.empty()) add(Source::kVpcEndpoint);
    return sides;
  }

  void Apply(const Change& change, Situation* situation) {
    switch (change.kind) {
      case Change::Kind::kRemoveStatement: {
        const CompiledPolicy** policy = PolicyOf(&situation->policies, change.cause);
        CompiledPolicy& copy = situation->made.emplace_back(**policy);
        const uint32_t ordinal = change.cause.statement->ordinal;
        copy.statements.erase(
            std::remove_if(copy.statements.begin(), copy.statements.end(),
                           [&](const CompiledStatement& one) { return one.ordinal == ordinal; }),
            copy.statements.end());
        *policy = &copy;
        break;
      }
      case Change::Kind::kAddAllow:
        AddAllow(change.cause, situation);
        break;
      case Change::Kind::kSetContext:
        SetContext(change.context, &situation->request);
        break;
      case Change::Kind::kDropContext:
        SetContext({change.context.key, {}, false}, &situation->request);
        break;
      case Change::Kind::kAddDeny:
        break;
    }
  }

  void AddAllow(const Cause& cause, Situation* situation) {
    CompiledStatement allow;
    allow.allow = true;
    allow.ordinal = compiler_.NextOrdinal();
    compiler_.AddAction(request_.action, true, &allow.actions);
    const bool endpoint = cause.source == Source::kVpcEndpoint;
    if (cause.source == Source::kResource || endpoint) {
      allow.has_principal = true;
      allow.principals.push_back(Naming(request_.principal));
    }
    const CompiledPolicy*& resource = situation->policies.resource;
    if (cause.source == Source::kResource) {
      CompiledPolicy copy;
      copy.kind = policy::Kind::kResource;
      if (resource != nullptr) copy = *resource;
      copy.statements.push_back(std::move(allow));
      resource = &situation->made.emplace_back(std::move(copy));
      return;
    }
    CompiledPolicy& made = situation->made.emplace_back();
    made.statements.push_back(std::move(allow));
    ListOf(&situation->policies, cause)->push_back(&made);
  }

  Outcome OutcomeOf(const Situation& situation) {
    std::vector<PolicySet::Policies> levels;
    const PolicySet set =
        Arrange(situation.request, situation.policies, circumstances_, vocabulary_, &levels);
    bound_.Bind(situation.request);
    return Decide(bound_, set);
  }

  Outcome After(std::span<const Change> changes) {
    Situation situation{request_, policies_, {}};
    for (const Change& change : changes) Apply(change, &situation);
    return OutcomeOf(situation);
  }
  bool Allowed(std::span<const Change> changes) { return After(changes) == Outcome::kAllowed; }
  bool Denied(const Change& change) {
    const Outcome outcome = After({&change, 1});
    return outcome == Outcome::kExplicitlyDenied || outcome == Outcome::kImplicitlyDenied;
  }

  template <typename Visit>
  void ForEachStatement(Visit visit) const {
    auto policy = [&](const CompiledPolicy* one) {
      for (const CompiledStatement& statement : one->statements) visit(statement);
    };
    auto list = [&](const RequestPolicies::List& policies) {
      for (const CompiledPolicy* one : policies) policy(one);
    };
    list(policies_.identity);
    if (policies_.resource != nullptr) policy(policies_.resource);
    list(policies_.boundary);
    list(policies_.session);
    for (const RequestPolicies::List& level : policies_.scp) list(level);
    for (const RequestPolicies::List& level : policies_.rcp) list(level);
    list(policies_.vpc_endpoint);
  }

  // The statements of which only conditions may be in the way.
  std::vector<const CompiledStatement*> Conditional() {
    std::vector<const CompiledStatement*> statements;
    bound_.Bind(request_);
    RequestLogic logic(bound_);
    Evaluator<RequestLogic> evaluator(&logic);
    ForEachStatement([&](const CompiledStatement& statement) {
      if (statement.tests.empty()) return;
      CompiledStatement bare = statement;
      bare.tests.clear();
      if (evaluator.MatchesBesidesPrincipal(bare) != Truth::kFalse) {
        statements.push_back(&statement);
      }
    });
    return statements;
  }

  bool IsFree(KeyId key) const { return vocabulary_.key(key).derived == DerivedKey::kNone; }

  Change SetTo(const CompiledTest& test, std::string value) const {
    const bool list = test.qualifier != policy::SetQualifier::kNone;
    return {
        Change::Kind::kSetContext, {}, {vocabulary_.key(test.key).name, {std::move(value)}, list}};
  }

  // One value a key, the first that does.
  std::vector<Change> ContextChanges() {
    std::vector<Change> changes;
    std::vector<KeyId> done;
    for (const CompiledStatement* statement : Conditional()) {
      for (const CompiledTest& test : statement->tests) {
        if (!IsFree(test.key) || std::count(done.begin(), done.end(), test.key) != 0) continue;
        for (std::string& value : Candidates(test)) {
          Change change = SetTo(test, std::move(value));
          if (!Allowed({&change, 1})) continue;
          changes.push_back(std::move(change));
          done.push_back(test.key);
          break;
        }
        if (test.value.family == policy::OperatorFamily::kNull && test.null_absent) {
          Change change{
              Change::Kind::kDropContext, {}, {vocabulary_.key(test.key).name, {}, false}};
          if (Allowed({&change, 1})) changes.push_back(std::move(change));
        }
      }
    }
    return changes;
  }

  // All keys of one Allow at once.
  std::vector<Change> ContextTogether() {
    for (const CompiledStatement* statement : Conditional()) {
      if (!statement->allow) continue;
      std::vector<Change> changes;
      for (const CompiledTest& test : statement->tests) {
        if (!IsFree(test.key) || test.negated) continue;
        std::vector<std::string> values = Candidates(test);
        if (!values.empty()) changes.push_back(SetTo(test, std::move(values[0])));
      }
      if (changes.size() > 1 && Allowed(changes)) return Reduce(std::move(changes));
    }
    return {};
  }

  // Drops what can be left out, from the end.
  std::vector<Change> Reduce(std::vector<Change> changes) {
    if (!Allowed(changes)) return {};
    for (size_t i = changes.size(); i-- > 0;) {
      std::vector<Change> fewer = changes;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      if (Allowed(fewer)) changes = std::move(fewer);
    }
    return changes;
  }

  const Request& request_;
  const RequestPolicies& policies_;
  const Circumstances& circumstances_;
  const Vocabulary& vocabulary_;
  Compiler& compiler_;
  BoundRequest bound_;
  bool resource_counts_ = false;
  bool scp_applies_ = false;
  bool rcp_applies_ = false;
  bool fixed_ = false;
};

}  // namespace

Changes FindChanges(const Request& request, const RequestPolicies& policies,
                    const Circumstances& circumstances, const Verdict& verdict,
                    Vocabulary* vocabulary, Compiler* compiler) {
  Finder finder(request, policies, circumstances, vocabulary, compiler);
  switch (verdict.outcome) {
    case Outcome::kAllowed:
      return finder.Grant(verdict);
    case Outcome::kExplicitlyDenied:
    case Outcome::kImplicitlyDenied:
      return finder.Denial(verdict);
    case Outcome::kUndecided:
      break;
  }
  return {};
}

}  // namespace rolelint::logic
