#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include "analyzer/catalog/catalog.h"
#include "analyzer/catalog/compiler.h"

namespace rolelint::catalog {

LoadResult Catalog::LoadFromText(std::string_view text, std::string_view name) {
  LoadResult result;
  CompileResult compiled = CompileCatalog(text);
  if (!compiled.error.empty()) {
    result.error = std::string(name);
    if (compiled.line > 0) result.error += ":" + std::to_string(compiled.line);
    result.error += ": " + compiled.error;
    return result;
  }
  auto block = std::make_shared<const std::vector<char>>(std::move(compiled.block));
  Catalog catalog(block->data());
  catalog.owned_ = std::move(block);
  result.catalog = std::move(catalog);
  return result;
}

bool ReadCatalogText(const std::string& path, std::string* text, std::string* error) {
  std::ifstream file(path, std::ios::binary);
  text->clear();
  // In pieces: a path may name something endless, and a folder opens but does not read.
  char piece[1 << 16];
  while (file && text->size() <= kMaxCatalogTextBytes) {
    file.read(piece, sizeof(piece));
    text->append(piece, static_cast<std::size_t>(file.gcount()));
  }
  if (!file.eof() && text->size() <= kMaxCatalogTextBytes) {
    *error = path + ": cannot be read: " + std::strerror(errno);
    return false;
  }
  return true;
}

LoadResult Catalog::LoadFromFile(const std::string& path) {
  std::string text, error;
  if (!ReadCatalogText(path, &text, &error)) return {std::nullopt, std::move(error)};
  return LoadFromText(text, path);
}

}  // namespace rolelint::catalog
