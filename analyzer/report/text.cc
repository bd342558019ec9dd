// The report for people, in the manner of rustc: what, where, the source with its spans, what to
// do.

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/report/paint.h"
#include "analyzer/report/path.h"
#include "analyzer/report/snippet.h"
#include "analyzer/report/writers.h"

namespace rolelint::report {
namespace {

// A fix is shown in words if its text is this short.
constexpr size_t kShownFixBytes = 80;

std::string_view KindPhrase(policy::Kind kind) {
  switch (kind) {
    case policy::Kind::kIdentity:
      return "identity policy";
    case policy::Kind::kTrust:
      return "trust policy";
    case policy::Kind::kResource:
      return "resource policy";
    case policy::Kind::kScp:
      return "service control policy";
    case policy::Kind::kRcp:
      return "resource control policy";
    case policy::Kind::kBoundary:
      return "permissions boundary";
    case policy::Kind::kSession:
      return "session policy";
  }
  return "policy";
}

// Guessing the kind wrongly is the usual source of false findings, so the reader is told how it was
// found out.
std::string_view KindOrigin(policy::KindSource source) {
  switch (source) {
    case policy::KindSource::kOption:
      return " (as --kind says)";
    case policy::KindSource::kWrapping:
      return "";
    case policy::KindSource::kContent:
      return " (by its content)";
    case policy::KindSource::kDefault:
      return " (assumed; --kind sets it)";
  }
  return "";
}

std::string PolicyNote(const engine::PolicyRef& policy) {
  std::string text(KindPhrase(policy.kind));
  if (!policy.name.empty()) text += fmt::format(" \"{}\"", Printable(policy.name));
  if (!policy.owner_arn.empty()) text += " of " + Printable(policy.owner_arn);
  text += KindOrigin(policy.kind_source);
  return text;
}

std::string PlaceOf(const engine::Location& at) {
  return fmt::format("{}:{}:{}", PrintablePath(at.file), at.start_line, at.start_column);
}

int Digits(uint32_t number) {
  int digits = 1;
  while (number >= 10) {
    number /= 10;
    ++digits;
  }
  return digits;
}

bool HasPlace(const engine::Related& related) {
  return static_cast<bool>(related.place) && !related.location.file.empty();
}

class TextFinding {
 public:
  TextFinding(const engine::Finding& finding, const Paint& paint, std::ostream& out)
      : finding_(finding), paint_(paint), out_(out) {
    uint32_t last = finding.location.start_line;
    for (const engine::Related& related : finding.related) {
      if (HasPlace(related)) last = std::max(last, related.location.start_line);
    }
    if (!finding.decoded.source_line.empty()) last = std::max(last, finding.decoded.line);
    gutter_ = Digits(last);
  }

  void Write() {
    out_ << paint_.Level(finding_.level, fmt::format("{}[{}]", engine::LevelName(finding_.level),
                                                     finding_.rule->id))
         << paint_.Bold(": " + Printable(finding_.message)) << '\n';
    if (!finding_.location.file.empty()) WriteSnippets();
    for (const engine::Related& related : finding_.related) {
      if (!HasPlace(related)) Note("note", Printable(related.label));
    }
    if (finding_.policy.present) Note("kind", PolicyNote(finding_.policy));
    if (!finding_.help.empty()) Note("help", Printable(finding_.help, true));
    if (finding_.fix) WriteFix(*finding_.fix);
    Note("rule", fmt::format("rolelint explain {}", finding_.rule->id));
    out_ << '\n';
  }

 private:
  void WriteSnippets() {
    Arrow("-->", finding_.location);
    std::vector<Mark> marks;
    marks.push_back(
        {&finding_.location, finding_.source_line, finding_.source_line_cut, finding_.label, true});
    std::vector<const engine::Related*> elsewhere;
    for (const engine::Related& related : finding_.related) {
      if (!HasPlace(related)) continue;
      if (related.location.file == finding_.location.file) {
        marks.push_back(MarkOf(related));
      } else {
        elsewhere.push_back(&related);
      }
    }
    const bool cut = Snippet(std::move(marks));
    // The other files in the order in which the finding first speaks of them.
    while (!elsewhere.empty()) {
      const engine::Related& first = *elsewhere.front();
      std::vector<Mark> there;
      std::vector<const engine::Related*> rest;
      for (const engine::Related* related : elsewhere) {
        if (related->location.file == first.location.file) {
          there.push_back(MarkOf(*related));
        } else {
          rest.push_back(related);
        }
      }
      Arrow(":::", first.location);
      Snippet(std::move(there));
      elsewhere = std::move(rest);
    }
    WriteDecoded();
    // In a file without line breaks a column number tells a person little.
    if (cut && !finding_.file_pointer.empty()) Note("at", Printable(finding_.file_pointer));
  }

