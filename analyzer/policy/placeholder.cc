#include "analyzer/policy/placeholder.h"

#include <cstring>

#include "analyzer/policy/arn.h"
#include "analyzer/policy/suspicion.h"
#include "analyzer/policy/variable.h"
#include "analyzer/text/ascii.h"

namespace rolelint::policy {
namespace {

using text::Span;

constexpr size_t kNone = std::string_view::npos;
// What stands between brackets is a name or a short phrase; more is somebody's text.
constexpr size_t kLongestBracketed = 96;

using text::IsDigit;
using text::IsLetter;
using text::IsLetterOrDigit;
using text::IsLower;
using text::IsUpper;

Span MakeSpan(size_t begin, size_t end) {
  return Span{static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
}

bool StartsWith(std::string_view text, size_t at, std::string_view what) {
  return text.substr(at, what.size()) == what;
}

template <typename Predicate>
bool All(std::string_view text, Predicate predicate) {
  for (char c : text) {
    if (!predicate(c)) return false;
  }
  return true;
}

// ---- Template syntax and brackets
// ----------------------------------------------------------------

std::string_view Trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Prefixes of Serverless Framework variables, none of which is a service of AWS.
bool IsTemplatePrefix(std::string_view prefix) {
  for (std::string_view word : {"self", "opt", "env", "sls", "param", "custom", "cf", "file"}) {
    if (prefix == word) return true;
  }
  return false;
}

// Whether `${key}` is a policy variable, if perhaps a broken one.
bool IsPolicyVariable(std::string_view raw_key) {
  const std::string_view key = Trim(raw_key);
  if (key.empty() || key == "*" || key == "?" || key == "$") return true;
  const size_t colon = key.find(':');
  if (colon == kNone) return false;
  const std::string_view prefix = key.substr(0, colon);
  const std::string_view name = key.substr(colon + 1);
  const bool clean = All(prefix, [](char c) {
    return IsLetterOrDigit(c) || c == '.' || c == '-' || c == '_' || c == '/';
  });
  if (!clean || IsTemplatePrefix(prefix)) return false;
  // A blank before the name is a slip in a variable, `${aws: username}`, of which a rule speaks.
  const std::string_view word = Trim(name);
  return word.empty() || IsLetter(word.front());
}

// The end of a bracketed text that begins at `at`, if it closes soon; else kNone.
size_t CloseAt(std::string_view value, size_t at, std::string_view closer) {
  const size_t found = value.substr(0, at + kLongestBracketed).find(closer, at);
  return found == kNone ? kNone : found + closer.size();
}

size_t AngleEnd(std::string_view value, size_t at) {
  if (StartsWith(value, at, "<%")) return CloseAt(value, at + 2, "%>");
  const size_t end = CloseAt(value, at + 1, ">");
  if (end == kNone) return kNone;
  size_t letters = 0;
  for (char c : value.substr(at + 1, end - at - 2)) {
    letters += IsLetter(c) ? 1 : 0;
    if (!IsLetterOrDigit(c) && std::strchr(" _.:/|@*'#-", c) == nullptr) return kNone;
  }
  // A blank beside a bracket makes it a comparison.
  return letters >= 2 && value[at + 1] != ' ' && value[end - 2] != ' ' ? end : kNone;
}

// 8-4-4-4-12 hexadecimal digits.
bool IsUuid(std::string_view text) {
  constexpr size_t kLength = 36;
  if (text.size() != kLength) return false;
  for (size_t i = 0; i < kLength; ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = text[i];
    const bool digit = IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (hyphen ? c != '-' : !digit) return false;
  }
  return true;
}

size_t BraceEnd(std::string_view value, size_t at, bool single_allowed) {
  if (StartsWith(value, at, "{{")) return CloseAt(value, at + 2, "}}");
  if (StartsWith(value, at, "{%")) return CloseAt(value, at + 2, "%}");
  if (!single_allowed) return kNone;
  const size_t end = CloseAt(value, at + 1, "}");
  if (end == kNone) return kNone;
  const std::string_view inside = value.substr(at + 1, end - at - 2);
  if (IsUuid(inside)) return kNone;  // Bitbucket writes its IDs in braces
  const bool clean = All(inside, [](char c) {
    return IsLetterOrDigit(c) || c == '_' || c == '.' || c == '-' || c == '/' || c == ' ';
  });
  return clean ? end : kNone;
}

size_t SquareEnd(std::string_view value, size_t at) {
  const size_t end = CloseAt(value, at + 1, "]");
  if (end == kNone) return kNone;
  size_t letters = 0;
  for (char c : value.substr(at + 1, end - at - 2)) {
    if (IsUpper(c)) {
      ++letters;
    } else if (!IsDigit(c) && std::strchr("_ /*-", c) == nullptr) {
      return kNone;
    }
  }
  return letters >= 3 && IsUpper(value[at + 1]) ? end : kNone;
}

size_t PercentEnd(std::string_view value, size_t at) {
  if (StartsWith(value, at, "%{")) return CloseAt(value, at + 2, "}");
  size_t end = at + 1;
  while (end < value.size() && (IsUpper(value[end]) || value[end] == '_')) ++end;
  return end - at > 4 && end < value.size() && value[end] == '%' ? end + 1 : kNone;
}

std::optional<Span> FindMarkup(std::string_view value, const std::optional<Arn>& arn) {
  const bool single_brace = !arn || (arn->service != "execute-api" && arn->service != "apigateway");
  for (size_t at = 0; at < value.size();) {
    size_t end = kNone;
    switch (value[at]) {
      case '$':
        if (StartsWith(value, at, "${")) {
          const Variable variable = *NextVariable(value, at);
          if (variable.closed && !IsPolicyVariable(variable.key)) return variable.span;
          at = variable.span.end;
          continue;
        }
        break;
      case '#':
        if (StartsWith(value, at, "#{")) end = CloseAt(value, at + 2, "}");
        break;
      case '<':
        end = AngleEnd(value, at);
        break;
      case '{':
        end = BraceEnd(value, at, single_brace);
        break;
      case '[':
        end = SquareEnd(value, at);
        break;
      case '%':
        end = PercentEnd(value, at);
        break;
      default:
        break;
    }
    if (end != kNone) return MakeSpan(at, end);
    ++at;
  }
  return std::nullopt;
}

// ---- Words
// ---------------------------------------------------------------------------------------

enum class WordPlace : uint8_t { kPlain, kPrincipal, kIamResource, kOtherResource };

bool IsOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
  for (std::string_view other : words) {
    if (word == other) return true;
  }
  return false;
}

bool IsResourceNoun(std::string_view word) {
  return IsOneOf(word, {"BUCKET", "TABLE", "QUEUE", "TOPIC", "FUNCTION", "CLUSTER", "REPOSITORY",
                        "STACK", "SECRET", "ROLE"});
}

// A run of upper-case words joined by '_' or '-', as far as they matter.
class WordGroup {
 public:
  void Add(std::string_view word) {
    const std::string_view previous = last_;
    if (word.substr(0, 4) == "YOUR" || IsOneOf(word, {"PLACEHOLDER", "CHANGEME", "REPLACEME"}) ||
        (previous == "CHANGE" && word == "ME") ||
        (previous == "REPLACE" && IsOneOf(word, {"ME", "WITH", "THIS"})) ||
        (previous == "MY" && word == "ACCOUNT")) {
      strong_ = true;
    }
    if (IsOneOf(word, {"ACCOUNT", "ACCOUNTID", "AWSACCOUNTID"})) account_ = true;
    if (word == "ACCOUNTID" || (previous == "ACCOUNT" && IsOneOf(word, {"ID", "NUMBER", "NO"}))) {
      account_id_ = true;
    }
    if (count_ == 0) first_ = word;
    last_ = word;
    ++count_;
  }

