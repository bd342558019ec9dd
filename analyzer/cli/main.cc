#include <fmt/format.h>

int main() {
  fmt::print("rolelint {}\n", ROLELINT_VERSION);
  return 0;
}
