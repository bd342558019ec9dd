#include "analyzer/engine/assertion_parser.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analyzer/logic/json_document.h"
#include "analyzer/text/glob.h"

namespace rolelint::engine {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kPrincipalArn = "aws:PrincipalArn";

// What `forbid`, `require` and `except` hold.
struct Access {
  std::vector<std::string> principals, actions, resources;
  json::Value condition;  // or `when`
};

using Keys = std::vector<std::string_view>;

class AssertionReader {
 public:
  explicit AssertionReader(const AssertionErrors& errors) : errors_(errors) {}

  std::optional<Assertion> Read(json::Value value) {
    if (!IsMapping(value, "an assertion")) return std::nullopt;
    assertion_.kinds = policy::Kind::kIdentity | policy::Kind::kTrust | policy::Kind::kResource;
    json::Value forbid, require, policies, principals;
    for (json::Value member : value) {
      const std::string_view key = member.key();
      if (key == "name") {
        assertion_.name = String(member, "name");
      } else if (key == "forbid") {
        forbid = member;
      } else if (key == "require") {
        require = member;
      } else if (key == "policies") {
        policies = member;
      } else if (key == "principals") {
        principals = member;
      } else if (key == "level") {
        ReadLevel(member);
      } else {
        errors_.unknown_key(member, "key of an assertion",
                            {"name", "forbid", "require", "policies", "principals", "level"});
        failed_ = true;
      }
    }
    if (policies && principals) {
      Error(principals.key_span(),
            "an assertion is about policies, one by one, or about principals, each by all its "
            "policies");
    } else if (policies) {
      ReadPolicies(policies);
    } else if (principals) {
      ReadPrincipals(principals);
    }
    if (assertion_.name.empty()) Error(value.span(), "an assertion needs a name");
    if (static_cast<bool>(forbid) == static_cast<bool>(require)) {
      Error(value.span(), "an assertion has either forbid or require");
      return std::nullopt;
    }
    assertion_.require = static_cast<bool>(require);
    ReadRule(require ? require : forbid);
    if (failed_) return std::nullopt;
    return std::move(assertion_);
  }

 private:
  void Error(text::Span span, std::string message) {
    errors_.error(span, std::move(message));
    failed_ = true;
  }

  bool IsMapping(json::Value value, std::string_view what) {
    if (value.is_object()) return true;
    Error(value.span(), std::string(what) + " must be a mapping, not " +
                            std::string(json::TypeName(value.type())));
    return false;
  }

  std::string String(json::Value value, std::string_view what) {
    if (value.is_string()) return std::string(value.str());
    Error(value.span(), std::string(what) + " must be a string, not " +
                            std::string(json::TypeName(value.type())));
    return {};
  }

  // One string, or a list of them.
  template <typename Visit>
  void EachString(json::Value value, std::string_view what, Visit visit) {
    if (!value.is_array()) {
      if (value.is_string())
        visit(value);
      else
        Error(value.span(), std::string(what) + " must be a string or a list of strings");
      return;
    }
    if (value.size() == 0) Error(value.span(), std::string(what) + " must not be empty");
    for (json::Value item : value) {
      if (item.is_string())
        visit(item);
      else
        Error(item.span(), std::string(what) + " must be a string or a list of strings");
    }
  }

  void ReadPolicies(json::Value value) {
    policy::KindSet kinds;
    EachString(value, "policies", [&](json::Value item) {
      if (std::optional<policy::Kind> kind = policy::ParseKind(item.str())) {
        kinds = kinds | *kind;
      } else {
        assertion_.names.emplace_back(item.str());
      }
    });
    if (!kinds.empty()) assertion_.kinds = kinds;
  }

  void ReadPrincipals(json::Value value) {
    assertion_.of_principals = true;
    assertion_.kinds = {};
    bool users = false;
    bool roles = false;
    EachString(value, "principals", [&](json::Value item) {
      if (item.str() == "user") {
        users = true;
      } else if (item.str() == "role") {
        roles = true;
      } else if (item.str() == "group") {
        Error(item.span(), "a group asks for nothing: its policies are its users'");
      } else {
        assertion_.names.emplace_back(item.str());
      }
    });
    if (!users && !roles) return;
    assertion_.users = users;
    assertion_.roles = roles;
  }

