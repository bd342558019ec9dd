#ifndef ROLELINT_LIBRARY_ROLELINT_H_
#define ROLELINT_LIBRARY_ROLELINT_H_

// rolelint as a library: the check of one text. The only header that is installed; it includes
// nothing but the standard library. docs/library.md.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rolelint {

struct Options {
  // What findings and messages call the text. Overrides in the configuration go by it.
  std::string name = "policy";
  // What the policies are: "identity", "trust", "resource", …; "": what the text itself says.
  std::string kind = {};
  // What they are attached to, as CloudFormation names it ("AWS::S3::Bucket"); "": what the text
  // says.
  std::string resource_type = {};
  // "regular", "pedantic" or "auditor".
  std::string persona = "regular";
  // The text of a rolelint.yaml; "": the defaults. It may not extend other files.
  std::string config = {};
  // Suppressions that expire before this day, "2026-01-31", no longer hold; "": none expires.
  std::string today = {};
};

// Lines and columns count from 1, columns in code points; `end_column` is one past the last. Bytes
// count from 0.
struct Place {
  uint32_t line = 1, column = 1, end_line = 1, end_column = 1;
  uint64_t begin = 0, end = 0;
};

struct Finding {
  std::string rule;      // its ID: "root-principal"
  std::string severity;  // "critical", "high", "medium" or "low"
  std::string level;     // "error", "security", "warning" or "suggestion"
  std::string message;
  std::string help;  // what to do; may be empty
  Place place;
};

struct Report {
  std::vector<Finding> findings;  // sorted by place
  // Sentences: what is wrong with the options, or what of the text could not be checked. A report
  // without findings is clean only if there are none.
  std::vector<std::string> errors;
  uint32_t policies = 0;  // how many the text has
};

// Checks the policies in `bytes`, which may be all that `rolelint check` reads from one file: a
// policy, an export, a template. Reads no file and no network. May be called from several threads.
Report Check(std::string_view bytes, const Options& options = {});

// "0.1.0"
std::string_view Version();
// The day of the catalogue of AWS's actions, "2026-01-31".
std::string_view CatalogDate();

}  // namespace rolelint

#endif  // ROLELINT_LIBRARY_ROLELINT_H_
