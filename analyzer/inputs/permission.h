#ifndef ROLELINT_INPUTS_PERMISSION_H_
#define ROLELINT_INPUTS_PERMISSION_H_

// Resources that add one statement to the policy of another resource without writing a document:
// AWS::Lambda::Permission, aws_lambda_permission and their like. The statement is the one that the
// service makes of them.
// https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html

#include <string_view>

#include "analyzer/inputs/session.h"
#include "analyzer/json/tree.h"
#include "analyzer/text/view.h"

namespace rolelint::inputs {

struct PermissionType {
  std::string_view type;           // of the resource, in CloudFormation or Terraform
  std::string_view resource_type;  // whose policy gets the statement
  std::string_view arn;            // what the name of that resource follows
  // Names of properties or attributes; "" where there is none.
  std::string_view target;
  std::string_view principal;
  std::string_view action;
  std::string_view fallback_action;
  std::string_view organization;
  std::string_view source_arn;
  std::string_view source_account;
  std::string_view url_auth;
  std::string_view token;
  std::string_view condition;  // an object or block of `condition_names`: type, key, value
  std::string_view condition_names[3];
};

// Null if the type is none of them.
const PermissionType* FindPermission(std::string_view type);

// The values of a permission.
struct PermissionValues {
  json::Value place;
  json::Value target;
  json::Value principal;
  json::Value action;
  json::Value organization;
  json::Value source_arn;
  json::Value source_account;
  json::Value url_auth;
  json::Value token;
  json::Value condition;
};
// The document with that one statement, at the places of what it is made of; invalid if nobody is
// named.
json::Value MakePermission(const PermissionType& type, const PermissionValues& values,
                           const text::View& view, Session* session);

// `get(name)` gives a property, resolved; an open value is not known.
template <typename Get>
json::Value MakePermission(const PermissionType& type, json::Value place, Get get,
                           const text::View& view, Session* session) {
  const auto value = [&](std::string_view name) {
    return name.empty() ? json::Value() : get(name);
  };
  return MakePermission(
      type,
      {place, value(type.target), value(type.principal), value(type.action),
       value(type.organization), value(type.source_arn), value(type.source_account),
       value(type.url_auth), value(type.token), value(type.condition)},
      view, session);
}

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_PERMISSION_H_
