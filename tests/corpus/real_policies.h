#ifndef ROLELINT_TESTS_CORPUS_REAL_POLICIES_H_
#define ROLELINT_TESTS_CORPUS_REAL_POLICIES_H_

// Real policies to run the whole pipeline over: files of the shared data, AWS's own managed
// policies.

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/check.h"
#include "tests/support/managed_policies.h"

namespace rolelint::corpus {

// Regular files below `folder`, sorted.
std::vector<std::filesystem::path> FilesBelow(const std::filesystem::path& folder);

using support::ForEachManagedPolicy;

struct RunSetting {
  engine::Persona persona = engine::Persona::kRegular;
  std::optional<policy::Kind> kind;
  int threads = 1;
  bool select_rules = true;
};
engine::CheckResult CheckBytes(const std::string& name, std::string bytes,
                               const RunSetting& setting = {});

// Whether the bytes of a file stand for `value`: as they are, or through JSON escapes and
// percent-encoding, several deep. Written apart from the analyzer's own decoding.
bool StandFor(std::string_view bytes, std::string_view value);

// What stands at the span of `bytes`, with the layers above undone as far as they go.
std::vector<std::string> Readings(std::string_view bytes);

}  // namespace rolelint::corpus

#endif  // ROLELINT_TESTS_CORPUS_REAL_POLICIES_H_
