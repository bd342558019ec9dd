#include <fmt/format.h>

#include <algorithm>

#include "analyzer/engine/rule.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"
#include "analyzer/policy/condition_query.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"
#include "rules/catalog/wording.h"

namespace rolelint::rules::service_wide_resource {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using logic::ActionFacts;
using logic::ArnFacts;
using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "parliament:RESOURCE_EFFECTIVELY_STAR",
};

// A condition that says which resources are meant, whatever Resource says.
bool PinsResource(const Statement& statement) {
  return std::any_of(statement.conditions.begin(), statement.conditions.end(),
                     [&](const policy::ConditionTest& test) {
                       if (!policy::Restricts(statement, test)) return false;
                       const std::string_view key = test.key.value;
                       const size_t colon = key.find(':');
                       if (colon == std::string_view::npos) return false;
                       return policy::KeyStartsWith(test, "aws:Resource") ||
                              text::EqualsFolded(key.substr(colon + 1, 12), "ResourceTag/");
                     });
}

// The first ARN that covers every resource of a type on which the actions work.
const ArnFacts* WholeFor(const logic::StatementNames& names, const ActionFacts& action) {
  for (const ArnFacts* arn : names.resource) {
    const bool whole = std::any_of(arn->whole.begin(), arn->whole.end(), [&](uint16_t type) {
      return std::binary_search(action.types.begin(), action.types.end(), type);
    });
    if (whole) return arn;
  }
  return nullptr;
}

void Check(const DocumentContext& context, Reporter& report) {
  const auto statements = context.document.statements;
  for (size_t i = 0; i < statements.size(); ++i) {
    const Statement& statement = statements[i];
    if (!statement.allows() || statement.resource.items.empty() || statement.action.items.empty()) {
      continue;
    }
    logic::Meaning& meaning = context.questions.meaning();
    // Where every resource is allowed another rule speaks of it.
    if (!meaning.IsWide(statement) || meaning.IsEverywhere(statement) || PinsResource(statement)) {
      continue;
    }
    const logic::StatementNames& names = context.questions.names().Statement(i);
    std::vector<std::string_view> actions;
    const policy::Text* item = nullptr;
    bool everything = false;
    for (size_t j = 0; j < statement.action.items.size(); ++j) {
      const ActionFacts& facts = *names.action[j];
      everything = everything || facts.everything;
      const ArnFacts* arn = WholeFor(names, facts);
      if (arn == nullptr) continue;
      actions.push_back(statement.action.items[j].value);
      if (item != nullptr) continue;
      const auto at = std::find(names.resource.begin(), names.resource.end(), arn);
      item = &statement.resource.items[static_cast<size_t>(at - names.resource.begin())];
    }
    // Where every action is allowed the resources are the lesser matter.
    if (item == nullptr || everything) continue;
    report
        .Report(item->span,
                fmt::format("Resource \"{}\" is all that there is of its kind: it allows {} on "
                            "all of it, though {} can be limited",
                            item->value, Few(actions), actions.size() == 1 ? "it" : "they"))
        .Label("as good as \"*\"")
        .Help("name the resources that are meant; where all are meant, \"*\" says so plainly");
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "service-wide-resource",
    .summary = "A Resource looks like an ARN and is every resource of its kind",
    .level = engine::Level::kSuggestion,
    .persona = engine::Persona::kPedantic,
    .kinds = policy::Kind::kIdentity | policy::Kind::kSession,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "best-practices.html#grant-least-privilege",
    .check_document = Check,
};

}  // namespace rolelint::rules::service_wide_resource
