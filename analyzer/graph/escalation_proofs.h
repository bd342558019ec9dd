#pragma once

// Whether a step of an escalation is left by Denies, boundary and conditions.

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/estate/records.h"

namespace rolelint::graph {

struct PlacedPrivilege {
  const estate::PrivilegeStatement* statement = nullptr;
  bool variables = false;
};

// All that decides about one step.
struct StepQuestion {
  int action = 0;
  std::string_view services;  // of iam:PassRole: the role goes to one of these
  const std::vector<PlacedPrivilege>* identity = nullptr;  // Allows and Denies
  const std::vector<PlacedPrivilege>* boundary = nullptr;  // null: there is none
  std::string_view principal;                              // ARN; "" if not known
  std::string_view partition;
  std::string_view account;
};

// Of the commonest condition of iam:PassRole, a list of services and nothing else, whether one of
// `services` (with blanks between) is in it: no proof is needed then. nullopt of other conditions.
std::optional<bool> PassesTo(std::string_view condition, std::string_view services);

enum class StepAnswer : uint8_t { kNever, kPerhaps, kSurely };

class StepProver {
 public:
  explicit StepProver(const catalog::Catalog& catalog) : catalog_(catalog) {}
  // Equal questions are answered once.
  StepAnswer Ask(StepQuestion question);

 private:
  StepAnswer Prove(const StepQuestion& question, const std::vector<std::string>& documents,
                   const std::string& resource);

  const catalog::Catalog& catalog_;
  std::unordered_map<std::string, StepAnswer> answers_;
};

}  // namespace rolelint::graph
