#include "analyzer/report/log_safe.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <string_view>

namespace rolelint::report::log_safe_test {
namespace {

std::string Safe(std::string_view text, size_t piece) {
  std::ostringstream out;
  LogSafe safe(out);
  for (size_t at = 0; at < text.size(); at += piece) safe << text.substr(at, piece);
  return out.str();
}

TEST(LogSafe, NoCommandIsLeft) {
  struct Case {
    std::string_view text;
    std::string_view written;
  };
  constexpr Case kCases[] = {
      {"::error::x", ":\\x{3a}error::x"},
      {" \t::error::x", " \t:\\x{3a}error::x"},
      {"a\n::warning::\n", "a\n:\\x{3a}warning::\n"},
      {"a\r::debug::", "a\r:\\x{3a}debug::"},
      {"arn:aws:s3:::b", "arn:aws:s3:::b"},
      {": :x", ": :x"},
      {"x ##[error]y", "x ##\\x{5b}error]y"},
      {"x ###[error]y", "x ###\\x{5b}error]y"},
      {"x #[a] # #[b]", "x #[a] # #[b]"},
      {"\n", "\n"},
      {"", ""},
  };
  for (const Case& one : kCases) {
    SCOPED_TRACE(one.text);
    // However it is handed over.
    for (size_t piece = 1; piece <= one.text.size() + 1; ++piece) {
      EXPECT_EQ(Safe(one.text, piece), one.written) << "in pieces of " << piece;
    }
  }
}

}  // namespace
}  // namespace rolelint::report::log_safe_test
