#include <fmt/format.h>
#include <re2/re2.h>

#include "analyzer/engine/rule.h"
#include "rules/guide/switch_role.h"

namespace rolelint::rules::role_description {
namespace {

using engine::EstateContext;
using engine::Reporter;

constexpr engine::RuleOption kOptions[] = {
    {.name = "contact",
     .type = engine::OptionType::kRegex,
     .fallback = "[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+",
     .help = "what must occur in the description: who to ask"},
    {.name = "purpose-words",
     .type = engine::OptionType::kInteger,
     .fallback = "4",
     .help = "how many words a description needs at least to tell a purpose"},
};

int64_t CountWords(std::string_view text) {
  int64_t words = 0;
  bool inside = false;
  for (char c : text) {
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  (static_cast<unsigned char>(c) & 0x80) != 0;
    if (letter && !inside) ++words;
    if (c == ' ' || c == '\t' || c == '/' || c == ',') {
      inside = false;
    } else if (letter) {
      inside = true;
    }
  }
  return words;
}

void Check(const estate::Entity& role, const EstateContext& context, Reporter& report) {
  if (SwitchPrincipal(role, context.config) == nullptr) return;
  engine::Level level =
      context.options.AnySet() ? engine::Level::kWarning : engine::Level::kSuggestion;
  constexpr std::string_view kHelp =
      "say what the role opens, to whom, and whom to ask: \"Lets Hub manage Acme's resources / "
      "ops@hub.example\"";
  if (role.description.absent() || (role.description.present() && role.description.value.empty())) {
    report
        .Report(role.description.present() ? role.description.place : role.place,
                fmt::format("the role {} is open to another account and has no description",
                            role.called()))
        .Level(level)
        .Help(std::string(kHelp));
    return;
  }
  if (!role.description.present()) return;
  const re2::RE2& contact = context.options.Regex("contact");
  if (CountWords(role.description.value) < context.options.Integer("purpose-words")) {
    report
        .Report(
            role.description.place,
            fmt::format("the description \"{}\" does not tell a purpose", role.description.value))
        .Level(level)
        .Label("too short to say what the role is for")
        .Help(std::string(kHelp));
  } else if (!re2::RE2::PartialMatch(role.description.value, contact)) {
    report.Report(role.description.place, "the description names nobody to ask")
        .Level(level)
        .Label("no contact")
        .Help(std::string(kHelp));
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "role-description",
    .summary =
        "A role for another account's people has no description, or one without purpose or "
        "contact",
    .level = engine::Level::kSuggestion,
    .options = kOptions,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html",
    .check_entity = Check,
};

}  // namespace rolelint::rules::role_description
