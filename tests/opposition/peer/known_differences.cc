#include "tests/opposition/peer/known_differences.h"

#include <algorithm>
#include <cctype>

#include "tests/opposition/peer/case_view.h"

namespace rolelint::opposition {
namespace {

using nlohmann::json;

std::string Principal(const Disagreement& d) {
  const json& principal = d.contract_case.at("request").at("principal");
  return principal.is_string() ? principal.get<std::string>() : "";
}
bool IsRoot(const Disagreement& d) { return Principal(d).find(":root") != std::string::npos; }
std::string Action(const Disagreement& d) {
  return LowerText(d.contract_case.at("request").at("action"));
}
std::string Resource(const Disagreement& d) { return d.contract_case.at("request").at("resource"); }
bool OfTrust(const Disagreement& d) { return StartsWith(Action(d), "sts:") && Resource(d) != "*"; }
bool Has(const Disagreement& d, const char* kind) {
  return d.contract_case.at("policies").contains(kind);
}
bool Is(const Disagreement& d, const char* ours, const char* theirs) {
  return d.ours == ours && d.theirs == theirs;
}
size_t Colons(const std::string& text) {
  return static_cast<size_t>(std::count(text.begin(), text.end(), ':'));
}
bool Some(const std::vector<std::string>& texts, bool (*is)(const std::string&)) {
  return std::any_of(texts.begin(), texts.end(), is);
}

bool NoArn(const std::string& text) { return !StartsWith(text, "arn:") || Colons(text) < 5; }
bool NoNumber(const std::string& text) {
  return text.find_first_not_of("+-.0123456789") != std::string::npos;
}
bool NoDate(const std::string& text) {
  if (text.empty() || std::isdigit(static_cast<unsigned char>(text[0])) == 0) return true;
  // Seconds beyond the year 9999.
  const bool number = text.find_first_not_of("0123456789") == std::string::npos;
  return number && text.size() >= 12 && text > "253402300799";
}
bool NoAddress(const std::string& text) {
  return text.find_first_not_of("0123456789abcdefABCDEF.:/") != std::string::npos;
}

// --- who asks
// -------------------------------------------------------------------------------------

bool RootUser(const Disagreement& d) { return IsRoot(d) && Is(d, "allowed", "implicitly_denied"); }

bool RootAssumesRole(const Disagreement& d) {
  return IsRoot(d) && OfTrust(d) && Is(d, "implicitly_denied", "allowed");
}

bool FederatedIdentity(const Disagreement& d) {
  const json& principal = d.contract_case.at("request").at("principal");
  return principal.is_object() && principal.contains("federated") && OfTrust(d);
}

// Some policy names the user that is called like the federated user.
bool FederatedUserName(const Disagreement& d) {
  constexpr std::string_view kKind = ":federated-user/";
  const std::string principal = Principal(d);
  const size_t at = principal.find(kKind);
  if (at == std::string::npos) return false;
  const std::string user = ":user/" + principal.substr(at + kKind.size()) + "\"";
  return d.contract_case.at("policies").dump().find(user) != std::string::npos;
}

bool NotPrincipalDeny(const Disagreement& d) {
  return d.ours == "explicitly_denied" && AnyStatement(d.contract_case, [](const Placed& place) {
           return place.statement.contains("NotPrincipal") &&
                  place.statement.at("Effect") == "Deny";
         });
}

// --- how policies combine
// -------------------------------------------------------------------------

bool TrustNotGiven(const Disagreement& d) {
  return OfTrust(d) && !Has(d, "trust") && Is(d, "implicitly_denied", "allowed");
}

bool ControlledService(const Disagreement& d) {
  return Has(d, "rcp") && !StartsWith(Action(d), "s3:") && !StartsWith(Action(d), "sts:") &&
         !StartsWith(Action(d), "kms:") && !StartsWith(Action(d), "sqs:") &&
         AnyStatement(d.contract_case, [](const Placed& place) { return place.kind == "rcp"; });
}

bool ReservedUnderDeny(const Disagreement& d) {
  return StartsWith(Action(d), "iam:") && Is(d, "explicitly_denied", "implicitly_denied") &&
         (Resource(d).find(":aws:policy/") != std::string::npos ||
          Resource(d).find(":role/aws-reserved/") != std::string::npos);
}

bool SessionImplicitDeny(const Disagreement& d) {
  return Has(d, "session") && (Has(d, "resource") || Has(d, "trust")) &&
         Is(d, "allowed", "implicitly_denied");
}

bool BoundaryRoleItself(const Disagreement& d) {
  return Has(d, "boundary") && Principal(d).find(":role/") != std::string::npos &&
         Is(d, "allowed", "implicitly_denied") &&
         AnyStatement(d.contract_case,
                      [](const Placed& place) { return place.statement.contains("NotPrincipal"); });
}

bool PublicAccessWord(const Disagreement& d) {
  return d.contract_case.contains("block_public_access") &&
         Is(d, "implicitly_denied", "explicitly_denied");
}

bool PublicAccessMeaning(const Disagreement& d) {
  return d.contract_case.contains("block_public_access") &&
         (Is(d, "allowed", "explicitly_denied") || Is(d, "implicitly_denied", "allowed"));
}

// --- resources and variables
// ----------------------------------------------------------------------

bool ShortArn(const Disagreement& d) {
  return AnyResource(d.contract_case, [](const Placed& place, const std::string& pattern) {
    bool of_identity =
        place.kind == "identity" || place.kind == "boundary" || place.kind == "session";
    return !of_identity && StartsWith(pattern, "arn:") && Colons(pattern) < 5;
  });
}

bool ShortArnNotResource(const Disagreement& d) {
  return AnyStatement(d.contract_case, [](const Placed& place) {
    for (const std::string& pattern : TextsOf(place.statement.value("NotResource", json()))) {
      if (StartsWith(pattern, "arn:") && Colons(pattern) < 5) return true;
    }
    return false;
  });
}

bool CaseOfSegments(const Disagreement& d) {
  return AnyResource(d.contract_case, [&](const Placed&, const std::string& pattern) {
    return StartsWith(pattern, "arn:aws:S3:") && StartsWith(Resource(d), "arn:aws:s3:");
  });
}

bool WildcardProduct(const Disagreement& d) {
  return AnyResource(d.contract_case, [](const Placed&, const std::string& pattern) {
    size_t slash = pattern.find('/');
    size_t wild = pattern.find_first_of("*?$", pattern.rfind(':', slash) + 1);
    return slash != std::string::npos && wild < slash;
  });
}

bool UnresolvedNotResource(const Disagreement& d) {
  return AnyStatement(d.contract_case, [](const Placed& place) {
    return place.statement.value("NotResource", json()).dump().find("${") != std::string::npos;
  });
}

bool VersionWithoutVariables(const Disagreement& d) {
  return AnyStatement(d.contract_case, [](const Placed& place) {
    return !place.variables && place.statement.dump().find("${") != std::string::npos;
  });
}

bool UnresolvedNegated(const Disagreement& d) {
  return AnyTest(d.contract_case, [](const Test& test) {
    return test.Negated() && (test.Has("string") || test.Has("arn")) &&
           Some(test.listed,
                [](const std::string& value) { return value.find("${aws:") != std::string::npos; });
  });
}

bool EscapeInEquals(const Disagreement& d) {
  return AnyTest(d.contract_case, [](const Test& test) {
    return (test.Has("equals") && test.Has("string")) &&
           Some(test.listed, [](const std::string& value) {
             return value.find("${*}") != std::string::npos ||
                    value.find("${?}") != std::string::npos ||
                    value.find("${$}") != std::string::npos;
           });
  });
}

bool VariableBeforeFifthColon(const Disagreement& d) {
  return AnyTest(d.contract_case, [](const Test& test) {
    return test.Has("arn") && Some(test.listed, [](const std::string& value) {
             size_t at = value.find("${");
             return at != std::string::npos && Colons(value.substr(0, at)) < 5;
           });
  });
}

// --- conditions
// -----------------------------------------------------------------------------------

bool EmptyList(const Disagreement& d) {
  return AnyTest(d.contract_case,
                 [](const Test& test) { return test.asked.is_array() && test.asked.empty(); });
}

bool NotOfTheType(const Disagreement& d) {
  return AnyTest(d.contract_case, [](const Test& test) {
    if (!test.Negated()) return false;
    auto no = test.Has("numeric") ? NoNumber
              : test.Has("date")  ? NoDate
              : test.Has("ip")    ? NoAddress
              : test.Has("arn")   ? NoArn
                                  : nullptr;
    return no != nullptr && (Some(test.listed, no) || Some(test.asked_texts, no));
  });
}

bool LooseNumber(const Disagreement& d) {
  return AnyTest(d.contract_case, [](const Test& test) {
    auto odd = [](const std::string& value) {
      return !value.empty() && NoNumber(value) &&
             std::isdigit(static_cast<unsigned char>(value[0])) != 0;
    };
    return test.Has("numeric") && (Some(test.listed, odd) || Some(test.asked_texts, odd));
  });
}

bool EpochSeconds(const Disagreement& d) {
  auto epoch = [](const std::string& value) { return value.find('-') == std::string::npos; };
  auto iso = [](const std::string& value) { return value.find('-') != std::string::npos; };
  return AnyTest(d.contract_case, [&](const Test& test) {
    return test.Has("date") && ((Some(test.listed, epoch) && Some(test.asked_texts, iso)) ||
                                (Some(test.listed, iso) && Some(test.asked_texts, epoch)));
  });
}

bool AddressForms(const Disagreement& d) {
  return AnyTest(d.contract_case, [](const Test& test) {
    return test.Has("ipaddress") && Some(test.listed, [](const std::string& value) {
             size_t slash = value.find('/');
             return slash == std::string::npos || value.substr(slash) == "/0";
           });
  });
}

bool AnyValueIfExists(const Disagreement& d) {
  return AnyTest(d.contract_case, [](const Test& test) {
    return test.Has("foranyvalue:") && test.Has("ifexists") && test.asked_texts.empty();
  });
}

bool UnknownOperator(const Disagreement& d) {
  return AnyTest(d.contract_case, [](const Test& test) { return test.Has("resembles"); });
}

}  // namespace

const std::vector<KnownDifference>& KnownDifferences() {
  static const std::vector<KnownDifference> known{
      {"root-user",
       "The root user may do everything in its account that is not denied; the package has no root "
       "user "
       "(a to-do in its code). AWS: root user; how AWS enforcement code logic evaluates requests.",
       RootUser},
      {"root-assumes-role",
       "The root user cannot assume roles, whatever the trust policy says. AWS: STS API, "
       "AssumeRole.",
       RootAssumesRole},
      {"federated-identity",
       "AssumeRoleWithSAML and AssumeRoleWithWebIdentity need the trust policy alone; the "
       "package wants an identity policy of the provider, or takes the provider for a "
       "principal of its account. AWS: STS API; policy evaluation for cross-account requests.",
       FederatedIdentity},
      {"federated-user-name",
       "A federated user has the permissions of the caller of GetFederationToken, who chooses its "
       "name; the package takes it for the user of that name. AWS: STS API, GetFederationToken.",
       FederatedUserName},
      {"not-principal-deny",
       "A Deny with NotPrincipal spares only whom it lists by each of their names (account, "
       "role, session); the package is content with one. AWS: JSON policy elements, "
       "NotPrincipal.",
       NotPrincipalDeny},
      {"trust-not-given",
       "A role always has a trust policy, and an identity policy alone never suffices; the package "
       "lets it where no trust policy was handed over. AWS: IAM roles, terms and concepts.",
       TrustNotGiven},
      {"rcp-services",
       "Resource control policies reach the services of AWS's list only; the package applies them "
       "to "
       "all. AWS: Organizations, resource control policies, services that support RCPs.",
       ControlledService},
      {"reserved-under-deny",
       "What nobody can change is implicitly denied, but an explicit deny stays one; the "
       "package forgets it for IAM (and keeps it for KMS). AWS: policy evaluation logic.",
       ReservedUnderDeny},
      {"session-implicit-deny",
       "A resource policy that names the session, the user or everyone passes by the "
       "implicit deny of a session policy; the package ends there. AWS: policy evaluation "
       "for requests within a single account.",
       SessionImplicitDeny},
      {"boundary-not-principal",
       "An Allow with NotPrincipal lets in everyone else as a wildcard does, so it passes by "
       "a boundary; the package does not let it for a role. Not documented.",
       BoundaryRoleItself},
      {"public-access-word",
       "Block Public Access takes a grant away and is no Deny statement, so the denial is "
       "implicit; the package calls it explicit. Not documented.",
       PublicAccessWord},
      {"public-access-meaning",
       "Which conditions make a statement non-public differs in rare operators and keys. "
       "AWS: Blocking public access to your S3 storage, the meaning of public.",
       PublicAccessMeaning},
      {"short-arn",
       "docs/evaluation.md fills a short ARN up in every kind of policy; the package in identity "
       "policies "
       "only, which is all that AWS documents. AWS: JSON policy elements, Resource.",
       ShortArn},
      {"short-arn-not-resource",
       "NotResource takes in what a short ARN, filled up, does not fit; the package lets the "
       "statement match nothing. "
       "AWS: JSON policy elements, NotResource.",
       ShortArnNotResource},
      {"case-of-segments",
       "ARNs are case-sensitive; the package compares partition, service, region and account "
       "without case. AWS: JSON policy elements, Resource.",
       CaseOfSegments},
      {"wildcard-product",
       "A wildcard or variable before the first slash of the resource part works like any other; "
       "the package takes the resource type literally, as AWS advises to write it. AWS: IAM "
       "identifiers; Amazon Resource Names.",
       WildcardProduct},
      {"unresolved-not-resource",
       "A variable without a value fits no resource, so NotResource takes in every "
       "resource; the package lets the statement match nothing. Not documented.",
       UnresolvedNotResource},
      {"version-without-variables",
       "Before Version 2012-10-17 `${…}` is plain text; the package puts variables in "
       "whatever the Version. AWS: JSON policy elements, Version.",
       VersionWithoutVariables},
      {"unresolved-negated",
       "A negated operator holds against a variable without a value; in the package it does "
       "not. AWS: IAM policy elements, variables and tags (no value).",
       UnresolvedNegated},
      {"escape-in-equals",
       "`${*}`, `${?}` and `${$}` are characters in every operator that knows variables; the "
       "package leaves them as they are in StringEquals. AWS: variables and tags.",
       EscapeInEquals},
      {"variable-before-fifth-colon",
       "ARN operators put variables in everywhere; the package cuts the ARN at the "
       "colon inside the variable. AWS: variables and tags, condition element.",
       VariableBeforeFifthColon},
      {"empty-list",
       "A key with an empty list of values is absent; the package sees a key that exists. AWS: "
       "multivalued context keys (ForAllValues: null data set).",
       EmptyList},
      {"not-of-the-type",
       "A value that is not of the operator's type matches nothing, so the negated operator holds; "
       "in the package it does not. Not documented.",
       NotOfTheType},
      {"loose-number",
       "A number followed by other text is none; the package reads its beginning. Not documented.",
       LooseNumber},
      {"epoch-seconds",
       "Dates as numbers are seconds; the package takes them for milliseconds where it compares "
       "them "
       "with ISO 8601. AWS: condition operators, date (epoch time).",
       EpochSeconds},
      {"address-forms",
       "An address is a range of one, whatever its spelling, and /0 every address of its version; "
       "the "
       "package compares text, and /0 as /32. AWS: condition operators, IP address.",
       AddressForms},
      {"any-value-if-exists",
       "IfExists makes the condition true where the key is absent, behind a set qualifier too; "
       "in the package ForAnyValue wins. AWS: condition operators, IfExists.",
       AnyValueIfExists},
      {"unknown-operator",
       "An unknown operator never matches; in the package …IfExists makes it. AWS refuses such "
       "policies.",
       UnknownOperator}};
  return known;
}

std::string Explain(const Disagreement& disagreement) {
  for (const KnownDifference& known : KnownDifferences()) {
    if (known.holds(disagreement)) return known.name;
  }
  return "";
}

}  // namespace rolelint::opposition
