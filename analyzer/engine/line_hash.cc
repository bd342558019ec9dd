#include "analyzer/engine/line_hash.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

namespace rolelint::engine {
namespace {

constexpr uint64_t kBase = 37;
constexpr size_t kWindow = 100;
constexpr uint16_t kEndOfFile = 65535;

constexpr uint64_t Power(uint64_t base, size_t exponent) {
  uint64_t power = 1;
  for (size_t i = 0; i < exponent; ++i) power *= base;
  return power;
}

class Roller {
 public:
  explicit Roller(const std::vector<uint32_t>& wanted) : wanted_(wanted) {}

  void Unit(uint16_t unit) {
    if (unit == ' ' || unit == '\t' || (after_cr_ && unit == '\n')) {
      after_cr_ = false;
      return;
    }
    after_cr_ = unit == '\r';
    if (after_cr_) unit = '\n';
    Emit();
    if (line_start_) {
      line_start_ = false;
      line_of_[at_] = ++line_;
    }
    if (unit == '\n') line_start_ = true;
    Push(unit);
  }

  std::map<uint32_t, LineHash> Finish() {
    Unit(kEndOfFile);
    for (size_t i = 0; i < kWindow; ++i) {
      Emit();
      Push(0);
    }
    for (auto& [line, result] : results_) result.total = seen_[result.hash];
    return std::move(results_);
  }

 private:
  // The window begins at at_: if a line began there, its hash is complete.
  void Emit() {
    uint32_t line = line_of_[at_];
    if (line == 0) return;
    line_of_[at_] = 0;
    uint32_t number = ++seen_[hash_];
    if (!std::binary_search(wanted_.begin(), wanted_.end(), line)) return;
    results_[line] = {hash_, number, 0};
  }

  void Push(uint16_t unit) {
    static constexpr uint64_t kOut = Power(kBase, kWindow);
    hash_ = kBase * hash_ + unit - kOut * window_[at_];
    window_[at_] = unit;
    at_ = at_ + 1 == kWindow ? 0 : at_ + 1;
  }

  const std::vector<uint32_t>& wanted_;
  std::array<uint16_t, kWindow> window_{};
  std::array<uint32_t, kWindow> line_of_{};  // 0: no line begins here
  size_t at_ = 0;
  uint64_t hash_ = 0;
  uint32_t line_ = 0;
  bool line_start_ = true;
  bool after_cr_ = false;
  std::unordered_map<uint64_t, uint32_t> seen_;
  std::map<uint32_t, LineHash> results_;
};

}  // namespace

std::map<uint32_t, LineHash> LineHashes(std::string_view text, const std::vector<uint32_t>& lines) {
  Roller roller(lines);
  const auto* at = reinterpret_cast<const unsigned char*>(text.data());
  const unsigned char* end = at + text.size();
  while (at < end) {
    if (*at < 0x80) {
      roller.Unit(*at++);
      continue;
    }
    int more = *at >= 0xF0 ? 3 : *at >= 0xE0 ? 2 : 1;
    if (end - at <= more) break;
    uint32_t point = *at & (0x3FU >> more);
    for (int i = 1; i <= more; ++i) point = (point << 6) | (at[i] & 0x3FU);
    at += more + 1;
    if (point >= 0x10000) {
      point -= 0x10000;
      roller.Unit(static_cast<uint16_t>(0xD800 + (point >> 10)));
      roller.Unit(static_cast<uint16_t>(0xDC00 + (point & 0x3FF)));
    } else {
      roller.Unit(static_cast<uint16_t>(point));
    }
  }
  return roller.Finish();
}

std::string FormatLineHash(uint64_t hash, uint32_t number) {
  return fmt::format("{:x}:{}", hash, number);
}

}  // namespace rolelint::engine
