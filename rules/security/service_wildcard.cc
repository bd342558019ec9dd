#include <fmt/format.h>

#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/text/few.h"
#include "rules/security/grants.h"

namespace rolelint::rules::service_wildcard {
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
  std::optional<Denials> denials;
  for (const Statement& statement : context.document.statements) {
    if (!statement.action.present || !IsOpenAllow(context, statement)) continue;
    std::vector<std::string_view> found;
    std::vector<engine::NamedAction> names;
    const policy::Text* first = nullptr;
    for (const logic::WholeService& whole : MeaningOf(context).WholeServices(statement)) {
      if (IsAllowed(context.options.List("allowed-services"), whole.prefix)) continue;
      if (OnlyReads(context.catalog, whole.prefix)) continue;
      if (!denials) denials.emplace(context);
      if (denials->TakeService(whole.prefix)) continue;
      if (first == nullptr) first = whole.item;
      found.push_back(whole.pattern);
      names.push_back({whole.pattern, whole.item->span});
    }
    if (first == nullptr) continue;
    const bool one = found.size() == 1;
    report
        .Report(first->span,
                one ? fmt::format("{} on every resource: allows all actions of the service, also "
                                  "those that AWS adds later",
                                  text::Few(found))
                    : fmt::format("{} on every resource: allows all actions of these services, "
                                  "also those that AWS adds later",
                                  text::Few(found)))
        .Label("whole service")
        .Related(MeaningOf(context).WideSpan(statement), "everywhere")
        .Help("list the actions that are used, and the resources that they are used on");
    engine::NameActions(report, names);
  }
}

}  // namespace

extern const engine::Rule kRule = {
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

}  // namespace rolelint::rules::service_wildcard
