// From the policy model to compiled policies.

#include <algorithm>

#include "analyzer/logic/compiled.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/condition.h"
#include "analyzer/policy/placeholder.h"
#include "analyzer/policy/variable.h"
#include "analyzer/policy/wildcards.h"
#include "analyzer/text/glob.h"
#include "analyzer/text/utf8.h"

namespace rolelint::logic {
namespace {

using policy::Operator;
using policy::OperatorFamily;
using Kind = Pattern::Kind;

bool IsWord(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

bool HasWildcard(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c == '*' || c == '?'; });
}

// Appends the tokens of text without variables; `colons` counts those so far, of an ARN.
void AppendTokens(std::string_view text, TextMode mode, int* colons,
                  std::vector<Pattern::Token>* tokens) {
  for (Pattern::Token token : LiteralTokens(text)) {
    const bool arn = mode == TextMode::kArn || mode == TextMode::kResource;
    const bool wildcards = mode == TextMode::kGlob || arn;
    const bool inside = arn && *colons < 5;
    if (token.character == U':') ++*colons;
    if (wildcards && token.character == U'*') {
      token = {inside ? Kind::kStarInSegment : Kind::kStar, 0};
    } else if (wildcards && token.character == U'?') {
      token = {inside ? Kind::kAnyInSegment : Kind::kAny, 0};
    }
    tokens->push_back(token);
  }
}

TextMode ModeOf(Operator op) {
  switch (op) {
    case Operator::kStringEqualsIgnoreCase:
    case Operator::kStringNotEqualsIgnoreCase:
      return TextMode::kLiteralFolded;
    case Operator::kStringLike:
    case Operator::kStringNotLike:
      return TextMode::kGlob;
    case Operator::kArnEquals:
    case Operator::kArnLike:
    case Operator::kArnNotEquals:
    case Operator::kArnNotLike:
      return TextMode::kArn;
    default:
      return TextMode::kLiteral;
  }
}

Relation RelationOf(Operator op) {
  switch (op) {
    case Operator::kNumericLessThan:
    case Operator::kDateLessThan:
      return Relation::kLess;
    case Operator::kNumericLessThanEquals:
    case Operator::kDateLessThanEquals:
      return Relation::kLessEqual;
    case Operator::kNumericGreaterThan:
    case Operator::kDateGreaterThan:
      return Relation::kGreater;
    case Operator::kNumericGreaterThanEquals:
    case Operator::kDateGreaterThanEquals:
      return Relation::kGreaterEqual;
    default:
      return Relation::kEqual;
  }
}

}  // namespace

std::vector<Pattern::Token> LiteralTokens(std::string_view text) {
  const Pattern literal = Pattern::Literal(text);
  return literal.tokens();
}

void Compiler::AddAction(std::string_view text, bool known, ActionSet* set) const {
  if (!known) {
    set->unknown = true;
    return;
  }
  if (policy::IsStars(text)) {
    set->everything = true;
    return;
  }
  const size_t colon = text.find(':');
  // The service part is literal, and an action without one is none.
  if (colon == std::string_view::npos || HasWildcard(text.substr(0, colon))) return;
  (HasWildcard(text) ? set->globs : set->literals).push_back(vocabulary_.KeepLower(text));
}

