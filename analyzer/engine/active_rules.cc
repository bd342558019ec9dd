#include "analyzer/engine/active_rules.h"

#include <algorithm>
#include <cassert>

#include "analyzer/logic/names.h"

namespace rolelint::engine {
namespace {

// Of all rules without options, so that their contexts are the same.
const OptionValues kNoOptions;

}  // namespace

ActiveRules::ActiveRules(std::span<const Rule* const> rules, const Config& config,
                         const catalog::Catalog& catalog, const CheckOptions& options) {
  for (const Rule* rule : rules) {
    if (config.IsOffEverywhere(*rule) || rule->persona > options.persona) continue;
    std::optional<Level> configured = config.LevelOf(*rule);
    // The rule sets the confidence of its findings; the highest makes them the most severe.
    if (configured && !config.has_overrides() &&
        SeverityOf(*rule, *configured, Confidence::kHigh) < options.min_severity) {
      continue;
    }
    ActiveRule active;
    active.rule = rule;
    active.options = rule->options.empty() ? &kNoOptions : &config.OptionsOf(*rule);
    active.level = configured.value_or(rule->level);
    active.level_is_configured = configured.has_value();
    active.index = static_cast<uint16_t>(all_.size());
    all_.push_back(std::move(active));
  }
  ResolveYields();
  for (const ActiveRule& active : all_) {
    const Rule* rule = active.rule;
    if (rule->check_source != nullptr) source_.push_back(active);
    if (rule->check_document != nullptr) {
      const Candidate candidate = CandidateFor(active, catalog);
      for (int kind = 0; kind < policy::kKindCount; ++kind) {
        if (rule->kinds.Has(static_cast<policy::Kind>(kind))) {
          document_[static_cast<size_t>(kind)].push_back(candidate);
        }
      }
    }
    if (rule->check_entity != nullptr) entity_.push_back(active);
    if (rule->check_estate != nullptr) estate_.push_back(active);
  }
  for (std::vector<Candidate>& list : document_) GroupByNeeds(&list);
}

ActiveRules::Candidate ActiveRules::CandidateFor(const ActiveRule& active,
                                                 const catalog::Catalog& catalog) {
  const Rule& rule = *active.rule;
  Candidate candidate;
  candidate.rule = &active;
  candidate.needs = rule.needs;
  candidate.subjects = rule.subjects;
  for (std::string_view service : rule.services) {
    candidate.services |= logic::PolicyNames::ServiceBit(catalog.FindService(service));
  }
  if (rule.concerns != nullptr) {
    candidate.tests = uint64_t{1} << (about_tests_.size() % 64);
    about_tests_.push_back(&rule);
  }
  candidate.shown_all = rule.subjects == 0 && rule.services.empty() && rule.concerns == nullptr;
  return candidate;
}

void ActiveRules::GroupByNeeds(std::vector<Candidate>* list) {
  std::stable_sort(list->begin(), list->end(),
                   [](const Candidate& a, const Candidate& b) { return a.needs < b.needs; });
  auto other = static_cast<uint16_t>(list->size());
  for (size_t i = list->size(); i-- > 0;) {
    Candidate& candidate = (*list)[i];
    if (i + 1 < list->size() && candidate.needs != (*list)[i + 1].needs) {
      other = static_cast<uint16_t>(i + 1);
    }
    candidate.other = other;
  }
}

// The rule that finds Allows of which a Deny of the same policy leaves nothing.
constexpr std::string_view kAllowsNothing[] = {"shadowed-allow"};

// Rules that are not in use contain nothing.
void ActiveRules::ResolveYields() {
  const auto resolve = [this](std::span<const std::string_view> ids, std::vector<uint16_t>* to) {
    for (std::string_view id : ids) {
      if (const ActiveRule* found = Find(id)) to->push_back(found->index);
    }
  };
  for (ActiveRule& active : all_) {
    resolve(active.rule->yields_to, &active.yields_to);
    resolve(active.rule->yields_within, &active.yields_within);
    // An Allow that allows nothing has no finding about what it allows.
    if (active.rule->level == Level::kSecurity) resolve(kAllowsNothing, &active.yields_to);
  }
}

const ActiveRule* ActiveRules::Find(std::string_view id) const {
  for (const ActiveRule& active : all_) {
    if (active.rule->id == id) return &active;
  }
  return nullptr;
}

void Collector::ApplyLevel() {
  for (size_t i = first_; i < findings_.size(); ++i) findings_[i].level = rule_->level;
}

Finding& Collector::Add(std::string message) {
  Finding& finding = findings_.emplace_back();
  finding.rule = rule_->rule;
  finding.level = rule_->level;
  finding.confidence = rule_->rule->confidence;
  finding.message = std::move(message);
  return finding;
}

FindingBuilder Collector::Report(Span span, std::string message) {
  assert(view_ != nullptr && "entity and estate rules name a place");
  assert(span.begin <= span.end && span.end <= view_->text().size());
  const estate::Place place{file_, view_->ToFile(span)};
  if (findings_.size() > first_ && findings_.back().place == place &&
      findings_.back().message == message) {
    again_ = Finding();
    return FindingBuilder(&again_, view_, file_);
  }
  Finding& finding = Add(std::move(message));
  finding.place = place;
  marks_.push_back({rule_->index, span, {}});
  finding.matched_text = MatchedText(*view_, span);
  return FindingBuilder(&finding, view_, file_);
}

FindingBuilder Collector::Report(const estate::Place& place, std::string message) {
  Finding& finding = Add(std::move(message));
  finding.place = place;
  return FindingBuilder(&finding, view_, place.file);
}

void NameActions(Reporter& report, std::span<const NamedAction> names) {
  auto* collector = dynamic_cast<Collector*>(&report);
  assert(collector != nullptr && !collector->marks().empty());
  collector->Name(names);
}

std::string MatchedText(const text::View& view, Span span) {
  return Shorten(view.text().substr(span.begin, span.size()), kMatchedTextLimit);
}

std::string Shorten(std::string_view text, size_t limit) {
  if (text.size() <= limit) return std::string(text);
  size_t end = limit;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

}  // namespace rolelint::engine
