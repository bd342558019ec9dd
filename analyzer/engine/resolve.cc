#include "analyzer/engine/resolve.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "analyzer/engine/finding_facts.h"
#include "analyzer/engine/pointer_finder.h"
#include "analyzer/engine/sensitive.h"
#include "analyzer/inputs/syntax.h"
#include "analyzer/text/line_index.h"
#include "analyzer/text/line_window.h"
#include "analyzer/text/parallel.h"
#include "analyzer/text/utf8.h"

namespace rolelint::engine {
namespace {

// A place of a file, and the line that it begins in.
struct Spot {
  Location location;
  Span line;
};

// The spots of many spans, which the source finds faster together. All are asked for before the
// first answer; answers come in the same order.
class Spots {
 public:
  explicit Spots(const text::Source& source) : source_(source) {}

  void Ask(Span span) {
    offsets_.push_back(span.begin);
    offsets_.push_back(span.end);
  }

  Spot Next() {
    if (places_.empty()) places_ = text::LocateAll(source_.text(), offsets_);
    const text::LinePlace& begin = places_[next_];
    const text::LinePlace& end = places_[next_ + 1];
    Spot spot;
    Location& location = spot.location;
    location.file = source_.name();
    location.start_line = begin.at.line;
    location.start_column = begin.at.column;
    location.start_column_utf16 = begin.at.column_utf16;
    location.end_line = end.at.line;
    location.end_column = end.at.column;
    location.end_column_utf16 = end.at.column_utf16;
    location.start_byte = source_.DiskOffset(offsets_[next_]);
    location.end_byte = source_.DiskOffset(offsets_[next_ + 1]);
    spot.line = begin.line;
    next_ += 2;
    return spot;
  }

 private:
  const text::Source& source_;
  std::vector<uint32_t> offsets_;
  std::vector<text::LinePlace> places_;
  size_t next_ = 0;
};

// The line of the spot, which begins at `offset`; `cut` code points are missing at its start.
std::string SourceLine(std::string_view text, std::span<const Span> sensitive, const Spot& spot,
                       uint32_t offset, uint32_t* cut) {
  const std::string_view line = text.substr(spot.line.begin, spot.line.size());
  *cut = 0;
  // A place may lie within the line's break.
  const size_t column = std::min<size_t>(offset - spot.line.begin, line.size());
  const auto [begin, end] = text::WindowAround(line, column);
  if (begin == 0 && end == line.size()) return Masked(line, spot.line.begin, sensitive);
  // Counted from the place backwards: the line may be a whole dump.
  *cut = spot.location.start_column - 1;
  for (size_t i = begin; i < column; ++i) *cut -= text::IsContinuation(line[i]) ? 0U : 1U;
  return Masked(line.substr(begin, end - begin), spot.line.begin + static_cast<uint32_t>(begin),
                sensitive);
}

// Everything to be found out about one file.
struct FileJobs {
  std::vector<Finding*> findings;
  std::vector<Related*> related;
  std::vector<Edit*> edits;
  std::vector<LooseEnd*> loose_ends;
  std::vector<PlaceFacts> facts;  // of the findings, then of the related places
  std::string error;

  bool empty() const {
    return findings.empty() && related.empty() && edits.empty() && loose_ends.empty();
  }
};

class FileResolver {
 public:
  FileResolver(ReadInputState* input, uint32_t file, const CheckOptions& options, FileJobs* jobs)
      : input_(*input), file_(file), options_(options), jobs_(*jobs) {}

  void Run() {
    const text::Source* source = input_.Open(&jobs_.error);
    if (source == nullptr) {
      NameFilesOnly();
      return;
    }
    Spots spots(*source);
    for (const Edit* edit : jobs_.edits) spots.Ask(edit->span);
    for (const Finding* finding : jobs_.findings) spots.Ask(finding->place.span);
    for (const Related* related : jobs_.related) spots.Ask(related->place.span);
    for (const LooseEnd* end : jobs_.loose_ends) spots.Ask(end->place.span);
    // Before the findings: those may drop a fix, and its edits with it.
    for (Edit* edit : jobs_.edits) {
      edit->location = spots.Next().location;
      edit->start_byte = edit->location.start_byte;
      edit->end_byte = edit->location.end_byte;
    }
    for (Finding* finding : jobs_.findings) Place(*source, spots.Next(), finding);
    for (Related* related : jobs_.related) {
      Spot spot = spots.Next();
      related->source_line = SourceLine(source->text(), sensitive(), spot,
                                        related->place.span.begin, &related->source_line_cut);
      related->location = std::move(spot.location);
    }
    for (LooseEnd* end : jobs_.loose_ends) *end->location = spots.Next().location;
    // In a long line a column tells a person little: whatever the report, it gets the logical
    // place.
    if (options_.resolve_pointers || long_line_ || wrapped_) FillPointers(*source);
    if (options_.identify) GatherFacts(*source);
    input_.Close();
  }