  void ReadLevel(json::Value value) {
    assertion_.level = ParseLevel(value.str());
    if (assertion_.level) return;
    Error(value.span(), "a level is suggestion, warning, security or error");
  }

  // The whole of forbid or require.
  void ReadRule(json::Value rule) {
    const std::string_view word = assertion_.require ? "require" : "forbid";
    if (!IsMapping(rule, word)) return;
    const bool grants = assertion_.require && assertion_.of_principals;
    // What a policy must ask for, and what a principal's requests carry, are not the same thing.
    Keys keys = {"actions", "resources", grants ? "when" : "condition", "except"};
    if (!assertion_.of_principals) keys.emplace_back("principals");
    json::Value except;
    const Access access = ReadAccess(rule, word, keys, &except);
    Access exceptions;
    if (except && IsMapping(except, "except")) {
      keys = {"actions", "resources", "principals", "condition"};
      exceptions = ReadAccess(except, "except", keys, nullptr);
    }
    if (grants && access.actions.empty()) {
      Error(rule.key_span(), "require needs actions: what the principals must be granted");
    } else if (assertion_.require && !grants && !access.condition) {
      Error(rule.key_span(), "require needs a condition: what must hold");
    }
    if (!assertion_.require && access.actions.empty() && access.resources.empty() &&
        access.principals.empty() && !access.condition) {
      Error(rule.key_span(), assertion_.of_principals
                                 ? "forbid needs actions, resources or a condition"
                                 : "forbid needs actions, resources, principals or a condition");
    }
    if (failed_) return;
    if (assertion_.of_principals) assertion_.actions = access.actions;
    assertion_.principals = access.principals;
    assertion_.except_principals = exceptions.principals;
    const bool must_hold = assertion_.require && !grants;
    assertion_.asked = Made({Statement(access.actions, access.resources, access.principals,
                                       must_hold ? json::Value() : access.condition)},
                            access.condition);
    std::vector<Json> excepted;
    if (must_hold) excepted.push_back(Statement({}, {}, {}, access.condition));
    if (!exceptions.actions.empty()) {
      excepted.push_back(Statement(exceptions.actions, {}, {}, {}));
    }
    if (!exceptions.resources.empty()) {
      excepted.push_back(Statement({}, exceptions.resources, {}, {}));
    }
    if (!exceptions.principals.empty()) {
      excepted.push_back(Statement({}, {}, exceptions.principals, {}));
    }
    if (exceptions.condition) {
      excepted.push_back(Statement({}, {}, {}, exceptions.condition));
    }
    assertion_.excepted =
        Made(excepted, exceptions.condition ? exceptions.condition : access.condition);
  }

  // `keys`: those that it may have.
  Access ReadAccess(json::Value value, std::string_view what, const Keys& keys,
                    json::Value* except) {
    Access access;
    for (json::Value member : value) {
      const std::string_view key = member.key();
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
        RefuseKey(member, what, keys);
      } else if (key == "actions") {
        EachString(member, "actions", [&](json::Value item) {
          CheckAction(item);
          access.actions.emplace_back(item.str());
        });
      } else if (key == "resources") {
        EachString(member, "resources", [&](json::Value item) {
          CheckArn(item, "resource");
          access.resources.emplace_back(item.str());
        });
      } else if (key == "principals") {
        EachString(member, "principals", [&](json::Value item) {
          CheckArn(item, "principal");
          access.principals.emplace_back(item.str());
        });
        // Everyone: those too who have no ARN.
        for (const std::string& principal : access.principals) {
          if (principal != "*") continue;
          access.principals.clear();
          break;
        }
      } else if (key == "except") {
        *except = member;
      } else if (IsMapping(member, key)) {  // condition, when
        access.condition = member;
      }
    }
    return access;
  }

