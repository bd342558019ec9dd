#ifndef ROLELINT_ESTATE_PRIVILEGES_H_
#define ROLELINT_ESTATE_PRIVILEGES_H_

// The actions by which a principal can come to more permissions than it was given: each step of the
// methods of graph/escalation_methods.h is one of them. A set of them is three words, so that the
// first question about a policy ("could anything here matter?") costs next to nothing.
// sts:AssumeRole is not among them: who may assume what has records of its own.

#include <bit>
#include <cstdint>
#include <string_view>

namespace rolelint::estate {

class PrivilegeSet {
 public:
  static constexpr int kWords = 3;
  static constexpr int kMost = kWords * 64;

  constexpr PrivilegeSet() = default;

  constexpr void Add(int action) { words_[action / 64] |= uint64_t{1} << (action % 64); }
  constexpr bool Has(int action) const { return (words_[action / 64] >> (action % 64) & 1) != 0; }
  constexpr bool empty() const { return (words_[0] | words_[1] | words_[2]) == 0; }
  constexpr bool Includes(const PrivilegeSet& other) const { return (other - *this).empty(); }
  constexpr int size() const {
    return std::popcount(words_[0]) + std::popcount(words_[1]) + std::popcount(words_[2]);
  }

  constexpr PrivilegeSet& operator|=(const PrivilegeSet& other) {
    for (int i = 0; i < kWords; ++i) words_[i] |= other.words_[i];
    return *this;
  }
  friend constexpr PrivilegeSet operator|(PrivilegeSet a, const PrivilegeSet& b) { return a |= b; }
  friend constexpr PrivilegeSet operator&(PrivilegeSet a, const PrivilegeSet& b) {
    for (int i = 0; i < kWords; ++i) a.words_[i] &= b.words_[i];
    return a;
  }
  // What is in `a` and not in `b`.
  friend constexpr PrivilegeSet operator-(PrivilegeSet a, const PrivilegeSet& b) {
    for (int i = 0; i < kWords; ++i) a.words_[i] &= ~b.words_[i];
    return a;
  }
  friend constexpr bool operator==(const PrivilegeSet&, const PrivilegeSet&) = default;

  template <typename Visit>
  constexpr void ForEach(Visit visit) const {
    for (int word = 0; word < kWords; ++word) {
      for (uint64_t rest = words_[word]; rest != 0; rest &= rest - 1) {
        visit(word * 64 + std::countr_zero(rest));
      }
    }
  }

 private:
  uint64_t words_[kWords] = {};
};

// The number of such actions; they are numbered in the order of their names.
int PrivilegeCount();
std::string_view PrivilegeName(int action);
// -1 if it is none.
int FindPrivilege(std::string_view name);
PrivilegeSet AllPrivileges();

// Actions that hardly a policy lacks, and that matter only beside rarer ones: of statements that
// cover nothing else the records keep that they do, not where and when.
PrivilegeSet CommonPrivileges();

// What an action pattern of a policy covers (`iam:Put*`, `*`).
PrivilegeSet CoveredPrivileges(std::string_view pattern);

}  // namespace rolelint::estate

#endif  // ROLELINT_ESTATE_PRIVILEGES_H_
