#include "analyzer/engine/document_escalations.h"

#include "analyzer/estate/facts.h"

namespace rolelint::engine {

const std::vector<graph::Escalation>& DocumentEscalations::Of() {
  if (known_) return found_;
  known_ = true;
  found_.clear();
  facts_ = estate::ExtractPolicy(*document_, 0);
  if (facts_.privileges.empty()) return found_;
  if (!finder_) finder_.emplace(catalog_);
  found_ = finder_->OfPolicy(facts_);
  return found_;
}

}  // namespace rolelint::engine
