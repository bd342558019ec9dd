// Any bytes: the YAML reader's invariants hold.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/json/yaml_invariants.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string wrong = rolelint::json::CheckYaml({reinterpret_cast<const char*>(data), size});
  if (!wrong.empty()) {
    std::fprintf(stderr, "violated: %s\n", wrong.c_str());
    std::abort();
  }
  return 0;
}
