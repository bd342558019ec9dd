#ifndef ROLELINT_CLI_CHECK_SETUP_H_
#define ROLELINT_CLI_CHECK_SETUP_H_

// From the arguments of `check` to all that a run needs: the files, the configuration, the
// catalogue, the options, and of --since the files as they were.

#include <memory>
#include <optional>

#include "analyzer/catalog/catalog.h"
#include "analyzer/cli/catalog_choice.h"
#include "analyzer/cli/check_command.h"
#include "analyzer/cli/config_file.h"
#include "analyzer/cli/input_files.h"
#include "analyzer/cli/since.h"
#include "analyzer/engine/check.h"
#include "analyzer/report/report.h"

namespace rolelint::cli {

struct PreparedCheck {
  InputFiles files;
  LoadedConfig config;
  CatalogChoice catalog_choice;
  engine::CheckOptions options;
  std::unique_ptr<OldFiles> old;  // of --since

  const catalog::Catalog& catalog() const { return catalog_choice.get(); }
};

// Nullopt after telling why. `format` is that of the report.
std::optional<PreparedCheck> PrepareCheck(const CheckArguments& arguments, report::Format format,
                                          const Streams& streams);

// The options of a run whose inputs are not files, as of a server. Applies --select and --ignore to
// `config`. Nullopt after an error message if an argument is wrong.
std::optional<engine::CheckOptions> PrepareOptions(const CheckArguments& arguments,
                                                   report::Format format, engine::Config* config,
                                                   const Streams& streams);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_CHECK_SETUP_H_
