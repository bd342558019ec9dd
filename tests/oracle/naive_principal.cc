#include "tests/oracle/naive_principal.h"

#include <algorithm>
#include <set>

namespace rolelint::naive {
namespace {

using Kind = Principal::Kind;

std::string RootArn(const Principal& principal) {
  return "arn:" + Segments(principal.name)[1] + ":iam::" + principal.account + ":root";
}

bool IsAccountOf(const std::string& listed, const Principal& principal) {
  if (!principal.HasIdentity()) return false;
  return listed == principal.account || listed == RootArn(principal);
}

bool StartsWith(const std::string& text, const std::string& start) {
  return text.rfind(start, 0) == 0;
}

// The role of the session ARN `arn:aws:sts::account:assumed-role/Name/session`; the context knows
// its path.
std::string RoleOfSession(const std::string& arn, const nlohmann::json& context) {
  std::vector<std::string> segments = Segments(arn);
  std::string name = segments[5].substr(segments[5].find('/') + 1);
  name = name.substr(0, name.find('/'));
  for (const auto& [key, value] : context.items()) {
    if (Lower(key) != "aws:principalarn") continue;
    std::string stated = Texts(value).empty() ? "" : Texts(value)[0];
    std::vector<std::string> parts = Segments(stated);
    if (parts.size() == 6 && parts[4] == segments[4] && StartsWith(parts[5], "role/") &&
        parts[5].substr(parts[5].rfind('/') + 1) == name) {
      return stated;
    }
  }
  return "arn:" + segments[1] + ":iam::" + segments[4] + ":role/" + name;
}

// Keys are single-valued unless they are one of these or not known here at all.
bool KnownSingleValued(const std::string& key) {
  static const std::set<std::string> kMultivalued{
      "aws:calledvia",        "aws:principalorgpaths", "aws:principalservicenameslist",
      "aws:resourceorgpaths", "aws:sourceorgpaths",    "aws:tagkeys",
      "aws:vpceorgpaths"};
  static const std::set<std::string> kOfServices{"s3:prefix", "s3:max-keys", "sts:externalid"};
  return kOfServices.count(key) > 0 || (StartsWith(key, "aws:") && kMultivalued.count(key) == 0);
}

ContextValue ReadValue(const std::string& key, const nlohmann::json& value) {
  ContextValue result{Texts(value), value.is_array()};
  if (KnownSingleValued(key) && result.values.size() == 1) result.multivalued = false;
  return result;
}

void Set(Context& context, const char* key, const std::string& value) {
  context[key] = {{value}, false};
}

void SetDefault(Context& context, const char* key, const std::string& value) {
  if (context.count(key) == 0) Set(context, key, value);
}

const char* TypeWord(Kind kind) {
  switch (kind) {
    case Kind::kUser:
      return "User";
    case Kind::kRole:
    case Kind::kSession:
      return "AssumedRole";
    case Kind::kFederatedUser:
      return "FederatedUser";
    case Kind::kRoot:
      return "Account";
    case Kind::kAnonymous:
      return "Anonymous";
    case Kind::kService:
    case Kind::kFederated:
      break;
  }
  return nullptr;
}

std::vector<std::pair<std::string, std::string>> Listed(const nlohmann::json& element) {
  std::vector<std::pair<std::string, std::string>> listed;
  if (element.is_string()) return {{"AWS", element.get<std::string>()}};
  for (const auto& [type, values] : element.items()) {
    for (std::string& value : Texts(values)) listed.emplace_back(type, std::move(value));
  }
  return listed;
}

Naming NamesOne(const std::string& type, const std::string& value, const Principal& principal) {
  if (type == "AWS") {
    if (value == "*") return Naming::kEveryone;
    if (IsAccountOf(value, principal)) return Naming::kAccount;
    if (!principal.HasIdentity()) return Naming::kNot;
    if (value == principal.role) return Naming::kRole;
    return value == principal.name ? Naming::kItself : Naming::kNot;
  }
  bool of_kind = (type == "Service" && principal.kind == Kind::kService) ||
                 (type == "Federated" && principal.kind == Kind::kFederated);
  return of_kind && value == principal.name ? Naming::kItself : Naming::kNot;
}

}  // namespace

bool Principal::IsServiceLinkedRole() const {
  return role.find(":role/aws-service-role/") != std::string::npos;
}

Principal ReadPrincipal(const nlohmann::json& request) {
  const nlohmann::json& stated = request.at("principal");
  Principal principal;
  if (stated.is_object()) {
    principal.kind = stated.contains("service") ? Kind::kService : Kind::kFederated;
    principal.name = stated.begin().value().get<std::string>();
    return principal;
  }
  principal.name = stated.get<std::string>();
  if (principal.name == "anonymous") return principal;
  std::vector<std::string> segments = Segments(principal.name);
  if (segments.size() != 6) return principal;
  principal.account = segments[4];
  const std::string& rest = segments[5];
  if (rest == "root") {
    principal.kind = Kind::kRoot;
  } else if (StartsWith(rest, "role/")) {
    principal.kind = Kind::kRole;
    principal.role = principal.name;
  } else if (StartsWith(rest, "assumed-role/")) {
    principal.kind = Kind::kSession;
    principal.role =
        RoleOfSession(principal.name, request.value("context", nlohmann::json::object()));
  } else if (StartsWith(rest, "federated-user/")) {
    principal.kind = Kind::kFederatedUser;
  } else {
    principal.kind = Kind::kUser;
  }
  return principal;
}

std::string ResourceAccount(const nlohmann::json& request) {
  if (request.contains("resource_account")) return request.at("resource_account");
  std::vector<std::string> segments = Segments(request.at("resource").get<std::string>());
  return segments.size() == 6 ? segments[4] : "";
}

Context ReadContext(const nlohmann::json& request, const Principal& principal) {
  Context context;
  nlohmann::json stated = request.value("context", nlohmann::json::object());
  for (const auto& [key, value] : stated.items())
    context[Lower(key)] = ReadValue(Lower(key), value);

  if (const char* type = TypeWord(principal.kind)) Set(context, "aws:principaltype", type);
  if (principal.HasIdentity()) {
    Set(context, "aws:principalarn", principal.role.empty() ? principal.name : principal.role);
    Set(context, "aws:principalaccount", principal.account);
    Set(context, "aws:principalisawsservice", "false");
    context.erase("aws:principalservicename");
    context.erase("aws:username");
  }
  if (principal.kind == Kind::kUser) {
    Set(context, "aws:username", principal.name.substr(principal.name.rfind('/') + 1));
  } else if (principal.kind == Kind::kRoot) {
    SetDefault(context, "aws:userid", principal.account);
  } else if (principal.kind == Kind::kFederatedUser) {
    SetDefault(context, "aws:userid",
               principal.account + ":" + principal.name.substr(principal.name.find('/') + 1));
  } else if (principal.kind == Kind::kService) {
    Set(context, "aws:principalisawsservice", "true");
    Set(context, "aws:principalservicename", principal.name);
    context.erase("aws:username");
  } else if (principal.kind == Kind::kAnonymous) {
    SetDefault(context, "aws:userid", "anonymous");
    for (const char* key : {"aws:principalarn", "aws:username", "aws:principalisawsservice",
                            "aws:principalservicename"}) {
      context.erase(key);
    }
  }
  if (std::string account = ResourceAccount(request); !account.empty()) {
    Set(context, "aws:resourceaccount", account);
  }
  return context;
}

Naming Names(const nlohmann::json& element, const Principal& principal) {
  Naming best = Naming::kNot;
  for (const auto& [type, value] : Listed(element)) {
    best = std::max(best, NamesOne(type, value, principal));
  }
  return best;
}

bool Spares(const nlohmann::json& element, const Principal& principal) {
  auto has = [&](Naming wanted) {
    for (const auto& [type, value] : Listed(element)) {
      Naming naming = NamesOne(type, value, principal);
      if (naming == wanted || naming == Naming::kEveryone) return true;
    }
    return false;
  };
  switch (principal.kind) {
    case Kind::kRoot:
      return has(Naming::kAccount);
    case Kind::kUser:
    case Kind::kFederatedUser:
      return has(Naming::kAccount) && has(Naming::kItself);
    case Kind::kRole:
      return has(Naming::kAccount) && has(Naming::kRole);
    case Kind::kSession:
      return has(Naming::kAccount) && has(Naming::kRole) && has(Naming::kItself);
    default:
      return has(Naming::kItself);
  }
}

}  // namespace rolelint::naive
