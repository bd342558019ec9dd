#ifndef ROLELINT_TESTS_ORACLE_VALUES_H_
#define ROLELINT_TESTS_ORACLE_VALUES_H_

// Values of conditions read from their text for the oracle, apart from the analyzer's own reading:
// decimals, dates, addresses. Nothing where the text is no such value.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rolelint::oracle {

// A decimal as Z3 reads reals: an optional minus, digits, an optional fraction.
std::optional<std::string> ParseDecimal(std::string_view text);

// ISO 8601 (a date, or a date and a time with or without an offset) or epoch seconds; in seconds.
std::optional<int64_t> ParseDate(std::string_view text);
// The instant as ISO 8601, in UTC.
std::string FormatDate(int64_t seconds);

// An address or a CIDR; the bytes of version 4 are the first four.
struct AddressRange {
  bool v6 = false;
  std::array<uint8_t, 16> bytes{};
  int prefix = 0;
};
std::optional<AddressRange> ParseAddressRange(std::string_view text);
std::string FormatAddress(const AddressRange& range);

// The code points of UTF-8; an invalid byte stands for itself.
std::u32string CodePoints(std::string_view text);
std::string Utf8(std::u32string_view text);

// ASCII alone; the rest as it is.
std::string LowerAscii(std::string_view text);

}  // namespace rolelint::oracle

#endif  // ROLELINT_TESTS_ORACLE_VALUES_H_
