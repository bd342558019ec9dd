// Allows that ask for a tag where a request of the action carries none.

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/few.h"
#include "analyzer/text/glob.h"
#include "rules/condition_key/key_facts.h"
#include "rules/condition_key/wording.h"
#include "rules/security/grants.h"

namespace rolelint::rules::tag_never_met {
namespace {

using policy::ConditionTest;
using policy::Statement;
using policy::Text;

constexpr std::string_view kYieldsTo[] = {"allow-by-unsupported-tag", "action-ignores-key",
                                          "statement-never-matches"};

bool IsResourceTag(const ConditionTest& test) {
  const std::string_view key = test.key.value;
  const size_t colon = key.find(':');
  constexpr std::string_view kTag = "ResourceTag/";
  return test.key.known && colon != std::string_view::npos &&
         text::EqualsFolded(key.substr(colon + 1, kTag.size()), kTag);
}

bool IsRequestTag(const ConditionTest& test) {
  return test.key.known && policy::KeyStartsWith(test, "aws:RequestTag/");
}

bool Concerns(const catalog::Catalog&, const ConditionTest& test) {
  return IsResourceTag(test) || IsRequestTag(test);
}

// The literal actions that work on no resource: no tag of one is in their requests.
std::vector<const Text*> WithoutResource(const catalog::Catalog& catalog,
                                         const Statement& statement) {
  std::vector<const Text*> items;
  for (const Text& item : statement.action.items) {
    if (!item.known || text::HasWildcard(item.value)) continue;
    const std::optional<catalog::Action> action = catalog.FindAction(item.value);
    if (action && action->resources().empty()) items.push_back(&item);
  }
  return items;
}

// Of an action that makes things out of others (ec2:RunInstances): the kinds that it needs besides,
// which are there already, so that the request puts no tag on them. Empty if none takes the key.
std::vector<std::string_view> OtherParts(const catalog::Action& action, catalog::ConditionKey key) {
  std::vector<std::string_view> others;
  bool taken = false;
  if (catalog::Contains(action.condition_keys(), key)) return others;
  for (const catalog::ActionResource resource : action.resources()) {
    const bool takes = catalog::Contains(resource.condition_keys(), key);
    taken |= takes;
    if (!takes && resource.required()) others.push_back(resource.type().name());
  }
  if (!taken) others.clear();
  return others;
}

// Whether another statement allows the action too, which may be how the other parts are allowed.
bool AllowedElsewhere(const policy::Document& document, const Statement& statement,
                      std::string_view action) {
  return std::any_of(
      document.statements.begin(), document.statements.end(), [&](const Statement& other) {
        return &other != &statement && other.allows() && policy::CoversAction(other, action);
      });
}

void CheckResourceTag(const engine::DocumentContext& context, const Statement& statement,
                      const ConditionTest& test, engine::Reporter& report) {
  const std::vector<const Text*> items = WithoutResource(context.catalog, statement);
  if (items.empty()) return;
  std::vector<std::string_view> names;
  for (const Text* item : items) names.push_back(item->value);
  const bool one = names.size() == 1;
  report
      .Report(items[0]->span,
              fmt::format("{} {} on no resource, so no request carries {}: never allowed by this "
                          "statement",
                          text::Few(names), one ? "works" : "work", Quoted(test.key.value)))
      .Label("no resource, no tag")
      .Related(test.key.span, "asked for here")
      .Help(fmt::format("allow {} in a statement without the tag", one ? "it" : "them"));
}

void CheckRequestTag(const engine::DocumentContext& context, const Statement& statement,
                     const ConditionTest& test, engine::Reporter& report) {
  const KeyFacts facts = FactsOf(context.catalog, test.key.value);
  if (!facts.key || !statement.resource.present) return;
  for (const Text& item : statement.action.items) {
    if (!item.known || text::HasWildcard(item.value)) continue;
    const std::optional<catalog::Action> action = context.catalog.FindAction(item.value);
    if (!action || !MeaningOf(context).OnEvery(statement, *action)) continue;
    const std::vector<std::string_view> others = OtherParts(*action, *facts.key);
    if (others.empty() || AllowedElsewhere(context.document, statement, item.value)) continue;
    report
        .Report(item.span,
                fmt::format("{} needs {} as well, which take no {}: this statement alone "
                            "never allows it",
                            item.value, text::Few(others), Quoted(test.key.value)))
        .Label("of several parts")
        .Related(test.key.span, "asked for here")
        .Help(
            "keep the tag to the resources that are made, and allow the action on the others in a "
            "statement without it");
  }
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    if (!statement.allows()) continue;
    bool resource = false;
    bool request = false;
    for (const ConditionTest& test : statement.conditions) {
      if (PassesWithoutKey(test)) continue;
      if (!resource && IsResourceTag(test)) {
        resource = true;
        CheckResourceTag(context, statement, test, report);
      } else if (!request && IsRequestTag(test)) {
        request = true;
        CheckRequestTag(context, statement, test, report);
      }
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "tag-never-met",
    .summary = "An Allow asks for a tag that requests of the action never carry",
    .level = engine::Level::kSuggestion,
    .kinds = policy::kIdentityLike,
    .concerns = Concerns,
    .yields_to = kYieldsTo,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::tag_never_met
