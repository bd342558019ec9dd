#include "tests/policy/parsed.h"

namespace rolelint::policy {
namespace {

constexpr std::string_view kCodeNames[] = {
    "WrongType",       "UnknownPolicyElement", "UnknownStatementElement", "MissingStatement",
    "MissingEffect",   "MissingAction",        "MissingResource",         "MissingPrincipal",
    "InvalidEffect",   "InvalidVersion",       "MissingVersion",          "ElementPair",
    "PrincipalForm",   "PrincipalKey",         "PrincipalNotAllowed",     "ResourceNotAllowed",
    "UnknownOperator", "ConditionKeyFormat",   "MixedValueTypes",         "DuplicateConditionKey",
    "EmptyList",
};
static_assert(std::size(kCodeNames) == static_cast<size_t>(DiagnosticCode::kEmptyList) + 1);

void CollectList(const TextList& list, std::vector<Text>* texts) {
  texts->insert(texts->end(), list.items.begin(), list.items.end());
}

void CollectPrincipal(const Principal& principal, std::vector<Text>* texts) {
  if (principal.is_string) texts->push_back(principal.text);
  for (const PrincipalEntry& entry : principal.entries) {
    texts->push_back(entry.key);
    CollectList(entry.values, texts);
  }
}

}  // namespace

std::string_view CodeName(DiagnosticCode code) { return kCodeNames[static_cast<size_t>(code)]; }

std::string Describe(const Parsed& parsed, const Diagnostic& diagnostic) {
  std::string line(CodeName(diagnostic.code));
  line += ' ';
  line += parsed.At(diagnostic.span);
  if (!diagnostic.suggestion.empty()) (line += " ~ ") += diagnostic.suggestion;
  if (!diagnostic.related.empty()) (line += " @ ") += parsed.At(diagnostic.related);
  return line;
}

std::vector<std::string> DescribeAll(const Parsed& parsed) {
  std::vector<std::string> lines;
  for (const Diagnostic& diagnostic : parsed.document().diagnostics) {
    lines.push_back(Describe(parsed, diagnostic));
  }
  return lines;
}

void CollectTexts(const Document& document, std::vector<Text>* texts) {
  texts->push_back(document.version);
  texts->push_back(document.id);
  for (const Statement& statement : document.statements) {
    texts->push_back(statement.sid);
    texts->push_back(statement.effect_text);
    CollectPrincipal(statement.principal, texts);
    CollectPrincipal(statement.not_principal, texts);
    CollectList(statement.action, texts);
    CollectList(statement.not_action, texts);
    CollectList(statement.resource, texts);
    CollectList(statement.not_resource, texts);
    for (const ConditionTest& test : statement.conditions) {
      texts->push_back(test.op_text);
      texts->push_back(test.key);
      for (const ConditionValue& value : test.values) {
        if (value.type == json::Type::kString) texts->push_back(value.text);
      }
    }
  }
}

}  // namespace rolelint::policy