void Compiler::AddText(std::string_view text, TextMode mode, bool variables, TextSet* set) {
  const bool fold = mode == TextMode::kLiteralFolded;
  const bool arn = mode == TextMode::kArn || mode == TextMode::kResource;
  if (text == "*" && mode == TextMode::kResource) {
    if (everything_ == nullptr) everything_ = vocabulary_.Intern(Pattern::Arn(text));
    set->patterns.push_back(everything_);
    return;
  }
  if (!variables || text.find("${") == std::string_view::npos) {
    Pattern pattern = mode == TextMode::kGlob ? Pattern::Glob(text)
                      : arn                   ? Pattern::Arn(text)
                                              : Pattern::Literal(text, fold);
    set->patterns.push_back(vocabulary_.Intern(std::move(pattern)));
    return;
  }
  Template made;
  made.text = text;
  made.fold = fold;
  Template::Piece piece;
  int colons = 0;
  size_t from = 0;
  bool open = false;
  if (arn && text.substr(0, 4) != "arn:") colons = 5;  // one segment
  for (std::optional<policy::Variable> variable; (variable = policy::NextVariable(text, from));) {
    AppendTokens(text.substr(from, variable->span.begin - from), mode, &colons, &piece.tokens);
    from = variable->span.end;
    if (!variable->closed) {  // what is not closed is text
      AppendTokens(text.substr(variable->span.begin), TextMode::kLiteral, &colons, &piece.tokens);
      from = text.size();
      break;
    }
    const std::string_view key = variable->key;
    if (key == "*" || key == "?" || key == "$") {
      AppendTokens(key, TextMode::kLiteral, &colons, &piece.tokens);
      continue;
    }
    if (mode == TextMode::kResource && colons < 5) return;  // matches nothing
    piece.variable = vocabulary_.InternKey(key);
    piece.has_default = variable->has_default && variable->default_quoted;
    piece.fallback = variable->fallback;
    made.pieces.push_back(std::move(piece));
    piece = {};
    open = true;
  }
  AppendTokens(text.substr(std::min(from, text.size())), mode, &colons, &piece.tokens);
  for (; arn && colons < 5; ++colons) {
    piece.tokens.push_back({Kind::kCharacter, U':'});
    piece.tokens.push_back({colons < 4 ? Kind::kStarInSegment : Kind::kStar, 0});
  }
  if (!open) {
    set->patterns.push_back(vocabulary_.Intern(Pattern::OfTokens(std::move(piece.tokens), fold)));
    return;
  }
  made.pieces.push_back(std::move(piece));
  // Equal templates are one.
  for (const Template& kept : templates_) {
    if (kept == made) {
      set->templates.push_back(&kept);
      return;
    }
  }
  set->templates.push_back(&templates_.emplace_back(std::move(made)));
}

// A word that a person was meant to replace (`your-bucket`) is still the text that AWS would read;
// only template syntax is not.
bool Compiler::IsKnown(const policy::Text& text) const {
  if (text.known) return true;
  std::optional<text::Span> span = policy::FindPlaceholder(text.value);
  if (!span) span = policy::FindPlaceholder(text.value, policy::TextPlace::kPrincipal);
  if (!span) return false;  // a function in place of a text
  const std::string_view word = text.value.substr(span->begin, span->end - span->begin);
  return !text.value.starts_with('{') && std::all_of(word.begin(), word.end(), IsWord);
}

TextSet Compiler::CompileTexts(const policy::TextList& list, TextMode mode, bool variables) {
  TextSet set;
  for (const policy::Text& text : list.items) {
    if (!IsKnown(text)) {
      set.unknown = true;
    } else {
      AddText(text.value, mode, variables, &set);
    }
  }
  return set;
}

void Compiler::CompileNull(const policy::ConditionTest& test, CompiledTest* out) {
  for (const policy::ConditionValue& value : test.values) {
    if (!IsKnown(value.text)) {
      out->value.texts.unknown = true;
    } else if (text::EqualsFolded(value.text.value, "true")) {
      out->null_absent = true;
    } else if (text::EqualsFolded(value.text.value, "false")) {
      out->null_present = true;
    }
  }
}

CompiledTest Compiler::CompileTest(const policy::ConditionTest& test, bool variables) {
  CompiledTest out;
  out.source = &test;
  out.key = vocabulary_.InternKey(test.key.value);
  out.qualifier = test.op.qualifier;
  out.if_exists = test.op.if_exists;
  out.negated = policy::IsNegated(test.op.base);
  out.value.family = policy::FamilyOf(test.op.base);
  out.impossible = out.value.family == OperatorFamily::kUnknown;
  if (out.qualifier != policy::SetQualifier::kNone) vocabulary_.NoteSetQualifier(out.key);
  if (!IsKnown(test.key)) out.value.texts.unknown = true;
  if (out.value.family == OperatorFamily::kNull) {
    CompileNull(test, &out);
    return out;
  }
  const std::optional<Scale> scale = ScaleOf(out.value.family);
  if (scale) out.value.points = ValueSet::None(*scale);
  for (const policy::ConditionValue& item : test.values) {
    const std::string_view value = item.text.value;
    if (!IsKnown(item.text)) {
      out.value.texts.unknown = true;
    } else if (scale) {
      out.value.points =
          out.value.points.Union(ValueSet::FromTest(*scale, RelationOf(test.op.base), value));
    } else if (out.value.family == OperatorFamily::kBool) {
      // Neither true nor false: nothing to be equal to.
      if (text::EqualsFolded(value, "true") || text::EqualsFolded(value, "false")) {
        AddText(value, TextMode::kLiteralFolded, false, &out.value.texts);
      }
    } else if (out.value.family == OperatorFamily::kArn) {
      // Six segments, or it is no ARN and matches nothing.
      if (std::count(value.begin(), value.end(), ':') >= 5) {
        AddText(value, TextMode::kArn, variables, &out.value.texts);
      }
    } else {
      const bool text_variables = variables && out.value.family == OperatorFamily::kString;
      AddText(value, ModeOf(test.op.base), text_variables, &out.value.texts);
    }
  }
  return out;
}

