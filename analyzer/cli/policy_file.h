#ifndef ROLELINT_CLI_POLICY_FILE_H_
#define ROLELINT_CLI_POLICY_FILE_H_

// One policy out of a file that `check` could read: bare, in the output of an API call, in a dump.
// For the commands that ask about a policy rather than about all of a file.

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/read_inputs.h"
#include "analyzer/policy/owned_document.h"

namespace rolelint::cli {

// Which policy of a file is meant, and what it is.
struct PolicyChoice {
  std::optional<policy::Kind> kind;
  // By --policy; "" if the file must hold one alone.
  std::string name;
  std::string stdin_name = "stdin";
};

// A policy, copied out of its file. Spans of the document count in the copy.
class ChosenPolicy {
 public:
  ChosenPolicy(uint32_t file, const policy::Document& document);
  // One that outlives its use and need not be copied; its view reaches down to the file.
  static ChosenPolicy Borrow(uint32_t file, const policy::Document* document);

  const policy::Document& document() const {
    return borrowed_ != nullptr ? *borrowed_ : copy_->document();
  }
  bool valid() const { return copy_ != nullptr || borrowed_ != nullptr; }
  estate::Place PlaceOf(text::Span span) const;

 private:
  ChosenPolicy() = default;

  uint32_t file_ = 0;
  const policy::Document* borrowed_ = nullptr;
  std::unique_ptr<policy::OwnedDocument> copy_;
  uint32_t shift_ = 0;                   // where the copy begins in the file, unless it is wrapped:
  std::vector<uint32_t> begins_, ends_;  // of each byte of the copy, in the file
};

class PolicyFiles {
 public:
  // The policy of `path` (- for standard input) that is meant. Null after telling why not, in
  // lines.
  const ChosenPolicy* Read(const std::string& path, const PolicyChoice& choice,
                           std::vector<std::string>* why_not);

  // What was read, by file number, for engine::Resolve.
  std::vector<engine::ReadInputState>& inputs() { return inputs_; }

 private:
  std::vector<engine::ReadInputState> inputs_;
  std::deque<ChosenPolicy> policies_;
  bool read_stdin_ = false;
};

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_POLICY_FILE_H_
