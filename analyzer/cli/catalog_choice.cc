#include "analyzer/cli/catalog_choice.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cstdlib>
#include <utility>

namespace rolelint::cli {
namespace {

namespace fs = std::filesystem;

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::optional<std::chrono::sys_days> ParseDay(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [text](size_t begin, size_t size) {
    int value = -1;
    const char* end = text.data() + begin + size;
    return std::from_chars(text.data() + begin, end, value).ptr == end ? value : -1;
  };
  const int month = number(5, 2), day = number(8, 2);
  if (month < 1 || day < 1) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(number(0, 4)),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

}  // namespace

bool CatalogChoice::Choose(const std::string& file, std::string* error) {
  std::string path = file.empty() ? Variable("ROLELINT_CATALOG") : file;
  const bool stored = path.empty();
  if (stored) {
    const fs::path place = StoredCatalogPath();
    std::error_code problem;
    if (place.empty() || !fs::exists(place, problem)) return true;
    path = place.string();
  }
  catalog::LoadResult result = catalog::Catalog::LoadFromFile(path);
  if (!result.catalog) {
    *error = std::move(result.error);
    if (stored) *error += "; remove the file, or run `rolelint catalog update FILE` again";
    return false;
  }
  if (stored && result.catalog->date() <= catalog::Catalog::BuiltIn().date()) return true;
  loaded_ = std::move(result.catalog);
  file_ = std::move(path);
  return true;
}

fs::path StoredCatalogPath() {
  fs::path folder = Variable("XDG_DATA_HOME");
  // The specification of the base directories: a relative path is ignored.
  if (!folder.is_absolute()) {
    folder = Variable("HOME");
    if (!folder.is_absolute()) return {};
    folder /= ".local/share";
  }
  return folder / "rolelint" / "aws-catalog.tsv";
}

std::optional<int64_t> DaysBetween(std::string_view from, std::string_view to) {
  const auto first = ParseDay(from), last = ParseDay(to);
  if (!first || !last) return std::nullopt;
  return (*last - *first).count();
}

std::string CatalogAgeNote(std::string_view date, std::string_view today, uint32_t max_age) {
  const std::optional<int64_t> age = DaysBetween(date, today);
  if (!age || *age <= int64_t{max_age}) return {};
  return fmt::format(
      "the AWS catalogue of {} is {} days old: names that AWS added since are reported as unknown; "
      "get a newer release of rolelint, or run `rolelint catalog update FILE`",
      date, *age);
}

void AddCatalogOption(Command command, std::string& file) {
  command.AddOption("--catalog", file, "Use this AWS catalogue instead of the built-in one").File();
}

}  // namespace rolelint::cli
