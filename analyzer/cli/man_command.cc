#include "analyzer/cli/man_command.h"

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/report/glyph.h"

namespace rolelint::cli {
namespace {

// Text for roff, in which a backslash escapes, a dash is a hyphen, and a dot or an apostrophe at
// the beginning of a line is a request.
std::string Roff(std::string_view text) {
  std::string escaped;
  if (text.starts_with('.') || text.starts_with('\'')) escaped = "\\&";
  while (!text.empty()) {
    const report::Glyph glyph = report::DecodeGlyph(text);
    constexpr char32_t kAfterAscii = 0x80, kEllipsis = 0x2026;
    if (glyph.code == kEllipsis) {
      escaped += "...";  // which not every device of groff has as one character
    } else if (glyph.code >= kAfterAscii) {
      escaped += fmt::format("\\[u{:04X}]", static_cast<uint32_t>(glyph.code));
    } else if (text[0] == '\\') {
      escaped += "\\e";
    } else if (text[0] == '-') {
      escaped += "\\-";
    } else {
      escaped.push_back(text[0] == '\n' ? ' ' : text[0]);
    }
    text.remove_prefix(glyph.bytes);
  }
  return escaped;
}

std::string OptionHead(const CommandDescription::Option& option) {
  std::string head;
  for (const std::string& name : option.names) {
    head += (head.empty() ? "" : ", ") + fmt::format("\\fB{}\\fR", Roff(name));
  }
  if (option.value.empty()) return head;
  std::string value = option.words.empty() ? Roff(option.value) : "";
  // A long choice may be broken between its words.
  for (const std::string& word : option.words) value += (value.empty() ? "" : "|\\:") + Roff(word);
  return head + fmt::format("{}\\fI{}\\fR", head.empty() ? "" : " ", value);
}

void WriteManOptions(const CommandDescription& command, std::ostream& out) {
  for (const CommandDescription::Option& option : command.options) {
    out << ".TP\n" << OptionHead(option) << '\n' << Roff(option.help) << '\n';
  }
}

void WriteManCommand(const CommandDescription& command, const std::string& before,
                     std::ostream& out) {
  const std::string name = before + command.name;
  out << ".SS " << Roff(name) << '\n' << Roff(command.help) << ".\n";
  WriteManOptions(command, out);
  if (!command.footer.empty()) out << ".PP\n" << Roff(command.footer) << '\n';
  for (const CommandDescription& inner : command.commands) {
    WriteManCommand(inner, name + " ", out);
  }
}

void WriteManPage(const CommandDescription& program, std::ostream& out) {
  out << ".TH ROLELINT 1 \"\" \"rolelint " ROLELINT_VERSION "\" \"User Commands\"\n.ad l\n"
      << ".SH NAME\nrolelint \\- check AWS IAM policies, offline\n"
      << ".SH SYNOPSIS\n.B rolelint\n.I COMMAND\n[\\fIOPTION\\fR]... [\\fIPATH\\fR]...\n"
      << ".SH DESCRIPTION\n"
      << Roff(program.help) << '\n'
      << ".SH OPTIONS\n";
  WriteManOptions(program, out);
  out << ".SH COMMANDS\n";
  for (const CommandDescription& command : program.commands) WriteManCommand(command, "", out);
  out << ".SH EXIT STATUS\n" << Roff(program.footer) << '\n';
}

}  // namespace

void AddManCommand(Command app, const CommandLine& line, const Streams& streams, int* status) {
  Command command = app.AddCommand("man", "Print the manual page, in the format of man(1)");
  command.Callback([&line, &streams, status] {
    WriteManPage(line.Describe(), streams.out);
    *status = kOk;
  });
}

}  // namespace rolelint::cli
