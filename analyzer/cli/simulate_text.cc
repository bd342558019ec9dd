// A decision for people: what came of it, the statements that made it, and what would turn it.

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/cli/simulate_export.h"
#include "analyzer/cli/statement_place.h"
#include "analyzer/policy/arn.h"
#include "analyzer/report/paint.h"
#include "analyzer/report/report.h"
#include "analyzer/report/snippet.h"
#include "analyzer/text/glob.h"

namespace rolelint::cli {
namespace {

using engine::Severity;
using logic::Cause;
using logic::Change;
using logic::Outcome;
using report::Printable;
using Source = logic::Cause::Source;

std::string_view Phrase(Source source) {
  switch (source) {
    case Source::kIdentity:
      return "identity policy";
    case Source::kResource:
      return "resource policy";
    case Source::kBoundary:
      return "permissions boundary";
    case Source::kSession:
      return "session policy";
    case Source::kScp:
      return "service control policy";
    case Source::kRcp:
      return "resource control policy";
    case Source::kVpcEndpoint:
      return "VPC endpoint policy";
  }
  return {};
}

std::string Levelled(const Cause& cause) {
  std::string text(Phrase(cause.source));
  if (cause.source == Source::kScp || cause.source == Source::kRcp) {
    text += fmt::format(" of level {}", cause.level + 1);
  }
  return text;
}

bool IsAssumption(const logic::Request& request) {
  constexpr std::string_view kService = "sts:";
  const std::optional<policy::Arn> resource = policy::ParseArn(request.resource);
  return text::EqualsFolded(std::string_view(request.action).substr(0, kService.size()),
                            kService) &&
         resource && resource->service == "iam" && resource->resource.starts_with("role/");
}

class DecisionText {
 public:
  DecisionText(const SimulateAnswer& answer, bool color, std::ostream& out)
      : answer_(answer), paint_(color), out_(out) {
    std::vector<PlacedStatement> all = answer.statements;
    all.insert(all.end(), answer.near_statements.begin(), answer.near_statements.end());
    for (const PlacedStatement& placed : all) {
      uint32_t last = placed.finding.location.start_line;
      for (const engine::Related& related : placed.finding.related) {
        last = std::max(last, related.location.start_line);
      }
      gutter_ = std::max(gutter_, static_cast<int>(std::to_string(last).size()));
    }
  }

  void Write() {
    Headline();
    for (size_t i = 0; i < answer_.statements.size(); ++i) {
      Statement(answer_.statements[i], answer_.verdict.causes[i]);
    }
    for (size_t i = 0; i < answer_.near_statements.size(); ++i) {
      Statement(answer_.near_statements[i], answer_.near[i].cause);
      Note("comes close", answer_.near[i].why);
    }
    Notes("not known", answer_.unknown);
    if (!answer_.missing.empty()) {
      Note("missing context", fmt::format("{}", fmt::join(answer_.missing, ", ")));
    }
    Notes("note", answer_.notes);
    WriteChanges();
  }

 private:
  void Headline() {
    const logic::Request& request = answer_.request;
    const Outcome outcome = answer_.verdict.outcome;
    std::string word;
    std::string_view may = " may not ";
    switch (outcome) {
      case Outcome::kAllowed:
        word = paint_.Frame("allowed");
        may = " may ";
        break;
      case Outcome::kExplicitlyDenied:
        word = paint_.Severity(Severity::kHigh, "explicitly denied");
        break;
      case Outcome::kImplicitlyDenied:
        word = paint_.Severity(Severity::kHigh, "implicitly denied");
        break;
      case Outcome::kUndecided:
        word = paint_.Severity(Severity::kMedium, "undecided");
        may = " may or may not ";
        break;
    }
    std::string_view who = request.principal.text;
    if (request.principal.kind == logic::Principal::Kind::kAnonymous) who = "an anonymous caller";
    out_ << word
         << paint_.Bold(Printable(
                fmt::format(": {}{}{} on {}", who, may, request.action, request.resource)))
         << '\n';
  }

