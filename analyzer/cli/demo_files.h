#ifndef ROLELINT_CLI_DEMO_FILES_H_
#define ROLELINT_CLI_DEMO_FILES_H_

// The exports of fixtures/guide/as-exported, compiled in (cmake/demo_files.cmake): two accounts and
// the role switches between them.

#include <span>
#include <string_view>

namespace rolelint::cli {

struct DemoFile {
  std::string_view name;  // "demo/acme/account.json"
  std::string_view text;
};

std::span<const DemoFile> DemoFiles();

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_DEMO_FILES_H_
