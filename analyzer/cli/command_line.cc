#include "analyzer/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

#include "analyzer/text/spelling.h"

namespace rolelint::cli {
namespace {

std::string DidYouMean(std::string_view word) {
  return "; did you mean \"" + std::string(word) + "\"?";
}

std::string Joined(const std::vector<std::string>& words, std::string_view separator) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += separator;
    text += word;
  }
  return text;
}

// "a, b or c".
std::string Choice(const std::vector<std::string>& words) {
  if (words.size() < 2) return Joined(words, "");
  return Joined({words.begin(), words.end() - 1}, ", ") + " or " + words.back();
}

}  // namespace

Option Option::TypeName(const std::string& name) const { return Option(option_->type_name(name)); }

Option Option::File() const {
  return TypeName("FILE").Check([](const std::string& value) {
    return value.empty() ? std::string("an empty name is not a file") : std::string();
  });
}

Option Option::OneOf(const std::vector<std::string>& words) const {
  const auto problem = [words](const std::string& word) {
    if (std::find(words.begin(), words.end(), word) != words.end()) return std::string();
    const std::vector<std::string_view> known(words.begin(), words.end());
    const std::string_view meant = text::ClosestWord(word, known);
    const std::string message = "\"" + word + "\" is not " + Choice(words);
    return meant.empty() ? message : message + DidYouMean(meant);
  };
  return Option(option_->check(CLI::Validator(problem, "{" + Joined(words, ",") + "}")));
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

void Command::AddRenamedOption(const std::string& name, const std::string& instead) const {
  const auto refuse = [name, instead](const std::string&) -> std::string {
    throw CLI::ValidationError(name, "there is no such option; use " + instead);
  };
  app_->add_option_function<std::string>(name, [](const std::string&) {})->group("")->check(refuse);
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

// The words of "TEXT:{a,b}", as help shows an option with a choice.
std::vector<std::string> WordsOfType(const std::string& type) {
  std::vector<std::string> words;
  const size_t open = type.find('{');
  if (open == std::string::npos || type.back() != '}') return words;
  std::string_view rest = std::string_view(type).substr(open + 1, type.size() - open - 2);
  while (!rest.empty()) {
    const size_t comma = rest.find(',');
    words.emplace_back(rest.substr(0, comma));
    rest = comma == std::string_view::npos ? "" : rest.substr(comma + 1);
  }
  return words;
}

CommandDescription::Option DescribeOption(const CLI::Option& option) {
  CommandDescription::Option described;
  for (const std::string& name : option.get_snames()) described.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) described.names.push_back("--" + name);
  described.help = option.get_description();
  if (option.get_items_expected_max() == 0) return described;
  const std::string type = option.get_type_name();
  described.words = WordsOfType(type);
  described.value = type.substr(0, std::min(type.find(':'), type.find(" in ")));
  return described;
}

CommandDescription DescribeCommand(const CLI::App& app) {
  CommandDescription described;
  described.name = app.get_name();
  described.help = app.get_description();
  described.footer = app.get_footer();
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_group().empty()) described.options.push_back(DescribeOption(*option));
  }
  for (const CLI::App* command : app.get_subcommands({})) {
    described.commands.push_back(DescribeCommand(*command));
  }
  return described;
}

}  // namespace

CommandDescription CommandLine::Describe() const { return DescribeCommand(*app_); }

