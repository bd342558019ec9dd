#include "tests/opposition/random_case.h"

#include <string>
#include <vector>

#include "tests/opposition/dice.h"
#include "tests/opposition/random_condition.h"

namespace rolelint::opposition {
namespace {

using nlohmann::json;

const std::string kHome = "111122223333";
const std::string kOther = "444455556666";

// What is asked, before any policy.
struct Asked {
  json principal;
  std::string action;
  std::string resource;
  std::string resource_account;
  json context;

  std::string Service() const { return action.substr(0, action.find(':')); }
  bool OfTrust() const { return Service() == "sts" && resource != "*"; }
};

std::string Account(Dice& dice) { return dice.Percent(70) ? kHome : kOther; }

json RandomPrincipal(Dice& dice, const std::string& account, json& context) {
  std::string iam = "arn:aws:iam::" + account + ":", sts = "arn:aws:sts::" + account + ":";
  switch (dice.Below(18)) {
    case 0:
      return iam + "root";
    case 1:
      return iam + "user/team/bob";
    case 2:
      return iam + "role/Dev";
    case 3:
      return sts + "federated-user/carol";
    case 4:
      return {{"service", dice.Pick({"lambda.amazonaws.com", "s3.amazonaws.com"})}};
    case 5:
      return {{"federated",
               dice.Pick({"arn:aws:iam::111122223333:saml-provider/Idp", "accounts.google.com"})}};
    case 6:
      return "anonymous";
    case 7:
      context["aws:PrincipalArn"] = iam + "role/paths/Job";
      return sts + "assumed-role/Job/run";
    case 8:
      context["aws:PrincipalArn"] =
          iam + "role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX";
      return sts + "assumed-role/AWSServiceRoleForX/run";
    case 9:
    case 10:
      return sts + "assumed-role/Dev/" + dice.Pick({"one", "two"});
    default:
      return iam + "user/alice";
  }
}

void RandomActionAndResource(Dice& dice, Asked& asked) {
  std::string& action = asked.action;
  std::string& resource = asked.resource;
  std::string account = asked.resource_account = Account(dice);
  std::string iam = "arn:aws:iam::" + account + ":";
  if (asked.principal.is_object() && asked.principal.contains("federated")) {
    action =
        dice.Pick({"sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:TagSession"});
    resource = iam + "role/Target";
    return;
  }
  switch (dice.Below(13)) {
    case 0:
      action = "s3:ListBucket", resource = "arn:aws:s3:::data";
      break;
    case 1:
      action = dice.Pick({"s3:ListAllMyBuckets", "kms:ListKeys", "ec2:DescribeInstances"}),
      resource = "*";
      break;
    case 2:
    case 3:
      action = dice.Pick(
          {"sts:AssumeRole", "sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"});
      resource = iam + dice.Pick({"role/Target", "role/paths/Target"});
      break;
    case 4:
    case 5:
      action = dice.Pick({"kms:Decrypt", "kms:Encrypt"});
      resource = "arn:aws:kms:us-east-1:" + account + ":key/1234";
      break;
    case 6:
      action = dice.Pick({"kms:CreateAlias", "kms:DeleteAlias"});
      resource = "arn:aws:kms:us-east-1:" + account + dice.Pick({":alias/aws/s3", ":alias/app"});
      break;
    case 7:
      action = dice.Pick({"iam:PutRolePolicy", "iam:UpdateRole", "iam:GetRole"});
      resource = iam + dice.Pick({"role/aws-reserved/sso.amazonaws.com/Admin", "role/Dev"});
      break;
    case 8:
      action = dice.Pick({"iam:CreatePolicyVersion", "iam:GetPolicy"});
      resource = dice.Percent(50) ? iam + "policy/own" : "arn:aws:iam::aws:policy/ReadOnlyAccess";
      break;
    case 9:
      action = dice.Pick({"sqs:SendMessage", "sqs:ReceiveMessage"});
      resource = "arn:aws:sqs:" + dice.Pick({"us-east-1:", "eu-west-1:"}) + account + ":queue";
      break;
    case 10:
      action = dice.Percent(30) ? "sts:GetCallerIdentity" : "ec2:RunInstances";
      resource = action[0] == 's' ? "*" : "arn:aws:ec2:us-east-1:" + account + ":instance/i-1";
      break;
    default:
      action = dice.Pick({"s3:GetObject", "s3:PutObject", "s3:GetObjectAcl"});
      resource = dice.Pick({"arn:aws:s3:::data/alice/a.txt", "arn:aws:s3:::data/bob/b:c",
                            "arn:aws:s3:::logs/x", "arn:aws:s3:::data/red/x"});
  }
}

std::string ActionPattern(Dice& dice, const Asked& asked) {
  std::string service = asked.Service(), name = asked.action.substr(asked.action.find(':') + 1);
  switch (dice.Below(12)) {
    case 0:
      return "*";
    case 1:
      return service + ":*";
    case 2:
      return service + ":" + name.substr(0, 3) + "*";
    case 3:
      return service + ":*" + name.substr(name.size() - 4);
    case 4:
      return service + ":?" + name.substr(1);
    case 5: {
      std::string shout = asked.action;
      for (char& c : shout) c = static_cast<char>(std::toupper(c));
      return shout;
    }
    case 6:
      return dice.Pick(
          {"s3:Put*", "sqs:*", "*:GetObject", "iam:Get*", "kms:Decrypt", "s3:?", "sts:AssumeRole"});
    default:
      return asked.action;
  }
}

std::string ResourcePattern(Dice& dice, const Asked& asked) {
  if (asked.resource == "*") {
    return dice.Percent(60) ? "*"
                            : dice.Pick({"arn:aws:s3:::*", "arn:aws:ec2:*:*:*", "arn:aws:kms"});
  }
  std::string text = asked.resource;
  size_t slash = text.rfind('/');
  switch (dice.Below(14)) {
    case 0:
    case 1:
    case 2:
      return "*";
    case 3:
      return text.substr(0, text.size() - 1) + "?";
    case 4:
      return text.substr(0, text.size() - 1) + "*";
    case 5:
      return slash == std::string::npos ? text + "*" : text.substr(0, slash + 1) + "*";
    case 6:
      return "arn:aws:" + asked.Service() + ":*:*:*";
    case 7:
      return "arn:aws:" + asked.Service();
    case 8:
      return dice.Pick(
          {"arn:aws:s3:::data/${aws:username}/*", "arn:aws:s3:::data/${aws:username, 'alice'}/*",
           "arn:aws:s3:::data/${aws:PrincipalTag/team}/*", "arn:aws:s3:::*/${aws:username}/?.txt",
           "arn:aws:sqs:*:${aws:PrincipalAccount}:queue",
           "arn:aws:iam::*:role/${aws:PrincipalTag/team}", "arn:aws:s3:::data/${*}"});
    case 9:
      return dice.Pick({"arn:aws:s3:::logs/*", "arn:aws:iam::*:role/*", "arn:aws:sqs:us-*:*:q*",
                        "arn:*:s3:::data/*", "arn:aws:s3:::data*", "arn:aws:S3:::data/*",
                        "arn:aws:kms:*:*:key/*", "arn:aws:iam::*:*/Dev"});
    default:
      return text;
  }
}

json OneOrMore(Dice& dice, const json& first, const json& second) {
  if (dice.Percent(60)) return first;
  if (dice.Percent(50)) return json::array({first});
  return dice.Percent(50) ? json::array({first, second}) : json::array({second, first});
}

// A name that fits the one who asks, or some other.
json PrincipalElement(Dice& dice, const Asked& asked) {
  if (dice.Percent(15)) return dice.Percent(50) ? json("*") : json{{"AWS", "*"}};
  static const std::vector<std::string> others{
      "arn:aws:iam::111122223333:user/alice", "arn:aws:iam::444455556666:root", "111122223333",
      "arn:aws:iam::111122223333:role/Dev", "arn:aws:sts::111122223333:assumed-role/Dev/one"};
  if (asked.principal.is_object() && dice.Percent(80)) {
    const char* type = asked.principal.contains("service") ? "Service" : "Federated";
    return {{type, OneOrMore(dice, asked.principal.begin().value(), "other.amazonaws.com")}};
  }
  if (dice.Percent(5)) return {{"Service", "lambda.amazonaws.com"}, {"AWS", dice.Pick(others)}};
  if (!asked.principal.is_string() || asked.principal == "anonymous" || dice.Percent(20)) {
    return {{"AWS", dice.Pick(others)}};
  }
  std::string arn = asked.principal, account = arn.substr(13, 12), name = arn;
  if (arn.find("federated-user/") != std::string::npos && dice.Percent(25)) {
    return {{"AWS", "arn:aws:iam::" + account + ":user/carol"}};
  }
  switch (dice.Below(4)) {
    case 0:
      name = account;
      break;
    case 1:
      name = "arn:aws:iam::" + account + ":root";
      break;
    case 2:
      if (asked.context.contains("aws:PrincipalArn"))
        name = asked.context.at("aws:PrincipalArn");
      else if (arn.find("assumed-role/Dev") != std::string::npos)
        name = "arn:aws:iam::" + account + ":role/Dev";
      break;
    default:
      break;
  }
  return {{"AWS", OneOrMore(dice, name, dice.Pick(others))}};
}

// One that may spare the one who asks: all of the names.
json NotPrincipalElement(Dice& dice, const Asked& asked) {
  json element = PrincipalElement(dice, asked);
  if (element.is_string() || !element.contains("AWS")) return element;
  if (element.at("AWS") == "*") return {{"AWS", "arn:aws:iam::444455556666:root"}};
  if (!asked.principal.is_string() || asked.principal == "anonymous" || dice.Percent(50))
    return element;
  std::string arn = asked.principal, account = arn.substr(13, 12);
  json names = json::array({arn, "arn:aws:iam::" + account + ":root"});
  if (dice.Percent(70)) {
    names.push_back(
        asked.context.value("aws:PrincipalArn", "arn:aws:iam::" + account + ":role/Dev"));
  }
  return {{"AWS", names}};
}

enum class Role { kIdentity, kResource, kTrust, kGuard };

json RandomStatement(Dice& dice, const Asked& asked, Role role, bool deny) {
  json statement{{"Effect", deny ? "Deny" : "Allow"}};
  if (role == Role::kResource || role == Role::kTrust) {
    if (dice.Percent(deny ? 25 : 4))
      statement["NotPrincipal"] = NotPrincipalElement(dice, asked);
    else
      statement["Principal"] = PrincipalElement(dice, asked);
  }
  const char* action = dice.Percent(10) ? "NotAction" : "Action";
  // One after the other: compilers order the arguments of a call as they like.
  std::string first_action = ActionPattern(dice, asked), second_action = ActionPattern(dice, asked);
  statement[action] = OneOrMore(dice, first_action, second_action);
  if (role != Role::kTrust) {
    const char* resource = dice.Percent(10) ? "NotResource" : "Resource";
    std::string first = ResourcePattern(dice, asked), second = ResourcePattern(dice, asked);
    statement[resource] = OneOrMore(dice, first, second);
  }
  if (dice.Percent(deny ? 60 : 40)) statement["Condition"] = RandomCondition(dice);
  return statement;
}

json RandomPolicy(Dice& dice, const Asked& asked, Role role) {
  json policy = json::object();
  if (dice.Percent(88))
    policy["Version"] = "2012-10-17";
  else if (dice.Percent(60))
    policy["Version"] = "2008-10-17";
  json statements = json::array();
  statements.push_back(RandomStatement(dice, asked, role, dice.Percent(8)));
  while (dice.Percent(35))
    statements.push_back(RandomStatement(dice, asked, role, dice.Percent(35)));
  policy["Statement"] = statements.size() == 1 && dice.Percent(30) ? statements[0] : statements;
  return policy;
}

json FullAccess(bool principal) {
  json statement{{"Effect", "Allow"}, {"Action", "*"}, {"Resource", "*"}};
  if (principal) statement["Principal"] = "*";
  return {{"Version", "2012-10-17"}, {"Statement", json::array({statement})}};
}

// Of service control, resource control and endpoint policies: everything allowed, then something
// denied.
json Guard(Dice& dice, const Asked& asked, bool principal) {
  json policies = json::array();
  if (dice.Percent(75)) policies.push_back(FullAccess(principal));
  if (policies.empty() || dice.Percent(60)) {
    json policy = RandomPolicy(dice, asked, Role::kGuard);
    if (principal) {
      json& statements = policy["Statement"];
      if (statements.is_object()) statements = json::array({statements});
      for (json& statement : statements) statement["Principal"] = "*";
    }
    policies.push_back(policy);
  }
  return policies;
}

json Levels(Dice& dice, const Asked& asked, bool principal) {
  json levels = json::array({Guard(dice, asked, principal)});
  while (dice.Percent(35)) levels.push_back(Guard(dice, asked, principal));
  return levels;
}

json RandomPolicies(Dice& dice, const Asked& asked) {
  json policies = json::object();
  // Nothing can be attached to a root user.
  bool has_identity = asked.principal.is_string() && asked.principal != "anonymous" &&
                      asked.principal.get<std::string>().find(":root") == std::string::npos;
  if (has_identity && dice.Percent(80)) {
    policies["identity"] = json::array({RandomPolicy(dice, asked, Role::kIdentity)});
    if (dice.Percent(30))
      policies["identity"].push_back(RandomPolicy(dice, asked, Role::kIdentity));
  }
  if (has_identity && dice.Percent(22)) {
    policies["boundary"] = json::array(
        {dice.Percent(40) ? FullAccess(false) : RandomPolicy(dice, asked, Role::kIdentity)});
  }
  std::string arn = has_identity ? asked.principal.get<std::string>() : "";
  bool session = arn.find(":sts:") != std::string::npos || arn.find(":role/") != std::string::npos;
  if (session && dice.Percent(30)) {
    policies["session"] = json::array(
        {dice.Percent(40) ? FullAccess(false) : RandomPolicy(dice, asked, Role::kIdentity)});
  }
  if (asked.OfTrust() ? dice.Percent(85) : dice.Percent(has_identity ? 55 : 85)) {
    policies[asked.OfTrust() ? "trust" : "resource"] =
        RandomPolicy(dice, asked, asked.OfTrust() ? Role::kTrust : Role::kResource);
  }
  if (dice.Percent(20)) policies["scp"] = Levels(dice, asked, false);
  if (dice.Percent(20)) policies["rcp"] = Levels(dice, asked, true);
  if (dice.Percent(8)) policies["vpc_endpoint"] = Guard(dice, asked, true);
  return policies;
}

}  // namespace

json CaseMaker::Next() {
  Dice dice(random_);
  Asked asked;
  asked.context = RandomContext(dice);
  asked.principal = RandomPrincipal(dice, Account(dice), asked.context);
  RandomActionAndResource(dice, asked);
  json result{{"id", next_id_++},
              {"request",
               {{"principal", asked.principal},
                {"action", asked.action},
                {"resource", asked.resource},
                {"resource_account", asked.resource_account},
                {"context", asked.context}}},
              {"policies", RandomPolicies(dice, asked)}};
  if (dice.Percent(6)) result["principal_account_is_management"] = true;
  if (dice.Percent(6)) result["resource_account_is_management"] = true;
  if (asked.Service() == "s3" && dice.Percent(12)) {
    result["block_public_access"] = {
        {dice.Pick({"RestrictPublicBuckets", "BlockPublicPolicy"}), true}};
  }
  return result;
}

}  // namespace rolelint::opposition
