#include "analyzer/text/encoding.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>

#include "analyzer/text/utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace rolelint::text {
namespace {

using namespace std::string_view_literals;

using Code = SourceError::Code;

unsigned ByteAt(std::string_view bytes, size_t at) { return static_cast<unsigned char>(bytes[at]); }

// Where the zeros of a text without a byte order mark say what it is. `unit` bytes make a
// character; an ASCII one has its only byte other than zero at `place`. The first character of the
// head must be one, and a quarter of all: strings may be in another script than the keys.
bool LooksLike(std::string_view head, size_t unit, size_t place) {
  auto is_ascii = [&](std::string_view bytes) {
    for (size_t i = 0; i < unit; ++i) {
      unsigned byte = ByteAt(bytes, i);
      if (i == place ? byte == 0 || byte >= 0x80 : byte != 0) return false;
    }
    return true;
  };
  size_t count = head.size() / unit;
  if (count == 0 || !is_ascii(head)) return false;
  size_t ascii = 0;
  for (size_t i = 0; i < count; ++i) ascii += is_ascii(head.substr(i * unit, unit)) ? 1 : 0;
  return ascii * 4 >= count;
}

std::string Hex(uint32_t value, int digits) {
  char text[16];
  int length = std::snprintf(text, sizeof(text), "%0*X", digits, value);
  return std::string(text, static_cast<size_t>(length));
}

// One run of whole characters. Stops before what needs bytes beyond `end`, or at an offence.
struct Step {
  const char* in;
  char* out;
  bool offence = false;
};

template <bool kBig>
uint32_t Unit16(const char* at) {
  uint32_t first = static_cast<unsigned char>(at[0]);
  uint32_t second = static_cast<unsigned char>(at[1]);
  return kBig ? first << 8 | second : second << 8 | first;
}

template <bool kBig>
Step Decode16(const char* in, const char* end, char* out) {
  while (end - in >= 2) {
#ifdef __SSE2__
    while (end - in >= 32) {
      __m128i a = _mm_loadu_si128(reinterpret_cast<const __m128i*>(in));
      __m128i b = _mm_loadu_si128(reinterpret_cast<const __m128i*>(in + 16));
      if constexpr (kBig) {
        a = _mm_or_si128(_mm_slli_epi16(a, 8), _mm_srli_epi16(a, 8));
        b = _mm_or_si128(_mm_slli_epi16(b, 8), _mm_srli_epi16(b, 8));
      }
      // As unsigned 16-bit units, packing saturates signed ones: 0x0100..0x7FFF to 0xFF, above to
      // 0, so just 0x01..0x7F arrive as themselves.
      __m128i packed = _mm_packus_epi16(a, b);
      if (_mm_movemask_epi8(_mm_or_si128(packed, _mm_add_epi8(packed, _mm_set1_epi8(-1)))) != 0) {
        break;
      }
      _mm_storeu_si128(reinterpret_cast<__m128i*>(out), packed);
      in += 32;
      out += 16;
    }
    if (end - in < 2) break;
#endif
    uint32_t unit = Unit16<kBig>(in);
    if (unit == 0) return {in, out, true};
    if (!IsSurrogate(unit)) {
      out = PutUtf8(unit, out);
      in += 2;
      continue;
    }
    if (IsLowSurrogate(unit)) return {in, out, true};
    if (end - in < 4) break;
    uint32_t low = Unit16<kBig>(in + 2);
    if (!IsLowSurrogate(low)) return {in, out, true};
    out = PutUtf8(CombineSurrogates(unit, low), out);
    in += 4;
  }
  return {in, out};
}

template <bool kBig>
uint32_t Unit32(const char* at) {
  uint32_t high = Unit16<kBig>(kBig ? at : at + 2);
  uint32_t low = Unit16<kBig>(kBig ? at + 2 : at);
  return high << 16 | low;
}

template <bool kBig>
Step Decode32(const char* in, const char* end, char* out) {
  for (; end - in >= 4; in += 4) {
    uint32_t unit = Unit32<kBig>(in);
    if (unit == 0 || unit > 0x10FFFF || IsSurrogate(unit)) return {in, out, true};
    out = PutUtf8(unit, out);
  }
  return {in, out};
}

Step Decode(Encoding encoding, const char* in, const char* end, char* out) {
  switch (encoding) {
    case Encoding::kUtf16Le:
      return Decode16<false>(in, end, out);
    case Encoding::kUtf16Be:
      return Decode16<true>(in, end, out);
    case Encoding::kUtf32Le:
      return Decode32<false>(in, end, out);
    case Encoding::kUtf32Be:
      return Decode32<true>(in, end, out);
    case Encoding::kUtf8:
    case Encoding::kUtf8Bom:
      break;
  }
  return {in, out, true};
}

bool IsUtf32(Encoding encoding) {
  return encoding == Encoding::kUtf32Le || encoding == Encoding::kUtf32Be;
}

// The unit at `in`, of which all bytes are there, breaks the encoding's rules.
SourceError UnitError(Encoding encoding, const char* in, uint64_t offset) {
  uint32_t unit;
  switch (encoding) {
    case Encoding::kUtf16Le:
      unit = Unit16<false>(in);
      break;
    case Encoding::kUtf16Be:
      unit = Unit16<true>(in);
      break;
    case Encoding::kUtf32Le:
      unit = Unit32<false>(in);
      break;
    default:
      unit = Unit32<true>(in);
      break;
  }
  if (unit == 0) return {Code::kNul, offset, "the text contains a NUL character"};
  if (IsUtf32(encoding)) {
    return {Code::kInvalidUtf32, offset, "0x" + Hex(unit, 8) + " is not a character of UTF-32"};
  }
  return {Code::kInvalidUtf16, offset,
          "the surrogate 0x" + Hex(unit, 4) + " is half of a surrogate pair in UTF-16"};
}

}  // namespace

