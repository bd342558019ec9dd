#include <fmt/format.h>

#include <algorithm>

#include "analyzer/catalog/regions.h"
#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/edit_distance.h"
#include "analyzer/text/glob.h"
#include "rules/catalog/service_names.h"

namespace rolelint::rules::service_principal_format {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::Operator;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:INVALID_SERVICE_PRINCIPAL_FORMAT",
};

enum class Form : uint8_t {
  kAny,       // SERVICE, or a part of one, or SERVICE.REGION
  kOneLabel,  // SERVICE alone: what AWS puts into aws:CalledVia
  kRegional,  // SERVICE.REGION: what it puts into kms:ViaService
};

struct Key {
  std::string_view name;
  Form form;
};
constexpr Key kKeys[] = {
    {"aws:CalledVia", Form::kOneLabel},
    {"aws:CalledViaFirst", Form::kOneLabel},
    {"aws:CalledViaLast", Form::kOneLabel},
    {"aws:PrincipalServiceName", Form::kAny},
    {"aws:PrincipalServiceNamesList", Form::kAny},
    {"codeconnections:PassedToService", Form::kAny},
    {"codestar-connections:PassedToService", Form::kAny},
    {"ec2:AuthorizedService", Form::kAny},
    {"iam:AWSServiceName", Form::kAny},
    {"iam:PassedToService", Form::kAny},
    {"kms:ViaService", Form::kRegional},
    {"organizations:ServicePrincipal", Form::kAny},
    {"sts:AWSServiceName", Form::kAny},
};

// A longer suffix before one that it ends in. The last ones are those of AWS's separate partitions.
constexpr std::string_view kSuffixes[] = {
    ".amazonaws.com.cn", ".amazonaws.com", ".amazon.com",     ".amazonaws.eu",   ".aws.internal",
    ".c2s.ic.gov",       ".sc2s.sgov.gov", ".cloud.adc-e.uk", ".csp.hci.ic.gov",
};

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

// What stands before the suffix; empty if there is no suffix.
std::string_view Stem(std::string_view value) {
  for (const std::string_view suffix : kSuffixes) {
    if (value.ends_with(suffix)) return value.substr(0, value.size() - suffix.size());
  }
  return {};
}

constexpr std::string_view kSeveralNames =
    "this key holds SERVICE.amazonaws.com, with one name before the domain";

