#include "analyzer/text/view.h"

#include <algorithm>
#include <cstring>
#include <new>

#include "analyzer/text/source.h"
#include "analyzer/text/utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace rolelint::text {
namespace {

// How many bytes of `bytes` are `wanted`.
size_t Count(std::string_view bytes, char wanted) {
  const char* at = bytes.data();
  const char* end = at + bytes.size();
  size_t count = 0;
#ifdef __SSE2__
  const __m128i pattern = _mm_set1_epi8(wanted);
  for (; end - at >= 16; at += 16) {
    __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    int mask = _mm_movemask_epi8(_mm_cmpeq_epi8(v, pattern));
    count += static_cast<size_t>(__builtin_popcount(static_cast<unsigned>(mask)));
  }
#endif
  return count + static_cast<size_t>(std::count(at, end, wanted));
}

// Copies up to the first `stop` and returns the number of bytes before it. `to` has room for 16
// bytes more than are copied: runs between escapes are short, and a vector that writes too much is
// cheaper than asking how much.
inline size_t CopyUntil(const char* from, const char* end, char stop, char* to) {
  const char* at = from;
#ifdef __SSE2__
  const __m128i wanted = _mm_set1_epi8(stop);
  for (; end - at >= 16; at += 16, to += 16) {
    __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), v);
    int mask = _mm_movemask_epi8(_mm_cmpeq_epi8(v, wanted));
    if (mask != 0) {
      return static_cast<size_t>(at - from) +
             static_cast<size_t>(__builtin_ctz(static_cast<unsigned>(mask)));
    }
  }
  while (at != end && *at != stop) *to++ = *at++;
#else
  const void* found = std::memchr(from, stop, static_cast<size_t>(end - from));
  at = found != nullptr ? static_cast<const char*>(found) : end;
  std::memcpy(to, from, static_cast<size_t>(at - from));
#endif
  return static_cast<size_t>(at - from);
}

// The value of a hex digit; of any other byte, 0xFF.
struct HexTable {
  unsigned char value[256];
  constexpr HexTable() : value() {
    for (int i = 0; i < 256; ++i) {
      int digit = i >= '0' && i <= '9'   ? i - '0'
                  : i >= 'a' && i <= 'f' ? i - 'a' + 10
                  : i >= 'A' && i <= 'F' ? i - 'A' + 10
                                         : 0xFF;
      value[i] = static_cast<unsigned char>(digit);
    }
  }
};
constexpr HexTable kHex;

inline unsigned HexValue(char c) { return kHex.value[static_cast<unsigned char>(c)]; }

constexpr uint32_t kNoUnit = 0xFFFF'FFFFU;

// The UTF-16 unit of the `\uXXXX` at `at`, or kNoUnit if there is none.
uint32_t UnicodeEscape(const char* at, const char* end) {
  if (end - at < 6 || at[0] != '\\' || at[1] != 'u') return kNoUnit;
  uint32_t unit = 0;
  unsigned wrong = 0;
  for (int i = 2; i < 6; ++i) {
    unsigned digit = HexValue(at[i]);
    wrong |= digit;
    unit = unit << 4 | (digit & 0xF);
  }
  return (wrong & 0xF0) != 0 ? kNoUnit : unit;
}

// What the character after a backslash stands for; 0 if it is no such escape.
char SimpleEscape(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '/':
      return c;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return 0;
  }
}

// Decodes the escape at *in (a backslash) to *out; false, and both stay, if it is none.
bool DecodeEscape(const char** in, const char* end, char** out) {
  const char* at = *in;
  if (end - at < 2) return false;
  if (char simple = SimpleEscape(at[1]); simple != 0) {
    *in += 2;
    *(*out)++ = simple;
    return true;
  }
  uint32_t c = UnicodeEscape(at, end);
  if (c == kNoUnit) return false;
  *in += 6;
  if (IsHighSurrogate(c)) {
    uint32_t low = UnicodeEscape(at + 6, end);
    if (IsLowSurrogate(low)) {
      c = CombineSurrogates(c, low);
      *in += 6;
    }
  }
  // What is left of a broken pair, and NUL, which no text here may hold.
  if (IsSurrogate(c) || c == 0) c = 0xFFFD;
  *out = PutUtf8(c, *out);
  return true;
}

}  // namespace

const View* View::FromJsonString(const View& parent, Span raw, Arena* arena) {
  std::string_view bytes = parent.text_.substr(raw.begin, raw.size());
  // No escape is shorter than what it decodes to, so the raw size suffices; the padding takes what
  // CopyUntil() writes too much.
  char* text = static_cast<char*>(arena->Allocate(bytes.size() + kPadding, 1));
  std::span<Break> breaks = arena->AllocateArray<Break>(Count(bytes, '\\'));
  size_t break_count = 0;
  const char* in = bytes.data();
  const char* end = in + bytes.size();
  char* out = text;
  while (true) {
    size_t run = CopyUntil(in, end, '\\', out);
    in += run;
    out += run;
    if (in == end) break;
    if (DecodeEscape(&in, end, &out)) {
      breaks[break_count++] = {static_cast<uint32_t>(out - text),
                               raw.begin + static_cast<uint32_t>(in - bytes.data())};
    } else {
      *out++ = *in++;
    }
  }
  std::memset(out, 0, kPadding);

  View* view = new (arena->Allocate(sizeof(View), alignof(View))) View;
  view->text_ = {text, static_cast<size_t>(out - text)};
  view->parent_ = &parent;
  view->raw_ = raw;
  view->breaks_ = breaks.first(break_count);
  return view;
}

