#include "analyzer/policy/refusal.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "analyzer/policy/wildcards.h"
#include "analyzer/text/ascii.h"
#include "analyzer/text/glob.h"

namespace rolelint::policy {
namespace {

// "" for what AWS accepts.
std::string ReasonOf(const Diagnostic& diagnostic) {
  using Code = DiagnosticCode;
  switch (diagnostic.code) {
    case Code::kWrongType:
      return fmt::format("{} has a value of the wrong type", diagnostic.element);
    case Code::kUnknownPolicyElement:
    case Code::kUnknownStatementElement:
      return fmt::format("\"{}\" is not an element of a policy", diagnostic.detail);
    case Code::kMissingStatement:
      return "the policy has no statement";
    case Code::kMissingEffect:
      return "a statement has no Effect";
    case Code::kMissingAction:
      return "a statement has no Action";
    case Code::kMissingResource:
      return "a statement has no Resource";
    case Code::kMissingPrincipal:
      return "a statement has no Principal";
    case Code::kInvalidEffect:
      return fmt::format("the Effect \"{}\" is neither Allow nor Deny", diagnostic.detail);
    case Code::kInvalidVersion:
      return fmt::format("the Version \"{}\" does not exist", diagnostic.detail);
    case Code::kElementPair:
      return "a statement has an element together with its Not form";
    case Code::kPrincipalForm:
      return "Principal is neither \"*\" nor an object";
    case Code::kPrincipalKey:
      return fmt::format("\"{}\" is not a type of principal", diagnostic.detail);
    case Code::kPrincipalNotAllowed:
      return "a policy of this kind takes no Principal";
    case Code::kResourceNotAllowed:
      return "a policy of this kind takes no Resource";
    case Code::kUnknownOperator:
      return fmt::format("\"{}\" is not a condition operator", diagnostic.detail);
    case Code::kConditionKeyFormat:
      return fmt::format("the condition key \"{}\" has no service prefix", diagnostic.detail);
    case Code::kDuplicateConditionKey:
      return fmt::format("the condition key \"{}\" is listed twice", diagnostic.detail);
    case Code::kMissingVersion:
    case Code::kMixedValueTypes:
    case Code::kEmptyList:
      break;
  }
  return {};
}

bool IsWhitespace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Policies of a principal or of an organization, in which an action names one service.
bool NeedsOneService(Kind kind) { return kind != Kind::kResource && kind != Kind::kTrust; }

// "" for what AWS accepts.
std::string WrongAction(std::string_view action, Kind kind) {
  if (IsStars(action)) return {};
  if (std::any_of(action.begin(), action.end(), IsWhitespace)) {
    return fmt::format("the action \"{}\" contains whitespace", action);
  }
  const size_t colon = action.find(':');
  if (colon == std::string_view::npos || colon == 0) {
    return fmt::format("the action \"{}\" has no service prefix", action);
  }
  if (NeedsOneService(kind) && text::HasWildcard(action.substr(0, colon))) {
    return fmt::format("the action \"{}\" has a wildcard in the service prefix", action);
  }
  return {};
}

// "" for what AWS accepts. What begins with a policy variable is not judged.
std::string WrongResource(const Text& resource, Kind kind) {
  const std::string_view text = resource.value;
  if (IsStars(text) || text.starts_with("arn:") || text.starts_with("${")) return {};
  // API Gateway completes the ARN of a policy that is attached to an API.
  if (kind == Kind::kResource && text.starts_with("execute-api:/")) return {};
  return fmt::format("the resource \"{}\" is neither \"*\" nor an ARN", text);
}

// Sids of IAM and of AWS Organizations: letters and digits, each Sid once.
std::optional<Refusal> WrongSid(const Document& document) {
  if (!NeedsOneService(document.kind)) return std::nullopt;
  std::unordered_set<std::string_view> seen;
  for (const Statement& statement : document.statements) {
    if (!statement.sid.known || statement.sid.value.empty()) continue;
    const std::string_view sid = statement.sid.value;
    if (!std::all_of(sid.begin(), sid.end(), text::IsLetterOrDigit)) {
      return Refusal{
          statement.sid.span,
          fmt::format("the Sid \"{}\" has other characters than letters and digits", sid)};
    }
    if (!seen.insert(sid).second) {
      return Refusal{statement.sid.span, fmt::format("the Sid \"{}\" is listed twice", sid)};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> FindRefusal(const Document& document) {
  for (const Diagnostic& diagnostic : document.diagnostics) {
    std::string reason = ReasonOf(diagnostic);
    if (!reason.empty()) return Refusal{diagnostic.span, std::move(reason)};
  }
  for (const Statement& statement : document.statements) {
    for (const TextList* list : {&statement.action, &statement.not_action}) {
      for (const Text& action : list->items) {
        if (!action.known) continue;
        std::string reason = WrongAction(action.value, document.kind);
        if (!reason.empty()) return Refusal{action.span, std::move(reason)};
      }
    }
    for (const TextList* list : {&statement.resource, &statement.not_resource}) {
      for (const Text& resource : list->items) {
        if (!resource.known) continue;
        std::string reason = WrongResource(resource, document.kind);
        if (!reason.empty()) return Refusal{resource.span, std::move(reason)};
      }
    }
  }
  return WrongSid(document);
}

}  // namespace rolelint::policy
