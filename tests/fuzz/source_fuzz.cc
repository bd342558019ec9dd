// Any bytes as a file: either a source that keeps its contract, or an error with a place in it. The
// first byte says how many of those after it choose the offsets that are asked about.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

#include "analyzer/text/source.h"
#include "analyzer/text/utf8.h"

namespace {

using rolelint::text::LineColumn;
using rolelint::text::Source;
using rolelint::text::SourceError;

void Require(bool condition) {
  if (!condition) std::abort();
}

void AskAbout(const Source& source, uint32_t offset, uint64_t end_on_disk) {
  auto size = static_cast<uint32_t>(source.text().size());
  LineColumn place = source.Locate(offset);
  Require(place.line >= 1 && place.line <= source.LineCount());
  Require(place.column >= 1 && place.column <= place.column_utf16);
  uint32_t begin = source.LineBegin(place.line);
  Require(begin <= std::min(offset, size));
  Require(source.LineBegin(place.line + 1) > offset || source.LineBegin(place.line + 1) == size);
  Require(source.Line(place.line).find_first_of("\r\n") == std::string_view::npos);
  uint64_t disk = source.DiskOffset(offset);
  Require(disk <= end_on_disk);
  Require(offset == 0 || disk >= source.DiskOffset(offset - 1));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  size_t questions = std::min<size_t>(data[0] % 16, (size - 1) / 2);
  const uint8_t* offsets = data + 1;
  std::string bytes(reinterpret_cast<const char*>(offsets + 2 * questions),
                    size - 1 - 2 * questions);
  const size_t byte_count = bytes.size();

  SourceError error{SourceError::Code::kEmpty, 0, ""};
  std::optional<Source> source = Source::FromBytes("fuzz", std::move(bytes), &error);
  if (!source) {
    Require(!error.message.empty());
    return 0;
  }
  std::string_view text = source->text();
  Require(!text.empty());
  rolelint::text::Utf8Scan scan = rolelint::text::ScanUtf8(text);
  Require(scan.stop == rolelint::text::Utf8Scan::Stop::kEnd && scan.valid == text.size());
  for (size_t i = 0; i < rolelint::text::kPadding; ++i) Require(text.data()[text.size() + i] == 0);

  auto end = static_cast<uint32_t>(text.size());
  uint64_t end_on_disk = source->DiskOffset(end);
  if (!source->gzip()) Require(end_on_disk == byte_count);
  Require(source->Locate(end).line == source->LineCount());
  AskAbout(*source, 0, end_on_disk);
  AskAbout(*source, end, end_on_disk);
  for (size_t i = 0; i < questions; ++i) {
    uint32_t offset = (offsets[2 * i] << 8 | offsets[2 * i + 1]) % (end + 1);
    AskAbout(*source, offset, end_on_disk);
  }
  return 0;
}
