#ifndef ROLELINT_RULES_ESCALATION_REPORT_H_
#define ROLELINT_RULES_ESCALATION_REPORT_H_

// What the rules about escalations share: one wording for a policy by itself and for the
// principals of an export.

#include <span>
#include <string>
#include <string_view>

#include "analyzer/engine/rule.h"
#include "analyzer/graph/escalations.h"

namespace rolelint::rules {

struct EscalationWords {
  graph::EscalationFamily family;
  std::string_view can;   // "can …": what it comes to
  std::string_view help;  // how to break it
};

// A policy that the wrapping gives to nobody. What a user, group or role of an export has is judged
// on all its policies together.
void ReportDocument(const engine::DocumentContext& context, const EscalationWords& words,
                    engine::Reporter& report);
void ReportEstate(const engine::EstateContext& context, const EscalationWords& words,
                  engine::Reporter& report);

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_ESCALATION_REPORT_H_
