// JUnit's XML as CI systems read it: a test suite a file, a failure a finding. A file without
// findings is a suite with one test that passes.

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/engine/severity.h"
#include "analyzer/report/chunks.h"
#include "analyzer/report/path.h"
#include "analyzer/report/writers.h"

namespace rolelint::report {
namespace {

// U+FFFE and U+FFFF, which XML 1.0 does not have.
constexpr std::string_view kNoCharacters[] = {"\xEF\xBF\xBE", "\xEF\xBF\xBF"};

// Fit for an attribute and for text.
void AppendXml(std::string_view text, std::string* out) {
  std::string shown = Printable(text, true);
  for (const std::string_view none : kNoCharacters) {
    for (size_t at = 0; (at = shown.find(none, at)) != std::string::npos;) {
      shown.replace(at, none.size(), "\xEF\xBF\xBD");
    }
  }
  for (const char c : shown) {
    switch (c) {
      case '&':
        out->append("&amp;");
        break;
      case '<':
        out->append("&lt;");
        break;
      case '>':
        out->append("&gt;");
        break;
      case '"':
        out->append("&quot;");
        break;
      case '\'':
        out->append("&apos;");
        break;
      case '\n':
        out->append("&#10;");
        break;
      default:
        out->push_back(c);
    }
  }
}

void AppendXmlAttribute(std::string_view name, std::string_view value, std::string* out) {
  out->append(" ").append(name).append("=\"");
  AppendXml(value, out);
  out->push_back('"');
}

void AppendXmlCount(std::string_view name, size_t count, std::string* out) {
  AppendXmlAttribute(name, std::to_string(count), out);
}

struct JunitSuite {
  std::string_view file;
  std::vector<const engine::Finding*> failures;
  std::vector<const engine::RunError*> errors;

  size_t tests() const { return std::max<size_t>(1, failures.size() + errors.size()); }
};

// In the order of the inputs; then files that are none, such as the configuration.
std::vector<JunitSuite> JunitSuites(const engine::CheckResult& result) {
  std::vector<JunitSuite> suites;
  std::map<std::string_view, size_t> places;
  const auto suite = [&](std::string_view file) -> JunitSuite& {
    const auto [place, is_new] = places.emplace(file, suites.size());
    if (is_new) suites.push_back({file, {}, {}});
    return suites[place->second];
  };
  for (const engine::InputSummary& input : result.inputs) {
    if (!input.passed_over) suite(input.file);
  }
  std::set<std::pair<std::string_view, std::string_view>> reported;
  for (const engine::Finding& finding : result.findings) {
    suite(finding.location.file).failures.push_back(&finding);
    reported.emplace(finding.location.file, finding.message);
  }
  for (const engine::RunError& error : result.errors) {
    if (!reported.contains({error.file, error.message})) {
      suite(error.file).errors.push_back(&error);
    }
  }
  return suites;
}

void AppendTestCase(std::string_view name, std::string_view file, std::string* out) {
  out->append("    <testcase");
  AppendXmlAttribute("name", name, out);
  AppendXmlAttribute("classname", file, out);
}

void AppendFailure(const engine::Finding& finding, std::string_view file, std::string* out) {
  const engine::Location& at = finding.location;
  std::string place = std::to_string(at.start_line) + ":" + std::to_string(at.start_column);
  AppendTestCase(std::string(finding.rule->id) + " at " + place, file, out);
  AppendXmlAttribute("file", file, out);
  AppendXmlCount("line", at.start_line, out);
  out->append(">\n      <failure");
  AppendXmlAttribute("type", engine::SeverityName(engine::SeverityOf(finding)), out);
  AppendXmlAttribute("message", finding.message, out);
  out->append(">");
  AppendXml(std::string(file) + ":" + place + ": " + finding.message, out);
  if (!finding.help.empty()) AppendXml("\n" + finding.help, out);
  out->append("</failure>\n    </testcase>\n");
}

void AppendSuite(const JunitSuite& suite, Chunks* chunks) {
  std::string& out = chunks->text();
  const std::string file = suite.file.empty() ? "rolelint" : Utf8Path(suite.file);
  out.append("  <testsuite");
  AppendXmlAttribute("name", file, &out);
  AppendXmlCount("tests", suite.tests(), &out);
  AppendXmlCount("failures", suite.failures.size(), &out);
  AppendXmlCount("errors", suite.errors.size(), &out);
  out.append(" skipped=\"0\">\n");
  for (const engine::Finding* finding : suite.failures) {
    AppendFailure(*finding, file, &out);
    chunks->FlushIfLarge();
  }
  for (const engine::RunError* error : suite.errors) {
    AppendTestCase("read", file, &out);
    out.append(">\n      <error");
    AppendXmlAttribute("message", error->message, &out);
    out.append("/>\n    </testcase>\n");
  }
  if (suite.failures.empty() && suite.errors.empty()) {
    AppendTestCase("no findings", file, &out);
    out.append("/>\n");
  }
  out.append("  </testsuite>\n");
}

}  // namespace

void WriteJunit(const engine::CheckResult& result, const ReportOptions&, std::ostream& out) {
  const std::vector<JunitSuite> suites = JunitSuites(result);
  size_t tests = 0;
  size_t errors = 0;
  for (const JunitSuite& suite : suites) {
    tests += suite.tests();
    errors += suite.errors.size();
  }
  Chunks chunks(out);
  std::string& text = chunks.text();
  text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"rolelint\"");
  AppendXmlCount("tests", tests, &text);
  AppendXmlCount("failures", result.findings.size(), &text);
  AppendXmlCount("errors", errors, &text);
  text.append(">\n");
  for (const JunitSuite& suite : suites) {
    AppendSuite(suite, &chunks);
    chunks.FlushIfLarge();
  }
  text.append("</testsuites>\n");
}

}  // namespace rolelint::report
