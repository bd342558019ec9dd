#ifndef ROLELINT_ENGINE_POLICY_STORE_H_
#define ROLELINT_ENGINE_POLICY_STORE_H_

// The policy documents of a command line, kept beyond their reading: for the commands that decide
// with policies rather than look at each once. What is kept of a document is where it stands; it is
// parsed again, at its own place in its own file and through the same wrapping, when it is asked
// for. So a dump costs its text and a hundred bytes a document, and spans need no translation. A
// document that is not JSON at its place (YAML, HCL) is kept as it was read.

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/engine/check.h"
#include "analyzer/engine/read_inputs.h"
#include "analyzer/estate/estate.h"
#include "analyzer/inputs/input.h"
#include "analyzer/policy/document.h"
#include "analyzer/text/arena.h"

namespace rolelint::engine {

struct StoredPolicy {
  uint32_t file = 0;
  // The document's bytes in the text of its innermost layer, and the bytes that each layer decodes
  // in the one around it, the outermost first. Without layers the text is the file's.
  Span span;
  std::vector<Span> layers;
  const policy::Document* kept = nullptr;  // not JSON at its place
  Span file_span;
  policy::Kind kind = policy::Kind::kIdentity;
  policy::KindSource kind_source = policy::KindSource::kDefault;

  std::string owner_arn;  // of the entity or the managed policy; "" if the wrapping names none
  std::string account;
  std::string entity_name;
  std::string policy_name;
  Span policy_name_span;  // in the file
  bool is_entity = false;
  estate::EntityType entity_type = estate::EntityType::kRole;
  bool aws_managed = false;
};

class PolicyStore {
 public:
  PolicyStore();
  ~PolicyStore();
  PolicyStore(const PolicyStore&) = delete;
  PolicyStore& operator=(const PolicyStore&) = delete;

  // One Read() makes one group of policies: an export, or the files of one option.
  using Group = uint32_t;
  // `kind`, if given, is what the documents are. What cannot be read is told in errors(), and so
  // are the policies of templates, which are not kept.
  Group Read(std::vector<InputSpec> specs, std::optional<policy::Kind> kind,
             bool allow_incomplete = false);

  // In the order of the inputs.
  std::vector<const StoredPolicy*> PoliciesIn(Group group) const;
  // The entities of a group.
  const estate::Estate& EstateOf(Group group) const { return groups_[group].estate; }

  // Lives as long as the store. Null if the document cannot be parsed again, which only a file
  // that is wrapped beyond all custom brings about.
  const policy::Document* DocumentOf(const StoredPolicy& policy);
  // Where a span of a policy's document stands.
  estate::Place PlaceOf(const StoredPolicy& policy, Span span);

  const std::vector<RunError>& errors() const { return errors_; }
  const std::vector<RunNote>& notes() const { return notes_; }
  // What was read, by file number, for Resolve().
  std::vector<ReadInputState>& inputs() { return inputs_; }

 private:
  struct GroupData {
    size_t begin = 0;  // among policies_
    size_t end = 0;
    estate::Estate estate;
  };
  struct Parsed;

  struct Kept;

  void ReadOne(InputSpec spec, std::optional<policy::Kind> kind, bool allow_incomplete,
               estate::Records* records);
  void TellProblems(const ReadInputState& state, bool allow_incomplete);

  std::vector<ReadInputState> inputs_;
  std::deque<StoredPolicy> policies_;
  std::vector<GroupData> groups_;
  std::unordered_map<const StoredPolicy*, std::unique_ptr<Parsed>> parsed_;
  std::vector<std::unique_ptr<Kept>> kept_;
  std::vector<RunError> errors_;
  std::vector<RunNote> notes_;
};

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_POLICY_STORE_H_
