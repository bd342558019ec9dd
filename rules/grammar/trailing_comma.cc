// A comma before a closing bracket: what is left when the last item is deleted.

#include "analyzer/engine/rule.h"

namespace rolelint::rules::trailing_comma {
namespace {

constexpr std::string_view kEquivalents[] = {"access-analyzer:JSON_SYNTAX_ERROR"};

void Check(const engine::SourceContext& context, engine::Reporter& report) {
  for (const json::Issue& issue : context.issues) {
    if (issue.code != json::Issue::Code::kTrailingComma) continue;
    report.Report(issue.span, issue.message + ", which AWS refuses")
        .Label("nothing follows")
        .Help("delete the comma, or add the item that is missing after it")
        .Fix(issue.span, "", true);
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "trailing-comma",
    .summary = "A comma precedes a closing bracket, which AWS refuses",
    .level = engine::Level::kError,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    .check_source = Check,
};

}  // namespace rolelint::rules::trailing_comma
