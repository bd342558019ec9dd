#ifndef ROLELINT_TESTS_ORACLE_Z3_REQUEST_H_
#define ROLELINT_TESTS_ORACLE_Z3_REQUEST_H_

// The unknowns of a question: one request whose action, resource, principal and condition keys are
// constants of Z3. What follows from the principal and the resource is an expression of them, never
// a constant of its own. For the oracle's own .cc files.

#include <z3++.h>

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/oracle/reading.h"
#include "tests/oracle/z3_text.h"

namespace rolelint::oracle {

enum class ValueKind { kText, kBool, kNumber, kDate, kEpoch, kIp };

// The text of a key that is tested with ARN operators: six segments, or a text that is no ARN. Z3
// does not get far with memberships of the whole text, so the segments are the unknowns.
struct ArnSegments {
  z3::expr is_arn;
  std::vector<z3::expr> parts;
  z3::expr other;
};

// One value of a key; only what the key's ValueKind uses is constrained.
struct Element {
  z3::expr here;  // whether the request has it
  z3::expr text;
  z3::expr number;  // Real
  z3::expr date;    // Int, seconds
  z3::expr valid;   // number, date and address alike: the value is of its type
  z3::expr is_v6, v4, v6;
  std::optional<ArnSegments> segments;
};

struct Key {
  std::string spelled;
  ValueKind kind = ValueKind::kText;
  bool derived = false;           // follows from the principal or the resource
  bool complete = true;           // false: the elements may be too few for a proof
  std::vector<Element> elements;  // one, or several of a list
  std::optional<z3::expr> is_list;
  const z3::expr& present() const { return elements[0].here; }
};

enum PrincipalKind { kUser, kSession, kFederatedUser, kRoot, kService, kProvider, kAnonymous };

class Request {
 public:
  // The policies say which keys there are and how they are tested.
  Request(z3::context& context, PolicyKind kind, const std::vector<const Policy*>& policies);

  const TextTheory& texts() const { return texts_; }
  // What holds of every request.
  const std::vector<z3::expr>& constraints() const { return constraints_; }
  // Whether "no such request" is a proof.
  bool complete() const;

  const z3::expr& service() const { return service_; }
  const z3::expr& action_name() const { return action_name_; }
  const z3::expr& resource_is_star() const { return resource_is_star_; }
  // Segments 1 to 5 of the ARN, partition to resource.
  const std::vector<z3::expr>& resource_parts() const { return resource_parts_; }

  z3::expr PrincipalIs(PrincipalKind kind) const { return principal_kind_ == int{kind}; }
  z3::expr HasAccount() const;
  const z3::expr& account() const { return account_; }
  const z3::expr& partition() const { return partition_; }
  // Path and name of a user or role; the name of a federated user.
  const z3::expr& full_name() const { return full_name_; }
  // The name without the path.
  const z3::expr& name();
  const z3::expr& session();
  const z3::expr& entity() const { return entity_; }

  Key& KeyOf(const std::string& lower);
  const std::map<std::string, Key>& keys() const { return keys_; }
  VariableText Variable(const std::string& lower);
  // The request as `simulate --cases` takes it.
  nlohmann::json Read(const z3::model& model) const;
  // That the request is this one.
  z3::expr Is(const nlohmann::json& request);

 private:
  void AddKeys(const std::vector<const Policy*>& policies);
  void AddKey(const std::string& lower, const std::string& spelled,
              const std::vector<const ConditionTest*>& tests, bool is_variable);
  bool AddDerivedKey(const std::string& lower, const std::string& spelled);
  Element NewElement(const std::string& name);
  void CutIntoSegments(const std::string& name, bool only_arn_operators, Element* element);
  void ConstrainElement(const Key& key, const Element& element, bool typed);
  void UsePrincipal();
  ArnSegments PrincipalArn() const;
  z3::expr Joined(const ArnSegments& segments) const;
  nlohmann::json ReadPrincipal(const z3::model& model) const;
  std::string ReadElement(const z3::model& model, const Key& key, const Element& element) const;
  z3::expr PrincipalEquals(const nlohmann::json& principal, const std::string& arn) const;
  z3::expr ElementEquals(const Key& key, const Element& element, const std::string& value) const;
  z3::expr KeyEquals(const Key& key, const nlohmann::json& value) const;

  z3::context& c_;
  TextTheory texts_;
  PolicyKind kind_;
  std::vector<z3::expr> constraints_;
  z3::expr service_, action_name_, resource_is_star_, resource_account_;
  std::vector<z3::expr> resource_parts_;
  z3::expr principal_kind_, partition_, account_, full_name_, name_, session_, entity_;
  bool principal_used_ = false, name_used_ = false, session_used_ = false;
  bool resource_account_used_ = false;
  std::set<std::string> partitions_;
  std::map<std::string, Key> keys_;
};

}  // namespace rolelint::oracle

#endif  // ROLELINT_TESTS_ORACLE_Z3_REQUEST_H_
