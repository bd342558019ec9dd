#include "analyzer/fix/fix_inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "analyzer/fix/file_bytes.h"
#include "analyzer/fix/fix_file.h"

namespace rolelint::fix {
namespace {

// Fixes make room for others: an item that is removed leaves a list of one.
constexpr int kMostRounds = 10;

class Rounds {
 public:
  Rounds(const std::vector<engine::InputSpec>& inputs, std::span<const engine::Rule* const> rules,
         const engine::Config& config, const catalog::Catalog& catalog,
         const engine::CheckOptions& options, const FixOptions& fix)
      : inputs_(inputs),
        rules_(rules),
        config_(config),
        catalog_(catalog),
        options_(options),
        fix_(fix) {}

  FixOutcome Run() {
    FixOutcome outcome;
    std::vector<engine::AppliedFix> fixed;
    for (int round = 0;; ++round) {
      outcome.result = engine::Check(inputs_, rules_, config_, catalog_, options_);
      notes_.clear();
      outcome.unsafe_left = 0;
      std::map<size_t, std::vector<Candidate>> files;
      const bool last = round == kMostRounds;
      for (const engine::Finding& finding : outcome.result.findings) {
        Offer(finding, &files, &outcome.unsafe_left);
      }
      bool any = false;
      for (auto& [file, candidates] : files) {
        if (!last) any = FixFile(file, &candidates, &fixed, &outcome.unsafe_left) || any;
      }
      if (last || !any) break;
    }
    for (const auto& [what, note] : notes_) {
      std::string message = "not fixed: " + what.second;
      if (note.count > 1) message += fmt::format(" ({} fixes)", note.count);
      outcome.result.notes.push_back({std::move(message), note.location});
    }
    outcome.result.fixed = std::move(fixed);
    for (auto& [file, bytes] : before_) {
      std::string& now = inputs_[file].bytes;
      if (!inputs_[file].edited || now == bytes) continue;
      outcome.changes.push_back({file, std::move(bytes), now});
    }
    return outcome;
  }

 private:
  // What is not fixed, once for all fixes of a file for which the reason is the same.
  void Note(const engine::Location& location, const std::string& reason) {
    const auto [note, added] = notes_.try_emplace({location.file, reason});
    if (added) note->second.location = location;
    ++note->second.count;
  }

  // Among the candidates of its file, if it has a fix that is asked for.
  void Offer(const engine::Finding& finding, std::map<size_t, std::vector<Candidate>>* files,
             size_t* unsafe_left) {
    switch (finding.no_fix) {
      case engine::NoFix::kWrapped:
        return Note(finding.location, "the policy is in a string of the file");
      case engine::NoFix::kEncoding:
        return Note(finding.location, "the file is compressed, or in another encoding than UTF-8");
      case engine::NoFix::kSyntax:
        return Note(finding.location, "the fix is written in JSON, and the file is not");
      case engine::NoFix::kNone:
        break;
    }
    if (!finding.fix || finding.fix->edits.empty() || !finding.place) return;
    if (!finding.fix->safe && !fix_.unsafe) {
      ++*unsafe_left;
      return;
    }
    const size_t file = finding.place.file;
    if (std::string why = fix_.refuse ? fix_.refuse(inputs_[file]) : ""; !why.empty()) {
      return Note(finding.location, why);
    }
    Candidate candidate;
    candidate.finding = &finding;
    (*files)[file].push_back(std::move(candidate));
  }

  // What the file holds, edits included.
  const std::string* BytesOf(size_t file) {
    engine::InputSpec& input = inputs_[file];
    const auto [known, added] = before_.try_emplace(file);
    if (!added) return input.edited || input.path.empty() ? &input.bytes : &known->second;
    std::string error;
    if (input.path.empty()) {
      known->second = input.bytes;
    } else if (!ReadFileBytes(input.path, &known->second, &error)) {
      engine::Location whole;
      whole.file = input.display_name;
      Note(whole, error);
      before_.erase(known);
      return nullptr;
    }
    return &known->second;
  }

  bool FixFile(size_t file, std::vector<Candidate>* candidates,
               std::vector<engine::AppliedFix>* fixed, size_t* unsafe_left) {
    const std::string* bytes = BytesOf(file);
    if (bytes == nullptr) return false;
    for (Candidate& candidate : *candidates) {
      candidate.edits = EditsOf(*candidate.finding->fix, bytes->size());
    }
    std::erase_if(*candidates, [](const Candidate& candidate) { return candidate.edits.empty(); });
    std::stable_sort(candidates->begin(), candidates->end(),
                     [](const Candidate& a, const Candidate& b) {
                       return a.edits.front().begin < b.edits.front().begin;
                     });
    std::string edited =
        FileFixer(inputs_, file, *bytes, options_, catalog_, fix_.unsafe).Run(candidates);
    const bool any = edited != *bytes;
    for (const Candidate& candidate : *candidates) Tell(candidate, fixed, unsafe_left);
    if (any) {
      inputs_[file].bytes = std::move(edited);
      inputs_[file].edited = true;
    }
    return any;
  }

  void Tell(const Candidate& candidate, std::vector<engine::AppliedFix>* fixed,
            size_t* unsafe_left) {
    const engine::Finding& finding = *candidate.finding;
    const Verdict& verdict = candidate.verdict;
    if (candidate.state == Candidate::State::kUnsafe) ++*unsafe_left;
    if (candidate.state == Candidate::State::kUnproved) {
      Note(finding.location, fmt::format("{}: {}", finding.rule->id, verdict.reason));
    }
    if (candidate.state != Candidate::State::kApplied) return;
    engine::AppliedFix& done = fixed->emplace_back();
    done.rule = finding.rule;
    done.message = finding.message;
    done.location = finding.location;
    done.safe = finding.fix->safe && verdict.change != Change::kMore;
    done.result = ChangeName(verdict.change);
    done.request = verdict.request;
    done.refused_before = verdict.refused_before;
  }

  std::vector<engine::InputSpec> inputs_;
  const std::span<const engine::Rule* const> rules_;
  const engine::Config& config_;
  const catalog::Catalog& catalog_;
  const engine::CheckOptions& options_;
  const FixOptions& fix_;
  std::map<size_t, std::string> before_;  // bytes of the files that fixes are offered for
  struct NoteFacts {
    engine::Location location;  // of the first
    size_t count = 0;
  };
  std::map<std::pair<std::string, std::string>, NoteFacts> notes_;  // of the last round
};

}  // namespace

FixOutcome FixInputs(const std::vector<engine::InputSpec>& inputs,
                     std::span<const engine::Rule* const> rules, const engine::Config& config,
                     const catalog::Catalog& catalog, const engine::CheckOptions& options,
                     const FixOptions& fix) {
  return Rounds(inputs, rules, config, catalog, options, fix).Run();
}

}  // namespace rolelint::fix
