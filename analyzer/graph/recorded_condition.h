#ifndef ROLELINT_GRAPH_RECORDED_CONDITION_H_
#define ROLELINT_GRAPH_RECORDED_CONDITION_H_

// Conditions as the records keep them (compact JSON), looked at without a proof.

#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/estate/records.h"

namespace rolelint::graph {

struct RecordedTest {
  std::string_view op;
  std::string_view key;
  std::vector<std::string_view> values;
};

// The tests of a condition; nullopt where a text has escapes.
std::optional<std::vector<RecordedTest>> TestsOf(std::string_view condition);

// What the statement's condition on iam:PermissionsBoundary or iam:PolicyARN leaves of a change of
// permissions by the IAM action. AWS's own way to delegate is to allow changes of principals under
// a named boundary alone, and a list of policies that may be attached is not any policy.
enum class Leaves : uint8_t {
  kUnknown,     // it is not about these, or not alone
  kNothing,     // an Allow: nobody comes to more than the boundary or these policies give
  kEverything,  // an Allow: the policies that may be attached include one that gives everything
};
Leaves LeavesOf(const estate::PrivilegeStatement& allow, std::string_view action);
// A Deny of whatever such an Allow would not allow.
bool DeniesAllBut(const estate::PrivilegeStatement& deny, std::string_view action);

}  // namespace rolelint::graph

#endif  // ROLELINT_GRAPH_RECORDED_CONDITION_H_