PrincipalPattern CompilePrincipal(policy::PrincipalType type, const policy::Text& text) {
  using PrincipalKind = PrincipalPattern::Kind;
  PrincipalPattern out;
  out.text = text.value;
  switch (type) {
    case policy::PrincipalType::kService:
      out.kind = PrincipalKind::kService;
      return out;
    case policy::PrincipalType::kFederated:
      out.kind = PrincipalKind::kFederated;
      return out;
    case policy::PrincipalType::kCanonicalUser:
      out.kind = PrincipalKind::kCanonicalUser;
      return out;
    case policy::PrincipalType::kUnknown:
      return out;
    case policy::PrincipalType::kAws:
      break;
  }
  if (text.value == "*") {
    out.kind = PrincipalKind::kEveryone;
  } else if (policy::IsAccountPrincipal(text.value)) {
    out.kind = PrincipalKind::kAccount;
    out.account = policy::PrincipalAccount(text.value);
    if (std::optional<policy::Arn> root = policy::ParseArn(text.value)) {
      out.partition = root->partition;
    }
    out.text = out.account;
  } else if (std::optional<policy::Arn> arn = policy::ParseArn(text.value)) {
    out.kind = PrincipalKind::kArn;
    out.account = arn->account;
    out.partition = arn->partition;
    constexpr std::string_view kSession = "assumed-role/";
    if (arn->service == "sts" && arn->resource.starts_with(kSession)) {
      const std::string_view rest = arn->resource.substr(kSession.size());
      const size_t slash = rest.rfind('/');
      if (slash == std::string_view::npos) return {};
      out.kind = PrincipalKind::kSession;
      out.role = rest.substr(0, slash);
      out.session = rest.substr(slash + 1);
    }
  }
  return out;
}

CompiledPolicy Compiler::Compile(const policy::Document& document) {
  CompiledPolicy out;
  out.kind = document.kind;
  const bool variables = document.expands_variables();
  out.statements.reserve(document.statements.size());
  for (const policy::Statement& statement : document.statements) {
    if (!statement.allows() && !statement.denies()) continue;
    CompiledStatement made;
    made.allow = statement.allows();
    made.index = statement.index;
    made.source = &statement;
    made.ordinal = statements_++;

    const policy::Principal& principal =
        statement.principal.present ? statement.principal : statement.not_principal;
    made.has_principal = principal.present;
    made.not_principal = !statement.principal.present && principal.present;
    auto add = [&](policy::PrincipalType type, const policy::Text& text) {
      PrincipalPattern pattern = CompilePrincipal(type, text);
      if (!IsKnown(text)) pattern.kind = PrincipalPattern::Kind::kUnknown;
      out.has_unknown |= pattern.kind == PrincipalPattern::Kind::kUnknown;
      made.principals.push_back(std::move(pattern));
    };
    if (principal.is_string) add(policy::PrincipalType::kAws, principal.text);
    for (const policy::PrincipalEntry& entry : principal.entries) {
      for (const policy::Text& text : entry.values.items) add(entry.type, text);
    }

    made.not_action = !statement.action.present && statement.not_action.present;
    const policy::TextList& actions = made.not_action ? statement.not_action : statement.action;
    for (const policy::Text& text : actions.items) {
      AddAction(text.value, IsKnown(text), &made.actions);
    }

    made.not_resource = !statement.resource.present && statement.not_resource.present;
    const policy::TextList& resources =
        made.not_resource ? statement.not_resource : statement.resource;
    // An identity policy must name resources; one that does not grants nothing.
    made.has_resource = resources.present || !(document.kind == policy::Kind::kTrust ||
                                               document.kind == policy::Kind::kResource);
    made.resources = CompileTexts(resources, TextMode::kResource, variables);
    for (const policy::ConditionTest& test : statement.conditions) {
      made.tests.push_back(CompileTest(test, variables));
      out.has_unknown |= made.tests.back().value.texts.unknown;
    }
    out.has_unknown |= made.actions.unknown || made.resources.unknown;
    out.statements.push_back(std::move(made));
  }
  return out;
}

}  // namespace rolelint::logic
