#include <algorithm>

#include "analyzer/policy/arn.h"
#include "analyzer/policy/edit_places.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"
#include "rules/condition_key/key_facts.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::string_like_on_arn {
namespace {

using policy::Operator;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS",
    "parliament:MISMATCHED_TYPE_BUT_USABLE",
    "boogy:type_mismatch_usable",
};

// Whether a wildcard of the value stands before the last part of the ARN, where it runs over the
// colons that ArnLike keeps. In the last part, which may hold colons itself, both decide the same.
bool CrossesParts(const policy::ConditionValue& value) {
  const std::string_view text = value.text.value;
  if (!text::HasWildcard(text) || text.find_first_not_of('*') == std::string_view::npos) {
    return false;
  }
  const std::optional<policy::Arn> arn = policy::ParseArn(text);
  if (!arn) return true;
  if (!text::HasWildcard(text.substr(0, text.size() - arn->resource.size()))) return false;
  // Only a path holds a colon, and a slash ends it: "arn:aws:iam::*:root" is met by root users.
  return arn->resource != "root";
}

// Keys whose ARNs others choose parts of: paths and names that may hold what a pattern asks for.
bool NamesCallers(const policy::ConditionTest& test) {
  return policy::KeyIs(test, "aws:PrincipalArn") || policy::KeyIs(test, "aws:SourceArn");
}

bool Concerns(const catalog::Catalog& catalog, const policy::ConditionTest& test) {
  return (test.op.base == Operator::kStringLike || test.op.base == Operator::kStringNotLike) &&
         FactsOf(catalog, test.key.value).type == catalog::ValueType::kArn;
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    for (const policy::ConditionTest& test : statement.conditions) {
      if ((test.op.base != Operator::kStringLike && test.op.base != Operator::kStringNotLike) ||
          !test.key.known) {
        continue;
      }
      const KeyFacts& facts = FactsOf(context.catalog, test.key.value);
      if (!facts.typed() || facts.type != catalog::ValueType::kArn) continue;
      const Operator to =
          test.op.base == Operator::kStringLike ? Operator::kArnLike : Operator::kArnNotLike;
      const std::string_view name = policy::OperatorName(to);
      const bool crosses =
          NamesCallers(test) && std::any_of(test.values.begin(), test.values.end(), CrossesParts);
      engine::FindingBuilder finding = report.Report(
          test.key.span,
          Quoted(test.key.value) + " holds an ARN, and " + (crosses ? "in " : "") +
              std::string(policy::OperatorName(test.op.base)) +
              (crosses ? " a wildcard runs over its colons" : " is for other texts than ARNs"));
      // The exception of a Deny grows only for callers who can make themselves such a path.
      const bool exception = statement.denies() && policy::IsNegated(test.op.base);
      if (!crosses || exception) finding.Level(engine::Level::kSuggestion);
      finding.Label(UnderOperator(test))
          .Help("use " + std::string(name) + ", which compares the six parts of an ARN one by one");
      if (test.op.qualifier == policy::SetQualifier::kNone && !test.op.if_exists &&
          policy::CanRenameOperator(statement, test, name)) {
        // ArnLike matches no more than StringLike does.
        const bool narrows = statement.allows() == (to == Operator::kArnLike);
        finding.Fix(test.op_text.span, std::string(name), narrows);
      }
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "string-like-on-arn",
    .summary = "StringLike on a key that holds an ARN lets wildcards cross its parts",
    .level = engine::Level::kSecurity,
    .security_severity = "4.0",
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_condition_operators.html#Conditions_ARN",
    .check_document = Check,
};

}  // namespace rolelint::rules::string_like_on_arn
