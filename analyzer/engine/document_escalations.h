#ifndef ROLELINT_ENGINE_DOCUMENT_ESCALATIONS_H_
#define ROLELINT_ENGINE_DOCUMENT_ESCALATIONS_H_

// The escalations that one document allows whoever has it, for the rules that share them: worked
// out once a document, and only if one of them asks.

#include <optional>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/estate/records.h"
#include "analyzer/graph/escalations.h"
#include "analyzer/policy/document.h"

namespace rolelint::engine {

class DocumentEscalations {
 public:
  explicit DocumentEscalations(const catalog::Catalog& catalog) : catalog_(catalog) {}

  // The questions that follow are about this document, which must outlive them.
  void Begin(const policy::Document& document) {
    document_ = &document;
    known_ = false;
  }
  const std::vector<graph::Escalation>& Of();

 private:
  const catalog::Catalog& catalog_;
  const policy::Document* document_ = nullptr;
  bool known_ = false;
  estate::PolicyFacts facts_;
  std::optional<graph::EscalationFinder> finder_;
  std::vector<graph::Escalation> found_;
};

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_DOCUMENT_ESCALATIONS_H_