const View* View::FromUrlEncoded(const View& parent, Span raw, bool plus_is_space, Arena* arena) {
  std::string_view bytes = parent.text_.substr(raw.begin, raw.size());
  char* text = static_cast<char*>(arena->Allocate(bytes.size() + kPadding, 1));
  std::span<Break> breaks = arena->AllocateArray<Break>(Count(bytes, '%'));
  Break* next_break = breaks.data();
  const char* in = bytes.data();
  const char* end = in + bytes.size();
  char* out = text;
  while (true) {
    size_t run = CopyUntil(in, end, '%', out);
    in += run;
    out += run;
    if (in == end) break;
    if (end - in < 3) return nullptr;
    unsigned byte = HexValue(in[1]) << 4 | HexValue(in[2]);
    if (byte > 0xFF || HexValue(in[2]) > 0xF) return nullptr;
    *out++ = static_cast<char>(byte);
    in += 3;
    *next_break++ = {static_cast<uint32_t>(out - text),
                     raw.begin + static_cast<uint32_t>(in - bytes.data())};
  }
  std::memset(out, 0, kPadding);
  std::string_view decoded(text, static_cast<size_t>(out - text));
  if (ScanUtf8(decoded).stop != Utf8Scan::Stop::kEnd) return nullptr;

  View* view = new (arena->Allocate(sizeof(View), alignof(View))) View;
  view->text_ = decoded;
  view->parent_ = &parent;
  view->raw_ = raw;
  view->bytewise_ = true;
  view->breaks_ = breaks;
  if (plus_is_space) view->ReplacePluses(text);
  return view;
}

void View::ReplacePluses(char* text) const {
  // Between the breaks only: a '+' that was itself escaped stays one.
  size_t run = 0;
  for (const Break& b : breaks_) {
    std::replace(text + run, text + b.decoded - 1, '+', ' ');
    run = b.decoded;
  }
  std::replace(text + run, text + text_.size(), '+', ' ');
}

size_t View::BreaksUpTo(uint32_t offset) const {
  auto after = std::partition_point(breaks_.begin(), breaks_.end(),
                                    [&](const Break& b) { return b.decoded <= offset; });
  return static_cast<size_t>(after - breaks_.begin());
}

uint32_t View::CarryOn(size_t breaks, uint32_t offset) const {
  if (breaks == 0) return raw_.begin + offset;
  return breaks_[breaks - 1].outer + (offset - breaks_[breaks - 1].decoded);
}

uint32_t View::EscapedBegin(size_t after) const {
  if (built_) return breaks_[after].decoded - pieces_[after];
  uint32_t begin = breaks_[after].decoded - 1;
  if (!bytewise_) {
    while (IsContinuation(text_[begin])) --begin;
  }
  return begin;
}

uint32_t View::OuterBegin(uint32_t offset) const {
  size_t breaks = BreaksUpTo(offset);
  // Within an escape's character: its beginning.
  if (breaks < breaks_.size()) offset = std::min(offset, EscapedBegin(breaks));
  return CarryOn(breaks, offset);
}

uint32_t View::OuterEnd(uint32_t offset) const {
  // The end of the byte before the offset.
  size_t breaks = BreaksUpTo(offset - 1);
  if (breaks < breaks_.size() && offset > EscapedBegin(breaks)) {
    return breaks_[breaks].outer;
  }
  return CarryOn(breaks, offset);
}

Span View::ToParent(Span span) const {
  auto size = static_cast<uint32_t>(text_.size());
  span.end = std::min(span.end, size);
  span.begin = std::min(span.begin, span.end);
  if (parent_ == nullptr) return span;
  uint32_t begin = OuterBegin(span.begin);
  return {begin, span.empty() ? begin : OuterEnd(span.end)};
}

Span View::ToFile(Span span) const {
  for (const View* view = this; view != nullptr; view = view->parent_) span = view->ToParent(span);
  return span;
}

uint32_t View::FromParent(uint32_t outer) const {
  auto size = static_cast<uint32_t>(text_.size());
  if (parent_ == nullptr) return std::min(outer, size);
  outer = std::clamp(outer, raw_.begin, raw_.end);
  auto after = std::partition_point(breaks_.begin(), breaks_.end(),
                                    [&](const Break& b) { return b.outer <= outer; });
  uint32_t offset = after == breaks_.begin() ? outer - raw_.begin
                                             : (after - 1)->decoded + (outer - (after - 1)->outer);
  if (after == breaks_.end()) return offset;
  return std::min(offset, EscapedBegin(static_cast<size_t>(after - breaks_.begin())));
}

void ViewBuilder::Break(uint32_t outer, uint32_t made) {
  breaks_.push_back({static_cast<uint32_t>(text_.size()), outer});
  pieces_.push_back(made);
  outer_ = outer;
}

void ViewBuilder::Copy(Span outer) {
  if (outer.empty()) return;
  if (outer.begin != outer_) Break(outer.begin, 0);
  text_ += parent_.text_.substr(outer.begin, outer.size());
  outer_ = outer.end;
}

void ViewBuilder::Put(std::string_view decoded, Span outer) {
  if (outer.begin != outer_) Break(outer.begin, 0);
  text_ += decoded;
  Break(outer.end, static_cast<uint32_t>(decoded.size()));
}

const View* ViewBuilder::Finish() {
  const size_t size = text_.size();
  text_.append(kPadding, '\0');
  View* view = new (arena_.Allocate(sizeof(View), alignof(View))) View;
  view->text_ = arena_.Copy(std::string_view(text_)).substr(0, size);
  view->parent_ = &parent_;
  view->raw_ = raw_;
  view->built_ = true;
  view->breaks_ = arena_.Copy(breaks_);
  view->pieces_ = arena_.Copy(pieces_);
  return view;
}

}  // namespace rolelint::text
