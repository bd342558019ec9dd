#ifndef ROLELINT_TEXT_GLANCE_H_
#define ROLELINT_TEXT_GLANCE_H_

// First looks at texts, of which most are told apart so. What differs here does differ.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace rolelint::text {

// As FirstWildcard(), for texts that mostly have none.
inline size_t FindWildcard(std::string_view text) {
  const size_t star = text.find('*');
  const size_t any = text.substr(0, star).find('?');
  return any != std::string_view::npos ? any : star;
}

// The lengths and last letters of some texts, by which nearly every other text is told from them,
// whatever the case of its letters.
class Endings {
 public:
  constexpr explicit Endings(std::span<const std::string_view> texts) {
    for (std::string_view text : texts)
      bits_[BitOf(text) / 64] |= uint64_t{1} << (BitOf(text) % 64);
  }
  // False: it is none of them.
  constexpr bool MayHave(std::string_view text) const {
    return (bits_[BitOf(text) / 64] >> (BitOf(text) % 64) & 1) != 0;
  }

 private:
  static constexpr size_t kBits = 2048;
  static constexpr size_t BitOf(std::string_view text) {
    const size_t last = text.empty() ? 0 : static_cast<unsigned char>(text.back()) & 31U;
    return (text.size() * 32 + last) % kBits;
  }

  std::array<uint64_t, kBits / 64> bits_ = {};
};

inline constexpr size_t kWord = sizeof(uint64_t);

// Eight letters; capitals look like small ones.
inline uint64_t LooseWord(std::string_view text, size_t at) {
  constexpr uint64_t kBothCases = 0x2020202020202020;
  uint64_t word = 0;
  std::memcpy(&word, text.data() + at, kWord);
  return word | kBothCases;
}

// The same of texts that are equal but for the case of their letters.
inline uint64_t LooseHash(std::string_view text) {
  constexpr uint64_t kOdd = 0x9E3779B97F4A7C15;
  uint64_t hash = text.size();
  const auto add = [&hash](uint64_t word) {
    hash = (hash ^ word) * kOdd;
    hash ^= hash >> 32;
  };
  if (text.size() < kWord) {
    for (char c : text) add(static_cast<unsigned char>(c) | 0x20U);
    return hash;
  }
  for (size_t at = 0; at + kWord < text.size(); at += kWord) add(LooseWord(text, at));
  add(LooseWord(text, text.size() - kWord));
  return hash;
}

}  // namespace rolelint::text

#endif  // ROLELINT_TEXT_GLANCE_H_
