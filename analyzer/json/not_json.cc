// Things that people feed to a JSON reader by mistake, each with the way out.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/text/ascii.h"

#include "analyzer/json/syntax_issue.h"

namespace rolelint::json {
namespace {

// How far to look for a second sign; enough for a licence comment or the head of a page.
constexpr size_t kLookAhead = 4096;

bool IsNameByte(char c) { return text::IsLetterOrDigit(c) || c == '_' || c == '-' || c == '.'; }

std::string_view FirstLine(std::string_view text) {
  return text.substr(0, text.find_first_of("\r\n"));
}

Issue Found(Issue::Code code, uint32_t at, size_t bytes, std::string message) {
  return {code, {at, at + static_cast<uint32_t>(bytes)}, {}, std::move(message)};
}

bool StartsWithAny(std::string_view text, std::initializer_list<std::string_view> prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [text](std::string_view prefix) { return text.starts_with(prefix); });
}

bool ContainsAny(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(), [text](std::string_view part) {
    return text.find(part) != std::string_view::npos;
  });
}

// "AccessDenied" of "An error occurred (AccessDenied) when calling …".
std::string ErrorCode(std::string_view line) {
  size_t open = line.find('(');
  size_t close = line.find(')', open == std::string_view::npos ? 0 : open);
  if (open == std::string_view::npos || close == std::string_view::npos) return "";
  std::string_view code = line.substr(open + 1, close - open - 1);
  if (code.empty() || !std::all_of(code.begin(), code.end(), IsNameByte)) return "";
  return " (" + std::string(code) + ")";
}

// A first line that only YAML begins with: "---", "%YAML", "- item", "Key: value", "Key:".
bool IsYamlLine(std::string_view line) {
  if (line == "---" || line.starts_with("--- ") || line.starts_with("%YAML")) return true;
  if (line.starts_with("- ") && line.size() > 2) return true;
  if (line.empty() || !(text::IsLetter(line[0]) || line[0] == '_')) return false;
  size_t name = 0;
  while (name < line.size() && IsNameByte(line[name])) ++name;
  return name < line.size() && line[name] == ':' &&
         (name + 1 == line.size() || line[name + 1] == ' ' || line[name + 1] == '\t');
}

// The line at which the text itself begins, after blank lines and # comments.
std::string_view FirstLineAfterHashes(std::string_view text) {
  while (!text.empty()) {
    text.remove_prefix(std::min(text.size(), text.find_first_not_of(" \t\r\n")));
    std::string_view line = FirstLine(text);
    if (!line.starts_with("#")) return line;
    text.remove_prefix(line.size());
  }
  return text;
}

std::optional<Issue> RecogniseTemplate(std::string_view text, uint32_t at) {
  std::string_view rest = text.substr(at);
  if (!StartsWithAny(rest, {"{{", "{%", "{#", "${", "#{", "%{", "<%"})) return std::nullopt;
  std::string_view line = FirstLine(rest);
  const char closing = rest[0] == '<' ? '>' : '}';
  size_t end = line.find(closing);
  if (end == std::string_view::npos) {
    end = 2;
  } else {
    while (end < line.size() && line[end] == closing) ++end;
  }
  return Found(Issue::Code::kTemplate, at, end,
               "template syntax (" + std::string(rest.substr(0, 2)) +
                   ") outside a string: this looks like a template, so render it first");
}

}  // namespace

std::optional<Issue> RecogniseForeign(std::string_view text, uint32_t at) {
  std::string_view rest = text.substr(at);
  if (rest[0] == '\x1B') {
    size_t end = 1;
    if (rest.size() > 1 && rest[1] == '[') {
      end = 2;
      while (end < rest.size() && rest[end] >= 0x20 && rest[end] < 0x40) ++end;
      if (end < rest.size() && rest[end] >= 0x40) ++end;
    }
    return Found(Issue::Code::kNotJson, at, end,
                 "a terminal colour code (U+001B ESCAPE) in the text: export it without colours "
                 "(aws --color off)");
  }
  if (std::optional<Issue> issue = RecogniseTemplate(text, at)) return issue;
  // "{{" and "{%": the first brace was read as an object before the second was met.
  if (at > 0 && text[at - 1] == '{' && (rest[0] == '{' || rest[0] == '%' || rest[0] == '#')) {
    return RecogniseTemplate(text, at - 1);
  }
  if (StartsWithAny(rest, {"<<<<<<<", "=======", ">>>>>>>"})) {
    return Found(Issue::Code::kSyntax, at, 7,
                 "a merge conflict marker: resolve the conflict first");
  }
  return std::nullopt;
}

std::optional<Issue> RecogniseNotJson(std::string_view text, uint32_t at) {
  const std::string_view rest = text.substr(at);
  const std::string_view head = rest.substr(0, kLookAhead);
  const std::string_view line = FirstLine(head);
  auto not_json = [&](std::string message) {
    return Found(Issue::Code::kNotJson, at, line.size(), std::move(message));
  };
  if (line.find("An error occurred (") != std::string_view::npos ||
      StartsWithAny(line, {"aws: error", "usage: aws", "Unable to locate credentials",
                           "Could not connect to the endpoint", "The config profile (",
                           "Error loading SSO Token", "Unknown options:",
                           "You must specify a region", "Error when retrieving"})) {
    return not_json("this is an AWS CLI error message" + ErrorCode(line) + ", not JSON");
  }
  // A line that begins with '#' may be a comment about AWS; a root prompt has a name before it.
  if (line.starts_with("$ ") || line.starts_with("aws ") ||
      ContainsAny(line, {"$ aws ", "% aws ", "> aws "}) ||
      (!line.starts_with("#") && ContainsAny(line, {"# aws "}))) {
    return not_json("this is a command line copied from a terminal: keep only its output");
  }
  if (line.starts_with("```")) {
    return not_json("this is a Markdown code fence: keep only the text inside it");
  }
  if (line.starts_with("<")) {
    if (StartsWithAny(line, {"<!", "<?"}) || ContainsAny(head, {"</", "/>"})) {
      return not_json("this is HTML or XML, not JSON");
    }
    return std::nullopt;
  }
  if (StartsWithAny(line, {"------", "+-----", "|  ", "||"})) {
    return not_json("this is the AWS CLI's table output: export it again with --output json");
  }
  if (StartsWithAny(line, {"resource \"", "data \"", "variable \"", "module \"", "provider \"",
                           "output \"", "terraform {", "locals {"})) {
    return not_json(
        "this is Terraform's own language, not JSON: give the plan as JSON "
        "(terraform show -json)");
  }
  if (IsYamlLine(FirstLineAfterHashes(head))) {
    return not_json("this looks like YAML, not JSON");
  }
  return std::nullopt;
}

}  // namespace rolelint::json
