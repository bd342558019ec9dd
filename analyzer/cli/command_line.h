#ifndef ROLELINT_CLI_COMMAND_LINE_H_
#define ROLELINT_CLI_COMMAND_LINE_H_

// Commands and their options. CLI11 reads the command line; only command_line.cc includes it, which
// takes longer to compile than the commands do.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "analyzer/cli/streams.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace rolelint::cli {

// An option, or a list of paths, of a command. A handle: copies mean the same option.
class Option {
 public:
  explicit Option(CLI::Option* option) : option_(option) {}

  // What help calls the value.
  Option TypeName(const std::string& name) const;
  // The value names a file; an empty one, as of a variable without a value, is an error.
  Option File() const;
  Option OneOf(const std::vector<std::string>& words) const;
  Option InRange(int low, int high) const;
  Option InRange(uint32_t low, uint32_t high) const;
  // `problem` says what is wrong with a value, or "".
  Option Check(std::function<std::string(const std::string&)> problem) const;
  // Help shows the value that the variable has now.
  Option ShowDefault() const;
  // One value each time that the option is given: the words that follow are no values.
  Option OneWord() const;
  Option Required() const;
  Option Expected(int count) const;
  Option Expected(int low, int high) const;
  Option Excludes(Option other) const;
  Option Needs(Option other) const;
  bool Given() const;

 private:
  CLI::Option* option_;
};

// The program or one of its commands. A handle: copies mean the same command.
class Command {
 public:
  explicit Command(CLI::App* app) : app_(app) {}

  Command AddCommand(const std::string& name, const std::string& help) const;
  // The value is written to the variable, which outlives the command line.
  Option AddOption(const std::string& name, std::string& value, const std::string& help) const;
  Option AddOption(const std::string& name, std::vector<std::string>& values,
                   const std::string& help) const;
  Option AddOption(const std::string& name, int& value, const std::string& help) const;
  Option AddOption(const std::string& name, uint32_t& value, const std::string& help) const;
  Option AddFlag(const std::string& name, bool& value, const std::string& help) const;
  // An option that is no more: help does not show it, and who gives it is told what to use.
  void AddRenamedOption(const std::string& name, const std::string& instead) const;
  // The option of that name, which there is.
  Option GetOption(const std::string& name) const;
  void RequireCommands(std::size_t low, std::size_t high) const;
  // The end of the help.
  void Footer(const std::string& text) const;
  // Called when a command line that can be read chooses the command.
  void Callback(std::function<void()> run) const;
  // Whether the command line chooses one of the commands within this one.
  bool HasChosen() const;

 private:
  CLI::App* app_;
};

// What help says of a command, for those who write it in another form.
struct CommandDescription {
  struct Option {
    std::vector<std::string> names;  // with their dashes; none: words without an option
    std::string value;               // what help calls it; "" of a flag
    std::vector<std::string> words;  // that it may be; none: any
    std::string help;
  };
  std::string name;
  std::string help;
  std::string footer;
  std::vector<Option> options;
  std::vector<CommandDescription> commands;
};

class CommandLine {
 public:
  CommandLine(const std::string& help, const std::string& name);
  ~CommandLine();

  Command root() const { return Command(app_.get()); }
  CommandDescription Describe() const;
  void SetVersion(const std::string& text) const;
  // Calls what the chosen command asks for. `arguments` without the program's name. False if the
  // command line asks for help or the version, or is wrong: prints what is needed, sets *status.
  bool Parse(const std::vector<std::string>& arguments, const Streams& streams, int* status) const;

 private:
  std::unique_ptr<CLI::App> app_;
};

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_COMMAND_LINE_H_
