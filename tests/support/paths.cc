#include "tests/support/paths.h"

#include <fmt/format.h>
#include <stdlib.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>

namespace rolelint::support {
namespace {

std::optional<std::filesystem::path> Folder(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) return std::nullopt;
  return path;
}

}  // namespace

std::filesystem::path SourceDir() { return ROLELINT_SOURCE_DIR; }

std::string Program() {
  return (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "rolelint").string();
}

std::optional<std::filesystem::path> SharedData() {
  if (const char* set = std::getenv("ROLELINT_SHARED_DATA")) return Folder(set);
  return Folder(SourceDir().parent_path() / "shared" / "data");
}

std::optional<std::filesystem::path> NpmPackage(std::string_view name) {
  if (const char* set = std::getenv("ROLELINT_NODE_MODULES")) {
    return Folder(std::filesystem::path(set) / name);
  }
  return Folder(SourceDir() / "build" / "npm" / "node_modules" / name);
}

std::filesystem::path NewFolder(std::string_view name) {
  std::string pattern =
      (std::filesystem::temp_directory_path() / fmt::format("rolelint-{}-XXXXXX", name)).string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    ADD_FAILURE() << "cannot make " << pattern << ": " << std::strerror(errno);
  }
  return pattern;
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    ADD_FAILURE() << "cannot read " << path;
    return "";
  }
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

bool SkippingForbidden() {
  const char* set = std::getenv("ROLELINT_NO_SKIP");
  return set != nullptr && std::string_view(set) == "1";
}

}  // namespace rolelint::support
