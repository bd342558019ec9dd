#include "analyzer/engine/rule_sink.h"

#include <xxhash.h>

#include <algorithm>
#include <optional>

#include "analyzer/engine/supersede.h"
#include "analyzer/logic/work_budget.h"

namespace rolelint::engine {
namespace {

constexpr std::string_view kTooMuchWork =
    "the statements of this policy overlap in too many ways, so that rules which compare them "
    "stopped early; split the policy, or accept this with --allow-incomplete";

class KeyHash {
 public:
  explicit KeyHash(std::string* memory) : bytes_(*memory) { bytes_.clear(); }
  void Add(std::string_view text) {
    Add(static_cast<uint32_t>(text.size()));
    bytes_ += text;
  }
  void Add(uint32_t number) {
    bytes_.append(reinterpret_cast<const char*>(&number), sizeof number);
  }
  XXH128_hash_t Digest() const { return XXH3_128bits(bytes_.data(), bytes_.size()); }

 private:
  std::string& bytes_;
};

// Equal for equal documents whatever their layout, escapes and wrapping. Only documents with
// findings are hashed.
void FillKey(const policy::Document& document, const inputs::Owner& owner, std::string* memory,
             uint64_t (&key)[2]) {
  if (owner.arn.empty() || !document.root) return;
  KeyHash hash(memory);
  hash.Add(owner.arn);
  hash.Add(owner.policy_name);
  hash.Add(static_cast<uint32_t>(document.kind));
  const json::Tree* tree = document.root.tree();
  uint32_t first = document.root.index();
  for (uint32_t i = first; i < tree->nodes[first].next; ++i) {
    json::Value value(tree, i);
    hash.Add(static_cast<uint32_t>(value.type()));
    if (i != first) hash.Add(value.key());
    if (value.is_string()) {
      hash.Add(value.str());
    } else if (value.is_array() || value.is_object()) {
      hash.Add(value.size());
    } else {
      hash.Add(value.raw());
    }
  }
  XXH128_hash_t digest = hash.Digest();
  key[0] = digest.low64;
  key[1] = digest.high64;
}

// Rules write their fixes in JSON; in a template no function is replaced by one. (What fits a file
// in another syntax is told when places are: resolve.cc.)
void DropFixesOfFunctions(const policy::Document& document, const inputs::Owner& owner,
                          std::span<Finding> findings) {
  if (!owner.in_template || document.view->parent() != nullptr) return;
  const std::string_view text = document.view->text();
  for (Finding& finding : findings) {
    if (!finding.fix) continue;
    const auto& edits = finding.fix->edits;
    const bool function = std::any_of(edits.begin(), edits.end(), [text](const Edit& edit) {
      return text.substr(edit.span.begin, edit.span.size()).find('{') != std::string_view::npos;
    });
    if (function) finding.fix.reset();
  }
}

// Values that a template leaves open have no colons (policy::kOwnAccount); the file has them.
void ShowPseudoParameters(std::string* text) {
  constexpr std::string_view kOpen = "${AWS.";
  constexpr std::string_view kWritten = "${AWS::";
  for (size_t at = text->find(kOpen); at != std::string::npos; at = text->find(kOpen, at)) {
    text->replace(at, kOpen.size(), kWritten);
  }
  // … and what Ref gives has a mark where it is no ARN (policy/open_part.h).
  constexpr std::string_view kMarked = ".Ref}";
  for (size_t at = text->find(kMarked); at != std::string::npos; at = text->find(kMarked, at)) {
    text->replace(at, kMarked.size(), "}");
  }
}

void ShowAsWritten(std::span<Finding> findings) {
  for (Finding& finding : findings) {
    for (std::string* text : {&finding.message, &finding.label, &finding.help}) {
      ShowPseudoParameters(text);
    }
    for (Related& related : finding.related) ShowPseudoParameters(&related.label);
  }
}

// Says of findings which way of deploying the template they are about.
void TellChoice(std::string_view choice, std::span<Finding> findings) {
  if (choice.empty()) return;
  for (Finding& finding : findings) {
    finding.message.append(" (where ").append(choice).append(")");
  }
}

}  // namespace

void RuleSink::OnDocument(const policy::Document& document, const inputs::Owner& owner) {
  documents_.Add(document.view->ToFile(document.span), document, owner);
  // Nobody but AWS can change these; what they grant still counts, as a fact.
  if (owner.aws_managed && run_.options.persona != Persona::kAuditor) return;
  if (run_.watch != nullptr) run_.watch->See(document, owner, file_name_);
  auto begin = static_cast<uint32_t>(findings().size());
  const std::string_view resource_type =
      run_.options.resource_type.empty() ? owner.resource_type : run_.options.resource_type;
  // A finding about one branch of a template is not reused for an equal document.
  DocumentMemo* const memo = owner.again || !owner.choice.empty() ? nullptr : memo_;
  if (memo == nullptr || !memo->Find(document, owner, resource_type, file_, &findings())) {
    const bool finished = RunRules(document, owner, resource_type);
    if (owner.again) DropTold(begin);
    TellChoice(owner.choice, std::span(findings()).subspan(begin));
    if (owner.in_template) ShowAsWritten(std::span(findings()).subspan(begin));
    DropFixesOfFunctions(document, owner, std::span(findings()).subspan(begin));
    if (!finished) {
      TellUnfinished(document.view->ToFile(document.span));
    } else if (memo != nullptr) {
      memo->Keep(std::span(findings()).subspan(begin));
    }
  }
  auto end = static_cast<uint32_t>(findings().size());
  if (begin == end) return;
  DocumentFindings group;
  group.begin = begin;
  group.end = end;
  FillKey(document, owner, &hashed_, group.key);
  document_findings_.push_back(group);
}

// Once, also of a document that is looked at in two worlds of its template.
void RuleSink::TellUnfinished(Span span) {
  if (!not_checked_.empty() && not_checked_.back().span == span) return;
  not_checked_.push_back({span, std::string(kTooMuchWork), inputs::NotChecked::Why::kElsewhere});
}

// False: the work that one document may take did not suffice, and rules are silent about the rest.
bool RuleSink::RunRules(const policy::Document& document, const inputs::Owner& owner,
                        std::string_view resource_type) {
  const size_t begin = findings().size();
  logic::WorkBudget budget(logic::WorkOfDocument(document.span.size()));
  questions_.Begin(document);
  collector_.BeginDocument();
  escalations_.Begin(document);
  std::optional<DocumentContext> context;
  subjects_.Begin(document, questions_.names());
  const std::span<const ActiveRules::Candidate> candidates = run_.rules.document(document.kind);
  for (size_t i = 0; i < candidates.size(); ++i) {
    const ActiveRules::Candidate& candidate = candidates[i];
    if (run_.options.select_rules) {
      if (!subjects_.Meets(candidate)) {
        i = candidate.other - size_t{1};
        continue;
      }
      if (!subjects_.Concerns(candidate)) continue;
    }
    const ActiveRule& active = *candidate.rule;
    if (!context || &context->options != active.options) {
      context.emplace(DocumentContext{document, owner, run_.config, *active.options, run_.catalog,
                                      questions_, escalations_, file_name_, resource_type});
    }
    collector_.Begin(active, document.view);
    active.rule->check_document(*context, collector_);
    collector_.End();
  }
  const bool has_holder = owner.is_entity || !owner.arn.empty();
  if (has_holder && document.kind == policy::Kind::kIdentity) {
    KeepActions(std::span(findings()).subspan(begin));
  }
  DropSuperseded(document, run_.rules, run_.options.min_severity, collector_.marks(), begin,
                 &findings());
  return !budget.exceeded();
}

// For what another policy of the holder may take back (taken_back.h).
void RuleSink::KeepActions(std::span<Finding> findings) {
  const std::span<const Collector::Mark> marks = collector_.marks();
  for (size_t i = 0; i < findings.size(); ++i) {
    if (marks[i].names.empty()) continue;
    auto actions = std::make_shared<std::vector<std::string>>();
    actions->reserve(marks[i].names.size());
    for (const NamedAction& one : marks[i].names) actions->emplace_back(one.name);
    findings[i].actions = std::move(actions);
  }
}

// Of what the document says in another world: only what no rule has said of the same place.
void RuleSink::DropTold(uint32_t begin) {
  for (; told_upto_ < begin; ++told_upto_) {
    const Finding& finding = findings()[told_upto_];
    told_.emplace(finding.rule, finding.place.span.begin, finding.place.span.end);
  }
  auto fresh = findings().begin() + begin;
  findings().erase(
      std::remove_if(
          fresh, findings().end(),
          [this](const Finding& finding) {
            return told_.contains({finding.rule, finding.place.span.begin, finding.place.span.end});
          }),
      findings().end());
}

void RuleSink::OnIssues(const text::View& view, std::span<const json::Issue> issues) {
  if (issues.empty()) return;
  SourceContext context{issues, view};
  for (const ActiveRule& active : run_.rules.source()) {
    collector_.Begin(active, &view);
    active.rule->check_source(context, collector_);
    collector_.End();
  }
  for (const json::Issue& issue : issues) {
    if (issue.fatal()) fatal_.push_back({view.ToFile(issue.span), issue.message});
  }
}

}  // namespace rolelint::engine
