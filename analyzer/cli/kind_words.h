#ifndef ROLELINT_CLI_KIND_WORDS_H_
#define ROLELINT_CLI_KIND_WORDS_H_

// The words of --kind.

#include <string>
#include <vector>

#include "analyzer/policy/kind.h"

namespace rolelint::cli {

inline std::vector<std::string> KindWords() {
  using policy::Kind;
  std::vector<std::string> words;
  for (const Kind kind : {Kind::kIdentity, Kind::kTrust, Kind::kResource, Kind::kScp, Kind::kRcp,
                          Kind::kBoundary, Kind::kSession}) {
    words.emplace_back(policy::KindName(kind));
  }
  return words;
}

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_KIND_WORDS_H_
