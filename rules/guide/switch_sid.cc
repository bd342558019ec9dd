#include <fmt/format.h>
#include <re2/re2.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/query.h"
#include "rules/guide/switch_statement.h"

namespace rolelint::rules::switch_sid {
namespace {

using engine::DocumentContext;
using engine::Reporter;

constexpr engine::RuleOption kOptions[] = {
    {.name = "pattern",
     .type = engine::OptionType::kRegex,
     .fallback = "PermissionToAssumeRoles?In[A-Za-z0-9]+",
     .help = "what the whole Sid of a statement that lets a user switch roles must match"},
};

constexpr std::string_view kServices[] = {"sts"};

// A run of upper-case letters that says what to put there: "MYCLIENTACCOUNTPREFIX".
std::string_view PlaceholderIn(std::string_view sid) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  for (size_t begin = 0; begin < sid.size(); ++begin) {
    if (!upper(sid[begin]) || (begin > 0 && upper(sid[begin - 1]))) continue;
    size_t end = begin;
    while (end < sid.size() && upper(sid[end])) ++end;
    const std::string_view run = sid.substr(begin, end - begin);
    for (std::string_view whose : {"MY", "YOUR"}) {
      if (!run.starts_with(whose)) continue;
      for (std::string_view noun : {"CLIENT", "ACCOUNT", "CUSTOMER", "ROLE", "PREFIX", "NAME"}) {
        if (run.substr(whose.size()).starts_with(noun)) return run;
      }
    }
  }
  return {};
}

void CheckPlaceholder(const policy::Statement& statement, Reporter& report) {
  if (!statement.allows() || !policy::CoversAction(statement, "sts:AssumeRole")) return;
  if (!statement.sid.known) return;
  const std::string_view placeholder = PlaceholderIn(statement.sid.value);
  if (placeholder.empty()) return;
  report
      .Report(statement.sid.span, fmt::format("the Sid \"{}\" still has the placeholder {}",
                                              statement.sid.value, placeholder))
      .Label("never filled in")
      .Help("put the client's name in its place: \"Sid\": \"PermissionToAssumeRolesInCLIENT\"");
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    CheckPlaceholder(statement, report);
  }
  if (!context.owner.is_entity || context.owner.entity_type != estate::EntityType::kUser) return;
  const re2::RE2& pattern = context.options.Regex("pattern");
  engine::Level level =
      context.options.IsSet("pattern") ? engine::Level::kWarning : engine::Level::kSuggestion;
  for (const policy::Statement& statement : context.document.statements) {
    if (!IsSwitchStatement(statement, context.owner.account)) continue;
    if (!statement.has_sid || statement.sid.value.empty()) {
      report
          .Report(
              statement.action.items[0].span,
              "this switch has no Sid that tells which client it is for, as the guide's convention "
              "for role switches asks")
          .Level(level)
          .Label("statement without Sid")
          .Help("\"Sid\": \"PermissionToAssumeRolesInCLIENT\"");
    } else if (statement.sid.known && PlaceholderIn(statement.sid.value).empty() &&
               !re2::RE2::FullMatch(
                   re2::StringPiece(statement.sid.value.data(), statement.sid.value.size()),
                   pattern)) {
      report
          .Report(statement.sid.span,
                  fmt::format("the Sid \"{}\" does not follow {} convention for role switches",
                              statement.sid.value,
                              context.options.IsSet("pattern") ? "rolelint.yaml's" : "the guide's"))
          .Level(level)
          .Label(fmt::format("does not match {}", pattern.pattern()))
          .Help("\"Sid\": \"PermissionToAssumeRolesInCLIENT\", letters and digits only");
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "switch-sid",
    .summary = "The Sid of a user's role switch does not follow the convention",
    .level = engine::Level::kSuggestion,
    .kinds = policy::Kind::kIdentity,
    .services = kServices,
    .options = kOptions,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_sid.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::switch_sid
