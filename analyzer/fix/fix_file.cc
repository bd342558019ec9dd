#include "analyzer/fix/fix_file.h"

#include <algorithm>
#include <deque>
#include <map>
#include <utility>

namespace rolelint::fix {
namespace {

// Bytes that may be read again in one round of a file: each fix is proved by reading it once more.
constexpr uint64_t kMostRead = uint64_t{1} << 30;
constexpr uint64_t kLeastRead = uint64_t{16} << 10;  // as much work as the smallest file is

}  // namespace

// The policy that the fix is in, by its place among those of the file; of several that a template
// makes of one place, the first.
size_t FileFixer::PolicyOf(const Candidate& candidate) const {
  text::Span span = candidate.finding->fix->edits.front().span;
  for (const engine::Edit& edit : candidate.finding->fix->edits) {
    span.begin = std::min(span.begin, edit.span.begin);
    span.end = std::max(span.end, edit.span.end);
  }
  for (size_t i = 0; i < spans_.size(); ++i) {
    if (spans_[i].Contains(span)) return i;
  }
  return kNoPolicy;
}

PolicyTexts FileFixer::Try(const std::vector<Candidate*>& batch) const {
  std::vector<ByteEdit> edits = applied_;
  for (const Candidate* candidate : batch) {
    edits.insert(edits.end(), candidate->edits.begin(), candidate->edits.end());
  }
  return ReadPolicies(inputs_, index_, Edited(bytes_, std::move(edits)), options_);
}

bool FileFixer::SameShape(const PolicyTexts& texts) const {
  return texts.readable && texts.policies.size() == before_.policies.size() &&
         texts.not_checked == before_.not_checked;
}

void FileFixer::Settle(Candidate* candidate, Verdict verdict) {
  using State = Candidate::State;
  candidate->state = verdict.change == Change::kUnknown            ? State::kUnproved
                     : verdict.change == Change::kMore && !unsafe_ ? State::kUnsafe
                                                                   : State::kApplied;
  candidate->verdict = std::move(verdict);
  if (candidate->state != State::kApplied) return;
  applied_.insert(applied_.end(), candidate->edits.begin(), candidate->edits.end());
}

// Fixes of different policies, proved by one reading of the file. False, with nothing settled, if
// one of them reaches beyond its policy.
bool FileFixer::TryTogether(const std::vector<Candidate*>& batch) {
  PolicyTexts after = Try(batch);
  if (!SameShape(after)) return false;
  std::map<text::Span, Candidate*, bool (*)(text::Span, text::Span)> by_policy(
      [](text::Span a, text::Span b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
      });
  for (Candidate* candidate : batch) {
    const size_t policy = PolicyOf(*candidate);
    if (policy == kNoPolicy) return false;
    by_policy.emplace(spans_[policy], candidate);
  }
  std::map<Candidate*, Verdict> verdicts;
  for (size_t i = 0; i < after.policies.size(); ++i) {
    const auto mine = by_policy.find(spans_[i]);
    if (mine != by_policy.end()) {
      Verdict verdict = Judge(before_.policies[i], after.policies[i], catalog_);
      Verdict& all = verdicts[mine->second];
      all = Worse(std::move(all), std::move(verdict));
    } else if (!after.policies[i].Same(before_.policies[i])) {
      return false;
    }
  }
  for (auto& [candidate, verdict] : verdicts) Settle(candidate, std::move(verdict));
  for (size_t i = 0; i < after.policies.size(); ++i) {
    const auto mine = by_policy.find(spans_[i]);
    if (mine == by_policy.end() || mine->second->state != Candidate::State::kApplied) continue;
    before_.policies[i] = std::move(after.policies[i]);
  }
  return true;
}

void FileFixer::TryAlone(Candidate* candidate) {
  PolicyTexts after = Try({candidate});
  Verdict verdict;
  if (!SameShape(after)) {
    verdict.change = Change::kUnknown;
    verdict.reason = "the edited text does not read as the same policies";
    return Settle(candidate, std::move(verdict));
  }
  for (size_t i = 0; i < after.policies.size(); ++i) {
    if (after.policies[i].Same(before_.policies[i])) continue;
    verdict = Worse(std::move(verdict), Judge(before_.policies[i], after.policies[i], catalog_));
  }
  Settle(candidate, std::move(verdict));
  if (candidate->state == Candidate::State::kApplied) before_ = std::move(after);
}

void FileFixer::GiveUp(std::vector<Candidate>* candidates) {
  for (Candidate& candidate : *candidates) {
    if (candidate.state != Candidate::State::kOpen) continue;
    candidate.state = Candidate::State::kUnproved;
    candidate.verdict.reason = "the file has too many fixes for its size; fix it again";
  }
}

std::string FileFixer::Run(std::vector<Candidate>* candidates) {
  before_ = ReadPolicies(inputs_, index_, bytes_, options_);
  spans_.clear();
  for (const PolicyText& policy : before_.policies) spans_.push_back(policy.span);
  // The fixes of each policy, in order.
  std::map<size_t, std::deque<Candidate*>> queues;
  for (Candidate& candidate : *candidates) queues[PolicyOf(candidate)].push_back(&candidate);
  uint64_t read = 0;
  while (!queues.empty()) {
    if (read > kMostRead) {
      GiveUp(candidates);
      break;
    }
    std::vector<Candidate*> batch;
    for (auto at = queues.begin(); at != queues.end();) {
      std::deque<Candidate*>& queue = at->second;
      while (!queue.empty() && Overlap(queue.front()->edits, applied_)) {
        queue.front()->state = Candidate::State::kDeferred;
        queue.pop_front();
      }
      if (queue.empty()) {
        at = queues.erase(at);
        continue;
      }
      const bool free = std::none_of(batch.begin(), batch.end(), [&queue](const Candidate* other) {
        return Overlap(queue.front()->edits, other->edits);
      });
      if (free) {
        batch.push_back(queue.front());
        queue.pop_front();
      }
      ++at;
    }
    if (batch.empty()) break;
    read += batch.size() * std::max<uint64_t>(bytes_.size(), kLeastRead);
    if (batch.size() > 1 && TryTogether(batch)) continue;
    for (Candidate* candidate : batch) TryAlone(candidate);
  }
  return Edited(bytes_, applied_);
}

}  // namespace rolelint::fix
