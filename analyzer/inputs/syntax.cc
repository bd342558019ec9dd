#include "analyzer/inputs/syntax.h"

#include <algorithm>
#include <array>

namespace rolelint::inputs {
namespace {

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsNameByte(char c) {
  return IsLetter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '/';
}
bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view FirstLine(std::string_view text) {
  return text.substr(0, text.find_first_of("\r\n"));
}

std::string_view SkipBlanks(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  return text;
}

// Behind blank lines and the comments of HCL and YAML.
std::string_view SkipComments(std::string_view text, bool slashes) {
  while (true) {
    text = SkipBlanks(text);
    if (text.starts_with('#') || (slashes && text.starts_with("//"))) {
      text.remove_prefix(FirstLine(text).size());
    } else if (slashes && text.starts_with("/*")) {
      const size_t end = text.find("*/", 2);
      if (end == std::string_view::npos) return {};
      text.remove_prefix(end + 2);
    } else {
      return text;
    }
  }
}

std::string_view Word(std::string_view text) {
  size_t end = 0;
  while (end < text.size() && IsNameByte(text[end])) ++end;
  return text.substr(0, end);
}

constexpr std::array<std::string_view, 14> kHclBlocks = {
    "resource",  "data",  "module", "provider", "variable", "output",    "locals",
    "terraform", "moved", "import", "removed",  "check",    "ephemeral", "dynamic",
};

// A block: `resource "aws_iam_role" "x" {`, `locals {`.
bool IsHcl(std::string_view text) {
  text = SkipComments(text, true);
  const std::string_view word = Word(text);
  if (std::find(kHclBlocks.begin(), kHclBlocks.end(), word) == kHclBlocks.end()) return false;
  text.remove_prefix(word.size());
  text = text.substr(0, text.find('{'));
  // Labels only, up to the brace, which stands on the same line.
  return std::all_of(text.begin(), text.end(), [](char c) {
    return IsNameByte(c) || c == '"' || c == ' ' || c == '\t' || c == '*';
  });
}

// "---", "%YAML", "- item", "Key: value", "Key:".
bool IsYaml(std::string_view text) {
  text = SkipComments(text, false);
  const std::string_view line = FirstLine(text);
  if (line == "---" || line.starts_with("--- ")) return true;
  // Directives, tags and anchors, keys behind a question mark.
  if (line.starts_with("%YAML") || line.starts_with("%TAG")) return true;
  if (line.starts_with('!') || line.starts_with('&') || line.starts_with("? ")) return true;
  if (line.starts_with("- ") && line.size() > 2) return true;
  const std::string_view word = Word(line);
  if (word.empty() || !IsLetter(word[0])) return false;
  std::string_view rest = line.substr(word.size());
  return rest.starts_with(':') && (rest.size() == 1 || IsBlank(rest[1]));
}

// `scoutsuite_results =` before the object; `var x = {` and the like.
bool IsScript(std::string_view text) {
  for (std::string_view keyword : {"var ", "let ", "const ", "window."}) {
    if (text.starts_with(keyword)) {
      text.remove_prefix(keyword.size());
      text = SkipBlanks(text);
      break;
    }
  }
  const std::string_view word = Word(text);
  if (word.empty()) return false;
  text.remove_prefix(word.size());
  text = SkipBlanks(text);
  if (!text.starts_with('=')) return false;
  text = SkipBlanks(text.substr(1));
  return text.starts_with('{') || text.starts_with('[');
}

// A header of several names, one of which speaks of a policy or a document.
bool IsCsv(std::string_view text) {
  const std::string_view line = FirstLine(text);
  if (line.find(',') == std::string_view::npos || line.find("policy") == std::string_view::npos) {
    return false;
  }
  return std::all_of(line.begin(), line.end(),
                     [](char c) { return IsNameByte(c) || c == ',' || c == '"' || c == ' '; });
}

// A line that begins, after blanks and quoting, with a fence.
bool HasFence(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    const size_t begin = text.find_first_not_of(" \t>", at);
    if (begin == std::string_view::npos) return false;
    const std::string_view rest = text.substr(begin, 3);
    if (rest == "```" || rest == "~~~") return true;
    const size_t end = text.find_first_of("\r\n", begin);
    if (end == std::string_view::npos) return false;
    at = end + 1;
  }
  return false;
}

// A letter written as \u0053 or \x53: the word looked for may be there, spelled so.
bool HasEscapedLetter(std::string_view text) {
  for (size_t at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', at + 1)) {
    std::string_view rest = text.substr(at + 1, 5);
    if (rest.starts_with("u00")) {
      rest.remove_prefix(3);
    } else if (rest.starts_with('x')) {
      rest.remove_prefix(1);
    } else {
      continue;
    }
    if (!rest.empty() && rest[0] >= '4' && rest[0] <= '7') return true;
  }
  return false;
}

// Whether the text begins with a quoted key of YAML: `"Version": …`, `'Version': …`.
bool BeginsWithQuotedKey(std::string_view text) {
  if (text.empty() || (text[0] != '"' && text[0] != '\'')) return false;
  // A dump may be one line of hundreds of megabytes.
  constexpr size_t kLongestKey = 4096;
  std::string_view line = FirstLine(text.substr(0, kLongestKey));
  const size_t end = line.find(line[0], 1);
  if (end == std::string_view::npos) return false;
  line = SkipBlanks(line.substr(end + 1));
  return line.starts_with(':') && (line.size() == 1 || IsBlank(line[1]));
}

}  // namespace

Syntax SniffSyntax(std::string_view text, bool markdown) {
  const std::string_view rest = SkipBlanks(text);
  if (BeginsWithQuotedKey(rest)) return Syntax::kYaml;
  if (rest.empty() || rest[0] == '{' || rest[0] == '"') return Syntax::kJson;
  if (markdown && HasFence(text)) return Syntax::kMarkdown;
  if (rest[0] == '[') return Syntax::kJson;
  if (IsHcl(rest)) return Syntax::kHcl;
  if (IsScript(rest)) return Syntax::kScript;
  if (IsYaml(rest)) return Syntax::kYaml;
  if (IsCsv(rest)) return Syntax::kCsv;
  return Syntax::kJson;
}

bool MayMatter(std::string_view text) {
  if (MayHoldPolicy(text)) return true;
  const auto has = [text](std::string_view word) { return text.find(word) != text.npos; };
  return (has("olic") || has("ermission")) &&
         (has("AWS::") || has("resource_changes") || has("planned_values"));
}

bool MayHoldPolicy(std::string_view text) {
  return text.find("tatement") != std::string_view::npos ||
         text.find("ffect") != std::string_view::npos || HasEscapedLetter(text);
}

}  // namespace rolelint::inputs