  // Keys that are known elsewhere are likely meant so.
  void RefuseKey(json::Value member, std::string_view what, const Keys& keys) {
    const std::string_view key = member.key();
    if (assertion_.of_principals && key == "principals") {
      Error(member.key_span(), "whose access is meant belongs beside " + std::string(what) +
                                   ", in the assertion's principals");
    } else if (assertion_.of_principals && key == "condition") {
      Error(member.key_span(),
            "require of principals says what they are granted: \"when\" has what their requests "
            "carry; that they may do it under a condition alone is forbid, with the condition in "
            "except");
    } else {
      errors_.unknown_key(member, "key of " + std::string(what), keys);
      failed_ = true;
    }
  }

  // An action or ARN that nothing can be would be asserted for nothing.
  void CheckAction(json::Value item) {
    const std::string_view action = item.str();
    const size_t colon = action.find(':');
    if (action == "*") return;
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == action.size() ||
        text::HasWildcard(action.substr(0, colon))) {
      Error(item.span(), "an action is service:Name, with * and ? in the name alone");
    }
  }

  void CheckArn(json::Value item, std::string_view what) {
    if (item.str() == "*" || item.str().starts_with("arn:")) return;
    Error(item.span(), "a " + std::string(what) + " is an ARN, with * and ?, or *");
  }

  static Json ListOr(const std::vector<std::string>& list) {
    return list.empty() ? Json("*") : Json(list);
  }

  // Principals are told by aws:PrincipalArn: who has none (a service, the anonymous) is none of
  // them.
  Json Statement(const std::vector<std::string>& actions, const std::vector<std::string>& resources,
                 const std::vector<std::string>& principals, json::Value condition) {
    Json statement = {
        {"Effect", "Allow"}, {"Action", ListOr(actions)}, {"Resource", ListOr(resources)}};
    Json conditions = condition ? logic::JsonOf(condition) : Json::object();
    if (!principals.empty()) {
      const char* const op = conditions.contains("ArnLike") ? "ArnEquals" : "ArnLike";
      if (conditions.contains(op)) {
        Error(condition.span(), "with principals, ArnLike and ArnEquals cannot both be tested");
      }
      conditions[op][std::string(kPrincipalArn)] = principals;
    }
    if (!conditions.empty()) statement["Condition"] = std::move(conditions);
    return statement;
  }

  // `blame`: the condition that whatever the parser finds odd must come from.
  std::shared_ptr<const policy::OwnedDocument> Made(const std::vector<Json>& statements,
                                                    json::Value blame) {
    Json list = Json::array();
    for (const Json& statement : statements) list.push_back(statement);
    const Json document = {{"Version", "2012-10-17"}, {"Statement", std::move(list)}};
    std::shared_ptr<const policy::OwnedDocument> made = policy::OwnedDocument::Parse(
        logic::DumpJson(document), policy::Kind::kIdentity, policy::KindSource::kOption);
    for (const policy::Diagnostic& diagnostic : made->document().diagnostics) {
      using Code = policy::DiagnosticCode;
      if (diagnostic.code == Code::kMissingStatement || !blame) continue;
      if (diagnostic.code == Code::kUnknownOperator) {
        std::string message = "unknown operator \"" + std::string(diagnostic.detail) + "\"";
        if (!diagnostic.suggestion.empty()) {
          message += "; did you mean \"" + std::string(diagnostic.suggestion) + "\"?";
        }
        Error(blame.span(), std::move(message));
      } else {
        Error(blame.span(), "not a condition of a policy: operator, key, value or values");
      }
      break;
    }
    return made;
  }

  const AssertionErrors& errors_;
  Assertion assertion_;
  bool failed_ = false;
};

}  // namespace

std::optional<Assertion> ReadAssertion(json::Value value, const AssertionErrors& errors) {
  return AssertionReader(errors).Read(value);
}

}  // namespace rolelint::engine
