// A proof for people: what came of it, the request that refutes it, the statements that let it
// through, and what the answer rests on.

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analyzer/cli/prove_answer.h"
#include "analyzer/engine/rule.h"
#include "analyzer/report/paint.h"
#include "analyzer/report/path.h"
#include "analyzer/report/report.h"
#include "analyzer/report/snippet.h"

namespace rolelint::cli {
namespace {

using logic::Conclusion;
using report::Printable;

class ProofText {
 public:
  ProofText(const Answer& answer, const ProveArguments& arguments, bool color, std::ostream& out)
      : answer_(answer), arguments_(arguments), paint_(color), out_(out) {}

  void Write() {
    const logic::Proof& proof = answer_.proof;
    switch (proof.conclusion) {
      case Conclusion::kProved:
        Headline(paint_.Frame("proved"), Claim(answer_));
        break;
      case Conclusion::kRefuted:
        for (const WitnessAnswer& one : answer_.witnesses) Refuted(one);
        break;
      case Conclusion::kUnknown:
        Headline(paint_.Severity(engine::Severity::kMedium, "unknown"),
                 "whether " + Claim(answer_));
        Note("reason",
             {fmt::format("{}: {}", logic::ReasonName(proof.reason), ReasonText(proof.reason))});
        break;
    }
    if (answer_.summary) Summary(*answer_.summary);
    Note("assumes", answer_.assumptions);
    if (proof.conclusion == Conclusion::kRefuted) Replay();
  }

 private:
  void Headline(const std::string& word, std::string_view text) {
    out_ << word << paint_.Bold(": " + Printable(text)) << '\n';
  }

  void Refuted(const WitnessAnswer& one) {
    Headline(paint_.Severity(engine::Severity::kHigh, "refuted"), Refutation(answer_));
    Snippets(one.finding);
    Request(one.witness->request);
    std::vector<std::string> lines;
    for (const StatementPlace& place : one.statements) {
      std::string line = fmt::format("{}:{}:{}", place.location.file, place.location.start_line,
                                     place.location.start_column);
      line += fmt::format("  {}", place.pointer);
      if (place.statement->has_sid) line += fmt::format("  \"{}\"", place.statement->sid.value);
      lines.push_back(std::move(line));
    }
    Note(lines.size() == 1 ? "statement" : "statements", lines);
    out_ << '\n';
  }

  void Snippets(const engine::Finding& finding) {
    if (finding.location.file.empty()) return;
    uint32_t last = finding.location.start_line;
    for (const engine::Related& related : finding.related) {
      last = std::max(last, related.location.start_line);
    }
    gutter_ = static_cast<int>(std::to_string(last).size());
    Arrow(finding.location);
    std::vector<report::Mark> marks = {
        {&finding.location, finding.source_line, finding.source_line_cut, finding.label, true}};
    for (const engine::Related& related : finding.related) {
      marks.push_back(
          {&related.location, related.source_line, related.source_line_cut, related.label, false});
    }
    report::WriteSnippet(std::move(marks), {paint_, engine::Severity::kHigh, gutter_}, out_);
  }

  void Arrow(const engine::Location& at) {
    out_ << std::string(static_cast<size_t>(gutter_), ' ') << paint_.Frame("-->") << ' '
         << fmt::format("{}:{}:{}", report::PrintablePath(at.file), at.start_line, at.start_column)
         << '\n';
  }

  void Request(const logic::Request& request) {
    std::vector<std::pair<std::string, std::string>> rows = {
        {"principal", PrincipalText(request.principal)},
        {"action", request.action},
        {"resource", request.resource}};
    if (request.principal.kind == logic::Principal::Kind::kSession) {
      rows.insert(rows.begin() + 1, {"aws:PrincipalArn", request.principal.role_arn});
    }
    for (const logic::ContextValue& value : request.context) {
      std::string text = fmt::to_string(fmt::join(value.values, ", "));
      rows.emplace_back(value.key, value.is_list ? fmt::format("[{}]", text) : text);
    }
    size_t width = 0;
    for (const auto& [name, unused] : rows) width = std::max(width, name.size());
    std::vector<std::string> lines;
    lines.reserve(rows.size());
    for (const auto& [name, text] : rows) {
      lines.push_back(fmt::format("{:<{}}  {}", name, width, text));
    }
    Note("request", lines);
  }

  void Summary(const logic::NewAccess& summary) {
    const auto& statements = summary.policy.at("Statement");
    if (statements.empty()) return;
    Note("new access", {summary.exact ? "exactly this" : "no more than this"});
    std::string text =
        summary.policy.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    for (size_t at = 0; at <= text.size();) {
      const size_t end = std::min(text.find('\n', at), text.size());
      out_ << "    " << Printable(text.substr(at, end - at)) << '\n';
      at = end + 1;
    }
  }

  void Replay() {
    if (arguments_.replay.empty()) {
      Note("replay", {"--replay FILE writes the request as a case for `rolelint simulate --cases "
                      "FILE`"});
    } else {
      Note("replay", {"rolelint simulate --cases " + arguments_.replay});
    }
  }

  void Note(std::string_view name, const std::vector<std::string>& lines) {
    const std::string margin(static_cast<size_t>(gutter_) + 1, ' ');
    const std::string indent(margin.size() + 2 + name.size() + 2, ' ');
    for (size_t i = 0; i < lines.size(); ++i) {
      if (i == 0) {
        out_ << margin << paint_.Frame("=") << ' ' << paint_.Bold(fmt::format("{}:", name)) << ' ';
      } else {
        out_ << indent;
      }
      out_ << Printable(lines[i]) << '\n';
    }
  }

  const Answer& answer_;
  const ProveArguments& arguments_;
  const report::Paint paint_;
  std::ostream& out_;
  int gutter_ = 1;
};

}  // namespace

void WriteProofText(const Answer& answer, const ProveArguments& arguments, bool color,
                    std::ostream& out) {
  ProofText(answer, arguments, color, out).Write();
}

}  // namespace rolelint::cli