Encoding DetectEncoding(std::string_view head) {
  head = head.substr(0, kHeadBytes);
  if (head.starts_with("\xEF\xBB\xBF"sv)) return Encoding::kUtf8Bom;
  if (head.starts_with("\xFF\xFE\0\0"sv)) return Encoding::kUtf32Le;
  if (head.starts_with("\0\0\xFE\xFF"sv)) return Encoding::kUtf32Be;
  if (head.starts_with("\xFF\xFE"sv)) return Encoding::kUtf16Le;
  if (head.starts_with("\xFE\xFF"sv)) return Encoding::kUtf16Be;
  if (LooksLike(head, 4, 0)) return Encoding::kUtf32Le;
  if (LooksLike(head, 4, 3)) return Encoding::kUtf32Be;
  if (LooksLike(head, 2, 0)) return Encoding::kUtf16Le;
  if (LooksLike(head, 2, 1)) return Encoding::kUtf16Be;
  return Encoding::kUtf8;
}

uint32_t ByteOrderMarkBytes(Encoding encoding, std::string_view head) {
  switch (encoding) {
    case Encoding::kUtf8:
      return 0;
    case Encoding::kUtf8Bom:
      return 3;
    case Encoding::kUtf16Le:
      return head.starts_with("\xFF\xFE"sv) ? 2 : 0;
    case Encoding::kUtf16Be:
      return head.starts_with("\xFE\xFF"sv) ? 2 : 0;
    case Encoding::kUtf32Le:
      return head.starts_with("\xFF\xFE\0\0"sv) ? 4 : 0;
    case Encoding::kUtf32Be:
      return head.starts_with("\0\0\xFE\xFF"sv) ? 4 : 0;
  }
  return 0;
}

std::string_view BinaryFormat(std::string_view head) {
  struct Magic {
    size_t offset;
    std::string_view bytes;
    std::string_view name;
  };
  static constexpr std::string_view kZip = "a ZIP archive or an Office document";
  static constexpr std::string_view kBzip2 = "a bzip2 file";
  static constexpr Magic kMagics[] = {
      {0, "PK\x03\x04"sv, kZip},
      {0, "PK\x05\x06"sv, kZip},
      {0, "PK\x07\x08"sv, kZip},
      {0, "%PDF-"sv, "a PDF document"},
      {0, "\x89PNG\r\n\x1A\n"sv, "a PNG image"},
      {0, "\xFF\xD8\xFF"sv, "a JPEG image"},
      {0, "GIF8"sv, "a GIF image"},
      {0, "7z\xBC\xAF\x27\x1C"sv, "a 7z archive"},
      {0, "\xFD\x37zXZ\0"sv, "an xz file"},
      {0, "\x28\xB5\x2F\xFD"sv, "a zstd file"},
      {0,
       "\x7F"
       "ELF"sv,
       "a program (ELF)"},
      {0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "an old Office document"},
      {0, "SQLite format 3\0"sv, "an SQLite database"},
      {0, "\x1F\x8B"sv, "a gzip stream"},
      {257, "ustar"sv, "a tar archive"},
  };
  for (const Magic& magic : kMagics) {
    if (head.size() > magic.offset && head.substr(magic.offset).starts_with(magic.bytes)) {
      return magic.name;
    }
  }
  // After "BZh" and a digit, the magic of a block or of the end: "BZh" alone could begin a text.
  if (head.size() >= 10 && head.starts_with("BZh") &&
      (head.substr(4, 6) == "1AY&SY"sv || head.substr(4, 6) == "\x17\x72\x45\x38\x50\x90"sv)) {
    return kBzip2;
  }
  return "";
}

bool Transcode(Encoding encoding, uint64_t offset, ByteStream* in, Buffer* out,
               SourceError* error) {
  constexpr size_t kChunk = size_t{64} << 10;
  std::unique_ptr<char[]> chunk(new (std::nothrow) char[kChunk]);
  size_t filled = 0;  // of the chunk; first what the last round left over
  while (true) {
    // A UTF-16 unit makes up to three bytes, a UTF-32 unit four.
    if (chunk == nullptr || !out->Reserve(kChunk / 2 * 3)) {
      *error = {Code::kTooLarge, offset, "there is not enough memory for the decoded text"};
      return false;
    }
    ptrdiff_t count = in->Read(chunk.get() + filled, kChunk - filled, error);
    if (count == ByteStream::kFailed) return false;
    const char* end = chunk.get() + filled + count;
    Step step = Decode(encoding, chunk.get(), end, out->tail());
    out->Add(static_cast<size_t>(step.out - out->tail()));
    offset += static_cast<uint64_t>(step.in - chunk.get());
    filled = static_cast<size_t>(end - step.in);
    if (step.offence) {
      *error = UnitError(encoding, step.in, offset);
      return false;
    }
    if (offset > kMaxFileBytes || out->size() > kMaxFileBytes) {
      *error = {Code::kTooLarge, offset, "the file is too large (4 GB is the limit)"};
      return false;
    }
    if (count == 0) break;
    std::memmove(chunk.get(), step.in, filled);
  }
  if (filled == 0) return true;
  if (IsUtf32(encoding)) {
    *error = {Code::kInvalidUtf32, offset, "the text ends within a character of UTF-32"};
  } else if (filled == 2) {
    *error = UnitError(encoding, chunk.get(), offset);
  } else {
    // Of three bytes the first two are half of a surrogate pair.
    *error = {Code::kInvalidUtf16, offset, "the text ends within a character of UTF-16"};
  }
  return false;
}

}  // namespace rolelint::text
