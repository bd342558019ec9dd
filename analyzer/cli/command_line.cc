#include "analyzer/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

#include "analyzer/text/spelling.h"

namespace rolelint::cli {

Option Option::TypeName(const std::string& name) const { return Option(option_->type_name(name)); }

Option Option::OneOf(const std::vector<std::string>& words) const {
  return Option(option_->check(CLI::IsMember(words)));
}

Option Option::InRange(int low, int high) const {
  return Option(option_->check(CLI::Range(low, high)));
}

Option Option::InRange(uint32_t low, uint32_t high) const {
  return Option(option_->check(CLI::Range(low, high)));
}

Option Option::Check(std::function<std::string(const std::string&)> problem) const {
  return Option(option_->check(std::move(problem)));
}

Option Option::ShowDefault() const { return Option(option_->capture_default_str()); }

Option Option::OneWord() const { return Option(option_->allow_extra_args(false)); }

Option Option::Required() const { return Option(option_->required()); }

Option Option::Expected(int count) const { return Option(option_->expected(count)); }

Option Option::Expected(int low, int high) const { return Option(option_->expected(low, high)); }

Option Option::Excludes(Option other) const { return Option(option_->excludes(other.option_)); }

Option Option::Needs(Option other) const { return Option(option_->needs(other.option_)); }

bool Option::Given() const { return option_->count() != 0; }

Command Command::AddCommand(const std::string& name, const std::string& help) const {
  return Command(app_->add_subcommand(name, help));
}

Option Command::AddOption(const std::string& name, std::string& value,
                          const std::string& help) const {
  return Option(app_->add_option(name, value, help));
}

Option Command::AddOption(const std::string& name, std::vector<std::string>& values,
                          const std::string& help) const {
  return Option(app_->add_option(name, values, help));
}

Option Command::AddOption(const std::string& name, int& value, const std::string& help) const {
  return Option(app_->add_option(name, value, help));
}

Option Command::AddOption(const std::string& name, uint32_t& value, const std::string& help) const {
  return Option(app_->add_option(name, value, help));
}

Option Command::AddFlag(const std::string& name, bool& value, const std::string& help) const {
  return Option(app_->add_flag(name, value, help));
}

Option Command::GetOption(const std::string& name) const { return Option(app_->get_option(name)); }

void Command::RequireCommands(std::size_t low, std::size_t high) const {
  app_->require_subcommand(low, high);
}

void Command::Footer(const std::string& text) const { app_->footer(text); }

void Command::Callback(std::function<void()> run) const { app_->callback(std::move(run)); }

bool Command::HasChosen() const { return !app_->get_subcommands().empty(); }

CommandLine::CommandLine(const std::string& help, const std::string& name)
    : app_(std::make_unique<CLI::App>(help, name)) {}

CommandLine::~CommandLine() = default;

void CommandLine::SetVersion(const std::string& text) const {
  app_->set_version_flag("--version", text);
}

namespace {

// Why `word`, which stands where a command should, is none.
std::string NoCommand(const std::string& word, const CLI::App& app) {
  std::vector<std::string_view> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  const std::string_view meant = text::ClosestWord(word, names);
  std::string message = "there is no command \"" + word + "\"";
  if (!meant.empty()) return message + "; did you mean \"" + std::string(meant) + "\"?";
  std::error_code error;
  const bool is_path = std::filesystem::exists(word, error) ||
                       word.find_first_of("./*") != std::string::npos || word == "-";
  if (is_path && app.get_parent() == nullptr) {
    return message + "; `rolelint check " + word + "` checks a file or folder";
  }
  return message + "; `" + (app.get_parent() == nullptr ? "" : app.get_parent()->get_name() + " ") +
         app.get_name() + " --help` lists them";
}

// The first word that stands where a command should and is none, told; "" if all are fine.
std::string WrongCommand(const std::vector<std::string>& arguments, const CLI::App* app) {
  for (const std::string& word : arguments) {
    if (app->get_subcommands({}).empty() || (word.starts_with('-') && word != "-")) break;
    const std::vector<const CLI::App*> commands = app->get_subcommands({});
    const auto chosen =
        std::find_if(commands.begin(), commands.end(),
                     [&](const CLI::App* command) { return command->get_name() == word; });
    if (chosen == commands.end()) return NoCommand(word, *app);
    app = *chosen;
  }
  return {};
}

}  // namespace

bool CommandLine::Parse(std::vector<std::string> arguments, const Streams& streams,
                        int* status) const {
  if (const std::string wrong = WrongCommand(arguments, app_.get()); !wrong.empty()) {
    *status = Fail(streams, wrong);
    return false;
  }
  // CLI11 takes the last argument first.
  std::reverse(arguments.begin(), arguments.end());
  try {
    app_->parse(std::move(arguments));
    return true;
  } catch (const CLI::ParseError& problem) {
    // CLI11 has exit codes of its own; the contract knows only "asked for help" and "bad usage".
    *status = app_->exit(problem, streams.out, streams.err) == 0 ? kOk : kError;
    streams.out.flush();
    if (!streams.out) *status = Fail(streams, "cannot write to standard output");
    return false;
  }
}

}  // namespace rolelint::cli
