#include "analyzer/logic/action_classes.h"

#include <algorithm>
#include <optional>

#include "analyzer/logic/glob_word.h"
#include "analyzer/logic/pattern.h"
#include "analyzer/logic/work_budget.h"
#include "analyzer/text/glob.h"

namespace rolelint::logic {
namespace {

// What it becomes where AWS has no action of the class.
constexpr std::string_view kFillers[] = {"Any", "Zz", "x", "Qq7", "SomeOther", "0z0"};
// Actions of a pattern that are tried for one that is in a class.
constexpr size_t kMaxTries = 256;
// Words that are kept of a class.
constexpr size_t kMaxWords = 16;
// Resources of the policies that actions are compared with.
constexpr size_t kMaxResources = 16;

// Actions that people know and fear, the best known first.
// https://docs.aws.amazon.com/service-authorization/latest/reference/
constexpr std::string_view kWellKnown[] = {
    "s3:GetObject",
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:ListBucket",
    "s3:DeleteBucket",
    "iam:CreateAccessKey",
    "iam:PassRole",
    "iam:AttachRolePolicy",
    "iam:CreateUser",
    "sts:AssumeRole",
    "sts:AssumeRoleWithWebIdentity",
    "sts:AssumeRoleWithSAML",
    "secretsmanager:GetSecretValue",
    "kms:Decrypt",
    "ssm:GetParameter",
    "lambda:InvokeFunction",
    "lambda:UpdateFunctionCode",
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "sqs:ReceiveMessage",
    "sqs:SendMessage",
    "sns:Publish",
    "ec2:TerminateInstances",
    "ec2:RunInstances",
    "rds:DeleteDBInstance",
    "ecr:BatchGetImage",
    "ecr:PutImage",
    "logs:GetLogEvents",
    "cloudformation:CreateStack",
    "ecs:RunTask",
    "organizations:LeaveOrganization",
};

// For a mask of so many statements that is made by comparing so many patterns. False if no work is
// left.
bool SpendOn(uint32_t statements, size_t comparisons) {
  constexpr size_t kComparisonsOfUnit = 4;
  constexpr size_t kStatementsOfUnit = 4096;  // a mask holds 64 of them in a word
  return WorkBudget::Spend(1 + comparisons / kComparisonsOfUnit + statements / kStatementsOfUnit);
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = text::AsciiLower(c);
  return lower;
}

std::string_view ServiceOf(std::string_view action) { return action.substr(0, action.find(':')); }

// Patterns whose texts before the first wildcard, or after the last, differ have nothing in common.
bool SurelyDisjoint(std::string_view a, std::string_view b) {
  const size_t before = std::min(text::FirstWildcard(a), text::FirstWildcard(b));
  if (a.substr(0, before) != b.substr(0, before)) return true;
  const size_t after_a = a.size() - 1 - a.find_last_of("*?");
  const size_t after_b = b.size() - 1 - b.find_last_of("*?");
  const size_t after = std::min(after_a, after_b);
  return a.substr(a.size() - after) != b.substr(b.size() - after);
}

}  // namespace

uint64_t StatementMask::Hash() const {
  uint64_t hash = first_ * 0x9E3779B97F4A7C15ULL;
  for (uint64_t word : rest_) hash = (hash ^ word) * 0x9E3779B97F4A7C15ULL + (hash >> 29);
  return hash;
}

ActionClasses::ActionClasses(std::span<const CompiledStatement* const> statements,
                             uint32_t ordinals, Universe universe, const catalog::Catalog& catalog)
    : ordinals_(ordinals), catalog_(catalog), everything_(ordinals) {
  Collect(statements);
  if (universe == Universe::kStrings) {
    ClassifyStrings();
  } else {
    ClassifyCatalog();
  }
}

void ActionClasses::Collect(std::span<const CompiledStatement* const> statements) {
  size_t count = 0;
  for (const CompiledStatement* statement : statements) count += statement->actions.literals.size();
  literals_.reserve(count);
  literal_index_.reserve(count);
  std::unordered_map<std::string_view, std::pair<Service*, size_t>> glob_index;
  for (const CompiledStatement* statement : statements) {
    const ActionSet& set = statement->actions;
    const uint32_t ordinal = statement->ordinal;
    CollectResources(*statement);
    if (set.everything) everything_.Add(ordinal);
    for (std::string_view text : set.literals) {
      auto [at, added] = literal_index_.emplace(text, static_cast<uint32_t>(literals_.size()));
      if (added) literals_.push_back({text, StatementMask(ordinals_)});
      literals_[at->second].mask.Add(ordinal);
    }
    for (std::string_view text : set.globs) {
      auto at = glob_index.find(text);
      if (at == glob_index.end()) {
        Service& service = services_[ServiceOf(text)];
        service.globs.push_back({text, StatementMask(ordinals_), GlobWord(text)});
        at = glob_index.emplace(text, std::make_pair(&service, service.globs.size() - 1)).first;
      }
      at->second.first->globs[at->second.second].mask.Add(ordinal);
    }
  }
}

ActionClass& ActionClasses::Add(StatementMask mask, std::string_view word) {
  const uint64_t hash = mask.Hash();
  auto [begin, end] = class_index_.equal_range(hash);
  for (auto at = begin; at != end; ++at) {
    ActionClass& known = classes_[at->second];
    if (!(known.listed == mask)) continue;
    if (known.words.size() < kMaxWords) known.words.emplace_back(word);
    return known;
  }
  class_index_.emplace(hash, static_cast<uint32_t>(classes_.size()));
  classes_.push_back({std::move(mask), {std::string(word)}, {}});
  return classes_.back();
}

StatementMask ActionClasses::Listing(std::string_view action) const {
  StatementMask mask = everything_;
  auto literal = literal_index_.find(action);
  if (literal != literal_index_.end()) mask.AddAll(literals_[literal->second].mask);
  auto service = services_.find(ServiceOf(action));
  if (service == services_.end()) return mask;
  for (const Glob& glob : service->second.globs) {
    if (text::GlobMatches(glob.text, action)) mask.AddAll(glob.mask);
  }
  return mask;
}

void ActionClasses::ClassifyStrings() {
  for (const Literal& literal : literals_) {
    StatementMask mask = literal.mask;
    mask.AddAll(everything_);
    auto service = services_.find(ServiceOf(literal.text));
    if (service != services_.end()) {
      if (!SpendOn(ordinals_, service->second.globs.size())) {
        complete_ = false;
        return;
      }
      for (const Glob& glob : service->second.globs) {
        if (text::GlobMatches(glob.text, literal.text)) mask.AddAll(glob.mask);
      }
    }
    Add(std::move(mask), literal.text);
  }
  for (auto& [name, service] : services_) {
    if (Nested(service)) {
      for (const Glob& glob : service.globs) {
        if (!SpendOn(ordinals_, service.globs.size())) {
          complete_ = false;
          return;
        }
        Add(Listing(glob.word), glob.word);
      }
    } else {
      if (!SpendOn(ordinals_, literals_.size())) {
        complete_ = false;
        return;
      }
      for (uint32_t i = 0; i < literals_.size(); ++i) {
        if (ServiceOf(literals_[i].text) == name) service.literals.push_back(i);
      }
      Split(name, service);
    }
  }
  // An action that nothing but a lone star lists.
  Add(everything_, "");
}

void ActionClasses::ClassifyCatalog() {
  for (const Literal& literal : literals_) services_.try_emplace(ServiceOf(literal.text));
  for (catalog::Service service : catalog_.services()) {
    const bool mentioned = services_.find(service.prefix()) != services_.end();
    for (catalog::Action action : service.actions()) {
      if (mentioned && !SpendOn(ordinals_, services_.find(service.prefix())->second.globs.size())) {
        complete_ = false;
        return;
      }
      const std::string name = mentioned ? Lower(action.full_name()) : std::string();
      ActionClass& made = Add(mentioned ? Listing(name) : everything_, name);
      made.actions.push_back(action.id());
    }
  }
}

void ActionClasses::CollectResources(const CompiledStatement& statement) {
  if (statement.not_resource) return;
  for (const Pattern* pattern : statement.resources.patterns) {
    if (resources_.size() == kMaxResources) return;
    const std::string_view prefix = pattern->prefix();
    const size_t service = prefix.find(':', prefix.find(':') + 1) + 1;
    const size_t end = prefix.find(':', service);
    if (!prefix.starts_with("arn:") || service == 0 || end == std::string_view::npos) continue;
    const std::string_view name = prefix.substr(service, end - service);
    resources_.push_back(pattern);
    if (std::find(resource_services_.begin(), resource_services_.end(), name) ==
        resource_services_.end()) {
      resource_services_.push_back(name);
    }
  }
}

uint32_t ActionClasses::Rank(catalog::Action action) const {
  const auto* known = std::find(std::begin(kWellKnown), std::end(kWellKnown), action.full_name());
  const auto fame = static_cast<uint32_t>(known - std::begin(kWellKnown));
  const bool own = resource_services_.empty() ||
                   std::find(resource_services_.begin(), resource_services_.end(),
                             action.service().prefix()) != resource_services_.end();
  return own ? fame : fame + 1 + static_cast<uint32_t>(std::size(kWellKnown));
}

bool ActionClasses::WorksOnResources(catalog::Action action) const {
  if (resources_.empty()) return true;
  for (catalog::ActionResource resource : action.resources()) {
    const catalog::ArnPatterns arns = resource.type().arns();
    for (size_t i = 0; i < arns.size(); ++i) {
      const Pattern own = Pattern::Arn(arns[i].glob());
      for (const Pattern* listed : resources_) {
        const Pattern* const both[] = {&own, listed};
        if (Intersect(both) == Answer::kYes) return true;
      }
    }
  }
  return false;
}

std::optional<catalog::Action> ActionClasses::Best(const ActionClass& one,
                                                   std::vector<catalog::Action> actions) const {
  std::vector<std::pair<uint32_t, size_t>> order;
  order.reserve(actions.size());
  for (size_t i = 0; i < actions.size(); ++i) order.emplace_back(Rank(actions[i]), i);
  std::sort(order.begin(), order.end());
  if (order.size() > kMaxTries) order.resize(kMaxTries);
  std::optional<catalog::Action> first;
  for (const auto& [rank, i] : order) {
    if (Listing(Lower(actions[i].full_name())) != one.listed) continue;
    if (WorksOnResources(actions[i])) return actions[i];
    if (!first) first = actions[i];
  }
  return first;
}

// Of an action that nothing but a lone star lists: of the services whose resources are named, of
// the well-known ones, of any service.
std::optional<catalog::Action> ActionClasses::BestUnlisted(const ActionClass& one) const {
  std::vector<catalog::Action> actions;
  for (std::string_view name : resource_services_) {
    const std::optional<catalog::Service> service = catalog_.FindService(name);
    if (!service) continue;
    for (catalog::Action action : service->actions()) actions.push_back(action);
  }
  if (std::optional<catalog::Action> best = Best(one, actions)) return best;
  actions.clear();
  for (std::string_view name : kWellKnown) {
    if (std::optional<catalog::Action> action = catalog_.FindAction(name)) {
      actions.push_back(*action);
    }
  }
  if (std::optional<catalog::Action> best = Best(one, actions)) return best;
  for (catalog::Service service : catalog_.services()) {
    if (service.actions().empty()) continue;
    const catalog::Action action = service.actions()[0];
    if (Listing(Lower(action.full_name())) == one.listed) return action;
  }
  return std::nullopt;
}

std::string ActionClasses::Spell(const ActionClass& one) const {
  std::vector<catalog::Action> actions;
  if (!one.actions.empty()) {
    for (uint32_t id : one.actions) actions.push_back(catalog_.actions()[id]);
    if (std::optional<catalog::Action> best = Best(one, actions)) {
      return std::string(best->full_name());
    }
    return std::string(actions[0].full_name());
  }
  for (const std::string& word : one.words) {
    if (word.empty()) continue;
    std::string glob = word;
    std::replace(glob.begin(), glob.end(), kNoPolicysCharacter, '*');
    for (catalog::Action action : catalog_.MatchActions(glob)) actions.push_back(action);
  }
  std::optional<catalog::Action> best = Best(one, actions);
  const std::string& word = one.words[0];
  if (!best && word.empty()) best = BestUnlisted(one);
  if (best) return std::string(best->full_name());
  if (word.empty()) return "some-service:SomeAction";
  for (std::string_view filler : kFillers) {
    std::string text;
    for (char c : word) {
      if (c == kNoPolicysCharacter) {
        text += filler;
      } else {
        text += c;
      }
    }
    if (Listing(Lower(text)) == one.listed) return text;
  }
  return word;
}

// Any two patterns of the service that different statements list have nothing in common, or one
// holds the other.
bool ActionClasses::Nested(const Service& service) {
  for (const Glob& glob : service.globs) {
    if (glob.text.find('?') != std::string_view::npos) return false;
  }
  for (size_t i = 0; i < service.globs.size(); ++i) {
    if (!SpendOn(0, service.globs.size() - i)) return false;
    for (size_t j = i + 1; j < service.globs.size(); ++j) {
      const Glob& a = service.globs[i];
      const Glob& b = service.globs[j];
      if (a.mask == b.mask || SurelyDisjoint(a.text, b.text) || text::GlobMatches(a.text, b.word) ||
          text::GlobMatches(b.text, a.word)) {
        continue;
      }
      const Pattern one = Pattern::Glob(a.text);
      const Pattern other = Pattern::Glob(b.text);
      const Pattern* const both[] = {&one, &other};
      if (Intersect(both) != Answer::kNo) return false;
    }
  }
  return true;
}

// Every combination that has an action which is not written out. Patterns that the same statements
// list make one group: in one of them or in none is all that matters.
void ActionClasses::Split(std::string_view name, const Service& service) {
  if (!SpendOn(ordinals_, service.globs.size() + service.literals.size())) {
    complete_ = false;
    return;
  }
  std::vector<Pattern> patterns;
  patterns.reserve(service.globs.size() + service.literals.size());
  std::vector<std::pair<const StatementMask*, std::vector<const Pattern*>>> groups;
  for (const Glob& glob : service.globs) {
    patterns.push_back(Pattern::Glob(glob.text));
    if (!SpendOn(ordinals_, groups.size())) {
      complete_ = false;
      return;
    }
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&](const auto& one) { return *one.first == glob.mask; });
    if (group == groups.end()) group = groups.insert(groups.end(), {&glob.mask, {}});
    group->second.push_back(&patterns.back());
  }
  struct Part {
    std::vector<PatternList> in;
    std::vector<const Pattern*> out;
    std::string action;
  };
  std::vector<Part> parts(1);
  for (uint32_t literal : service.literals) {
    patterns.push_back(Pattern::Literal(literals_[literal].text));
    parts[0].out.push_back(&patterns.back());
  }
  // An action has a name.
  const Pattern named = Pattern::Glob(std::string(name) + ":?*");
  const Pattern* const named_list[] = {&named};
  auto found = [&](Part* part) {
    std::vector<PatternList> in = part->in;
    in.emplace_back(named_list);
    Found text = FindText(in, part->out);
    if (text.answer == Answer::kTooHard) complete_ = false;
    part->action = std::move(text.text);
    return text.answer == Answer::kYes;
  };
  for (const auto& [mask, group] : groups) {
    std::vector<Part> next;
    for (Part& part : parts) {
      if (!SpendOn(ordinals_, part.in.size() + part.out.size())) {
        complete_ = false;
        return;
      }
      Part in = part;
      in.in.emplace_back(group);
      if (found(&in)) next.push_back(std::move(in));
      part.out.insert(part.out.end(), group.begin(), group.end());
      if (part.in.empty() || found(&part)) next.push_back(std::move(part));
    }
    parts = std::move(next);
    if (parts.size() > kMaxPatternClasses) {
      complete_ = false;
      return;
    }
  }
  for (const Part& part : parts) {
    if (!part.in.empty()) Add(Listing(part.action), part.action);
  }
}

}  // namespace rolelint::logic
