// What is masked before findings and notes are compared.

#include <array>
#include <cctype>

#include "analyzer/engine/rule.h"
#include "analyzer/engine/severity.h"
#include "analyzer/policy/arn.h"
#include "analyzer/report/fold.h"

namespace rolelint::report {
namespace {

constexpr size_t kAccountDigits = 12;

bool IsMaskDigit(char c) { return c >= '0' && c <= '9'; }

// What a name may consist of: a name within a longer word is another name.
bool IsNamePart(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.' ||
         c == '+' || c == '=' || c == '@';
}

std::string_view LastSegment(std::string_view arn) {
  const size_t slash = arn.find_last_of("/:");
  return slash == std::string_view::npos ? arn : arn.substr(slash + 1);
}

// Masks one text after another of a finding.
class Masker {
 public:
  Masker(std::array<std::string_view, 3> names, std::string* out) : names_(names), out_(*out) {}

  void Append(std::string_view text) {
    for (size_t at = 0; at < text.size();) {
      const size_t taken = Masked(text, at);
      if (taken == 0) out_.push_back(text[at]);
      at += taken == 0 ? 1 : taken;
    }
    out_.push_back('\0');
  }

 private:
  // How many bytes at `at` are masked; what stands for them is appended.
  size_t Masked(std::string_view text, size_t at) {
    const char c = text[at];
    if (IsMaskDigit(c)) return MaskedDigits(text, at);
    if (at != 0 && IsNamePart(text[at - 1])) return 0;
    const std::string_view rest = text.substr(at);
    if (c == 'a' && rest.starts_with("arn:")) {
      if (const size_t taken = MaskedArn(rest); taken != 0) return taken;
    }
    for (const std::string_view name : names_) {
      if (name.empty() || !rest.starts_with(name)) continue;
      if (rest.size() > name.size() && IsNamePart(rest[name.size()])) continue;
      out_.push_back('\1');
      return name.size();
    }
    return 0;
  }

  // A run of digits: an account ID, or the number that it is.
  size_t MaskedDigits(std::string_view text, size_t at) {
    size_t end = at;
    while (end < text.size() && IsMaskDigit(text[end])) ++end;
    if (end - at == kAccountDigits) {
      out_.push_back('#');
    } else {
      out_.append(text.substr(at, end - at));
    }
    return end - at;
  }

  // Of a user, role, group, policy or session only what it is.
  size_t MaskedArn(std::string_view text) {
    const std::string_view token = text.substr(0, text.find_first_of(" \"',)]}`\n"));
    const std::optional<policy::Arn> arn = policy::ParseArn(token);
    if (!arn || (arn->service != "iam" && arn->service != "sts")) return 0;
    out_.append("arn:").append(arn->partition).append(":").append(arn->service).append(":");
    const size_t slash = arn->resource.find('/');
    out_.append(slash == std::string_view::npos ? arn->resource : arn->resource.substr(0, slash));
    if (slash != std::string_view::npos) out_.push_back('\1');
    return token.size();
  }

  std::array<std::string_view, 3> names_;
  std::string& out_;
};

}  // namespace

void AppendMasked(const engine::Finding& finding, std::string* out) {
  const engine::PolicyRef& policy = finding.policy;
  out->append(finding.rule->id).push_back(static_cast<char>(engine::SeverityOf(finding)));
  out->push_back(static_cast<char>(finding.level));
  out->push_back(static_cast<char>(policy.kind));
  Masker masker({LastSegment(policy.owner_arn), LastSegment(policy.owner_name), policy.name}, out);
  masker.Append(finding.message);
  masker.Append(finding.label);
  masker.Append(finding.help);
}

std::string MaskedNote(std::string_view message) {
  std::string out;
  for (size_t at = 0; at < message.size();) {
    const char c = message[at];
    if (c == '"' || c == '`') {
      const size_t end = message.find(c, at + 1);
      out.push_back(c);
      at = end == std::string_view::npos ? at + 1 : end + 1;
    } else if (IsMaskDigit(c)) {
      while (at < message.size() && IsMaskDigit(message[at])) ++at;
      out.push_back('#');
    } else if (message.substr(at).starts_with("arn:") || message.substr(at).starts_with("${")) {
      at = std::min(message.find_first_of(" \"',)]`\n", at), message.size());
      out.push_back('\1');
    } else {
      out.push_back(c);
      ++at;
    }
  }
  return out;
}

}  // namespace rolelint::report
