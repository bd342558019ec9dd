#include "analyzer/fix/edits.h"

#include <algorithm>

namespace rolelint::fix {
namespace {

bool ByPlace(const ByteEdit& a, const ByteEdit& b) {
  return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
}

bool Collide(const ByteEdit& a, const ByteEdit& b) {
  return (a.begin < b.end && b.begin < a.end) || a.begin == b.begin;
}

}  // namespace

std::vector<ByteEdit> EditsOf(const engine::Fix& fix, uint64_t size) {
  std::vector<ByteEdit> edits;
  edits.reserve(fix.edits.size());
  for (const engine::Edit& edit : fix.edits) {
    if (edit.start_byte > edit.end_byte || edit.end_byte > size) return {};
    edits.push_back({edit.start_byte, edit.end_byte, edit.text});
  }
  std::sort(edits.begin(), edits.end(), ByPlace);
  for (size_t i = 1; i < edits.size(); ++i) {
    if (Collide(edits[i - 1], edits[i])) return {};
  }
  return edits;
}

bool Overlap(const std::vector<ByteEdit>& a, const std::vector<ByteEdit>& b) {
  return std::any_of(a.begin(), a.end(), [&b](const ByteEdit& edit) {
    return std::any_of(b.begin(), b.end(),
                       [&edit](const ByteEdit& other) { return Collide(edit, other); });
  });
}

std::string Edited(std::string_view bytes, std::vector<ByteEdit> edits) {
  std::sort(edits.begin(), edits.end(), ByPlace);
  std::string text;
  text.reserve(bytes.size());
  uint64_t at = 0;
  for (const ByteEdit& edit : edits) {
    text.append(bytes.substr(at, edit.begin - at)).append(edit.text);
    at = edit.end;
  }
  return text.append(bytes.substr(at));
}

}  // namespace rolelint::fix
