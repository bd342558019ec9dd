#include "analyzer/engine/line_hash.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <unordered_map>
#include <utility>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace rolelint::engine {
namespace {

constexpr uint64_t kBase = 37;
constexpr size_t kWindow = 100;
constexpr uint16_t kEndOfFile = 65535;
// A line is let go as soon as its first units, so many at a time, are those of no line asked for.
constexpr size_t kStep = 8;
constexpr size_t kFilterBits = 18;
// Hashing lines one by one is faster than rolling over the text while it takes no more units than
// this for each byte.
constexpr size_t kUnitsPerByte = 2;

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

constexpr uint64_t kEach = 0x0101010101010101ULL;
constexpr uint64_t kHigh = kEach * 0x80;
static_assert(std::endian::native == std::endian::little);

uint64_t EightBytes(const unsigned char* at) {
  uint64_t eight = 0;
  std::memcpy(&eight, at, sizeof(eight));
  return eight;
}

// The high bit of each of eight bytes that may be no unit by itself. Printable ASCII and LF are.
uint64_t Special(uint64_t eight) {
  const uint64_t above_blank = (eight | kHigh) - kEach * 0x21;
  const uint64_t not_lf = ((eight ^ kEach * '\n') | kHigh) - kEach;
  return ((~above_blank & not_lf) | eight) & kHigh;
}

// The hash of eight units of one byte each, the lowest first: of pairs, then of pairs of those.
uint64_t HashOfEight(uint64_t eight) {
  constexpr uint64_t kBytes = 0x00FF00FF00FF00FFULL;
  constexpr uint64_t kPairs = 0x0000FFFF0000FFFFULL;
  constexpr uint64_t kFours = 0x00000000FFFFFFFFULL;
  eight = (eight & kBytes) * kBase + (eight >> 8 & kBytes);
  eight = (eight & kPairs) * Power(kBase, 2) + (eight >> 16 & kPairs);
  return (eight & kFours) * Power(kBase, 4) + (eight >> 32);
}

// The hash of a text's first units from one place on, as the hash takes them: no blanks, one kind
// of line break, then a mark for the end, then zeros.
class Hasher {
 public:
  Hasher(std::string_view text, size_t begin)
      : at_(reinterpret_cast<const unsigned char*>(text.data()) + begin),
        end_(reinterpret_cast<const unsigned char*>(text.data()) + text.size()) {
    SkipBlanks();
  }

  // Equal where the first units are, as long as none has been taken.
  unsigned char First() const { return at_ == end_ ? 0 : *at_ == '\r' ? '\n' : *at_; }

  // Of so many units, no fewer than the last time.
  uint64_t Of(size_t units) {
    // Most often the next are all alike plain.
    if (units == taken_ + 8 && end_ - at_ >= 8 && low_ == 0) {
      const uint64_t eight = EightBytes(at_);
      if (Special(eight) == 0) {
        Take(eight, 8);
        return hash_;
      }
    }
    TakeUpTo(units);
    return hash_;
  }

 private:
  // The lowest so many of eight bytes.
  void Take(uint64_t eight, size_t count) {
    static constexpr std::array<uint64_t, 9> kPowers = {
        1,
        kBase,
        Power(kBase, 2),
        Power(kBase, 3),
        Power(kBase, 4),
        Power(kBase, 5),
        Power(kBase, 6),
        Power(kBase, 7),
        Power(kBase, 8),
    };
    // What is missing of the eight are zeros before the others, which count for nothing.
    hash_ = hash_ * kPowers[count] + HashOfEight(eight << (64 - 8 * count));
    at_ += count;
    taken_ += count;
  }

  void TakeUpTo(size_t units) {
    while (taken_ < units) {
      if (low_ == 0) SkipBlanks();
      size_t plain = 0;
      if (end_ - at_ >= 8 && low_ == 0) {
        const uint64_t eight = EightBytes(at_);
        plain = static_cast<size_t>(std::countr_zero(Special(eight))) / 8;
        plain = std::min(plain, units - taken_);
        if (plain != 0) Take(eight, plain);
      }
      if (plain == 0) {
        hash_ = hash_ * kBase + Next();
        ++taken_;
      }
    }
  }

