#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/few.h"
#include "analyzer/text/glob.h"
#include "rules/security/grants.h"

namespace rolelint::rules::bucket_takeover {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "parliament:RESOURCE_POLICY_PRIVILEGE_ESCALATION",
};
constexpr std::string_view kYieldsTo[] = {"admin-access", "statement-never-matches",
                                          "shadowed-allow"};

constexpr std::string_view kObjectActions[] = {"s3:GetObject", "s3:PutObject", "s3:DeleteObject"};

constexpr std::string_view kPutPolicy = "s3:PutBucketPolicy";
constexpr std::string_view kPutAcl = "s3:PutBucketAcl";
constexpr std::string_view kPutLifecycle = "s3:PutLifecycleConfiguration";

// Statements and resources that are looked at of one document.
constexpr size_t kFewStatements = 16;
constexpr size_t kFewResources = 8;

const policy::Text* Lists(const Statement& statement, std::string_view action) {
  for (const policy::Text& item : statement.action.items) {
    if (item.known && text::GlobMatchesFolded(item.value, action)) return &item;
  }
  return nullptr;
}

// Objects of the buckets that an item covers, in a text that another pattern covers only if it
// covers all of them.
std::string ObjectsOf(std::string_view bucket) {
  std::string probe(bucket);
  std::replace(probe.begin(), probe.end(), '*', '\x01');
  std::replace(probe.begin(), probe.end(), '?', '\x01');
  if (bucket.find('/') == std::string_view::npos) probe += "/\x01";
  return probe;
}

bool Allows(const policy::Document& document, std::string_view action, std::string_view object) {
  return std::any_of(
      document.statements.begin(), document.statements.end(), [&](const Statement& statement) {
        if (!statement.allows() || !policy::CoversAction(statement, action)) return false;
        if (!statement.resource.present) return true;
        const auto& items = statement.resource.items;
        return std::any_of(items.begin(), items.end(), [&](const policy::Text& item) {
          return !item.known || text::GlobMatches(item.value, object);
        });
      });
}

void CheckStatement(const DocumentContext& context, const Statement& statement,
                    const policy::Text& at, std::string_view change, Reporter& report) {
  const bool lifecycle_alone = change == kPutLifecycle;
  const auto put = context.catalog.FindAction(change);
  const auto position = static_cast<size_t>(&statement - context.document.statements.data());
  const auto arns = context.questions.names().Statement(position).resource;
  catalog::ArnShapes& shapes = context.questions.names().shapes();
  std::vector<std::string_view> missing;
  for (std::string_view action : kObjectActions) {
    if (lifecycle_alone && action != "s3:DeleteObject") continue;
    size_t looked = 0;
    for (size_t i = 0; i < arns.size(); ++i) {
      const policy::Text& bucket = statement.resource.items[i];
      // On what is no bucket there is nothing to change.
      if (!bucket.known || (put && !logic::MayReach(*arns[i], *put, shapes))) continue;
      if (++looked > kFewResources) break;
      if (Allows(context.document, action, ObjectsOf(bucket.value))) continue;
      missing.push_back(action);
      break;
    }
  }
  if (missing.empty()) return;
  engine::FindingBuilder finding = report.Report(
      at.span, fmt::format("{} gives what the policy withholds: its holder can {} {}", at.value,
                           lifecycle_alone ? "let a lifecycle rule do the work of"
                                           : "write itself into the bucket's policy for",
                           text::Few(missing)));
  finding.Label(lifecycle_alone ? "deletes by lifecycle" : "changes who may")
      .Help(
          "leave the bucket's policy, ACL and lifecycle to those who administer it, or allow the "
          "object actions openly");
}

constexpr std::string_view kServices[] = {"s3"};

void Check(const DocumentContext& context, Reporter& report) {
  size_t looked = 0;
  for (const Statement& statement : context.document.statements) {
    if (!statement.allows() || !statement.resource.present || statement.action.items.empty()) {
      continue;
    }
    std::string_view change;
    const policy::Text* at = nullptr;
    for (std::string_view one : {kPutPolicy, kPutAcl, kPutLifecycle}) {
      if (at != nullptr) break;
      change = one;
      at = Lists(statement, one);
    }
    if (at == nullptr || IsRestricted(context, statement) || ++looked > kFewStatements) continue;
    if (Denials(context).Take(change)) continue;
    CheckStatement(context, statement, *at, change, report);
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "bucket-takeover",
    .summary = "A policy withholds a bucket's objects and allows changing who may have them",
    .level = engine::Level::kSuggestion,
    .confidence = engine::Confidence::kMedium,
    .kinds = policy::Kind::kIdentity,
    .services = kServices,
    .equivalents = kEquivalents,
    .yields_to = kYieldsTo,
    .aws_page =
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/"
        "security_iam_service-with-iam.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::bucket_takeover
