#include "tests/oracle/naive_matching.h"

#include <algorithm>

namespace rolelint::naive {
namespace {

// One UTF-8 character from `at`; a byte that is no good start stands for itself.
std::string Character(std::string_view text, size_t at) {
  auto byte = static_cast<unsigned char>(text[at]);
  size_t length = byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
  return std::string(text.substr(at, length));
}

std::vector<std::string> Characters(std::string_view text) {
  std::vector<std::string> characters;
  for (size_t at = 0; at < text.size(); at += characters.back().size()) {
    characters.push_back(Character(text, at));
  }
  return characters;
}

void AppendLiterally(std::string_view text, Glob& glob) {
  for (std::string& character : Characters(text)) glob.push_back({std::move(character), 0});
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// The value of what stands between `${` and `}`.
std::optional<std::string> Resolve(std::string_view inside, const Context& context) {
  if (inside == "*" || inside == "?" || inside == "$") return std::string(inside);
  std::optional<std::string> fallback;
  if (size_t comma = inside.find(','); comma != std::string_view::npos) {
    std::string_view quoted = Trim(inside.substr(comma + 1));
    if (quoted.size() >= 2 && quoted.front() == '\'' && quoted.back() == '\'') {
      fallback = quoted.substr(1, quoted.size() - 2);
      inside = inside.substr(0, comma);
    }
  }
  auto found = context.find(Lower(Trim(inside)));
  if (found == context.end() || found->second.multivalued || found->second.values.size() != 1) {
    return fallback;
  }
  return found->second.values[0];
}

bool MatchFrom(const Glob& glob, size_t i, const std::vector<std::string>& text, size_t j) {
  if (i == glob.size()) return j == text.size();
  if (glob[i].wildcard == '*') {
    return MatchFrom(glob, i + 1, text, j) || (j < text.size() && MatchFrom(glob, i, text, j + 1));
  }
  if (j == text.size()) return false;
  if (glob[i].wildcard != '?' && glob[i].text != text[j]) return false;
  return MatchFrom(glob, i + 1, text, j + 1);
}

bool OnlyStars(std::string_view pattern) {
  return !pattern.empty() && pattern.find_first_not_of('*') == std::string_view::npos;
}

bool SegmentsMatch(const std::vector<std::string>& patterns, const std::vector<std::string>& texts,
                   const Context& context, bool variables) {
  if (patterns.size() != texts.size()) return false;
  for (size_t i = 0; i < patterns.size(); ++i) {
    std::optional<Glob> glob = Expand(patterns[i], context, variables, true);
    if (!glob || !Matches(*glob, texts[i])) return false;
  }
  return true;
}

}  // namespace

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower;
}

std::string Text(const nlohmann::json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::vector<std::string> Texts(const nlohmann::json& value) {
  std::vector<std::string> texts;
  if (!value.is_array()) return {Text(value)};
  for (const nlohmann::json& item : value) texts.push_back(Text(item));
  return texts;
}

std::optional<Glob> Expand(std::string_view pattern, const Context& context, bool variables,
                           bool wildcards) {
  Glob glob;
  for (size_t at = 0; at < pattern.size();) {
    if (variables && pattern.substr(at, 2) == "${") {
      if (size_t end = pattern.find('}', at); end != std::string_view::npos) {
        std::optional<std::string> value = Resolve(pattern.substr(at + 2, end - at - 2), context);
        if (!value) return std::nullopt;
        AppendLiterally(*value, glob);
        at = end + 1;
        continue;
      }
    }
    if (wildcards && (pattern[at] == '*' || pattern[at] == '?')) {
      glob.push_back({"", pattern[at]});
      ++at;
      continue;
    }
    glob.push_back({Character(pattern, at), 0});
    at += glob.back().text.size();
  }
  return glob;
}

bool Matches(const Glob& glob, std::string_view text) {
  return MatchFrom(glob, 0, Characters(text), 0);
}

std::vector<std::string> Segments(std::string_view text) {
  if (text.substr(0, 4) != "arn:") return {std::string(text)};
  std::vector<std::string> segments(1);
  bool inside = false;  // of `${…}`
  for (size_t at = 0; at < text.size(); ++at) {
    if (text.substr(at, 2) == "${" && text.find('}', at) != std::string_view::npos) inside = true;
    if (text[at] == '}') inside = false;
    if (text[at] == ':' && !inside && segments.size() < 6) {
      segments.emplace_back();
    } else {
      segments.back() += text[at];
    }
  }
  return segments;
}

bool ActionMatches(std::string_view pattern, std::string_view action) {
  if (pattern == "*") return true;
  size_t cut = pattern.find(':');
  size_t colon = action.find(':');
  if (cut == std::string_view::npos || colon == std::string_view::npos) return false;
  if (Lower(pattern.substr(0, cut)) != Lower(action.substr(0, colon))) return false;
  std::optional<Glob> glob = Expand(Lower(pattern.substr(cut + 1)), {}, false, true);
  return Matches(*glob, Lower(action.substr(colon + 1)));
}

bool ResourceMatches(std::string_view pattern, std::string_view resource, const Context& context,
                     bool variables) {
  if (OnlyStars(pattern)) return true;
  if (resource == "*") return false;
  std::vector<std::string> patterns = Segments(pattern);
  if (patterns.size() > 1) {
    while (patterns.size() < 6) patterns.emplace_back("*");
    // AWS puts variables in only after the fifth colon; before it they fit nothing.
    for (size_t i = 0; variables && i < 5; ++i) {
      if (patterns[i].find("${") != std::string::npos) return false;
    }
  }
  return SegmentsMatch(patterns, Segments(resource), context, variables);
}

bool ArnMatches(std::string_view pattern, std::string_view arn, const Context& context,
                bool variables) {
  std::vector<std::string> patterns = Segments(pattern);
  std::vector<std::string> segments = Segments(arn);
  if (patterns.size() != 6 || segments.size() != 6) return false;
  return SegmentsMatch(patterns, segments, context, variables);
}

}  // namespace rolelint::naive
