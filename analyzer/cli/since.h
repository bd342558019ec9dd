#ifndef ROLELINT_CLI_SINCE_H_
#define ROLELINT_CLI_SINCE_H_

// `check --since REF`: the files as they were at the commit from which the working tree left REF.
// They are taken from git and put into a folder of their own among the system's temporary files,
// which goes with this; the working tree is not touched.

#include <memory>
#include <string>
#include <vector>

#include "analyzer/cli/git.h"
#include "analyzer/cli/streams.h"
#include "analyzer/engine/check.h"

namespace rolelint::cli {

class OldFiles {
 public:
  // Of the inputs, and of all files of their kinds that are gone. Null, with a sentence in `error`.
  static std::unique_ptr<OldFiles> Read(const std::string& ref,
                                        const std::vector<engine::InputSpec>& inputs,
                                        std::string* error);
  ~OldFiles();
  OldFiles(const OldFiles&) = delete;
  OldFiles& operator=(const OldFiles&) = delete;

  // They have the names in reports that they had then.
  std::vector<engine::InputSpec>& inputs() { return inputs_; }
  const std::string& commit() const { return commit_; }

 private:
  OldFiles() = default;
  void Choose(const std::vector<GitFile>& all, const std::vector<engine::InputSpec>& inputs,
              const std::string& root, std::vector<GitFile>* chosen);
  bool Write(const std::vector<GitFile>& files, const std::vector<std::string>& contents,
             std::string* error);

  std::string folder_;
  std::string commit_;
  std::vector<engine::InputSpec> inputs_;
};

// What the report says of each changed policy: "identity policy "p" of role r (a.json) grants new
// access: …".
std::string ChangeText(const engine::PolicyChange& change);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_SINCE_H_
