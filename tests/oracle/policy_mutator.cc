#include "tests/oracle/policy_mutator.h"

#include <algorithm>
#include <cctype>

namespace rolelint::oracle {
namespace {

using nlohmann::json;
using Random = std::mt19937_64;

size_t Below(Random* random, size_t bound) { return (*random)() % bound; }
template <typename T>
const T& AnyOf(const std::vector<T>& items, Random* random) {
  return items[Below(random, items.size())];
}

// The statement's list under `name` or Not`name`, made a list if it is one value; null if absent.
json* ListOf(json* statement, const std::string& name) {
  for (const std::string& key : {name, "Not" + name}) {
    if (!statement->contains(key)) continue;
    json& value = (*statement)[key];
    if (!value.is_array()) value = json::array({value});
    return &value;
  }
  return nullptr;
}

json* AnyItem(json* list, Random* random) {
  if (list == nullptr || list->empty()) return nullptr;
  json& item = (*list)[Below(random, list->size())];
  return item.is_string() ? &item : nullptr;
}

// Where a pattern may be changed without another becoming of it than a pattern: behind the service
// of an action, behind the first segment of an ARN.
size_t FreePart(const std::string& text) {
  size_t colon = text.find(':');
  return colon == std::string::npos ? text.size() : colon + 1;
}

void Widen(std::string* text, Random* random) {
  size_t begin = FreePart(*text);
  if (begin >= text->size()) return;
  size_t cut = begin + Below(random, text->size() - begin);
  if (Below(random, 2) == 0) {
    // Colons stay, so that an ARN keeps its segments.
    size_t end = text->find(':', cut);
    text->replace(cut, end == std::string::npos ? end : end - cut, "*");
  } else if ((*text)[cut] != ':' && (*text)[cut] != '$' && text->find("${") == std::string::npos) {
    (*text)[cut] = '?';
  }
}

void Narrow(std::string* text, Random* random) {
  static const std::vector<std::string> kWords = {"a", "b*", "Get*", "x/y", "", "?", "List"};
  size_t star = text->rfind('*');
  if (star == std::string::npos || *text == "*") {
    text->append(text->empty() || *text == "*" ? "" : "*");
  } else {
    text->replace(star, 1, AnyOf(kWords, random));
  }
}

void SwapCase(std::string* text) {
  for (char& c : *text) {
    auto u = static_cast<unsigned char>(c);
    c = static_cast<char>(std::isupper(u) != 0 ? std::tolower(u) : std::toupper(u));
  }
}

void Rename(json* object, const std::string& from, const std::string& to) {
  json value = (*object)[from];
  object->erase(from);
  (*object)[to] = std::move(value);
}

void Negate(json* statement, const std::string& name) {
  if (statement->contains(name)) {
    Rename(statement, name, "Not" + name);
  } else if (statement->contains("Not" + name)) {
    Rename(statement, "Not" + name, name);
  }
}

std::string Other(const std::string& name, Random* random) {
  static const std::vector<std::pair<std::string, std::string>> kPairs = {
      {"StringEquals", "StringNotEquals"},
      {"StringLike", "StringNotLike"},
      {"StringEquals", "StringLike"},
      {"StringEquals", "StringEqualsIgnoreCase"},
      {"ArnLike", "ArnNotLike"},
      {"ArnEquals", "ArnLike"},
      {"IpAddress", "NotIpAddress"},
      {"NumericLessThan", "NumericGreaterThanEquals"},
      {"DateLessThan", "DateGreaterThan"},
      {"StringEquals", "StringEqualsIfExists"},
      {"StringLike", "ForAnyValue:StringLike"},
      {"StringEquals", "ForAllValues:StringEquals"},
      {"ForAnyValue:StringEquals", "ForAllValues:StringEquals"},
      {"Bool", "BoolIfExists"}};
  std::vector<std::string> others;
  for (const auto& [a, b] : kPairs) {
    if (a == name) others.push_back(b);
    if (b == name) others.push_back(a);
  }
  return others.empty() ? name : AnyOf(others, random);
}

void ChangeCondition(json* statement, Random* random) {
  if (!statement->contains("Condition") || (*statement)["Condition"].empty()) return;
  json& block = (*statement)["Condition"];
  auto entry = block.begin();
  std::advance(entry, Below(random, block.size()));
  std::string name = entry.key();
  if (Below(random, 2) == 0) {
    std::string other = Other(name, random);
    if (!block.contains(other)) Rename(&block, name, other);
    return;
  }
  json& keys = entry.value();
  if (!keys.is_object() || keys.empty()) return;
  auto key = keys.begin();
  std::advance(key, Below(random, keys.size()));
  json& values = key.value();
  if (!values.is_array()) values = json::array({values});
  json* item = AnyItem(&values, random);
  if (item == nullptr) return;
  std::string text = *item;
  if (Below(random, 3) == 0 && values.size() > 1) {
    values.erase(Below(random, values.size()));
  } else if (name.find("Like") != std::string::npos || name.find("Arn") != std::string::npos) {
    Below(random, 2) == 0 ? Widen(&text, random) : Narrow(&text, random);
    *item = text;
  } else if (name.find("String") != std::string::npos) {
    values.push_back(text + "x");
  }
}

void AddCondition(json* statement, Random* random) {
  static const std::vector<std::pair<std::string, json>> kTests = {
      {"StringEquals", {{"aws:RequestedRegion", {"eu-west-1", "us-east-1"}}}},
      {"StringNotEquals", {{"aws:PrincipalTag/team", "a"}}},
      {"StringEqualsIfExists", {{"aws:ResourceTag/team", "${aws:PrincipalTag/team}"}}},
      {"Bool", {{"aws:SecureTransport", "true"}}},
      {"BoolIfExists", {{"aws:MultiFactorAuthPresent", "false"}}},
      {"IpAddress", {{"aws:SourceIp", {"10.0.0.0/8", "2001:db8::/32"}}}},
      {"NotIpAddress", {{"aws:SourceIp", "10.1.0.0/16"}}},
      {"NumericLessThan", {{"aws:MultiFactorAuthAge", "3600"}}},
      {"NumericGreaterThanEquals", {{"aws:MultiFactorAuthAge", "60"}}},
      {"DateLessThan", {{"aws:CurrentTime", "2030-01-01T00:00:00Z"}}},
      {"DateGreaterThan", {{"aws:CurrentTime", "2029-12-31"}}},
      {"Null", {{"aws:PrincipalTag/team", "false"}}},
      {"ForAllValues:StringEquals", {{"aws:TagKeys", {"team", "cost"}}}},
      {"ForAnyValue:StringLike", {{"aws:TagKeys", "c*"}}},
      {"ArnLike", {{"aws:SourceArn", "arn:aws:sns:*:111122223333:*"}}},
      {"ArnNotEquals", {{"aws:PrincipalArn", "arn:aws:iam::111122223333:role/admin"}}},
      {"StringLike", {{"aws:PrincipalTag/team", {"a*", "?b"}}}}};
  const auto& [name, test] = AnyOf(kTests, random);
  (*statement)["Condition"][name].update(test);
}

// Cuts the longer of the statement's lists in two, each half in a statement of its own.
void SplitList(json* statements, size_t index, Random* random) {
  std::string name = Below(random, 2) == 0 ? "Action" : "Resource";
  json copy = (*statements)[index];
  json* list = ListOf(&copy, name);
  if (list == nullptr || list->size() < 2) return;
  size_t half = 1 + Below(random, list->size() - 1);
  json first = json::array(), second = json::array();
  for (size_t i = 0; i < list->size(); ++i) (i < half ? first : second).push_back((*list)[i]);
  *list = first;
  (*statements)[index] = copy;
  *ListOf(&copy, name) = second;
  copy.erase("Sid");
  statements->push_back(copy);
}

void ChangePrincipal(json* statement, Random* random) {
  static const std::vector<json> kPrincipals = {
      "*",
      {{"AWS", "111122223333"}},
      {{"AWS", {"arn:aws:iam::111122223333:root", "arn:aws:iam::444455556666:user/a"}}},
      {{"AWS", "arn:aws:iam::111122223333:role/admin"}},
      {{"AWS", "arn:aws:sts::111122223333:assumed-role/admin/me"}},
      {{"Service", {"ec2.amazonaws.com", "lambda.amazonaws.com"}}}};
  if (statement->contains("Principal")) (*statement)["Principal"] = AnyOf(kPrincipals, random);
}

void ChangeText(json* list, Random* random) {
  json* item = AnyItem(list, random);
  if (item == nullptr) return;
  std::string text = *item;
  Below(random, 2) == 0 ? Widen(&text, random) : Narrow(&text, random);
  *item = text;
}

void Step(json* policy, PolicyKind kind, Random* random) {
  json& statements = (*policy)["Statement"];
  if (statements.empty()) return;
  size_t index = Below(random, statements.size());
  json* statement = &statements[index];
  bool with_principal = kind != PolicyKind::kIdentity;
  switch (Below(random, 18)) {
    case 0:
      if (statements.size() > 1) statements.erase(index);
      break;
    case 1:
      statements.push_back(json(*statement));
      break;
    case 2:
      (*statement)["Effect"] = (*statement)["Effect"] == "Allow" ? "Deny" : "Allow";
      break;
    case 3:
    case 4:
      ChangeText(ListOf(statement, "Action"), random);
      break;
    case 5:
    case 6:
      ChangeText(ListOf(statement, "Resource"), random);
      break;
    case 7:
      if (statement->contains("Condition")) statement->erase("Condition");
      break;
    case 8:
    case 9:
      ChangeCondition(statement, random);
      break;
    case 10:
    case 11:
      AddCondition(statement, random);
      break;
    case 12:
      SplitList(&statements, index, random);
      break;
    case 13:
      if (json* item = AnyItem(ListOf(statement, "Action"), random)) {
        std::string text = *item;
        SwapCase(&text);
        *item = text;
      }
      break;
    case 14:
      Negate(statement, "Action");
      break;
    case 15:
      Negate(statement, "Resource");
      break;
    case 16:
      if (json* list = ListOf(statement, "Action"); list != nullptr && list->size() > 1) {
        list->erase(Below(random, list->size()));
      }
      break;
    default:
      if (with_principal) {
        ChangePrincipal(statement, random);
      } else {
        // A Deny that takes a part of what another statement says.
        json copy = *statement;
        copy["Effect"] = "Deny";
        copy.erase("Sid");
        ChangeText(ListOf(&copy, "Action"), random);
        statements.push_back(copy);
      }
  }
}

}  // namespace

json Mutate(const json& policy, PolicyKind kind, int steps, Random* random) {
  json result = policy;
  json& statements = result["Statement"];
  if (!statements.is_array()) statements = json::array({statements});
  for (int i = 0; i < steps; ++i) Step(&result, kind, random);
  return result;
}

}  // namespace rolelint::oracle
