#include "analyzer/policy/parser.h"

#include <vector>

#include "analyzer/policy/elements.h"
#include "analyzer/policy/parts.h"
#include "analyzer/text/glob.h"
#include "analyzer/text/spelling.h"

namespace rolelint::policy {
namespace {

using json::Type;
using json::Value;
using text::Arena;

constexpr std::string_view kStringOrList = "a string or a list of strings";
constexpr std::string_view kAccountAsNumber = "a string: an account ID is 12 digits in quotes";

// Misspelt names that are read as what they were meant to be, so that one slip stays one finding;
// each once, and only where the right name is absent.
class StandIns {
 public:
  explicit StandIns(Value object) : object_(object) {}

  template <typename Kind>
  bool Take(std::string_view meant, Kind (*find)(std::string_view)) {
    if (meant.empty()) return false;
    if (!scanned_) {
      for (Value member : object_) taken_ |= Bit(find(member.key()));
      scanned_ = true;
    }
    const uint32_t bit = Bit(find(meant));
    if ((taken_ & bit) != 0) return false;
    taken_ |= bit;
    return true;
  }

 private:
  template <typename Kind>
  static uint32_t Bit(Kind kind) {
    return 1U << static_cast<unsigned>(kind);
  }

  Value object_;
  uint32_t taken_ = 0;
  bool scanned_ = false;
};

class Parser {
 public:
  Parser(Document* document, Arena* arena, std::vector<Diagnostic>* diagnostics)
      : document_(*document), kind_(document->kind), arena_(arena), sink_(diagnostics) {}

  void ParseDocument(Value root);
  const DiagnosticSink& sink() const { return sink_; }

 private:
  void NoteOpenStatement() {
    sink_.NoteOpen();
    document_.open_statements = true;
  }
  void ParseVersion(Value value);
  void ParseStatements(Value value);
  void ParseStatement(Value value, Statement* statement);
  void ParseElement(Element element, Value member, Statement* statement);
  void CheckElements(const Statement& statement);
  // The opening bracket stands for a thing that lacks something: a whole statement would be too
  // long a span. In YAML, where the thing begins with its first name, it is all of it.
  Span Opening(Span span) const {
    const bool bracket = span.begin < text_.size() && text_[span.begin] == '{';
    return bracket ? Span{span.begin, span.begin + 1} : span;
  }
  void CheckPair(Span element, Span opposite, std::string_view name, std::string_view not_name);
  void ParseEffect(Value value, Statement* statement);
  void ParsePrincipal(Value member, std::string_view element, Principal* principal);
  void ParseList(Value value, std::string_view element, TextUse use, std::string_view expected,
                 TextList* list);

