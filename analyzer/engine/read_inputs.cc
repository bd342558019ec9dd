#include "analyzer/engine/read_inputs.h"

#include <xxhash.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <fstream>
#include <iterator>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "analyzer/engine/sensitive.h"
#include "analyzer/text/huge_pages.h"
#include "analyzer/text/parallel.h"

namespace rolelint::engine {
namespace {

// More inputs than any machine has cores.
constexpr size_t kManyInputs = 4096;

// From how much text on the heap is worth being reserved, and how much of it.
constexpr uint64_t kWorthHeap = uint64_t{2} << 20;
constexpr uint64_t kLeastHeap = uint64_t{32} << 20;
constexpr uint64_t kMostHeap = uint64_t{1} << 30;

// What one task leaves behind: a whole input, or one part of it.
struct Part {
  inputs::InputResult result;
  std::vector<Finding> findings;
  std::vector<DocumentFindings> document_findings;
  std::vector<FatalIssue> fatal;
  DocumentTable documents;
};

// Their findings hang on names, which equal documents do not share.
bool AnyOfPolicies(const std::vector<Assertion>& assertions) {
  return std::any_of(assertions.begin(), assertions.end(),
                     [](const Assertion& assertion) { return !assertion.of_principals; });
}

// What a worker keeps from one task to the next.
struct WorkerScratch {
  explicit WorkerScratch(const RunContext& run)
      : questions(run.catalog),
        subjects(run.rules, run.catalog),
        memo(run.config.accounts().empty()),
        memoises(run.options.memoise && !AnyOfPolicies(run.config.assertions())) {}

  DocumentMemo* Memo() { return memoises ? &memo : nullptr; }

