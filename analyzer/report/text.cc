// The report for people, in the manner of rustc: what, where, the source with its spans, what to
// do.

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/report/chunks.h"
#include "analyzer/report/fold.h"
#include "analyzer/report/glyph.h"
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

// Writes one finding after another.
class TextReport {
 public:
  TextReport(const Paint& paint, std::string* out) : paint_(paint), out_(*out) {}

  void Write(const Fold& fold) {
    const engine::Finding& finding = fold.first();
    gutter_ = Digits(LastLine(finding));
    severity_ = engine::SeverityOf(finding);
    Headline(finding);
    if (!finding.location.file.empty()) WriteSnippets(finding);
    for (const engine::Related& related : finding.related) {
      if (!HasPlace(related)) Note("note", related.label);
    }
    if (fold.findings.size() > 1) Note("more", MorePlaces(fold));
    if (finding.policy.present) WritePolicy(finding.policy);
    if (!finding.help.empty()) WriteHelp(finding.help);
    if (finding.fix) WriteFix(*finding.fix);
    WriteLevel(finding);
    BeginNote("rule");
    out_.append("rolelint explain ").append(finding.rule->id).append("\n\n");
  }

 private:
  static uint32_t LastLine(const engine::Finding& finding) {
    uint32_t last = finding.location.start_line;
    for (const engine::Related& related : finding.related) {
      if (HasPlace(related)) last = std::max(last, related.location.start_line);
    }
    if (!finding.decoded.source_line.empty()) last = std::max(last, finding.decoded.line);
    return last;
  }

  void Headline(const engine::Finding& finding) {
    out_.append(paint_.SeverityStart(severity_)).append(engine::SeverityName(severity_));
    out_.append("[").append(finding.rule->id).append("]").append(paint_.End());
    out_.append(paint_.BoldStart()).append(": ");
    AppendPrintable(finding.message, &out_);
    out_.append(paint_.End()).append("\n");
  }

  void WriteSnippets(const engine::Finding& finding) {
    Arrow("-->", finding.location);
    marks_.clear();
    marks_.push_back(
        {&finding.location, finding.source_line, finding.source_line_cut, finding.label, true});
    std::vector<const engine::Related*> elsewhere;
    for (const engine::Related& related : finding.related) {
      if (!HasPlace(related)) continue;
      if (related.location.file == finding.location.file) {
        marks_.push_back(MarkOf(related));
      } else {
        elsewhere.push_back(&related);
      }
    }
    const bool cut = Snippet();
    // The other files in the order in which the finding first speaks of them.
    while (!elsewhere.empty()) {
      const engine::Related& first = *elsewhere.front();
      marks_.clear();
      std::vector<const engine::Related*> rest;
      for (const engine::Related* related : elsewhere) {
        if (related->location.file == first.location.file) {
          marks_.push_back(MarkOf(*related));
        } else {
          rest.push_back(related);
        }
      }
      Arrow("==>", first.location);
      Snippet();
      elsewhere = std::move(rest);
    }
    WriteDecoded(finding);
    // In a file without line breaks a column number tells a person little.
    if (cut && !finding.file_pointer.empty()) Note("at", finding.file_pointer);
  }

  // The line of a policy inside a string, as the policy has it.
  void WriteDecoded(const engine::Finding& finding) {
    const engine::DecodedPlace& decoded = finding.decoded;
    if (decoded.source_line.empty()) return;
    Margin(gutter_, "~~>");
    out_.append("the policy in it, ");
    AppendNumber(decoded.line, &out_);
    out_.push_back(':');
    AppendNumber(decoded.start_column, &out_);
    out_.push_back('\n');
    engine::Location at;
    at.start_line = at.end_line = decoded.line;
    at.start_column = decoded.start_column;
    at.end_column = decoded.end_column;
    marks_.assign({{&at, decoded.source_line, decoded.source_line_cut, {}, true}});
    Snippet();
  }

  static Mark MarkOf(const engine::Related& related) {
    return {&related.location, related.source_line, related.source_line_cut, related.label, false};
  }

