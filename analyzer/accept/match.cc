#include "analyzer/accept/match.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "analyzer/accept/compare.h"

namespace rolelint::accept {
namespace {

// How many accepted findings one finding is compared with by proof. More of one rule, of policies
// that nothing tells apart, are new.
constexpr size_t kMaxProofs = 32;

using Verdict = Match::Verdict;
using Indices = std::vector<size_t>;

bool MayBeSame(std::string_view a, std::string_view b) { return a == b || a.empty() || b.empty(); }

bool MayBeOfOnePolicy(const AcceptedFinding& a, const AcceptedFinding& b) {
  return MayBeSame(a.owner, b.owner) && MayBeSame(a.policy, b.policy);
}

bool SameEvidence(const AcceptedFinding& a, const AcceptedFinding& b) {
  if (a.evidence == nullptr || b.evidence == nullptr) return a.evidence == b.evidence;
  return a.evidence->Same(*b.evidence);
}

// How much speaks for `a` having been `b`; more is nearer.
int Nearness(const AcceptedFinding& a, const AcceptedFinding& b) {
  int points = 0;
  if (!a.owner.empty() && a.owner == b.owner) points += 16;
  if (a.file == b.file) points += 8;
  if (!a.sid.empty() && a.sid == b.sid) points += 4;
  if (a.element == b.element) points += 2;
  if (a.policy == b.policy) points += 1;
  return points;
}

// The findings of one rule, about one thing.
class Group {
 public:
  Group(std::span<const AcceptedFinding> accepted, std::span<const AcceptedFinding> found,
        const catalog::Catalog& catalog, Matches* matches)
      : accepted_(accepted), found_(found), catalog_(catalog), matches_(*matches) {}

  void AddAccepted(size_t k) { ours_.push_back(k); }
  void AddFound(size_t i) { theirs_.push_back(i); }

  void Run() {
    Pair([](const AcceptedFinding& one) { return one.identity; }, SameEvidence);
    Pair(
        [](const AcceptedFinding& one) {
          return fmt::format("{:x} {}", one.evidence == nullptr ? 0 : one.evidence->digest,
                             one.element);
        },
        [](const AcceptedFinding& a, const AcceptedFinding& b) {
          return SameEvidence(a, b) && MayBeOfOnePolicy(a, b);
        });
    Prove();
  }

 private:
  // Pairs what has the same key and of which `same` holds, those of one file first.
  template <typename Key, typename Same>
  void Pair(Key key, Same same) {
    std::unordered_map<std::string, Indices> by_key;
    for (size_t k : ours_) {
      if (!matches_.met[k]) by_key[key(accepted_[k])].push_back(k);
    }
    for (const bool of_one_file : {true, false}) {
      for (size_t i : theirs_) {
        if (matches_.found[i].verdict != Verdict::kNew) continue;
        const auto known = by_key.find(key(found_[i]));
        if (known == by_key.end()) continue;
        const auto one = std::find_if(known->second.begin(), known->second.end(), [&](size_t k) {
          return (!of_one_file || accepted_[k].file == found_[i].file) &&
                 same(accepted_[k], found_[i]);
        });
        if (one == known->second.end()) continue;
        Take(*one, i, Verdict::kAccepted);
        known->second.erase(one);
      }
    }
  }

  void Take(size_t k, size_t i, Verdict verdict) {
    matches_.met[k] = true;
    matches_.found[i].verdict = verdict;
  }

  // The accepted findings that are left and may have become finding `i`, the nearest first.
  Indices Candidates(size_t i) const {
    Indices near;
    for (size_t k : left_) {
      const AcceptedFinding& known = accepted_[k];
      if (matches_.met[k] || known.evidence == nullptr) continue;
      if (MayBeOfOnePolicy(known, found_[i])) near.push_back(k);
    }
    std::stable_sort(near.begin(), near.end(), [&](size_t a, size_t b) {
      return Nearness(accepted_[a], found_[i]) > Nearness(accepted_[b], found_[i]);
    });
    if (near.size() > kMaxProofs) near.resize(kMaxProofs);
    return near;
  }

  void Prove() {
    struct Grown {
      size_t found;
      size_t accepted;
      std::string added;
    };
    std::vector<Grown> grown;
    std::copy_if(ours_.begin(), ours_.end(), std::back_inserter(left_),
                 [this](size_t k) { return !matches_.met[k]; });
    for (size_t i : theirs_) {
      if (matches_.found[i].verdict != Verdict::kNew || found_[i].evidence == nullptr) continue;
      bool first = true;
      for (size_t k : Candidates(i)) {
        Comparison compared = Compare(*accepted_[k].evidence, *found_[i].evidence, catalog_);
        if (!compared.wider) {
          Take(k, i, Verdict::kAccepted);
          break;
        }
        // Anything nearer than "of the same rule".
        if (first && Nearness(accepted_[k], found_[i]) > 1) {
          grown.push_back({i, k, std::move(compared.added)});
        }
        first = false;
      }
    }
    for (Grown& one : grown) {
      if (matches_.found[one.found].verdict != Verdict::kNew || matches_.met[one.accepted]) {
        continue;
      }
      Take(one.accepted, one.found, Verdict::kWider);
      matches_.found[one.found].added = std::move(one.added);
    }
  }

  std::span<const AcceptedFinding> accepted_;
  std::span<const AcceptedFinding> found_;
  const catalog::Catalog& catalog_;
  Matches& matches_;
  Indices ours_;    // accepted
  Indices theirs_;  // found
  Indices left_;    // of the accepted ones, those that no finding is
};

}  // namespace

Matches MatchFindings(std::span<const AcceptedFinding> accepted,
                      std::span<const AcceptedFinding> found, const catalog::Catalog& catalog) {
  Matches matches;
  matches.found.resize(found.size());
  matches.met.resize(accepted.size());
  std::map<std::pair<std::string_view, std::string_view>, Group> groups;
  const auto group_of = [&](const AcceptedFinding& finding) -> Group& {
    return groups.try_emplace({finding.rule, finding.about}, accepted, found, catalog, &matches)
        .first->second;
  };
  for (size_t k = 0; k < accepted.size(); ++k) group_of(accepted[k]).AddAccepted(k);
  for (size_t i = 0; i < found.size(); ++i) group_of(found[i]).AddFound(i);
  for (auto& [rule, group] : groups) group.Run();
  return matches;
}

}  // namespace rolelint::accept
