#include "analyzer/policy/query.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::dynamodb_attributes {
namespace {

using policy::Statement;

constexpr std::string_view kEquivalents[] = {"access-analyzer:DYNAMODB_ATTRIBUTES_WITHOUT_SELECT"};

// Actions that can return attributes nobody named.
constexpr std::string_view kReads[] = {"dynamodb:Query", "dynamodb:Scan", "dynamodb:GetItem",
                                       "dynamodb:BatchGetItem", "dynamodb:PartiQLSelect"};

bool Reads(const Statement& statement) {
  for (std::string_view action : kReads) {
    if (policy::CoversAction(statement, action)) return true;
  }
  return false;
}

bool TestsSelect(const Statement& statement) {
  for (const policy::ConditionTest& test : statement.conditions) {
    if (test.op.base != policy::Operator::kNull && policy::KeyIs(test, "dynamodb:Select")) {
      return true;
    }
  }
  return false;
}

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return policy::KeyIs(test, "dynamodb:Attributes");
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    for (const policy::ConditionTest& test : statement.conditions) {
      if (test.op.base == policy::Operator::kNull || !policy::KeyIs(test, "dynamodb:Attributes")) {
        continue;
      }
      if (!Reads(statement) || TestsSelect(statement)) break;
      report
          .Report(test.key.span, Quoted(test.key.value) +
                                     " limits the attributes a request names, and one that names "
                                     "none gets them all")
          .Label(UnderOperator(test))
          .Help(
              "ask for the listed attributes too: \"StringEqualsIfExists\": "
              "{\"dynamodb:Select\": \"SPECIFIC_ATTRIBUTES\"}");
      break;
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "dynamodb-attributes",
    .summary = "DynamoDB attributes are restricted, but a request need not name its attributes",
    .level = engine::Level::kSecurity,
    .security_severity = "6.0",
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/"
        "specifying-conditions.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::dynamodb_attributes
