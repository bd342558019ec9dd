#include "analyzer/engine/sensitive.h"

#include <algorithm>

namespace rolelint::engine {
namespace {

using text::Span;

// The first that ends behind `offset`.
std::span<const Span>::iterator From(std::span<const Span> sensitive, uint32_t offset) {
  return std::partition_point(sensitive.begin(), sensitive.end(),
                              [&](Span each) { return each.end <= offset; });
}

}  // namespace

Span SensitiveAt(std::span<const Span> sensitive, Span span) {
  auto found = From(sensitive, span.begin);
  const uint32_t end = std::max(span.end, span.begin + 1);
  return found != sensitive.end() && found->begin < end ? *found : Span{};
}

bool IsSensitive(std::span<const Span> sensitive, Span span) {
  return !SensitiveAt(sensitive, span).empty();
}

std::string Masked(std::string_view line, uint32_t begin, std::span<const Span> sensitive) {
  auto next = From(sensitive, begin);
  if (next == sensitive.end()) return std::string(line);
  std::string masked;
  masked.reserve(line.size());
  for (size_t i = 0; i < line.size(); ++i) {
    const uint32_t at = begin + static_cast<uint32_t>(i);
    while (next != sensitive.end() && next->end <= at) ++next;
    if (next == sensitive.end() || at < next->begin) {
      masked.push_back(line[i]);
    } else if ((static_cast<unsigned char>(line[i]) & 0xC0) != 0x80) {
      masked.push_back('*');
    }
  }
  return masked;
}

void Withhold(Finding* finding) {
  finding->message =
      "a value that is marked as sensitive breaks this rule; what it is, is withheld";
  finding->label = "sensitive";
  finding->help.clear();
  finding->related.clear();
  finding->fix.reset();
  finding->matched_text = "(sensitive)";
}

}  // namespace rolelint::engine
