#include "analyzer/engine/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>
#include <thread>
#include <tuple>
#include <unordered_map>

#include "analyzer/engine/acceptance.h"
#include "analyzer/engine/exact_roles.h"
#include "analyzer/engine/input_policies.h"
#include "analyzer/engine/read_inputs.h"
#include "analyzer/engine/resolve.h"
#include "analyzer/engine/taken_back.h"
#include "analyzer/graph/half_decider.h"
#include "analyzer/graph/switches.h"

namespace rolelint::engine {
namespace {

// The rule whose findings stand for input that cannot be read; the command line's contract names
// it.
constexpr std::string_view kSyntaxErrorRule = "syntax-error";

int ThreadCount(int asked) {
  if (asked > 0) return asked;
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

// A document that was read twice (a role in a dump and again in get-role) is reported where it came
// first.
void DropRepeatedDocuments(std::vector<ReadInputState>* inputs, std::vector<Finding>* findings) {
  std::set<std::pair<uint64_t, uint64_t>> seen;
  size_t count = 0;
  for (const ReadInputState& input : *inputs) count += input.findings.size();
  findings->reserve(count);
  for (ReadInputState& input : *inputs) {
    uint32_t next = 0;
    auto take = [&](uint32_t begin, uint32_t end) {
      for (uint32_t i = begin; i < end; ++i) findings->push_back(std::move(input.findings[i]));
    };
    for (const DocumentFindings& group : input.document_findings) {
      take(next, group.begin);
      bool known = group.key[0] != 0 || group.key[1] != 0;
      if (!known || seen.emplace(group.key[0], group.key[1]).second) take(group.begin, group.end);
      next = group.end;
    }
    take(next, static_cast<uint32_t>(input.findings.size()));
    input.findings = std::vector<Finding>();  // clear() keeps the memory
  }
}

// Levels of rules in some files (Config::SettingFor).
void ApplyOverrides(const Config& config, const std::vector<ReadInputState>& inputs,
                    std::vector<Finding>* findings) {
  if (!config.has_overrides()) return;
  const auto is_off = [&](Finding& finding) {
    if (!finding.place) return config.IsOff(*finding.rule);
    const auto setting =
        config.SettingFor(*finding.rule, inputs[finding.place.file].spec.display_name);
    if (!setting) return config.IsOff(*finding.rule);
    if (setting->level) finding.level = *setting->level;
    return setting->off;
  };
  findings->erase(std::remove_if(findings->begin(), findings->end(), is_off), findings->end());
}

// Returns the estate.
std::shared_ptr<const estate::Estate> RunEstateRules(const RunContext& run,
                                                     std::vector<ReadInputState>* inputs,
                                                     std::vector<Finding>* findings,
                                                     std::vector<estate::MergeNote>* notes) {
  std::vector<estate::Records> records;
  records.reserve(inputs->size());
  for (ReadInputState& input : *inputs) records.push_back(std::move(input.result.records));
  const auto merged =
      std::make_shared<const estate::Estate>(estate::Estate::Merge(std::move(records)));
  const estate::Estate& estate = *merged;
  *notes = estate.notes();
  OfferExactRoles(estate, inputs, findings);
  if (run.rules.entity().empty() && run.rules.estate().empty()) return merged;
  graph::HalfDecider decider(run.catalog);
  graph::SwitchMap switches = graph::JoinSwitches(estate, &decider);
  const std::vector<graph::Escalation> escalations =
      graph::EscalationFinder(run.catalog).OfEstate(estate, switches);
  Collector collector(estate::Place::kNoFile);
  InputPolicies policies(*inputs, run.options.kind);
  auto context_for = [&](const ActiveRule& active) {
    return EstateContext{estate,          switches,    escalations, run.config,
                         *active.options, run.catalog, policies,    *notes};
  };
  std::vector<EstateContext> contexts;
  contexts.reserve(run.rules.entity().size());
  for (const ActiveRule& active : run.rules.entity()) contexts.push_back(context_for(active));
  // Entities are larger than the code of the rules: each is gone through once.
  for (const estate::Entity& entity : estate.entities()) {
    for (size_t i = 0; i < contexts.size(); ++i) {
      const ActiveRule& active = run.rules.entity()[i];
      collector.Begin(active, nullptr);
      const size_t before = collector.findings().size();
      active.rule->check_entity(entity, contexts[i], collector);
      collector.End();
      for (size_t k = before; k < collector.findings().size(); ++k) {
        collector.findings()[k].policy.owner_name =
            entity.arn.empty() ? entity.called() : entity.arn;
      }
    }
  }
  for (const ActiveRule& active : run.rules.estate()) {
    const EstateContext context = context_for(active);
    collector.Begin(active, nullptr);
    active.rule->check_estate(context, collector);
    collector.End();
  }
  TakeBack(estate, findings);
  findings->reserve(findings->size() + collector.findings().size());
  for (Finding& finding : collector.findings()) findings->push_back(std::move(finding));
  return merged;
}

// Entities by where their name is.
class NamePlaces {
 public:
  explicit NamePlaces(const estate::Estate& estate) {
    for (const estate::Entity& entity : estate.entities()) {
      if (entity.place) entities_.emplace(KeyOf(entity.place), &entity);
    }
  }

  const estate::Entity* At(const estate::Place& place) const {
    const auto found = place ? entities_.find(KeyOf(place)) : entities_.end();
    return found != entities_.end() && found->second->place == place ? found->second : nullptr;
  }

 private:
  static uint64_t KeyOf(const estate::Place& place) {
    return static_cast<uint64_t>(place.file) << 32 | place.span.begin;
  }

  std::unordered_map<uint64_t, const estate::Entity*> entities_;
};

bool IsOwnerless(const Finding& finding) {
  return !finding.policy.present && finding.policy.owner_arn.empty() &&
         finding.policy.owner_name.empty();
}

// Of a finding in no policy, such as one about what is attached to a role, the owner is the user,
// role or group whose name it points at. For reports: identities and suppressions do without it.
void NameOwners(const estate::Estate& estate, std::vector<Finding>* findings) {
  std::vector<Finding*> without;
  for (Finding& finding : *findings) {
    if (IsOwnerless(finding)) without.push_back(&finding);
  }
  if (without.empty() || estate.entities().empty()) return;
  const NamePlaces places(estate);
  for (Finding* finding : without) {
    const estate::Entity* entity = places.At(finding->place);
    for (size_t i = 0; entity == nullptr && i < finding->related.size(); ++i) {
      entity = places.At(finding->related[i].place);
    }
    if (entity == nullptr) continue;
    finding->policy.owner_name = entity->arn.empty() ? entity->called() : entity->arn;
  }
}

// Puts `order` first: element i becomes what was at order[i]. A finding is large, so that each is
// moved once, and no second list of them is made.
void Arrange(std::vector<uint32_t> order, std::vector<Finding>* findings) {
  const size_t count = order.size();
  // Those that go are behind those that stay, where the cycles of the permutation end.
  std::vector<bool> stays(findings->size());
  for (const uint32_t from : order) stays[from] = true;
  for (uint32_t i = 0; i < findings->size(); ++i) {
    if (!stays[i]) order.push_back(i);
  }
  for (uint32_t begin = 0; begin < order.size(); ++begin) {
    if (order[begin] == begin) continue;
    Finding first = std::move((*findings)[begin]);
    uint32_t to = begin;
    while (order[to] != begin) {
      const uint32_t from = order[to];
      (*findings)[to] = std::move((*findings)[from]);
      order[to] = to;
      to = from;
    }
    (*findings)[to] = std::move(first);
    order[to] = to;
  }
  findings->erase(findings->begin() + static_cast<std::ptrdiff_t>(count), findings->end());
}

void FilterAndSort(Severity min_severity, std::vector<Finding>* findings) {
  std::vector<uint32_t> order;
  order.reserve(findings->size());
  for (uint32_t i = 0; i < findings->size(); ++i) {
    if (SeverityOf((*findings)[i]) >= min_severity) order.push_back(i);
  }
  auto key = [&](uint32_t index) {
    const Finding& finding = (*findings)[index];
    return std::make_tuple(finding.place.file, finding.place.span.begin, finding.place.span.end,
                           finding.rule->id, std::string_view(finding.message));
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](uint32_t a, uint32_t b) { return key(a) < key(b); });
  order.erase(std::unique(order.begin(), order.end(),
                          [&](uint32_t a, uint32_t b) { return key(a) == key(b); }),
              order.end());
  Arrange(std::move(order), findings);
}

bool IsEmpty(const ReadInputState& input) {
  return input.result.policies == 0 && input.result.records.entities.empty();
}

// The parameters that no template of the input has.
std::string UnknownParameters(const std::vector<ReadInputState>& states,
                              const CheckOptions& options) {
  std::vector<bool> known(options.parameters.size());
  for (const ReadInputState& state : states) {
    for (const uint32_t index : state.result.known_parameters) known[index] = true;
  }
  std::vector<std::string_view> unknown;
  for (size_t i = 0; i < known.size(); ++i) {
    const std::string& name = options.parameters[i].first;
    if (!known[i] && !name.starts_with("AWS::")) unknown.push_back(name);
  }
  if (unknown.empty()) return {};
  return fmt::format("no template or module of the input has the {} {}",
                     unknown.size() == 1 ? "parameter" : "parameters", fmt::join(unknown, ", "));
}

// The run's result as it grows: what an input leaves besides findings.
class Outcome {
 public:
  Outcome(const CheckOptions& options, const ActiveRules& rules)
      : options_(options), rules_(rules) {}

