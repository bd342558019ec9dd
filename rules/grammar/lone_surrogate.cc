// Half of a UTF-16 surrogate pair in a \u escape stands for no character.

#include "analyzer/engine/rule.h"

namespace rolelint::rules::lone_surrogate {
namespace {

constexpr std::string_view kEquivalents[] = {"access-analyzer:JSON_SYNTAX_ERROR"};

void Check(const engine::SourceContext& context, engine::Reporter& report) {
  for (const json::Issue& issue : context.issues) {
    if (issue.code != json::Issue::Code::kLoneSurrogate) continue;
    report.Report(issue.span, issue.message)
        .Label("half a character")
        .Help("write the character itself, or both halves of its escape");
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "lone-surrogate",
    .summary = "A \\u escape is half of a surrogate pair and no character",
    .level = engine::Level::kError,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    .check_source = Check,
};

}  // namespace rolelint::rules::lone_surrogate
