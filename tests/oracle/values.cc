#include "tests/oracle/values.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <cctype>
#include <cstdio>
#include <cstdlib>

namespace rolelint::oracle {
namespace {

bool AllDigits(std::string_view text) {
  if (text.empty()) return false;
  for (char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return true;
}

// Reads exactly `count` digits from the front of `text`.
bool TakeDigits(std::string_view* text, size_t count, int64_t* value) {
  if (text->size() < count || !AllDigits(text->substr(0, count))) return false;
  *value = std::strtoll(std::string(text->substr(0, count)).c_str(), nullptr, 10);
  text->remove_prefix(count);
  return true;
}

bool Take(std::string_view* text, char c) {
  if (text->empty() || text->front() != c) return false;
  text->remove_prefix(1);
  return true;
}

// Days since 1970-01-01 in the proleptic Gregorian calendar, counted from the 1st of March so that
// the leap day comes last.
int64_t DaysFromCivil(int64_t year, int64_t month, int64_t day) {
  if (month <= 2) --year;
  int64_t era = (year >= 0 ? year : year - 399) / 400;
  int64_t year_of_era = year - era * 400;
  int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719468;
}

int64_t DaysInMonth(int64_t year, int64_t month) {
  int64_t next = month == 12 ? DaysFromCivil(year + 1, 1, 1) : DaysFromCivil(year, month + 1, 1);
  return next - DaysFromCivil(year, month, 1);
}

// Z, +hh:mm, -hhmm, or nothing, to the end of `text`; in seconds.
std::optional<int64_t> ParseOffset(std::string_view text) {
  if (text.empty() || text == "Z" || text == "z") return 0;
  int64_t sign = text.front() == '-' ? -1 : 1;
  if (text.front() != '+' && text.front() != '-') return std::nullopt;
  text.remove_prefix(1);
  int64_t hours = 0, minutes = 0;
  if (!TakeDigits(&text, 2, &hours)) return std::nullopt;
  Take(&text, ':');
  if (!text.empty() && !TakeDigits(&text, 2, &minutes)) return std::nullopt;
  if (!text.empty() || hours > 23 || minutes > 59) return std::nullopt;
  return sign * (hours * 3600 + minutes * 60);
}

}  // namespace

std::optional<std::string> ParseDecimal(std::string_view text) {
  std::string result;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    if (text.front() == '-') result = "-";
    text.remove_prefix(1);
  }
  size_t dot = text.find('.');
  if (!AllDigits(text.substr(0, dot))) return std::nullopt;
  if (dot != std::string_view::npos && !AllDigits(text.substr(dot + 1))) return std::nullopt;
  return result + std::string(text);
}

std::optional<int64_t> ParseDate(std::string_view text) {
  if (AllDigits(text) || (text.size() > 1 && text[0] == '-' && AllDigits(text.substr(1)))) {
    if (text.size() > 15) return std::nullopt;
    return std::strtoll(std::string(text).c_str(), nullptr, 10);
  }
  int64_t year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, offset = 0;
  if (!TakeDigits(&text, 4, &year) || !Take(&text, '-') || !TakeDigits(&text, 2, &month) ||
      !Take(&text, '-') || !TakeDigits(&text, 2, &day)) {
    return std::nullopt;
  }
  if (month < 1 || month > 12 || day < 1 || day > DaysInMonth(year, month)) return std::nullopt;
  if (!text.empty()) {
    if (!Take(&text, 'T') && !Take(&text, 't')) return std::nullopt;
    if (!TakeDigits(&text, 2, &hour) || !Take(&text, ':') || !TakeDigits(&text, 2, &minute)) {
      return std::nullopt;
    }
    if (Take(&text, ':') && !TakeDigits(&text, 2, &second)) return std::nullopt;
    if (Take(&text, '.')) {
      // Instants are whole seconds here; a fraction other than zero is beyond the oracle.
      int64_t digit = 0;
      while (TakeDigits(&text, 1, &digit)) {
        if (digit != 0) return std::nullopt;
      }
    }
    if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
    std::optional<int64_t> parsed = ParseOffset(text);
    if (!parsed) return std::nullopt;
    offset = *parsed;
  }
  return DaysFromCivil(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - offset;
}

std::string FormatDate(int64_t seconds) {
  int64_t days = seconds / 86400, rest = seconds % 86400;
  if (rest < 0) {
    rest += 86400;
    --days;
  }
  int64_t year = 1970 + days / 366 - 1;
  while (DaysFromCivil(year + 1, 1, 1) <= days) ++year;
  while (DaysFromCivil(year, 1, 1) > days) --year;
  int64_t month = 1;
  while (month < 12 && DaysFromCivil(year, month + 1, 1) <= days) ++month;
  int64_t day = days - DaysFromCivil(year, month, 1) + 1;
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", year, month, day, rest / 3600,
                     rest / 60 % 60, rest % 60);
}

std::optional<AddressRange> ParseAddressRange(std::string_view text) {
  AddressRange range;
  size_t slash = text.find('/');
  std::string address(text.substr(0, slash));
  range.v6 = address.find(':') != std::string::npos;
  if (inet_pton(range.v6 ? AF_INET6 : AF_INET, address.c_str(), range.bytes.data()) != 1) {
    return std::nullopt;
  }
  int bits = range.v6 ? 128 : 32;
  range.prefix = bits;
  if (slash != std::string_view::npos) {
    std::string_view prefix = text.substr(slash + 1);
    if (!AllDigits(prefix) || prefix.size() > 3) return std::nullopt;
    range.prefix = std::atoi(std::string(prefix).c_str());
    if (range.prefix > bits) return std::nullopt;
  }
  return range;
}

std::string FormatAddress(const AddressRange& range) {
  char text[INET6_ADDRSTRLEN];
  inet_ntop(range.v6 ? AF_INET6 : AF_INET, range.bytes.data(), text, sizeof(text));
  return text;
}

std::u32string CodePoints(std::string_view text) {
  std::u32string points;
  for (size_t i = 0; i < text.size();) {
    auto lead = static_cast<unsigned char>(text[i]);
    size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (i + length > text.size()) length = 1;
    char32_t point = length == 1 ? lead : lead & (0xFF >> (length + 1));
    for (size_t k = 1; k < length; ++k) {
      point = (point << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3F);
    }
    points += point;
    i += length;
  }
  return points;
}

std::string Utf8(std::u32string_view text) {
  std::string bytes;
  for (char32_t c : text) {
    if (c < 0x80) {
      bytes += static_cast<char>(c);
    } else if (c < 0x800) {
      bytes += static_cast<char>(0xC0 | (c >> 6));
      bytes += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
      bytes += static_cast<char>(0xE0 | (c >> 12));
      bytes += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
      bytes += static_cast<char>(0x80 | (c & 0x3F));
    } else {
      bytes += static_cast<char>(0xF0 | (c >> 18));
      bytes += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
      bytes += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
      bytes += static_cast<char>(0x80 | (c & 0x3F));
    }
  }
  return bytes;
}

std::string LowerAscii(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return result;
}

}  // namespace rolelint::oracle