  CheckResult& result() { return result_; }
  std::vector<LooseEnd>& loose_ends() { return loose_ends_; }

  // Entries keep their address: the loose ends point into them.
  void Reserve(const std::vector<ReadInputState>& inputs) {
    size_t errors = 1;
    size_t notes = 0;
    for (const ReadInputState& input : inputs) {
      if (input.spec.explicitly_named) ++notes;
      errors += 2 + input.fatal.size() + input.result.not_checked.size();
      notes += input.result.notes.size() + input.result.not_checked.size();
    }
    result_.inputs.reserve(inputs.size());
    result_.errors.reserve(errors + inputs.size());
    result_.notes.reserve(notes);
  }

  void AddInput(uint32_t file, const ReadInputState& input) {
    InputSummary& summary = result_.inputs.emplace_back();
    summary.file = input.spec.display_name;
    summary.format = input.result.format;
    summary.encoding = input.encoding;
    summary.policies = input.result.policies;
    summary.why = input.result.why;
    summary.kinds = input.documents.CountKinds();
    summary.passed_over = !input.spec.explicitly_named && !input.error &&
                          !input.result.recognised && input.result.readable;
    result_.policies += input.result.policies;
    if (input.error) {
      AddSourceError(file, input);
      return;
    }
    for (const FatalIssue& issue : input.fatal) AddError(file, input, issue.message, issue.span);
    AddNotChecked(file, input, &summary);
    for (const inputs::Note& note : input.result.notes) AddNote(file, note.message, note.span);
    bool said = !input.fatal.empty() || !input.result.not_checked.empty();
    if (!input.result.readable && !said) AddError(file, input, "cannot be read", std::nullopt);
    if (!input.result.recognised && input.result.readable && input.spec.explicitly_named && !said) {
      std::string why = input.result.why_not.empty() ? "holds no IAM policy" : input.result.why_not;
      summary.why_not = why;
      AddError(file, input, std::move(why), std::nullopt);
    }
    if (input.spec.explicitly_named && input.result.recognised && !said && IsEmpty(input)) {
      RunNote& note = result_.notes.emplace_back();
      note.message = input.spec.display_name + " holds no IAM policy";
    }
  }

