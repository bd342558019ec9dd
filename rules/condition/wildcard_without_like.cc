// Only the Like operators know wildcards. Under StringEquals a star is a star.

#include "analyzer/policy/edit_places.h"
#include "rules/condition/values.h"
#include "rules/condition_key/key_facts.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::wildcard_without_like {
namespace {

using policy::Operator;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:WILDCARD_WITHOUT_LIKE_OPERATOR",
};

// The operator that would take the pattern; "" if `op` compares no text as it is.
std::string_view LikeOf(Operator op) {
  switch (op) {
    case Operator::kStringEquals:
    case Operator::kStringEqualsIgnoreCase:
      return "StringLike";
    case Operator::kStringNotEquals:
    case Operator::kStringNotEqualsIgnoreCase:
      return "StringNotLike";
    default:
      return "";
  }
}

bool IsPattern(const policy::ConditionValue& value) {
  return value.type == json::Type::kString && value.text.known &&
         FindWildcard(value.text.value) != std::string_view::npos;
}

std::string LikeFor(const catalog::Catalog& catalog, const policy::ConditionTest& test) {
  const bool arn = FactsOf(catalog, test.key.value).type == catalog::ValueType::kArn;
  return arn ? policy::IsNegated(test.op.base) ? "ArnNotLike" : "ArnLike"
             : std::string(LikeOf(test.op.base));
}

// What to write instead, so that it is not the next finding: of an id or a lone star no pattern is
// any good, and of an ARN the operator is another one.
std::string Advice(const catalog::Catalog& catalog, const policy::ConditionTest& test,
                   const policy::ConditionValue& value) {
  const std::string base(OperatorName(test.op.base));
  if (NamesById(test)) return "write each ID in full: a pattern also matches the IDs of strangers";
  if (IsLoneStar(value)) return "write the values that are meant: as a pattern, \"*\" is any value";
  return "use " + LikeFor(catalog, test) + " in place of " + base + " if a pattern is meant";
}

// The pattern is meant, or the text; a pattern matches more.
void OfferLike(const catalog::Catalog& catalog, const policy::Statement& statement,
               const policy::ConditionTest& test, const policy::ConditionValue& value,
               engine::FindingBuilder& finding) {
  if (NamesById(test) || IsLoneStar(value) || test.op.if_exists ||
      test.op.qualifier != policy::SetQualifier::kNone) {
    return;
  }
  const std::string like = LikeFor(catalog, test);
  if (policy::CanRenameOperator(statement, test, like)) {
    finding.Fix(test.op_text.span, like, false);
  }
}

void CheckTest(const catalog::Catalog& catalog, const policy::Statement& statement,
               const policy::ConditionTest& test, engine::Reporter& report) {
  if (LikeOf(test.op.base).empty()) return;
  const policy::ConditionValue* first = nullptr;
  for (const policy::ConditionValue& value : test.values) {
    if (!IsPattern(value)) continue;
    first = &value;
    break;
  }
  if (first == nullptr) return;
  engine::FindingBuilder finding = report.Report(
      first->text.span, Quoted(first->text.value) + " is no pattern under " + TestName(test) +
                            ": it is compared with the very characters");
  finding.Label("taken literally").Help(Advice(catalog, test, *first));
  OfferLike(catalog, statement, test, *first, finding);
  constexpr size_t kShown = 20;
  size_t shown = 0;
  for (const policy::ConditionValue& value : test.values) {
    if (&value == first || !IsPattern(value)) continue;
    if (++shown > kShown) break;
    finding.Related(value.text.span, "taken literally as well");
  }
}

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return !LikeOf(test.op.base).empty();
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachTest(context.document,
              [&](const policy::Statement& statement, const policy::ConditionTest& test) {
                CheckTest(context.catalog, statement, test, report);
              });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "wildcard-without-like",
    .summary = "An operator matches the wildcard of a pattern literally",
    .level = engine::Level::kWarning,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_condition_operators.html#Conditions_String",
    .check_document = Check,
};

}  // namespace rolelint::rules::wildcard_without_like
