#ifndef ROLELINT_GRAPH_RECORDED_POLICIES_H_
#define ROLELINT_GRAPH_RECORDED_POLICIES_H_

// Statements put together again from what the records keep of them, and compiled for the evaluator.
// Of a permission policy only the statements on the actions in question are kept, which is all that
// matters for a request of these actions.

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/estate/records.h"
#include "analyzer/logic/compiled.h"
#include "analyzer/policy/owned_document.h"

namespace rolelint::graph {

// A statement of a permission policy as JSON.
struct StatementParts {
  bool allow = false;
  std::span<const std::string_view> actions;
  bool not_resource = false;
  std::span<const std::string_view> resources;  // none: every resource
  std::string_view condition;                   // compact JSON; "": none
};
void AppendStatement(const StatementParts& parts, std::string* out);
// A document of statements as AppendStatement writes them, with commas between.
std::string DocumentText(std::string_view statements, bool variables);

// What the policies say about sts:AssumeRole. Each is compiled once; statement i of the result is
// number i of the facts' (or the role's) list.
class RecordedPolicies {
 public:
  explicit RecordedPolicies(const catalog::Catalog& catalog);

  const logic::CompiledPolicy* Permissions(const estate::PolicyFacts& facts);
  const logic::CompiledPolicy* Trust(const estate::Entity& role);
  const logic::Vocabulary& vocabulary() const { return *vocabulary_; }

  // Forgets everything once much has been compiled: binding a request costs a look at every key of
  // the vocabulary. To be called where no result is in use.
  void Trim();

 private:
  logic::CompiledPolicy* Compile(const void* key, std::string_view text, policy::Kind kind);

  const catalog::Catalog& catalog_;
  std::unique_ptr<logic::Vocabulary> vocabulary_;
  std::unique_ptr<logic::Compiler> compiler_;
  struct Entry {
    std::unique_ptr<policy::OwnedDocument> document;
    logic::CompiledPolicy policy;
  };
  std::unordered_map<const void*, std::unique_ptr<Entry>> entries_;
};

}  // namespace rolelint::graph

#endif  // ROLELINT_GRAPH_RECORDED_POLICIES_H_
