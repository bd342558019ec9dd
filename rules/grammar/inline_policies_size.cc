// The quota of inline policies is of all that one user, group or role has, together.

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/engine/rule.h"

namespace rolelint::rules::inline_policies_size {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
    "boogy:policy_size_exceeded",
};

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
int64_t QuotaOf(estate::EntityType type) {
  switch (type) {
    case estate::EntityType::kUser:
      return 2048;
    case estate::EntityType::kGroup:
      return 5120;
    case estate::EntityType::kRole:
      return 10240;
  }
  return 0;
}

void Check(const estate::Entity& entity, const engine::EstateContext&, engine::Reporter& report) {
  if (entity.inline_policies.size() < 2) return;
  const int64_t quota = QuotaOf(entity.type);
  int64_t sum = 0;
  const estate::InlinePolicy* longest = &entity.inline_policies[0];
  for (const estate::InlinePolicy& policy : entity.inline_policies) {
    sum += policy.least_characters;
    if (policy.least_characters > longest->least_characters) longest = &policy;
  }
  // Of one that is too long by itself policy-size speaks.
  if (sum <= quota || longest->least_characters > quota) return;
  const std::string_view type = estate::EntityTypeName(entity.type);
  report
      .Report(longest->name_place,
              fmt::format("the {} inline policies of {} {} have {} characters without blanks; the "
                          "quota of a {}'s is {} together",
                          entity.inline_policies.size(), type, entity.called(), sum, type, quota))
      .Label(fmt::format("the longest of them, {} characters", longest->least_characters))
      .Help("make a managed policy of some: each may have 6144 characters of its own");
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "inline-policies-size",
    .summary = "The inline policies of one user, group or role are together longer than the quota",
    .level = engine::Level::kError,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
    .check_entity = Check,
};

}  // namespace rolelint::rules::inline_policies_size
