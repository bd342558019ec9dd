#include "analyzer/policy/arn.h"
#include "analyzer/text/glob.h"
#include "rules/condition_key/key_facts.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::kms_key_value {
namespace {

using policy::OperatorFamily;

constexpr std::string_view kEquivalents[] = {"access-analyzer:INVALID_KMS_KEY_VALUE"};

bool ContainsFolded(std::string_view text, std::string_view word) {
  for (size_t i = 0; i + word.size() <= text.size(); ++i) {
    if (text::EqualsFolded(text.substr(i, word.size()), word)) return true;
  }
  return false;
}

// A text by its type, an ARN by its name.
constexpr std::string_view kArnName = "KmsKeyArn";

// Keys of type ARN whose name speaks of a KMS key: …-aws-kms-key-id, KmsKeyArn, VolumeKmsKey.
bool TakesKmsKey(const catalog::Catalog& catalog, std::string_view key) {
  const KeyFacts& facts = FactsOf(catalog, key);
  if (!facts.listed()) return false;
  if (facts.type == catalog::ValueType::kArn) {
    return ContainsFolded(key, "kms-key") || ContainsFolded(key, "kmskey");
  }
  return facts.type == catalog::ValueType::kString && key.size() > kArnName.size() &&
         text::EqualsFolded(key.substr(key.size() - kArnName.size()), kArnName);
}

// Whether a part of an ARN, maybe with wildcards, can be `word`.
bool CanBe(std::string_view pattern, std::string_view word, bool like) {
  return like ? text::GlobMatches(pattern, word) : pattern == word;
}

// What keeps the value from being the ARN of a key; empty: nothing.
std::string_view Fault(std::string_view value, bool like) {
  if (like) {
    // A wildcard may stand for the missing colons too.
    const std::string_view head = value.substr(0, value.find_first_of("*?"));
    constexpr std::string_view kArn = "arn:";
    if (head.size() < value.size() && !policy::ParseArn(value)) {
      const size_t common = std::min(head.size(), kArn.size());
      return head.substr(0, common) == kArn.substr(0, common) ? "" : "is not the ARN of a KMS key";
    }
  }
  const std::optional<policy::Arn> arn = policy::ParseArn(value);
  if (!arn) {
    return value.starts_with("alias/") ? "is an alias; requests carry the ARN of the key behind it"
                                       : "is not the ARN of a KMS key";
  }
  if (!CanBe(arn->service, "kms", like)) return "is not the ARN of a KMS key";
  const std::string_view head = arn->resource.substr(0, arn->resource.find_first_of("*?"));
  if (like && head.size() < arn->resource.size()) {
    constexpr std::string_view kKey = "key/";
    const size_t common = std::min(head.size(), kKey.size());
    if (head.substr(0, common) == kKey.substr(0, common)) return "";
  } else if (arn->resource.starts_with("key/") && arn->resource.size() > 4) {
    return arn->region.empty() || arn->account.empty() ? "lacks the Region or the account" : "";
  }
  return arn->resource.starts_with("alias/")
             ? "is the ARN of an alias; requests carry the ARN of the key behind it"
             : "is not the ARN of a KMS key";
}

bool Concerns(const catalog::Catalog& catalog, const policy::ConditionTest& test) {
  return (FamilyOf(test.op.base) == OperatorFamily::kString ||
          FamilyOf(test.op.base) == OperatorFamily::kArn) &&
         TakesKmsKey(catalog, test.key.value);
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    for (const policy::ConditionTest& test : statement.conditions) {
      const OperatorFamily family = FamilyOf(test.op.base);
      if ((family != OperatorFamily::kString && family != OperatorFamily::kArn) ||
          !test.key.known || !TakesKmsKey(context.catalog, test.key.value)) {
        continue;
      }
      const bool like = family == OperatorFamily::kArn ||
                        test.op.base == policy::Operator::kStringLike ||
                        test.op.base == policy::Operator::kStringNotLike;
      for (const policy::ConditionValue& item : test.values) {
        const std::string_view value = item.text.value;
        if (!item.text.known || item.type != json::Type::kString || value.empty() ||
            value.find("${") != std::string_view::npos) {
          continue;
        }
        const std::string_view fault = Fault(value, like);
        if (fault.empty()) continue;
        report.Report(item.text.span, Quoted(value) + " " + std::string(fault))
            .Label("compared with the ARN of a key")
            .Related(test.key.span, "this key holds the ARN of a KMS key")
            .Help("write arn:aws:kms:REGION:ACCOUNT:key/KEY-ID");
      }
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "kms-key-value",
    .summary = "A condition compares a KMS key with something that is not the ARN of one",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/"
        "specifying-kms-encryption.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::kms_key_value