  Document& document_;
  const Kind kind_;
  Arena* const arena_;
  DiagnosticSink sink_;
  std::string_view text_;
};

void Parser::ParseDocument(Value root) {
  if (root) text_ = root.tree()->text;
  if (!root.is_object()) {
    sink_.ReportWrongType(root, "policy", "an object");
    return;
  }
  Value statements;
  StandIns stand_ins(root);
  for (Value member : root) {
    const std::string_view key = member.key();
    PolicyElement element = FindPolicyElement(key);
    if (element == PolicyElement::kUnknown) {
      const std::string_view meant = ClosestPolicyElement(key);
      sink_.Report(DiagnosticCode::kUnknownPolicyElement, KeyInner(member), key, key, meant);
      if (stand_ins.Take(meant, FindPolicyElement)) element = FindPolicyElement(meant);
    }
    switch (element) {
      case PolicyElement::kVersion:
        ParseVersion(member);
        break;
      case PolicyElement::kId:
        document_.has_id = true;
        if (!ReadText(member, TextUse::kValue, &sink_, &document_.id)) {
          document_.id.span = member.span();
          sink_.ReportWrongType(member, "Id", "a string");
        }
        break;
      case PolicyElement::kStatement:
        statements = member;
        break;
      case PolicyElement::kUnknown:
        break;
    }
  }
  if (!document_.has_version) {
    sink_.Report(DiagnosticCode::kMissingVersion, Opening(root.span()), "Version");
  }
  if (statements) {
    ParseStatements(statements);
  } else {
    sink_.Report(DiagnosticCode::kMissingStatement, Opening(root.span()), "Statement");
  }
}

void Parser::ParseVersion(Value value) {
  document_.has_version = true;
  if (!ReadText(value, TextUse::kValue, &sink_, &document_.version)) {
    document_.version.span = value.span();
    sink_.ReportWrongType(value, "Version", "the string \"2012-10-17\"");
    return;
  }
  const Text& version = document_.version;
  if (version.known && version.value != "2012-10-17" && version.value != "2008-10-17") {
    sink_.Report(DiagnosticCode::kInvalidVersion, version.span, "Version", version.value,
                 "2012-10-17");
  }
}

void Parser::ParseStatements(Value value) {
  document_.statement_span = value.span();
  if (value.open()) {
    NoteOpenStatement();
  } else if (value.is_object()) {
    const std::span<Statement> statements = arena_->AllocateArray<Statement>(1);
    sink_.set_statement(0);
    ParseStatement(value, &statements[0]);
    document_.statements = statements;
  } else if (value.is_array()) {
    document_.statement_is_list = true;
    if (value.size() == 0) {
      sink_.Report(DiagnosticCode::kMissingStatement, value.span(), "Statement");
      return;
    }
    const std::span<Statement> statements = arena_->AllocateArray<Statement>(value.size());
    size_t count = 0;
    uint32_t index = 0;
    for (Value item : value) {
      sink_.set_statement(index);
      if (item.is_object()) {
        statements[count].index = index;
        ParseStatement(item, &statements[count]);
        ++count;
      } else if (item.open()) {
        NoteOpenStatement();
      } else {
        sink_.ReportWrongType(item, "Statement", "a statement object");
      }
      ++index;
    }
    document_.statements = statements.first(count);
  } else {
    sink_.ReportWrongType(value, "Statement", "a statement object or a list of them");
  }
  sink_.set_statement(Diagnostic::kNoStatement);
}

void Parser::ParseStatement(Value value, Statement* statement) {
  statement->span = value.span();
  StandIns stand_ins(value);
  for (Value member : value) {
    const std::string_view key = member.key();
    Element element = FindElement(key);
    if (element == Element::kUnknown) {
      const std::string_view meant = ClosestElement(key);
      sink_.Report(DiagnosticCode::kUnknownStatementElement, KeyInner(member), key, key, meant);
      if (stand_ins.Take(meant, FindElement)) element = FindElement(meant);
    }
    ParseElement(element, member, statement);
  }
  CheckElements(*statement);
}

void Parser::ParseElement(Element element, Value member, Statement* statement) {
  const auto parse_list = [&](TextUse use, TextList* list) {
    list->present = true;
    list->key_span = KeyInner(member);
    ParseList(member, ElementName(element), use, kStringOrList, list);
  };
  switch (element) {
    case Element::kAction:
      parse_list(TextUse::kAction, &statement->action);
      break;
    case Element::kNotAction:
      parse_list(TextUse::kAction, &statement->not_action);
      break;
    case Element::kResource:
      parse_list(TextUse::kValue, &statement->resource);
      break;
    case Element::kNotResource:
      parse_list(TextUse::kValue, &statement->not_resource);
      break;
    case Element::kSid:
      statement->has_sid = true;
      if (!ReadText(member, TextUse::kAction, &sink_, &statement->sid)) {
        statement->sid.span = member.span();
        sink_.ReportWrongType(member, "Sid", "a string");
      }
      break;
    case Element::kEffect:
      ParseEffect(member, statement);
      break;
    case Element::kPrincipal:
      ParsePrincipal(member, "Principal", &statement->principal);
      break;
    case Element::kNotPrincipal:
      ParsePrincipal(member, "NotPrincipal", &statement->not_principal);
      break;
    case Element::kCondition:
      statement->has_condition = true;
      statement->condition_span = member.span();
      statement->condition_key_span = KeyInner(member);
      ParseCondition(member, &sink_, arena_, statement);
      break;
    case Element::kUnknown:
      break;
  }
}

void Parser::CheckPair(Span element, Span opposite, std::string_view name,
                       std::string_view not_name) {
  // The one that stands later is the one too many.
  const bool later = element.begin > opposite.begin;
  Diagnostic& pair = sink_.Report(DiagnosticCode::kElementPair, later ? element : opposite,
                                  later ? name : not_name, later ? not_name : name);
  pair.related = later ? opposite : element;
}

// Resource policies of these services apply to what they are attached to and need no Resource.
bool StandsWithoutResource(const Statement& statement) {
  const TextList& actions = statement.action.present ? statement.action : statement.not_action;
  if (actions.items.empty()) return false;
  for (const Text& action : actions.items) {
    const std::string_view service = action.value.substr(0, action.value.find(':'));
    if (!text::EqualsFolded(service, "ecr") && !text::EqualsFolded(service, "ecr-public") &&
        !text::EqualsFolded(service, "elasticfilesystem")) {
      return false;
    }
  }
  return true;
}

void Parser::CheckElements(const Statement& s) {
  if (s.effect == Effect::kMissing) {
    sink_.Report(DiagnosticCode::kMissingEffect, Opening(s.span), "Effect");
  }
  if (s.action.present && s.not_action.present) {
    CheckPair(s.action.key_span, s.not_action.key_span, "Action", "NotAction");
  } else if (!s.action.present && !s.not_action.present) {
    sink_.Report(DiagnosticCode::kMissingAction, Opening(s.span), "Action");
  }

  const bool no_resource_kind = kind_ == Kind::kTrust;
  if (s.resource.present && s.not_resource.present) {
    CheckPair(s.resource.key_span, s.not_resource.key_span, "Resource", "NotResource");
  } else if (!s.resource.present && !s.not_resource.present && !no_resource_kind &&
             !(kind_ == Kind::kResource && StandsWithoutResource(s))) {
    sink_.Report(DiagnosticCode::kMissingResource, Opening(s.span), "Resource");
  }
  if (no_resource_kind && s.resource.present) {
    sink_.Report(DiagnosticCode::kResourceNotAllowed, s.resource.key_span, "Resource");
  }
  if (no_resource_kind && s.not_resource.present) {
    sink_.Report(DiagnosticCode::kResourceNotAllowed, s.not_resource.key_span, "NotResource");
  }

  const bool needs_principal =
      kind_ == Kind::kTrust || kind_ == Kind::kResource || kind_ == Kind::kRcp;
  if (s.principal.present && s.not_principal.present) {
    CheckPair(s.principal.key_span, s.not_principal.key_span, "Principal", "NotPrincipal");
  } else if (needs_principal && !s.principal.present && !s.not_principal.present) {
    sink_.Report(DiagnosticCode::kMissingPrincipal, Opening(s.span), "Principal");
  }
  if (!needs_principal && s.principal.present) {
    sink_.Report(DiagnosticCode::kPrincipalNotAllowed, s.principal.key_span, "Principal");
  }
  if (!needs_principal && s.not_principal.present) {
    sink_.Report(DiagnosticCode::kPrincipalNotAllowed, s.not_principal.key_span, "NotPrincipal");
  }
}

void Parser::ParseEffect(Value value, Statement* statement) {
  statement->effect = Effect::kInvalid;
  const std::string_view effect = value.str();
  if (effect == "Allow" || effect == "Deny") {
    statement->effect = effect == "Allow" ? Effect::kAllow : Effect::kDeny;
    statement->effect_text = {effect, value.inner_span(), true};
    if (value.has_escapes()) sink_.NoteOddText();
    return;
  }
  if (!ReadText(value, TextUse::kValue, &sink_, &statement->effect_text)) {
    statement->effect_text.span = value.span();
    sink_.ReportWrongType(value, "Effect", "\"Allow\" or \"Deny\"");
    return;
  }
  if (!statement->effect_text.known) return;
  constexpr std::string_view kEffects[] = {"Allow", "Deny"};
  sink_.Report(DiagnosticCode::kInvalidEffect, value.inner_span(), "Effect", effect,
               text::ClosestWord(effect, kEffects));
}

void Parser::ParsePrincipal(Value member, std::string_view element, Principal* principal) {
  principal->present = true;
  principal->span = member.span();
  principal->key_span = KeyInner(member);
  if (ReadText(member, TextUse::kPrincipal, &sink_, &principal->text)) {
    principal->is_string = true;
    if (principal->text.value != "*" && principal->text.known) {
      sink_
          .Report(DiagnosticCode::kPrincipalForm, principal->text.span, element,
                  principal->text.value)
          .found = Type::kString;
    }
    return;
  }
  if (member.is_array()) {
    sink_.Report(DiagnosticCode::kPrincipalForm, member.span(), element).found = Type::kArray;
    return;
  }
  if (!member.is_object()) {
    sink_.ReportWrongType(member, element, "\"*\" or an object such as {\"AWS\": \"…\"}");
    return;
  }
  if (member.size() == 0) {
    sink_.Report(DiagnosticCode::kEmptyList, member.span(), element).found = Type::kObject;
    return;
  }
  const std::span<PrincipalEntry> entries = arena_->AllocateArray<PrincipalEntry>(member.size());
  size_t count = 0;
  StandIns stand_ins(member);
  for (Value item : member) {
    PrincipalEntry& entry = entries[count++];
    entry.key = KeyText(item, &sink_);
    entry.type = FindPrincipalType(entry.key.value);
    if (entry.type == PrincipalType::kUnknown) {
      const std::string_view meant = ClosestPrincipalType(entry.key.value);
      if (entry.key.known) {
        sink_.Report(DiagnosticCode::kPrincipalKey, entry.key.span, element, entry.key.value,
                     meant);
      }
      if (stand_ins.Take(meant, FindPrincipalType)) entry.type = FindPrincipalType(meant);
    }
    entry.values.present = true;
    entry.values.key_span = entry.key.span;
    const std::string_view expected =
        item.type() == Type::kNumber ? kAccountAsNumber : kStringOrList;
    ParseList(item, entry.key.value, TextUse::kPrincipal, expected, &entry.values);
  }
  principal->entries = entries.first(count);
}

void Parser::ParseList(Value value, std::string_view element, TextUse use,
                       std::string_view expected, TextList* list) {
  list->span = value.span();
  list->is_list = value.is_array();
  if (value.is_string() || IsIntrinsic(value)) {
    const std::span<Text> items = arena_->AllocateArray<Text>(1);
    ReadText(value, use, &sink_, &items[0]);
    list->items = items;
    return;
  }
  if (!value.is_array()) {
    sink_.ReportWrongType(value, element, expected);
    return;
  }
  if (value.size() == 0) {
    sink_.Report(DiagnosticCode::kEmptyList, value.span(), element).found = Type::kArray;
    return;
  }
  const std::span<Text> items = arena_->AllocateArray<Text>(value.size());
  size_t count = 0;
  for (Value item : value) {
    if (ReadText(item, use, &sink_, &items[count])) {
      ++count;
    } else if (use == TextUse::kPrincipal && item.type() == Type::kNumber) {
      sink_.ReportWrongType(item, element, kAccountAsNumber);
    } else {
      sink_.ReportWrongType(item, element,
                            item.is_array() ? "a string: lists do not nest" : "a string");
    }
  }
  list->items = items.first(count);
}

}  // namespace

Document ParsePolicy(Value root, const text::View& view, std::optional<Kind> kind,
                     KindSource kind_source, Arena* arena) {
  Document document;
  document.root = root;
  document.view = &view;
  document.span = root.span();
  if (kind) {
    document.kind = *kind;
    document.kind_source = kind_source;
  } else {
    document.kind = InferKind(root);
    document.kind_source =
        document.kind == Kind::kIdentity ? KindSource::kDefault : KindSource::kContent;
  }
  static thread_local std::vector<Diagnostic> diagnostics;
  diagnostics.clear();
  Parser parser(&document, arena, &diagnostics);
  parser.ParseDocument(root);
  document.plain = parser.sink().plain();
  document.open_values = parser.sink().open_values();
  document.diagnostics = arena->Copy(diagnostics);
  return document;
}

}  // namespace rolelint::policy
