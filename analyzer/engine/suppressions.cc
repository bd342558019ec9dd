// Suppressions of the configuration and of comments (acceptance.h).

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/engine/acceptance.h"
#include "analyzer/engine/comment_suppression.h"
#include "analyzer/engine/finding_facts.h"
#include "analyzer/text/glob.h"
#include "analyzer/text/spelling.h"

namespace rolelint::engine {
namespace {

constexpr std::string_view kUnusedRule = "unused-suppression";
constexpr std::string_view kExpiredRule = "expired-suppression";

// Whether every item of `element` fits the pattern, in every statement that the finding is about.
bool AllItemsFit(const FindingFacts& facts, const char* element, std::string_view pattern,
                 bool folded) {
  if (facts.evidence == nullptr || facts.evidence->parts.empty()) return false;
  for (const accept::EvidencePart& part : facts.evidence->parts) {
    for (const std::string& text : part.statements) {
      const nlohmann::json statement = nlohmann::json::parse(text);
      if (!statement.contains(element)) return false;
      for (const nlohmann::json& item : statement[element]) {
        const std::string value = item.get<std::string>();
        const bool fits =
            folded ? text::GlobMatchesFolded(pattern, value) : text::GlobMatches(pattern, value);
        if (!fits) return false;
      }
    }
  }
  return true;
}

bool Fits(const SuppressionRule& rule, const Finding& finding) {
  const FindingFacts& facts = *finding.facts;
  const auto fits = [](const std::string& pattern, std::string_view text) {
    return pattern.empty() || text::GlobMatches(pattern, text);
  };
  if (!rule.rule.empty() && rule.rule != finding.rule->id) return false;
  if (!fits(rule.path, finding.location.file) || !fits(rule.owner, facts.owner)) return false;
  if (!rule.sid.empty() && rule.sid != facts.sid) return false;
  if (!fits(rule.pointer, finding.pointer) && !fits(rule.pointer, finding.file_pointer)) {
    return false;
  }
  if (!rule.action.empty() && !AllItemsFit(facts, "Action", rule.action, true)) return false;
  return rule.resource.empty() || AllItemsFit(facts, "Resource", rule.resource, false);
}

class Suppressions {
 public:
  Suppressions(const Config& config, std::span<const Rule* const> all, const ActiveRules& rules,
               const CheckOptions& options, const std::vector<ReadInputState>& inputs,
               CheckResult* result)
      : config_(config), rules_(rules), options_(options), inputs_(inputs), result_(*result) {
    for (const Rule* rule : all) ids_.push_back(rule->id);
  }

  void Run() {
    ByComments();
    ByConfiguration();
  }

  std::vector<Finding>& told() { return told_; }

 private:
  void ByConfiguration() {
    for (const SuppressionRule& rule : config_.suppressions()) {
      if (!rule.expires.empty() && !options_.today.empty() && options_.today > rule.expires) {
        Tell(kExpiredRule, rule.location,
             fmt::format("this suppression expired on {}: {}", rule.expires, rule.reason));
        continue;
      }
      bool used = false;
      for (Finding& finding : result_.findings) {
        if (finding.facts == nullptr || !Fits(rule, finding)) continue;
        used = true;
        if (finding.facts->suppression) continue;
        finding.facts->suppression = Suppression{Suppression::By::kConfiguration, rule.reason};
      }
      if (!used && MayBeJudged(rule)) {
        Tell(kUnusedRule, rule.location,
             fmt::format("this suppression matches no finding: {}", rule.reason));
      }
    }
  }

  // A suppression of a rule that does not run, or of files that are no inputs, may match elsewhere.
  bool MayBeJudged(const SuppressionRule& rule) const {
    if (options_.min_severity != Severity::kLow) return false;
    if (!rule.rule.empty() && rules_.Find(rule.rule) == nullptr) return false;
    if (rule.path.empty()) return !options_.partial;
    return std::any_of(inputs_.begin(), inputs_.end(), [&](const ReadInputState& input) {
      return text::GlobMatches(rule.path, input.spec.display_name);
    });
  }

