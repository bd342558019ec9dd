#include "analyzer/cli/completions_command.h"

#include <fmt/format.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rolelint::cli {
namespace {

// A command by its path, "/prove/not-granted"; "" is the program.
using EachCommand = std::function<void(const std::string& path, const CommandDescription& command)>;

void ForEachCommand(const CommandDescription& command, const std::string& path,
                    const EachCommand& call) {
  call(path, command);
  for (const CommandDescription& inner : command.commands) {
    ForEachCommand(inner, path + "/" + inner.name, call);
  }
}

// In single quotes. fish has an escape within them, the others have none.
std::string QuotedFor(std::string_view shell, std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') {
      quoted += shell == "fish" ? "\\'" : "'\\''";
    } else if (c == '\\' && shell == "fish") {
      quoted += "\\\\";
    } else {
      quoted.push_back(c);
    }
  }
  return quoted + "'";
}

std::string PathPattern(const CommandDescription& program) {
  std::string pattern;
  ForEachCommand(program, "", [&](const std::string& path, const CommandDescription&) {
    if (!path.empty()) pattern += (pattern.empty() ? "" : "|") + path;
  });
  return pattern;
}

// "PATH:--format) REPLY ;;" for every option with a choice of words.
std::string ChoiceCases(const CommandDescription& program, std::string_view reply) {
  std::string cases;
  ForEachCommand(program, "", [&](const std::string& path, const CommandDescription& command) {
    for (const CommandDescription::Option& option : command.options) {
      if (option.words.empty()) continue;
      for (const std::string& name : option.names) {
        cases += fmt::format("    {}:{}) {} ;;\n", path, name,
                             fmt::format(fmt::runtime(reply), fmt::join(option.words, " ")));
      }
    }
  });
  return cases;
}

// What may follow a command: the commands in it and its options.
std::vector<std::pair<std::string, std::string>> WordsAfter(const CommandDescription& command) {
  std::vector<std::pair<std::string, std::string>> words;
  for (const CommandDescription& inner : command.commands) {
    words.emplace_back(inner.name, inner.help);
  }
  for (const CommandDescription::Option& option : command.options) {
    for (const std::string& name : option.names) words.emplace_back(name, option.help);
    // A choice that belongs to no option, as the shell's name here.
    if (!option.names.empty()) continue;
    for (const std::string& word : option.words) words.emplace_back(word, option.help);
  }
  return words;
}

void WriteBash(const CommandDescription& program, std::ostream& out) {
  out << "# bash completion of rolelint\n"
         "_rolelint() {\n"
         "  local word=\"${COMP_WORDS[COMP_CWORD]}\" command=\"\" words=\"\" i\n"
         "  for ((i = 1; i < COMP_CWORD; ++i)); do\n"
         "    case \"$command/${COMP_WORDS[i]}\" in\n      "
      << PathPattern(program)
      << ") command=\"$command/${COMP_WORDS[i]}\" ;;\n    esac\n  done\n"
         "  case \"$command:${COMP_WORDS[COMP_CWORD - 1]}\" in\n"
      << ChoiceCases(program, "words=\"{}\"") << "  esac\n"
      << "  if [[ -n \"$words\" ]]; then\n"
         "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n    return\n  fi\n"
         "  case \"$command\" in\n";
  ForEachCommand(program, "", [&](const std::string& path, const CommandDescription& command) {
    std::vector<std::string> words;
    for (const auto& [word, help] : WordsAfter(command)) words.push_back(word);
    out << fmt::format("    \"{}\") words=\"{}\" ;;\n", path, fmt::join(words, " "));
  });
  out << "  esac\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
         "  if [[ -n \"$command\" && \"$word\" != -* ]]; then\n"
         "    local file\n"
         "    while IFS= read -r file; do COMPREPLY+=(\"$file\"); done"
         " < <(compgen -f -- \"$word\")\n"
         "  fi\n}\n"
         "complete -o filenames -F _rolelint rolelint\n";
}

