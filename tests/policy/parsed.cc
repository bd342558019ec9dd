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

}  // namespace rolelint::policy
