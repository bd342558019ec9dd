#include "tests/oracle/reading.h"

#include <map>

#include "tests/oracle/values.h"

namespace rolelint::oracle {
bool TakePrefix(std::string* text, std::string_view prefix) {
  if (text->compare(0, prefix.size(), prefix) != 0) return false;
  text->erase(0, prefix.size());
  return true;
}

namespace {

using nlohmann::json;

struct Operator {
  Family family;
  Compare compare;
  bool negated;
};

const std::map<std::string, Operator>& Operators() {
  static const std::map<std::string, Operator> operators = {
      {"stringequals", {Family::kText, Compare::kEqual, false}},
      {"stringnotequals", {Family::kText, Compare::kEqual, true}},
      {"stringequalsignorecase", {Family::kText, Compare::kEqualIgnoringCase, false}},
      {"stringnotequalsignorecase", {Family::kText, Compare::kEqualIgnoringCase, true}},
      {"stringlike", {Family::kText, Compare::kLike, false}},
      {"stringnotlike", {Family::kText, Compare::kLike, true}},
      {"numericequals", {Family::kNumeric, Compare::kEqual, false}},
      {"numericnotequals", {Family::kNumeric, Compare::kEqual, true}},
      {"numericlessthan", {Family::kNumeric, Compare::kLess, false}},
      {"numericlessthanequals", {Family::kNumeric, Compare::kLessEqual, false}},
      {"numericgreaterthan", {Family::kNumeric, Compare::kGreater, false}},
      {"numericgreaterthanequals", {Family::kNumeric, Compare::kGreaterEqual, false}},
      {"dateequals", {Family::kDate, Compare::kEqual, false}},
      {"datenotequals", {Family::kDate, Compare::kEqual, true}},
      {"datelessthan", {Family::kDate, Compare::kLess, false}},
      {"datelessthanequals", {Family::kDate, Compare::kLessEqual, false}},
      {"dategreaterthan", {Family::kDate, Compare::kGreater, false}},
      {"dategreaterthanequals", {Family::kDate, Compare::kGreaterEqual, false}},
      {"bool", {Family::kBool, Compare::kEqual, false}},
      {"binaryequals", {Family::kBinary, Compare::kEqual, false}},
      {"ipaddress", {Family::kIp, Compare::kEqual, false}},
      {"notipaddress", {Family::kIp, Compare::kEqual, true}},
      {"arnequals", {Family::kArn, Compare::kLike, false}},
      {"arnlike", {Family::kArn, Compare::kLike, false}},
      {"arnnotequals", {Family::kArn, Compare::kLike, true}},
      {"arnnotlike", {Family::kArn, Compare::kLike, true}},
      {"null", {Family::kNull, Compare::kEqual, false}},
  };
  return operators;
}

std::string TextOf(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean() || value.is_number()) return value.dump();
  throw NotEncodable("a value that is neither text nor number nor Boolean");
}

std::vector<std::string> TextsOf(const json& value) {
  std::vector<std::string> texts;
  if (!value.is_array()) return {TextOf(value)};
  for (const json& item : value) texts.push_back(TextOf(item));
  return texts;
}

bool TakeSuffix(std::string* text, std::string_view suffix) {
  if (text->size() < suffix.size() ||
      text->compare(text->size() - suffix.size(), suffix.size(), suffix) != 0) {
    return false;
  }
  text->resize(text->size() - suffix.size());
  return true;
}

ConditionTest ReadOperator(const std::string& spelled) {
  ConditionTest test;
  std::string name = LowerAscii(spelled);
  if (TakePrefix(&name, "foranyvalue:")) test.qualifier = Qualifier::kForAnyValue;
  if (TakePrefix(&name, "forallvalues:")) test.qualifier = Qualifier::kForAllValues;
  test.if_exists = TakeSuffix(&name, "ifexists");
  auto found = Operators().find(name);
  if (found == Operators().end()) return test;
  // Null takes neither.
  if (found->second.family == Family::kNull) {
    if (test.qualifier != Qualifier::kNone) throw NotEncodable("Null with a set qualifier");
    if (test.if_exists) return test;
  }
  test.family = found->second.family;
  test.compare = found->second.compare;
  test.negated = found->second.negated;
  return test;
}

void ReadConditions(const json& block, Statement* statement) {
  if (!block.is_object()) throw NotEncodable("a Condition that is no object");
  for (const auto& [name, keys] : block.items()) {
    if (!keys.is_object()) throw NotEncodable("an operator without its object");
    for (const auto& [key, values] : keys.items()) {
      ConditionTest test = ReadOperator(name);
      test.key = LowerAscii(key);
      test.spelled = key;
      test.values = TextsOf(values);
      statement->tests.push_back(std::move(test));
    }
  }
}

void ReadPrincipals(const json& value, Statement* statement) {
  statement->has_principal = true;
  if (value.is_string()) {
    statement->principals.push_back({"AWS", value.get<std::string>()});
    return;
  }
  if (!value.is_object()) throw NotEncodable("a Principal that is neither text nor object");
  for (const auto& [type, entries] : value.items()) {
    for (std::string& text : TextsOf(entries)) {
      statement->principals.push_back({type, std::move(text)});
    }
  }
}

// Reads X or NotX; whether either is there.
template <typename Read>
bool ReadPair(const json& object, const std::string& name, bool* negated, Read read) {
  bool plain = object.contains(name), opposite = object.contains("Not" + name);
  if (plain && opposite) throw NotEncodable(name + " and Not" + name + " in one statement");
  *negated = opposite;
  if (plain || opposite) read(object[opposite ? "Not" + name : name]);
  return plain || opposite;
}

Statement ReadStatement(const json& object, PolicyKind kind) {
  if (!object.is_object()) throw NotEncodable("a statement that is no object");
  Statement statement;
  std::string effect = object.value("Effect", "");
  if (effect != "Allow" && effect != "Deny") throw NotEncodable("a statement without its Effect");
  statement.allow = effect == "Allow";
  if (!ReadPair(object, "Action", &statement.not_action,
                [&](const json& value) { statement.actions = TextsOf(value); })) {
    throw NotEncodable("a statement without Action");
  }
  statement.has_resource =
      ReadPair(object, "Resource", &statement.not_resource,
               [&](const json& value) { statement.resources = TextsOf(value); });
  ReadPair(object, "Principal", &statement.not_principal,
           [&](const json& value) { ReadPrincipals(value, &statement); });
  if (object.contains("Condition")) ReadConditions(object["Condition"], &statement);

  if (kind == PolicyKind::kIdentity && statement.has_principal) {
    throw NotEncodable("a Principal in an identity policy");
  }
  if (kind != PolicyKind::kIdentity && !statement.has_principal) {
    throw NotEncodable("a statement without Principal");
  }
  if (kind != PolicyKind::kTrust && !statement.has_resource) {
    throw NotEncodable("a statement without Resource");
  }
  return statement;
}

}  // namespace

Policy ReadPolicy(const json& document, PolicyKind kind) {
  if (!document.is_object()) throw NotEncodable("a policy that is no object");
  Policy policy;
  const std::string text = document.dump();
  for (const char* partition : {"aws-cn", "aws-us-gov"}) {
    if (text.find(partition) != std::string::npos) policy.partitions.emplace_back(partition);
  }
  policy.variables = document.value("Version", json()) == json("2012-10-17");
  const json statements = document.value("Statement", json());
  if (statements.is_array()) {
    for (const json& item : statements) policy.statements.push_back(ReadStatement(item, kind));
  } else {
    policy.statements.push_back(ReadStatement(statements, kind));
  }
  return policy;
}

}  // namespace rolelint::oracle
