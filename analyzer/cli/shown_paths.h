#ifndef ROLELINT_CLI_SHOWN_PATHS_H_
#define ROLELINT_CLI_SHOWN_PATHS_H_

// File names as people read them. Inside a run, and in JSON and SARIF, files are named relative to
// the root of the repository; text, concise and messages name them relative to the working
// directory.

#include <set>
#include <span>
#include <string>

#include "analyzer/engine/check.h"
#include "analyzer/inputs/paths.h"

namespace rolelint::cli {

class ShownPaths {
 public:
  // The inputs tell which names are not paths: standard input and pipes keep theirs.
  explicit ShownPaths(std::span<const engine::InputSpec> inputs);

  // A name relative to the repository's root, made relative to the working directory.
  std::string Of(const std::string& name) const;
  // Renames every file of the result.
  void Apply(engine::CheckResult* result) const;

 private:
  void Rename(std::string* name) const;
  void Rename(engine::Finding* finding) const;

  std::string folder_;  // the working directory below the root; "": it is the root
  std::set<std::string, std::less<>> no_paths_;
};

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_SHOWN_PATHS_H_
