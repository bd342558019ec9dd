#ifndef ROLELINT_RULES_CATALOG_ATTACHED_TYPE_H_
#define ROLELINT_RULES_CATALOG_ATTACHED_TYPE_H_

// What a resource-based policy can speak of, by the type of the resource that it is attached to.

#include <algorithm>
#include <array>
#include <string_view>

#include "analyzer/catalog/arn_shapes.h"
#include "analyzer/catalog/catalog.h"

namespace rolelint::rules {

struct AttachedType {
  std::string_view name;     // as CloudFormation names it
  std::string_view service;  // whose actions and ARNs it takes
  // Names of resource types in the catalogue; empty ones are none.
  std::array<std::string_view, 4> resources;  // the resource itself and its parts
  std::array<std::string_view, 4> actions;    // an action must list one of these; none: `resources`
};

inline constexpr AttachedType kAttachedTypes[] = {
    {"AWS::DynamoDB::Table", "dynamodb", {"table", "index"}, {}},
    {"AWS::ECR::Repository", "ecr", {"repository"}, {}},
    {"AWS::KMS::Key", "kms", {"key"}, {}},
    // Requests through an access point are about the bucket's objects.
    {"AWS::S3::AccessPoint",
     "s3",
     {"accesspoint", "accesspointobject"},
     {"accesspoint", "accesspointobject", "object", "bucket"}},
    {"AWS::S3::Bucket", "s3", {"bucket", "object"}, {}},
    {"AWS::S3::MultiRegionAccessPoint",
     "s3",
     {"multiregionaccesspoint"},
     {"multiregionaccesspoint", "accesspointobject", "object", "bucket"}},
    {"AWS::S3ObjectLambda::AccessPoint", "s3-object-lambda", {"objectlambdaaccesspoint"}, {}},
    {"AWS::SNS::Topic", "sns", {"topic"}, {}},
    {"AWS::SQS::Queue", "sqs", {"queue"}, {}},
    {"AWS::SecretsManager::Secret", "secretsmanager", {"Secret"}, {}},
};

inline const AttachedType* FindAttachedType(std::string_view name) {
  const auto* at = std::find_if(std::begin(kAttachedTypes), std::end(kAttachedTypes),
                                [&](const AttachedType& type) { return type.name == name; });
  return at == std::end(kAttachedTypes) ? nullptr : at;
}

// Whether a resource type of the catalogue, by id, is among the names.
inline bool IsAmong(const std::array<std::string_view, 4>& names, std::string_view service,
                    const catalog::Catalog& catalog, uint32_t id) {
  for (const std::string_view name : names) {
    if (name.empty()) break;
    const auto type = catalog.FindResourceType(service, name);
    if (type && type->id() == id) return true;
  }
  return false;
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_CATALOG_ATTACHED_TYPE_H_
