#include "analyzer/engine/policy_store.h"

#include <algorithm>
#include <map>
#include <utility>

#include "analyzer/inputs/syntax.h"
#include "analyzer/json/reader.h"
#include "analyzer/policy/parser.h"

namespace rolelint::engine {
namespace {

StoredPolicy Store(const policy::Document& document, const inputs::Owner& owner, uint32_t file) {
  StoredPolicy stored;
  stored.file = file;
  stored.span = document.span;
  for (const text::View* view = document.view; view->parent() != nullptr; view = view->parent()) {
    stored.layers.push_back(view->raw());
  }
  std::reverse(stored.layers.begin(), stored.layers.end());
  stored.file_span = document.view->ToFile(document.span);
  stored.kind = document.kind;
  stored.kind_source = document.kind_source;
  stored.owner_arn = owner.arn;
  stored.account = owner.account;
  stored.entity_name = owner.entity_name;
  stored.policy_name = owner.policy_name;
  stored.policy_name_span = owner.policy_name_span;
  stored.is_entity = owner.is_entity;
  stored.entity_type = owner.entity_type;
  stored.aws_managed = owner.aws_managed;
  return stored;
}

class StoreSink : public inputs::Sink {
 public:
  // With `kept` documents are put there.
  StoreSink(uint32_t file, ReadInputState* state, std::deque<StoredPolicy>* policies,
            std::deque<policy::Document>* kept)
      : file_(file), state_(*state), policies_(*policies), kept_(kept) {}

  bool of_template() const { return of_template_; }
  // Some document has strings that are more than the bytes at their places.
  bool met_views() const { return met_views_; }

  void OnDocument(const policy::Document& document, const inputs::Owner& owner) override {
    // Nothing can be proved of what is known in part: a statement that is open may allow anything,
    // and an undecided condition makes two policies of one.
    if (owner.in_template || document.open_values != 0) {
      of_template_ = true;
      return;
    }
    met_views_ = met_views_ || !document.root.tree()->views.empty();
    policies_.push_back(Store(document, owner, file_));
    if (kept_ != nullptr) policies_.back().kept = &kept_->emplace_back(document);
    state_.documents.Add(policies_.back().file_span, document, owner);
  }

  void OnIssues(const text::View& view, std::span<const json::Issue> issues) override {
    for (const json::Issue& issue : issues) {
      // Parsers disagree on which of two values of one key counts.
      if (issue.fatal() || issue.code == json::Issue::Code::kDuplicateKey) {
        state_.fatal.push_back({view.ToFile(issue.span), issue.message});
      }
    }
  }

 private:
  const uint32_t file_;
  ReadInputState& state_;
  std::deque<StoredPolicy>& policies_;
  std::deque<policy::Document>* const kept_;
  bool of_template_ = false;
  bool met_views_ = false;
};

std::optional<Location> PlaceIn(const ReadInputState& state, Span span) {
  if (!state.source) return std::nullopt;
  const text::LineColumn at = state.source->Locate(span.begin);
  Location location;
  location.file = state.spec.display_name;
  location.start_line = location.end_line = at.line;
  location.start_column = location.end_column = at.column;
  location.start_column_utf16 = location.end_column_utf16 = at.column_utf16;
  location.start_byte = location.end_byte = state.source->DiskOffset(span.begin);
  return location;
}

}  // namespace

// The documents of an input and all they point at. The first one is of no input: it has what the
// documents that are parsed again point at, for each file, since each of them is small.
struct PolicyStore::Kept {
  inputs::Scratch scratch;
  std::deque<policy::Document> documents;
  std::map<uint32_t, text::Arena> arenas;
};

struct PolicyStore::Parsed {
  text::View file_view;
  json::Tree tree;
  std::optional<policy::Document> document;

  // The text that the document stands in; null if a layer cannot be taken off again.
  const text::View* Unwrap(const text::Source& source, const StoredPolicy& policy,
                           bool plus_is_space, text::Arena* arena) {
    file_view = text::View(source.text());
    const text::View* view = &file_view;
    for (Span layer : policy.layers) {
      // A JSON string stands between quotes; what is URL-encoded is the whole of a text.
      view = layer.begin != 0 ? text::View::FromJsonString(*view, layer, arena)
                              : text::View::FromUrlEncoded(*view, layer, plus_is_space, arena);
      if (view == nullptr) return nullptr;
    }
    return view;
  }

