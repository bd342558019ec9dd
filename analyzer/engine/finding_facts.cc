#include "analyzer/engine/finding_facts.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "analyzer/engine/rule.h"
#include "analyzer/engine/sensitive.h"
#include "analyzer/inputs/syntax.h"
#include "analyzer/text/glob.h"

namespace rolelint::engine {
namespace {

using policy::Statement;

std::string Lower(std::string_view text) {
  std::string lower;
  for (const char c : text) lower.push_back(text::AsciiLower(c));
  return lower;
}

// A Sid tells statements apart. No policy that AWS takes has one so long that it is cut here.
std::string ShortSid(std::string_view sid) {
  constexpr size_t kLongest = 1024;
  if (sid.size() <= kLongest) return std::string(sid);
  return fmt::format("{}…{:016x}", sid.substr(0, kLongest / 2),
                     XXH3_64bits(sid.data(), sid.size()));
}

// Which part of a document lies at a place of the file, by its name and value.
class ElementFinder {
 public:
  ElementFinder(const policy::Document& document, Span place, PlaceFacts* facts)
      : view_(*document.view), place_(place), facts_(*facts) {}

  void InDocument(const policy::Document& document) {
    if (place_ == File(document.span) || Is("Version", document.version.span) ||
        Is("Id", document.id.span) || Is("Statement", document.statement_span)) {
      facts_.named = true;
    }
  }

  void InStatement(const Statement& statement) {
    facts_.named = place_ == File(statement.span) || Is("Sid", statement.sid.span) ||
                   Is("Effect", statement.effect_text.span) ||
                   IsPrincipal("Principal", statement.principal) ||
                   IsPrincipal("NotPrincipal", statement.not_principal) ||
                   IsList("Action", statement.action, true) ||
                   IsList("NotAction", statement.not_action, true) ||
                   IsList("Resource", statement.resource, false) ||
                   IsList("NotResource", statement.not_resource, false) || IsCondition(statement);
  }

 private:
  Span File(Span span) const { return view_.ToFile(span); }
  bool Within(Span span) const { return !span.empty() && File(span).Contains(place_); }

  bool Is(std::string name, Span span) {
    if (!Within(span)) return false;
    facts_.element = std::move(name);
    return true;
  }

  bool IsList(const std::string& name, const policy::TextList& list, bool folded) {
    if (!list.present || (!Within(list.span) && !Within(list.key_span))) return false;
    for (const policy::Text& item : list.items) {
      if (!Within(item.span)) continue;
      const std::string value = folded ? Lower(item.value) : std::string(item.value);
      // A function of a template is there as its JSON, which depends on the layout.
      if (Is(value.starts_with('{') ? name : name + " " + value, item.span)) return true;
    }
    return Is(name, list.key_span) || Is(name, list.span);
  }

  bool IsPrincipal(const std::string& name, const policy::Principal& principal) {
    if (!principal.present) return false;
    if (principal.is_string && Is(name + " " + std::string(principal.text.value), principal.span)) {
      return true;
    }
    for (const policy::PrincipalEntry& entry : principal.entries) {
      const std::string key = name + " " + std::string(entry.key.value);
      if (IsList(key, entry.values, false) || Is(key, entry.key.span)) return true;
    }
    return Is(name, principal.key_span) || Is(name, principal.span);
  }

  bool IsCondition(const Statement& statement) {
    if (!statement.has_condition) return false;
    for (const policy::ConditionTest& test : statement.conditions) {
      const std::string key =
          fmt::format("Condition {} {}", Lower(test.op_text.value), Lower(test.key.value));
      for (const policy::ConditionValue& value : test.values) {
        if (Is(key + " " + std::string(value.text.value), value.text.span)) return true;
      }
      if (Is(key, test.key.span) || Is(key, test.values_span)) return true;
      if (Is("Condition " + Lower(test.op_text.value), test.op_text.span)) return true;
    }
    return Is("Condition", statement.condition_key_span) ||
           Is("Condition", statement.condition_span);
  }

