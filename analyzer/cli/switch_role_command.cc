#include "analyzer/cli/switch_role_command.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "analyzer/cli/switch_role.h"
#include "analyzer/report/log_safe.h"

namespace rolelint::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct Options {
  SwitchRequest request;
  std::string format = "text";
  std::string out_folder;
  bool force = false;
};

// For a POSIX shell: nothing inside single quotes means anything but the quote itself.
std::string ShellQuoted(std::string_view text) {
  std::string quoted = "'";
  for (char c : text) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

std::string Commands(const SwitchPlan& plan) {
  return fmt::format(
      "# in the client's account\n"
      "aws iam create-role --role-name {0} \\\n"
      "  --assume-role-policy-document file://trust-policy.json \\\n"
      "  --description {1}\n"
      "aws iam attach-role-policy --role-name {0} --policy-arn {2}\n"
      "# in your own account\n"
      "aws iam put-user-policy --user-name {3} --policy-name {4} \\\n"
      "  --policy-document file://{4}.json\n",
      plan.role_name, ShellQuoted(plan.description), plan.permissions_arn, plan.user_name,
      plan.inline_policy_name);
}

std::string AsText(const SwitchPlan& plan) {
  std::string text = fmt::format(
      "# Client's account: the role\n"
      "name         {}\n"
      "description  {}\n"
      "permissions  {}\n\n"
      "trust policy (trust-policy.json)\n{}\n"
      "# Own account: the user {}\n"
      "inline policy {} ({}.json)\n{}\n"
      "# Commands\n{}\n",
      plan.role_name, plan.description, plan.permissions_arn, plan.trust_policy, plan.user_arn,
      plan.inline_policy_name, plan.inline_policy_name, plan.inline_policy, Commands(plan));
  if (!plan.console_link.empty()) text += fmt::format("# Console\n{}\n\n", plan.console_link);
  text += fmt::format("# ~/.aws/config\n{}", plan.cli_profile);
  return text;
}

std::string AsJson(const SwitchPlan& plan) {
  Json json = {
      {"role",
       {{"name", plan.role_name},
        {"arn", plan.role_arn},
        {"description", plan.description},
        {"permissions_arn", plan.permissions_arn},
        {"trust_policy", Json::parse(plan.trust_policy)}}},
      {"user",
       {{"arn", plan.user_arn},
        {"inline_policy_name", plan.inline_policy_name},
        {"inline_policy", Json::parse(plan.inline_policy)}}},
      {"console_link", plan.console_link.empty() ? Json(nullptr) : Json(plan.console_link)},
      {"cli_profile", plan.cli_profile}};
  return json.dump(2) + "\n";
}

// Writes the plan's files into `folder`, which is made if it is missing. Nothing is overwritten
// unless `force`.
bool WriteFiles(const SwitchPlan& plan, const std::string& folder, bool force, std::ostream& err) {
  const std::pair<std::string, std::string> files[] = {
      {"trust-policy.json", plan.trust_policy},
      {plan.inline_policy_name + ".json", plan.inline_policy},
      {"commands.sh", Commands(plan)},
      {"aws-config", plan.cli_profile},
  };
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure) {
    err << fmt::format("rolelint: cannot make {}: {}\n", folder, failure.message());
    return false;
  }
  for (const auto& [name, contents] : files) {
    fs::path path = fs::path(folder) / name;
    if (!force && fs::exists(fs::symlink_status(path, failure))) {
      err << fmt::format("rolelint: {} exists; --force overwrites it\n", path.string());
      return false;
    }
  }
  for (const auto& [name, contents] : files) {
    fs::path path = fs::path(folder) / name;
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << contents;
    file.close();
    if (!file) {
      err << fmt::format("rolelint: cannot write {}\n", path.string());
      return false;
    }
  }
  return true;
}

int Run(const Options& options, std::ostream& out, std::ostream& err) {
  std::string error;
  std::optional<SwitchPlan> plan = ComposeSwitch(options.request, &error);
  if (!plan) {
    err << "rolelint: " << error << "\n";
    return 2;
  }
  if (!options.out_folder.empty() && !WriteFiles(*plan, options.out_folder, options.force, err)) {
    return 2;
  }
  if (options.format == "json") {
    out << AsJson(*plan);
  } else {
    report::LogSafe(out) << AsText(*plan);
  }
  size_t begin = 0;
  while (begin < plan->notes.size()) {
    size_t end = plan->notes.find('\n', begin);
    err << "note: " << plan->notes.substr(begin, end - begin) << "\n";
    begin = end + 1;
  }
  return 0;
}

}  // namespace

void AddSwitchRoleCommand(Command app, std::ostream& out, std::ostream& err, int* status) {
  auto options = std::make_shared<Options>();
  SwitchRequest& request = options->request;
  Command command =
      app.AddCommand("switch-role", "Write both halves of a role switch that check clean");
  command
      .AddOption("--client-account", request.client_account,
                 "Set the client's account ID, where the role will be")
      .Required();
  command
      .AddOption("--own-account", request.own_account,
                 "Set the account ID that the user switches from")
      .Required();
  command.AddOption("--user", request.user, "Set the user who switches: name or ARN").Required();
  command
      .AddOption("--client-prefix", request.client_prefix,
                 "Begin the role's name with this lowercase prefix of the client")
      .Required();
  command.AddOption("--own-name", request.own_name,
                    "End the role's name with this alias of the own account (default: its ID)");
  command
      .AddOption("--permissions", request.permissions,
                 "Attach this AWS-managed policy, or policy ARN, to the role")
      .ShowDefault();
  command.AddFlag("--mfa", request.mfa, "Require MFA");
  command.AddOption("--external-id", request.external_id, "Require this external ID");
  command.AddOption("--purpose", request.purpose, "State in the description what the role is for");
  command.AddOption("--contact", request.contact, "Add this e-mail address to the description");
  command
      .AddOption("--partition", request.partition, "Use this partition: aws, aws-cn, aws-us-gov, …")
      .ShowDefault();
  command.AddOption("--format", options->format, "Write text or json")
      .OneOf({"text", "json"})
      .ShowDefault();
  command.AddOption("--out", options->out_folder, "Write the files into this folder too");
  command.AddFlag("--force", options->force, "Overwrite files in --out");
  command.Callback([options, &out, &err, status] { *status = Run(*options, out, err); });
}

}  // namespace rolelint::cli
