// JSON has no comments. Editors and parsers that take them hide that AWS does not.

#include "analyzer/engine/rule.h"

namespace rolelint::rules::json_comment {
namespace {

constexpr std::string_view kEquivalents[] = {"access-analyzer:JSON_SYNTAX_ERROR"};

void Check(const engine::SourceContext& context, engine::Reporter& report) {
  for (const json::Issue& issue : context.issues) {
    if (issue.code != json::Issue::Code::kComment) continue;
    report.Report(issue.span, "a comment in JSON, which AWS refuses")
        .Label("comment")
        .Help("delete it; a Sid can say what a statement is for")
        .Fix(issue.span, "", false);
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "json-comment",
    .summary = "The policy has a comment, which JSON does not know and AWS refuses",
    .level = engine::Level::kError,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    .check_source = Check,
};

}  // namespace rolelint::rules::json_comment
