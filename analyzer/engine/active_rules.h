#ifndef ROLELINT_ENGINE_ACTIVE_RULES_H_
#define ROLELINT_ENGINE_ACTIVE_RULES_H_

// The rules that a run uses, sorted out once into flat lists, so that a document pays for no rule
// that does not speak of it.

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "analyzer/engine/check.h"
#include "analyzer/engine/named_actions.h"
#include "analyzer/engine/rule.h"

namespace rolelint::engine {

struct ActiveRule {
  const Rule* rule = nullptr;
  const OptionValues* options = nullptr;
  Level level = Level::kWarning;
  // The configuration sets it: then it holds whatever the rule says of a single finding.
  bool level_is_configured = false;
  // Its number among the rules in use, and those of the rules that it yields to.
  uint16_t index = 0;
  std::vector<uint16_t> yields_to;
  std::vector<uint16_t> yields_within;
};

// Refers to `rules` and `config`, which must outlive it.
class ActiveRules {
 public:
  ActiveRules(std::span<const Rule* const> rules, const Config& config,
              const catalog::Catalog& catalog, const CheckOptions& options);

  std::span<const ActiveRule> source() const { return source_; }
  // A rule about documents beside what it asks of them, so that passing over it touches nothing
  // else.
  struct Candidate {
    const ActiveRule* rule = nullptr;
    uint64_t services = 0;  // bits of logic::PolicyNames::ServiceBit
    uint64_t tests = 0;     // its bit among about_tests()
    uint16_t needs = 0;
    uint16_t other = 0;  // where in the list the next one with other needs stands
    uint8_t subjects = 0;
    bool shown_all = false;  // it names no subject
  };
  // Those of the same needs stand together.
  std::span<const Candidate> document(policy::Kind kind) const {
    return document_[static_cast<size_t>(kind)];
  }
  // The rules about some conditions: of place i is bit i % 64.
  std::span<const Rule* const> about_tests() const { return about_tests_; }
  std::span<const ActiveRule> entity() const { return entity_; }
  std::span<const ActiveRule> estate() const { return estate_; }
  // The rule of this id, if it is in use.
  const ActiveRule* Find(std::string_view id) const;
  // By ActiveRule::index.
  std::span<const ActiveRule> all() const { return all_; }

 private:
  Candidate CandidateFor(const ActiveRule& active, const catalog::Catalog& catalog);
  static void GroupByNeeds(std::vector<Candidate>* list);
  void ResolveYields();

  std::vector<ActiveRule> all_;
  std::vector<ActiveRule> source_;
  std::array<std::vector<Candidate>, policy::kKindCount> document_;
  std::vector<const Rule*> about_tests_;
  std::vector<ActiveRule> entity_;
  std::vector<ActiveRule> estate_;
};

// Collects the findings of one rule at a time; places are those of file number `file`.
class Collector : public Reporter {
 public:
  explicit Collector(uint32_t file) : file_(file) {}

  // What follows is of `rule`, about a text seen through `view` (null: entity and estate rules),
  // with spans counted in it.
  void Begin(const ActiveRule& rule, const text::View* view) {
    rule_ = &rule;
    view_ = view;
    first_ = findings_.size();
  }
  // Applies the configured level to what Begin's rule reported.
  void End() {
    if (rule_->level_is_configured) ApplyLevel();
  }

  FindingBuilder Report(Span span, std::string message) override;
  void Name(std::span<const NamedAction> names) {
    marks_.back().names.assign(names.begin(), names.end());
  }
  FindingBuilder Report(const estate::Place& place, std::string message) override;

  std::vector<Finding>& findings() { return findings_; }

  // What is known of a document's findings while the document is at hand: beside each finding since
  // BeginDocument() its rule's number, its span in the view and the actions that it names.
  struct Mark {
    uint16_t rule = 0;
    Span span;
    std::vector<NamedAction> names;
  };
  void BeginDocument() { marks_.clear(); }
  std::span<const Mark> marks() const { return marks_; }

 private:
  Finding& Add(std::string message);
  void ApplyLevel();

  uint32_t file_;
  const ActiveRule* rule_ = nullptr;
  const text::View* view_ = nullptr;
  size_t first_ = 0;
  std::vector<Finding> findings_;
  std::vector<Mark> marks_;
  // Takes what a rule says twice in a row of one place, as of the items of a template's function.
  Finding again_;
};

// The decoded text at the span, as a finding keeps it.
std::string MatchedText(const text::View& view, Span span);
// The bytes of it that are kept.
inline constexpr size_t kMatchedTextLimit = 160;
// At most `limit` bytes of `text`, cut between characters; an ellipsis marks a cut.
std::string Shorten(std::string_view text, size_t limit);

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_ACTIVE_RULES_H_
