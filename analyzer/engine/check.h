#ifndef ROLELINT_ENGINE_CHECK_H_
#define ROLELINT_ENGINE_CHECK_H_

// One run of `rolelint check`: inputs read on several threads, document rules run while each
// document is in memory, records merged, entity and estate rules run on the whole. The result is
// sorted and the same whatever the number of threads.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/accept/baseline.h"
#include "analyzer/engine/config.h"
#include "analyzer/engine/finding.h"
#include "analyzer/engine/rule.h"
#include "analyzer/engine/severity.h"
#include "analyzer/policy/kind.h"

namespace rolelint::engine {

// Something to read: a path, or bytes already at hand (standard input).
struct InputSpec {
  std::string path;          // "" if bytes
  std::string display_name;  // as reports print it
  std::string bytes;
  // The file of `path` is read as if it held `bytes`: an edit that is not written yet.
  bool edited = false;
  bool explicitly_named = true;
  // What its policies are; nothing: what their wrapping or content says.
  std::optional<policy::Kind> kind = std::nullopt;
  // What its template leaves open as a whole is accepted: a note, not an error.
  bool allow_unresolved = false;
};

struct CheckOptions {
  std::optional<policy::Kind> kind;
  // What the policies are attached to, "AWS::S3::Bucket"; "": what their wrapping says. Without a
  // kind it settles that too.
  std::string resource_type;
  // Parameters of templates and their values, sorted by name (inputs::ReadOptions).
  std::vector<std::pair<std::string, std::string>> parameters;
  Persona persona = Persona::kRegular;
  Severity min_severity = Severity::kLow;
  int threads = 0;  // 0: as many as cores
  bool allow_incomplete = false;
  // Equal documents are looked at once. Off only to show that it makes no difference.
  bool memoise = true;
  // Input without any policy is fine, even if none of it is recognised.
  bool may_be_empty = false;
  // Rules see only documents with what they look at (subjects.h). Off only to show that it makes no
  // difference.
  bool select_rules = true;
  bool markdown = false;  // code blocks of Markdown files are read
  // What reports need beyond places: pointers (json, jsonl, sarif). Files with findings in very
  // long lines get them in any case.
  bool resolve_pointers = true;
  // Identities and evidence of findings (FindingFacts): files with findings are read once more.
  bool identify = true;
  // Findings accepted before, which are not reported. Asks for `identify`.
  std::optional<accept::Baseline> baseline = std::nullopt;
  // The day, "2026-01-31", on which suppressions are judged to have expired; "": none has.
  std::string today = {};
  // Only some of the project's files are inputs (hooks): a suppression that matches nothing may
  // match elsewhere.
  bool partial = false;
};

struct NotCheckedPart {
  std::string pointer;
  std::string reason;
  Location location;
};

struct InputSummary {
  std::string file;
  std::string format;
  std::string encoding;
  uint32_t policies = 0;
  std::vector<NotCheckedPart> not_checked;
  // For --list-inputs.
  std::string why;      // what told the format
  std::string why_not;  // of a file that the user named: why it is of no format
  std::vector<std::pair<policy::Kind, uint32_t>> kinds;  // of its policies, by kind
  bool passed_over = false;                              // found in a folder, and holds no policy
};

struct RunNote {
  std::string message;
  std::optional<Location> location;
};

struct RunError {
  std::string file;
  std::string message;
  std::optional<Location> location;
};

// What became of a policy since another version of the files (check --since).
struct PolicyChange {
  enum class Verdict : uint8_t { kNothingNew, kNewAccess, kUndecided };
  std::string file;
  std::string owner;   // ARN, or the name in a template; "" unknown
  std::string policy;  // name; "" unknown
  policy::Kind kind = policy::Kind::kIdentity;
  bool added = false;  // there was no such policy
  Verdict verdict = Verdict::kNothingNew;
  std::string request;  // kNewAccess: a request that is new, as a sentence
  std::string reason;   // kUndecided: why, as a sentence
};

// A fix that was applied (check --fix), and what its proof says of the policy.
struct AppliedFix {
  const Rule* rule = nullptr;
  std::string message;  // of the finding
  Location location;    // of the finding, in the text that was edited
  bool safe = false;    // the rule calls it safe, and it allows nothing new
  // "equivalent", "less", "nothing-new" (whether it is the same is not decided), "more".
  std::string_view result;
  std::string request;          // of "more": a request that is allowed now, as a phrase
  bool refused_before = false;  // AWS refused the policy as it was
};

struct CheckResult {
  std::vector<InputSummary> inputs;
  std::vector<Finding> findings;  // sorted by file, place, rule
  std::vector<RunNote> notes;
  std::vector<RunError> errors;
  uint32_t policies = 0;
  uint32_t not_checked = 0;
  uint32_t suppressed = 0;
  uint32_t baselined = 0;
  uint32_t by_level[kLevelCount] = {};
  uint32_t by_severity[kSeverityCount] = {};
  // Findings that are suppressed or in the baseline; each says why (FindingFacts::suppression).
  std::vector<Finding> hidden;
  // Entries of the baseline that match no finding of what was checked.
  std::vector<accept::AcceptedFinding> gone;
  // Of --since: the policies that are no longer what they were, in the order of the files.
  std::vector<PolicyChange> changes;
  // Of --fix and --diff; nothing: neither was asked for.
  std::optional<std::vector<AppliedFix>> fixed;
  bool incomplete = false;  // something was not checked and --allow-incomplete does not cover it
  // Of what the run was made of and nobody reads any more: freeing it takes longer than writing the
  // report, so when that is done is the caller's to say.
  std::shared_ptr<const void> remains;
};

CheckResult Check(std::vector<InputSpec> inputs, std::span<const Rule* const> rules,
                  const Config& config, const catalog::Catalog& catalog,
                  const CheckOptions& options);

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_CHECK_H_
