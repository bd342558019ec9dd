#include <algorithm>
#include <utility>

#include "analyzer/logic/value.h"
#include "analyzer/text/ascii.h"

namespace rolelint::logic {
namespace {

constexpr int kHeadDigits = 18;

bool MagnitudeLess(const Number& a, const Number& b) {
  if (a.head == 0 || b.head == 0) return a.head < b.head;
  if (a.exponent != b.exponent) return a.exponent < b.exponent;
  if (a.head != b.head) return a.head < b.head;
  return a.tail < b.tail;
}

// Collects digits from left to right, and where the point is among them.
class Digits {
 public:
  void Add(char c) {
    if (head_digits_ == 0 && c == '0') {
      if (after_point_) --exponent_;
      return;
    }
    if (!after_point_) ++exponent_;
    if (head_digits_ < kHeadDigits) {
      head_ = 10 * head_ + static_cast<uint64_t>(c - '0');
      ++head_digits_;
    } else {
      tail_.push_back(c);
    }
  }
  // False if there was one.
  bool Point() { return !std::exchange(after_point_, true); }

  Number Take(bool negative, int64_t power) && {
    if (head_digits_ == 0) return {};
    for (; head_digits_ < kHeadDigits; ++head_digits_) head_ *= 10;
    while (!tail_.empty() && tail_.back() == '0') tail_.pop_back();
    return {negative, exponent_ + power, head_, std::move(tail_)};
  }

 private:
  bool after_point_ = false;
  int head_digits_ = 0;
  int64_t exponent_ = 0;
  uint64_t head_ = 0;
  std::string tail_;
};

// The significant digits, the last one not 0; none of zero.
std::string SignificantDigits(const Number& number) {
  std::string digits = number.head == 0 ? std::string() : std::to_string(number.head);
  digits += number.tail;
  while (!digits.empty() && digits.back() == '0') digits.pop_back();
  return digits;
}

// 0.DIGITS × 10^exponent.
Number FromDigits(std::string_view digits, int64_t exponent) {
  Digits collected;
  collected.Point();
  for (char c : digits) collected.Add(c);
  return std::move(collected).Take(false, exponent);
}

char DigitAt(std::string_view digits, size_t i) { return i < digits.size() ? digits[i] : '0'; }

// Digits just above those of `digits`, which they share up to `keep` at least.
std::string JustAbove(std::string_view digits, size_t keep) {
  while (DigitAt(digits, keep) == '9') ++keep;
  std::string above(digits.substr(0, keep));
  above.append(keep - above.size(), '0');
  above.push_back(static_cast<char>(DigitAt(digits, keep) + 1));
  return above;
}

// 0 <= low < high.
Number MagnitudeBetween(const Number& low, const Number& high) {
  const std::string low_digits = SignificantDigits(low);
  const std::string high_digits = SignificantDigits(high);
  if (low.head == 0 || low.exponent < high.exponent) {
    // A power of ten lies between, unless `high` is the very next one.
    if (high_digits != "1") return FromDigits("1", high.exponent);
    if (low.head == 0 || low.exponent < high.exponent - 1) {
      return FromDigits("1", high.exponent - 1);
    }
    return FromDigits(JustAbove(low_digits, 0), low.exponent);
  }
  size_t first = 0;  // the first digit that differs; it is higher in `high`
  while (DigitAt(low_digits, first) == DigitAt(high_digits, first)) ++first;
  std::string digits = high_digits.substr(0, first);
  digits.append(first - digits.size(), '0');
  const char low_digit = DigitAt(low_digits, first);
  const bool more = first + 1 < high_digits.size();
  if (DigitAt(high_digits, first) - low_digit > 1 || more) {
    digits.push_back(static_cast<char>(low_digit + 1));
    return FromDigits(digits, high.exponent);
  }
  return FromDigits(JustAbove(low_digits, first + 1), high.exponent);
}

Number Negated(Number number) {
  if (number.head != 0) number.negative = !number.negative;
  return number;
}

}  // namespace

bool operator<(const Number& a, const Number& b) {
  if (a.negative != b.negative) return a.negative;
  return a.negative ? MagnitudeLess(b, a) : MagnitudeLess(a, b);
}

std::optional<Number> ParseNumber(std::string_view text) {
  constexpr size_t kMaxPowerDigits = 15;
  const bool negative = text.starts_with('-');
  size_t at = negative || text.starts_with('+') ? 1 : 0;
  Digits digits;
  bool some = false;
  for (; at < text.size() && (text::IsDigit(text[at]) || text[at] == '.'); ++at) {
    if (text[at] == '.') {
      if (!digits.Point()) return std::nullopt;
    } else {
      digits.Add(text[at]);
      some = true;
    }
  }
  if (!some) return std::nullopt;
  int64_t power = 0;
  if (at < text.size()) {
    if (text[at] != 'e' && text[at] != 'E') return std::nullopt;
    ++at;
    const bool down = at < text.size() && text[at] == '-';
    if (down || (at < text.size() && text[at] == '+')) ++at;
    if (at == text.size() || text.size() - at > kMaxPowerDigits) return std::nullopt;
    for (; at < text.size(); ++at) {
      if (!text::IsDigit(text[at])) return std::nullopt;
      power = 10 * power + (text[at] - '0');
    }
    if (down) power = -power;
  }
  return std::move(digits).Take(negative, power);
}

std::string NumberText(const Number& number) {
  constexpr int64_t kMostZeros = 6;
  const std::string digits = SignificantDigits(number);
  if (digits.empty()) return "0";
  const int64_t size = static_cast<int64_t>(digits.size());
  std::string text = number.negative ? "-" : "";
  if (number.exponent > size + kMostZeros || number.exponent < -kMostZeros) {
    text += digits[0];
    if (size > 1) text += "." + digits.substr(1);
    return text + "e" + std::to_string(number.exponent - 1);
  }
  if (number.exponent <= 0) {
    return text + "0." + std::string(static_cast<size_t>(-number.exponent), '0') + digits;
  }
  if (number.exponent >= size) {
    return text + digits + std::string(static_cast<size_t>(number.exponent - size), '0');
  }
  const size_t whole = static_cast<size_t>(number.exponent);
  return text + digits.substr(0, whole) + "." + digits.substr(whole);
}

Number NumberBetween(const Number& low, const Number& high) {
  if (low.negative && !high.negative && high.head != 0) return {};
  if (low.negative) return Negated(MagnitudeBetween(Negated(high), Negated(low)));
  return MagnitudeBetween(low, high);
}

Number NumberAbove(const Number& number) {
  if (number.negative) return {};
  const std::string digits = SignificantDigits(number);
  if (digits.empty() || digits.find_first_not_of('9') == std::string::npos) {
    return FromDigits("1", number.exponent + 1);
  }
  return FromDigits(JustAbove(digits, 0), number.exponent);
}

}  // namespace rolelint::logic
