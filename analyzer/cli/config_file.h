#ifndef ROLELINT_CLI_CONFIG_FILE_H_
#define ROLELINT_CLI_CONFIG_FILE_H_

// The configuration of a run: the file that was named, else rolelint.yaml in the working directory
// or above it (docs/configuration.md).

#include <optional>
#include <string>

#include "analyzer/catalog/catalog.h"
#include "analyzer/cli/streams.h"
#include "analyzer/engine/config.h"

namespace rolelint::cli {

struct LoadedConfig {
  engine::Config config;
  std::string file;  // as reports print it; empty: there is none
  // What the run's report tells about it: which file was read, and how many rules it turns off.
  std::string note;
};

// `named`: the file of --config, or empty. With `search` one is looked for if none is named.
// Nullopt after telling why. A file that was found, not named, must not lead out of the repository:
// messages would quote what stands elsewhere.
std::optional<LoadedConfig> LoadConfig(const std::string& named, bool search,
                                       const Streams& streams);

// Actions of assertions that the catalogue does not know would be asserted for nothing: an error if
// a known one has nearly the same name, else a note. False after an
// error.
bool CheckAssertedActions(const engine::Config& config, const catalog::Catalog& catalog,
                          const Streams& streams);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_CONFIG_FILE_H_
