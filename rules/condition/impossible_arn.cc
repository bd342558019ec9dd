// Values of keys that hold an ARN, in a form that no ARN has.

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/catalog/arn_shapes.h"
#include "analyzer/catalog/regions.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/open_part.h"
#include "analyzer/text/glob.h"
#include "rules/condition/values.h"
#include "rules/condition_key/key_facts.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::impossible_arn {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::ConditionTest;
using policy::Statement;

struct Mistake {
  std::string what;
  std::string_view help;
};

bool ComparesArns(const catalog::Catalog& catalog, const ConditionTest& test) {
  const policy::OperatorFamily family = policy::FamilyOf(test.op.base);
  if (!test.key.known ||
      (family != policy::OperatorFamily::kString && family != policy::OperatorFamily::kArn)) {
    return false;
  }
  // The header takes the ID of a key as well.
  if (policy::KeyIs(test, "s3:x-amz-server-side-encryption-aws-kms-key-id")) return false;
  const KeyFacts& facts = FactsOf(catalog, test.key.value);
  return facts.typed() && facts.type == catalog::ValueType::kArn;
}

std::optional<Mistake> InAccount(const policy::Arn& arn) {
  const std::string_view account = arn.account;
  constexpr std::string_view kHelp =
      "the fields of an ARN are arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE";
  const bool region = policy::OpenPartOf(account) == policy::OpenPart::kRegion ||
                      catalog::FindRegion(account).has_value();
  if (region) return Mistake{"it has a Region where its account ID belongs", kHelp};
  if (policy::OpenPartOf(arn.region) == policy::OpenPart::kAccount ||
      policy::IsAccountId(arn.region)) {
    return Mistake{"it has an account ID where its Region belongs", kHelp};
  }
  const bool open = account.find("${") != std::string_view::npos || text::HasWildcard(account);
  const bool digits =
      std::all_of(account.begin(), account.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (account.empty() || open || !digits || policy::IsAccountId(account)) return std::nullopt;
  return Mistake{fmt::format("its account ID has {} digits, not 12", account.size()),
                 "write the account's twelve digits"};
}

std::optional<Mistake> InFields(const catalog::ArnFields& fields, uint16_t problems) {
  if ((problems & logic::kUnknownPartition) != 0) {
    return Mistake{fmt::format("there is no partition {}", Quoted(fields.partition)),
                   "write aws, aws-cn (China) or aws-us-gov (GovCloud)"};
  }
  if ((problems & (logic::kUnknownRegion | logic::kForeignRegion)) != 0) {
    return Mistake{(problems & logic::kUnknownRegion) != 0
                       ? fmt::format("there is no Region {}", Quoted(fields.region))
                       : fmt::format("{} is a Region of another partition", fields.region),
                   "write a Region of the partition, or * for all of them"};
  }
  if ((problems & logic::kRegionMissing) != 0) {
    return Mistake{fmt::format("ARNs of this kind of {} resource have a Region", fields.service),
                   "name the Region, or write * in the fourth field"};
  }
  if ((problems & logic::kAccountMissing) != 0) {
    return Mistake{fmt::format("ARNs of this kind of {} resource have an account", fields.service),
                   "name the account, or write * in the fifth field"};
  }
  return std::nullopt;
}

std::optional<Mistake> MistakeIn(const DocumentContext& context, const policy::Text& text) {
  if (text.open && policy::BeginsWithNoArn(text.value)) {
    return Mistake{"it gives a name, an ID or a URL",
                   "refer to the ARN: !GetAtt NAME.Arn in CloudFormation, .arn in Terraform"};
  }
  if (!text.open && (!text.known || text.value.find("${") != std::string_view::npos)) {
    return std::nullopt;
  }
  const std::optional<policy::Arn> arn =
      text.open ? policy::OpenArn(text.value) : policy::ParseArn(text.value);
  const std::optional<catalog::ArnFields> fields = catalog::CutArn(text.value);
  if (!arn || !fields) return std::nullopt;
  if (auto mistake = InAccount(*arn)) return mistake;
  return InFields(*fields, context.questions.names().ArnOf(text)->problems);
}

std::string_view Consequence(const Statement& statement, const ConditionTest& test) {
  if (policy::IsNegated(test.op.base)) return "the value excludes nothing";
  return statement.denies() ? "the Deny does not apply to it" : "it allows nothing";
}

void Check(const DocumentContext& context, Reporter& report) {
  ForEachTest(context.document, [&](const Statement& statement, const ConditionTest& test) {
    if (!ComparesArns(context.catalog, test)) return;
    for (const policy::ConditionValue& value : test.values) {
      const std::optional<Mistake> mistake = MistakeIn(context, value.text);
      if (!mistake) continue;
      report
          .Report(value.text.span,
                  fmt::format("no request has {} as {}: {}, so {}", Quoted(value.text.value),
                              test.key.value, mistake->what, Consequence(statement, test)))
          .Label("no such ARN")
          .Help(std::string(mistake->help));
    }
  });
}

constexpr std::string_view kYieldsWithin[] = {"impossible-source", "impossible-caller"};

}  // namespace

extern const engine::Rule kRule = {
    .id = "impossible-arn",
    .summary = "A condition compares a key with an ARN that AWS does not have",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .concerns = ComparesArns,
    .yields_within = kYieldsWithin,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::impossible_arn
