#ifndef ROLELINT_RULES_CONDITION_KEY_RESOURCE_TAG_SUPPORT_H_
#define ROLELINT_RULES_CONDITION_KEY_RESOURCE_TAG_SUPPORT_H_

// Statements that decide by aws:ResourceTag/… about actions whose requests never carry it: the two
// rules about them differ in the effect alone.

#include "analyzer/engine/rule.h"
#include "analyzer/policy/document.h"

namespace rolelint::rules {

// A test that asks for a tag, by operator and key.
bool IsResourceTagTest(const policy::ConditionTest& test);

// Reports one finding a statement, tag key and service, at the first action that does not take the
// key, with the other ones and the key as related places; of NotAction one a key. `sequel` ends the
// message: what becomes of the actions.
void ReportUnsupportedTags(const engine::DocumentContext& context, policy::Effect effect,
                           std::string_view sequel, std::string_view not_action_message,
                           std::string_view help, engine::Reporter& report);

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_CONDITION_KEY_RESOURCE_TAG_SUPPORT_H_
