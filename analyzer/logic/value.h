#ifndef ROLELINT_LOGIC_VALUE_H_
#define ROLELINT_LOGIC_VALUE_H_

// Condition values that are more than text, as IAM reads them: numbers, dates, addresses; and sets
// of them, which the Numeric, Date and IpAddress operators speak about.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
//
// None of the parsers allocates for a value of usual size (numbers of at most 18 digits), nor does
// ValueSet::Contains().

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "analyzer/logic/cut_set.h"
#include "analyzer/policy/condition.h"

namespace rolelint::logic {

// A decimal number of any length, compared exactly: ±0.HEADTAIL × 10^exponent.
struct Number {
  bool negative = false;
  int64_t exponent = 0;
  uint64_t head = 0;  // the first 18 digits, the first not 0; 0 if the number is 0
  std::string tail;   // the digits after these, the last not 0

  friend bool operator==(const Number&, const Number&) = default;
  friend bool operator<(const Number& a, const Number& b);
};

// Digits with an optional sign, fraction and exponent. No spaces; exponents of up to 15 digits.
std::optional<Number> ParseNumber(std::string_view text);
// The shorter of decimal and exponent notation.
std::string NumberText(const Number& number);
// A number with few digits between two different ones, and one above any.
Number NumberBetween(const Number& low, const Number& high);
Number NumberAbove(const Number& number);

// Milliseconds since 1970, in the years 0000 to 9999: finer fractions are cut off. The forms of
// W3C's note on ISO 8601 (a year, a month, a day, or day and time with zone; without a zone UTC is
// meant), or seconds since 1970. Four digits are a year.
inline constexpr int64_t kFirstDate = -62'167'219'200'000;
inline constexpr int64_t kLastDate = 253'402'300'799'999;
std::optional<int64_t> ParseDate(std::string_view text);
// As YYYY-MM-DDThh:mm:ssZ, with three digits more where the milliseconds ask for them.
std::string DateText(int64_t milliseconds);

// All addresses in one row, those of version 4 before those of version 6. An IPv4-mapped address
// is one of version 6.
struct Address {
  bool v6 = false;
  unsigned __int128 bits = 0;

  friend bool operator==(const Address& a, const Address& b) {
    return a.v6 == b.v6 && a.bits == b.bits;
  }
  friend bool operator<(const Address& a, const Address& b) {
    return a.v6 != b.v6 ? b.v6 : a.bits < b.bits;
  }
};
struct AddressRange {
  Address first;
  Address last;
};

// An address, or a block as ADDRESS/LENGTH, whose bits after LENGTH may be set and do not count.
std::optional<AddressRange> ParseAddressRange(std::string_view text);
std::string AddressText(const Address& address);

// "true" or "false" in any case.
std::optional<bool> ParseBool(std::string_view text);
// Base64 of the standard alphabet with its padding.
bool IsBase64(std::string_view text);

enum class Scale : uint8_t { kNumber, kDate, kAddress };
// Of operators that compare by size; nullopt: of others.
std::optional<Scale> ScaleOf(policy::OperatorFamily family);
enum class Relation : uint8_t { kEqual, kLess, kLessEqual, kGreater, kGreaterEqual };

// A set of values of one scale. Its complement, too, has only values of that scale: text that is
// none is in neither (and passes a negated operator all the same, docs/evaluation.md).
class ValueSet {
 public:
  // Empty; all values.
  static ValueSet None(Scale scale);
  static ValueSet All(Scale scale) { return None(scale).Complement(); }
  // The values that stand in `relation` to `text`: LessThan 5 has all numbers below 5. Text that is
  // no value of the scale: none. Addresses know kEqual only: those in the block.
  static ValueSet FromTest(Scale scale, Relation relation, std::string_view text);

  Scale scale() const { return static_cast<Scale>(sets_.index()); }
  // `text` is in the set; of addresses a single one.
  bool Contains(std::string_view text) const;
  bool IsEmpty() const;

  // Of sets of the same scale.
  ValueSet Union(const ValueSet& other) const;
  ValueSet Intersection(const ValueSet& other) const;
  ValueSet Complement() const;

  // A value of the set in policy text, a short one; nullopt if it is empty.
  std::optional<std::string> Pick() const;

  friend bool operator==(const ValueSet&, const ValueSet&) = default;

 private:
  // In the order of Scale. Dates and addresses are discrete, so their cuts all lie before points,
  // and none before the first.
  using Sets = std::variant<CutSet<Number>, CutSet<int64_t>, CutSet<Address>>;
  explicit ValueSet(Sets sets) : sets_(std::move(sets)) {}

  Sets sets_;
};

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_VALUE_H_
