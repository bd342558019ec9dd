#ifndef ROLELINT_ENGINE_TAKEN_BACK_H_
#define ROLELINT_ENGINE_TAKEN_BACK_H_

// A finding about actions that a policy allows, where another policy of everybody who has it denies
// all of them on every resource, or where no permissions boundary of theirs allows one: it becomes
// a suggestion that says so. Rules of documents see one policy and cannot know.

#include <vector>

#include "analyzer/engine/finding.h"
#include "analyzer/estate/estate.h"

namespace rolelint::engine {

// `findings` of documents, places in files. Cost is linear in the findings, and in the policies of
// those who have the policies that the findings are about.
void TakeBack(const estate::Estate& estate, std::vector<Finding>* findings);

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_TAKEN_BACK_H_
