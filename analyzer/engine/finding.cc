#include "analyzer/engine/finding.h"

#include <array>

namespace rolelint::engine {
namespace {

// A wrong index cannot come out of ParseX, and an enum made elsewhere is a programmer's error.
template <typename Enum, size_t kCount>
std::optional<Enum> Parse(const std::array<std::string_view, kCount>& names,
                          std::string_view name) {
  for (size_t i = 0; i < kCount; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

constexpr std::array<std::string_view, kLevelCount> kLevels = {"suggestion", "warning", "security",
                                                               "error"};
constexpr std::array<std::string_view, 3> kConfidences = {"low", "medium", "high"};
constexpr std::array<std::string_view, 3> kPersonas = {"regular", "pedantic", "auditor"};

}  // namespace

std::string_view LevelName(Level level) { return kLevels[static_cast<size_t>(level)]; }
std::optional<Level> ParseLevel(std::string_view name) { return Parse<Level>(kLevels, name); }

std::string_view ConfidenceName(Confidence confidence) {
  return kConfidences[static_cast<size_t>(confidence)];
}

std::string_view PersonaName(Persona persona) { return kPersonas[static_cast<size_t>(persona)]; }
std::optional<Persona> ParsePersona(std::string_view name) {
  return Parse<Persona>(kPersonas, name);
}

}  // namespace rolelint::engine
