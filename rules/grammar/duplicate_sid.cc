#include <algorithm>
#include <vector>

#include "analyzer/policy/edit_places.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::duplicate_sid {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:UNIQUE_SIDS_REQUIRED",
    "access-analyzer:UNIQUE_SIDS_RECOMMENDED",
    "parliament:DUPLICATE_SID",
    "boogy:duplicate_sid",
};

// Looking through more statements for every finding would be slow.
constexpr size_t kMostStatements = 500;

// The Sid with the first number from `number` on behind it that makes it another than all others.
std::string FreeSid(const policy::Document& document, std::string_view sid, size_t number) {
  for (;; ++number) {
    std::string free = std::string(sid) + std::to_string(number);
    const bool taken =
        std::any_of(document.statements.begin(), document.statements.end(),
                    [&free](const policy::Statement& other) { return other.sid.value == free; });
    if (!taken) return free;
  }
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  const policy::Document& document = context.document;
  std::vector<const policy::Statement*> named;
  for (const policy::Statement& statement : document.statements) {
    if (!statement.sid.value.empty() && statement.sid.known) named.push_back(&statement);
  }
  // Equal ones come to stand together, in the order of the policy.
  std::sort(named.begin(), named.end(), [](const policy::Statement* a, const policy::Statement* b) {
    const int order = a->sid.value.compare(b->sid.value);
    return order != 0 ? order < 0 : a < b;
  });
  const policy::Statement* first = nullptr;
  size_t number = 1;  // of the statement among those with its Sid
  for (const policy::Statement* statement : named) {
    if (first == nullptr || first->sid.value != statement->sid.value) {
      first = statement;
      number = 1;
      continue;
    }
    engine::FindingBuilder finding = report.Report(
        statement->sid.span, "the Sid " + Quoted(statement->sid.value) + " occurs more than once");
    finding.Label("again")
        .Related(first->sid.span, "first here")
        .Help("give each statement a Sid of its own, or none");
    ++number;
    if (policy::IsPlainJson(statement->sid) && named.size() <= kMostStatements) {
      finding.Fix(statement->sid.span, FreeSid(document, statement->sid.value, number), true);
    }
    // Most services take it in their resource policies.
    if (document.kind == policy::Kind::kResource) finding.Level(engine::Level::kWarning);
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "duplicate-sid",
    .summary = "Two statements of a policy have the same Sid",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsSeveralStatements,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::duplicate_sid