  const text::View& view_;
  const Span place_;
  PlaceFacts& facts_;
};

// The statement of a document at a place of the file. Each statement is normalized at most once.
class StatementFinder {
 public:
  struct Found {
    Span span;  // in the file
    const Statement* statement = nullptr;
    std::shared_ptr<const std::string> normalized;
  };

  explicit StatementFinder(const policy::Document& document) {
    for (const Statement& statement : document.statements) {
      statements_.push_back({document.view->ToFile(statement.span), &statement, nullptr});
    }
    // Statements do not overlap; those that a template repeats have one span, and the first counts.
    std::stable_sort(statements_.begin(), statements_.end(), [](const Found& a, const Found& b) {
      return std::pair(a.span.begin, b.span.end) < std::pair(b.span.begin, a.span.end);
    });
  }

  // Null if the place is in no statement.
  const Found* At(Span place) {
    auto after = std::upper_bound(
        statements_.begin(), statements_.end(), place.begin,
        [](uint32_t begin, const Found& found) { return begin < found.span.begin; });
    if (after == statements_.begin()) return nullptr;
    const uint32_t begin = std::prev(after)->span.begin;
    const auto found =
        std::lower_bound(statements_.begin(), after, begin,
                         [](const Found& one, uint32_t wanted) { return one.span.begin < wanted; });
    if (!found->span.Contains(place)) return nullptr;
    if (found->normalized == nullptr) {
      found->normalized =
          std::make_shared<const std::string>(accept::NormalizedStatement(*found->statement));
    }
    return &*found;
  }

 private:
  std::vector<Found> statements_;  // by their begins
};

// Notes what is at places, while a file is read again.
class FactsSink : public inputs::Sink {
 public:
  // `lines`: where to look lines up; null: they are not asked for.
  FactsSink(const std::vector<Span>& places, std::span<const Span> sensitive,
            const text::Source* lines, std::vector<PlaceFacts>* facts)
      : places_(places),
        sensitive_(sensitive),
        lines_(lines),
        facts_(*facts),
        order_(places.size()) {
    std::iota(order_.begin(), order_.end(), size_t{0});
    std::sort(order_.begin(), order_.end(),
              [&](size_t a, size_t b) { return places[a].begin < places[b].begin; });
  }

  void OnDocument(const policy::Document& document, const inputs::Owner&) override {
    const Span span = document.view->ToFile(document.span);
    auto at = std::lower_bound(order_.begin(), order_.end(), span.begin,
                               [&](size_t i, uint32_t b) { return places_[i].begin < b; });
    if (at == order_.end() || places_[*at].begin >= span.end) return;
    StatementFinder statements(document);
    for (; at != order_.end() && places_[*at].begin < span.end; ++at) {
      if (span.Contains(places_[*at])) See(document, &statements, *at);
    }
  }

  void OnIssues(const text::View&, std::span<const json::Issue>) override {}

 private:
  void See(const policy::Document& document, StatementFinder* statements, size_t i) {
    PlaceFacts& facts = facts_[i];
    const bool first = !facts.in_document;
    facts.in_document = true;
    const StatementFinder::Found* statement = statements->At(places_[i]);
    ElementFinder finder(document, places_[i], &facts);
    if (statement == nullptr) {
      if (first) finder.InDocument(document);
      return;
    }
    if (!facts.in_statement) {
      facts.in_statement = true;
      facts.sid = ShortSid(statement->statement->sid.value);
      facts.sensitive = IsSensitive(sensitive_, statement->span);
      if (lines_ != nullptr) {
        facts.first_line = lines_->Locate(statement->span.begin).line;
        facts.last_line =
            lines_->Locate(std::max(statement->span.begin + 1, statement->span.end) - 1).line;
      }
      finder.InStatement(*statement->statement);
    }
    facts.readings.push_back({document.kind, document.expands_variables(), statement->normalized});
  }

