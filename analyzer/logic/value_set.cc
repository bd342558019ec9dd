#include <algorithm>
#include <type_traits>

#include "analyzer/logic/value.h"

namespace rolelint::logic {
namespace {

constexpr unsigned __int128 kLastV4 = 0xFFFFFFFF;
constexpr unsigned __int128 kLastV6 = ~static_cast<unsigned __int128>(0);

// The point after a discrete one; nullopt after the last.
std::optional<int64_t> Next(int64_t date) {
  if (date >= kLastDate) return std::nullopt;
  return date + 1;
}
std::optional<Address> Next(const Address& address) {
  if (address.bits != (address.v6 ? kLastV6 : kLastV4))
    return Address{address.v6, address.bits + 1};
  if (!address.v6) return Address{true, 0};
  return std::nullopt;
}
bool IsFirst(int64_t date) { return date == kFirstDate; }
bool IsFirst(const Address& address) { return !address.v6 && address.bits == 0; }

// The discrete points below `point`; all of them if there is no such.
template <class Point>
CutSet<Point> Below(const std::optional<Point>& point) {
  if (!point) return CutSet<Point>(true, {});
  if (IsFirst(*point)) return {};
  return CutSet<Point>(true, {{*point, false}});
}

template <class Point>
CutSet<Point> Without(const CutSet<Point>& a, const CutSet<Point>& b) {
  return CutSet<Point>::Merge(a, b, [](bool in_a, bool in_b) { return in_a && !in_b; });
}

CutSet<Number> NumbersFromTest(Relation relation, const Number& number) {
  CutSet<Number> less(true, {{number, false}});
  CutSet<Number> less_equal(true, {{number, true}});
  switch (relation) {
    case Relation::kEqual:
      return Without(less_equal, less);
    case Relation::kLess:
      return less;
    case Relation::kLessEqual:
      return less_equal;
    case Relation::kGreater:
      return less_equal.Complement();
    case Relation::kGreaterEqual:
      return less.Complement();
  }
  return {};
}

CutSet<int64_t> DatesFromTest(Relation relation, int64_t date) {
  CutSet<int64_t> less = Below<int64_t>(date);
  CutSet<int64_t> less_equal = Below(Next(date));
  switch (relation) {
    case Relation::kEqual:
      return Without(less_equal, less);
    case Relation::kLess:
      return less;
    case Relation::kLessEqual:
      return less_equal;
    case Relation::kGreater:
      return less_equal.Complement();
    case Relation::kGreaterEqual:
      return less.Complement();
  }
  return {};
}

// Calls visit(first cut or null, last cut or null) for each run of points in the set.
template <class Point, class Visit>
void ForEachRun(const CutSet<Point>& set, const Visit& visit) {
  const auto& cuts = set.cuts();
  const size_t count = cuts.size();
  for (size_t i = set.starts_inside() ? 0 : 1; i <= count; i += 2) {
    visit(i == 0 ? nullptr : &cuts[i - 1], i == count ? nullptr : &cuts[i]);
  }
}

Number NumberInRun(const Cut<Number>* low, const Cut<Number>* high) {
  if (low != nullptr && !low->after) return low->point;
  if (high != nullptr && high->after) return high->point;
  if (low == nullptr && high == nullptr) return {};
  if (high == nullptr) return NumberAbove(low->point);
  if (low != nullptr) return NumberBetween(low->point, high->point);
  Number mirrored = high->point;
  mirrored.negative = mirrored.head != 0 && !mirrored.negative;
  mirrored = NumberAbove(mirrored);
  mirrored.negative = mirrored.head != 0;
  return mirrored;
}

std::string PickFrom(const CutSet<Number>& set) {
  for (const char* plain : {"1", "0", "10", "100"}) {
    if (set.Contains(*ParseNumber(plain))) return plain;
  }
  std::string shortest;
  ForEachRun(set, [&](const Cut<Number>* low, const Cut<Number>* high) {
    std::string text = NumberText(NumberInRun(low, high));
    if (shortest.empty() || text.size() < shortest.size()) shortest = std::move(text);
  });
  return shortest;
}

// The roundest date from `first` to `last`: whole days before hours, these before minutes.
int64_t Roundest(int64_t first, int64_t last) {
  constexpr int64_t kMillisecondsOfASecond = 1000;
  for (int64_t unit : {86400 * kMillisecondsOfASecond, 3600 * kMillisecondsOfASecond,
                       60 * kMillisecondsOfASecond, kMillisecondsOfASecond}) {
    // Counted from kFirstDate, which is a whole day.
    const int64_t after = (first - kFirstDate + unit - 1) / unit * unit + kFirstDate;
    if (after <= last) return after;
  }
  return first;
}

std::string PickFrom(const CutSet<int64_t>& set) {
  constexpr int64_t kPlain = 1767225600000;  // 2026-01-01
  if (set.Contains(kPlain)) return DateText(kPlain);
  int64_t nearest = kFirstDate;
  bool found = false;
  const auto distance = [](int64_t date) { return date < kPlain ? kPlain - date : date - kPlain; };
  ForEachRun(set, [&](const Cut<int64_t>* low, const Cut<int64_t>* high) {
    int64_t first = low == nullptr ? kFirstDate : low->point;
    const int64_t last = high == nullptr ? kLastDate : high->point - 1;
    // Of a long run of the past its last days.
    constexpr int64_t kWeek = 7 * int64_t{86400} * 1000;
    if (last < kPlain && last - first > kWeek) first = last - kWeek;
    const int64_t date = Roundest(first, last);
    if (!found || distance(date) < distance(nearest)) nearest = date;
    found = true;
  });
  return DateText(nearest);
}

std::string PickFrom(const CutSet<Address>& set) {
  // Addresses set aside for documentation, and a private one.
  for (const char* plain :
       {"203.0.113.1", "198.51.100.1", "192.0.2.1", "10.0.0.1", "2001:db8::1"}) {
    if (set.Contains(ParseAddressRange(plain)->first)) return plain;
  }
  const Address first = set.starts_inside() ? Address{} : set.cuts()[0].point;
  // A block's first address is seldom a host's.
  const std::optional<Address> second = Next(first);
  if (first.bits % 256 == 0 && second && second->v6 == first.v6 && set.Contains(*second)) {
    return AddressText(*second);
  }
  return AddressText(first);
}

}  // namespace

ValueSet ValueSet::None(Scale scale) {
  switch (scale) {
    case Scale::kNumber:
      return ValueSet(CutSet<Number>());
    case Scale::kDate:
      return ValueSet(CutSet<int64_t>());
    case Scale::kAddress:
      break;
  }
  return ValueSet(CutSet<Address>());
}

ValueSet ValueSet::FromTest(Scale scale, Relation relation, std::string_view text) {
  switch (scale) {
    case Scale::kNumber:
      if (const auto number = ParseNumber(text))
        return ValueSet(NumbersFromTest(relation, *number));
      break;
    case Scale::kDate:
      if (const auto date = ParseDate(text)) return ValueSet(DatesFromTest(relation, *date));
      break;
    case Scale::kAddress:
      if (const auto range = ParseAddressRange(text); range && relation == Relation::kEqual) {
        return ValueSet(Without(Below(Next(range->last)), Below<Address>(range->first)));
      }
      break;
  }
  return None(scale);
}

bool ValueSet::Contains(std::string_view text) const {
  switch (scale()) {
    case Scale::kNumber: {
      const std::optional<Number> number = ParseNumber(text);
      return number && std::get<CutSet<Number>>(sets_).Contains(*number);
    }
    case Scale::kDate: {
      const std::optional<int64_t> date = ParseDate(text);
      return date && std::get<CutSet<int64_t>>(sets_).Contains(*date);
    }
    case Scale::kAddress: {
      const std::optional<AddressRange> range = ParseAddressRange(text);
      return range && range->first == range->last &&
             std::get<CutSet<Address>>(sets_).Contains(range->first);
    }
  }
  return false;
}

bool ValueSet::IsEmpty() const {
  return std::visit([](const auto& set) { return set.empty(); }, sets_);
}

ValueSet ValueSet::Union(const ValueSet& other) const {
  return Complement().Intersection(other.Complement()).Complement();
}

ValueSet ValueSet::Intersection(const ValueSet& other) const {
  return std::visit(
      [&](const auto& set) {
        using Set = std::decay_t<decltype(set)>;
        return ValueSet(Set::Merge(set, std::get<Set>(other.sets_),
                                   [](bool in_a, bool in_b) { return in_a && in_b; }));
      },
      sets_);
}

ValueSet ValueSet::Complement() const {
  return std::visit([](const auto& set) { return ValueSet(set.Complement()); }, sets_);
}

std::optional<std::string> ValueSet::Pick() const {
  if (IsEmpty()) return std::nullopt;
  return std::visit([](const auto& set) { return PickFrom(set); }, sets_);
}

}  // namespace rolelint::logic
