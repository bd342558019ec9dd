#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/text/glob.h"
#include "rules/grammar/wording.h"
#include "rules/org/rcp_services.h"

namespace rolelint::rules::rcp_action {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:RCP_SYNTAX_ERROR_ACTION",
    "boogy:invalid_rcp_wildcard_action",
    "boogy:unsupported_rcp_service",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    // The lone star of AWS's own RCPFullAWSAccess; another rule speaks of Allows.
    if (statement.allows()) continue;
    for (const policy::Text& item : statement.action.items) {
      if (!item.known) continue;
      const size_t colon = item.value.find(':');
      const std::string_view prefix = item.value.substr(0, colon);
      if (text::HasWildcard(prefix) || colon == std::string_view::npos) {
        report
            .Report(item.span,
                    "an action of a resource control policy begins with a service, and " +
                        Quoted(item.value) + " names none")
            .Label("no service")
            .Help("list the services to protect, as s3:*, sqs:*, kms:*");
        continue;
      }
      if (SupportsRcp(context.catalog, prefix)) continue;
      report
          .Report(item.span,
                  fmt::format("resource control policies do not apply to {}", Quoted(prefix)))
          .Label("not among their services")
          .Help(
              "use a service control policy for what principals of the organization do, or the "
              "resource's own policy");
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "rcp-action",
    .summary = "A resource control policy lists an action of no service that it applies to",
    .level = engine::Level::kError,
    .kinds = policy::Kind::kRcp,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/organizations/latest/userguide/"
        "orgs_manage_policies_rcps.html#rcp-supported-services",
    .check_document = Check,
};

}  // namespace rolelint::rules::rcp_action
