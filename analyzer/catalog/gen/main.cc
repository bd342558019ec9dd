// Host tool of the build: compiles the catalogue's text form into the block that builtin.cc
// includes.
//   catalog_gen TEXT BLOCK
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "analyzer/catalog/compiler.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: catalog_gen TEXT BLOCK\n");
    return 2;
  }
  std::ifstream in(argv[1], std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in) {
    std::fprintf(stderr, "%s: cannot be read\n", argv[1]);
    return 2;
  }
  const rolelint::catalog::CompileResult result = rolelint::catalog::CompileCatalog(text);
  if (!result.error.empty()) {
    std::fprintf(stderr, "%s:%zu: %s\n", argv[1], result.line, result.error.c_str());
    return 1;
  }
  std::ofstream out(argv[2], std::ios::binary | std::ios::trunc);
  out.write(result.block.data(), static_cast<std::streamsize>(result.block.size()));
  out.close();
  if (!out) {
    std::fprintf(stderr, "%s: cannot be written\n", argv[2]);
    return 2;
  }
  return 0;
}
