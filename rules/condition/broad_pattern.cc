// Values that a stranger can bring about: a wildcard or a variable where the value names an
// account, an organization or a network, or right at the start of an identity provider's subject.

#include <optional>

#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"
#include "rules/condition/values.h"
#include "rules/grammar/wording.h"
#include "rules/trust/web_identity.h"

namespace rolelint::rules::broad_pattern {
namespace {

using policy::ConditionTest;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:WILDCARD_USAGE_TOO_PERMISSIVE",
    "access-analyzer:VARIABLE_USAGE_TOO_PERMISSIVE",
};
// It says of the same value who gets in.
constexpr std::string_view kYieldsWithin[] = {"oidc-trust"};

// So many characters must stand before each wildcard and variable of an identity provider's
// subject.
constexpr size_t kAnchor = 6;

// A wildcard (where the operator has them) or a variable: where it begins and ends.
struct Hole {
  size_t begin = 0;
  size_t end = 0;
  bool variable = false;
};

// `HOST:sub`, the subject in an identity provider's token.
bool IsSubject(const ConditionTest& test) {
  const std::string_view key = test.key.value;
  const size_t colon = key.rfind(':');
  return colon != std::string_view::npos && text::EqualsFolded(key.substr(colon), ":sub") &&
         key.substr(0, colon).find('.') != std::string_view::npos;
}

// GitHub's `repo:OWNER@ID/NAME@ID:…`: no name has an @ in it, so whatever the ids are, the owner is
// named.
bool NamesOwnerBeforeId(const ConditionTest& test, const policy::ConditionValue& value) {
  constexpr std::string_view kRepo = "repo:";
  const std::string_view text = value.text.value;
  const auto key = logic::ParseClaimKey(test.key.value);
  if (!key || !text.starts_with(kRepo)) return false;
  const size_t end = text.find_first_of("/@*?$", kRepo.size());
  return end != std::string_view::npos && text[end] == '@' && KeepsStrangersOut(*key, test, value);
}

// A known issuer's subject that names the tenant, with text enough before its first wildcard: what
// follows, as in "repo:acme/web-*:*", is the tenant's own.
bool NamesTenantFirst(const ConditionTest& test, const policy::ConditionValue& value,
                      const Hole& first) {
  const auto key = logic::ParseClaimKey(test.key.value);
  return key && first.begin >= kAnchor && logic::FindIssuer(key->issuer) != nullptr &&
         KeepsStrangersOut(*key, test, value);
}

// Both are the same for every request of one caller, who cannot choose them.
bool IsOwnAccount(std::string_view value) {
  return text::EqualsFolded(value, "${aws:PrincipalAccount}") ||
         text::EqualsFolded(value, "${aws:PrincipalOrgID}");
}

std::optional<Hole> NextHole(std::string_view value, size_t from, bool wildcards) {
  for (size_t at = from; at < value.size(); ++at) {
    if (wildcards && (value[at] == '*' || value[at] == '?')) return Hole{at, at + 1, false};
    if (value.substr(at, 2) != "${") continue;
    const policy::Variable variable = *policy::NextVariable(value, at);
    const bool literal = variable.key == "*" || variable.key == "?" || variable.key == "$";
    if (!literal) return Hole{at, variable.span.end, true};
    at = variable.span.end - 1;
  }
  return std::nullopt;
}

// The first hole with too little text before it. Wildcards in a row are one.
std::optional<Hole> LooseHole(std::string_view value, bool wildcards) {
  size_t literal_from = 0;
  std::optional<Hole> previous;
  while (const auto hole = NextHole(value, literal_from, wildcards)) {
    const bool in_row =
        previous && !previous->variable && !hole->variable && hole->begin == previous->end;
    if (!in_row && hole->begin - literal_from < kAnchor) return hole;
    literal_from = hole->end;
    previous = hole;
  }
  return std::nullopt;
}

// aws:userid is ID:SESSION. To the right anything goes; to the left a hole may be all there is.
std::optional<Hole> HoleInUserId(std::string_view value, bool wildcards) {
  size_t colon = 0;
  while (colon < value.size() && value[colon] != ':') {
    colon =
        value.substr(colon, 2) == "${" ? policy::NextVariable(value, colon)->span.end : colon + 1;
  }
  const std::string_view left = value.substr(0, colon);
  const auto hole = NextHole(left, 0, wildcards);
  if (!hole || (hole->begin == 0 && hole->end == left.size())) return std::nullopt;
  return hole;
}

void Report(const ConditionTest& test, const policy::Text& text, const Hole& hole,
            std::string_view why, std::string_view help, engine::Reporter& report) {
  report
      .Report(text.span, std::string(hole.variable ? "the variable" : "the wildcard") + " in " +
                             Quoted(text.value) + " leaves " + std::string(test.key.value) +
                             " open: " + std::string(why))
      .Label(hole.variable ? "a variable here" : "a wildcard here")
      .Help(std::string(help));
}

void CheckTest(const ConditionTest& test, engine::Reporter& report) {
  if (FamilyOf(test.op.base) != policy::OperatorFamily::kString) return;
  const bool like = test.op.base == policy::Operator::kStringLike ||
                    test.op.base == policy::Operator::kStringNotLike;
  const bool id = like && NamesById(test);
  const bool subject = !id && IsSubject(test);
  if (!id && !subject && !policy::KeyIs(test, "aws:userid")) return;
  for (const policy::ConditionValue& value : test.values) {
    const std::string_view text = value.text.value;
    if (!value.text.known || value.type != json::Type::kString) continue;
    if (id) {
      const auto hole = NextHole(text, 0, true);
      if (!hole || IsOwnAccount(text)) continue;
      Report(test, value.text, *hole,
             "an ID must be complete: its beginning is shared with strangers",
             "write each ID in full, under StringEquals", report);
    } else if (subject) {
      const auto hole = LooseHole(text, like);
      if (!hole || NamesOwnerBeforeId(test, value)) continue;
      if (NamesTenantFirst(test, value, *NextHole(text, 0, like))) continue;
      Report(test, value.text, *hole,
             "fewer than 6 characters precede it, so strangers' subjects match",
             "name the organization and what is in it before the first wildcard, as in "
             "\"repo:acme/web:*\"",
             report);
    } else if (const auto hole = HoleInUserId(text, like)) {
      Report(test, value.text, *hole, "unique IDs have no pattern",
             "write the whole ID before the colon, as in \"AROAEXAMPLEID12345678:*\"", report);
    }
  }
}

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return FamilyOf(test.op.base) == policy::OperatorFamily::kString &&
         (NamesById(test) || IsSubject(test) || policy::KeyIs(test, "aws:userid"));
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachTest(context.document, [&](const policy::Statement&, const ConditionTest& test) {
    CheckTest(test, report);
  });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "broad-pattern",
    .summary = "A wildcard or variable leaves open whom a condition means",
    .level = engine::Level::kSecurity,
    .security_severity = "7.0",
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .yields_within = kYieldsWithin,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "access-analyzer-reference-policy-checks.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::broad_pattern
