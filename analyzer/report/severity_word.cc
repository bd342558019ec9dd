#include "analyzer/report/severity_word.h"

namespace rolelint::report {

std::string_view SeverityWord(engine::Severity severity) {
  switch (severity) {
    case engine::Severity::kCritical:
    case engine::Severity::kHigh:
      return "error";
    case engine::Severity::kMedium:
      return "warning";
    case engine::Severity::kLow:
      return "note";
  }
  return "warning";
}

}  // namespace rolelint::report
