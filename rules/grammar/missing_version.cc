// Without Version the old language of 2008 is meant, in which policy variables are plain text.

#include "analyzer/policy/edit_places.h"
#include "analyzer/policy/variable.h"
#include "rules/grammar/texts.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::missing_version {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:MISSING_VERSION",
    "parliament:NO_VERSION",
    "boogy:missing_version",
};

// Only what has a policy variable means something else in the language of 2008.
bool HasVariable(const policy::Document& document) {
  bool found = false;
  ForEachText(document, [&](const policy::Text& text, policy::TextPlace) {
    found |= !text.open && text.value.find("${") != std::string_view::npos;
  });
  return found;
}

// Of IAM's own variables: `${aws:username}`. `${AWS::Region}` and `${NAME}` are of templates.
bool HasPolicyVariable(const policy::Document& document) {
  bool found = false;
  ForEachText(document, [&](const policy::Text& text, policy::TextPlace) {
    for (size_t from = 0; !found && !text.open;) {
      const auto variable = policy::NextVariable(text.value, from);
      if (!variable) return;
      from = variable->span.end;
      const size_t colon = variable->key.find(':');
      found = colon != std::string_view::npos && variable->key.substr(colon, 2) != "::";
    }
  });
  return found;
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachDiagnostic(
      context.document, policy::DiagnosticCode::kMissingVersion, [&](const policy::Diagnostic& d) {
        const bool rcp = context.document.kind == policy::Kind::kRcp;
        const policy::Placed version = policy::FirstMember(
            context.document.view->text(), d.span.begin, "\"Version\": \"2012-10-17\"");
        engine::FindingBuilder finding = report.Report(
            d.span, rcp ? "the policy has no Version, which a resource control policy needs"
                        : "the policy has no Version: it is read in the language of 2008, in "
                          "which ${…} is plain text");
        finding.Label("no Version in here")
            .Help("add \"Version\": \"2012-10-17\"")
            .Fix(version.span, version.text, !HasVariable(context.document));
        if (rcp) {
          finding.Level(engine::Level::kError);
        } else if (!HasPolicyVariable(context.document)) {
          finding.Level(engine::Level::kSuggestion);
        }
      });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "missing-version",
    .summary = "The policy does not say which version of the policy language it is written in",
    .level = engine::Level::kWarning,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsDiagnostics,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_version.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::missing_version
