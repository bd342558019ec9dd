#ifndef ROLELINT_REPORT_REPORT_H_
#define ROLELINT_REPORT_REPORT_H_

// Findings as the user asked for them (docs/formats.md). Same result in, same bytes out: nothing
// carries a time. Whatever a policy contains, the output is valid UTF-8, valid in its format, and
// free of control characters where it may meet a terminal. Nothing throws; whether `out` took
// everything is the caller's to ask.

#include <cstdint>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

#include "analyzer/engine/check.h"

namespace rolelint::report {

enum class Format : uint8_t {
  kText,
  kConcise,
  kJson,
  kJsonl,
  kSarif,
  kGithub,
  kGitlab,
  kJunit,
  kMarkdown,
  kCsv,
  kHtml,
  kParliament,  // of --compat, no word of --format
};

// The words of `--format`, in the order above.
std::span<const std::string_view> FormatNames();
std::optional<Format> ParseFormat(std::string_view name);
// Names files relative to the working directory, not to the root of the repository.
bool IsForTerminal(Format format);
// Prints pointers, identities or evidence (engine::CheckOptions::identify).
bool NeedsFacts(Format format);
// How a file of the format ends, without the dot.
std::string_view FileEnding(Format format);

enum class GroupBy : uint8_t { kNone, kRule, kOwner, kAccount, kFile };

// The words of `--group-by`, from kRule on.
std::span<const std::string_view> GroupNames();
// kNone if `name` is none of them.
GroupBy ParseGroup(std::string_view name);

struct ReportOptions {
  bool color = false;              // text and concise: escape sequences for a terminal
  std::string_view tool_version;   // "0.1.0"
  std::string_view catalog_date;   // "2026-01-31"
  bool show_suppressed = false;    // json, jsonl and sarif carry what is suppressed
  std::string_view homepage = {};  // of the tool, for SARIF; empty: not told
  bool fold = true;                // text, markdown and messages: what says the same is one block
  GroupBy group_by = GroupBy::kNone;  // text and markdown
  // Under which GitHub files a SARIF run: what stands before the last slash.
  std::string_view category = "rolelint/iam/";
  // The whole of docs/rules/<id>.md, empty for an unknown id; SARIF carries it as help. May be
  // null.
  std::string_view (*rule_page)(std::string_view id) = nullptr;
};

// The report itself: what goes to standard output. Text, concise and parliament print findings
// alone, hence nothing if there are none. `rules` is the whole catalogue, also the rules that are
// off; every Finding::rule is one of them.
void Write(Format format, const engine::CheckResult& result,
           std::span<const engine::Rule* const> rules, const ReportOptions& options,
           std::ostream& out);

// How many findings there are by severity, rule, principal and policy, as text or as JSON
// (docs/schema/statistics.schema.json).
void WriteStatistics(const engine::CheckResult& result, const ReportOptions& options, bool json,
                     std::ostream& out);

// Drops all but the `count` most severe findings, in the order that they have; the counts of the
// result stay. Says what is left out, or "".
std::string KeepMostSevere(size_t count, engine::CheckResult* result);

// What goes to standard error beside text and concise: "note: …", "error: FILE:LINE:COLUMN: …", one
// line each. Notes of one kind are one line with a count, unless the options say not to fold.
void WriteMessages(const engine::CheckResult& result, const ReportOptions& options,
                   std::ostream& out);

// "3 findings (1 high, 2 medium), 1 suppressed in 7 policies of 2 files", without a line end.
std::string SummaryLine(const engine::CheckResult& result);

// `text` with everything that could move the cursor, change the terminal or hide itself shown
// instead: ASCII controls as their pictures (U+2400…), C1 and bidi controls and zero-width
// characters as \u{…}, bytes that are not UTF-8 as \x{…}. Line breaks too, unless kept.
std::string Printable(std::string_view text, bool keep_line_breaks = false);

}  // namespace rolelint::report

#endif  // ROLELINT_REPORT_REPORT_H_
