#include "analyzer/cli/catalog_update.h"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "analyzer/catalog/compiler.h"
#include "analyzer/cli/catalog_choice.h"
#include "analyzer/cli/output_file.h"
#include "analyzer/report/report.h"

namespace rolelint::cli {
namespace {

namespace fs = std::filesystem;

std::string StoreCatalog(const fs::path& path, const std::string& text) {
  std::error_code problem;
  fs::create_directories(path.parent_path(), problem);
  if (problem) {
    return fmt::format("cannot make {}: {}", path.parent_path().string(), problem.message());
  }
  OutputFile file(path.string());
  file.stream().write(text.data(), static_cast<std::streamsize>(text.size()));
  std::string error;
  return file.Commit(&error) ? "" : error;
}

}  // namespace

int RunCatalogUpdate(const std::string& file, const Streams& streams) {
  std::string text, error;
  if (!catalog::ReadCatalogText(file, &text, &error)) return Fail(streams, error);
  const catalog::LoadResult result = catalog::Catalog::LoadFromText(text, file);
  if (!result.catalog) return Fail(streams, result.error);
  const fs::path path = StoredCatalogPath();
  if (path.empty()) {
    return Fail(streams, "there is no place to store a catalogue: set XDG_DATA_HOME or HOME");
  }
  CatalogChoice current;
  // A stored catalogue that cannot be read is replaced.
  if (!current.Choose("", &error)) current = CatalogChoice();
  const std::string_view date = result.catalog->date(), old = current.get().date();
  if (date < old) {
    return Fail(streams, fmt::format("{}: the catalogue of {} is older than the one in use, of {}",
                                     file, date, old));
  }
  if (date == old && error.empty()) {
    streams.out << fmt::format("The catalogue of {} is in use already.\n", report::Printable(date));
    return kOk;
  }
  if (error = StoreCatalog(path, text); !error.empty()) return Fail(streams, error);
  streams.out << fmt::format("Stored the AWS catalogue of {} in {}. It replaces the one of {}.\n",
                             report::Printable(date), report::Printable(path.string()),
                             report::Printable(old));
  return kOk;
}

}  // namespace rolelint::cli
