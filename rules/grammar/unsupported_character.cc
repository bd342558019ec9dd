// Characters that AWS does not take in a policy, or that nobody sees, and blanks around a value.
// All cost an afternoon, since the text looks right.

#include <cstring>

#include "analyzer/json/character_name.h"
#include "rules/grammar/characters.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::unsupported_character {
namespace {

using engine::Level;
using policy::Kind;
using text::Span;

constexpr std::string_view kEquivalents[] = {"access-analyzer:JSON_SYNTAX_ERROR"};

// The top bit of every byte that is outside ASCII, a DEL, or a backslash, behind which anything may
// hide.
uint64_t OddBytes(const char* at) {
  constexpr uint64_t kOnes = 0x0101010101010101ULL;
  constexpr uint64_t kHigh = kOnes << 7;
  uint64_t word;
  std::memcpy(&word, at, sizeof(word));
  const uint64_t backslash = word ^ (kOnes * '\\');
  // Adding one to a byte of 0x7F sets its top bit; the carry of a byte that has it already is a hit
  // anyway.
  return (word | (word + kOnes) | ((backslash - kOnes) & ~backslash)) & kHigh;
}

// False for nearly every policy, so it goes by blocks. A false hit costs time only.
bool MayBeOdd(std::string_view text) {
  constexpr size_t kWord = sizeof(uint64_t);
  size_t at = 0;
  for (; at + 8 * kWord <= text.size(); at += 8 * kWord) {
    uint64_t hits = 0;
    for (size_t i = 0; i < 8; ++i) hits |= OddBytes(text.data() + at + i * kWord);
    if (hits != 0) return true;
  }
  for (; at + kWord <= text.size(); at += kWord) {
    if (OddBytes(text.data() + at) != 0) return true;
  }
  for (; at < text.size(); ++at) {
    if (static_cast<unsigned char>(text[at]) >= 0x7F || text[at] == '\\') return true;
  }
  return false;
}

std::string Name(uint32_t code) {
  const char* script = code >= 0x0370 && code < 0x0400   ? " (Greek)"
                       : code >= 0x0400 && code < 0x0530 ? " (Cyrillic)"
                                                         : "";
  return json::DescribeCharacter({code, 1, true}) + script;
}

// IAM and Organizations' users write policies by IAM's character set; the policies of a bucket,
// say, may hold any character, since the names of objects do.
bool TakesAnyCharacter(Kind kind) {
  return kind == Kind::kResource || kind == Kind::kScp || kind == Kind::kRcp;
}

class StringCheck {
 public:
  StringCheck(const engine::DocumentContext& context, engine::Reporter& report)
      : document_(context.document), text_(document_.view->text()), report_(report) {}

  // The first odd character of the string whose raw bytes are at `inner`.
  void Check(Span inner) const {
    const std::string_view raw = text_.substr(inner.begin, inner.size());
    if (!MayBeOdd(raw)) return;
    uint32_t count = 0;
    StringCharacter first;
    for (uint32_t at = 0; at < raw.size();) {
      const StringCharacter character = CharacterAt(raw, at);
      at = character.span.end;
      if (!IsReported(character)) continue;
      if (count++ == 0) first = character;
    }
    if (count > 0) Report(first, inner.begin, count);
  }

 private:
  bool IsReported(const StringCharacter& character) const {
    // Half a surrogate pair can only come from an escape, and has a rule of its own
    // (lone-surrogate).
    if (character.code >= 0xD800 && character.code <= 0xDFFF) return false;
    const Oddity oddity = OddityOf(character.code);
    if (oddity == Oddity::kOutside) return !TakesAnyCharacter(document_.kind);
    return oddity != Oddity::kNone;
  }

  void Report(const StringCharacter& character, uint32_t base, uint32_t count) const {
    const Oddity oddity = OddityOf(character.code);
    const std::string name = Name(character.code);
    std::string message;
    if (oddity == Oddity::kSuspicious) {
      message = name + " in a string: AWS takes it, but nobody sees it";
    } else if (TakesAnyCharacter(document_.kind)) {
      message = name + " in a string: it is not the character it looks like";
      if (oddity == Oddity::kInvisible) message = name + " in a string: nobody sees it";
    } else {
      message = name + " in a string: IAM takes only tab, line breaks and U+0020 to U+00FF";
    }
    if (count > 1) {
      message += " (the first of " + std::to_string(count) + " such characters in this string)";
    }
    const Span span{base + character.span.begin, base + character.span.end};
    engine::FindingBuilder finding = report_.Report(span, std::move(message));
    const bool refused = oddity != Oddity::kSuspicious && !TakesAnyCharacter(document_.kind);
    if (!refused) finding.Level(Level::kWarning);
    if (const char ascii = LooksLike(character.code); ascii != '\0') {
      finding.Label(std::string("looks like '") + ascii + "'").Help("type the character anew");
    } else if (oddity == Oddity::kInvisible || oddity == Oddity::kSuspicious) {
      finding.Label("shows as nothing or as a blank").Help("delete it, or type a plain space");
    } else {
      finding.Label("not allowed").Help("write the text without it");
    }
  }