  // Of marks_; returns whether some line was not shown whole.
  bool Snippet() {
    const SnippetOutcome outcome = AppendSnippet(&marks_, {paint_, severity_, gutter_}, &out_);
    for (const Mark& mark : outcome.unshown) {
      if (mark.label.empty()) continue;
      BeginNote("note");
      if (!mark.primary) {
        AppendPlace(*mark.location);
        out_.append(": ");
      }
      AppendPrintable(mark.label, &out_);
      out_.push_back('\n');
    }
    return outcome.cut;
  }

  void AppendPlace(const engine::Location& at) {
    report::AppendPlace(at.file, at.start_line, at.start_column, &out_);
  }

  // A sign in the column between the line numbers and the source.
  void Margin(int indent, std::string_view sign) {
    out_.append(static_cast<size_t>(indent), ' ').append(paint_.FrameStart()).append(sign);
    out_.append(paint_.End()).append(" ");
  }

  void Arrow(std::string_view arrow, const engine::Location& at) {
    Margin(gutter_, arrow);
    AppendPlace(at);
    out_.push_back('\n');
  }

  void BeginNote(std::string_view name) {
    Margin(gutter_ + 1, "=");
    out_.append(paint_.BoldStart()).append(name).append(":").append(paint_.End()).append(" ");
  }

  void Note(std::string_view name, std::string_view text) {
    BeginNote(name);
    AppendPrintable(text, &out_);
    out_.push_back('\n');
  }

  void WritePolicy(const engine::PolicyRef& policy) {
    BeginNote("kind");
    out_.append(KindPhrase(policy.kind));
    if (!policy.name.empty()) {
      out_.append(" \"");
      AppendPrintable(policy.name, &out_);
      out_.push_back('"');
    }
    if (!policy.owner_arn.empty()) {
      out_.append(" of ");
      AppendPrintable(policy.owner_arn, &out_);
    }
    out_.append(KindOrigin(policy.kind_source)).append("\n");
  }

  // What sort of problem it is, and how sure that is if it is not certain.
  void WriteLevel(const engine::Finding& finding) {
    BeginNote("level");
    out_.append(engine::LevelName(finding.level));
    if (finding.confidence != engine::Confidence::kHigh) {
      out_.append(", ").append(engine::ConfidenceName(finding.confidence)).append(" confidence");
    }
    out_.push_back('\n');
  }

  // Further lines are set below the first.
  void WriteHelp(std::string_view text) {
    constexpr std::string_view kName = "help";
    BeginNote(kName);
    for (size_t at = 0;;) {
      const size_t end = text.find('\n', at);
      AppendPrintable(text.substr(at, end - at), &out_);
      out_.push_back('\n');
      if (end == std::string_view::npos) break;
      out_.append(static_cast<size_t>(gutter_) + 1 + 2 + kName.size() + 2, ' ');
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
    if (edit.text.empty()) {
      Note("fix", fmt::format("remove the text at {}, up to {}:{} ({})", place,
                              edit.location.end_line, edit.location.end_column, safety));
    } else if (edit.start_byte == edit.end_byte) {
      Note("fix", fmt::format("insert `{}` at {} ({})", edit.text, place, safety));
    } else {
      Note("fix", fmt::format("write `{}` at {}, up to {}:{} ({})", edit.text, place,
                              edit.location.end_line, edit.location.end_column, safety));
    }
  }

  const Paint& paint_;
  std::string& out_;
  int gutter_ = 1;
  engine::Severity severity_ = engine::Severity::kMedium;
  std::vector<Mark> marks_;
};

}  // namespace

void WriteText(const engine::CheckResult& result, const ReportOptions& options, std::ostream& out) {
  const Paint paint(options.color);
  Chunks chunks(out);
  TextReport report(paint, &chunks.text());
  for (const FindingGroup& group : GroupFindings(result.findings, options.group_by)) {
    if (!group.name.empty()) {
      const std::string line = group.name + ": " + CountBySeverity(group.findings);
      chunks.text().append(paint.Bold("== " + line + " ==")).append("\n\n");
    }
    for (const Fold& fold : FoldFindings(group.findings, options.fold)) {
      report.Write(fold);
      chunks.FlushIfLarge();
    }
  }
}

}  // namespace rolelint::report
