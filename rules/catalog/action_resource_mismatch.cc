#include <fmt/format.h>

#include <algorithm>

#include "analyzer/engine/rule.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"
#include "analyzer/text/glob.h"
#include "rules/catalog/wording.h"

namespace rolelint::rules::action_resource_mismatch {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using logic::ActionFacts;
using logic::ArnFacts;
using logic::StatementNames;
using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "parliament:RESOURCE_MISMATCH",
    "boogy:resource_mismatch",
};

// Comparisons over which the other statements of a policy are searched for what one lacks. Beyond
// them the rule is silent.
constexpr size_t kMaxWork = 2'000'000;

// All that a list of resources can stand for.
struct Reach {
  Reach() = default;
  Reach(Reach&&) = default;
  Reach& operator=(Reach&&) = default;

  bool known = true;  // every item could be judged, and none is wrong in itself
  bool everything = false;
  bool any_resource = false;  // everything of a service
  std::span<const uint16_t> types;
  std::vector<uint16_t> several;  // what `types` is of, where there are several items
};

Reach ReachOf(std::span<const ArnFacts* const> resources) {
  Reach reach;
  for (const ArnFacts* facts : resources) {
    reach.known = reach.known && facts->clear && facts->problems == 0;
    reach.everything = reach.everything || facts->everything;
    reach.any_resource = reach.any_resource || facts->any_resource;
  }
  if (!reach.known || reach.everything) return reach;
  // Neighbours are mostly of one type.
  const auto alike = [&](const ArnFacts* facts) {
    return std::equal(facts->types.begin(), facts->types.end(), resources[0]->types.begin(),
                      resources[0]->types.end());
  };
  if (resources.empty()) return reach;
  if (std::all_of(resources.begin() + 1, resources.end(), alike)) {
    reach.types = resources[0]->types;
    return reach;
  }
  std::vector<uint16_t>& all = reach.several;
  for (const ArnFacts* facts : resources) {
    all.insert(all.end(), facts->types.begin(), facts->types.end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  reach.types = all;
  return reach;
}

bool Share(std::span<const uint16_t> a, std::span<const uint16_t> b) {
  auto i = a.begin();
  auto j = b.begin();
  while (i != a.end() && j != b.end()) {
    if (*i == *j) return true;
    if (*i < *j) {
      ++i;
    } else {
      ++j;
    }
  }
  return false;
}

bool Reaches(const Reach& reach, const ActionFacts& action) {
  if (action.state != logic::ActionState::kKnown || action.everything || action.open) return true;
  if (reach.everything) return true;
  // An action that works on no resource needs "*". Everything of its service is near enough: so
  // AWS's own examples write s3:ListAllMyBuckets.
  if (action.untyped && reach.any_resource) return true;
  return Share(reach.types, action.types);
}

// The reach of every statement, made when it is asked for.
class StatementReaches {
 public:
  explicit StatementReaches(const DocumentContext& context) : context_(context) {}

  const Reach& Of(size_t i) {
    if (reaches_.empty()) {
      reaches_.resize(context_.document.statements.size());
      known_.resize(reaches_.size());
    }
    if (!known_[i]) {
      known_[i] = true;
      reaches_[i] = ReachOf(context_.questions.names().Statement(i).resource);
    }
    return reaches_[i];
  }

 private:
  const DocumentContext& context_;
  std::vector<Reach> reaches_;
  std::vector<bool> known_;
};

// Whether another statement of the same effect lists the action for a resource that it works on: a
// policy may sort its actions and resources as it likes.
bool IsSaidElsewhere(const DocumentContext& context, size_t here, const policy::Text& action,
                     const ActionFacts& facts, StatementReaches* reaches, size_t* work) {
  const auto statements = context.document.statements;
  for (size_t i = 0; i < statements.size(); ++i) {
    if (i == here || statements[i].effect != statements[here].effect) continue;
    *work += statements[i].action.items.size() + 1;
    if (*work > kMaxWork) return true;
    bool lists = statements[i].not_action.present;
    for (const policy::Text& item : statements[i].action.items) {
      lists = lists || text::GlobMatchesFolded(item.value, action.value);
    }
    if (!lists) continue;
    if (statements[i].not_resource.present) return true;
    const Reach& reach = reaches->Of(i);
    if (!reach.known || Reaches(reach, facts)) return true;
  }
  return false;
}

// `s3:GetObject works on arn:aws:s3:::${BucketName}/${ObjectName}`.
std::string TellTypes(std::string_view action, const ActionFacts& facts,
                      const DocumentContext& context) {
  constexpr size_t kFew = 3;
  std::vector<std::string> arns;
  for (const uint16_t id : facts.types) {
    if (arns.size() == kFew) break;
    const auto patterns = context.catalog.resource_types()[id].arns();
    if (patterns.size() == 0) continue;
    std::string arn(patterns[0].text());
    constexpr std::string_view kPartition = "${Partition}";
    if (const size_t at = arn.find(kPartition); at != std::string::npos) {
      arn.replace(at, kPartition.size(), "aws");
    }
    arns.push_back(std::move(arn));
  }
  if (arns.empty()) return fmt::format("{} needs \"Resource\": \"*\"", action);
  return fmt::format("{} works on {}{} ({})", action, Either(arns),
                     facts.types.size() > arns.size() ? " or others" : "", OfDate(context.catalog));
}

// Statements about role switches alone have assume-role-resource.
bool OnlyAssumesRoles(const Statement& statement) {
  return std::all_of(
      statement.action.items.begin(), statement.action.items.end(),
      [](const policy::Text& item) { return text::EqualsFolded(item.value, "sts:AssumeRole"); });
}

void Report(const Statement& statement, const std::vector<const policy::Text*>& items,
            const ActionFacts& first, bool only_untyped, const DocumentContext& context,
            Reporter& report) {
  std::vector<std::string_view> names;
  names.reserve(items.size());
  for (const policy::Text* item : items) names.push_back(item->value);
  const bool one = names.size() == 1;
  const std::string_view verb = statement.denies() ? "denies" : "allows";
  const std::string what =
      only_untyped ? fmt::format("{} on no resource, and need{} Resource \"*\"",
                                 one ? "works" : "work", one ? "s" : "")
                   : fmt::format("{} not work on the resource{} named here", one ? "does" : "do",
                                 statement.resource.items.size() == 1 ? "" : "s");
  engine::FindingBuilder finding =
      report.Report(items[0]->span, fmt::format("the statement {} nothing of {}: {} {}", verb,
                                                Few(names), one ? "it" : "they", what));
  finding.Label(only_untyped ? "needs \"*\"" : "not on these resources")
      .Help(only_untyped ? "move what needs it to a statement with \"Resource\": \"*\""
                         : TellTypes(names[0], first, context))
      .Related(statement.resource.span, "the resources");
  // AWS's own policies show that some services compare more than the reference tells.
  if (only_untyped) {
    finding.Level(engine::Level::kSuggestion).Confidence(engine::Confidence::kMedium);
  }
  constexpr size_t kRelated = 5;
  for (size_t i = 1; i < items.size() && i <= kRelated; ++i) {
    finding.Related(items[i]->span, "nor this");
  }
}

void Check(const DocumentContext& context, Reporter& report) {
  const auto statements = context.document.statements;
  StatementReaches reaches(context);
  size_t work = 0;
  std::vector<const policy::Text*> items;
  const ActionFacts* first = nullptr;
  for (size_t i = 0; i < statements.size(); ++i) {
    const Statement& statement = statements[i];
    if (statement.action.items.empty() || statement.resource.items.empty() ||
        statement.not_resource.present || (!statement.allows() && !statement.denies())) {
      continue;
    }
    const StatementNames& names = context.questions.names().Statement(i);
    // Nearly all that is not narrowed ends here.
    if (std::any_of(names.resource.begin(), names.resource.end(),
                    [](const ArnFacts* facts) { return facts->everything || !facts->clear; })) {
      continue;
    }
    const Reach reach = ReachOf(names.resource);
    if (!reach.known) continue;
    items.clear();
    bool only_untyped = true;
    for (size_t j = 0; j < statement.action.items.size(); ++j) {
      const ActionFacts& facts = *names.action[j];
      if (Reaches(reach, facts)) continue;
      if (IsSaidElsewhere(context, i, statement.action.items[j], facts, &reaches, &work)) continue;
      if (items.empty()) first = &facts;
      items.push_back(&statement.action.items[j]);
      only_untyped = only_untyped && facts.types.empty();
    }
    if (items.empty() || OnlyAssumesRoles(statement)) continue;
    Report(statement, items, *first, only_untyped, context, report);
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "action-resource-mismatch",
    .summary = "A statement lists actions that do not work on any of its resources",
    .level = engine::Level::kWarning,
    .kinds =
        policy::kIdentityLike | policy::Kind::kResource | policy::Kind::kScp | policy::Kind::kRcp,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/service-authorization/latest/reference/"
        "reference_policies_actions-resources-contextkeys.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::action_resource_mismatch