  // The line of a policy inside a string, as the policy has it.
  void WriteDecoded() {
    const engine::DecodedPlace& decoded = finding_.decoded;
    if (decoded.source_line.empty()) return;
    out_ << std::string(static_cast<size_t>(gutter_), ' ') << paint_.Frame("~~>")
         << fmt::format(" the policy in it, {}:{}", decoded.line, decoded.start_column) << '\n';
    engine::Location at;
    at.file = finding_.location.file;
    at.start_line = at.end_line = decoded.line;
    at.start_column = decoded.start_column;
    at.end_column = decoded.end_column;
    std::vector<Mark> marks;
    marks.push_back({&at, decoded.source_line, decoded.source_line_cut, {}, true});
    Snippet(std::move(marks));
  }

  static Mark MarkOf(const engine::Related& related) {
    return {&related.location, related.source_line, related.source_line_cut, related.label, false};
  }

  bool Snippet(std::vector<Mark> marks) {
    const SnippetOutcome outcome =
        WriteSnippet(std::move(marks), {paint_, finding_.level, gutter_}, out_);
    for (const Mark& mark : outcome.unshown) {
      if (mark.label.empty()) continue;
      Note("note", mark.primary
                       ? Printable(mark.label)
                       : fmt::format("{}: {}", PlaceOf(*mark.location), Printable(mark.label)));
    }
    return outcome.cut;
  }

  void Arrow(std::string_view arrow, const engine::Location& at) {
    out_ << std::string(static_cast<size_t>(gutter_), ' ') << paint_.Frame(arrow) << ' '
         << PlaceOf(at) << '\n';
  }

  // Further lines of a text are set below its first.
  void Note(std::string_view name, std::string_view text) {
    const auto gutter = static_cast<size_t>(gutter_);
    const std::string indent(gutter + 1 + 2 + name.size() + 2, ' ');
    out_ << std::string(gutter + 1, ' ') << paint_.Frame("=") << ' '
         << paint_.Bold(fmt::format("{}:", name)) << ' ';
    for (size_t at = 0;;) {
      const size_t end = text.find('\n', at);
      out_ << text.substr(at, end - at) << '\n';
      if (end == std::string_view::npos) break;
      out_ << indent;
      at = end + 1;
    }
  }

  void WriteFix(const engine::Fix& fix) {
    const std::string_view safety = fix.safe ? "safe" : "unsafe: it may change what is allowed";
    if (fix.edits.size() != 1 || fix.edits.front().text.size() > kShownFixBytes) {
      return Note("fix", fmt::format("{} edits ({})", fix.edits.size(), safety));
    }
    const engine::Edit& edit = fix.edits.front();
    const std::string place =
        fmt::format("{}:{}", edit.location.start_line, edit.location.start_column);
    const std::string text = Printable(edit.text);
    if (edit.text.empty()) {
      Note("fix", fmt::format("remove what stands at {}, up to {}:{} ({})", place,
                              edit.location.end_line, edit.location.end_column, safety));
    } else if (edit.start_byte == edit.end_byte) {
      Note("fix", fmt::format("insert `{}` at {} ({})", text, place, safety));
    } else {
      Note("fix", fmt::format("write `{}` at {}, up to {}:{} ({})", text, place,
                              edit.location.end_line, edit.location.end_column, safety));
    }
  }

  const engine::Finding& finding_;
  const Paint& paint_;
  std::ostream& out_;
  int gutter_ = 1;
};

}  // namespace

void WriteText(const engine::CheckResult& result, const ReportOptions& options, std::ostream& out) {
  const Paint paint(options.color);
  for (const engine::Finding& finding : result.findings) TextFinding(finding, paint, out).Write();
}

}  // namespace rolelint::report
