#include "analyzer/cli/request_kinds.h"

#include <optional>

#include "analyzer/policy/arn.h"
#include "analyzer/text/glob.h"

namespace rolelint::cli {

bool IsSts(std::string_view action) {
  return action.size() > 4 && text::EqualsFolded(action.substr(0, 4), "sts:");
}

bool IsRole(std::string_view arn) {
  const std::optional<policy::Arn> parts = policy::ParseArn(arn);
  return parts && parts->service == "iam" && parts->resource.starts_with("role/");
}

bool IsKmsKey(std::string_view arn) {
  const std::optional<policy::Arn> parts = policy::ParseArn(arn);
  return parts && parts->service == "kms" && parts->resource.starts_with("key/");
}

}  // namespace rolelint::cli
