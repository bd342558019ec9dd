#include "analyzer/engine/source_location.h"

namespace rolelint::engine {

Location LocationOf(const text::Source& source, Span span) {
  const text::LineColumn begin = source.Locate(span.begin);
  const text::LineColumn end = source.Locate(span.end);
  Location location;
  location.file = source.name();
  location.start_line = begin.line;
  location.start_column = begin.column;
  location.start_column_utf16 = begin.column_utf16;
  location.end_line = end.line;
  location.end_column = end.column;
  location.end_column_utf16 = end.column_utf16;
  location.start_byte = source.DiskOffset(span.begin);
  location.end_byte = source.DiskOffset(span.end);
  return location;
}

}  // namespace rolelint::engine
