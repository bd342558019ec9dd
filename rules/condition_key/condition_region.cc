#include <fmt/format.h>

#include "analyzer/catalog/regions.h"
#include "analyzer/text/glob.h"
#include "rules/condition_key/key_facts.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::condition_region {
namespace {

using policy::Operator;

constexpr std::string_view kEquivalents[] = {"access-analyzer:INVALID_REGION"};

// Keys whose value is the name of a Region.
constexpr std::string_view kRegionKeys[] = {
    "account:TargetRegion",
    "aws:RequestedRegion",
    "batch:AWSLogsRegion",
    "cloudformation:TargetRegion",
    "dsql:WitnessRegion",
    "ec2:Region",
    "ec2:VpceServiceRegion",
    "ec2:VpceSupportedRegion",
    "identitystore:PrimaryRegion",
    "kms:PrimaryRegion",
    "kms:ReplicaRegion",
    "s3:destinationRegion",
    "s3:locationconstraint",
    "secretsmanager:AddReplicaRegions",
    "secretsmanager:SecretPrimaryRegion",
};

bool IsRegionKey(std::string_view key) {
  for (std::string_view name : kRegionKeys) {
    if (text::EqualsFolded(key, name)) return true;
  }
  return false;
}

// What buckets of the first Regions say of their place, beside names of Regions.
bool IsOldBucketPlace(std::string_view key, std::string_view value) {
  return (value.empty() || value == "EU" || value == "US") &&
         text::EqualsFolded(key, "s3:locationconstraint");
}

bool Fits(Operator op, std::string_view value) {
  switch (op) {
    case Operator::kStringLike:
    case Operator::kStringNotLike:
      return text::HasWildcard(value) ? catalog::MatchesRegion(value)
                                      : catalog::FindRegion(value).has_value();
    case Operator::kStringEqualsIgnoreCase:
    case Operator::kStringNotEqualsIgnoreCase:
      for (const catalog::Region& region : catalog::Regions()) {
        if (text::EqualsFolded(region.name, value)) return true;
      }
      return false;
    case Operator::kStringEquals:
    case Operator::kStringNotEquals:
      // With a wildcard it is a mistake of another kind, which has a rule of its own.
      return text::HasWildcard(value) || catalog::FindRegion(value).has_value();
    default:
      return true;
  }
}

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return FamilyOf(test.op.base) == policy::OperatorFamily::kString && IsRegionKey(test.key.value);
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    for (const policy::ConditionTest& test : statement.conditions) {
      if (FamilyOf(test.op.base) != policy::OperatorFamily::kString || !test.key.known ||
          !IsRegionKey(test.key.value)) {
        continue;
      }
      for (const policy::ConditionValue& item : test.values) {
        const std::string_view value = item.text.value;
        if (!item.text.known || item.type != json::Type::kString ||
            value.find("${") != std::string_view::npos || Fits(test.op.base, value) ||
            IsOldBucketPlace(test.key.value, value)) {
          continue;
        }
        engine::FindingBuilder finding =
            report.Report(item.text.span, Quoted(value) + " is no AWS Region");
        const std::string_view near = catalog::ClosestRegion(value);
        if (near.empty()) {
          finding.Label("no Region of the list of " + std::string(catalog::kRegionsDate));
        } else {
          finding.Label("did you mean " + Quoted(near) + "?")
              .Fix(item.text.span, std::string(near), false);
        }
        finding.Help(statement.denies() && IsNegated(test.op.base)
                         ? "a Region that nobody can call is left out of the Deny in vain; the one "
                           "that was meant is denied"
                         : "no request goes to it, so the value never matches");
      }
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "condition-region",
    .summary = "A condition on a Region names one that does not exist",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::condition_region
