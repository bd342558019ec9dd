#ifndef ROLELINT_ESTATE_FACTS_H_
#define ROLELINT_ESTATE_FACTS_H_

// From a policy document to the facts that matter across accounts.

#include "analyzer/estate/records.h"
#include "analyzer/policy/document.h"

namespace rolelint::estate {

// Fills entity.trust, trust_state, trust_complete and trust_place.
void ExtractTrust(const policy::Document& trust_policy, uint32_t file, Entity* role);

// A document without any statement on sts:AssumeRole or privileges costs no allocation.
PolicyFacts ExtractPolicy(const policy::Document& document, uint32_t file);

// Fills facts.allowed and facts.lists_allowed: what a permissions boundary leaves.
void AddAllowedActions(const policy::Document& document, PolicyFacts* facts);

// StsAction bits that an action pattern (`sts:*`, `*`, `sts:AssumeRole`) covers.
uint8_t CoveredStsActions(std::string_view pattern);

}  // namespace rolelint::estate

#endif  // ROLELINT_ESTATE_FACTS_H_
