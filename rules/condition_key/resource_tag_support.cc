#include "rules/condition_key/resource_tag_support.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/catalog/match.h"
#include "analyzer/logic/questions.h"
#include "analyzer/policy/query.h"
#include "rules/condition_key/action_keys.h"
#include "rules/condition_key/key_facts.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules {
namespace {

using policy::ConditionTest;
using policy::Statement;
using policy::Text;

struct Unsupported {
  std::string_view service;
  const Text* item;
};

// Whether the request of an action can be told by the tags of a resource. A request that makes a
// resource carries the tags it asks for, and Access Analyzer lets it pass as well.
bool LacksTags(const catalog::Catalog& catalog, const Text& item, const logic::ActionFacts& facts,
               catalog::ConditionKey resource_tag, catalog::ConditionKey request_tag) {
  return SupportOf(catalog, item, facts, resource_tag) == KeySupport::kNone &&
         SupportOf(catalog, item, facts, request_tag) == KeySupport::kNone;
}

std::vector<Unsupported> FindUnsupported(const catalog::Catalog& catalog,
                                         const policy::TextList& actions,
                                         std::span<const logic::ActionFacts* const> facts) {
  std::vector<Unsupported> found;
  const std::optional<catalog::ConditionKey> resource_tag =
      FactsOf(catalog, "aws:ResourceTag/x").key;
  const std::optional<catalog::ConditionKey> request_tag = FactsOf(catalog, "aws:RequestTag/x").key;
  if (!resource_tag || !request_tag) return found;
  for (size_t i = 0; i < actions.items.size(); ++i) {
    const Text& item = actions.items[i];
    if (LacksTags(catalog, item, *facts[i], *resource_tag, *request_tag)) {
      found.push_back({ServiceOf(item.value), &item});
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const Unsupported& a, const Unsupported& b) {
    return catalog::CompareFolded(a.service, b.service) < 0;
  });
  return found;
}

void ReportServices(const std::vector<Unsupported>& found, const ConditionTest& test,
                    std::string_view sequel, std::string_view help, engine::Reporter& report) {
  std::vector<const Text*> items;
  std::vector<std::string_view> names;
  for (size_t i = 0; i < found.size(); ++i) {
    items.push_back(found[i].item);
    names.push_back(found[i].item->value);
    if (i + 1 < found.size() &&
        catalog::CompareFolded(found[i].service, found[i + 1].service) == 0) {
      continue;
    }
    engine::FindingBuilder finding = report.Report(
        items[0]->span, fmt::format("{} does not support conditions on resource tags ({}): {}",
                                    ListOf(names), test.key.value, sequel));
    finding.Label("takes no aws:ResourceTag").Help(std::string(help));
    RelateItems(finding, items, "nor does this", test);
    items.clear();
    names.clear();
  }
}

}  // namespace

bool IsResourceTagTest(const ConditionTest& test) {
  return test.op.base != policy::Operator::kNull && policy::KeyStartsWith(test, "aws:ResourceTag/");
}

void ReportUnsupportedTags(const engine::DocumentContext& context, policy::Effect effect,
                           std::string_view sequel, std::string_view not_action_message,
                           std::string_view help, engine::Reporter& report) {
  for (size_t i = 0; i < context.document.statements.size(); ++i) {
    const Statement& statement = context.document.statements[i];
    if (statement.effect != effect) continue;
    std::vector<Unsupported> found;
    size_t joined = 0;
    for (const ConditionTest& test : statement.conditions) {
      if (!test.key.known || !IsResourceTagTest(test) || PassesWithoutKey(test)) continue;
      if (statement.not_action.present) {
        report.Report(test.key.span, std::string(not_action_message))
            .Label("not every action takes it")
            .Related(statement.not_action.key_span, "the actions are those not listed here")
            .Help(std::string(help));
        continue;
      }
      if (joined == 0) {
        found = FindUnsupported(context.catalog, statement.action,
                                context.questions.names().Statement(i).action);
      }
      if (found.empty() || ++joined > kMostKeysJoined) break;
      ReportServices(found, test, sequel, help, report);
    }
  }
}

}  // namespace rolelint::rules
