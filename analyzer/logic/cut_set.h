#ifndef ROLELINT_LOGIC_CUT_SET_H_
#define ROLELINT_LOGIC_CUT_SET_H_

// A set of points on a line, as the places where it begins and ends. Between two neighbouring cuts
// all points are in the set or none is, so complement is one bit, and union and intersection are
// one merge of two sorted lists.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace rolelint::logic {

// A place between points: just before `point`, or just after it.
template <class Point>
struct Cut {
  Point point;
  bool after = false;

  friend bool operator==(const Cut& a, const Cut& b) {
    return a.after == b.after && a.point == b.point;
  }
  friend bool operator<(const Cut& a, const Cut& b) {
    if (a.point == b.point) return a.after < b.after;
    return a.point < b.point;
  }
};

// Point has == and <. Where points are discrete, the cuts must be made in one way ("before"), lest
// an empty gap between two of them pass for a set.
template <class Point>
class CutSet {
 public:
  using Cuts = std::vector<Cut<Point>>;

  CutSet() = default;  // empty
  // In the set: the points before the first cut if `starts_inside`, not those before the second, …
  CutSet(bool starts_inside, Cuts ascending)
      : starts_inside_(starts_inside), cuts_(std::move(ascending)) {}

  bool empty() const { return !starts_inside_ && cuts_.empty(); }
  bool full() const { return starts_inside_ && cuts_.empty(); }
  bool starts_inside() const { return starts_inside_; }
  const Cuts& cuts() const { return cuts_; }

  bool Contains(const Point& point) const {
    const auto passed =
        std::partition_point(cuts_.begin(), cuts_.end(), [&](const Cut<Point>& cut) {
          return cut.point < point || (!cut.after && cut.point == point);
        });
    return starts_inside_ != ((passed - cuts_.begin()) % 2 == 1);
  }

  CutSet Complement() const { return CutSet(!starts_inside_, cuts_); }

  // Combine(a's membership, b's membership) says what is in the result.
  template <class Combine>
  static CutSet Merge(const CutSet& a, const CutSet& b, Combine combine) {
    CutSet merged;
    bool in_a = a.starts_inside_;
    bool in_b = b.starts_inside_;
    bool in = merged.starts_inside_ = combine(in_a, in_b);
    for (size_t i = 0, j = 0; i < a.cuts_.size() || j < b.cuts_.size();) {
      const bool from_a = j == b.cuts_.size() || (i < a.cuts_.size() && !(b.cuts_[j] < a.cuts_[i]));
      const bool from_b = i == a.cuts_.size() || (j < b.cuts_.size() && !(a.cuts_[i] < b.cuts_[j]));
      const Cut<Point>& cut = from_a ? a.cuts_[i] : b.cuts_[j];
      in_a ^= from_a;
      in_b ^= from_b;
      i += from_a;
      j += from_b;
      if (combine(in_a, in_b) != in) {
        in = !in;
        merged.cuts_.push_back(cut);
      }
    }
    return merged;
  }

  friend bool operator==(const CutSet& a, const CutSet& b) {
    return a.starts_inside_ == b.starts_inside_ && a.cuts_ == b.cuts_;
  }

 private:
  bool starts_inside_ = false;
  Cuts cuts_;
};

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_CUT_SET_H_
