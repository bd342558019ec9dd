#include "rules/registry.h"

#include "analyzer/text/edit_distance.h"

// One line per rule, families and rules in alphabetical order. Every line but the last of the list
// ends in a backslash.
#define ROLELINT_RULES(RULE)        \
  /* access */                      \
  RULE(kDenyByPlace)                \
  RULE(kDenyHitsServices)           \
  RULE(kFailedAssertion)            \
  RULE(kPolicyLockOut)              \
  RULE(kShadowedAllow)              \
  RULE(kStatementNeverMatches)      \
  /* catalog */                     \
  RULE(kActionResourceMismatch)     \
  RULE(kArnFieldMissing)            \
  RULE(kArnFieldNotAllowed)         \
  RULE(kArnResourceFormat)          \
  RULE(kRetiredService)             \
  RULE(kServicePrincipalFormat)     \
  RULE(kServiceWideResource)        \
  RULE(kUnknownAction)              \
  RULE(kUnknownArnService)          \
  RULE(kUnknownPartition)           \
  RULE(kUnknownRegion)              \
  RULE(kUnknownService)             \
  RULE(kUnsupportedAction)          \
  RULE(kUnsupportedResource)        \
  /* condition */                   \
  RULE(kBroadPattern)               \
  RULE(kConditionAlwaysTrue)        \
  RULE(kEpochDate)                  \
  RULE(kHostBits)                   \
  RULE(kImpossibleCaller)           \
  RULE(kImpossibleSource)           \
  RULE(kNullOperator)               \
  RULE(kPrivateSourceIp)            \
  RULE(kSeveralBooleans)            \
  RULE(kStarForNull)                \
  RULE(kValueFormat)                \
  RULE(kVpcIdFormat)                \
  RULE(kWildcardWithoutLike)        \
  /* condition_key */               \
  RULE(kActionIgnoresKey)           \
  RULE(kAllValuesWithoutNull)       \
  RULE(kAllowByUnsupportedTag)      \
  RULE(kAudienceSetOperator)        \
  RULE(kCallerSetKey)               \
  RULE(kConditionRegion)            \
  RULE(kConfirmAudience)            \
  RULE(kDenyByUnsupportedTag)       \
  RULE(kDynamodbAttributes)         \
  RULE(kForAllValuesSingle)         \
  RULE(kForAnyValueSingle)          \
  RULE(kIfExistsIdle)               \
  RULE(kIfExistsInAllow)            \
  RULE(kIfExistsInDeny)             \
  RULE(kIrrelevantKey)              \
  RULE(kKeyAbsentForService)        \
  RULE(kKeyOfOtherAction)           \
  RULE(kKeyOfOtherService)          \
  RULE(kKmsKeyValue)                \
  RULE(kMissingSetOperator)         \
  RULE(kNegatedInAllow)             \
  RULE(kOperatorKeyType)            \
  RULE(kS3PrefixNegated)            \
  RULE(kSetOperatorAbsentKey)       \
  RULE(kStringLikeOnArn)            \
  RULE(kTagKeyMissing)              \
  RULE(kTagNeverMet)                \
  RULE(kUnknownConditionKey)        \
  RULE(kUnpairedKey)                \
  RULE(kUnsupportedConditionKey)    \
  RULE(kVpceKeyServices)            \
  /* configuration */               \
  RULE(kExpiredSuppression)         \
  RULE(kUnusedSuppression)          \
  /* escalation */                  \
  RULE(kEscalationExistingRole)     \
  RULE(kEscalationOtherPrincipal)   \
  RULE(kEscalationOwnPermissions)   \
  RULE(kEscalationPassRole)         \
  RULE(kEscalationRestriction)      \
  /* grammar */                     \
  RULE(kConditionKeyFormat)         \
  RULE(kDuplicateConditionKey)      \
  RULE(kDuplicateKey)               \
  RULE(kDuplicateSid)               \
  RULE(kElementPair)                \
  RULE(kEmptyCondition)             \
  RULE(kEmptyList)                  \
  RULE(kEmptySid)                   \
  RULE(kFederatedNotSupported)      \
  RULE(kInlinePoliciesSize)         \
  RULE(kInvalidEffect)              \
  RULE(kInvalidVersion)             \
  RULE(kJsonComment)                \
  RULE(kLoneSurrogate)              \
  RULE(kMissingAction)              \
  RULE(kMissingEffect)              \
  RULE(kMissingPrincipal)           \
  RULE(kMissingResource)            \
  RULE(kMissingStatement)           \
  RULE(kMissingVersion)             \
  RULE(kMixedValueTypes)            \
  RULE(kOutdatedVersion)            \
  RULE(kPolicySize)                 \
  RULE(kPrincipalForm)              \
  RULE(kPrincipalKey)               \
  RULE(kPrincipalNotAllowed)        \
  RULE(kResourceForm)               \
  RULE(kResourceNotAllowed)         \
  RULE(kSidFormat)                  \
  RULE(kSyntaxError)                \
  RULE(kTrailingComma)              \
  RULE(kUnknownElement)             \
  RULE(kUnknownOperator)            \
  RULE(kUnresolvedPlaceholder)      \
  RULE(kUnsubstitutedReference)     \
  RULE(kUnsupportedCharacter)       \
  RULE(kVariableNotExpanded)        \
  RULE(kVariableSyntax)             \
  RULE(kWildcardInService)          \
  RULE(kWrongType)                  \
  /* guide */                       \
  RULE(kAdminForOtherAccount)       \
  RULE(kAssumeRoleResource)         \
  RULE(kAssumeRoleWildcard)         \
  RULE(kChainedSwitch)              \
  RULE(kOneClientPerStatement)      \
  RULE(kOneSidedSessionTags)        \
  RULE(kRoleDescription)            \
  RULE(kRoleNameConvention)         \
  RULE(kRoleTags)                   \
  RULE(kRoleWithoutPermissions)     \
  RULE(kRootPrincipal)              \
  RULE(kServiceLinkedTarget)        \
  RULE(kSessionDuration)            \
  RULE(kSwitchNameLength)           \
  RULE(kSwitchPolicyName)           \
  RULE(kSwitchSid)                  \
  RULE(kTrustsOwnAccount)           \
  RULE(kUnknownRole)                \
  RULE(kUnknownTrustedPrincipal)    \
  RULE(kUnpermittedSwitch)          \
  RULE(kUntrustedSwitch)            \
  RULE(kWideSwitchAction)           \
  /* org */                         \
  RULE(kKindByContent)              \
  RULE(kOrgPolicyImmune)            \
  RULE(kRcpAction)                  \
  RULE(kRcpAllow)                   \
  RULE(kRcpBlanketDeny)             \
  RULE(kRcpHitsServices)            \
  RULE(kRcpSourceKeyNull)           \
  RULE(kRcpSourceKeyUsers)          \
  RULE(kRcpSyntax)                  \
  RULE(kScpActionWildcard)          \
  RULE(kScpDeniesEverything)        \
  RULE(kScpIdleAllow)               \
  /* redundancy */                  \
  RULE(kCoveredStatement)           \
  RULE(kRedundantAction)            \
  RULE(kRedundantLimit)             \
  RULE(kRedundantPrincipal)         \
  RULE(kRedundantResource)          \
  RULE(kRedundantStatement)         \
  /* security */                    \
  RULE(kAdminAccess)                \
  RULE(kAnyAddress)                 \
  RULE(kAnyServiceLinkedRole)       \
  RULE(kAttachedAdministrator)      \
  RULE(kBucketTakeover)             \
  RULE(kComputeServiceTrust)        \
  RULE(kCredentialsExposure)        \
  RULE(kDataExfiltration)           \
  RULE(kIdlePassRole)               \
  RULE(kInfrastructureModification) \
  RULE(kNotActionAllow)             \
  RULE(kNotResourceAllow)           \
  RULE(kPassAnyRole)                \
  RULE(kPermissionsManagement)      \
  RULE(kPublicResource)             \
  RULE(kSensitiveAction)            \
  RULE(kServicePrincipalCondition)  \
  RULE(kServicePrincipalSource)     \
  RULE(kServiceTrustSource)         \
  RULE(kServiceWildcard)            \
  RULE(kSharesAnyResource)          \
  RULE(kUnlistedAccount)            \
  RULE(kWildcardAction)             \
  RULE(kWildcardResource)           \
  /* trust */                       \
  RULE(kConsoleCondition)           \
  RULE(kDeletedPrincipal)           \
  RULE(kExampleAccountId)           \
  RULE(kExcessTrustActions)         \
  RULE(kExternalIdBlocksConsole)    \
  RULE(kExternalIdFormat)           \
  RULE(kImpossibleClaim)            \
  RULE(kImpossiblePrincipal)        \
  RULE(kMalformedAccountId)         \
  RULE(kMfaCondition)               \
  RULE(kMfaLongTermKeys)            \
  RULE(kMfaNotRequired)             \
  RULE(kMissingExternalId)          \
  RULE(kNetworkTrust)               \
  RULE(kNotPrincipal)               \
  RULE(kOidcTrust)                  \
  RULE(kPartitionMismatch)          \
  RULE(kPublicTrust)                \
  RULE(kReservedRolePath)           \
  RULE(kReservedSsoPrincipal)       \
  RULE(kSamlAudience)               \
  RULE(kStsActionMismatch)          \
  RULE(kTrustCompanionAction)       \
  RULE(kTrustPolicySize)            \
  RULE(kWildcardInPrincipal)

namespace rolelint::rules {

#define ROLELINT_DECLARE(rule) extern const engine::Rule rule;
ROLELINT_RULES(ROLELINT_DECLARE)
#undef ROLELINT_DECLARE

std::span<const engine::Rule* const> AllRules() {
#define ROLELINT_ADDRESS(rule) &rule,
  static constexpr const engine::Rule* kAll[] = {ROLELINT_RULES(ROLELINT_ADDRESS)};
#undef ROLELINT_ADDRESS
  return kAll;
}

const engine::Rule* FindRule(std::string_view id) {
  for (const engine::Rule* rule : AllRules()) {
    if (rule->id == id) return rule;
  }
  return nullptr;
}

std::string_view ClosestRuleId(std::string_view id) {
  // Ids are long: a third of one may be wrong and it is still the one meant.
  size_t best = id.size() / 3 + 1;
  std::string_view closest;
  for (const engine::Rule* rule : AllRules()) {
    size_t distance = text::EditDistance(id, rule->id, best);
    if (distance < best) {
      best = distance;
      closest = rule->id;
    }
  }
  return closest;
}

}  // namespace rolelint::rules