  // A note about the run as a whole.
  void AddRunNote(std::string message) { run_notes_.push_back({std::move(message), std::nullopt}); }

  void AddMergeNotes(const std::vector<estate::MergeNote>& notes) {
    // Not reserved above, so these go to a list of their own first.
    merge_notes_.reserve(notes.size());
    for (const estate::MergeNote& note : notes) {
      RunNote& entry = merge_notes_.emplace_back();
      entry.message = note.message;
      if (!note.place) continue;
      entry.location.emplace();
      loose_ends_.push_back({note.place, &*entry.location, nullptr});
    }
  }

  void Finish() {
    for (RunNote& note : merge_notes_) result_.notes.push_back(std::move(note));
    for (RunNote& note : run_notes_) result_.notes.push_back(std::move(note));
    for (const Finding& finding : result_.findings) {
      ++result_.by_level[static_cast<size_t>(finding.level)];
      ++result_.by_severity[static_cast<size_t>(SeverityOf(finding))];
    }
    if (!result_.errors.empty()) result_.incomplete = true;
  }

  std::vector<Finding>& source_findings() { return source_findings_; }

 private:
  void AddError(uint32_t file, const ReadInputState& input, std::string message,
                std::optional<Span> span) {
    RunError& error = result_.errors.emplace_back();
    error.file = input.spec.display_name;
    error.message = std::move(message);
    if (!span) return;
    error.location.emplace();
    loose_ends_.push_back({{file, *span}, &*error.location, nullptr});
  }

  void AddNote(uint32_t file, std::string message, Span span) {
    RunNote& entry = result_.notes.emplace_back();
    entry.message = std::move(message);
    entry.location.emplace();
    loose_ends_.push_back({{file, span}, &*entry.location, nullptr});
  }

  bool IsAccepted(const InputSpec& spec, inputs::NotChecked::Why why) const {
    switch (why) {
      case inputs::NotChecked::Why::kUnreadable:
        return false;
      case inputs::NotChecked::Why::kElsewhere:
        return options_.allow_incomplete;
      case inputs::NotChecked::Why::kUnresolved:
        return spec.allow_unresolved;
    }
    return false;
  }

