#include "analyzer/json/duplicate_keys.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string_view>

#include "analyzer/json/syntax_issue.h"

namespace rolelint::json {
namespace {

constexpr uint32_t kSmall = 8;
// Average probes per key beyond which the keys must have been made to collide.
constexpr uint64_t kMaxProbes = 32;

std::string_view KeyOf(const Tree& tree, uint32_t index) { return Value(&tree, index).key(); }

uint64_t Load(const char* bytes, size_t count) {
  uint64_t word = 0;
  std::memcpy(&word, bytes, count);
  return word;
}

// Length, first and last bytes, eight of each or as many as there are: tells apart what real
// objects hold, in a few instructions.
uint64_t Fingerprint(std::string_view key) {
  constexpr uint64_t kOdd = 0x9E3779B97F4A7C15ULL;
  if (key.size() >= 8) {
    uint64_t first = Load(key.data(), 8);
    uint64_t last = Load(key.data() + key.size() - 8, 8);
    return (first ^ std::rotl(last, 29)) + key.size() * kOdd;
  }
  if (key.size() >= 4) {
    return (Load(key.data(), 4) | Load(key.data() + key.size() - 4, 4) << 32) + key.size() * kOdd;
  }
  uint64_t word = 0;
  for (char c : key) word = word << 8 | static_cast<unsigned char>(c);
  return word + key.size() * kOdd;
}

void Report(const Tree& tree, uint32_t first, uint32_t again, std::vector<Issue>* issues) {
  issues->push_back({Issue::Code::kDuplicateKey, Value(&tree, again).key_span(),
                     Value(&tree, first).key_span(),
                     "the name " + QuoteForMessage(KeyOf(tree, again)) +
                         " occurs more than once in this object"});
}

}  // namespace

uint64_t HashKey(std::string_view key) {
  constexpr uint64_t kOdd = 0x9E3779B97F4A7C15ULL;
  uint64_t hash = key.size() * kOdd;
  size_t at = 0;
  for (; at + 8 <= key.size(); at += 8) {
    hash = (std::rotl(hash, 23) ^ Load(key.data() + at, 8)) * kOdd;
  }
  if (at < key.size()) hash = (std::rotl(hash, 23) ^ Load(key.data() + at, key.size() - at)) * kOdd;
  return hash ^ hash >> 32;
}

void DuplicateKeys::Check(const Tree& tree, uint32_t object, std::vector<Issue>* issues) {
  uint32_t count = tree.nodes[object].count;
  if (count < 2) return;
  if (count <= kSmall) {
    CheckSmall(tree, object, issues);
  } else {
    CheckLarge(tree, object, issues);
  }
}

void DuplicateKeys::CheckSmall(const Tree& tree, uint32_t object, std::vector<Issue>* issues) {
  std::array<uint64_t, kSmall> prints;
  std::array<uint32_t, kSmall> members;
  uint32_t count = 0;
  for (uint32_t i = object + 1; i < tree.nodes[object].next; i = tree.nodes[i].next) {
    uint64_t print = Fingerprint(KeyOf(tree, i));
    for (uint32_t k = 0; k < count; ++k) {
      if (prints[k] == print && KeyOf(tree, members[k]) == KeyOf(tree, i)) {
        Report(tree, members[k], i, issues);
        break;
      }
    }
    prints[count] = print;
    members[count++] = i;
  }
}

void DuplicateKeys::CheckLarge(const Tree& tree, uint32_t object, std::vector<Issue>* issues) {
  const uint64_t count = tree.nodes[object].count;
  const size_t size = std::bit_ceil(static_cast<size_t>(count) * 2);
  slots_.assign(size, 0);
  const size_t reported = issues->size();
  uint64_t probes = 0;
  for (uint32_t i = object + 1; i < tree.nodes[object].next; i = tree.nodes[i].next) {
    std::string_view key = KeyOf(tree, i);
    size_t slot = HashKey(key) & (size - 1);
    while (slots_[slot] != 0 && KeyOf(tree, slots_[slot] - 1) != key) {
      slot = (slot + 1) & (size - 1);
      if (++probes > count * kMaxProbes) {
        issues->erase(issues->begin() + static_cast<ptrdiff_t>(reported), issues->end());
        CheckSorted(tree, object, issues);
        return;
      }
    }
    if (slots_[slot] != 0) {
      Report(tree, slots_[slot] - 1, i, issues);
    } else {
      slots_[slot] = i + 1;
    }
  }
}

void DuplicateKeys::CheckSorted(const Tree& tree, uint32_t object, std::vector<Issue>* issues) {
  sorted_.clear();
  for (uint32_t i = object + 1; i < tree.nodes[object].next; i = tree.nodes[i].next) {
    sorted_.push_back(i);
  }
  std::sort(sorted_.begin(), sorted_.end(), [&tree](uint32_t a, uint32_t b) {
    int order = KeyOf(tree, a).compare(KeyOf(tree, b));
    return order != 0 ? order < 0 : a < b;
  });
  const size_t reported = issues->size();
  uint32_t first = 0;
  for (uint32_t i = 1; i < sorted_.size(); ++i) {
    if (KeyOf(tree, sorted_[first]) == KeyOf(tree, sorted_[i])) {
      Report(tree, sorted_[first], sorted_[i], issues);
    } else {
      first = i;
    }
  }
  std::sort(issues->begin() + static_cast<ptrdiff_t>(reported), issues->end(),
            [](const Issue& a, const Issue& b) { return a.span.begin < b.span.begin; });
}

}  // namespace rolelint::json