// Why the value is no name of a service, or "".
std::string_view WhatIsWrong(std::string_view value, Form form) {
  if (!std::all_of(value.begin(), value.end(), IsNameCharacter)) {
    const bool upper =
        std::any_of(value.begin(), value.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    return upper ? "names of services are written in lower case" : "no service is named so";
  }
  const std::string_view stem = Stem(value);
  if (stem.empty()) return "the name of a service ends in .amazonaws.com";
  if (stem.front() == '.' || stem.back() == '.' || stem.find("..") != std::string_view::npos) {
    return "a part of the name is empty";
  }
  const size_t dot = stem.find('.');
  if (form == Form::kOneLabel && dot != std::string_view::npos) {
    return kSeveralNames;
  }
  if (form == Form::kRegional) {
    const size_t last = stem.rfind('.');
    if (last == std::string_view::npos || !catalog::FindRegion(stem.substr(last + 1))) {
      return "this key holds SERVICE.REGION.amazonaws.com";
    }
  }
  return {};
}

void Report(const policy::Text& value, std::string_view why, Form form, Reporter& report) {
  engine::FindingBuilder finding = report.Report(
      value.span, fmt::format("\"{}\" is not the name of a service: {}", value.value, why));
  // AWS's own policies have such names: a part of a service may call as well.
  if (why == kSeveralNames) finding.Level(engine::Level::kSuggestion);
  finding.Label("not a service principal")
      .Help(form == Form::kRegional
                ? "write SERVICE.REGION.amazonaws.com, as s3.us-east-1.amazonaws.com"
                : "write SERVICE.amazonaws.com in lower case, as lambda.amazonaws.com");
}

// A name that stands by itself before the domain, or after that of a part of the service:
// "monitoring.rds". The Region of "ec2.us-east-1" is left out before.
bool IsServiceName(std::string_view name, const catalog::Catalog& catalog) {
  return std::binary_search(std::begin(kServiceNames), std::end(kServiceNames), name) ||
         catalog.FindService(name).has_value();
}

std::string_view NearestService(std::string_view name) {
  std::string_view nearest;
  size_t limit = text::LikelyTypo(name.size());
  for (std::string_view known : kServiceNames) {
    const size_t distance = text::EditDistance(name, known, limit);
    if (distance > limit || distance == 0) continue;
    nearest = known;
    limit = distance - 1;
    if (limit == 0) break;
  }
  return nearest;
}

// The form is right: is there such a service?
// In a condition AWS takes any text: what is like no other name may be newer than the catalogue.
void CheckName(const policy::Text& value, const catalog::Catalog& catalog, bool in_condition,
               Reporter& report) {
  constexpr std::string_view kOldDomain = ".amazon.com";  // of Alexa's services alone
  const bool old = value.value.ends_with(kOldDomain);
  if (!old && !value.value.ends_with(".amazonaws.com") &&
      !value.value.ends_with(".amazonaws.com.cn")) {
    return;
  }
  std::string_view stem = Stem(value.value);
  if (old && stem.starts_with("alexa-")) return;
  const size_t dot = stem.rfind('.');
  if (dot != std::string_view::npos && catalog::FindRegion(stem.substr(dot + 1))) {
    stem = stem.substr(0, dot);
  }
  const std::string_view name = stem.substr(stem.rfind('.') + 1);
  const bool known = IsServiceName(name, catalog);
  if (known && !old) return;
  const std::string_view meant = known ? name : NearestService(name);
  // Parts of services have names of their own: cost-optimization-hub.bcm.
  if (in_condition && (old || meant.empty() || stem.size() != name.size())) return;
  engine::FindingBuilder finding = report.Report(
      value.span,
      meant.empty()
          ? fmt::format("no AWS service is known as the principal {}; where there is none, AWS "
                        "refuses the policy",
                        value.value)
          : fmt::format("there is no service principal {}: {}", value.value,
                        in_condition ? "the value matches no request" : "AWS refuses the policy"));
  finding.Label("not a service principal");
  if (meant.empty()) {
    finding.Level(engine::Level::kSuggestion)
        .Confidence(engine::Confidence::kMedium)
        .Help(
            "look the name up on the service's page about its roles; it may be newer than "
            "rolelint");
    return;
  }
  finding.Level(engine::Level::kWarning);
  finding.Help(fmt::format("did you mean {}{}.amazonaws.com?",
                           stem.substr(0, stem.size() - name.size()), meant));
}

void CheckPrincipal(const policy::Principal& principal, const catalog::Catalog& catalog,
                    Reporter& report) {
  policy::ForEachPrincipal(
      principal, [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
        if (entry.type != policy::PrincipalType::kService || !value.known) return;
        // What is not even like a service is impossible-principal's, what is like several
        // wildcard-in-principal's.
        if (text::HasWildcard(value.value) ||
            value.value.find_first_of(",;") != std::string_view::npos ||
            value.value.find('.') == std::string_view::npos || policy::ParseArn(value.value)) {
          return;
        }
        const std::string_view why = WhatIsWrong(value.value, Form::kAny);
        if (!why.empty()) {
          Report(value, why, Form::kAny, report);
        } else {
          CheckName(value, catalog, false, report);
        }
      });
}

void CheckValue(const policy::ConditionTest& test, const policy::Text& value, Form form,
                const catalog::Catalog& catalog, Reporter& report) {
  if (!value.known || value.value.find("${") != std::string_view::npos) return;
  const bool folded = test.op.base == Operator::kStringEqualsIgnoreCase ||
                      test.op.base == Operator::kStringNotEqualsIgnoreCase;
  std::string text(value.value);
  if (folded) std::transform(text.begin(), text.end(), text.begin(), text::AsciiLower);
  std::string_view why;
  if (text::HasWildcard(text)) {
    // What stands for several names is right if they can be names. (StringEquals takes the
    // wildcard for a character, which is another rule's.)
    const bool possible = std::all_of(text.begin(), text.end(), [](char c) {
      return IsNameCharacter(c) || c == '*' || c == '?';
    });
    if (!possible) why = "no service has a name of this kind";
  } else {
    why = WhatIsWrong(text, form);
  }
  if (!why.empty()) {
    Report(value, why, form, report);
  } else if (!text::HasWildcard(text) && !folded) {
    CheckName(value, catalog, true, report);
  }
}

void CheckTest(const policy::ConditionTest& test, const catalog::Catalog& catalog,
               Reporter& report) {
  if (policy::FamilyOf(test.op.base) != policy::OperatorFamily::kString) return;
  for (const Key& key : kKeys) {
    if (!policy::KeyIs(test, key.name)) continue;
    for (const policy::ConditionValue& value : test.values) {
      if (value.type == json::Type::kString) {
        CheckValue(test, value.text, key.form, catalog, report);
      }
    }
    return;
  }
}

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return FamilyOf(test.op.base) == policy::OperatorFamily::kString &&
         std::any_of(std::begin(kKeys), std::end(kKeys),
                     [&](const Key& key) { return policy::KeyIs(test, key.name); });
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    CheckPrincipal(statement.principal, context.catalog, report);
    CheckPrincipal(statement.not_principal, context.catalog, report);
    for (const policy::ConditionTest& test : statement.conditions) {
      CheckTest(test, context.catalog, report);
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "service-principal-format",
    .summary = "A service is not written as AWS names services, or there is none of the name",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .subjects = engine::kLooksAtPrincipals,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_principal.html#principal-services",
    .check_document = Check,
};

}  // namespace rolelint::rules::service_principal_format
