// Telling policies from other JSON, and their kinds from each other.

#include <set>

#include "analyzer/policy/condition.h"
#include "analyzer/policy/elements.h"
#include "analyzer/policy/parser.h"
#include "analyzer/text/glob.h"

namespace rolelint::policy {
namespace {

using json::Value;

constexpr std::string_view kTelling[] = {"Effect",       "Action",   "NotAction",  "Principal",
                                         "NotPrincipal", "Resource", "NotResource"};

bool IsTelling(std::string_view key) {
  for (std::string_view name : kTelling) {
    if (text::EqualsFolded(key, name)) return true;
  }
  return false;
}

// How many of the elements that make a statement an object has, in whatever case.
size_t CountTelling(Value object) {
  size_t count = 0;
  for (Value member : object) count += IsTelling(member.key()) ? 1 : 0;
  return count;
}

// A CloudFormation stack policy has the shape of a policy, but all its actions are "Update:…".
bool IsStackPolicyStatement(Value statement) {
  Value action = statement.Find("Action");
  if (!action) action = statement.Find("NotAction");
  if (action.is_array() && action.size() > 0) action = *action.begin();
  return text::EqualsFolded(action.str().substr(0, 7), "Update:");
}

bool IsStatementLike(Value value, size_t least) {
  if (value.is_object()) return CountTelling(value) >= least && !IsStackPolicyStatement(value);
  if (!value.is_array()) return false;
  // The first few items tell; a later one cannot make a list of something else a policy.
  size_t looked = 0;
  for (Value item : value) {
    // A list in the list is a forgotten flatten(): a mistake in a policy.
    if (item.is_array() && item.size() > 0) item = *item.begin();
    if (item.is_object() && CountTelling(item) >= least) return !IsStackPolicyStatement(item);
    if (++looked == 8) break;
  }
  return false;
}

bool IsVersionDate(Value value) {
  const std::string_view text = value.str();
  return text == "2012-10-17" || text == "2008-10-17";
}

bool IsBareStatement(Value object) {
  const std::string_view effect = object.Find("Effect").str();
  return (effect == "Allow" || effect == "Deny") && IsStatementLike(object, 2) &&
         (object.Find("Action") || object.Find("NotAction"));
}

// Calls visit(statement) for each statement object.
template <typename Visit>
void ForEachStatement(Value root, Visit visit) {
  Value statements;
  for (Value member : root) {
    if (FindPolicyElement(member.key()) == PolicyElement::kStatement) {
      statements = member;
      break;
    }
    if (!statements && ClosestPolicyElement(member.key()) == "Statement") statements = member;
  }
  if (statements.is_object()) visit(statements);
  if (!statements.is_array()) return;
  for (Value item : statements) {
    if (item.is_object()) visit(item);
  }
}

bool IsAssumeAction(std::string_view action) {
  return text::EqualsFolded(action.substr(0, 4), "sts:") ||
         text::EqualsFolded(action.substr(0, 10), "AssumeRole");
}

// Whether the statement is about roles being assumed and nothing else, by principals that it names:
// a trust policy's, with whatever other elements. (The policy of STS's VPC endpoint says "*".)
bool TrustsNamedPrincipals(Value principal, Value action) {
  if (!principal.is_object()) return false;
  for (Value type : principal) {
    if (type.str() == "*" ||
        (type.is_array() && type.size() == 1 && (*type.begin()).str() == "*")) {
      return false;
    }
  }
  if (action.is_string()) return IsAssumeAction(action.str());
  if (!action.is_array() || action.size() == 0) return false;
  for (Value item : action) {
    if (!IsAssumeAction(item.str())) return false;
  }
  return true;
}

bool HasAssumeAction(Value action) {
  if (action.is_string()) return IsAssumeAction(action.str());
  if (!action.is_array()) return false;
  for (Value item : action) {
    if (IsAssumeAction(item.str())) return true;
  }
  return false;
}

bool IsStar(Value value) {
  if (value.is_array() && value.size() == 1) value = *value.begin();
  return value.str() == "*";
}

// A Deny of everyone on everything; adds the services of its actions.
bool IsDenyForAll(Value statement, std::set<std::string_view>* services) {
  const Value principal = statement.Find("Principal");
  const bool everyone =
      IsStar(principal) || (principal.size() == 1 && IsStar(principal.Find("AWS")));
  if (statement.Find("Effect").str() != "Deny" || !everyone ||
      !IsStar(statement.Find("Resource"))) {
    return false;
  }
  const auto add = [services](Value action) {
    const std::string_view text = action.str();
    if (const size_t colon = text.find(':'); colon != text.npos) {
      services->insert(text.substr(0, colon));
    }
  };
  const Value actions = statement.Find("Action");
  if (!actions.is_array()) add(actions);
  for (Value action : actions) add(action);
  return true;
}

// No resource has a policy about two services: statements that deny everyone actions of several on
// every resource are what resource control policies look like.
bool ReadsLikeRcp(Value root) {
  std::set<std::string_view> services;
  bool all = true;
  ForEachStatement(root, [&](Value statement) { all = all && IsDenyForAll(statement, &services); });
  return all && services.size() > 1;
}

}  // namespace

bool LooksLikePolicy(Value value) {
  if (!value.is_object()) return false;
  bool only_elements = true;
  bool version = false;
  bool empty_statement = false;
  for (Value member : value) {
    const std::string_view key = member.key();
    if (key == "Statement") {
      if (IsStatementLike(member, 1)) return true;
      empty_statement |= (member.is_array() || member.is_object()) && member.size() == 0;
      // Strings, numbers, null: a policy only if nothing else stands there.
      empty_statement |= !member.is_object() && !member.is_array();
      only_elements &= empty_statement;
    } else if (key == "Version") {
      version |= IsVersionDate(member);
    } else if (key != "Id") {
      // `statement`, `Statements`: less sure, so the statement must be.
      if (ClosestPolicyElement(key) == "Statement" && IsStatementLike(member, 2)) return true;
      only_elements = false;
    }
  }
  if (version && only_elements) return true;
  return IsBareStatement(value);
}

namespace {

bool NamesRootUser(Value value) {
  if (value.is_string()) return value.str().ends_with(":root");
  if (!value.is_array()) return false;
  for (Value item : value) {
    if (item.str().ends_with(":root")) return true;
  }
  return false;
}

// A Deny of what root users do. No identity policy reaches a root user: only an organization's
// policy can mean this.
bool DeniesRootUsers(Value statement) {
  bool denies = false;
  bool root = false;
  for (Value member : statement) {
    const Element element = FindElement(member.key());
    if (element == Element::kEffect) denies = member.str() == "Deny";
    if (element != Element::kCondition || !member.is_object()) continue;
    for (Value test : member) {
      const OperatorParts parts = ParseOperator(test.key());
      if (IsNegated(parts.base) || !test.is_object()) continue;
      for (Value key : test) {
        root |= text::EqualsFolded(key.key(), "aws:PrincipalArn") && NamesRootUser(key);
      }
    }
  }
  return denies && root;
}

}  // namespace

Kind InferKind(Value root) {
  bool principal = false;
  bool resource = false;
  bool assume = false;
  bool action = false;
  bool organization = false;
  bool trusts = true;
  ForEachStatement(root, [&](Value statement) {
    bool own_principal = false;
    bool own_assume = false;
    Value named;
    Value done;
    for (Value member : statement) {
      Element element = FindElement(member.key());
      if (element == Element::kUnknown) element = FindElement(ClosestElement(member.key()));
      switch (element) {
        case Element::kPrincipal:
        case Element::kNotPrincipal:
          own_principal = true;
          if (element == Element::kPrincipal) named = member;
          break;
        case Element::kResource:
        case Element::kNotResource:
          resource = true;
          break;
        case Element::kAction:
        case Element::kNotAction:
          action = true;
          own_assume |= HasAssumeAction(member);
          done = member;
          break;
        default:
          break;
      }
    }
    principal |= own_principal;
    trusts &= TrustsNamedPrincipals(named, done);
    organization |= !own_principal && DeniesRootUsers(statement);
    assume |= own_principal && own_assume;
  });
  if (!principal) return organization ? Kind::kScp : Kind::kIdentity;
  if (resource && ReadsLikeRcp(root)) return Kind::kRcp;
  // A statement with a principal but neither action nor resource is half a trust policy at best.
  if (assume && trusts) return Kind::kTrust;
  return !resource && (assume || !action) ? Kind::kTrust : Kind::kResource;
}

}  // namespace rolelint::policy
