#ifndef ROLELINT_TESTS_ORACLE_Z3_POLICY_H_
#define ROLELINT_TESTS_ORACLE_Z3_POLICY_H_

// Policies as formulas over a request. For the oracle's own .cc files.

#include <z3++.h>

#include <optional>
#include <string>
#include <vector>

#include "tests/oracle/reading.h"
#include "tests/oracle/z3_request.h"

namespace rolelint::oracle {

class PolicyEncoder {
 public:
  PolicyEncoder(z3::context& context, Request* request) : c_(context), request_(request) {}

  // Some Allow matches and no Deny does.
  z3::expr Allowed(const Policy& policy);

  // Parts, which the questions need too.
  z3::expr ActionMatches(const std::vector<std::string>& patterns);
  z3::expr ResourceMatches(const std::string& pattern, bool variables);
  // One value of an operator against one value of the request, as if the operator were positive.
  z3::expr ValueMatches(const ConditionTest& test, const std::string& value, bool variables,
                        const Key& key, Element* element);

 private:
  z3::expr StatementMatches(const Statement& statement, bool variables);
  z3::expr PrincipalMatches(const Statement& statement);
  z3::expr EntryMatches(const PrincipalEntry& entry);
  z3::expr ArnEntryMatches(const std::string& text);
  z3::expr TestHolds(const ConditionTest& test, bool variables);
  z3::expr NullHolds(const ConditionTest& test, const Key& key);
  z3::expr ArnMatches(const std::string& value, bool variables, const Element& element);
  std::optional<z3::expr> TextOfArnMatches(const Pieces& pieces, const Element& element);
  z3::expr NumberMatches(const ConditionTest& test, const std::string& value, const Key& key,
                         const Element& element);
  z3::expr DateMatches(const ConditionTest& test, const std::string& value, const Key& key,
                       const Element& element);
  z3::expr AddressMatches(const std::string& value, const Key& key, const Element& element);
  z3::expr TextMatches(const z3::expr& text, const Pieces& pieces, bool fold = false);

  z3::context& c_;
  Request* request_;
};

}  // namespace rolelint::oracle

#endif  // ROLELINT_TESTS_ORACLE_Z3_POLICY_H_
