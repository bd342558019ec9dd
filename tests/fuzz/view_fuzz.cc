// Any text as the contents of nested strings: the first byte says which layers are taken off, and
// every decoded byte must come from bytes within the layer outside it, in order.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "analyzer/text/source.h"
#include "analyzer/text/utf8.h"
#include "analyzer/text/view.h"

namespace {

using rolelint::text::Span;
using rolelint::text::View;

void Require(bool condition) {
  if (!condition) std::abort();
}

void Check(const View& view) {
  std::string_view text = view.text();
  Require(rolelint::text::ScanUtf8(text).stop == rolelint::text::Utf8Scan::Stop::kEnd);
  for (size_t i = 0; i < rolelint::text::kPadding; ++i) Require(text.data()[text.size() + i] == 0);
  uint32_t last = view.raw().begin;
  for (uint32_t i = 0; i < text.size(); ++i) {
    Span span = view.ToParent({i, i + 1});
    Require(!span.empty() && view.raw().Contains(span));
    // The same bytes as the byte before (one escape), or just after them.
    Require(span.begin >= last || view.ToParent({i - 1, i}) == span);
    last = span.end;
    uint32_t back = view.FromParent(span.begin);
    Require(back <= i && view.ToParent({back, back + 1}) == span);
  }
  Require(last == view.raw().end);
  Require(view.FromParent(view.raw().end) == text.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0 || size > 1 << 16) return 0;
  std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (rolelint::text::ScanUtf8(text).stop != rolelint::text::Utf8Scan::Stop::kEnd) return 0;
  std::string padded = text + std::string(rolelint::text::kPadding, '\0');
  rolelint::text::Arena arena;
  View root(std::string_view(padded).substr(0, text.size()));
  const View* view = &root;
  for (unsigned layers = data[0]; layers > 3; layers >>= 2) {
    // Sometimes only a part of the layer outside, between two characters.
    std::string_view outer = view->text();
    Span raw = {0, static_cast<uint32_t>(outer.size())};
    if ((layers & 4) != 0) {
      while (raw.begin < raw.end / 4) ++raw.begin;
      while (raw.begin < raw.end && rolelint::text::IsContinuation(outer[raw.begin])) ++raw.begin;
    }
    const View* inner = (layers & 1) != 0
                            ? View::FromUrlEncoded(*view, raw, (layers & 2) != 0, &arena)
                            : View::FromJsonString(*view, raw, &arena);
    if (inner == nullptr) break;
    Check(*inner);
    view = inner;
  }
  Span whole = {0, static_cast<uint32_t>(view->text().size())};
  Require(view->ToFile(whole).end <= text.size());
  return 0;
}
