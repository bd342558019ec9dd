#include "analyzer/report/path.h"

#include "analyzer/report/chunks.h"
#include "analyzer/report/glyph.h"
#include "analyzer/report/report.h"

namespace rolelint::report {
namespace {

void AppendPercent(char byte, std::string* out) {
  constexpr char kHex[] = "0123456789ABCDEF";
  const auto value = static_cast<unsigned char>(byte);
  out->push_back('%');
  out->push_back(kHex[value >> 4]);
  out->push_back(kHex[value & 15]);
}

// Unreserved characters, sub-delimiters and '@' stand for themselves in a path. A ':' would too,
// but not in the first segment, where it would end a scheme.
bool StandsInUri(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         (c != '\0' && std::string_view("-._~!$&'()*+,;=@/").find(c) != std::string_view::npos);
}

}  // namespace

std::string Utf8Path(std::string_view path) {
  std::string out;
  out.reserve(path.size());
  while (!path.empty()) {
    const Glyph glyph = DecodeGlyph(path);
    if (glyph.valid) {
      out.append(path.substr(0, glyph.bytes));
    } else {
      AppendPercent(path.front(), &out);
    }
    path.remove_prefix(glyph.bytes);
  }
  return out;
}

std::string PrintablePath(std::string_view path) { return Printable(Utf8Path(path)); }

void AppendPlace(std::string_view path, uint32_t line, uint32_t column, std::string* out) {
  if (PlainPrefix(path) == path.size()) {
    out->append(path);
  } else {
    out->append(PrintablePath(path));
  }
  out->push_back(':');
  AppendNumber(line, out);
  out->push_back(':');
  AppendNumber(column, out);
}

std::string UriReference(std::string_view path) {
  std::string out;
  out.reserve(path.size() + 8);
  while (path.starts_with("./")) {
    path.remove_prefix(2);
    while (path.starts_with('/')) path.remove_prefix(1);
  }
  if (path.starts_with('/')) {
    out = "file://";
    while (path.starts_with("//")) path.remove_prefix(1);
  }
  for (const char c : path) {
    if (StandsInUri(c)) {
      out.push_back(c);
    } else {
      AppendPercent(c, &out);
    }
  }
  return out;
}

}  // namespace rolelint::report
