#ifndef ROLELINT_CLI_TEXT_CHECKER_H_
#define ROLELINT_CLI_TEXT_CHECKER_H_

// `check` of texts at hand, once or often: for the commands that are sent what they check.

#include <optional>
#include <string>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/cli/catalog_choice.h"
#include "analyzer/cli/check_command.h"
#include "analyzer/cli/command_line.h"
#include "analyzer/cli/streams.h"
#include "analyzer/engine/check.h"
#include "analyzer/engine/config.h"
#include "analyzer/report/report.h"

namespace rolelint::cli {

// The options of such a command.
struct TextCheckerArguments {
  std::string config;
  std::string catalog;
  bool no_config = false;
};
void AddTextCheckerOptions(Command command, TextCheckerArguments* arguments);

class TextChecker {
 public:
  // Nullopt after telling why the configuration or the catalogue cannot be read.
  static std::optional<TextChecker> Make(const TextCheckerArguments& arguments,
                                         const Streams& streams);

  const catalog::Catalog& catalog() const { return catalog_.get(); }
  // The file of the catalogue; "" for the built-in one.
  const std::string& catalog_file() const { return catalog_.file(); }
  // Reads the configuration again; what there was holds where the file is wrong.
  void Reload(const Streams& streams);

  // `input.bytes` is the text. The arguments are those of a command line without paths. Nullopt,
  // with a sentence in `error`, if they are wrong.
  std::optional<engine::CheckResult> Check(std::vector<engine::InputSpec> inputs,
                                           const CheckArguments& arguments, report::Format format,
                                           std::string* error) const;

 private:
  TextChecker(TextCheckerArguments arguments, engine::Config config)
      : arguments_(std::move(arguments)), config_(std::move(config)) {}

  TextCheckerArguments arguments_;
  engine::Config config_;
  CatalogChoice catalog_;
};

// The message of a command that failed: without "rolelint: " and the line's end.
std::string MessageOf(std::string errors);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_TEXT_CHECKER_H_