  void AddNotChecked(uint32_t file, const ReadInputState& input, InputSummary* summary) {
    summary->not_checked.reserve(input.result.not_checked.size());
    for (const inputs::NotChecked& part : input.result.not_checked) {
      NotCheckedPart& entry = summary->not_checked.emplace_back();
      entry.reason = part.reason;
      loose_ends_.push_back({{file, part.span}, &entry.location, &entry.pointer});
      ++result_.not_checked;
      if (IsAccepted(input.spec, part.why)) {
        AddNote(file, "not checked: " + part.reason, part.span);
      } else {
        AddError(file, input, "not checked: " + part.reason, part.span);
      }
    }
  }

  // Bytes that are no text: an error, and a finding too, so that reports which only know findings
  // show it.
  void AddSourceError(uint32_t file, const ReadInputState& input) {
    const text::SourceError& error = *input.error;
    // A folder holds all sorts of files; an empty one is no policy that went unread.
    const bool empty = error.code == text::SourceError::Code::kEmpty;
    if (empty && !input.spec.explicitly_named) return;
    AddError(file, input, error.message, std::nullopt);
    if (error.code == text::SourceError::Code::kCannotOpen) return;
    Location location;
    location.file = input.spec.display_name;
    location.start_line = location.end_line = input.error_place.line;
    location.start_column = location.end_column = input.error_place.column;
    location.start_column_utf16 = location.end_column_utf16 = input.error_place.column_utf16;
    location.start_byte = location.end_byte = error.disk_offset;
    result_.errors.back().location = location;
    const ActiveRule* rule = rules_.Find(kSyntaxErrorRule);
    if (rule == nullptr) return;
    Finding& finding = source_findings_.emplace_back();
    finding.rule = rule->rule;
    finding.level = rule->level;
    finding.confidence = rule->rule->confidence;
    finding.message = error.message;
    finding.place.file = file;
    finding.location = location;
  }

  const CheckOptions& options_;
  const ActiveRules& rules_;
  CheckResult result_;
  std::vector<LooseEnd> loose_ends_;
  std::vector<RunNote> merge_notes_;
  std::vector<RunNote> run_notes_;
  std::vector<Finding> source_findings_;
};

}  // namespace

CheckResult Check(std::vector<InputSpec> inputs, std::span<const Rule* const> rules,
                  const Config& config, const catalog::Catalog& catalog,
                  const CheckOptions& asked) {
  CheckOptions options = asked;
  if (!config.suppressions().empty()) options.resolve_pointers = options.identify = true;
  if (options.baseline) options.identify = true;
  const int threads = ThreadCount(options.threads);
  ActiveRules active(rules, config, catalog, options);
  AssertionWatch watch(config.assertions());
  RunContext run{active, config, catalog, options, &watch};
  std::vector<ReadInputState> states = ReadInputs(std::move(inputs), run, threads);
  for (const ReadInputState& state : states) {
    options.identify = options.identify || !state.comments.empty();
  }

  Outcome outcome(options, active);
  outcome.Reserve(states);
  bool anything = false;
  bool recognised = options.may_be_empty;
  for (uint32_t i = 0; i < states.size(); ++i) {
    outcome.AddInput(i, states[i]);
    anything = anything || !IsEmpty(states[i]);
    recognised = recognised || states[i].result.recognised;
  }
  CheckResult& result = outcome.result();
  if (!anything && result.errors.empty()) {
    if (!recognised) {
      result.errors.push_back({"", "nothing to check: no IAM policy in the input", std::nullopt});
    } else if (result.notes.empty()) {
      outcome.AddRunNote("no IAM policy in the input");
    }
  }
  if (result.policies != 0) {
    for (std::string& sentence : watch.Idle()) outcome.AddRunNote(std::move(sentence));
  }
  if (std::string unknown = UnknownParameters(states, options); !unknown.empty()) {
    outcome.AddRunNote(std::move(unknown));
  }

  std::vector<estate::MergeNote> merge_notes;
  DropRepeatedDocuments(&states, &result.findings);
  const auto merged = RunEstateRules(run, &states, &result.findings, &merge_notes);
  result.remains = merged;
  outcome.AddMergeNotes(merge_notes);
  for (Finding& finding : outcome.source_findings()) result.findings.push_back(std::move(finding));
  ApplyOverrides(config, states, &result.findings);
  FilterAndSort(options.min_severity, &result.findings);

  std::vector<RunError> changed;
  Resolve(&states, options, threads, &outcome.loose_ends(), &result.findings, &changed);
  for (RunError& error : changed) result.errors.push_back(std::move(error));
  ApplySuppressions(config, rules, active, options, states, &result);
  if (options.baseline) ApplyBaseline(*options.baseline, catalog, &result);
  NameOwners(*merged, &result.findings);
  NameOwners(*merged, &result.hidden);
  outcome.Finish();
  return std::move(result);
}

}  // namespace rolelint::engine
