#include "analyzer/engine/resolve.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "analyzer/engine/line_hash.h"
#include "analyzer/engine/pointer_finder.h"
#include "analyzer/engine/sensitive.h"
#include "analyzer/inputs/syntax.h"
#include "analyzer/text/line_index.h"
#include "analyzer/text/parallel.h"

namespace rolelint::engine {
namespace {

// A source line up to this many bytes is shown whole; of a longer one (a minified dump) only the
// surroundings.
constexpr size_t kWholeLine = 240;
constexpr size_t kBefore = 60;
constexpr size_t kAfter = 160;
constexpr size_t kMatchedTextLimit = 160;

bool Continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

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
  if (line.size() <= kWholeLine) return Masked(line, spot.line.begin, sensitive);
  // A place may lie within the line's break.
  size_t column = std::min<size_t>(offset - spot.line.begin, line.size());
  size_t begin = column > kBefore ? column - kBefore : 0;
  while (begin > 0 && Continues(line[begin])) --begin;
  size_t end = std::min(line.size(), column + kAfter);
  while (end < line.size() && Continues(line[end])) ++end;
  // Counted from the place backwards: the line may be a whole dump.
  *cut = spot.location.start_column - 1;
  for (size_t i = begin; i < column; ++i) *cut -= Continues(line[i]) ? 0U : 1U;
  return Masked(line.substr(begin, end - begin), spot.line.begin + static_cast<uint32_t>(begin),
                sensitive);
}

// What stays when lines move, statements are inserted, or the document is laid out anew.
std::string Fingerprint(const Finding& finding, std::string_view stable_pointer) {
  XXH3_state_t state;
  XXH3_64bits_reset(&state);
  auto add = [&](std::string_view part) {
    XXH3_64bits_update(&state, part.data(), part.size());
    XXH3_64bits_update(&state, "", 1);
  };
  add(finding.rule->id);
  const std::string& owner = finding.policy.owner_arn;
  add(owner.empty() ? finding.location.file : owner);
  add(finding.policy.name);
  add(stable_pointer);
  // The text of a whole statement changes with its layout.
  const std::string& matched = finding.matched_text;
  if (!matched.starts_with('{') && !matched.starts_with('[')) add(matched);
  if (finding.distinction != 0) {
    XXH3_64bits_update(&state, &finding.distinction, sizeof finding.distinction);
  }
  return fmt::format("{:016x}", XXH3_64bits_digest(&state));
}

// Everything to be found out about one file.
struct FileJobs {
  std::vector<Finding*> findings;
  std::vector<Related*> related;
  std::vector<Edit*> edits;
  std::vector<LooseEnd*> loose_ends;
  std::string error;

  bool empty() const {
    return findings.empty() && related.empty() && edits.empty() && loose_ends.empty();
  }
};

class FileResolver {
 public:
  FileResolver(ReadInputState* input, const CheckOptions& options, FileJobs* jobs)
      : input_(*input), options_(options), jobs_(*jobs) {}

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
    if (options_.resolve_pointers && options_.line_hashes) FillLineHashes(*source);
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
    line_begins_.push_back(spot.line.begin);
    if (spot.line.size() > kWholeLine) long_line_ = true;
    if (finding->matched_text.empty()) {
      finding->matched_text =
          Shorten(source.text().substr(span.begin, span.size()), kMatchedTextLimit);
    }
    if (!finding->policy.present) finding->policy = input_.documents.Find(span);
    wrapped_ = wrapped_ || finding->policy.wrapped;
    // Replacements are bytes of UTF-8 and go into the file as it lies on disk.
    bool plain =
        source.encoding() == text::Encoding::kUtf8 || source.encoding() == text::Encoding::kUtf8Bom;
    if (!plain || source.gzip() || !FixFits(source, *finding)) finding->fix.reset();
  }

  // Fixes are written in JSON. Elsewhere one will do that only puts other plain characters in the
  // place of plain ones, which mean the same in every syntax.
  bool FixFits(const text::Source& source, const Finding& finding) {
    if (!finding.fix) return true;
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
      finding->fingerprint = Fingerprint(*finding, answer->stable_pointer);
      finding->file_pointer = std::move(answer->file_pointer);
      finding->pointer = std::move(answer->pointer);
      ++answer;
    }
    for (Related* related : jobs_.related) related->pointer = std::move((answer++)->pointer);
    for (LooseEnd* end : jobs_.loose_ends) {
      if (end->pointer != nullptr) *end->pointer = std::move((answer++)->file_pointer);
    }
  }

  // Two results of one rule on one line would be one alert to GitHub: the later ones get numbers
  // that no line of the file has.
  void FillLineHashes(const text::Source& source) {
    std::vector<uint32_t> begins = line_begins_;
    std::sort(begins.begin(), begins.end());
    begins.erase(std::unique(begins.begin(), begins.end()), begins.end());
    if (begins.empty()) return;
    const std::vector<LineHash> hashes = LineHashes(source.text(), begins);
    auto hash_of = [&](uint32_t begin) -> const LineHash& {
      auto found = std::lower_bound(begins.begin(), begins.end(), begin);
      return hashes[static_cast<size_t>(found - begins.begin())];
    };
    std::map<std::pair<std::string_view, uint32_t>, bool> taken;  // rule, line
    std::map<std::pair<std::string_view, uint64_t>, uint32_t>
        beyond;  // rule, hash → numbers given out
    auto begin = line_begins_.begin();
    for (Finding* finding : jobs_.findings) {
      const LineHash& hash = hash_of(*begin++);
      bool& used = taken[{finding->rule->id, finding->location.start_line}];
      uint32_t number = used ? hash.total + ++beyond[{finding->rule->id, hash.hash}] : hash.number;
      used = true;
      finding->line_hash = FormatLineHash(hash.hash, number);
    }
  }

  ReadInputState& input_;
  const CheckOptions& options_;
  FileJobs& jobs_;
  std::optional<inputs::Syntax> syntax_;
  std::vector<uint32_t> line_begins_;  // of the lines that the findings begin in
  bool long_line_ = false;             // some finding lies in a line that is not shown whole
  bool wrapped_ = false;               // some finding lies in a document inside a string
};

// The second of two equal fingerprints becomes another one, in the findings' order.
void NumberFingerprints(std::vector<Finding>* findings) {
  std::unordered_map<std::string, uint32_t> seen;
  for (Finding& finding : *findings) {
    if (finding.fingerprint.empty()) continue;
    uint32_t before = seen[finding.fingerprint]++;
    if (before != 0) finding.fingerprint += fmt::format("-{}", before + 1);
  }
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
    if (!has_source(finding.place)) {
      if (options.resolve_pointers) finding.fingerprint = Fingerprint(finding, "");
      continue;
    }
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
    if (!jobs[i].empty()) FileResolver(&(*inputs)[i], options, &jobs[i]).Run();
  });
  for (size_t i = 0; i < jobs.size(); ++i) {
    if (!jobs[i].error.empty()) {
      errors->push_back({(*inputs)[i].spec.display_name, jobs[i].error, std::nullopt});
    }
  }
  NumberFingerprints(findings);
}

}  // namespace rolelint::engine
