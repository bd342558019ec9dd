#include "analyzer/engine/line_hash.h"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <unordered_map>
#include <utility>

namespace rolelint::engine {
namespace {

constexpr uint64_t kBase = 37;
constexpr size_t kWindow = 100;
constexpr uint16_t kEndOfFile = 65535;
// Bytes by which lines are told apart before any of them is hashed.
constexpr size_t kKey = 8;
constexpr size_t kFilterBits = 16;
// Hashing one line for so many bytes of text is still faster than rolling over all of them.
constexpr size_t kFewBytes = 256;

constexpr uint64_t Power(uint64_t base, size_t exponent) {
  uint64_t power = 1;
  for (size_t i = 0; i < exponent; ++i) power *= base;
  return power;
}

// All hashes in one pass. The hash of a window is what the hash of everything up to its end has
// beyond that of everything up to its begin, which has been multiplied once for each unit of the
// window. So only the begin of each line is kept, and only until its window is full.
class Roller {
 public:
  static std::vector<uint64_t> HashesOf(std::string_view text);

 private:
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

std::vector<uint64_t> Roller::HashesOf(std::string_view text) {
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
  return roller.Finish();
}

// The units of a text from one place on, as the hash takes them: no blanks, one kind of line break,
// then a mark for the end, then zeros.
class Units {
 public:
  Units(std::string_view text, size_t begin)
      : at_(reinterpret_cast<const unsigned char*>(text.data()) + begin),
        end_(reinterpret_cast<const unsigned char*>(text.data()) + text.size()) {}

  uint16_t Next() {
    if (low_ != 0) return std::exchange(low_, uint16_t{0});
    while (at_ < end_ && (*at_ == ' ' || *at_ == '\t')) ++at_;
    if (at_ == end_) return std::exchange(end_mark_, uint16_t{0});
    const unsigned char first = *at_++;
    if (first == '\r') {
      if (at_ < end_ && *at_ == '\n') ++at_;
      return '\n';
    }
    return first < 0x80 ? first : Beyond(first);
  }

 private:
  // A character outside ASCII; its second unit, if it has one, comes next.
  uint16_t Beyond(unsigned char first) {
    const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
    uint32_t point = first & (0x3FU >> more);
    for (int i = 0; i < more && at_ < end_; ++i) point = (point << 6) | (*at_++ & 0x3FU);
    if (point < 0x10000) return static_cast<uint16_t>(point);
    point -= 0x10000;
    low_ = static_cast<uint16_t>(0xDC00 + (point & 0x3FF));
    return static_cast<uint16_t>(0xD800 + (point >> 10));
  }

  const unsigned char* at_;
  const unsigned char* end_;
  uint16_t low_ = 0;
  uint16_t end_mark_ = kEndOfFile;
};

uint64_t HashAt(std::string_view text, size_t begin) {
  Units units(text, begin);
  uint64_t hash = 0;
  for (size_t i = 0; i < kWindow; ++i) hash = kBase * hash + units.Next();
  return hash;
}

// Equal for lines whose windows are: a hash of the first bytes that are no blanks, to the line's
// end at most.
uint32_t KeyAt(std::string_view text, size_t begin) {
  constexpr uint64_t kOdd = 0x9E3779B97F4A7C15ULL;
  constexpr uint64_t kBlanks = 0x2020202020202020ULL;
  const char* at = text.data() + begin;
  const char* const end = text.data() + text.size();
  uint64_t eight = 0;
  while (end - at >= 8) {
    std::memcpy(&eight, at, sizeof(eight));
    if (eight != kBlanks) break;
    at += 8;
  }
  uint64_t key = 0;
  for (size_t taken = 0; taken < kKey && at < end; ++at) {
    if (*at == ' ' || *at == '\t') continue;
    if (*at == '\n' || *at == '\r') {
      key = key << 8 | '\n';
      break;
    }
    key = key << 8 | static_cast<unsigned char>(*at);
    ++taken;
  }
  return static_cast<uint32_t>(key * kOdd >> (64 - kFilterBits));
}

// Counts the lines of each hash that is asked for, in the order of the file.
class Counter {
 public:
  Counter(std::string_view text, const std::vector<uint32_t>& begins)
      : begins_(begins), asked_(size_t{1} << kFilterBits) {
    results_.reserve(begins.size());
    for (uint32_t begin : begins) {
      results_.push_back({HashAt(text, begin), 0, 0});
      seen_[results_.back().hash] = 0;
      asked_[KeyAt(text, begin)] = true;
    }
  }

  bool MayBeAsked(uint32_t key) const { return asked_[key]; }

  // The next line that may have one of these hashes.
  void Add(size_t begin, uint64_t hash) {
    auto found = seen_.find(hash);
    if (found == seen_.end()) return;
    const uint32_t number = ++found->second;
    while (next_ < begins_.size() && begins_[next_] < begin) ++next_;
    if (next_ < begins_.size() && begins_[next_] == begin) results_[next_].number = number;
  }

  std::vector<LineHash> Finish() {
    for (LineHash& result : results_) result.total = seen_[result.hash];
    return std::move(results_);
  }

 private:
  const std::vector<uint32_t>& begins_;
  std::vector<bool> asked_;
  std::unordered_map<uint64_t, uint32_t> seen_;
  std::vector<LineHash> results_;
  size_t next_ = 0;
};

// Calls visit(begin) for every line until it returns false.
template <typename Visit>
void ForEachLine(std::string_view text, Visit visit) {
  const char* const base = text.data();
  const char* const end = base + text.size();
  const bool has_cr = text.find('\r') != std::string_view::npos;
  const char* at = base;
  while (visit(static_cast<size_t>(at - base)) && at < end) {
    const void* found = std::memchr(at, '\n', static_cast<size_t>(end - at));
    const char* stop = found != nullptr ? static_cast<const char*>(found) : end;
    if (has_cr) {
      const void* found_cr = std::memchr(at, '\r', static_cast<size_t>(stop - at));
      const char* cr = static_cast<const char*>(found_cr);
      // Of CR and LF together the LF ends the line.
      if (cr != nullptr && (cr + 1 != stop || stop == end)) stop = cr;
    }
    if (stop == end) return;
    at = stop + 1;
  }
}

}  // namespace

std::vector<LineHash> LineHashes(std::string_view text, const std::vector<uint32_t>& begins) {
  // Most lines begin unlike all that are asked for and need no hash. Where too many do not (a file
  // of empty lines), hashing each by itself would cost a window a line.
  const size_t most = text.size() / kFewBytes + kWindow;
  size_t hashed = 0;
  Counter counter(text, begins);
  ForEachLine(text, [&](size_t begin) {
    if (!counter.MayBeAsked(KeyAt(text, begin))) return true;
    counter.Add(begin, HashAt(text, begin));
    return ++hashed <= most;
  });
  return hashed <= most ? counter.Finish() : RollingLineHashes(text, begins);
}

std::vector<LineHash> RollingLineHashes(std::string_view text,
                                        const std::vector<uint32_t>& begins) {
  const std::vector<uint64_t> hashes = Roller::HashesOf(text);
  Counter counter(text, begins);
  size_t line = 0;
  ForEachLine(text, [&](size_t begin) {
    counter.Add(begin, hashes[line++]);
    return true;
  });
  return counter.Finish();
}

std::string FormatLineHash(uint64_t hash, uint32_t number) {
  return fmt::format("{:x}:{}", hash, number);
}

}  // namespace rolelint::engine
