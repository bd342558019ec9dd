#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>

#include "analyzer/catalog/api_operations.h"
#include "analyzer/engine/rule.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"
#include "analyzer/text/glob.h"
#include "analyzer/text/spelling.h"
#include "rules/catalog/wording.h"

namespace rolelint::rules::unknown_action {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using logic::ActionState;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:INVALID_ACTION",
    "parliament:UNKNOWN_ACTION",
    "boogy:invalid_action",
};

// Operations of an API whose permission has another name, which no edit distance finds.
struct Operation {
  std::string_view name;
  std::string_view permission;
};
constexpr Operation kOperations[] = {
    {"apigateway:TestInvokeMethod", "apigateway:POST"},
    {"kms:ReEncrypt", "kms:ReEncryptFrom and kms:ReEncryptTo"},
    {"lambda:Invoke", "lambda:InvokeFunction"},
    {"s3:CompleteMultipartUpload", "s3:PutObject"},
    {"s3:CopyObject", "s3:GetObject and s3:PutObject"},
    {"s3:CreateMultipartUpload", "s3:PutObject"},
    {"s3:DeleteBucketEncryption", "s3:PutEncryptionConfiguration"},
    {"s3:DeleteBucketLifecycle", "s3:PutLifecycleConfiguration"},
    {"s3:DeleteObjects", "s3:DeleteObject"},
    {"s3:GetBucketAccelerateConfiguration", "s3:GetAccelerateConfiguration"},
    {"s3:GetBucketEncryption", "s3:GetEncryptionConfiguration"},
    {"s3:GetBucketLifecycleConfiguration", "s3:GetLifecycleConfiguration"},
    {"s3:GetBucketReplication", "s3:GetReplicationConfiguration"},
    {"s3:GetBucketWebsiteConfiguration", "s3:GetBucketWebsite"},
    {"s3:GetObjectMetadata", "s3:GetObject"},
    {"s3:GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock"},
    {"s3:HeadBucket", "s3:ListBucket"},
    {"s3:HeadObject", "s3:GetObject"},
    {"s3:ListBuckets", "s3:ListAllMyBuckets"},
    {"s3:ListMultipartUploads", "s3:ListBucketMultipartUploads"},
    {"s3:ListObjects", "s3:ListBucket"},
    {"s3:ListObjectsV2", "s3:ListBucket"},
    {"s3:ListObjectVersions", "s3:ListBucketVersions"},
    {"s3:ListParts", "s3:ListMultipartUploadParts"},
    {"s3:PutBucketEncryption", "s3:PutEncryptionConfiguration"},
    {"s3:PutBucketLifecycleConfiguration", "s3:PutLifecycleConfiguration"},
    {"s3:PutBucketReplication", "s3:PutReplicationConfiguration"},
    {"s3:PutPublicAccessBlock", "s3:PutBucketPublicAccessBlock"},
    {"s3:SelectObjectContent", "s3:GetObject"},
    {"s3:UploadPart", "s3:PutObject"},
    {"sqs:DeleteMessageBatch", "sqs:DeleteMessage"},
    {"sqs:SendMessageBatch", "sqs:SendMessage"},
    {"sqs:ChangeMessageVisibilityBatch", "sqs:ChangeMessageVisibility"},
};

std::string_view PermissionOf(std::string_view operation) {
  for (const Operation& known : kOperations) {
    if (text::EqualsFolded(known.name, operation)) return known.permission;
  }
  return {};
}

// Only literals are near to something: a pattern stands for many names.
struct Meant {
  std::string told;
  std::string only;  // if there is one alone
};
Meant MeantBy(const DocumentContext& context, std::string_view action) {
  Meant meant;
  if (text::HasWildcard(action)) return meant;
  if (const std::string_view permission = PermissionOf(action); !permission.empty()) {
    meant.told = fmt::format("the permission is {}", permission);
    if (permission.find(' ') == std::string_view::npos) meant.only = permission;
    return meant;
  }
  const auto found = context.catalog.SuggestActions(action);
  if (found.empty()) return meant;
  std::vector<std::string> names;
  for (size_t i = 0; i < found.size(); ++i) names.emplace_back(found[i].full_name());
  meant.told = fmt::format("did you mean {}?", Either(names));
  if (names.size() == 1) meant.only = names[0];
  return meant;
}

void ReportPast(const logic::OddAction& odd, Reporter& report) {
  const catalog::PastName& past = *odd.facts->past;
  const bool unlisted = past.past == catalog::Past::kUnlisted;
  report
      .Report(odd.item->span,
              fmt::format("\"{}\" is no longer an AWS action: {}", odd.item->value, TellPast(past)))
      .Level(engine::Level::kSuggestion)
      .Label(unlisted ? "not a public action" : "gone")
      .Help(past.instead.empty() ? "remove it" : fmt::format("write {}", past.instead));
}

