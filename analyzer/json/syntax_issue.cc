#include "analyzer/json/syntax_issue.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>

#include "analyzer/json/character_name.h"
#include "analyzer/text/ascii.h"

namespace rolelint::json {
namespace {

constexpr size_t kMaxQuoted = 60;

Span CharacterSpan(std::string_view text, uint32_t at) {
  return {at, at + DecodeCharacter(text, at).bytes};
}

bool IsWordStart(char c) { return text::IsLetter(c) || c == '_'; }

char At(std::string_view text, size_t at) { return at < text.size() ? text[at] : '\0'; }

// A run of what an unquoted word or name is made of.
std::string_view Word(std::string_view text, uint32_t at) {
  uint32_t end = at;
  while (IsWordStart(At(text, end)) || text::IsDigit(At(text, end)) || At(text, end) == '-') ++end;
  return text.substr(at, end - at);
}

bool IsQuotationMark(uint32_t code) {
  switch (code) {
    case 0x27:
    case 0x60:
    case 0xAB:
    case 0xB4:
    case 0xBB:
    case 0x2BA:
    case 0x2BC:
    case 0x2032:
    case 0x2033:
    case 0x2039:
    case 0x203A:
    case 0x300C:
    case 0x300D:
    case 0xFF02:
    case 0xFF07:
      return true;
    default:
      return code >= 0x2018 && code <= 0x201F;
  }
}

bool IsInvisible(uint32_t code) {
  switch (code) {
    case 0x85:
    case 0xA0:
    case 0xAD:
    case 0x1680:
    case 0x180E:
    case 0x2028:
    case 0x2029:
    case 0x205F:
    case 0x2060:
    case 0x3000:
    case 0xFEFF:
      return true;
    default:
      return (code >= 0x2000 && code <= 0x200F) || (code >= 0x202A && code <= 0x202F) ||
             (code >= 0x2066 && code <= 0x2069);
  }
}

bool BeginsValue(char c) {
  return c == '"' || c == '{' || c == '[' || c == '-' || text::IsDigit(c) || IsWordStart(c);
}

// Words of other languages for what JSON has, and for what it has not.
std::string_view WordHint(std::string_view word) {
  std::string lower(word);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (lower == "true" || lower == "false" || lower == "null") {
    return "JSON writes it in lower case";
  }
  if (lower == "none" || lower == "nil" || lower == "undefined")
    return "JSON's word for it is null";
  if (lower == "nan" || lower == "inf" || lower == "infinity") {
    return "JSON has no such number";
  }
  return "a string needs double quotes";
}

// Where the string begins that ends right before `at` (blanks apart), or npos. Its contents are
// taken as they stand: escapes play no part where something has gone wrong already.
size_t StringBefore(std::string_view text, uint32_t at) {
  const size_t close = text.find_last_not_of(" \t\r\n", at == 0 ? 0 : at - 1);
  if (close == std::string_view::npos || close == 0 || close >= at || text[close] != '"') {
    return std::string_view::npos;
  }
  const size_t open = text.rfind('"', close - 1);
  const size_t line = text.find_last_of("\r\n", close);
  if (open == std::string_view::npos || (line != std::string_view::npos && open < line)) {
    return std::string_view::npos;
  }
  return open;
}

// "…${join("/", …)}…": the string ended at a quote that belongs to what the template would put
// there.
std::optional<Issue> RecogniseInterpolation(std::string_view text, uint32_t at) {
  const size_t open = StringBefore(text, at);
  if (open == std::string_view::npos) return std::nullopt;
  const std::string_view string = text.substr(open, at - open);
  for (std::string_view begin : {"${", "{{", "#{", "<%"}) {
    const size_t found = string.rfind(begin);
    if (found == std::string_view::npos) continue;
    if (string.find(begin == "<%" ? '>' : '}', found) != std::string_view::npos) continue;
    const auto place = static_cast<uint32_t>(open + found);
    return Issue{Issue::Code::kTemplate,
                 {place, at},
                 {},
                 "template syntax (" + std::string(begin) +
                     ") with quotes of its own in a string: this looks like a template, so render "
                     "it first"};
  }
  return std::nullopt;
}

// The likely reason, or "".
std::string_view Hint(std::string_view text, uint32_t at, std::string_view expected, char open) {
  const Character found = DecodeCharacter(text, at);
  const char c = text[at];
  if (found.valid && IsQuotationMark(found.code)) return "strings need straight double quotes (\")";
  if (found.valid && IsInvisible(found.code)) {
    return "it looks like a blank or like nothing, but JSON does not take it for a blank";
  }
  if (c == '#') return "JSON has no comments";
  if (c == '/') return "a comment, which JSON has not either, begins with // or /*";
  const bool after_value = expected == kExpectCommaOrBrace || expected == kExpectCommaOrBracket;
  if (c == '}' || c == ']') {
    if (after_value) return "the open bracket is of the other kind";
    if (expected == kExpectDocument) return "no bracket is open here";
    if (expected == kExpectColon || expected == kExpectValue) return "a value is missing before it";
  }
  if (after_value) {
    if (c == '"' && at >= 2 && text.substr(at - 2, 2) == "\"\"") {
      return "strings in three quotes are not JSON's: one quote on each side";
    }
    if (c == ':') {
      return open == '[' ? "a name and its value belong in braces: is a '{' missing?"
                         : "is a comma or a quote missing before it?";
    }
    if (BeginsValue(c)) return "is a comma missing before it?";
  }
  if (expected == kExpectColon && (c == '=' || found.code == 0xFF1A)) {
    return "a name and its value are parted by ':'";
  }
  if (expected == kExpectDocument) {
    if (c == ':') return "are the braces around the document missing?";
    if (c == ',') return "documents that follow one another are not parted by commas";
  }
  if (expected == kExpectValue) {
    if (c == ',') return "a value is missing before it";
    if (c == '+' && (text::IsDigit(At(text, at + 1)) || At(text, at + 1) == '.')) {
      return "a JSON number has no plus sign";
    }
    if (c == '.' && text::IsDigit(At(text, at + 1))) return "a JSON number begins with a digit";
  }
  return "";
}

std::string_view BracketName(char open) { return open == '[' ? "an array" : "an object"; }

}  // namespace

std::string QuoteForMessage(std::string_view bytes) {
  std::string quoted = "\"";
  size_t at = 0;
  while (at < bytes.size() && at < kMaxQuoted) {
    Character c = DecodeCharacter(bytes, at);
    if (!c.valid || c.code < 0x20 || c.code == 0x7F) {
      std::array<char, 8> escape;
      std::snprintf(escape.data(), escape.size(), c.valid ? "\\u%04X" : "\\x%02X", c.code & 0xFFU);
      quoted += escape.data();
    } else {
      quoted.append(bytes.substr(at, c.bytes));
    }
    at += c.bytes;
  }
  if (at < bytes.size()) quoted += "…";
  return quoted + "\"";
}

Issue TruncatedIssue(std::string_view text, std::string_view what, Span open) {
  const uint32_t end = static_cast<uint32_t>(text.size());
  return {Issue::Code::kTruncated, {end, end}, open, "the text ends inside " + std::string(what)};
}

Issue UnexpectedIssue(std::string_view text, uint32_t at, std::string_view expected, Span open) {
  const char bracket = open.empty() ? '\0' : text[open.begin];
  if (at >= text.size()) {
    if (open.empty()) {
      Issue issue = TruncatedIssue(text, "a document", open);
      issue.message = "the text ends where " + std::string(expected) + " should follow";
      return issue;
    }
    return TruncatedIssue(text, BracketName(bracket), open);
  }
  if (std::optional<Issue> foreign = RecogniseForeign(text, at)) return *foreign;
  if (expected == kExpectDocument) {
    if (std::optional<Issue> other = RecogniseNotJson(text, at)) return *other;
  }
  if (expected == kExpectCommaOrBrace || expected == kExpectCommaOrBracket) {
    if (std::optional<Issue> issue = RecogniseInterpolation(text, at)) return *issue;
  }
  Issue issue{Issue::Code::kSyntax, CharacterSpan(text, at), {}, "expected "};
  issue.message += expected;
  const char c = text[at];
  std::string_view word = IsWordStart(c) ? Word(text, at) : std::string_view();
  std::string_view hint;
  if (c == '-' && Word(text, at + 1) == "Infinity") word = text.substr(at, 9);
  if (!word.empty() && expected != kExpectColon && expected != kExpectCommaOrBrace &&
      expected != kExpectCommaOrBracket) {
    issue.span.end = at + static_cast<uint32_t>(word.size());
    issue.message += ", found the word " + QuoteForMessage(word);
    hint = expected == kExpectKey || expected == kExpectKeyOrEnd
               ? "a name needs double quotes"
               : WordHint(c == '-' ? word.substr(1) : word);
  } else {
    issue.message += ", found " + DescribeCharacter(DecodeCharacter(text, at));
    hint = Hint(text, at, expected, bracket);
  }
  if (!hint.empty()) issue.message.append(": ").append(hint);
  if ((c == '}' || c == ']' || c == ':') && !open.empty()) issue.related = open;
  return issue;
}

Issue ControlCharacterIssue(std::string_view text, uint32_t at, uint32_t quote) {
  std::string name = DescribeCharacter(DecodeCharacter(text, at));
  std::string message;
  if (text[at] == '\n' || text[at] == '\r') {
    message = "a line break (" + name +
              ") inside a string: its closing quote is missing, or the break must be "
              "written \\n";
  } else {
    std::array<char, 8> escape;
    std::snprintf(escape.data(), escape.size(), "\\u%04x",
                  static_cast<unsigned>(static_cast<unsigned char>(text[at])));
    message = "the control character " + name + " is not allowed in a string: write it as " +
              (text[at] == '\t' ? "\\t" : escape.data());
  }
  return {Issue::Code::kSyntax, {at, at + 1}, {quote, quote + 1}, message};
}

Issue EscapeIssue(std::string_view text, uint32_t backslash, uint32_t at, uint32_t quote) {
  if (at >= text.size()) return TruncatedIssue(text, "a string", {quote, quote + 1});
  Span wrong = CharacterSpan(text, at);
  std::string message;
  if (at == backslash + 1) {
    message = "a backslash and " + DescribeCharacter(DecodeCharacter(text, at)) +
              " are no JSON escape: a backslash itself is written \\\\";
  } else {
    message = "expected four hexadecimal digits after \\u, found " +
              DescribeCharacter(DecodeCharacter(text, at));
  }
  return {Issue::Code::kSyntax, {backslash, wrong.end}, {quote, quote + 1}, message};
}

Issue NumberIssue(std::string_view text, uint32_t begin, uint32_t at) {
  if (at >= text.size()) return TruncatedIssue(text, "a number", {begin, at});
  Issue issue{Issue::Code::kSyntax, CharacterSpan(text, at), {}, ""};
  const char before = at > begin ? text[at - 1] : '\0';
  if (text::IsDigit(text[at]) && before == '0') {
    issue.span = {at - 1, at};
    issue.message =
        "a JSON number does not begin with a zero that further digits follow: what is no quantity, "
        "as "
        "an account ID, is a string in double quotes";
    return issue;
  }
  std::string found = DescribeCharacter(DecodeCharacter(text, at));
  if (before == '-') {
    issue.message = "expected a digit after the minus sign, found " + found;
  } else if (before == '.') {
    issue.message = "expected a digit after the decimal point, found " + found;
  } else if (before == 'e' || before == 'E' || before == '+') {
    issue.message = "expected a digit in the exponent, found " + found;
  } else {
    issue.message = "expected the end of the number, found " + found;
  }
  return issue;
}

}  // namespace rolelint::json