void WriteZsh(const CommandDescription& program, std::ostream& out) {
  out << "#compdef rolelint\n"
         "_rolelint() {\n"
         "  local command=\"\" i\n"
         "  local -a list\n"
         "  for ((i = 2; i < CURRENT; ++i)); do\n"
         "    case \"$command/${words[i]}\" in\n      "
      << PathPattern(program)
      << ") command=\"$command/${words[i]}\" ;;\n    esac\n  done\n"
         "  case \"$command:${words[CURRENT - 1]}\" in\n"
      << ChoiceCases(program, "compadd -- {}; return") << "  esac\n  case \"$command\" in\n";
  ForEachCommand(program, "", [&](const std::string& path, const CommandDescription& command) {
    std::string list;
    for (const auto& [word, help] : WordsAfter(command)) {
      list += fmt::format("      {}\n", QuotedFor("zsh", fmt::format("{}:{}", word, help)));
    }
    out << fmt::format("    \"{}\") list=(\n{}    ) ;;\n", path, list);
  });
  out << "  esac\n"
         "  _describe -o rolelint list\n"
         "  [[ -n \"$command\" && \"$PREFIX\" != -* ]] && _files\n}\n"
         "if [[ \"$funcstack[1]\" == _rolelint ]]; then _rolelint \"$@\"; "
         "else compdef _rolelint rolelint; fi\n";
}

void WriteFish(const CommandDescription& program, std::ostream& out) {
  out << "# fish completion of rolelint\n"
         "function __rolelint_command\n"
         "  set -l command ''\n"
         "  for word in (commandline -opc)[2..]\n"
         "    switch \"$command/$word\"\n      case";
  ForEachCommand(program, "", [&](const std::string& path, const CommandDescription&) {
    if (!path.empty()) out << ' ' << path;
  });
  out << "\n        set command \"$command/$word\"\n    end\n  end\n"
         "  test \"$command\" = \"$argv[1]\"\nend\n"
         "complete -c rolelint -n \"__rolelint_command ''\" -f\n";
  ForEachCommand(program, "", [&](const std::string& path, const CommandDescription& command) {
    const std::string begin =
        fmt::format("complete -c rolelint -n \"__rolelint_command '{}'\"", path);
    for (const CommandDescription& inner : command.commands) {
      out << fmt::format("{} -a {} -d {}\n", begin, inner.name, QuotedFor("fish", inner.help));
    }
    for (const CommandDescription::Option& option : command.options) {
      const std::string words = fmt::format("{}", fmt::join(option.words, " "));
      if (option.names.empty() && option.words.empty()) continue;
      out << begin;
      for (const std::string& name : option.names) {
        const bool is_long = name.starts_with("--");
        out << (is_long ? " -l " : " -s ") << name.substr(is_long ? 2 : 1);
      }
      if (!words.empty()) {
        out << (option.names.empty() ? " -a " : " -x -a ") << QuotedFor("fish", words);
      } else if (!option.value.empty()) {
        out << " -r";
      }
      out << " -d " << QuotedFor("fish", option.help) << '\n';
    }
  });
}

}  // namespace

void AddCompletionsCommand(Command app, const CommandLine& line, const Streams& streams,
                           int* status) {
  auto shell = std::make_shared<std::string>();
  Command command =
      app.AddCommand("completions", "Print a script that completes command lines in a shell");
  command.AddOption("shell", *shell, "Write for this shell")
      .OneOf({"bash", "zsh", "fish"})
      .Required();
  command.Callback([shell, &line, &streams, status] {
    const CommandDescription program = line.Describe();
    if (*shell == "bash") {
      WriteBash(program, streams.out);
    } else if (*shell == "zsh") {
      WriteZsh(program, streams.out);
    } else {
      WriteFish(program, streams.out);
    }
    *status = kOk;
  });
}

}  // namespace rolelint::cli
