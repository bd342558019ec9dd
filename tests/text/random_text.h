#ifndef ROLELINT_TESTS_TEXT_RANDOM_TEXT_H_
#define ROLELINT_TESTS_TEXT_RANDOM_TEXT_H_

// Random texts and plain encoders for the tests of the text room: written without a thought for
// speed, so that they are evidently right.

#include <zlib.h>

#include <cstdint>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/text/source.h"

namespace rolelint::text {

using Characters = std::vector<uint32_t>;

inline uint32_t Pick(std::mt19937* random, uint32_t below) {
  return static_cast<uint32_t>((*random)() % below);
}

// Line breaks of every kind, ASCII, and characters of two, three and four bytes.
inline Characters RandomCharacters(std::mt19937* random, size_t count) {
  static constexpr uint32_t kOdd[] = {0x80,   0xE9,   0x7FF,  0x800,   0xD7FF,  0xE000,
                                      0xFEFF, 0xFFFF, 0x4E00, 0x10000, 0x1F600, 0x10FFFF};
  Characters all;
  while (all.size() < count) {
    switch (Pick(random, 8)) {
      case 0:
        all.push_back('\n');
        break;
      case 1:
        all.push_back('\r');
        break;
      case 2:
        all.push_back('\r');
        all.push_back('\n');
        break;
      case 3:
        all.push_back(kOdd[Pick(random, std::size(kOdd))]);
        break;
      case 4:
        all.insert(all.end(), Pick(random, 60), 'a' + Pick(random, 26));
        break;
      default:
        all.push_back(1 + Pick(random, 0x7F));
        break;
    }
  }
  all.resize(count);
  return all;
}

inline std::string ToUtf8(const Characters& characters) {
  std::string bytes;
  auto put = [&](uint32_t byte) { bytes.push_back(static_cast<char>(byte)); };
  for (uint32_t c : characters) {
    if (c < 0x80) {
      put(c);
    } else if (c < 0x800) {
      put(0xC0 + c / 64);
      put(0x80 + c % 64);
    } else if (c < 0x10000) {
      put(0xE0 + c / 4096);
      put(0x80 + c / 64 % 64);
      put(0x80 + c % 64);
    } else {
      put(0xF0 + c / 262144);
      put(0x80 + c / 4096 % 64);
      put(0x80 + c / 64 % 64);
      put(0x80 + c % 64);
    }
  }
  return bytes;
}

// In any encoding, without a byte order mark (UTF-8: neither).
inline std::string Encode(const Characters& characters, Encoding encoding) {
  bool little = encoding == Encoding::kUtf16Le || encoding == Encoding::kUtf32Le;
  bool wide = encoding == Encoding::kUtf32Le || encoding == Encoding::kUtf32Be;
  if (encoding == Encoding::kUtf8 || encoding == Encoding::kUtf8Bom) return ToUtf8(characters);
  std::string bytes;
  auto put = [&](uint32_t unit, int size) {
    for (int i = 0; i < size; ++i) {
      int shift = 8 * (little ? i : size - 1 - i);
      bytes.push_back(static_cast<char>(unit >> shift & 0xFF));
    }
  };
  for (uint32_t c : characters) {
    if (wide) {
      put(c, 4);
    } else if (c < 0x10000) {
      put(c, 2);
    } else {
      put(0xD800 + (c - 0x10000) / 1024, 2);
      put(0xDC00 + (c - 0x10000) % 1024, 2);
    }
  }
  return bytes;
}

inline std::string ByteOrderMark(Encoding encoding) { return Encode({0xFEFF}, encoding); }

// One gzip member.
inline std::string Gzip(std::string_view bytes, int level = 6) {
  z_stream zlib = {};
  deflateInit2(&zlib, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&zlib, bytes.size()) + 64, '\0');
  zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  zlib.avail_in = static_cast<uInt>(bytes.size());
  zlib.next_out = reinterpret_cast<Bytef*>(packed.data());
  zlib.avail_out = static_cast<uInt>(packed.size());
  deflate(&zlib, Z_FINISH);
  packed.resize(zlib.total_out);
  deflateEnd(&zlib);
  return packed;
}

}  // namespace rolelint::text

#endif  // ROLELINT_TESTS_TEXT_RANDOM_TEXT_H_
