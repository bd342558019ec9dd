#ifndef ROLELINT_POLICY_ARN_H_
#define ROLELINT_POLICY_ARN_H_

// Amazon Resource Names, as text cut at its first five colons. Nothing is checked beyond the cut:
// the parts may hold wildcards or variables, and AccountShape() and friends say what they look
// like. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html

#include <cstdint>
#include <optional>
#include <string_view>

namespace rolelint::policy {

struct Arn {
  std::string_view partition;
  std::string_view service;
  std::string_view region;
  std::string_view account;
  std::string_view resource;  // everything after the fifth colon
};

// "arn:" and at least five colons, else nullopt.
std::optional<Arn> ParseArn(std::string_view text);

// The resource part of an IAM or STS ARN: `role/path/name` is {"role", "/path/", "name"}; `root` is
// {"root", "", ""}. path begins and ends with '/', "/" when there is none.
struct IamResource {
  std::string_view type;
  std::string_view path;
  std::string_view name;
};
IamResource SplitIamResource(std::string_view resource);

// Exactly twelve decimal digits.
bool IsAccountId(std::string_view text);
// A unique id that IAM leaves in place of a deleted principal: AIDA…, AROA…, AGPA…, 16 or more of
// [A-Z0-9] in all.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
bool IsUniqueId(std::string_view text, std::string_view prefix);
// aws, aws-cn, aws-us-gov, aws-iso, aws-iso-b, aws-iso-e, aws-iso-f, aws-eusc.
bool IsPartition(std::string_view text);

// The account that an AWS principal value names: of an ARN its account field, of twelve digits
// themselves, else "".
std::string_view PrincipalAccount(std::string_view principal);
// `arn:…:iam::ACCOUNT:root` or the bare account id, which mean the same.
bool IsAccountPrincipal(std::string_view principal);

}  // namespace rolelint::policy

#endif  // ROLELINT_POLICY_ARN_H_
