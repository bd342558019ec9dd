#include <fmt/format.h>

#include <vector>

#include "analyzer/engine/rule.h"
#include "rules/security/grants.h"

namespace rolelint::rules {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "cloudsplaining:ServiceWildcard",
    "boogy:service_wildcard",
    "boogy:overly_permissive",
};
constexpr std::string_view kYieldsTo[] = {"admin-access", "statement-never-matches",
                                          "shadowed-allow"};

constexpr engine::RuleOption kOptions[] = {
    {.name = "allowed-services",
     .type = engine::OptionType::kStringList,
     .fallback = "logs, cloudwatch, xray, ssmmessages, ec2messages",
     .help = "services that may be allowed as a whole, by their prefix"},
};

bool IsAllowed(const std::vector<std::string>& services, std::string_view service) {
  for (const std::string& allowed : services) {
    if (text::EqualsFolded(allowed, service)) return true;
  }
  return false;
}

// Reads and lists, and nothing else: pricing, geo-places, ….
bool OnlyReads(const catalog::Catalog& catalog, std::string_view prefix) {
  const std::optional<catalog::Service> service = catalog.FindService(prefix);
  if (!service) return false;
  for (const catalog::Action action : service->actions()) {
    if (action.access_level() != catalog::AccessLevel::kRead &&
        action.access_level() != catalog::AccessLevel::kList) {
      return false;
    }
  }
  return true;
}

void Check(const DocumentContext& context, Reporter& report) {
  std::vector<std::string_view> found;
  std::optional<Denials> denials;
  for (const Statement& statement : context.document.statements) {
    if (!statement.allows() || !statement.action.present || !IsOpen(statement)) continue;
    found.clear();
    const policy::Text* first = nullptr;
    for (const policy::Text& item : statement.action.items) {
      if (!item.known || WholeService(item.value).empty()) continue;
      if (found.empty() && IsRestricted(statement)) break;
      if (IsAllowed(context.options.List("allowed-services"), WholeService(item.value))) continue;
      if (OnlyReads(context.catalog, WholeService(item.value))) continue;
      if (!denials) denials.emplace(context.document);
      if (denials->any() && denials->Take(item.value)) continue;
      if (first == nullptr) first = &item;
      found.push_back(item.value);
    }
    if (first == nullptr) continue;
    const bool one = found.size() == 1;
    report
        .Report(first->span,
                one ? fmt::format("{} on every resource: all of the service, what deletes, shares "
                                  "and reconfigures included, and what AWS adds to it later",
                                  Few(found))
                    : fmt::format("{} on every resource: all of these services, what deletes, "
                                  "shares and reconfigures included, and what AWS adds later",
                                  Few(found)))
        .Label("whole service")
        .Related(OpenSpan(statement), "everywhere")
        .Help("list the actions that are used, and the resources that they are used on");
  }
}

}  // namespace

extern const engine::Rule kServiceWildcard = {
    .id = "service-wildcard",
    .summary = "All actions of a service are allowed on every resource",
    .level = engine::Level::kSecurity,
    .security_severity = "6.0",
    .kinds = policy::Kind::kIdentity,
    .needs = engine::kNeedsOpenAllow,
    .equivalents = kEquivalents,
    .options = kOptions,
    .yields_to = kYieldsTo,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "best-practices.html#grant-least-privilege",
    .check_document = Check,
};

}  // namespace rolelint::rules
