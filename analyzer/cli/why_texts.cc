// What AWS says in the same words whatever the request.

#include <algorithm>

#include "analyzer/cli/why_message.h"
#include "analyzer/text/glob.h"

namespace rolelint::cli {
namespace {

constexpr KnownText kTexts[] = {
    {"root-cannot-assume", "Roles may not be assumed by root accounts",
     "the caller is the root user, and AWS lets no root user assume a role: sign in as a user or "
     "role of that account",
     ""},
    {"no-oidc-provider", "No OpenIDConnect provider found in your account",
     "the role's account has no OpenID Connect provider of the token's issuer: create it in the "
     "account of the role, or check the issuer URL",
     "aws iam list-open-id-connect-providers"},
    {"wrong-audience", "Incorrect token audience",
     "the token's audience (aud) is none of the client IDs of the provider: add it there, or ask "
     "for a token of an audience that is listed",
     "aws iam get-open-id-connect-provider --open-id-connect-provider-arn ARN"},
    {"mfa-code", "MultiFactorAuthentication failed with invalid MFA one time pass code",
     "the MFA code is wrong, or was used before: wait for the next one", ""},
    {"mfa-serial", "MultiFactorAuthentication failed, unable to validate MFA code",
     "the serial number is not that of an MFA device of the caller",
     "aws iam list-mfa-devices --user-name USER"},
    {"mfa-failed", "MultiFactorAuthentication failed",
     "the MFA code or the serial number of the device is wrong",
     "aws iam list-mfa-devices --user-name USER"},
    {"duration", "exceeds the MaxSessionDuration set for this role",
     "the session is asked to last longer than the role's MaxSessionDuration: ask for less, or "
     "raise it",
     "aws iam get-role --role-name ROLE"},
    {"chained-duration", "exceeds the 1 hour session limit for roles assumed by role chaining",
     "a role that is assumed with the credentials of another role has one hour at most", ""},
    {"bad-arn", "Request ARN is invalid", "the role's ARN is not well formed", ""},
    {"parameter", "failed to satisfy constraint",
     "a parameter of the request is not well formed; no policy is concerned", ""},
    {"region-disabled", "STS is not activated in this region",
     "STS is switched off in this Region for that account: use another Region's endpoint, or "
     "switch it on in the account settings of IAM",
     ""},
    {"packed-policy", "PackedPolicyTooLarge",
     "session policies and session tags together are too large", ""},
    {"expired", "security token included in the request is expired",
     "the credentials have expired; no policy is concerned", "aws sts get-caller-identity"},
    {"expired", "ExpiredToken", "the credentials have expired; no policy is concerned",
     "aws sts get-caller-identity"},
    {"invalid-token", "security token included in the request is invalid",
     "the credentials are not valid (deleted, of another partition, or mistyped); no policy is "
     "concerned",
     "aws sts get-caller-identity"},
    {"protected-role", "this role is only modifiable by AWS",
     "a service-linked role or one of Identity Center: only AWS changes it, through its service",
     ""},
    {"block-public-access", "S3 Block Public Access",
     "S3 Block Public Access refuses it, not a policy",
     "aws s3api get-public-access-block --bucket BUCKET", true},
    {"sse-c", "blocked upload requests that specify Server Side Encryption with Customer provided",
     "the bucket's encryption settings refuse it, not a policy",
     "aws s3api get-bucket-encryption --bucket BUCKET", true},
    {"no-assignment", "ForbiddenException",
     "Identity Center: the permission set is not assigned to the user in that account",
     "aws sso-admin list-account-assignments --instance-arn INSTANCE --account-id ACCOUNT "
     "--permission-set-arn PERMISSION_SET"},
    {"web-identity-duration", "SessionDurationEscalation",
     "the token is asked to last longer than the session that asks for it: ask for less", ""},
    {"web-identity-off", "OutboundWebIdentityFederationDisabled",
     "the account signs no tokens for other services: switch outbound web identity federation on",
     "aws iam enable-outbound-web-identity-federation"},
    {"unknown-error", "An unknown error occurred",
     "CloudTrail does not know the reason: the request failed before authorization, or came "
     "through "
     "a VPC endpoint of another account; look at the event in the other account",
     ""},
};

constexpr RefusedText kRefused[] = {
    {"failed legacy parsing",
     "the policy breaks the grammar at a place that AWS does not name: an Effect in another case, "
     "an "
     "ARN with too few fields, a placeholder that was not filled in, or an empty list",
     "invalid-effect arn-field-missing unresolved-placeholder unsubstituted-reference empty-list "
     "resource-form value-format"},
    {"must be version 2012-10-17", "a managed policy needs Version 2012-10-17",
     "missing-version outdated-version invalid-version"},
    {"must be unique", "two statements have the same Sid", "duplicate-sid"},
    {"[0-9A-Za-z]", "a Sid holds characters that are not letters and digits",
     "sid-format empty-sid"},
    {"must contain actions", "a statement has neither Action nor NotAction",
     "missing-action empty-list"},
    {"must contain resources", "a statement has neither Resource nor NotResource",
     "missing-resource empty-list"},
    {"should not specify a principal",
     "an identity policy names a Principal: it was meant as a trust or resource policy",
     "principal-not-allowed"},
    {"prohibited field Principal",
     "an identity policy names a Principal: it was meant as a trust or resource policy",
     "principal-not-allowed"},
    {"must be in ARN format", "a Resource is neither an ARN nor *",
     "resource-form unsubstituted-reference unresolved-placeholder"},
    {"must be prefaced by a vendor", "an action or condition key lacks its service: service:Name",
     "unknown-action condition-key-format resource-form"},
    {"can contain only one colon", "an action has two colons", "unknown-action"},
    {"must not contain wildcards", "an action has a wildcard in its service",
     "wildcard-in-service"},
    {"Vendor", "an action's service holds a character that none has, or a wildcard",
     "wildcard-in-service unknown-service arn-field-missing"},
    {"Partition", "an ARN names a partition that does not exist",
     "unknown-partition partition-mismatch"},
    {"region information", "an ARN of IAM or S3 names a Region", "arn-field-not-allowed"},
    {"IAM resource path", "an ARN of IAM names no type of IAM's resources",
     "arn-resource-format unknown-arn-service"},
    {"prohibited field Resource", "a trust policy names a Resource", "resource-not-allowed"},
    {"must not contain resources", "a trust policy names a Resource", "resource-not-allowed"},
    {"required field Principal",
     "a statement lacks Principal: a permission policy was sent as a trust or resource policy",
     "missing-principal"},
    {"required field Action", "a statement lacks Action", "missing-action"},
    {"may only specify STS AssumeRole actions",
     "a trust policy allows an action that is none of sts:AssumeRole…",
     "excess-trust-actions sts-action-mismatch"},
    {"must not contain NotPrincipal", "a trust policy has NotPrincipal", "not-principal"},
    {"Invalid principal",
     "a principal does not exist (any more, or yet), is a group, has a wildcard inside its ARN, is "
     "of "
     "another partition, or has an account ID that is not twelve digits",
     "unknown-trusted-principal impossible-principal wildcard-in-principal malformed-account-id "
     "deleted-principal partition-mismatch principal-form principal-key "
     "service-principal-format example-account-id unresolved-placeholder"},
    {"invalid principals",
     "a principal does not exist (any more, or yet), or is of a form that none has",
     "unknown-trusted-principal impossible-principal wildcard-in-principal malformed-account-id "
     "deleted-principal"},
    {"will not allow you to update the key policy",
     "the key policy leaves nobody who may change it again: keep kms:PutKeyPolicy for the account",
     "policy-lock-out"},
    {"Policy has invalid resource", "the bucket policy names the ARN of another bucket",
     "unsupported-resource resource-form"},
    {"Policy has invalid action", "the bucket policy names an action that is not S3's",
     "unsupported-action unknown-action"},
    {"Action does not apply to any resource",
     "an action works on the bucket and the statement names its objects, or the reverse",
     "action-resource-mismatch"},
    {"Conditions do not apply", "an action of the statement has not the condition key",
     "action-ignores-key unsupported-condition-key key-of-other-service key-of-other-action "
     "irrelevant-key"},
    {"first byte must be",
     "the policy does not begin with {: a byte order mark, a list, or a path "
     "in place of its content",
     "syntax-error"},
    {"Unknown field", "an element is misspelt", "unknown-element"},
    {"Policy Error", "a principal does not exist, or the policy of the topic breaks the grammar",
     "unknown-trusted-principal impossible-principal malformed-account-id principal-form "
     "unsupported-action missing-principal syntax-error"},
    {"Invalid value for the parameter Policy",
     "the policy of the queue breaks the grammar, or names a principal that does not exist",
     "unknown-trusted-principal impossible-principal malformed-account-id principal-form "
     "unsupported-action missing-principal syntax-error"},
    {"out of service scope", "the policy names another service's action", "unsupported-action"},
    {"requirements of the specified policy type",
     "the policy is not what an SCP or RCP may be: a Principal in an SCP; Allow, NotAction or "
     "NotPrincipal in an RCP; a service without RCPs",
     "principal-not-allowed rcp-syntax rcp-allow rcp-action kind-by-content"},
    {"quota for PolicySize", "the managed policy is longer than AWS takes", "policy-size"},
    {"ACLSizePerRole", "the role's trust policy is longer than AWS takes", "trust-policy-size"},
    {"Maximum policy size", "the inline policies together are longer than AWS takes",
     "inline-policies-size policy-size"},
    {"legacy parsing", "the policy breaks the grammar", "invalid-effect"},
    {"invalid Json", "the policy is not JSON",
     "syntax-error json-comment trailing-comma duplicate-key"},
    {"Syntax errors in policy",
     "not JSON, an unknown element, a value of the wrong type, another Version, or an unknown "
     "condition operator",
     "syntax-error json-comment trailing-comma unknown-element wrong-type invalid-version "
     "unknown-operator invalid-effect missing-effect duplicate-key element-pair"},
};

bool Holds(std::string_view text, std::string_view words) {
  return std::search(text.begin(), text.end(), words.begin(), words.end(), [](char a, char b) {
           return text::AsciiLower(a) == text::AsciiLower(b);
         }) != text.end();
}

}  // namespace

const KnownText* FindKnownText(std::string_view message) {
  for (const KnownText& known : kTexts) {
    if (Holds(message, known.text)) return &known;
  }
  return nullptr;
}

bool IsRefusal(std::string_view message) {
  for (std::string_view word : {"MalformedPolicy", "PolicyNotValid", "LimitExceeded",
                                "InvalidPolicyDocument", "Invalid principal in policy"}) {
    if (Holds(message, word)) return true;
  }
  return FindRefusedText(message) != nullptr && !Holds(message, "not authorized") &&
         !Holds(message, "AccessDenied");
}

const RefusedText* FindRefusedText(std::string_view message) {
  for (const RefusedText& refused : kRefused) {
    if (Holds(message, refused.text)) return &refused;
  }
  return nullptr;
}

}  // namespace rolelint::cli
