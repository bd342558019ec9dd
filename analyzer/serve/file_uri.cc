#include "analyzer/serve/file_uri.h"

#include <charconv>

namespace rolelint::serve {

std::optional<std::string> PathOfUri(std::string_view uri) {
  constexpr std::string_view kScheme = "file://";
  constexpr std::string_view kHost = "localhost";
  constexpr int kHexadecimal = 16;
  if (!uri.starts_with(kScheme)) return std::nullopt;
  uri.remove_prefix(kScheme.size());
  if (uri.starts_with(kHost)) uri.remove_prefix(kHost.size());
  if (!uri.starts_with('/')) return std::nullopt;
  std::string path;
  for (size_t i = 0; i < uri.size(); ++i) {
    char c = uri[i];
    if (c == '%') {
      if (i + 2 >= uri.size()) return std::nullopt;
      unsigned byte = 0;
      const char* const digits = uri.data() + i + 1;
      const auto [end, problem] = std::from_chars(digits, digits + 2, byte, kHexadecimal);
      if (problem != std::errc() || end != digits + 2) return std::nullopt;
      c = static_cast<char>(byte);
      i += 2;
    }
    if (c == '\0') return std::nullopt;
    path.push_back(c);
  }
  return path;
}

}  // namespace rolelint::serve
