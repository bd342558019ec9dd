#include "analyzer/json/reader.h"
#include "analyzer/json/scan.h"

// SkipValue: a container's end is found on bit masks of 64 bytes at a time. Which bits lie inside
// strings is a running exclusive or of the unescaped quotes; brackets outside are counted by
// population count, and looked at one by one only in a block in which the container may close. A
// block with a slash outside a string may hold a comment, in which a quote or a bracket means
// nothing, and is walked byte by byte.

namespace rolelint::json {
namespace {

// Bit i is set if an odd number of the bits 0…i of `bits` are.
uint64_t RunningXor(uint64_t bits) {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  bits ^= bits << 32;
  return bits;
}

// The characters that a backslash before them escapes. `carry`: the first of this block is; then of
// the next block.
uint64_t Escaped(uint64_t backslash, uint64_t* carry) {
  if (backslash == 0) {
    uint64_t escaped = *carry;
    *carry = 0;
    return escaped;
  }
  // A run of backslashes escapes every second character, beginning with its own second one: found
  // by adding the runs that begin at an odd place to themselves, so that the sum carries out to the
  // run's end.
  constexpr uint64_t kEven = 0x5555555555555555ULL;
  backslash &= ~*carry;
  const uint64_t follows = backslash << 1 | *carry;
  const uint64_t odd_starts = backslash & ~kEven & ~follows;
  const uint64_t sum = odd_starts + backslash;
  const bool overflow = sum < odd_starts;
  const uint64_t escaped = (kEven ^ (sum << 1)) & follows;
  *carry = overflow ? 1 : 0;
  return escaped;
}

struct Place {
  const char* at;
  int64_t depth;
};

// One at a time from `at` (outside any string) to at least `until` and out of any string or comment
// there, or until the depth is 0, or the end.
Place WalkBytes(Place from, const char* until, const char* end) {
  const char* at = from.at;
  int64_t depth = from.depth;
  while (at < end && at < until) {
    switch (*at) {
      case '{':
      case '[':
        ++depth;
        break;
      case '}':
      case ']':
        if (--depth == 0) return {at + 1, 0};
        break;
      case '"':
        for (at = SkipPlainText(at + 1); at < end && *at != '"'; at = SkipPlainText(at)) {
          at += *at == '\\' ? 2 : 1;
        }
        break;
      case '/':
        if (at[1] == '/') {
          while (at < end && *at != '\n' && *at != '\r') ++at;
          continue;
        }
        if (at[1] == '*') {
          at += 2;
          while (at < end && !(at[0] == '*' && at[1] == '/')) ++at;
          ++at;
        }
        break;
      default:
        break;
    }
    ++at;
  }
  return {at, depth};
}

const char* SkipContainer(const char* at, const char* end) {
  int64_t depth = 0;
  uint64_t in_string = 0;  // all ones inside a string
  uint64_t escape = 0;
  while (at < end) {
    const BlockMasks masks = Classify(at);
    const uint64_t escape_before = escape;
    const uint64_t quotes = masks.quote & ~Escaped(masks.backslash, &escape);
    const uint64_t strings = RunningXor(quotes) ^ in_string;
    if (uint64_t slashes = masks.slash & ~strings; slashes != 0) {
      // Up to the first slash all is as it seems; in a string that reaches into this block start
      // after it.
      const char* block_end = at + 64;
      if (in_string != 0) {
        const uint32_t close = static_cast<uint32_t>(std::countr_zero(quotes));
        at += close + 1;
      } else if (escape_before != 0) {
        ++at;
      }
      Place place = WalkBytes({at, depth}, block_end, end);
      if (place.depth <= 0) return place.at;
      at = place.at;
      depth = place.depth;
      in_string = 0;
      escape = 0;
      continue;
    }
    const uint64_t opened = masks.open & ~strings;
    uint64_t closed = masks.close & ~strings;
    const int closings = CountBits(closed);
    if (closings >= depth) {
      // It may close here: bracket by bracket.
      uint64_t brackets = opened | closed;
      for (; brackets != 0; brackets &= brackets - 1) {
        const int bit = std::countr_zero(brackets);
        if ((opened >> bit & 1) != 0) {
          ++depth;
        } else if (--depth == 0) {
          return at + bit + 1;
        }
      }
    } else {
      depth += CountBits(opened) - closings;
    }
    in_string = static_cast<uint64_t>(static_cast<int64_t>(strings) >> 63);
    at += 64;
  }
  return nullptr;
}

}  // namespace

uint32_t Reader::SkipValue(uint32_t at, uint32_t limit) const {
  const char* base = text_.data();
  const char* end = base + text_.size();
  if (at < text_.size() && text_.size() - at > limit) end = base + at + limit;
  const char* begin = base + at;
  const char* stop = begin;
  if (at >= text_.size()) return kFailed;
  if (*begin == '{' || *begin == '[') {
    stop = SkipContainer(begin, end);
    if (stop == nullptr) return kFailed;
  } else if (*begin == '"') {
    stop = SkipPlainText(begin + 1);
    while (stop < end && *stop != '"') stop = SkipPlainText(stop + (*stop == '\\' ? 2 : 1));
    ++stop;
  } else {
    while (IsWordByte(*stop)) ++stop;
    if (stop == begin) return kFailed;
  }
  return stop > end ? kFailed : static_cast<uint32_t>(stop - base);
}

}  // namespace rolelint::json