  void ByComments() {
    for (Finding& finding : result_.findings) {
      if (!finding.place || finding.facts == nullptr) continue;
      if (inputs_[finding.place.file].comments.empty()) continue;
      by_file_[{finding.place.file, finding.rule->id}].push_back(&finding);
    }
    for (uint32_t file = 0; file < inputs_.size(); ++file) {
      for (const CommentSuppression& comment : inputs_[file].comments) ByComment(file, comment);
    }
  }

  void ByComment(uint32_t file, const CommentSuppression& comment) {
    const Location& location = comment.location;
    if (!comment.problem.empty()) {
      result_.errors.push_back({location.file, comment.problem, location});
      return;
    }
    for (const std::string& rule : comment.rules) {
      if (!IsKnown(rule)) {
        result_.errors.push_back({location.file, UnknownRule(rule), location});
        continue;
      }
      bool used = false;
      for (Finding* const one : by_file_[{file, rule}]) {
        Finding& finding = *one;
        const FindingFacts& facts = *finding.facts;
        if (!comment.Reaches(finding.location.start_line, facts.first_line, facts.last_line)) {
          continue;
        }
        used = true;
        finding.facts->suppression = Suppression{Suppression::By::kComment, comment.reason};
      }
      const bool judged = options_.min_severity == Severity::kLow && rules_.Find(rule) != nullptr;
      if (!used && judged) {
        Tell(kUnusedRule, location, fmt::format("no finding of {} is here to be suppressed", rule),
             file, &comment);
      }
    }
  }

  bool IsKnown(std::string_view id) const {
    return std::find(ids_.begin(), ids_.end(), id) != ids_.end();
  }

  std::string UnknownRule(std::string_view id) const {
    std::string text = fmt::format("this suppression names an unknown rule \"{}\"", id);
    const std::string_view near = text::ClosestWord(id, ids_);
    if (!near.empty()) text += fmt::format("; did you mean \"{}\"?", near);
    return text;
  }

  void Tell(std::string_view id, const Location& location, std::string message,
            uint32_t file = estate::Place::kNoFile, const CommentSuppression* comment = nullptr) {
    const ActiveRule* active = rules_.Find(id);
    if (active == nullptr) return;
    Finding& finding = told_.emplace_back();
    finding.rule = active->rule;
    finding.level = active->level;
    finding.confidence = active->rule->confidence;
    finding.message = std::move(message);
    finding.location = location;
    finding.matched_text = finding.message;
    finding.help = "remove the suppression, or correct what it names";
    if (comment != nullptr) {
      finding.place = {file, comment->span};
      finding.source_line = comment->source_line;
    }
    if (options_.identify) FactsBuilder().Fill(nullptr, {}, &finding);
  }

  const Config& config_;
  const ActiveRules& rules_;
  const CheckOptions& options_;
  const std::vector<ReadInputState>& inputs_;
  CheckResult& result_;
  std::vector<std::string_view> ids_;
  // Of files with comments, by rule.
  std::map<std::pair<uint32_t, std::string_view>, std::vector<Finding*>> by_file_;
  std::vector<Finding> told_;
};

}  // namespace

void ApplySuppressions(const Config& config, std::span<const Rule* const> all,
                       const ActiveRules& rules, const CheckOptions& options,
                       const std::vector<ReadInputState>& inputs, CheckResult* result) {
  Suppressions suppressions(config, all, rules, options, inputs, result);
  suppressions.Run();
  result->suppressed += HideSuppressed(result);
  for (Finding& finding : suppressions.told()) {
    if (SeverityOf(finding) >= options.min_severity) result->findings.push_back(std::move(finding));
  }
  if (suppressions.told().empty()) return;
  SortByPlace(&result->findings);
  FactsBuilder::Number(&result->findings);
}

}  // namespace rolelint::engine
