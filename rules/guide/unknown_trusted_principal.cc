#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "rules/guide/dangling_names.h"

namespace rolelint::rules::unknown_trusted_principal {
namespace {

using engine::EstateContext;
using engine::Reporter;

// What is not in a template may exist all the same: only a name that IAM takes for the same is
// certain.
void ReportTemplate(const graph::DanglingName& name, Reporter& report) {
  const estate::Entity& meant = *name.near_match;
  const std::string_view type = estate::EntityTypeName(name.type);
  const std::string_view resource = policy::ParseArn(name.arn)->resource;
  engine::FindingBuilder finding = report.Report(
      name.place, fmt::format("{} trusts {} of its own account, but the {} that the template makes "
                              "is called {}",
                              name.holder->called(), resource, type, meant.name));
  finding.Label("another name than the template gives").Related(meant.place, "made here");
  if (name.difference == graph::DanglingName::Difference::kTypo) {
    finding.Confidence(engine::Confidence::kLow);
  }
  finding.Help(fmt::format("did you mean {}{}{}? A reference to the {} cannot go wrong", type,
                           meant.path, meant.name, type));
}

void Check(const EstateContext& context, Reporter& report) {
  for (const graph::DanglingName& name : context.switches.dangling) {
    if (name.side != graph::DanglingName::Side::kTrust) continue;
    if (name.of_template) {
      ReportTemplate(name, report);
      continue;
    }
    std::string_view account = policy::PrincipalAccount(name.arn);
    engine::FindingBuilder finding = report.Report(
        name.place, fmt::format("{} trusts {}, but account {} has no such {}", name.holder->name,
                                name.arn, account, estate::EntityTypeName(name.type)));
    finding.Label(fmt::format("no such {}", estate::EntityTypeName(name.type)));
    std::string meant = DidYouMean(name);
    if (meant.empty()) {
      finding.Help(
          "correct the name or remove the principal: AWS refuses to save a trust policy that names "
          "nobody");
    } else {
      finding.Related(name.near_match->place, "nearest name").Help(std::move(meant));
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "unknown-trusted-principal",
    .summary =
        "A trust policy names a user or role that does not exist in an account whose export is at "
        "hand",
    .level = engine::Level::kWarning,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_principal.html",
    .check_estate = Check,
};

}  // namespace rolelint::rules::unknown_trusted_principal
