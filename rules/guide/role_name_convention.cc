#include <fmt/format.h>
#include <re2/re2.h>

#include "analyzer/engine/rule.h"
#include "rules/guide/switch_role.h"

namespace rolelint::rules::role_name_convention {
namespace {

using engine::EstateContext;
using engine::Reporter;

constexpr engine::RuleOption kOptions[] = {
    {.name = "pattern",
     .type = engine::OptionType::kRegex,
     .fallback = "(?P<client>[a-z0-9]+(?:-[a-z0-9]+)*)-account-(?P<own>[a-z0-9]+(?:-[a-z0-9]+)*)",
     .help = "what the whole name of a role for people of another account must match; the parts "
             "named client and own are compared with the accounts' names under accounts:"},
};

std::string_view Part(const re2::RE2& pattern, std::string_view name,
                      const std::vector<re2::StringPiece>& groups) {
  auto it = pattern.NamedCapturingGroups().find(std::string(name));
  if (it == pattern.NamedCapturingGroups().end()) return {};
  const re2::StringPiece& piece = groups[static_cast<size_t>(it->second)];
  return {piece.data(), piece.size()};
}

void Check(const estate::Entity& role, const EstateContext& context, Reporter& report) {
  const estate::PrincipalRef* principal = SwitchPrincipal(role, context.config);
  if (principal == nullptr || role.name.empty()) return;
  const re2::RE2& pattern = context.options.Regex("pattern");
  engine::Level level =
      context.options.IsSet("pattern") ? engine::Level::kWarning : engine::Level::kSuggestion;
  // The parts only have something to be compared with where the accounts are named, and a match
  // that need not tell them is found much faster.
  const engine::KnownAccount* client = context.config.FindAccount(role.account);
  const engine::KnownAccount* own =
      context.config.FindAccount(policy::PrincipalAccount(principal->value));
  std::vector<re2::StringPiece> groups;
  if (client != nullptr || own != nullptr) {
    groups.resize(static_cast<size_t>(pattern.NumberOfCapturingGroups()) + 1);
  }
  if (!pattern.Match(role.name, 0, role.name.size(), re2::RE2::ANCHOR_BOTH, groups.data(),
                     static_cast<int>(groups.size()))) {
    report
        .Report(role.place,
                fmt::format("the role name \"{}\" does not follow {} convention for roles "
                            "that another account switches to",
                            role.name,
                            context.options.IsSet("pattern") ? "rolelint.yaml's" : "the guide's"))
        .Level(level)
        .Label(fmt::format("does not match {}", pattern.pattern()))
        .Related(principal->place, "switched to from here")
        .Help(
            "lowercase, the client's prefix, -account-, the name of the account that switches: "
            "acme-account-hub");
    return;
  }
  if (groups.empty()) return;
  std::string_view client_part = Part(pattern, "client", groups);
  if (client != nullptr && !client->name.empty() && !client_part.empty() &&
      client_part != client->name) {
    report
        .Report(role.place, fmt::format("the role of account {} begins with \"{}\", but the "
                                        "account's name is \"{}\"",
                                        role.account, client_part, client->name))
        .Level(level)
        .Label("another client's prefix")
        .Help(fmt::format("begin the name with {}", client->name));
  }
  std::string_view own_part = Part(pattern, "own", groups);
  if (own != nullptr && !own->name.empty() && !own_part.empty() && own_part != own->name) {
    report
        .Report(role.place, fmt::format("the role's name says \"{}\", but the account that "
                                        "switches is \"{}\"",
                                        own_part, own->name))
        .Level(level)
        .Label("another account's name")
        .Related(principal->place, fmt::format("account {}", own->id))
        .Help(fmt::format("end the name with -account-{}", own->name));
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "role-name-convention",
    .summary = "The name of a role for another account's people does not follow the convention",
    .level = engine::Level::kSuggestion,
    .options = kOptions,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_identifiers.html",
    .check_entity = Check,
};

}  // namespace rolelint::rules::role_name_convention
