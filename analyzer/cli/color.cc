#include "analyzer/cli/color.h"

#include <unistd.h>

#include <cstdlib>

namespace rolelint::cli {
namespace {

std::string_view Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : value;
}

bool IsForced(const char* name) {
  std::string_view value = Environment(name);
  return !value.empty() && value != "0";
}

}  // namespace

bool UseColor(std::string_view when, int file_descriptor) {
  if (when != "auto") return when == "always";
  if (IsForced("FORCE_COLOR") || IsForced("CLICOLOR_FORCE")) return true;
  if (!Environment("NO_COLOR").empty() || Environment("TERM") == "dumb") return false;
  return isatty(file_descriptor) == 1;
}

}  // namespace rolelint::cli
