// A refuted proof as a result of a rule-like descriptor, through the writer that `check` uses.

#include <array>

#include "analyzer/cli/prove_answer.h"
#include "analyzer/engine/rule.h"
#include "analyzer/report/report.h"

namespace rolelint::cli {
namespace {

constexpr std::string_view kNewAccessCodes[] = {"access-analyzer:CheckNoNewAccess"};
constexpr std::string_view kNotGrantedCodes[] = {"access-analyzer:CheckAccessNotGranted"};
constexpr std::string_view kNotPublicCodes[] = {"access-analyzer:CheckNoPublicAccess"};

const engine::Rule kNoNewAccess = {
    .id = "prove-no-new-access",
    .summary = "A new policy allows a request that the old one does not.",
    .level = engine::Level::kSecurity,
    .security_severity = "7.0",
    .equivalents = kNewAccessCodes,
};
const engine::Rule kNotGranted = {
    .id = "prove-not-granted",
    .summary = "A policy grants some of the access that it must not.",
    .level = engine::Level::kSecurity,
    .security_severity = "7.5",
    .equivalents = kNotGrantedCodes,
};
const engine::Rule kNotPublic = {
    .id = "prove-not-public",
    .summary = "A resource or trust policy allows public access.",
    .level = engine::Level::kSecurity,
    .security_severity = "9.0",
    .equivalents = kNotPublicCodes,
};
const engine::Rule kEquivalent = {
    .id = "prove-equivalent",
    .summary = "Two policies that should allow the same do not.",
    .level = engine::Level::kWarning,
};

constexpr std::array<const engine::Rule*, kQuestionCount> kRules = {&kNoNewAccess, &kNotGranted,
                                                                    &kNotPublic, &kEquivalent};

std::string_view Page(std::string_view id) {
  if (id == kNoNewAccess.id) {
    return "## What it finds\n\nThe new policy allows a request that the old one does not; the "
           "message has the request, and the place is the statement that lets it through. "
           "`rolelint "
           "prove no-new-access OLD NEW --summary` lists all of the new access.\n";
  }
  if (id == kNotGranted.id) {
    return "## What it finds\n\nThe policy allows a request with one of the actions and resources "
           "that it was asked about; the message has the request, and the place is the statement "
           "that lets it through.\n";
  }
  if (id == kNotPublic.id) {
    return "## What it finds\n\nThe policy allows a request of someone whom it does not know: "
           "anonymous, or of an account that it does not name, without any fixed value by which it "
           "could know its own. The message has the request.\n";
  }
  return "## What it finds\n\nOne of the two policies allows a request that the other does not; "
         "the "
         "message has the request, and the place is the statement that lets it through.\n";
}

}  // namespace

const engine::Rule& RuleOf(Question question) { return *kRules[static_cast<size_t>(question)]; }

void WriteProofSarif(const Answer& answer, bool unknown_passes, std::ostream& out) {
  engine::CheckResult result;
  result.inputs = answer.inputs;
  for (const WitnessAnswer& one : answer.witnesses) {
    result.findings.push_back(one.finding);
    ++result.by_level[static_cast<size_t>(one.finding.level)];
    ++result.by_severity[static_cast<size_t>(engine::SeverityOf(one.finding))];
  }
  if (answer.proof.conclusion == logic::Conclusion::kUnknown) {
    std::string message = "unknown whether " + Claim(answer) + ": ";
    message += ReasonText(answer.proof.reason);
    const std::string file = answer.policies.empty() ? "" : answer.policies.back().file;
    if (unknown_passes) {
      result.notes.push_back({std::move(message), std::nullopt});
    } else {
      result.errors.push_back({file, std::move(message), std::nullopt});
    }
  }
  report::ReportOptions options;
  options.tool_version = ROLELINT_VERSION;
  options.catalog_date = answer.catalog_date;
  options.rule_page = Page;
  options.category = "rolelint/prove/";
  report::Write(report::Format::kSarif, result, kRules, options, out);
}

}  // namespace rolelint::cli
