// Values of aws:SourceArn that the service never sends.

#include <algorithm>

#include "analyzer/policy/arn.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"
#include "rules/condition/values.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::impossible_source {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::ConditionTest;
using policy::Statement;

// What a service sends as aws:SourceArn.
struct Sender {
  std::string_view principal;
  std::string_view name;
  std::string_view service;   // the ARN's
  std::string_view resource;  // how its last field begins; "" if that says nothing
  bool in_region = true;      // the ARN has a Region …
  bool in_account = true;     // … and an account
  std::string_view example;
};
constexpr Sender kSenders[] = {
    {"cloudfront.amazonaws.com", "CloudFront", "cloudfront", "distribution/", false, true,
     "arn:aws:cloudfront::ACCOUNT:distribution/ID"},
    {"cloudtrail.amazonaws.com", "CloudTrail", "cloudtrail", "", true, true,
     "arn:aws:cloudtrail:REGION:ACCOUNT:trail/NAME"},
    {"events.amazonaws.com", "EventBridge", "events", "rule/", true, true,
     "arn:aws:events:REGION:ACCOUNT:rule/NAME"},
    {"s3.amazonaws.com", "S3", "s3", "", false, false, "arn:aws:s3:::BUCKET"},
    {"sns.amazonaws.com", "SNS", "sns", "", true, true, "arn:aws:sns:REGION:ACCOUNT:TOPIC"},
};

// The service that is the only principal of the statement, if it is one of these.
const Sender* SenderOf(const Statement& statement) {
  if (statement.principal.is_string) return nullptr;
  const Sender* sender = nullptr;
  bool other = false;
  policy::ForEachPrincipal(
      statement.principal, [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
        const Sender* found = nullptr;
        if (entry.type == policy::PrincipalType::kService && value.known) {
          found = std::find_if(std::begin(kSenders), std::end(kSenders),
                               [&](const Sender& each) { return each.principal == value.value; });
        }
        if (found == nullptr || found == std::end(kSenders)) {
          other = true;
        } else if (sender != nullptr && sender != found) {
          other = true;
        } else {
          sender = found;
        }
      });
  return other ? nullptr : sender;
}

bool IsOpenField(std::string_view field) {
  return text::HasWildcard(field) || field.find("${") != std::string_view::npos;
}

// A bucket's ARN has neither Region nor account. What has them in S3 is `type/name`.
bool IsNoBucket(const policy::Arn& arn) {
  const auto named = [](std::string_view field) {
    return field.find_first_not_of('*') != std::string_view::npos;
  };
  const bool slash = arn.resource.find('/') != std::string_view::npos;
  const bool placed = named(arn.region) || named(arn.account);
  return placed ? !slash && arn.resource != "*" : slash;
}

// Whether the service sends no such ARN. What is no ARN at all fits nothing.
bool IsNeverSent(const Sender& sender, std::string_view value) {
  if (IsOpenField(value) && !value.starts_with("arn:")) return false;
  const std::optional<policy::Arn> arn = policy::ParseArn(value);
  if (!arn) return true;
  if (!IsOpenField(arn->service) && arn->service != sender.service) {
    // What else S3 may send is not documented.
    return sender.service != "s3";
  }
  if (sender.service == "s3") return IsNoBucket(*arn);
  if (sender.service == "sns" && std::count(arn->resource.begin(), arn->resource.end(), ':') > 0) {
    return true;  // a subscription
  }
  if (!IsOpenField(arn->region) && arn->region.empty() == sender.in_region) return true;
  if (!IsOpenField(arn->account) && arn->account.empty() == sender.in_account) return true;
  const std::string_view fixed = arn->resource.substr(0, arn->resource.find_first_of("*?$"));
  const size_t size = std::min(fixed.size(), sender.resource.size());
  return fixed.substr(0, size) != sender.resource.substr(0, size);
}

void CheckValue(const Sender& sender, const policy::ConditionValue& value, Reporter& report) {
  if (!IsLiteral(value) || !IsNeverSent(sender, value.text.value)) return;
  const std::optional<policy::Arn> arn = policy::ParseArn(value.text.value);
  engine::FindingBuilder finding = report.Report(
      value.text.span, std::string(sender.name) + " never sends " + Quoted(value.text.value) +
                           " as aws:SourceArn: it sends " + std::string(sender.example));
  finding.Label("fits no request of " + std::string(sender.name));
  if (sender.service == "s3" && arn && arn->service == "s3") {
    finding.Help("write \"arn:" + std::string(arn->partition) +
                 ":s3:::" + std::string(arn->resource.substr(0, arn->resource.find('/'))) +
                 "\", and the account under aws:SourceAccount");
  } else {
    finding.Help("write \"" + std::string(sender.example) + "\"");
  }
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    if (statement.conditions.empty()) continue;
    const Sender* sender = SenderOf(statement);
    if (sender == nullptr) continue;
    for (const ConditionTest& test : statement.conditions) {
      if (!policy::KeyIs(test, "aws:SourceArn") || policy::IsNegated(test.op.base) ||
          test.op.base == policy::Operator::kNull) {
        continue;
      }
      for (const policy::ConditionValue& value : test.values) CheckValue(*sender, value, report);
    }
  }
}

bool Concerns(const catalog::Catalog&, const ConditionTest& test) {
  return policy::KeyIs(test, "aws:SourceArn");
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "impossible-source",
    .summary = "A test of aws:SourceArn that no request of the service passes",
    .level = engine::Level::kError,
    .kinds = policy::Kind::kResource | policy::Kind::kTrust,
    .concerns = Concerns,
    .aws_page =
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/"
        "grant-destinations-permissions-to-s3.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::impossible_source