 private:
  void NameFilesOnly() {
    for (Finding* finding : jobs_.findings) finding->location.file = input_.spec.display_name;
    for (Related* related : jobs_.related) related->location.file = input_.spec.display_name;
    for (Edit* edit : jobs_.edits) edit->location.file = input_.spec.display_name;
    for (LooseEnd* end : jobs_.loose_ends) end->location->file = input_.spec.display_name;
  }

  void Place(const text::Source& source, Spot spot, Finding* finding) {
    Span span = finding->place.span;
    finding->source_line =
        SourceLine(source.text(), sensitive(), spot, span.begin, &finding->source_line_cut);
    finding->location = std::move(spot.location);
    if (spot.line.size() > text::kWholeLine) long_line_ = true;
    if (finding->matched_text.empty()) {
      finding->matched_text =
          Shorten(source.text().substr(span.begin, span.size()), kMatchedTextLimit);
    }
    if (!finding->policy.present) {
      std::string whom = std::move(finding->policy.owner_name);
      finding->policy = input_.documents.Find(span);
      if (finding->policy.owner_name.empty()) finding->policy.owner_name = std::move(whom);
    }
    wrapped_ = wrapped_ || finding->policy.wrapped;
    // Replacements are bytes of UTF-8 and go into the file as it lies on disk.
    bool plain =
        source.encoding() == text::Encoding::kUtf8 || source.encoding() == text::Encoding::kUtf8Bom;
    if (!finding->fix) return;
    if (!plain || source.gzip()) {
      finding->no_fix = NoFix::kEncoding;
    } else if (!FixFits(source, *finding)) {
      finding->no_fix = NoFix::kSyntax;
    } else {
      return;
    }
    finding->fix.reset();
  }

  // Fixes are written in JSON. Elsewhere one will do that only puts other plain characters in the
  // place of plain ones, which mean the same in every syntax.
  bool FixFits(const text::Source& source, const Finding& finding) {
    if (!syntax_) syntax_ = inputs::SniffSyntax(source.text());
    if (*syntax_ == inputs::Syntax::kJson) return true;
    // A reference may look like a plain word.
    const bool quoted = *syntax_ == inputs::Syntax::kHcl;
    const auto plain = [](std::string_view text) {
      return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-' || c == '.' || c == '/' || c == ':';
      });
    };
    return std::all_of(finding.fix->edits.begin(), finding.fix->edits.end(), [&](const Edit& edit) {
      const std::string_view text = source.text();
      if (quoted && (edit.span.begin == 0 || text[edit.span.begin - 1] != '"' ||
                     text[edit.span.end] != '"')) {
        return false;
      }
      return plain(edit.text) && plain(text.substr(edit.span.begin, edit.span.size()));
    });
  }

  std::span<const Span> sensitive() const { return input_.result.sensitive; }

  void FillPointers(const text::Source& source) {
    std::vector<PointerQuery> queries;
    queries.reserve(jobs_.findings.size() + jobs_.related.size() + jobs_.loose_ends.size());
    for (const Finding* finding : jobs_.findings) {
      PointerQuery& query = queries.emplace_back();
      query.span = finding->place.span;
      const Span secret = SensitiveAt(sensitive(), query.span);
      if (!secret.empty()) {
        query.span = secret;  // and nothing of what is in it
      } else if (finding->policy.present) {
        query.document = finding->policy.span;
      }
    }
    for (const Related* related : jobs_.related) {
      PointerQuery& query = queries.emplace_back();
      query.span = related->place.span;
      const PolicyRef policy = input_.documents.Find(query.span);
      if (policy.present) query.document = policy.span;
    }
    for (const LooseEnd* end : jobs_.loose_ends) {
      if (end->pointer != nullptr) queries.emplace_back().span = end->place.span;
    }
    FindPointers(source.text(), &queries, options_.markdown);
    auto answer = queries.begin();
    for (Finding* finding : jobs_.findings) {
      if (!answer->decoded.empty()) {
        finding->matched_text = Shorten(answer->decoded, kMatchedTextLimit);
        finding->decoded = std::move(answer->decoded_place);
        // In a block scalar or a heredoc the two lines are one.
        if (finding->source_line.ends_with(finding->decoded.source_line)) {
          finding->decoded.source_line.clear();
        }
      }
      finding->file_pointer = std::move(answer->file_pointer);
      finding->pointer = std::move(answer->pointer);
      ++answer;
    }
    for (Related* related : jobs_.related) related->pointer = std::move((answer++)->pointer);
    for (LooseEnd* end : jobs_.loose_ends) {
      if (end->pointer != nullptr) *end->pointer = std::move((answer++)->file_pointer);
    }
  }

