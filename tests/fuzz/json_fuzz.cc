// Any bytes: the reader's invariants hold. (Source refuses what is no UTF-8 before a reader sees
// it; the reader must be safe all the same.)

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/json/invariants.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string wrong =
      rolelint::json::CheckText({reinterpret_cast<const char*>(data), size}, 1 << 14);
  if (!wrong.empty()) {
    std::fprintf(stderr, "violated: %s\n", wrong.c_str());
    std::abort();
  }
  return 0;
}
