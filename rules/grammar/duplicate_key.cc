// Two members of one object with the same name: parsers keep one of them, and not all the same one.

#include "analyzer/engine/rule.h"

namespace rolelint::rules::duplicate_key {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:JSON_SYNTAX_ERROR",
    "parliament:MALFORMED_JSON",
};

void Check(const engine::SourceContext& context, engine::Reporter& report) {
  for (const json::Issue& issue : context.issues) {
    if (issue.code != json::Issue::Code::kDuplicateKey) continue;
    report.Report(issue.span, issue.message)
        .Label("again")
        .Related(issue.related, "first here")
        .Help("join the two values under one name, or put them into two statements");
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "duplicate-key",
    .summary = "A name occurs more than once in an object, so that one of its values is lost",
    .level = engine::Level::kError,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    .check_source = Check,
};

}  // namespace rolelint::rules::duplicate_key
