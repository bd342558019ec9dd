#ifndef ROLELINT_ENGINE_SUBJECTS_H_
#define ROLELINT_ENGINE_SUBJECTS_H_

// What a document has of that which rules ask for (rule.h): found in one pass, so that of a hundred
// rules only those are called that may find something.

#include <cstdint>
#include <string>

#include "analyzer/engine/active_rules.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/text_memory.h"
#include "analyzer/policy/document.h"

namespace rolelint::engine {

// Belongs to one worker; its memory serves document after document.
class Subjects {
 public:
  Subjects(const ActiveRules& rules, const catalog::Catalog& catalog)
      : rules_(rules), catalog_(catalog) {}
  Subjects(const Subjects&) = delete;
  Subjects& operator=(const Subjects&) = delete;

  // The questions that follow are about this document, of which `names` tells.
  void Begin(const policy::Document& document, logic::PolicyNames& names);

  // Whether the document has what the rule needs.
  bool Meets(const ActiveRules::Candidate& rule) const { return (rule.needs & ~needs_) == 0; }
  // Whether it has something that the rule looks at.
  bool Concerns(const ActiveRules::Candidate& rule) const {
    return rule.shown_all || (rule.subjects & subjects_) != 0 || (rule.services & services_) != 0 ||
           (rule.tests & tests_) != 0;
  }

 private:
  void Look(const policy::Statement& statement, const logic::StatementNames& names);
  uint64_t RulesAbout(const policy::ConditionTest& test);

  const ActiveRules& rules_;
  const catalog::Catalog& catalog_;
  unsigned needs_ = 0;
  unsigned subjects_ = 0;
  uint64_t services_ = 0;
  uint64_t tests_ = 0;
  // By operator and key: bits of the rules that it concerns.
  logic::TextMemory<uint64_t> by_test_;
  std::string asked_;  // memory of RulesAbout
};

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_SUBJECTS_H_
