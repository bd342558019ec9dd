#include "analyzer/engine/line_hash.h"

#include <fmt/format.h>

#include <array>
#include <unordered_map>

namespace rolelint::engine {
namespace {

constexpr uint64_t kBase = 37;
constexpr size_t kWindow = 100;
constexpr uint16_t kEndOfFile = 65535;
constexpr size_t kFilter = size_t{1} << 16;

constexpr uint64_t Power(uint64_t base, size_t exponent) {
  uint64_t power = 1;
  for (size_t i = 0; i < exponent; ++i) power *= base;
  return power;
}

// The hash of a window is what the hash of everything up to its end has beyond that of everything
// up to its begin, which has been multiplied once for each unit of the window. So only the begin of
// each line is kept, and only until its window is full.
class Roller {
 public:
  void Unit(uint16_t unit) {
    if (unit == ' ' || unit == '\t' || (after_cr_ && unit == '\n')) {
      after_cr_ = false;
      return;
    }
    after_cr_ = unit == '\r';
    if (after_cr_) unit = '\n';
    if (units_ == due_) EndWindow();
    if (line_start_) BeginLine();
    line_start_ = unit == '\n';
    Push(unit);
  }

  // The hashes of all lines.
  std::vector<uint64_t> Finish() {
    Unit(kEndOfFile);
    for (size_t i = 0; i < kWindow; ++i) {
      if (units_ == due_) EndWindow();
      Push(0);
    }
    if (units_ == due_) EndWindow();
    return std::move(hashes_);
  }

 private:
  static constexpr uint64_t kNever = ~uint64_t{0};

  // Where a line's window begins: how many units stood before it, and their hash.
  struct Begin {
    uint64_t units;
    uint64_t hash;
  };

  void Push(uint16_t unit) {
    hash_ = kBase * hash_ + unit;
    ++units_;
  }

  void BeginLine() {
    // Every line has a unit of its own, so no more than a window's worth are open.
    open_[(first_ + count_++) % kWindow] = {units_, hash_};
    if (count_ == 1) due_ = units_ + kWindow;
  }

  void EndWindow() {
    static constexpr uint64_t kOut = Power(kBase, kWindow);
    hashes_.push_back(hash_ - kOut * open_[first_].hash);
    first_ = (first_ + 1) % kWindow;
    due_ = --count_ == 0 ? kNever : open_[first_].units + kWindow;
  }

  std::vector<uint64_t> hashes_;
  std::array<Begin, kWindow> open_{};
  size_t first_ = 0;
  size_t count_ = 0;
  uint64_t units_ = 0;
  uint64_t due_ = kNever;
  uint64_t hash_ = 0;
  bool line_start_ = true;
  bool after_cr_ = false;
};

// Numbers the wanted lines among those of the same hash.
std::map<uint32_t, LineHash> Number(const std::vector<uint64_t>& hashes,
                                    const std::vector<uint32_t>& wanted) {
  std::map<uint32_t, LineHash> results;
  std::unordered_map<uint64_t, uint32_t> seen;
  // Most lines have a hash that nobody asks for: their low bits tell, without a look-up.
  std::vector<bool> asked(kFilter);
  for (uint32_t line : wanted) {
    if (line == 0 || line > hashes.size()) continue;
    seen[hashes[line - 1]] = 0;
    asked[hashes[line - 1] % kFilter] = true;
  }
  auto next = wanted.begin();
  for (uint32_t i = 0; i < hashes.size(); ++i) {
    while (next != wanted.end() && *next < i + 1) ++next;
    if (!asked[hashes[i] % kFilter]) continue;
    auto found = seen.find(hashes[i]);
    if (found == seen.end()) continue;
    uint32_t number = ++found->second;
    if (next != wanted.end() && *next == i + 1) results[i + 1] = {hashes[i], number, 0};
  }
  for (auto& [line, result] : results) result.total = seen[result.hash];
  return results;
}

}  // namespace

std::map<uint32_t, LineHash> LineHashes(std::string_view text, const std::vector<uint32_t>& lines) {
  Roller roller;
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
  return Number(roller.Finish(), lines);
}

std::string FormatLineHash(uint64_t hash, uint32_t number) {
  return fmt::format("{:x}:{}", hash, number);
}

}  // namespace rolelint::engine