  void Statement(const PlacedStatement& placed, const Cause& cause) {
    const engine::Finding& finding = placed.finding;
    out_ << std::string(static_cast<size_t>(gutter_), ' ') << paint_.Frame("-->") << ' '
         << PlaceText(finding.location) << '\n';
    std::vector<report::Mark> marks = {
        {&finding.location, finding.source_line, finding.source_line_cut, finding.label, true}};
    for (const engine::Related& related : finding.related) {
      marks.push_back(
          {&related.location, related.source_line, related.source_line_cut, related.label, false});
    }
    const report::SnippetOutcome outcome = report::WriteSnippet(
        std::move(marks), {paint_, engine::SeverityOf(finding), gutter_}, out_);
    std::string text = Levelled(cause);
    if (placed.policy->kind == policy::Kind::kTrust) text = "trust policy";
    if (!placed.policy->policy_name.empty())
      text += fmt::format(" \"{}\"", placed.policy->policy_name);
    if (placed.policy->is_entity) {
      text += fmt::format(" of {} {}", estate::EntityTypeName(placed.policy->entity_type),
                          placed.policy->entity_name);
    }
    if (placed.statement->has_sid) {
      text += fmt::format(", statement \"{}\"", placed.statement->sid.value);
    } else {
      text += fmt::format(", statement {}", placed.statement->index + 1);
    }
    Note("policy", text);
    if (outcome.cut) Note("at", placed.file_pointer);
  }

  // The statement of a cause as the reader saw it above.
  std::string StatementPlace(const Cause& cause) const {
    for (size_t i = 0; i < answer_.statements.size(); ++i) {
      if (answer_.verdict.causes[i].statement != cause.statement) continue;
      return PlaceText(answer_.statements[i].finding.location);
    }
    return {};
  }

  // The policy that decides about a role is its trust policy.
  bool IsTrust(const Cause& cause) const {
    return cause.source == Source::kResource && IsAssumption(answer_.request);
  }

  std::string ChangeText(const Change& change) const {
    const logic::Request& request = answer_.request;
    switch (change.kind) {
      case Change::Kind::kRemoveStatement:
        return fmt::format("without the {} at {}", change.cause.statement->allow ? "Allow" : "Deny",
                           StatementPlace(change.cause));
      case Change::Kind::kAddAllow:
        return fmt::format("with an Allow of {} in the {}", request.action,
                           IsTrust(change.cause) ? "trust policy" : Levelled(change.cause));
      case Change::Kind::kSetContext:
        return fmt::format("with --context {}={}", change.context.key,
                           fmt::join(change.context.values, ","));
      case Change::Kind::kDropContext:
        return fmt::format("without {} in the context", change.context.key);
      case Change::Kind::kAddDeny:
        return fmt::format("with a Deny of {} in any policy of the principal{}", request.action,
                           answer_.verdict.outcome == Outcome::kAllowed ? " or the resource" : "");
    }
    return {};
  }

  void WriteChanges() {
    const bool allowed = answer_.verdict.outcome == Outcome::kAllowed;
    const std::string_view name = allowed ? "denied" : "allowed";
    std::vector<std::string> lines;
    for (const Change& change : answer_.changes.single) lines.push_back(ChangeText(change));
    if (allowed) {
      Notes(name, lines);
    } else if (!lines.empty()) {
      for (size_t i = 1; i < lines.size(); ++i) lines[i] = "or " + lines[i];
      Lines(name, lines);
    }
    if (answer_.changes.together.empty()) return;
    std::vector<std::string> together;
    for (const Change& change : answer_.changes.together) together.push_back(ChangeText(change));
    for (size_t i = 1; i < together.size(); ++i) together[i] = "and " + together[i];
    Lines(lines.empty() ? "allowed, but not by one change" : "allowed", together);
  }

  void Notes(std::string_view name, const std::vector<std::string>& texts) {
    for (const std::string& text : texts) Note(name, text);
  }

  void Note(std::string_view name, const std::string& text) { Lines(name, {text}); }

  // Further lines are set below the first.
  void Lines(std::string_view name, const std::vector<std::string>& lines) {
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

  const SimulateAnswer& answer_;
  const report::Paint paint_;
  std::ostream& out_;
  int gutter_ = 1;
};

}  // namespace

void WriteSimulateText(const SimulateAnswer& answer, bool color, std::ostream& out) {
  DecisionText(answer, color, out).Write();
}

}  // namespace rolelint::cli
