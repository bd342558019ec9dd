#ifndef ROLELINT_POLICY_DOCUMENT_H_
#define ROLELINT_POLICY_DOCUMENT_H_

// The typed policy model. Every part knows its bytes in the text it was read from (the file itself,
// or a decoded view of it: Document::view maps further out). Odd input never stops the parser: what
// does not fit the grammar becomes a Diagnostic, and what can still be read is read.
//
// Lifetime: a Document and all it points at live in the arena and trees handed to ParsePolicy
// (parser.h). https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "analyzer/json/tree.h"
#include "analyzer/policy/condition.h"
#include "analyzer/policy/kind.h"
#include "analyzer/text/span.h"
#include "analyzer/text/view.h"

namespace rolelint::policy {

using text::Span;

// A string value with its place. `known` is false where the text holds an unresolved part (a
// template variable, a placeholder, a CloudFormation function in place of a string, whose JSON is
// the value then): no rule may judge the value, save the one that is about placeholders.
//
// `open`: of these, what the template around the policy leaves open, as templates do. Every part
// that is not known is a `${…}` without a colon in it, so that the known parts may still be judged:
// "arn:aws:iam::${AccountId}:root" is an account whatever its number (query.h).
struct Text {
  std::string_view value;
  Span span;  // without the quotes; of a value of another type (then a diagnostic) all of it
  bool known = true;
  bool open = false;
};

// A string or a list of strings.
struct TextList {
  std::span<const Text> items;
  Span span;      // of the whole value
  Span key_span;  // of the element's name
  bool present = false;
  bool is_list = false;
};

enum class PrincipalType : uint8_t { kUnknown, kAws, kService, kFederated, kCanonicalUser };

struct PrincipalEntry {
  PrincipalType type = PrincipalType::kUnknown;
  Text key;
  TextList values;
};

struct Principal {
  bool present = false;
  Span span;      // of the whole value
  Span key_span;  // of the element's name
  // "Principal": "*" (or any other bare string, which is a diagnostic unless it is "*").
  bool is_string = false;
  Text text;
  std::span<const PrincipalEntry> entries;

  bool is_bare_star() const { return is_string && text.value == "*"; }
};

struct ConditionValue {
  json::Type type = json::Type::kString;
  Text text;  // of a number or boolean: as written
};

// One key under one operator.
struct ConditionTest {
  OperatorParts op;
  Text op_text;  // the operator as written
  Text key;
  std::span<const ConditionValue> values;
  Span values_span;
  bool is_list = false;
};

enum class Effect : uint8_t { kMissing, kAllow, kDeny, kInvalid };

struct Statement {
  Span span;
  uint32_t index = 0;  // among the items of Statement, also those that are no statements
  Text sid;            // empty span: none
  bool has_sid = false;
  Effect effect = Effect::kMissing;
  Text effect_text;
  Principal principal;
  Principal not_principal;
  TextList action;
  TextList not_action;
  TextList resource;
  TextList not_resource;
  bool has_condition = false;
  Span condition_span;
  Span condition_key_span;
  std::span<const ConditionTest> conditions;

  bool allows() const { return effect == Effect::kAllow; }
  bool denies() const { return effect == Effect::kDeny; }
};

// What the parser found odd. The rules of family `grammar` turn these into findings.
enum class DiagnosticCode : uint8_t {
  kWrongType,             // detail: what was expected, e.g. "a string or a list of strings"
  kUnknownPolicyElement,  // detail: the key; suggestion: the element meant, if only its case
                          // differs or it is near
  kUnknownStatementElement,
  kMissingStatement,  // no Statement, or an empty list (span: the document's or the empty list)
  kMissingEffect,
  kMissingAction,     // neither Action nor NotAction
  kMissingResource,   // neither Resource nor NotResource, where the kind needs one
  kMissingPrincipal,  // neither, where the kind needs one
  kInvalidEffect,
  kInvalidVersion,
  kMissingVersion,
  kElementPair,          // X and NotX in one statement; related: the other
  kPrincipalForm,        // a bare string other than "*", or an array
  kPrincipalKey,         // not AWS, Service, Federated, CanonicalUser
  kPrincipalNotAllowed,  // in a kind that takes none
  kResourceNotAllowed,   // in a trust policy
  kUnknownOperator,
  kConditionKeyFormat,     // no colon
  kMixedValueTypes,        // of one condition key
  kDuplicateConditionKey,  // same key under one operator in other case; related: the first
  kEmptyList,  // also a Principal or an operator without a member; an empty Condition is legal
};

// The span is as tight as can be: of an unknown or misplaced element, operator, key or principal
// key its name without quotes, of an invalid value its text without quotes, of a wrongly typed or
// empty value the value as it is written, of something missing the opening bracket of what lacks
// it.
struct Diagnostic {
  static constexpr uint32_t kNoStatement = 0xFFFFFFFFU;

  DiagnosticCode code = DiagnosticCode::kWrongType;
  json::Type found = json::Type::kMissing;  // kWrongType: what stands there
  uint32_t statement = kNoStatement;        // the statement's index, if it is about one
  Span span;
  Span related;
  std::string_view
      element;  // the element's name: "Action", "Condition"; of a condition value its key
  std::string_view detail;      // the offending name or value as decoded, or what was expected
  std::string_view suggestion;  // what was probably meant
};

struct Document {
  Kind kind = Kind::kIdentity;
  KindSource kind_source = KindSource::kDefault;
  Span span;
  bool has_version = false;
  Text version;
  bool has_id = false;
  Text id;
  bool statement_is_list = false;
  Span statement_span;
  std::span<const Statement> statements;
  std::span<const Diagnostic> diagnostics;

  // No text is out of the ordinary: only printable ASCII, no escapes, no blank at either end, no
  // placeholder; and there is no diagnostic. For rules that look at every text, which have nothing
  // to do then. (False does not say that there is something.)
  bool plain = false;
  // Values that the template around it leaves open (Text::open, and whole statements or
  // conditions).
  uint32_t open_values = 0;
  // Of these, some are statements: what they would say is not here.
  bool open_statements = false;

  json::Value root;
  const text::View* view = nullptr;

  // Version 2008-10-17 (or none) leaves ${…} unexpanded.
  bool expands_variables() const { return version.value == "2012-10-17" || version.open; }
};

}  // namespace rolelint::policy

#endif  // ROLELINT_POLICY_DOCUMENT_H_
