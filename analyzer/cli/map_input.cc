#include "analyzer/cli/map_input.h"

#include <fmt/format.h>
#include <unistd.h>

#include "analyzer/cli/catalog_choice.h"
#include "analyzer/cli/color.h"
#include "analyzer/cli/input_files.h"
#include "analyzer/cli/map_record.h"
#include "analyzer/policy/arn.h"
#include "analyzer/report/report.h"

namespace rolelint::cli {

using engine::PolicyStore;

void AddOrganizationOptions(Command command, MapInputArguments* a) {
  // One word each time: the paths that follow are no values.
  command
      .AddOption("--scp", a->scps,
                 "Service control policies of one level, a file or folder; once for each level. "
                 "With ACCOUNT=, those of that account alone")
      .TypeName("[ACCOUNT=]PATH")
      .OneWord();
  command.AddOption("--rcp", a->rcps, "Resource control policies of one level, likewise")
      .TypeName("[ACCOUNT=]PATH")
      .OneWord();
  command
      .AddOption("--management-account", a->management_account,
                 "The organization's management account, where SCPs and RCPs do not apply")
      .TypeName("ID");
}

void AddMapInputOptions(Command command, MapInputArguments* a) {
  AddOrganizationOptions(command, a);
  AddCatalogOption(command, a->catalog);
  command.AddOption("--stdin-filename", a->stdin_name, "What reports call standard input")
      .TypeName("NAME")
      .ShowDefault();
  command.AddFlag("--allow-incomplete", a->allow_incomplete,
                  "Accept exports that say parts of them are missing");
}

bool MapInput::Read(const std::vector<std::string>& paths, std::string* error) {
  if (!catalog_.Choose(arguments_.catalog, error)) return false;
  const std::string& management = arguments_.management_account;
  if (!management.empty() && !policy::IsAccountId(management)) {
    *error = fmt::format("--management-account {}: not twelve digits", management);
    return false;
  }
  store_ = std::make_unique<PolicyStore>();
  reader_ = std::make_unique<StoreReader>(store_.get(), arguments_.stdin_name,
                                          arguments_.allow_incomplete);
  InputFiles files = CollectInputs(paths, {.stdin_name = arguments_.stdin_name});
  for (const std::string& message : files.errors) path_errors_.push_back({"", message, {}});
  files.inputs.insert(files.inputs.end(), arguments_.inputs.begin(), arguments_.inputs.end());
  if (!ExpandRecords(&files.inputs, error)) return false;
  exports_ = store_->Read(std::move(files.inputs), std::nullopt, arguments_.allow_incomplete);
  if (!ReadLevels(arguments_.scps, "--scp", policy::Kind::kScp, error) ||
      !ReadLevels(arguments_.rcps, "--rcp", policy::Kind::kRcp, error) ||
      !ReadResourcePolicies(error)) {
    return false;
  }
  source_ = MakeSource({});
  return true;
}

bool MapInput::ReadLevels(const std::vector<std::string>& words, std::string_view option,
                          policy::Kind kind, std::string* error) {
  for (const std::string& word : words) {
    const size_t equals = word.find('=');
    Level level;
    level.kind = kind;
    std::string path = word;
    if (equals != std::string::npos && policy::IsAccountId(word.substr(0, equals))) {
      level.account = word.substr(0, equals);
      path = word.substr(equals + 1);
    }
    const std::optional<PolicyStore::Group> group = reader_->ReadOption(option, path, kind, error);
    if (!group) return false;
    level.group = *group;
    levels_.push_back(std::move(level));
  }
  return true;
}

bool MapInput::ReadResourcePolicies(std::string* error) {
  for (const std::string& word : arguments_.resource_policies) {
    const size_t equals = word.find('=');
    if (equals == std::string::npos || !policy::ParseArn(word.substr(0, equals))) {
      *error = fmt::format("--resource-policy {}: not ARN=FILE", word);
      return false;
    }
    const std::optional<PolicyStore::Group> group = reader_->ReadOption(
        "--resource-policy", word.substr(equals + 1), policy::Kind::kResource, error);
    if (!group) return false;
    resources_.emplace_back(word.substr(0, equals), *group);
  }
  return true;
}

std::unique_ptr<engine::StorePolicies> MapInput::MakeSource(
    std::vector<engine::StorePolicies::StatementKey> left_out) {
  auto source = std::make_unique<engine::StorePolicies>(store_.get(), exports_, catalog_.get());
  source->LeaveOut(std::move(left_out));
  source->SetManagementAccount(arguments_.management_account);
  for (const Level& level : levels_) {
    if (level.kind == policy::Kind::kScp) {
      source->AddScpLevel(level.account, level.group);
    } else {
      source->AddRcpLevel(level.account, level.group);
    }
  }
  for (const auto& [arn, group] : resources_) source->SetResourcePolicy(arn, group);
  return source;
}

engine::CheckResult MapInput::Messages() const {
  engine::CheckResult messages;
  messages.notes = store_->notes();
  messages.errors = path_errors_;
  messages.errors.insert(messages.errors.end(), reader_->errors().begin(), reader_->errors().end());
  messages.errors.insert(messages.errors.end(), store_->errors().begin(), store_->errors().end());
  return messages;
}

bool MapInput::TellMessages(const Streams& streams) {
  const engine::CheckResult messages = Messages();
  report::ReportOptions options;
  options.color = UseColor(arguments_.color, STDERR_FILENO);
  report::WriteMessages(messages, options, streams.err);
  return messages.errors.empty();
}

const graph::Map& MapInput::map() {
  if (!map_) map_ = graph::Map::Build(source_.get(), scope_);
  return *map_;
}

std::vector<std::string> MapInput::Assumptions() const {
  std::vector<std::string> assumptions;
  if (arguments_.scps.empty()) {
    assumptions.emplace_back("no SCPs were given (--scp): none are taken to be in force");
  }
  if (arguments_.rcps.empty()) {
    assumptions.emplace_back("no RCPs were given (--rcp): none are taken to be in force");
  }
  return assumptions;
}

}  // namespace rolelint::cli