// "s3:GetObject,s3:PutObject": AWS takes it for one name.
bool HoldsSeveral(const DocumentContext& context, std::string_view action) {
  const size_t end = action.find_first_of(",;| \t\n");
  if (end == std::string_view::npos) return false;
  return std::count(action.begin(), action.end(), ':') > 1 ||
         context.catalog.FindAction(action.substr(0, end)).has_value();
}

void ReportSeveral(const logic::OddAction& odd, Reporter& report) {
  report
      .Report(odd.item->span,
              fmt::format("\"{}\" is taken for one action, and there is none of that name",
                          odd.item->value))
      .Label("several actions in one string")
      .Help("separate the actions: a list with a string for each of them");
}

// An action that is unlike any of its service's may be newer than the catalogue.
bool MayBeNew(const DocumentContext& context, const logic::OddAction& odd) {
  constexpr size_t kLetters = 2;
  const std::string_view action = odd.item->value;
  if (odd.facts->state != ActionState::kUnknownAction || odd.facts->wildcard) return false;
  const size_t colon = action.find(':');
  const std::string_view name = action.substr(colon + 1);
  const auto is_name_byte = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
  if (!std::all_of(name.begin(), name.end(), is_name_byte)) return false;
  if (!PermissionOf(action).empty()) return false;
  const auto near = context.catalog.SuggestActions(action);
  for (size_t i = 0; i < near.size(); ++i) {
    const std::string_view other = near[i].full_name();
    const size_t other_colon = other.find(':');
    if (!text::EqualsFolded(other.substr(0, other_colon), action.substr(0, colon))) continue;
    if (text::FoldedEditDistance(name, other.substr(other_colon + 1), kLetters) <= kLetters) {
      return false;
    }
  }
  return true;
}

void ReportNew(const DocumentContext& context, const logic::OddAction& odd, Reporter& report) {
  const std::string_view action = odd.item->value;
  const Meant meant = MeantBy(context, action);
  const std::string date(context.catalog.date());
  report
      .Report(
          odd.item->span,
          fmt::format(
              "\"{}\" is not in the catalogue of {}: it is misspelled, or newer than the catalogue",
              action, date))
      .Level(engine::Level::kWarning)
      .Label("no such action then")
      .Help(meant.told.empty() ? "look it up in AWS's service authorization reference"
                               : fmt::format("{} ({})", meant.told, OfDate(context.catalog)));
}

void ReportOperation(const logic::OddAction& odd, Reporter& report) {
  report
      .Report(odd.item->span,
              fmt::format("\"{}\" is an operation of AWS's API that the service authorization "
                          "reference does not list as an action",
                          odd.item->value))
      .Level(engine::Level::kSuggestion)
      .Label("not a listed action")
      .Help(
          "look up which action the operation needs: it has the operation's name if it is newer "
          "than the catalogue");
}

void ReportUnknown(const DocumentContext& context, const logic::OddAction& odd, Reporter& report) {
  const std::string_view action = odd.item->value;
  if (HoldsSeveral(context, action)) return ReportSeveral(odd, report);
  if (PermissionOf(action).empty() && catalog::IsApiOperation(action)) {
    return ReportOperation(odd, report);
  }
  if (MayBeNew(context, odd)) return ReportNew(context, odd, report);
  const Meant meant = MeantBy(context, action);
  std::string message;
  if (odd.facts->state == ActionState::kNoPrefix) {
    message = fmt::format("\"{}\" names no service: AWS refuses the policy", action);
  } else if (odd.facts->wildcard) {
    message = fmt::format("\"{}\" matches no action", action);
  } else {
    const std::string_view prefix = action.substr(0, action.find(':'));
    message = fmt::format("\"{}\" does not exist: {} has no such action", action, prefix);
  }
  engine::FindingBuilder finding = report.Report(odd.item->span, std::move(message));
  finding.Label(odd.facts->state == ActionState::kNoPrefix ? "no prefix" : "no such action");
  if (odd.facts->state == ActionState::kNoPrefix && meant.told.empty()) {
    finding.Help("write SERVICE:ACTION, as s3:GetObject");
  } else {
    finding.Help(meant.told.empty() ? OfDate(context.catalog)
                                    : fmt::format("{} ({})", meant.told, OfDate(context.catalog)));
  }
  if (!meant.only.empty()) finding.Fix(odd.item->span, meant.only, false);
}

// One above U+00FF, of which unsupported-character speaks: a zero-width blank, a letter that looks
// like another.
bool HasUnsupportedCharacter(std::string_view action) {
  return std::any_of(action.begin(), action.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0xC4; });
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const logic::OddAction& odd : context.questions.names().odd_actions()) {
    switch (odd.facts->state) {
      case ActionState::kPastAction:
        ReportPast(odd, report);
        break;
      case ActionState::kNoPrefix:
      case ActionState::kUnknownAction:
        if (!HasUnsupportedCharacter(odd.item->value)) ReportUnknown(context, odd, report);
        break;
      default:
        break;
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "unknown-action",
    .summary = "An action does not exist, or a pattern matches no action",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsOddNames,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/service-authorization/latest/reference/"
        "reference_policies_actions-resources-contextkeys.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::unknown_action
