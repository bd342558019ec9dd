#ifndef ROLELINT_REPORT_SARIF_VALUES_H_
#define ROLELINT_REPORT_SARIF_VALUES_H_

// The objects of a SARIF 2.1.0 log, apart from the log itself (sarif.cc). Columns are UTF-16 code
// units. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "analyzer/engine/rule.h"
#include "analyzer/engine/severity.h"
#include "analyzer/report/json_writer.h"
#include "analyzer/report/report.h"

namespace rolelint::report {

// GitHub takes no more results than this of a run.
inline constexpr size_t kSarifResultLimit = 25'000;
// GitHub takes no longer descriptions.
inline constexpr size_t kSarifDescriptionBytes = 1024;

// What a rule is: one element of tool.driver.rules.
void WriteSarifRule(const engine::Rule& rule, std::string_view page, JsonWriter* json);

// The inputs of the run: which places in run.artifacts they have, and which bytes of them can be
// told.
class SarifArtifacts {
 public:
  explicit SarifArtifacts(std::span<const engine::InputSummary> inputs);

  static void WriteArtifact(const engine::InputSummary& input, JsonWriter* json);
  void WriteArtifactLocation(const std::string& file, JsonWriter* json) const;
  void WritePhysicalLocation(const engine::Location& location, std::string_view snippet,
                             JsonWriter* json) const;
  // An empty snippet is left out.
  void WriteRegion(const engine::Location& location, std::string_view snippet,
                   JsonWriter* json) const;

 private:
  struct Input {
    std::string location;  // its artifactLocation, as JSON
    bool bytes;            // offsets are the file's own (not gzip)
  };
  std::map<std::string, Input, std::less<>> inputs_;
};

// `rule_index`: the rule's place in tool.driver.rules. `suppressions`: the log says of every result
// whether it is suppressed.
void WriteSarifResult(const engine::Finding& finding, std::optional<size_t> rule_index,
                      bool suppressions, const SarifArtifacts& artifacts, JsonWriter* json);

void WriteSarifNotification(std::string_view level, const std::string& message,
                            const std::string& file, const engine::Location* location,
                            const SarifArtifacts& artifacts, JsonWriter* json);

}  // namespace rolelint::report

#endif  // ROLELINT_REPORT_SARIF_VALUES_H_
