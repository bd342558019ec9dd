#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules::compute_service_trust {
namespace {

using engine::DocumentContext;
using engine::Reporter;

constexpr std::string_view kEquivalents[] = {
    "cloudsplaining:AssumableByComputeService",
};

struct Compute {
  std::string_view service;
  std::string_view what;
};
constexpr Compute kCompute[] = {
    {"ec2.amazonaws.com", "an instance"},   {"ecs-tasks.amazonaws.com", "a container"},
    {"eks.amazonaws.com", "a cluster"},     {"pods.eks.amazonaws.com", "a pod"},
    {"lambda.amazonaws.com", "a function"},
};

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.allows()) continue;
    policy::ForEachPrincipal(
        statement.principal, [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
          if (entry.type != policy::PrincipalType::kService || !value.known) return;
          for (const Compute& compute : kCompute) {
            if (!text::EqualsFolded(value.value, compute.service)) continue;
            report
                .Report(value.span, fmt::format("anyone who can change {} that runs as this role "
                                                "gets its permissions",
                                                compute.what))
                .Label("runs code")
                .Help("keep the role's permissions to what that code needs");
          }
        });
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "compute-service-trust",
    .summary = "A role trusts a service that runs code",
    .level = engine::Level::kSuggestion,
    .persona = engine::Persona::kAuditor,
    .kinds = policy::Kind::kTrust,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::compute_service_trust
