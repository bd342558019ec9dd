#include "analyzer/logic/pattern_search.h"

#include <algorithm>
#include <bit>
#include <utility>
#include <vector>

#include "analyzer/logic/pattern_machine.h"
#include "analyzer/logic/work_budget.h"

// The search walks the product of all patterns breadth first: a state is the set of places (token
// positions) that the patterns may be at after some text. It accepts if every union of `in` has a
// pattern at its end and no pattern of `out` is at its own. States are made as they are met (subset
// construction on the fly), and each once.
//
// Three observations keep it small.
//
// 1. Few letters matter in a state. A letter that no pattern of `in` waits for by name moves `in`
//    as a fresh character does, but may move more of `out`: then whatever text is a witness after
//    that letter is one after the fresh character too. So only the letters that `in` waits for and
//    the fresh one are tried, and ':' where a segment wildcard is waiting, which ':' stops. Case:
//    a letter of a folded pattern is tried in both cases if some pattern is not folded.
// 2. A pattern that is at a `*` may forget all its places before: what they accept, the `*` does.
// 3. A pattern that is at a last `*` accepts all that follows: in `out` this ends the state, in
//    `in` it settles the union.

namespace rolelint::logic {
namespace {

using Kind = Pattern::Kind;

// All patterns' tokens in one row, each pattern's followed by an end.
struct Cell {
  Pattern::Token token;
  uint32_t pattern = 0;
  uint32_t list = 0;  // of `in`; in.size() for `out`
  bool fold = false;
  bool end = false;
  bool accepts_all = false;  // a last `*`
};

class WordSearch {
 public:
  WordSearch(std::span<const PatternList> in, PatternList out, SearchBudget* budget)
      : lists_(static_cast<uint32_t>(in.size())), budget_(budget) {
    for (uint32_t i = 0; i < lists_; ++i) AddCells(in[i], i);
    AddCells(out, lists_);
    mixed_case_ = folded_ && unfolded_;
    table_.resize(64, kEmpty);
  }

  Answer Run(std::u32string* word) {
    next_.clear();
    for (uint32_t first : firsts_) Enter(first);
    if (!Settle()) return Answer::kNo;
    if (Visit(kEmpty, 0)) return Finish(0, word);
    for (uint32_t state = 0; state < states_.size(); ++state) {
      NoteLetters(state);
      if (!WorkBudget::Spend(WorkOf(state))) {
        budget_->states = 0;
        return Answer::kTooHard;
      }
      for (char32_t letter : letters_) {
        Step(state, letter);
        if (!Settle()) continue;
        if (Visit(state, letter)) {
          return Finish(static_cast<uint32_t>(states_.size() - 1), word);
        }
        if (states_.size() > budget_->states || places_.size() > budget_->places) {
          budget_->states = 0;
          return Answer::kTooHard;
        }
      }
    }
    Spend();
    return Answer::kNo;
  }

 private:
  static constexpr uint32_t kEmpty = static_cast<uint32_t>(-1);
  static constexpr uint64_t kPlacesOfUnit = 16;  // as many take one unit of a WorkBudget

  struct State {
    uint64_t hash = 0;
    uint32_t begin = 0;  // in places_
    uint32_t end = 0;
    uint32_t parent = kEmpty;
    char32_t letter = 0;
  };

  void AddCells(PatternList patterns, uint32_t list) {
    for (const Pattern* pattern : patterns) {
      (pattern->fold() ? folded_ : unfolded_) = true;
      const uint32_t number = static_cast<uint32_t>(firsts_.size());
      firsts_.push_back(static_cast<uint32_t>(cells_.size()));
      for (const Pattern::Token& token : pattern->tokens()) {
        cells_.push_back({token, number, list, pattern->fold(), false, false});
      }
      if (!pattern->tokens().empty() && pattern->tokens().back().kind == Kind::kStar) {
        cells_.back().accepts_all = true;
      }
      cells_.push_back({{}, number, list, pattern->fold(), true, false});
    }
  }

  // Adds a place to next_, and the one after it if it is at a star. Places come in ascending
  // order, so what is not above the last one is there already or has been forgotten.
  void Enter(uint32_t place) {
    if (!next_.empty() && next_.back() >= place) return;
    const Cell& cell = cells_[place];
    if (!cell.end && IsStar(cell.token.kind)) {
      if (cell.token.kind == Kind::kStar) {
        while (!next_.empty() && cells_[next_.back()].pattern == cell.pattern) next_.pop_back();
      }
      next_.push_back(place);
      Enter(place + 1);
    } else {
      next_.push_back(place);
    }
  }

  void Step(uint32_t state, char32_t letter) {
    next_.clear();
    for (uint32_t i = states_[state].begin; i < states_[state].end; ++i) {
      const uint32_t place = places_[i];
      const Cell& cell = cells_[place];
      if (cell.end || !TakesCharacter(cell.token, cell.fold, letter)) continue;
      Enter(IsStar(cell.token.kind) ? place : place + 1);
    }
  }

