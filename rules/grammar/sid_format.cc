#include <algorithm>

#include "rules/grammar/wording.h"

namespace rolelint::rules::sid_format {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:UNSUPPORTED_SID",
    "parliament:INVALID_SID",
    "boogy:invalid_sid_format",
};

constexpr bool IsAlphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.sid.known) continue;
    std::string allowed;
    for (char c : statement.sid.value) {
      if (IsAlphanumeric(c)) allowed += c;
    }
    if (allowed.size() == statement.sid.value.size()) continue;
    // What is beyond U+00FF (lead bytes from 0xC4) has rules of its own: unsupported-character,
    // lone-surrogate.
    if (std::any_of(statement.sid.value.begin(), statement.sid.value.end(),
                    [](char c) { return static_cast<unsigned char>(c) >= 0xC4; })) {
      continue;
    }
    engine::FindingBuilder finding =
        report.Report(statement.sid.span, "the Sid " + Quoted(statement.sid.value) +
                                              " has characters other than A-Z, a-z and 0-9");
    finding.Label("letters and digits only");
    if (!allowed.empty()) {
      finding.Help("write " + Quoted(allowed)).Fix(statement.sid.span, allowed, true);
    }
  }
}

}  // namespace

// The services that own resource policies have rules of their own: buckets and keys take blanks,
// for one.
extern const engine::Rule kRule = {
    .id = "sid-format",
    .summary = "A Sid has characters other than letters and digits",
    .level = engine::Level::kError,
    .kinds = policy::kIdentityLike | policy::Kind::kTrust | policy::Kind::kScp | policy::Kind::kRcp,
    .needs = engine::kNeedsOddSid,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::sid_format
