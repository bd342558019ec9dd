#ifndef ROLELINT_LOGIC_COMPILED_H_
#define ROLELINT_LOGIC_COMPILED_H_

// A policy made ready for evaluation: every text resolved to a pattern, every operator to what it
// asks of a value. Made once, evaluated many times, by any number of threads.

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/logic/pattern.h"
#include "analyzer/logic/value.h"
#include "analyzer/logic/vocabulary.h"
#include "analyzer/policy/document.h"

namespace rolelint::logic {

// How a text is read as a pattern. Of kResource and kArn only the former is filled up when it is
// short, and has variables after the fifth colon alone: elsewhere they are no variables to AWS.
enum class TextMode : uint8_t { kLiteral, kLiteralFolded, kGlob, kArn, kResource };

// A text with policy variables: pieces of fixed tokens, each but the last followed by a variable.
struct Template {
  struct Piece {
    std::vector<Pattern::Token> tokens;
    KeyId variable = Vocabulary::kNoKey;
    bool has_default = false;
    std::string fallback;
    friend bool operator==(const Piece&, const Piece&) = default;
  };
  std::vector<Piece> pieces;
  std::string text;  // as written
  bool fold = false;
  friend bool operator==(const Template&, const Template&) = default;
};

// A union of patterns.
struct TextSet {
  std::vector<const Pattern*> patterns;
  std::vector<const Template*> templates;
  bool unknown = false;  // an item holds an unresolved part

  bool matches_all() const {
    return patterns.size() == 1 && templates.empty() && patterns[0]->matches_all();
  }
};

struct ActionSet {
  std::vector<std::string_view> literals;  // in lower case, in the vocabulary's memory
  std::vector<std::string_view> globs;     // with `*` or `?` in the name
  bool everything = false;                 // a lone star
  bool unknown = false;
};

// What the value side of one operator asks: a value passes if it is in the set, of a negated
// operator if it is not.
struct ValueTest {
  policy::OperatorFamily family = policy::OperatorFamily::kUnknown;
  TextSet texts;                                     // String, Arn, Bool, Binary
  ValueSet points = ValueSet::None(Scale::kNumber);  // Numeric, Date, IpAddress
};

struct CompiledTest {
  KeyId key = 0;
  policy::SetQualifier qualifier = policy::SetQualifier::kNone;
  bool if_exists = false;
  bool negated = false;
  bool impossible = false;  // an unknown operator never matches
  // Null asks for the absence (true), the presence (false) of the key, or both.
  bool null_absent = false;
  bool null_present = false;
  ValueTest value;
  const policy::ConditionTest* source = nullptr;
};

struct PrincipalPattern {
  enum class Kind : uint8_t {
    kEveryone,
    kAccount,        // text: the account id
    kArn,            // a user, a role, a federated user
    kSession,        // an assumed role's session
    kService,        // text: its name
    kFederated,      // text: provider ARN or name
    kCanonicalUser,  // text: the id
    kNobody,         // a unique id, or text that is no principal
    kUnknown,
  };
  Kind kind = Kind::kNobody;
  std::string text;
  // kArn, kSession, kAccount (as an ARN, else the partition is "")
  std::string partition;
  std::string account;
  std::string role;     // kSession: the role's name
  std::string session;  // kSession
};

struct CompiledStatement {
  bool allow = false;
  uint32_t index = 0;    // policy::Statement::index
  uint32_t ordinal = 0;  // among all statements of one compiler
  bool has_principal = false;
  bool not_principal = false;
  std::vector<PrincipalPattern> principals;
  bool not_action = false;
  ActionSet actions;
  bool has_resource = false;  // false: whatever the policy is attached to
  bool not_resource = false;
  TextSet resources;
  std::vector<CompiledTest> tests;
  const policy::Statement* source = nullptr;
};

struct CompiledPolicy {
  policy::Kind kind = policy::Kind::kIdentity;
  std::vector<CompiledStatement> statements;
  // Parts that could not be resolved, or do not fit the grammar so that AWS would refuse the
  // policy.
  bool has_unknown = false;
};

// Owns what compiled policies point at; they and the documents must outlive their use.
class Compiler {
 public:
  explicit Compiler(Vocabulary* vocabulary) : vocabulary_(*vocabulary) {}

  CompiledPolicy Compile(const policy::Document& document);
  // Statements compiled so far.
  uint32_t statements() const { return statements_; }
  // For a statement that is made by hand.
  uint32_t NextOrdinal() { return statements_++; }

  // An action, resource or value text as an element of a policy would be read.
  void AddAction(std::string_view text, bool known, ActionSet* set) const;
  void AddText(std::string_view text, TextMode mode, bool variables, TextSet* set);

 private:
  TextSet CompileTexts(const policy::TextList& list, TextMode mode, bool variables);
  CompiledTest CompileTest(const policy::ConditionTest& test, bool variables);
  void CompileNull(const policy::ConditionTest& test, CompiledTest* out);
  bool IsKnown(const policy::Text& text) const;

  Vocabulary& vocabulary_;
  std::deque<Template> templates_;
  uint32_t statements_ = 0;
  const Pattern* everything_ = nullptr;  // of a lone star
};

PrincipalPattern CompilePrincipal(policy::PrincipalType type, const policy::Text& text);

// The pattern that a template is for these values of its variables; nullopt where one is neither
// given nor has a default. `value(key)` gives an optional<string_view>.
template <typename ValueOf>
std::optional<Pattern> Substitute(const Template& text, ValueOf value);

std::vector<Pattern::Token> LiteralTokens(std::string_view text);

template <typename ValueOf>
std::optional<Pattern> Substitute(const Template& text, ValueOf value) {
  std::vector<Pattern::Token> tokens;
  for (const Template::Piece& piece : text.pieces) {
    tokens.insert(tokens.end(), piece.tokens.begin(), piece.tokens.end());
    if (piece.variable == Vocabulary::kNoKey) continue;
    std::optional<std::string_view> found = value(piece.variable);
    if (!found && !piece.has_default) return std::nullopt;
    std::vector<Pattern::Token> inserted = LiteralTokens(found ? *found : piece.fallback);
    tokens.insert(tokens.end(), inserted.begin(), inserted.end());
  }
  return Pattern::OfTokens(std::move(tokens), text.fold);
}

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_COMPILED_H_
