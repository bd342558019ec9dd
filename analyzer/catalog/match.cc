#include "analyzer/catalog/match.h"

#include <algorithm>

#include "analyzer/text/edit_distance.h"

namespace rolelint::catalog {
namespace {

// As text::EditDistance, which takes longer names for too far apart.
constexpr std::size_t kMaxDistanceBytes = 128;

using Buffer = std::array<char, kMaxDistanceBytes>;

std::string_view FoldInto(std::string_view text, Buffer* buffer) {
  std::transform(text.begin(), text.end(), buffer->begin(), text::AsciiLower);
  return {buffer->data(), text.size()};
}

}  // namespace

int CompareFolded(std::string_view a, std::string_view b) {
  const std::size_t common = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < common; ++i) {
    if (a[i] == b[i]) continue;
    const auto x = static_cast<unsigned char>(text::AsciiLower(a[i]));
    const auto y = static_cast<unsigned char>(text::AsciiLower(b[i]));
    if (x != y) return x < y ? -1 : 1;
  }
  if (a.size() == b.size()) return 0;
  return a.size() < b.size() ? -1 : 1;
}

bool StartsWithFolded(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && text::EqualsFolded(text.substr(0, prefix.size()), prefix);
}

Glob::Glob(std::string_view pattern) {
  std::size_t needed = 0;
  for (const char c : pattern) {
    if (c == '*') {
      if (size_ > 0 && text_[size_ - 1] == '*') continue;
    } else if (++needed > kMaxName) {
      possible_ = false;
      size_ = 0;
      break;
    }
    text_[size_++] = c;
  }
  literal_ = std::min(std::string_view(text_.data(), size_).find_first_of("*?"), size_);
}

std::size_t FoldedDistance(std::string_view a, std::string_view b, std::size_t limit) {
  if (a.size() > kMaxDistanceBytes || b.size() > kMaxDistanceBytes) return limit + 1;
  Buffer a_folded;
  Buffer b_folded;
  return text::EditDistance(FoldInto(a, &a_folded), FoldInto(b, &b_folded), limit);
}

}  // namespace rolelint::catalog
