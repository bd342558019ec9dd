#ifndef ROLELINT_CLI_CASE_LINE_H_
#define ROLELINT_CLI_CASE_LINE_H_

// One line of a batch (`--cases`): a JSON object with policies in it. Policies may be objects or
// strings that hold JSON.

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/inputs/tree_pool.h"
#include "analyzer/inputs/unwrap.h"
#include "analyzer/json/tree.h"
#include "analyzer/logic/request.h"
#include "analyzer/policy/document.h"
#include "analyzer/text/arena.h"
#include "analyzer/text/source.h"
#include "analyzer/text/view.h"

namespace rolelint::cli {

// A sentence on why a line cannot be answered.
struct CaseError {
  std::string message;
};

class CaseLine {
 public:
  // Never null; an unreadable line has an error().
  static std::unique_ptr<CaseLine> Read(std::string text);

  const std::optional<CaseError>& error() const { return error_; }
  json::Value root() const { return root_; }
  // The value of "id" as JSON text; "null" if there is none.
  std::string id() const;

  // The policy in `value`; it lives as long as the line. Null, with error() set, if it is none.
  const policy::Document* Policy(json::Value value, std::string_view name, policy::Kind kind);
  // A policy that a member may name. Null without an error: there is none.
  const policy::Document* Member(json::Value object, std::string_view name, policy::Kind kind);
  // All of a list of policies; a single policy counts as a list of one.
  std::vector<const policy::Document*> Members(json::Value list, std::string_view name,
                                               policy::Kind kind);
  // Strings of a list, or one string.
  std::vector<std::string> Strings(json::Value value, std::string_view name);

  void Fail(std::string message);

 private:
  void FailOnDuplicateKeys(std::span<const json::Issue> issues);

  std::optional<text::Source> source_;
  text::View view_;
  text::Arena arena_;
  json::Tree tree_;
  inputs::TreePool pool_;
  std::vector<std::unique_ptr<policy::Document>> documents_;
  json::Value root_;
  std::optional<CaseError> error_;
};

// Calls answer(line number, text) for every line of `path` ("-": standard input) that is not blank.
// False, with a sentence in `error`, if it cannot be read or has no such line.
bool ForEachLine(const std::string& path, std::string* error,
                 const std::function<void(size_t, std::string)>& answer);

// The request of a contract's "request" member.
std::optional<logic::Request> ReadRequest(json::Value value, CaseLine* line);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_CASE_LINE_H_
