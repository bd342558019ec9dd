#include "analyzer/logic/value.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "analyzer/text/ascii.h"
#include "analyzer/text/glob.h"

namespace rolelint::logic {
namespace {

// Reads a date from left to right.
class DateReader {
 public:
  explicit DateReader(std::string_view text) : rest_(text) {}

  bool AtEnd() const { return rest_.empty(); }
  bool Skip(char c) {
    if (rest_.empty() || text::AsciiLower(rest_[0]) != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  // Exactly so many digits, of a value from `low` to `high`.
  bool Digits(size_t count, int low, int high, int* value) {
    if (rest_.size() < count) return false;
    *value = 0;
    for (char c : rest_.substr(0, count)) {
      if (!text::IsDigit(c)) return false;
      *value = 10 * *value + (c - '0');
    }
    rest_.remove_prefix(count);
    return *value >= low && *value <= high;
  }
  // Of one digit or more: the first three as milliseconds.
  bool Fraction(int* milliseconds) {
    *milliseconds = 0;
    size_t count = 0;
    for (; count < rest_.size() && text::IsDigit(rest_[count]); ++count) {
      if (count < 3) *milliseconds = 10 * *milliseconds + (rest_[count] - '0');
    }
    for (size_t i = count; i < 3; ++i) *milliseconds *= 10;
    rest_.remove_prefix(count);
    return count > 0;
  }

 private:
  std::string_view rest_;
};

constexpr int64_t kSecond = 1000;
constexpr int64_t kMinute = 60 * kSecond;
constexpr int64_t kDay = 24 * 60 * kMinute;

// Days since 1970 in the Gregorian calendar, with years that begin in March: then a leap day is the
// last day of its year, and 153 days make five months.
constexpr int64_t DaysOf(int year, int month, int day) {
  const int64_t y = month <= 2 ? year - 1 : year;
  const int64_t era = (y >= 0 ? y : y - 399) / 400;
  const int64_t of_era = y - era * 400;
  const int64_t of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

constexpr int DaysInMonth(int year, int month) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

std::optional<int64_t> InRange(int64_t milliseconds) {
  if (milliseconds < kFirstDate || milliseconds > kLastDate) return std::nullopt;
  return milliseconds;
}

std::optional<int64_t> ParseSeconds(std::string_view text) {
  constexpr size_t kMaxDigits = 12;  // the year 9999 has that many
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const size_t point = std::min(text.find('.'), text.size());
  if (point == 0 || point > kMaxDigits) return std::nullopt;
  int64_t seconds = 0;
  for (char c : text.substr(0, point)) {
    if (!text::IsDigit(c)) return std::nullopt;
    seconds = 10 * seconds + (c - '0');
  }
  int milliseconds = 0;
  if (point < text.size()) {
    DateReader fraction(text.substr(point + 1));
    if (!fraction.Fraction(&milliseconds) || !fraction.AtEnd()) return std::nullopt;
  }
  const int64_t since = seconds * kSecond + milliseconds;
  return InRange(negative ? -since : since);
}

// What follows the day: Thh:mm, perhaps :ss and a fraction, and the zone. Adds to *milliseconds.
bool ReadTime(DateReader* reader, int64_t* milliseconds) {
  int hour = 0;
  int minute = 0;
  int second = 0;
  int fraction = 0;
  if (!reader->Skip('t') || !reader->Digits(2, 0, 23, &hour) || !reader->Skip(':') ||
      !reader->Digits(2, 0, 59, &minute)) {
    return false;
  }
  if (reader->Skip(':')) {
    if (!reader->Digits(2, 0, 59, &second)) return false;
    if (reader->Skip('.') && !reader->Fraction(&fraction)) return false;
  }
  *milliseconds += (60 * hour + minute) * kMinute + second * kSecond + fraction;
  if (reader->AtEnd() || reader->Skip('z')) return true;
  const bool east = reader->Skip('+');
  if (!east && !reader->Skip('-')) return false;
  if (!reader->Digits(2, 0, 23, &hour) || !reader->Skip(':') ||
      !reader->Digits(2, 0, 59, &minute)) {
    return false;
  }
  *milliseconds += (60 * hour + minute) * (east ? -kMinute : kMinute);
  return true;
}

std::optional<Address> ParseAddress(std::string_view text) {
  char terminated[INET6_ADDRSTRLEN + 1];
  if (text.size() >= sizeof(terminated) || text.find('\0') != text.npos) return std::nullopt;
  std::copy(text.begin(), text.end(), terminated);
  terminated[text.size()] = '\0';
  const bool v6 = text.find(':') != text.npos;
  unsigned char bytes[16];
  if (inet_pton(v6 ? AF_INET6 : AF_INET, terminated, bytes) != 1) return std::nullopt;
  Address address{v6, 0};
  for (int i = 0; i < (v6 ? 16 : 4); ++i) address.bits = address.bits << 8 | bytes[i];
  return address;
}

}  // namespace

std::optional<Scale> ScaleOf(policy::OperatorFamily family) {
  switch (family) {
    case policy::OperatorFamily::kNumeric:
      return Scale::kNumber;
    case policy::OperatorFamily::kDate:
      return Scale::kDate;
    case policy::OperatorFamily::kIp:
      return Scale::kAddress;
    default:
      return std::nullopt;
  }
}

std::optional<int64_t> ParseDate(std::string_view text) {
  constexpr size_t kYearDigits = 4;
  const bool year_alone =
      text.size() == kYearDigits && std::all_of(text.begin(), text.end(), text::IsDigit);
  if (!year_alone && text.find('-', 1) == text.npos) return ParseSeconds(text);
  DateReader reader(text);
  int year = 0;
  int month = 1;
  int day = 1;
  if (!reader.Digits(kYearDigits, 0, 9999, &year)) return std::nullopt;
  int64_t time = 0;
  if (!reader.AtEnd()) {
    if (!reader.Skip('-') || !reader.Digits(2, 1, 12, &month)) return std::nullopt;
    if (!reader.AtEnd()) {
      if (!reader.Skip('-') || !reader.Digits(2, 1, DaysInMonth(year, month), &day)) {
        return std::nullopt;
      }
      if (!reader.AtEnd() && !ReadTime(&reader, &time)) return std::nullopt;
    }
  }
  if (!reader.AtEnd()) return std::nullopt;
  return InRange(DaysOf(year, month, day) * kDay + time);
}

std::string DateText(int64_t milliseconds) {
  int64_t days = milliseconds / kDay;
  if (milliseconds % kDay < 0) --days;
  const int64_t of_day = milliseconds - days * kDay;
  // The reverse of DaysOf().
  const int64_t since = days + 719468;
  const int64_t era = (since >= 0 ? since : since - 146096) / 146097;
  const int64_t of_era = since - era * 146097;
  const int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t from_march = (5 * of_year + 2) / 153;
  const int64_t day = of_year - (153 * from_march + 2) / 5 + 1;
  const int64_t month = from_march < 10 ? from_march + 3 : from_march - 9;
  const int64_t year = era * 400 + year_of_era + (month <= 2 ? 1 : 0);
  std::string text =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", year, month, day, of_day / (60 * kMinute),
                  of_day / kMinute % 60, of_day / kSecond % 60);
  if (of_day % kSecond != 0) text += fmt::format(".{:03}", of_day % kSecond);
  return text + "Z";
}

std::optional<AddressRange> ParseAddressRange(std::string_view text) {
  const size_t slash = text.find('/');
  const std::optional<Address> address = ParseAddress(text.substr(0, slash));
  if (!address) return std::nullopt;
  if (slash == text.npos) return AddressRange{*address, *address};
  const std::string_view length_text = text.substr(slash + 1);
  if (length_text.empty() || length_text.size() > 3) return std::nullopt;
  int length = 0;
  for (char c : length_text) {
    if (!text::IsDigit(c)) return std::nullopt;
    length = 10 * length + (c - '0');
  }
  const int width = address->v6 ? 128 : 32;
  if (length > width) return std::nullopt;
  const unsigned __int128 all =
      address->v6 ? ~static_cast<unsigned __int128>(0) : static_cast<unsigned __int128>(0xFFFFFFFF);
  const unsigned __int128 host = length == width ? 0 : all >> length;
  return AddressRange{{address->v6, address->bits & ~host}, {address->v6, address->bits | host}};
}

std::string AddressText(const Address& address) {
  unsigned char bytes[16];
  const int size = address.v6 ? 16 : 4;
  for (int i = 0; i < size; ++i) {
    bytes[size - 1 - i] = static_cast<unsigned char>(address.bits >> (8 * i));
  }
  char text[INET6_ADDRSTRLEN] = "";
  inet_ntop(address.v6 ? AF_INET6 : AF_INET, bytes, text, sizeof(text));
  return text;
}

std::optional<bool> ParseBool(std::string_view text) {
  if (text::EqualsFolded(text, "true")) return true;
  if (text::EqualsFolded(text, "false")) return false;
  return std::nullopt;
}

bool IsBase64(std::string_view text) {
  if (text.size() % 4 != 0) return false;
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  return std::all_of(text.begin(), text.end(), [](char c) {
    return text::IsDigit(c) || (text::AsciiLower(c) >= 'a' && text::AsciiLower(c) <= 'z') ||
           c == '+' || c == '/';
  });
}

}  // namespace rolelint::logic