  void GatherFacts(const text::Source& source) {
    std::vector<Span> places;
    places.reserve(jobs_.findings.size() + jobs_.related.size());
    for (const Finding* finding : jobs_.findings) places.push_back(finding->place.span);
    for (const Related* related : jobs_.related) places.push_back(related->place.span);
    if (!places.empty()) {
      jobs_.facts = GatherPlaceFacts(source, file_, input_, options_, places);
    }
  }

  ReadInputState& input_;
  const uint32_t file_;
  const CheckOptions& options_;
  FileJobs& jobs_;
  std::optional<inputs::Syntax> syntax_;
  bool long_line_ = false;  // some finding lies in a line that is not shown whole
  bool wrapped_ = false;    // some finding lies in a document inside a string
};

// Joins what the files know of the places of findings.
void Identify(const std::vector<FileJobs>& jobs, std::vector<Finding>* findings) {
  std::unordered_map<const void*, const PlaceFacts*> at;  // of findings and related places
  for (const FileJobs& job : jobs) {
    if (job.facts.empty()) continue;
    size_t next = 0;
    for (const Finding* finding : job.findings) at[finding] = &job.facts[next++];
    for (const Related* related : job.related) at[related] = &job.facts[next++];
  }
  FactsBuilder builder;
  const auto facts_of = [&](const void* place) {
    const auto found = at.find(place);
    return found == at.end() ? nullptr : found->second;
  };
  for (Finding& finding : *findings) {
    std::vector<const PlaceFacts*> others;
    for (const Related& related : finding.related) {
      const PlaceFacts* facts = facts_of(&related);
      if (facts != nullptr && facts->in_statement) others.push_back(facts);
    }
    builder.Fill(facts_of(&finding), others, &finding);
  }
  FactsBuilder::Number(findings);
}

// Before anything points into the findings.
void WithholdSensitive(const std::vector<ReadInputState>& inputs, std::vector<Finding>* findings) {
  const auto is_sensitive = [&](const estate::Place& place) {
    return place && IsSensitive(inputs[place.file].result.sensitive, place.span);
  };
  for (Finding& finding : *findings) {
    bool any = is_sensitive(finding.place);
    for (const Related& related : finding.related) any = any || is_sensitive(related.place);
    if (any) Withhold(&finding);
  }
}

}  // namespace

void Resolve(std::vector<ReadInputState>* inputs, const CheckOptions& options, int threads,
             std::vector<LooseEnd>* loose_ends, std::vector<Finding>* findings,
             std::vector<RunError>* errors) {
  WithholdSensitive(*inputs, findings);
  std::vector<FileJobs> jobs(inputs->size());
  auto has_source = [&](const estate::Place& place) {
    return place && !(*inputs)[place.file].error;
  };
  for (Finding& finding : *findings) {
    if (!has_source(finding.place)) continue;
    jobs[finding.place.file].findings.push_back(&finding);
    for (Related& related : finding.related) {
      if (has_source(related.place)) jobs[related.place.file].related.push_back(&related);
    }
    if (!finding.fix) continue;
    for (Edit& edit : finding.fix->edits) jobs[finding.place.file].edits.push_back(&edit);
  }
  for (LooseEnd& end : *loose_ends) {
    if (has_source(end.place)) jobs[end.place.file].loose_ends.push_back(&end);
  }
  text::ParallelFor(inputs->size(), threads, [&](size_t i) {
    if (!jobs[i].empty())
      FileResolver(&(*inputs)[i], static_cast<uint32_t>(i), options, &jobs[i]).Run();
  });
  for (size_t i = 0; i < jobs.size(); ++i) {
    if (!jobs[i].error.empty()) {
      errors->push_back({(*inputs)[i].spec.display_name, jobs[i].error, std::nullopt});
    }
  }
  if (options.identify) Identify(jobs, findings);
}

}  // namespace rolelint::engine