  // Observation 3. False if nothing can be found from next_ on: a union of `in` has no place left,
  // or a pattern of `out` takes all.
  bool Settle() {
    size_t kept = 0;
    uint32_t expected = 0;  // the next union of `in` that must have a place
    accepts_ = true;
    for (size_t i = 0; i < next_.size();) {
      const uint32_t list = cells_[next_[i]].list;
      size_t end = i;
      size_t universal = next_.size();
      bool at_end = false;
      for (; end < next_.size() && cells_[next_[end]].list == list; ++end) {
        const Cell& cell = cells_[next_[end]];
        at_end |= cell.end;
        if (cell.accepts_all && universal == next_.size()) universal = end;
      }
      if (list < lists_) {
        if (list != expected++) return false;
        accepts_ = accepts_ && at_end;
        if (universal != next_.size()) {
          i = universal;
          end = std::min(end, universal + 2);
        }
      } else {
        if (universal != next_.size()) return false;
        accepts_ = accepts_ && !at_end;
      }
      const size_t list_end = end;
      while (i < list_end) next_[kept++] = next_[i++];
      while (i < next_.size() && cells_[next_[i]].list == list) ++i;
    }
    next_.resize(kept);
    return expected == lists_;
  }

  // Makes next_ a state unless it is one. True if it is new and accepts.
  bool Visit(uint32_t parent, char32_t letter) {
    uint64_t hash = next_.size();
    for (uint32_t place : next_) hash = (std::rotl(hash, 7) ^ place) * 0x9E3779B97F4A7C15;
    hash ^= hash >> 32;
    if (2 * states_.size() >= table_.size()) Grow();
    size_t slot = hash & (table_.size() - 1);
    for (; table_[slot] != kEmpty; slot = (slot + 1) & (table_.size() - 1)) {
      const State& state = states_[table_[slot]];
      if (state.hash == hash &&
          std::equal(next_.begin(), next_.end(), places_.begin() + state.begin,
                     places_.begin() + state.end)) {
        return false;
      }
    }
    table_[slot] = static_cast<uint32_t>(states_.size());
    const uint32_t begin = static_cast<uint32_t>(places_.size());
    places_.insert(places_.end(), next_.begin(), next_.end());
    states_.push_back({hash, begin, static_cast<uint32_t>(places_.size()), parent, letter});
    return accepts_;
  }

  void Grow() {
    table_.assign(2 * table_.size(), kEmpty);
    for (uint32_t state = 0; state < states_.size(); ++state) {
      size_t slot = states_[state].hash & (table_.size() - 1);
      while (table_[slot] != kEmpty) slot = (slot + 1) & (table_.size() - 1);
      table_[slot] = state;
    }
  }

  // Of the steps from this state, whose letters are noted.
  uint64_t WorkOf(uint32_t state) const {
    const uint64_t places = states_[state].end - states_[state].begin;
    return 1 + letters_.size() * places / kPlacesOfUnit;
  }

  // Observation 1.
  void NoteLetters(uint32_t state) {
    letters_.assign(1, kFresh);
    bool colon = false;
    for (uint32_t i = states_[state].begin; i < states_[state].end; ++i) {
      const Cell& cell = cells_[places_[i]];
      if (cell.end) continue;
      if (cell.token.kind != Kind::kCharacter) {
        colon |= IsInSegment(cell.token.kind);
      } else if (cell.list < lists_) {
        const char32_t c = cell.token.character;
        letters_.push_back(c);
        if (cell.fold && mixed_case_ && IsAsciiLetter(c)) letters_.push_back(c ^ 0x20);
      }
    }
    if (colon) letters_.push_back(U':');
    std::sort(letters_.begin() + 1, letters_.end());
    letters_.erase(std::unique(letters_.begin(), letters_.end()), letters_.end());
  }

  void Spend() {
    budget_->states -= std::min<uint32_t>(budget_->states, static_cast<uint32_t>(states_.size()));
    budget_->places -= std::min<uint32_t>(budget_->places, static_cast<uint32_t>(places_.size()));
  }

  Answer Finish(uint32_t state, std::u32string* word) {
    Spend();
    word->clear();
    for (; states_[state].parent != kEmpty; state = states_[state].parent) {
      word->push_back(states_[state].letter);
    }
    std::reverse(word->begin(), word->end());
    return Answer::kYes;
  }

  const uint32_t lists_;
  SearchBudget* const budget_;
  std::vector<Cell> cells_;
  std::vector<uint32_t> firsts_;  // every pattern's first cell
  bool folded_ = false;
  bool unfolded_ = false;
  bool mixed_case_ = false;
  std::vector<State> states_;
  std::vector<uint32_t> places_;  // of all states
  std::vector<uint32_t> table_;   // states by hash
  std::vector<uint32_t> next_;    // the places of the state in the making
  bool accepts_ = false;          // does next_ accept?
  std::vector<char32_t> letters_;
};

}  // namespace

Answer SearchWord(std::span<const PatternList> in, PatternList out, SearchBudget* budget,
                  std::u32string* word) {
  if (budget->states == 0) return Answer::kTooHard;
  return WordSearch(in, out, budget).Run(word);
}

}  // namespace rolelint::logic
