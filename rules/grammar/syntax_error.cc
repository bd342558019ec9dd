// A text that is no JSON: the reader says what stood where something else was expected.

#include "analyzer/engine/rule.h"

namespace rolelint::rules::syntax_error {
namespace {

using json::Issue;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:JSON_SYNTAX_ERROR",
    "parliament:MALFORMED_JSON",
};

void Check(const engine::SourceContext& context, engine::Reporter& report) {
  for (const Issue& issue : context.issues) {
    if (!issue.fatal()) continue;
    engine::FindingBuilder finding = report.Report(issue.span, issue.message);
    switch (issue.code) {
      case Issue::Code::kTruncated:
        finding.Label("the text ends here").Help("the file may have been cut off: export it again");
        if (!issue.related.empty()) finding.Related(issue.related, "opened here and never closed");
        break;
      case Issue::Code::kTooDeep:
        finding.Label("one level too deep");
        break;
      case Issue::Code::kTemplate:
        finding.Label("template syntax").Help("render the template and check the result");
        break;
      case Issue::Code::kNotJson:
        finding.Help("give the JSON document itself");
        break;
      default:
        finding.Label("not JSON from here on");
        if (!issue.related.empty()) finding.Related(issue.related, "opened here");
        break;
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "syntax-error",
    .summary = "The text is not valid JSON, so nothing after this place can be checked",
    .level = engine::Level::kError,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    .check_source = Check,
};

}  // namespace rolelint::rules::syntax_error