  // Dumps are indented, so blanks come in long runs.
  void SkipBlanks() {
#ifdef __SSE2__
    while (end_ - at_ >= 16) {
      const __m128i part = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at_));
      const __m128i blanks = _mm_cmpeq_epi8(part, _mm_set1_epi8(' '));
      const auto others = ~static_cast<uint32_t>(_mm_movemask_epi8(blanks));
      at_ += std::countr_zero(others);  // 16 at most: the bits above are set
      if ((others & 0xFFFF) != 0) break;
    }
#endif
    while (at_ < end_ && (*at_ == ' ' || *at_ == '\t')) ++at_;
  }

  uint16_t Next() {
    if (low_ != 0) return std::exchange(low_, uint16_t{0});
    SkipBlanks();
    if (at_ == end_) return std::exchange(end_mark_, uint16_t{0});
    const unsigned char first = *at_++;
    if (first == '\r') {
      if (at_ < end_ && *at_ == '\n') ++at_;
      return '\n';
    }
    return first < 0x80 ? first : Beyond(first);
  }

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
  size_t taken_ = 0;
  uint64_t hash_ = 0;
};

// Counts the lines of each hash that is asked for, in the order of the file.
class Counter {
 public:
  Counter(std::string_view text, const std::vector<uint32_t>& begins)
      : begins_(begins), asked_(size_t{1} << kFilterBits) {
    results_.reserve(begins.size());
    for (uint32_t begin : begins) {
      Hasher hasher(text, begin);
      first_[hasher.First()] = true;
      for (size_t units = kStep; units < kWindow; units += kStep) {
        asked_[KeyOf(hasher.Of(units))] = true;
      }
      results_.push_back({hasher.Of(kWindow), 0, 0});
      seen_[results_.back().hash] = 0;
    }
  }

  bool MayBeginWith(unsigned char first) const { return first_[first]; }
  // Whether a line asked for may begin with units of this hash.
  bool MayBegin(uint64_t hash) const { return asked_[KeyOf(hash)]; }

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
  static size_t KeyOf(uint64_t hash) {
    constexpr uint64_t kOdd = 0x9E3779B97F4A7C15ULL;
    return hash * kOdd >> (64 - kFilterBits);
  }

  const std::vector<uint32_t>& begins_;
  std::array<bool, 256> first_{};
  std::vector<bool> asked_;  // by key
  std::unordered_map<uint64_t, uint32_t> seen_;
  std::vector<LineHash> results_;
  size_t next_ = 0;
};

// Where each byte of `block`, 64 in all, is LF or CR.
uint64_t BreakBytes(const char* block) {
  uint64_t found = 0;
#ifdef __SSE2__
  const __m128i lf = _mm_set1_epi8('\n');
  const __m128i cr = _mm_set1_epi8('\r');
#pragma GCC unroll 4
  for (int i = 0; i < 4; ++i) {
    const __m128i part = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block) + i);
    const __m128i both = _mm_or_si128(_mm_cmpeq_epi8(part, lf), _mm_cmpeq_epi8(part, cr));
    found |= uint64_t{static_cast<uint32_t>(_mm_movemask_epi8(both))} << (16 * i);
  }
#else
  for (int i = 0; i < 64; ++i) {
    found |= uint64_t{block[i] == '\n' || block[i] == '\r'} << i;
  }
#endif
  return found;
}

// Calls visit(begin) for every line until it returns false.
template <typename Visit>
void ForEachLine(std::string_view text, Visit visit) {
  bool go_on = visit(size_t{0});
  const auto see = [&](size_t at) {
    // Of CR and LF together the LF ends the line.
    if (text[at] == '\n' || text.substr(at, 2) != "\r\n") go_on = visit(at + 1);
  };
  size_t at = 0;
  for (; go_on && text.size() - at >= 64; at += 64) {
    uint64_t breaks = BreakBytes(text.data() + at);
    for (; go_on && breaks != 0; breaks &= breaks - 1) {
      see(at + static_cast<size_t>(std::countr_zero(breaks)));
    }
  }
  for (; go_on && at < text.size(); ++at) {
    if (text[at] == '\n' || text[at] == '\r') see(at);
  }
}

}  // namespace

std::vector<LineHash> LineHashes(std::string_view text, const std::vector<uint32_t>& begins) {
  const size_t most = kUnitsPerByte * text.size() + kWindow;
  size_t taken = 0;
  Counter counter(text, begins);
  ForEachLine(text, [&](size_t begin) {
    Hasher hasher(text, begin);
    // Every other line is but a bracket.
    if (!counter.MayBeginWith(hasher.First())) return true;
    for (size_t units = kStep; units < kWindow; units += kStep) {
      taken += kStep;
      if (!counter.MayBegin(hasher.Of(units))) return taken <= most;
    }
    counter.Add(begin, hasher.Of(kWindow));
    return taken <= most;
  });
  return taken <= most ? counter.Finish() : RollingLineHashes(text, begins);
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
