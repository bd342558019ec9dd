#ifndef ROLELINT_CLI_CATALOG_CHOICE_H_
#define ROLELINT_CLI_CATALOG_CHOICE_H_

// The AWS catalogue that a command uses, and its age.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/catalog/catalog.h"
#include "analyzer/cli/command_line.h"

namespace rolelint::cli {

// A catalogue that is older than this many days gets a note.
inline constexpr uint32_t kCatalogMaxAge = 90;

class CatalogChoice {
 public:
  // Reads the catalogue in `file` (--catalog); if that is empty, the one that the environment
  // variable ROLELINT_CATALOG names; without both, the one that `rolelint catalog update` has
  // stored, if it is newer than the built-in one. False, with a sentence in `error`, if it cannot
  // be read. Without a call the choice is the built-in catalogue.
  bool Choose(const std::string& file, std::string* error);

  const catalog::Catalog& get() const { return loaded_ ? *loaded_ : catalog::Catalog::BuiltIn(); }
  // The file that it was read from; "" for the built-in one.
  const std::string& file() const { return file_; }

 private:
  std::optional<catalog::Catalog> loaded_;
  std::string file_;
};

// Where `rolelint catalog update` stores a catalogue: $XDG_DATA_HOME/rolelint/aws-catalog.tsv, or
// ~/.local/share/rolelint/aws-catalog.tsv; empty if neither variable is set.
std::filesystem::path StoredCatalogPath();

// From one day to another, both as "2026-01-31"; nullopt if one is not such a day.
std::optional<int64_t> DaysBetween(std::string_view from, std::string_view to);

// What to say of a catalogue of `date` on the day `today`, and what to do about it; "" if it is not
// older than `max_age` days.
std::string CatalogAgeNote(std::string_view date, std::string_view today, uint32_t max_age);

// Adds --catalog.
void AddCatalogOption(Command command, std::string& file);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_CATALOG_CHOICE_H_