  const std::vector<Span>& places_;
  std::span<const Span> sensitive_;
  const text::Source* lines_;
  std::vector<PlaceFacts>& facts_;
  std::vector<size_t> order_;  // of places_, by their begins
};

std::string IdentityOf(const Finding& finding, const FindingFacts& facts) {
  XXH3_state_t state;
  XXH3_64bits_reset(&state);
  const auto add = [&state](std::string_view part) {
    XXH3_64bits_update(&state, part.data(), part.size());
    XXH3_64bits_update(&state, "", 1);
  };
  add(finding.rule->id);
  add(facts.owner);
  add(finding.policy.name);
  add(facts.element);
  XXH3_64bits_update(&state, &finding.distinction, sizeof finding.distinction);
  const uint64_t evidence = facts.evidence == nullptr ? 0 : facts.evidence->digest;
  XXH3_64bits_update(&state, &evidence, sizeof evidence);
  return fmt::format("{:016x}", XXH3_64bits_digest(&state));
}

// The text at a place that has no name: a value of an export, what cannot be read.
std::string TextAtPlace(const std::string& matched) {
  const bool structure = matched.empty() || matched.front() == '{' || matched.front() == '[' ||
                         matched.find('\n') != std::string::npos;
  return structure ? "" : matched;
}

}  // namespace

std::vector<PlaceFacts> GatherPlaceFacts(const text::Source& source, uint32_t file,
                                         const ReadInputState& input, const CheckOptions& options,
                                         const std::vector<Span>& places) {
  std::vector<PlaceFacts> facts(places.size());
  FactsSink sink(places, input.result.sensitive, input.comments.empty() ? nullptr : &source,
                 &facts);
  inputs::Scratch scratch;
  inputs::ReadOptions read = OptionsFor(input.spec, options);
  if (input.folder != nullptr) {
    read.module = input.folder->ModuleFor(input.spec.path, source.text(), &read.module_file);
  }
  inputs::ReadInput(source, file, read, &scratch, &sink);
  return facts;
}

void FactsBuilder::Fill(const PlaceFacts* place, const std::vector<const PlaceFacts*>& others,
                        Finding* finding) {
  auto facts = std::make_shared<FindingFacts>();
  const PolicyRef& policy = finding->policy;
  facts->owner = policy.owner_arn.empty() ? policy.owner_name : policy.owner_arn;
  if (place != nullptr && place->named) {
    facts->element = place->element;
  } else {
    facts->element = TextAtPlace(finding->matched_text);
  }
  accept::Evidence evidence;
  bool sensitive = false;
  const auto add = [&](const PlaceFacts& facts_there) {
    for (const PlaceFacts::Reading& reading : facts_there.readings) {
      accept::AddStatement(reading.kind, reading.variables, *reading.statement, &evidence);
    }
    sensitive = sensitive || facts_there.sensitive;
  };
  if (place != nullptr && place->in_statement) {
    facts->sid = place->sid;
    facts->first_line = place->first_line;
    facts->last_line = place->last_line;
    add(*place);
  }
  for (const PlaceFacts* other : others) add(*other);
  if (sensitive) {
    facts->sid.clear();
    facts->element.clear();
  }
  if (!evidence.parts.empty()) {
    accept::Finish(sensitive, &evidence);
    facts->evidence = Share(std::move(evidence));
  }
  facts->identity = IdentityOf(*finding, *facts);
  finding->facts = std::move(facts);
}

std::shared_ptr<const accept::Evidence> FactsBuilder::Share(accept::Evidence evidence) {
  std::shared_ptr<const accept::Evidence>& known = known_[evidence.digest];
  if (known != nullptr && known->Same(evidence)) return known;
  known = std::make_shared<const accept::Evidence>(std::move(evidence));
  return known;
}

void FactsBuilder::Number(std::vector<Finding>* findings) {
  std::map<std::pair<std::string_view, std::string_view>, uint32_t> in_file;
  std::unordered_map<std::string_view, uint32_t> in_run;
  for (Finding& finding : *findings) {
    if (finding.facts == nullptr) continue;
    FindingFacts& facts = *finding.facts;
    facts.number = ++in_file[{finding.location.file, facts.identity}];
    const uint32_t before = in_run[facts.identity]++;
    finding.fingerprint = facts.identity;
    if (before != 0) finding.fingerprint += fmt::format("-{}", before + 1);
  }
}

}  // namespace rolelint::engine
