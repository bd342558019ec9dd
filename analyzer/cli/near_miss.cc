#include "analyzer/cli/near_miss.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/logic/evaluate.h"
#include "analyzer/logic/pattern.h"
#include "analyzer/policy/arn.h"
#include "analyzer/text/edit_distance.h"
#include "analyzer/text/glob.h"

namespace rolelint::cli {
namespace {

using logic::Cause;
using logic::CompiledPolicy;
using logic::CompiledStatement;
using logic::Pattern;
using logic::Principal;
using logic::Truth;

constexpr size_t kMaxMisses = 3;
// Shorter texts are not compared letter by letter.
constexpr size_t kMinLength = 8;

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), text::AsciiLower);
  return lower;
}

// In which segment alone two ARNs differ.
std::string_view OddSegment(std::string_view listed, std::string_view asked) {
  const std::optional<policy::Arn> a = policy::ParseArn(listed);
  const std::optional<policy::Arn> b = policy::ParseArn(asked);
  if (!a || !b || !text::GlobMatches(a->service, b->service)) return {};
  const bool same_name = text::GlobMatches(a->resource, b->resource);
  const bool same_account = text::GlobMatches(a->account, b->account);
  const bool same_region = text::GlobMatches(a->region, b->region);
  const bool same_partition = text::GlobMatches(a->partition, b->partition);
  if (!same_name) return {};
  if (!same_account && same_region && same_partition) return "account";
  if (same_account && !same_region && same_partition) return "Region";
  if (same_account && same_region && !same_partition) return "partition";
  return {};
}

// How `listed`, which does not match `asked`, is nearly right; "" if it is not.
std::string Nearness(std::string_view listed, std::string_view asked) {
  const std::string text(listed);
  if (Pattern::Arn(Lower(listed)).Matches(Lower(asked))) {
    return fmt::format("\"{}\" differs from {} in case", listed, asked);
  }
  for (std::string_view inside : {"/*", ":*"}) {
    if (Pattern::Arn(text + std::string(inside)).Matches(asked)) {
      return fmt::format("\"{}\" is not what is in it: that is \"{}{}\"", listed, listed, inside);
    }
    if (listed.ends_with(inside) &&
        Pattern::Arn(listed.substr(0, listed.size() - inside.size())).Matches(asked)) {
      return fmt::format("\"{}\" is what is in {}, not {} itself", listed, asked, asked);
    }
  }
  if (listed.find(":secretsmanager:") != std::string_view::npos &&
      Pattern::Arn(text + "-??????").Matches(asked)) {
    return fmt::format(
        "\"{}\" lacks the six characters that Secrets Manager appends: \"{}-??????\"", listed,
        listed);
  }
  if (const std::string_view segment = OddSegment(listed, asked); !segment.empty()) {
    return fmt::format("\"{}\" is in another {} than {}", listed, segment, asked);
  }
  const bool long_enough = listed.size() >= kMinLength && !text::HasWildcard(listed);
  if (long_enough && text::EditDistance(listed, asked, 2) <= 2) {
    return fmt::format("\"{}\" is spelled otherwise than {}", listed, asked);
  }
  return {};
}

// The names by which policies may list the principal.
std::vector<std::string_view> NamesOf(const Principal& principal) {
  if (principal.kind == Principal::Kind::kSession) return {principal.role_arn, principal.text};
  return {principal.text};
}

// The same user or role under another path.
bool DiffersInPath(std::string_view listed, std::string_view asked) {
  const std::optional<policy::Arn> a = policy::ParseArn(listed);
  const std::optional<policy::Arn> b = policy::ParseArn(asked);
  if (!a || !b || a->account != b->account) return false;
  const policy::IamResource one = policy::SplitIamResource(a->resource);
  const policy::IamResource other = policy::SplitIamResource(b->resource);
  return one.type == other.type && one.name == other.name && one.path != other.path &&
         (one.type == "user" || one.type == "role");
}

class Search {
 public:
  explicit Search(const logic::BoundRequest& request)
      : request_(request.request()), logic_(request), evaluator_(&logic_) {}

  void Look(const std::vector<const CompiledPolicy*>& policies, Cause::Source source,
            uint32_t level = 0) {
    for (uint32_t i = 0; i < policies.size(); ++i) {
      for (const CompiledStatement& statement : policies[i]->statements) {
        if (!statement.allow || statement.source == nullptr) continue;
        const Cause cause{source, level, i, &statement};
        LookAtResources(cause);
        LookAtPrincipals(cause);
      }
    }
  }

  std::vector<NearMiss> Take() {
    if (found_.size() > kMaxMisses) found_.resize(kMaxMisses);
    return std::move(found_);
  }

 private:
  bool Matches(const CompiledStatement& statement) {
    return evaluator_.AllowMatchesAtAll(statement) == Truth::kTrue;
  }

  void LookAtResources(const Cause& cause) {
    const CompiledStatement& statement = *cause.statement;
    if (!statement.has_resource || statement.not_resource || Matches(statement)) return;
    CompiledStatement any = statement;
    any.has_resource = false;
    if (!Matches(any)) return;
    for (const policy::Text& item : statement.source->resource.items) {
      if (item.known) Add(cause, item, Nearness(item.value, request_.resource));
    }
  }

  void LookAtPrincipals(const Cause& cause) {
    const CompiledStatement& statement = *cause.statement;
    if (!statement.has_principal || statement.not_principal || Matches(statement)) return;
    if (evaluator_.MatchesBesidesPrincipal(statement) != Truth::kTrue) return;
    for (const policy::PrincipalEntry& entry : statement.source->principal.entries) {
      for (const policy::Text& item : entry.values.items) {
        if (!item.known) continue;
        for (std::string_view name : NamesOf(request_.principal)) {
          std::string why = Nearness(item.value, name);
          if (why.empty() && DiffersInPath(item.value, name)) {
            why = fmt::format("\"{}\" has another path than {}", item.value, name);
          }
          Add(cause, item, std::move(why));
        }
      }
    }
  }

  void Add(const Cause& cause, const policy::Text& item, std::string why) {
    if (!why.empty()) found_.push_back({cause, item.span, std::move(why)});
  }

  const logic::Request& request_;
  logic::RequestLogic logic_;
  logic::Evaluator<logic::RequestLogic> evaluator_;
  std::vector<NearMiss> found_;
};

}  // namespace

std::vector<NearMiss> FindNearMisses(const logic::BoundRequest& request,
                                     const logic::RequestPolicies& policies) {
  using Source = Cause::Source;
  Search search(request);
  search.Look(policies.identity, Source::kIdentity);
  if (policies.resource != nullptr) search.Look({policies.resource}, Source::kResource);
  search.Look(policies.boundary, Source::kBoundary);
  search.Look(policies.session, Source::kSession);
  for (uint32_t i = 0; i < policies.scp.size(); ++i) {
    search.Look(policies.scp[i], Source::kScp, i);
  }
  search.Look(policies.vpc_endpoint, Source::kVpcEndpoint);
  return search.Take();
}

}  // namespace rolelint::cli