namespace {

// "rolelint prove not-granted".
std::string FullName(const CLI::App& app) {
  return (app.get_parent() == nullptr ? "" : FullName(*app.get_parent()) + " ") + app.get_name();
}

bool LooksLikePath(const std::string& word) {
  std::error_code error;
  return word == "-" || word.find_first_of("./*") != std::string::npos ||
         std::filesystem::exists(word, error);
}

// Why `word`, which is in the place of a command, is not one.
std::string NoCommand(const std::string& word, const CLI::App& app) {
  const bool is_root = app.get_parent() == nullptr;
  const std::string message = "there is no command \"" + word + "\"";
  if (is_root && LooksLikePath(word)) {
    return message + "; `rolelint check " + word + "` checks a file or folder";
  }
  if (is_root && word == "help") {
    return message + "; use `rolelint --help` or `rolelint COMMAND --help`";
  }
  if (is_root && word == "version") return message + DidYouMean("--version");
  std::vector<std::string_view> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  const std::string_view meant = text::ClosestWord(word, names);
  if (!meant.empty()) return message + DidYouMean(meant);
  return message + "; `" + FullName(app) + " --help` lists them";
}

// A command that takes words of its own beside further commands: `rolelint catalog s3` and
// `rolelint catalog update FILE`.
bool TakesWords(const CLI::App& app) {
  const std::vector<const CLI::Option*> options = app.get_options();
  return std::any_of(options.begin(), options.end(),
                     [](const CLI::Option* option) { return option->get_positional(); });
}

// The error message for the first word that should be a command and is not one; "" if there is
// none.
std::string WrongCommand(const std::vector<std::string>& arguments, const CLI::App* app) {
  for (const std::string& word : arguments) {
    if (app->get_subcommands({}).empty() || (word.starts_with('-') && word != "-")) break;
    const std::vector<const CLI::App*> commands = app->get_subcommands({});
    const auto chosen =
        std::find_if(commands.begin(), commands.end(),
                     [&](const CLI::App* command) { return command->get_name() == word; });
    if (chosen == commands.end()) return TakesWords(*app) ? "" : NoCommand(word, *app);
    app = *chosen;
  }
  return {};
}

// The command of `app` that has the option, or "".
std::string OwnerOf(const std::string& option, const CLI::App& app) {
  for (const CLI::App* command : app.get_subcommands({})) {
    if (command->get_option_no_throw(option) != nullptr) return command->get_name();
  }
  return {};
}

// Why `name` is not an option of the command.
std::string NoOption(const std::string& name, const CLI::App& app) {
  const std::string message = "there is no option \"" + name + "\"";
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;  // hidden
    for (const std::string& word : option->get_lnames()) names.push_back("--" + word);
  }
  const std::vector<std::string_view> known(names.begin(), names.end());
  if (name == "-V" || name == "-v") {
    const bool is_root = app.get_parent() == nullptr;
    return message +
           (is_root ? DidYouMean("--version") : "; `rolelint --version` prints the version");
  }
  const std::string_view meant = text::ClosestWord(name, known);
  if (!meant.empty()) return message + DidYouMean(meant);
  if (const std::string owner = OwnerOf(name, app); !owner.empty()) {
    return message + " before the command; did you mean \"" + FullName(app) + " " + owner + " " +
           name + "\"?";
  }
  return message + "; `" + FullName(app) + " --help` lists them";
}

// The command that the arguments choose, and the first of its options that there is not, told; ""
// if all are fine.
std::string WrongOption(const std::vector<std::string>& arguments, const CLI::App** app) {
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (word == "--") break;
    if (word.size() < 2 || word[0] != '-') {
      for (const CLI::App* command : (*app)->get_subcommands({})) {
        if (command->get_name() != word) continue;
        *app = command;
        break;
      }
      continue;
    }
    const size_t sign = word.find('=');
    const std::string name = word.substr(0, sign);
    const CLI::Option* option = (*app)->get_option_no_throw(name);
    if (option == nullptr) return NoOption(name, **app);
    if (sign == std::string::npos) i += static_cast<size_t>(option->get_items_expected_min());
  }
  return {};
}

}  // namespace

bool CommandLine::Parse(const std::vector<std::string>& arguments, const Streams& streams,
                        int* status) const {
  if (const std::string wrong = WrongCommand(arguments, app_.get()); !wrong.empty()) {
    *status = Fail(streams, wrong);
    return false;
  }
  // CLI11 takes the last argument first.
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app_->parse(std::move(reversed));
    return true;
  } catch (const CLI::ParseError& problem) {
    // CLI11 has exit codes of its own; the contract knows only "asked for help" and "bad usage".
    if (problem.get_exit_code() != 0) {
      const CLI::App* command = app_.get();
      std::string message = WrongOption(arguments, &command);
      if (message.empty()) {
        message = problem.what();
        if (message.find("did you mean") == std::string::npos) {
          message += "; `" + FullName(*command) + " --help` says more";
        }
      }
      *status = Fail(streams, message);
      return false;
    }
    app_->exit(problem, streams.out, streams.err);
    *status = kOk;
    streams.out.flush();
    if (!streams.out) *status = Fail(streams, "cannot write to standard output");
    return false;
  }
}

}  // namespace rolelint::cli