  bool Parse(const text::Source& source, const StoredPolicy& policy, bool plus_is_space,
             text::Arena* arena) {
    const text::View* view = Unwrap(source, policy, plus_is_space, arena);
    if (view == nullptr || view->text().size() < policy.span.end) return false;
    std::vector<json::Issue> ignored;
    tree.Clear();
    tree.text = view->text();
    json::Reader reader(tree.text, arena, &ignored);
    if (reader.ReadValue(policy.span.begin, &tree) != policy.span.end) return false;
    document = policy::ParsePolicy(tree.root(), *view, policy.kind, policy.kind_source, arena);
    return true;
  }
};

PolicyStore::PolicyStore() { kept_.push_back(std::make_unique<Kept>()); }
PolicyStore::~PolicyStore() = default;

PolicyStore::Group PolicyStore::Read(std::vector<InputSpec> specs, std::optional<policy::Kind> kind,
                                     bool allow_incomplete) {
  GroupData group;
  group.begin = policies_.size();
  std::vector<estate::Records> records(specs.size());
  inputs_.reserve(inputs_.size() + specs.size());
  for (size_t i = 0; i < specs.size(); ++i) {
    ReadOne(std::move(specs[i]), kind, allow_incomplete, &records[i]);
  }
  group.end = policies_.size();
  group.estate = estate::Estate::Merge(std::move(records));
  for (const estate::MergeNote& note : group.estate.notes()) {
    RunNote& entry = notes_.emplace_back();
    entry.message = note.message;
    if (note.place) entry.location = PlaceIn(inputs_[note.place.file], note.place.span);
  }
  groups_.push_back(std::move(group));
  return static_cast<Group>(groups_.size() - 1);
}

void PolicyStore::ReadOne(InputSpec spec, std::optional<policy::Kind> kind, bool allow_incomplete,
                          estate::Records* records) {
  const auto file = static_cast<uint32_t>(inputs_.size());
  ReadInputState& state = inputs_.emplace_back();
  state.spec = std::move(spec);
  text::SourceError problem;
  state.source =
      state.spec.path.empty()
          ? text::Source::FromBytes(state.spec.display_name, std::move(state.spec.bytes), &problem)
          : text::Source::FromFile(state.spec.path, state.spec.display_name, &problem);
  if (!state.source) {
    state.error = std::move(problem);
    TellProblems(state, allow_incomplete);
    return;
  }
  state.text_size = state.source->text().size();
  inputs::ReadOptions options;
  options.kind = kind ? kind : state.spec.kind;
  options.explicitly_named = state.spec.explicitly_named;
  const size_t before = policies_.size();
  bool of_template = false;
  options.keep_memory = inputs::SniffSyntax(state.source->text()) != inputs::Syntax::kJson;
  while (true) {
    auto kept = std::make_unique<Kept>();
    StoreSink sink(file, &state, &policies_, options.keep_memory ? &kept->documents : nullptr);
    state.result = inputs::ReadInput(*state.source, file, options, &kept->scratch, &sink);
    of_template = sink.of_template();
    if (options.keep_memory) kept_.push_back(std::move(kept));
    if (options.keep_memory || !sink.met_views()) break;
    policies_.resize(before);
    state.documents = {};
    state.fatal.clear();
    options.keep_memory = true;
  }
  if (of_template) {
    errors_.push_back({state.spec.display_name,
                       "these policies are part of a template: give them as they are deployed",
                       std::nullopt});
  }
  state.documents.Sort();
  *records = std::move(state.result.records);
  TellProblems(state, allow_incomplete);
}

void PolicyStore::TellProblems(const ReadInputState& state, bool allow_incomplete) {
  const std::string& file = state.spec.display_name;
  if (state.error) {
    // A folder holds all sorts of files.
    const bool no_text = state.error->code == text::SourceError::Code::kEmpty ||
                         state.error->code == text::SourceError::Code::kBinary;
    if (!no_text || state.spec.explicitly_named) {
      errors_.push_back({file, state.error->message, std::nullopt});
    }
    return;
  }
  const inputs::InputResult& result = state.result;
  for (const FatalIssue& issue : state.fatal) {
    errors_.push_back({file, issue.message, PlaceIn(state, issue.span)});
  }
  for (const inputs::NotChecked& part : result.not_checked) {
    std::string message = "not read: " + part.reason;
    if (part.why != inputs::NotChecked::Why::kUnreadable && allow_incomplete) {
      notes_.push_back({std::move(message), PlaceIn(state, part.span)});
    } else {
      errors_.push_back({file, std::move(message), PlaceIn(state, part.span)});
    }
  }
  for (const inputs::Note& note : result.notes) {
    notes_.push_back({note.message, PlaceIn(state, note.span)});
  }
  const bool said = !state.fatal.empty() || !result.not_checked.empty();
  if (said) return;
  if (!result.readable) {
    errors_.push_back({file, "cannot be read", std::nullopt});
  } else if (!result.recognised && state.spec.explicitly_named) {
    errors_.push_back(
        {file, result.why_not.empty() ? "holds no IAM policy" : result.why_not, std::nullopt});
  }
}

std::vector<const StoredPolicy*> PolicyStore::PoliciesIn(Group group) const {
  std::vector<const StoredPolicy*> policies;
  for (size_t i = groups_[group].begin; i < groups_[group].end; ++i) {
    policies.push_back(&policies_[i]);
  }
  return policies;
}

const policy::Document* PolicyStore::DocumentOf(const StoredPolicy& policy) {
  if (policy.kept != nullptr) return policy.kept;
  std::unique_ptr<Parsed>& parsed = parsed_[&policy];
  if (!parsed) {
    parsed = std::make_unique<Parsed>();
    const text::Source& source = *inputs_[policy.file].source;
    text::Arena& arena = kept_.front()->arenas[policy.file];
    if (!parsed->Parse(source, policy, false, &arena)) {
      parsed->Parse(source, policy, true, &arena);
    }
    parsed->tree.nodes.shrink_to_fit();
  }
  return parsed->document ? &*parsed->document : nullptr;
}

estate::Place PolicyStore::PlaceOf(const StoredPolicy& policy, Span span) {
  const policy::Document* document = DocumentOf(policy);
  if (document == nullptr) return {policy.file, policy.file_span};
  return {policy.file, document->view->ToFile(span)};
}

}  // namespace rolelint::engine