  inputs::Scratch inputs;
  logic::PolicyQuestions questions;
  Subjects subjects;
  DocumentMemo memo;
  const bool memoises;
};

template <typename T>
void MoveAppend(std::vector<T>&& from, std::vector<T>* to) {
  if (to->empty()) {
    *to = std::move(from);
    return;
  }
  to->insert(to->end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

// Nothing behind a syntax error counts: false, with nothing added, if `state` is already
// unreadable.
bool AppendPart(Part&& part, bool first, ReadInputState* state) {
  if (first) {
    state->result = std::move(part.result);
  } else if (!inputs::JoinChunk(std::move(part.result), &state->result)) {
    return false;
  }
  auto shift = static_cast<uint32_t>(state->findings.size());
  for (DocumentFindings group : part.document_findings) {
    group.begin += shift;
    group.end += shift;
    state->document_findings.push_back(group);
  }
  MoveAppend(std::move(part.findings), &state->findings);
  MoveAppend(std::move(part.fatal), &state->fatal);
  state->documents.Append(part.documents);
  return true;
}

std::string EncodingOf(const text::Source& source) {
  std::string name(text::EncodingName(source.encoding()));
  return source.gzip() ? "gzip+" + name : name;
}

// How far into an unreadable file lines are counted.
constexpr size_t kBeginning = size_t{4} << 20;

std::string ReadBeginning(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string bytes(kBeginning, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<size_t>(in.gcount()));
  return bytes;
}

// What stands before the first bad byte can be read, so its end is the place. Line 1, column 1
// where that fails: inside gzip, far into a file.
text::LineColumn PlaceOfError(std::string bytes, const text::SourceError& error) {
  using Code = text::SourceError::Code;
  bool in_text = error.code == Code::kInvalidUtf8 || error.code == Code::kNul ||
                 error.code == Code::kInvalidUtf16 || error.code == Code::kInvalidUtf32;
  if (!in_text || error.disk_offset > bytes.size()) return {};
  bytes.resize(error.disk_offset);
  text::SourceError ignored;
  std::optional<text::Source> before = text::Source::FromBytes("", std::move(bytes), &ignored);
  if (!before || before->gzip()) return {};
  return before->Locate(static_cast<uint32_t>(before->text().size()));
}

class Pool {
 public:
  Pool(std::vector<ReadInputState>* states, const RunContext& run, int threads)
      : states_(*states), run_(run), threads_(threads), cuts_(states->size()) {}

  void Run() {
    text::RunOnThreads(static_cast<size_t>(threads_), [this] {
      try {
        Work();
      } catch (...) {
        // Nobody waits for what this thread leaves undone.
        const std::lock_guard<std::mutex> lock(mutex_);
        failed_ = true;
        changed_.notify_all();
        throw;
      }
    });
  }

 private:
  struct Task {
    size_t input = 0;
    inputs::Chunk chunk;
    Part* part = nullptr;  // null: open the input
  };
  // A large input in parts, some of which may be read while the rest is still being cut.
  struct Cut {
    std::deque<Part> parts;  // in the input's order, none of which moves
    size_t open = 0;         // parts that are not read yet
    bool whole = false;      // all parts are known
  };

  void Work() {
    WorkerScratch scratch(run_);
    while (std::optional<Task> task = Next()) {
      if (task->part != nullptr) {
        ReadPart(*task, &scratch);
      } else {
        Open(task->input, &scratch);
        std::lock_guard<std::mutex> lock(mutex_);
        --opening_;
        changed_.notify_all();
      }
    }
  }

  // Parts of inputs that are in memory come first, so that no more texts are in memory than there
  // are threads.
  std::optional<Task> Next() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (true) {
      if (failed_) return std::nullopt;
      if (!chunks_.empty()) {
        Task task = chunks_.front();
        chunks_.pop_front();
        return task;
      }
      if (next_input_ < states_.size()) {
        ++opening_;
        return Task{next_input_++, {}, nullptr};
      }
      if (opening_ == 0) return std::nullopt;
      changed_.wait(lock);
    }
  }

  void Open(size_t input, WorkerScratch* scratch) {
    ReadInputState& state = states_[input];
    text::SourceError error;
    std::string beginning;
    if (state.spec.path.empty() || state.spec.edited) {
      beginning = state.spec.bytes.substr(0, kBeginning);
      state.source =
          text::Source::FromBytes(state.spec.display_name, std::move(state.spec.bytes), &error);
    } else {
      // Several inputs are spread over the threads as they are.
      const int threads =
          threads_ / static_cast<int>(std::min<size_t>(states_.size(), kManyInputs));
      state.source =
          text::Source::FromFile(state.spec.path, state.spec.display_name, &error, threads);
    }
    if (!state.source) {
      if (!state.spec.path.empty() && !state.spec.edited)
        beginning = ReadBeginning(state.spec.path);
      state.error_place = PlaceOfError(std::move(beginning), error);
      state.error = std::move(error);
      return;
    }
    state.encoding = EncodingOf(*state.source);
    state.text_size = state.source->text().size();
    NoteRead(state.text_size);
    state.comments = FindComments(*state.source);
    if (threads_ > 1 && state.text_size > kWorthCutting && Share(input)) return;
    RuleSink sink(run_, static_cast<uint32_t>(input), state.spec.display_name, &scratch->questions,
                  &scratch->subjects, scratch->Memo());
    Part part;
    inputs::ReadOptions options = OptionsFor(state.spec, run_.options);
    if (state.folder != nullptr) {
      options.module =
          state.folder->ModuleFor(state.spec.path, state.source->text(), &options.module_file);
    }
    part.result = inputs::ReadInput(*state.source, static_cast<uint32_t>(input), options,
                                    &scratch->inputs, &sink);
    if (!run_.options.identify && state.comments.empty()) state.folder.reset();
    Take(&sink, &part);
    AppendPart(std::move(part), true, &state);
    Finish(&state);
  }

  // Records and findings of what is read take about half as much memory as its text, in pieces
  // whose page faults cost more than they do. Of small runs nothing is to be gained.
  void NoteRead(uint64_t bytes) {
    const uint64_t before = read_.fetch_add(bytes);
    if (before < kWorthHeap && before + bytes >= kWorthHeap) {
      text::ReserveHeap(std::clamp<uint64_t>(bytes, kLeastHeap, kMostHeap));
    }
  }

  // Cuts a large dump into parts, which other threads read meanwhile. False, as if nothing had been
  // done, if it is none.
  bool Share(size_t input) {
    cuts_[input] = std::make_unique<Cut>();
    Cut& cut = *cuts_[input];
    const bool is_dump =
        inputs::CutDump(*states_[input].source, kChunkBytes, [&](const inputs::Chunk& chunk) {
          std::lock_guard<std::mutex> lock(mutex_);
          ++cut.open;
          chunks_.push_back({input, chunk, &cut.parts.emplace_back()});
          changed_.notify_all();
        });
    std::unique_lock<std::mutex> lock(mutex_);
    if (is_dump) {
      cut.whole = true;
      const bool all_read = cut.open == 0;
      lock.unlock();
      if (all_read) Join(input);
      return true;
    }
    cut.open -= std::erase_if(chunks_, [&](const Task& task) { return task.input == input; });
    changed_.wait(lock, [&] { return cut.open == 0 || failed_; });
    if (failed_) return true;
    cuts_[input].reset();
    return false;
  }

  void ReadPart(const Task& task, WorkerScratch* scratch) {
    ReadInputState& state = states_[task.input];
    RuleSink sink(run_, static_cast<uint32_t>(task.input), state.spec.display_name,
                  &scratch->questions, &scratch->subjects, scratch->Memo());
    task.part->result =
        inputs::ReadChunk(*state.source, static_cast<uint32_t>(task.input), task.chunk,
                          OptionsFor(state.spec, run_.options), &scratch->inputs, &sink);
    Take(&sink, task.part);
    std::unique_lock<std::mutex> lock(mutex_);
    Cut& cut = *cuts_[task.input];
    const bool all_read = --cut.open == 0 && cut.whole;
    changed_.notify_all();
    lock.unlock();
    if (all_read) Join(task.input);
  }

  // Joins the parts of an input, all of which have been read.
  void Join(size_t input) {
    ReadInputState& state = states_[input];
    std::deque<Part>& parts = cuts_[input]->parts;
    size_t entities = 0;
    for (const Part& part : parts) entities += part.result.records.entities.size();
    parts.front().result.records.entities.reserve(entities);
    bool first = true;
    for (Part& part : parts) {
      if (!AppendPart(std::move(part), std::exchange(first, false), &state)) break;
    }
    cuts_[input].reset();
    Finish(&state);
  }

  static void Take(RuleSink* sink, Part* part) {
    part->findings = std::move(sink->findings());
    part->document_findings = std::move(sink->document_findings());
    part->fatal = std::move(sink->fatal());
    part->documents = std::move(sink->documents());
    MoveAppend(std::move(sink->not_checked()), &part->result.not_checked);
  }

  void Finish(ReadInputState* state) {
    state->documents.Sort();
    for (FatalIssue& issue : state->fatal) {
      if (IsSensitive(state->result.sensitive, issue.span)) issue.message = kWithheldIssue;
    }
    // Standard input cannot be read twice, and a single file may as well stay.
    if (state->spec.path.empty() || state->spec.edited || states_.size() == 1) return;
    if (kept_.fetch_add(state->text_size) + state->text_size <= kKeptBytes) return;
    kept_.fetch_sub(state->text_size);
    std::string_view text = state->source->text();
    state->text_hash = XXH3_64bits(text.data(), text.size());
    state->source.reset();
  }

  std::vector<ReadInputState>& states_;
  const RunContext& run_;
  const int threads_;
  std::vector<std::unique_ptr<Cut>> cuts_;
  std::atomic<uint64_t> kept_{0};
  std::atomic<uint64_t> read_{0};

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> chunks_;
  size_t next_input_ = 0;
  int opening_ = 0;      // workers that may yet add chunks
  bool failed_ = false;  // a worker threw, and the run ends
};

}  // namespace

inputs::ReadOptions OptionsFor(const InputSpec& spec, const CheckOptions& run) {
  inputs::ReadOptions options;
  options.kind = run.kind;
  if (!options.kind) options.kind = spec.kind;
  if (!options.kind && !run.resource_type.empty()) {
    options.kind = policy::KindOfAttachment(run.resource_type);
  }
  options.explicitly_named = spec.explicitly_named;
  options.parameters = run.parameters;
  options.markdown = run.markdown;
  options.path = spec.display_name;
  return options;
}

const text::Source* ReadInputState::Open(std::string* why) {
  if (source) return &*source;
  text::SourceError reason;
  source = text::Source::FromFile(spec.path, spec.display_name, &reason);
  if (!source) {
    *why = "changed while being read: " + reason.message;
    return nullptr;
  }
  std::string_view text = source->text();
  if (text.size() != text_size || XXH3_64bits(text.data(), text.size()) != text_hash) {
    source.reset();
    *why = "changed while being read; its findings have no exact places";
    return nullptr;
  }
  reopened_ = true;
  return &*source;
}

void ReadInputState::Close() {
  if (reopened_) source.reset();
  reopened_ = false;
}

namespace {

void GroupHclFolders(std::vector<ReadInputState>* states) {
  std::unordered_map<std::string, std::shared_ptr<HclFolder>> folders;
  for (ReadInputState& state : *states) {
    const std::string& path = state.spec.path;
    if (!IsHclPath(path)) continue;
    const size_t slash = path.rfind('/');
    std::shared_ptr<HclFolder>& folder =
        folders[slash == std::string::npos ? "" : path.substr(0, slash)];
    if (folder == nullptr) folder = std::make_shared<HclFolder>();
    if (state.spec.edited) {
      folder->AddEdited(path, state.spec.bytes);
    } else {
      folder->AddPath(path);
    }
    state.folder = folder;
  }
}

}  // namespace

std::vector<ReadInputState> ReadInputs(std::vector<InputSpec> specs, const RunContext& run,
                                       int threads) {
  std::vector<ReadInputState> states(specs.size());
  for (size_t i = 0; i < specs.size(); ++i) states[i].spec = std::move(specs[i]);
  GroupHclFolders(&states);
  Pool(&states, run, threads).Run();
  return states;
}

}  // namespace rolelint::engine