  const policy::Document& document_;
  const std::string_view text_;
  engine::Reporter& report_;
};

// Blanks at the ends of what AWS compares as it stands.
void CheckBlanks(const policy::Text& text, std::string_view what, engine::Reporter& report) {
  const std::string_view value = text.value;
  constexpr std::string_view kLineEnds = "\t\r\n";
  if (!value.empty() && kLineEnds.find(value.back()) != std::string_view::npos) {
    report
        .Report(text.span, "a tab or a line break at the end of the " + std::string(what) + " " +
                               Quoted(value.substr(0, value.find_last_not_of("\t\r\n") + 1)))
        .Level(what == "principal" ? Level::kError : Level::kWarning)
        .Label("a character that nobody sees")
        .Help("delete it: the text is compared with it");
    return;
  }
  if (value.empty() || (value.front() != ' ' && value.back() != ' ')) return;
  if (text.span.size() != value.size()) return;  // escapes: the offsets differ
  uint32_t front = 0;
  while (front < value.size() && value[front] == ' ') ++front;
  if (front == value.size()) return;  // nothing but blanks is another thing than a slip at the end
  auto end = static_cast<uint32_t>(value.size());
  while (value[end - 1] == ' ') --end;
  const bool leading = front > 0;
  const Span span = leading ? Span{text.span.begin, text.span.begin + front}
                            : Span{text.span.begin + end, text.span.end};
  engine::FindingBuilder finding =
      report.Report(span, std::string("a blank at the ") + (leading ? "beginning" : "end") +
                              " of the " + std::string(what) + " " + Quoted(value));
  finding.Label("blank")
      .Help("delete it: the text is compared with the blank")
      .Fix(span, "", false);
  // AWS has taken actions with a blank at the end, in managed policies of its own; of principals
  // it looks each one up.
  if (what != "principal") finding.Level(Level::kWarning);
  if (leading && end < value.size()) {
    finding.Fix({text.span.begin + end, text.span.end}, "", false);
  }
}

void CheckStatement(const policy::Statement& statement, engine::Reporter& report) {
  for (const policy::TextList* list : {&statement.action, &statement.not_action}) {
    for (const policy::Text& text : list->items) CheckBlanks(text, "action", report);
  }
  for (const policy::TextList* list : {&statement.resource, &statement.not_resource}) {
    for (const policy::Text& text : list->items) CheckBlanks(text, "resource", report);
  }
  for (const policy::Principal* principal : {&statement.principal, &statement.not_principal}) {
    for (const policy::PrincipalEntry& entry : principal->entries) {
      for (const policy::Text& text : entry.values.items) CheckBlanks(text, "principal", report);
    }
  }
  for (const policy::ConditionTest& test : statement.conditions) {
    CheckBlanks(test.key, "condition key", report);
  }
}

// A blank or an odd character is why these do not know the name: they say it with the value.
constexpr std::string_view kYieldsWithin[] = {
    "unknown-service",          "unknown-action",       "unknown-arn-service",
    "unknown-operator",         "invalid-effect",       "resource-form",
    "principal-form",           "condition-key-format", "impossible-principal",
    "service-principal-format", "malformed-account-id"};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  const policy::Document& document = context.document;
  for (const policy::Statement& statement : document.statements) CheckStatement(statement, report);
  const std::string_view text = document.view->text();
  if (!document.root || !MayBeOdd(text.substr(document.span.begin, document.span.size()))) return;
  const StringCheck check(context, report);
  const json::Tree* tree = document.root.tree();
  const uint32_t first = document.root.index();
  for (uint32_t i = first; i < tree->nodes[first].next; ++i) {
    const json::Value value(tree, i);
    if (i != first && value.has_key()) {
      check.Check(value.key_inner_span());
    }
    if (value.is_string()) check.Check(value.inner_span());
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "unsupported-character",
    .summary = "A value has a character that AWS refuses, an invisible character or a trailing space",
    .level = Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsOddText,
    .equivalents = kEquivalents,
    .yields_within = kYieldsWithin,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::unsupported_character