  bool IsPlaceholder(WordPlace place) const {
    if (count_ == 0) return false;
    if (strong_ || (count_ > 1 && last_ == "HERE")) return true;
    switch (place) {
      case WordPlace::kPlain:
        return false;
      case WordPlace::kPrincipal:
        return account_;
      case WordPlace::kIamResource:
        if (count_ == 1) {
          return IsOneOf(last_, {"ACCOUNT", "ACCOUNTID", "ROLENAME", "USERNAME"});
        }
        return account_id_ || first_ == "MY" ||
               IsOneOf(last_, {"NAME", "ID", "ARN", "PREFIX", "SUFFIX"});
      case WordPlace::kOtherResource:
        return account_id_ || (count_ == 2 && last_ == "NAME" && IsResourceNoun(first_)) ||
               (count_ == 2 && first_ == "MY" && IsResourceNoun(last_)) ||
               (count_ == 2 && first_ == "KEY" && last_ == "ID");
    }
    return false;
  }

 private:
  std::string_view first_;
  std::string_view last_;
  size_t count_ = 0;
  bool strong_ = false;
  bool account_ = false;
  bool account_id_ = false;
};

// `your-bucket`, `yourBucket`, `Your_Role`; not `yourself`. (An upper-case `YOUR` belongs to a
// group.)
bool IsYour(std::string_view rest) {
  if (rest.size() < 5 || (rest[0] != 'y' && rest[0] != 'Y') || rest.substr(1, 3) != "our") {
    return false;
  }
  return rest[4] == '-' || rest[4] == '_' || IsUpper(rest[4]);
}

bool IsCross(char c) { return c == 'x' || c == 'X'; }

bool HasCrossRun(std::string_view text, size_t least) {
  size_t run = 0;
  for (char c : text) {
    run = IsCross(c) ? run + 1 : 0;
    if (run >= least) return true;
  }
  return false;
}

std::optional<Span> FindWord(std::string_view value, size_t from, WordPlace place) {
  size_t at = from;
  while (at < value.size()) {
    if (StartsWith(value, at, "${")) {
      at = NextVariable(value, at)->span.end;  // a variable's name is no word of this text
      continue;
    }
    if (!IsLetterOrDigit(value[at])) {
      ++at;
      continue;
    }
    // A token: words joined by '_' or '-'. Its upper-case words that stand together make groups.
    WordGroup group;
    size_t group_begin = at;
    size_t group_end = at;
    while (at < value.size() && IsLetterOrDigit(value[at])) {
      size_t end = at;
      bool lower = false;
      bool letter = false;
      while (end < value.size() && IsLetterOrDigit(value[end])) {
        lower |= IsLower(value[end]);
        letter |= IsLetter(value[end]);
        ++end;
      }
      const std::string_view word = value.substr(at, end - at);
      if (word.size() >= 4 && All(word, IsCross)) return MakeSpan(at, end);
      if (IsYour(value.substr(at))) {
        while (end < value.size() &&
               (IsLetterOrDigit(value[end]) || value[end] == '-' || value[end] == '_')) {
          ++end;
        }
        return MakeSpan(at, end);
      }
      if (!lower && HasCrossRun(word, 8)) return MakeSpan(at, end);
      if (lower || (!letter && group_begin == group_end)) {
        if (group.IsPlaceholder(place)) return MakeSpan(group_begin, group_end);
        group = WordGroup();
        group_begin = group_end = end;
      } else {
        if (group_begin == group_end) group_begin = at;
        group.Add(word);
        group_end = end;
      }
      at = end;
      if (at < value.size() && (value[at] == '_' || value[at] == '-')) ++at;
    }
    if (group.IsPlaceholder(place)) return MakeSpan(group_begin, group_end);
  }
  return std::nullopt;
}

bool IsPlaceholderAccount(std::string_view account) {
  if (account.empty() || IsAccountId(account)) return false;
  if (IsLetter(account.front()) && ContainsFolded(account, "account")) return true;
  if (All(account, [](char c) { return c == '#'; })) return true;
  if (All(account, [](char c) { return IsDigit(c) || IsCross(c); })) return HasCrossRun(account, 3);
  return account.size() >= 4 && IsUpper(account.front()) &&
         All(account, [](char c) { return IsUpper(c) || IsDigit(c) || c == '_' || c == '-'; });
}

bool IsPlaceholderRegion(std::string_view region) {
  if (region.empty() || !IsLetter(region.front())) return false;
  return ContainsFolded(region, "region") || HasCrossRun(region, 4);
}

std::optional<Span> FindInArn(std::string_view value, const Arn& arn) {
  const auto offset = [&](std::string_view part) {
    return static_cast<size_t>(part.data() - value.data());
  };
  const auto span_of = [&](std::string_view part) {
    return MakeSpan(offset(part), offset(part) + part.size());
  };
  // A variable's colon before the resource makes the cut meaningless.
  const size_t head = offset(arn.resource);
  if (value.substr(0, head).find("${") == kNone) {
    if (IsPlaceholderRegion(arn.region)) return span_of(arn.region);
    if (IsPlaceholderAccount(arn.account)) return span_of(arn.account);
  }
  const bool iam = arn.service == "iam" || arn.service == "sts";
  return FindWord(value, head, iam ? WordPlace::kIamResource : WordPlace::kOtherResource);
}

bool HasBlankEnd(std::string_view text) {
  return !text.empty() && (text.front() == ' ' || text.back() == ' ');
}

}  // namespace

std::optional<Span> FindPlaceholder(std::string_view value, TextPlace place) {
  const std::optional<Arn> arn = ParseArn(value);
  if (const std::optional<Span> found = FindMarkup(value, arn)) return found;
  if (arn) return FindInArn(value, *arn);
  return FindWord(value, 0,
                  place == TextPlace::kPrincipal ? WordPlace::kPrincipal : WordPlace::kPlain);
}

TextLook LookAtText(std::string_view value, TextPlace place) {
  TextLook look;
  if (IsSuspicious(value)) {
    look.placeholder = FindPlaceholder(value, place).has_value();
    look.plain = All(value, IsPrintable);
  }
  look.plain = look.plain && !HasBlankEnd(value);
  return look;
}

TextLook LookAtName(std::string_view name) {
  TextLook look;
  if (HasOddByte(name)) {
    look.placeholder = FindMarkup(name, std::nullopt).has_value();
    look.plain = All(name, IsPrintable);
  }
  look.plain = look.plain && !HasBlankEnd(name);
  return look;
}

}  // namespace rolelint::policy
