#ifndef ROLELINT_ENGINE_FINDING_H_
#define ROLELINT_ENGINE_FINDING_H_

// What a rule found, and everything a report needs to show it: pure data, no rule, no source.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/accept/evidence.h"
#include "analyzer/estate/records.h"
#include "analyzer/policy/kind.h"

namespace rolelint::engine {

using text::Span;
struct Rule;

// Ordered: a --fail-on of kWarning takes kWarning and all after it.
enum class Level : uint8_t { kSuggestion, kWarning, kSecurity, kError };
inline constexpr int kLevelCount = 4;
std::string_view LevelName(Level level);
std::optional<Level> ParseLevel(std::string_view name);

enum class Confidence : uint8_t { kLow, kMedium, kHigh };
std::string_view ConfidenceName(Confidence confidence);

enum class Persona : uint8_t { kRegular, kPedantic, kAuditor };
std::string_view PersonaName(Persona persona);
std::optional<Persona> ParsePersona(std::string_view name);

// A place as reports print it (the JSON contract's LOC). Lines and columns 1-based, end_column one
// past the last.
struct Location {
  std::string file;
  uint32_t start_line = 1, start_column = 1, end_line = 1, end_column = 1;  // code points
  uint32_t start_column_utf16 = 1, end_column_utf16 = 1;
  uint64_t start_byte = 0, end_byte = 0;  // on disk (gzip: in the inflated stream)
};

struct Related {
  std::string label;
  estate::Place place;
  Location location;
  std::string pointer;      // as Finding's
  std::string source_line;  // as Finding's
  uint32_t source_line_cut = 0;
};

struct Edit {
  Span span;  // in the source's text
  std::string text;
  uint64_t start_byte = 0, end_byte = 0;  // on disk
  Location location;
};
struct Fix {
  bool safe = false;
  std::vector<Edit> edits;
};
// Why a finding whose rule knows a fix has none.
enum class NoFix : uint8_t {
  kNone,      // it has one, or the rule knows none
  kWrapped,   // the policy is in a string of its file
  kEncoding,  // the file is UTF-16, UTF-32 or compressed
  kSyntax,    // the file is not JSON, and the fix is written in JSON
};

// The policy a finding speaks of; kind is meaningless if !present.
struct PolicyRef {
  bool present = false;
  policy::Kind kind = policy::Kind::kIdentity;
  policy::KindSource kind_source = policy::KindSource::kDefault;
  bool wrapped = false;  // it stands in a string
  std::string name;
  std::string owner_arn;
  // Where there is no ARN: what a template calls the owner. Of a finding about a user, a role or a
  // group, whom it is about.
  std::string owner_name;
  Span span;  // of the document in the file: its pointers begin here
};

// Where a span lies in a document that stands in a string: the document's own line, decoded.
// Columns are code points.
struct DecodedPlace {
  std::string source_line;       // "": the file's line shows the same
  uint32_t source_line_cut = 0;  // code points cut off at its start
  uint32_t line = 1;             // of the decoded document
  uint32_t start_column = 1, end_column = 1;
};

// Why a finding is not reported, or is although it once was accepted.
struct Suppression {
  enum class By : uint8_t { kBaseline, kConfiguration, kComment };
  By by = By::kBaseline;
  std::string reason;  // as the user gave it; "" of a baseline
};

// What identifies a finding wherever it stands, and what an accepted finding is compared by
// (docs/baseline.md). Made only where something asks for it: CheckOptions::identify.
struct FindingFacts {
  std::string owner;    // ARN, or the name in a template; "" unknown
  std::string sid;      // of the statement
  std::string element;  // "Action s3:*": which part of the statement, or of the document
  uint32_t first_line = 0, last_line = 0;            // of the statement; 0: it is about none
  std::shared_ptr<const accept::Evidence> evidence;  // null: the same
  std::string identity;                              // sixteen hexadecimal digits
  uint32_t number = 1;  // among the findings of the file with the same identity
  std::string added;    // what the statement allows beyond what was accepted
  std::optional<Suppression> suppression;
};

struct Finding {
  const Rule* rule = nullptr;
  Level level = Level::kWarning;
  Confidence confidence = Confidence::kHigh;
  std::string message;
  std::string label;
  std::string help;
  estate::Place place;
  std::vector<Related> related;
  std::optional<Fix> fix;
  NoFix no_fix = NoFix::kNone;
  PolicyRef policy;
  // The actions that it names, of a policy of a user, group or role; null: none, or not asked for.
  std::shared_ptr<const std::vector<std::string>> actions;
  // What tells it from others of its rule at the same place (FindingBuilder::Distinct): part of the
  // identity.
  uint64_t distinction = 0;

  // Filled when the run is over (resolve.h), once for all findings of a file.
  Location location;
  std::string pointer;           // within the policy document
  std::string file_pointer;      // within the file, through any wrapping
  std::string fingerprint;       // the identity, made unique within the run
  std::string source_line;       // of start_line, whole unless very long
  uint32_t source_line_cut = 0;  // code points cut off at its start
  std::string matched_text;      // decoded text at the span, shortened
  DecodedPlace decoded;
  std::shared_ptr<FindingFacts> facts;  // null unless asked for
};

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_FINDING_H_
