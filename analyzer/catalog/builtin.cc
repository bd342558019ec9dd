// The block lies in the read-only data of the program, put there by the assembler: no compiler ever
// reads its bytes as source, and opening it touches no page. The build passes its path and rebuilds
// this file when the block changes.
#include "analyzer/catalog/catalog.h"

#ifndef ROLELINT_CATALOG_BLOCK
#error "the build defines ROLELINT_CATALOG_BLOCK as the path of the compiled catalogue"
#endif

asm(".pushsection .rodata\n"
    ".balign 16\n"
    ".globl rolelint_catalog_block\n"
    ".hidden rolelint_catalog_block\n"
    ".type rolelint_catalog_block, %object\n"
    "rolelint_catalog_block:\n"
    ".incbin \"" ROLELINT_CATALOG_BLOCK
    "\"\n"
    ".size rolelint_catalog_block, . - rolelint_catalog_block\n"
    ".popsection\n");

extern "C" {
__attribute__((visibility("hidden"))) extern const char rolelint_catalog_block[];
}

namespace rolelint::catalog {

const Catalog& Catalog::BuiltIn() {
  static const Catalog catalog(rolelint_catalog_block);
  return catalog;
}

}  // namespace rolelint::catalog
