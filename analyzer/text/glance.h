#pragma once

// First looks at texts, of which most are told apart so. What differs here does differ.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace rolelint::text {

// As FirstWildcard(), for texts that mostly have none.
inline size_t FindWildcard(std::string_view text) {
  const size_t star = text.find('*');
  const size_t any = text.substr(0, star).find('?');
  return any != std::string_view::npos ? any : star;
}

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
