#include "analyzer/engine/rule.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::scp_action_wildcard {
namespace {

constexpr std::string_view kEquivalents[] = {"access-analyzer:SCP_SYNTAX_ERROR_ACTION_WILDCARD"};

constexpr engine::RuleOption kOptions[] = {
    {.name = "legacy-language",
     .type = engine::OptionType::kBoolean,
     .fallback = "false",
     .help = "the organization's partition still has the language of before September 2025"},
};

void CheckList(const policy::TextList& actions, engine::Reporter& report) {
  for (const policy::Text& item : actions.items) {
    if (!item.known) continue;
    const size_t wild = item.value.find_first_of("*?");
    if (wild == std::string_view::npos || wild + 1 == item.value.size()) continue;
    report.Report(item.span, Quoted(item.value) + " has a wildcard before its end")
        .Label("not in the older language")
        .Help("list the actions, or use the wildcard at the end only");
  }
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  if (!context.options.Boolean("legacy-language")) return;
  for (const policy::Statement& statement : context.document.statements) {
    CheckList(statement.action, report);
    CheckList(statement.not_action, report);
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "scp-action-wildcard",
    .summary = "A service control policy has a wildcard that the language before 2025 lacks",
    .level = engine::Level::kError,
    .kinds = policy::Kind::kScp,
    .equivalents = kEquivalents,
    .options = kOptions,
    .aws_page =
        "https://docs.aws.amazon.com/organizations/latest/userguide/"
        "orgs_manage_policies_scps_syntax.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::scp_action_wildcard
