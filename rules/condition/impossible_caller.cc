// Values of aws:PrincipalArn, aws:userid and aws:username in a form that no caller has.

#include <algorithm>

#include "analyzer/logic/pattern.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/open_part.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"
#include "rules/condition/values.h"
#include "rules/condition_key/key_facts.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::impossible_caller {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::ConditionTest;
using policy::Statement;

constexpr std::string_view kPrincipalArn = "aws:PrincipalArn";
constexpr std::string_view kUserId = "aws:userid";
constexpr std::string_view kUserName = "aws:username";

constexpr std::string_view kCallerKeys[] = {kPrincipalArn, kUserId, kUserName, "aws:PrincipalType"};
constexpr std::string_view kAccountKeys[] = {
    "aws:PrincipalAccount", "aws:ResourceAccount",       "aws:SourceAccount", "aws:VpceAccount",
    "kms:CallerAccount",    "s3:DataAccessPointAccount", "s3:ResourceAccount"};
constexpr std::string_view kOrganizationKeys[] = {"aws:PrincipalOrgID", "aws:ResourceOrgID",
                                                  "aws:SourceOrgID", "aws:VpceOrgID"};

template <size_t kSize>
bool IsOneOf(const ConditionTest& test, const std::string_view (&keys)[kSize]) {
  return std::any_of(std::begin(keys), std::end(keys),
                     [&](std::string_view key) { return policy::KeyIs(test, key); });
}

struct Mistake {
  std::string what;  // "of a session it is the ARN of its role"
  std::string help;
};

logic::Pattern PatternOf(const ConditionTest& test, std::string_view value) {
  if (policy::FamilyOf(test.op.base) == policy::OperatorFamily::kArn) {
    return logic::Pattern::Arn(value);
  }
  const bool like = test.op.base == policy::Operator::kStringLike ||
                    test.op.base == policy::Operator::kStringNotLike;
  return like ? logic::Pattern::Glob(value) : logic::Pattern::Literal(value);
}

// No part of these ARNs has a colon in it.
logic::Pattern Form(std::string_view arn) {
  using Kind = logic::Pattern::Kind;
  std::vector<logic::Pattern::Token> tokens;
  for (char c : arn) {
    tokens.push_back(c == '*' ? logic::Pattern::Token{Kind::kStarInSegment, 0}
                              : logic::Pattern::Token{Kind::kCharacter, static_cast<char32_t>(c)});
  }
  return logic::Pattern::OfTokens(std::move(tokens));
}

// Users, roles, root users and federated users have an ARN in aws:PrincipalArn.
std::optional<Mistake> InPrincipalArn(const ConditionTest& test, std::string_view value) {
  // Under an operator of ARNs what is no ARN at all is another rule's.
  const bool arns = policy::FamilyOf(test.op.base) == policy::OperatorFamily::kArn;
  if (arns && (!value.starts_with("arn:") || std::count(value.begin(), value.end(), ':') < 5)) {
    return std::nullopt;
  }
  static const logic::Pattern forms[] = {Form("arn:*:iam::*:user/*"), Form("arn:*:iam::*:role/*"),
                                         Form("arn:*:iam::*:root"),
                                         Form("arn:*:sts::*:federated-user/*")};
  const logic::Pattern pattern = PatternOf(test, value);
  const bool fits = std::any_of(std::begin(forms), std::end(forms), [&](const auto& form) {
    const logic::Pattern* const both[] = {&pattern, &form};
    return logic::Intersect(both) != logic::Answer::kNo;
  });
  if (fits) return std::nullopt;
  const std::optional<policy::Arn> arn = policy::ParseArn(value);
  const std::string_view resource = arn ? arn->resource : std::string_view();
  if (resource.starts_with("assumed-role/")) {
    const std::string_view rest = resource.substr(resource.find('/') + 1);
    return Mistake{"of a role's session it is the ARN of the role",
                   "name the role: arn:" + std::string(arn->partition) +
                       ":iam::" + std::string(arn->account) + ":role/" +
                       std::string(rest.substr(0, rest.rfind('/')))};
  }
  if (resource.starts_with("group/")) {
    return Mistake{"a group makes no requests, so no request has a group's ARN",
                   "name the users of the group, or test aws:PrincipalTag"};
  }
  return Mistake{"it is the ARN of a user, a role, a root user or a federated user",
                 "write arn:aws:iam::ACCOUNT:role/NAME or arn:aws:iam::ACCOUNT:user/NAME"};
}

// What holds whatever a template's open parts are: a name in an ARN may be anything.
std::optional<Mistake> InOpenArn(const ConditionTest& test, const policy::Text& text) {
  const std::optional<policy::Arn> arn = policy::OpenArn(text.value);
  const bool typed =
      arn && arn->resource.substr(0, arn->resource.find('/')).find('$') == std::string_view::npos;
  if (!typed) return std::nullopt;
  std::string filled = policy::WithoutNames(text.value);
  for (size_t at = filled.find("${"); at != std::string::npos; at = filled.find("${", at)) {
    filled.replace(at, std::min(filled.find('}', at), filled.size() - 1) + 1 - at, "x");
  }
  return InPrincipalArn(test, filled);
}

// Of a user its id, of a session ROLE-ID:SESSION.
std::optional<Mistake> InUserId(const ConditionTest& test, std::string_view value) {
  const std::string_view prefix = value.substr(0, 4);
  const bool has_name = value.find(':') != std::string_view::npos;
  const logic::Pattern pattern = PatternOf(test, value);
  const bool open = !pattern.is_literal() && value.find('*') != std::string_view::npos;
  if (prefix == "AROA" && !has_name && !open) {
    return Mistake{"of a role's session it is ROLE-ID:SESSION-NAME",
                   "write \"" + std::string(value) + ":*\" under StringLike or StringNotLike"};
  }
  if (prefix == "AIDA" && has_name) {
    return Mistake{"of a user it is the ID alone, without a colon",
                   "write \"" + std::string(value.substr(0, value.find(':'))) + "\""};
  }
  if (value.starts_with("arn:")) {
    return Mistake{"it is a unique ID, never an ARN",
                   "test aws:PrincipalArn, or write the ID: AIDA… of a user, AROA…:* of a role"};
  }
  const bool known = prefix == "AROA" || prefix == "AIDA" || prefix == "AGPA" || has_name ||
                     policy::IsAccountId(value) || value == "anonymous" ||
                     value.find_first_of("*?") != std::string_view::npos;
  if (!known) {
    return Mistake{"it is a unique ID, never a name",
                   "test aws:PrincipalArn, or write the ID: AIDA… of a user, AROA…:* of a role"};
  }
  if (prefix == "AGPA") {
    return Mistake{"a group makes no requests, so no request has a group's ID",
                   "name the IDs of its users"};
  }
  return std::nullopt;
}

// What these keys hold, each of a form that can be told from a text.
std::optional<Mistake> InOtherKey(const ConditionTest& test, std::string_view value) {
  const bool has_wildcard = value.find_first_of("*?") != std::string_view::npos;
  if (policy::KeyIs(test, kUserName) && value.find_first_of(":/") != std::string_view::npos) {
    return Mistake{"it is a user's name, without path and without ARN",
                   "write the name alone, or test aws:PrincipalArn"};
  }
  if (has_wildcard) return std::nullopt;
  if (IsOneOf(test, kAccountKeys) && !policy::IsAccountId(value)) {
    return Mistake{"it is an account ID (12 digits)", "write the account ID alone"};
  }
  constexpr std::string_view kTypes[] = {"Account", "User", "FederatedUser", "AssumedRole",
                                         "Anonymous"};
  if (policy::KeyIs(test, "aws:PrincipalType") &&
      std::none_of(std::begin(kTypes), std::end(kTypes),
                   [&](std::string_view type) { return text::EqualsFolded(type, value); })) {
    return Mistake{"it is Account, User, FederatedUser, AssumedRole or Anonymous",
                   "write one of these"};
  }
  if (IsOneOf(test, kOrganizationKeys) && !value.starts_with("o-")) {
    return Mistake{"it is the ID of an organization, which begins with \"o-\"",
                   "copy the ID from AWS Organizations (aws organizations describe-organization)"};
  }
  return std::nullopt;
}

std::optional<Mistake> MistakeIn(const ConditionTest& test, const policy::ConditionValue& value) {
  if (value.text.open && policy::KeyIs(test, kPrincipalArn)) return InOpenArn(test, value.text);
  if (!IsLiteral(value)) return std::nullopt;
  if (policy::KeyIs(test, kPrincipalArn)) return InPrincipalArn(test, value.text.value);
  if (policy::KeyIs(test, kUserId)) return InUserId(test, value.text.value);
  return InOtherKey(test, value.text.value);
}

bool IsJudged(const ConditionTest& test) {
  const policy::OperatorFamily family = policy::FamilyOf(test.op.base);
  const bool judged =
      IsOneOf(test, kCallerKeys) || IsOneOf(test, kAccountKeys) || IsOneOf(test, kOrganizationKeys);
  return judged && test.key.known &&
         (family == policy::OperatorFamily::kString || family == policy::OperatorFamily::kArn);
}

// What follows if no value fits.
std::string Consequence(const Statement& statement, const ConditionTest& test) {
  if (policy::IsNegated(test.op.base)) {
    return statement.denies() ? "the exception matches nobody and the Deny applies to everyone"
                              : "the test holds for everyone and limits nothing";
  }
  return statement.denies() ? "the test matches nobody and the Deny has no effect"
                            : "the test matches nobody and the Allow has no effect";
}

void CheckTest(const Statement& statement, const ConditionTest& test, Reporter& report) {
  std::vector<std::pair<const policy::ConditionValue*, Mistake>> mistakes;
  for (const policy::ConditionValue& value : test.values) {
    if (auto mistake = MistakeIn(test, value)) mistakes.emplace_back(&value, *std::move(mistake));
  }
  if (mistakes.empty()) return;
  const bool all = mistakes.size() == test.values.size();
  const auto& [value, mistake] = mistakes.front();
  engine::FindingBuilder finding = report.Report(
      value->text.span, std::string(test.key.value) + " is never " + Quoted(value->text.value) +
                            ": " + mistake.what + (all ? "; " + Consequence(statement, test) : ""));
  finding.Label("fits nobody").Help(mistake.help);
  if (!all) finding.Level(engine::Level::kWarning);
  for (size_t i = 1; i < mistakes.size(); ++i) {
    finding.Related(mistakes[i].first->text.span, "fits nobody either");
  }
}

// A session of a role has no user name. Of a policy that only a role has.
void CheckUserName(const Statement& statement, Reporter& report) {
  const auto look = [&](const policy::Text& text) {
    if (!text.known) return;
    for (size_t from = 0;;) {
      const auto variable = policy::NextVariable(text.value, from);
      if (!variable) return;
      from = variable->span.end;
      if (variable->has_default || !text::EqualsFolded(variable->key, kUserName)) continue;
      report
          .Report(text.span, Quoted(text.value) +
                                 " matches nothing: a role's session has no aws:username, so the "
                                 "variable has no value")
          .Label("no value in a role's policy")
          .Help(
              "use what sessions have: ${aws:PrincipalTag/…}, ${aws:SourceIdentity}, "
              "${aws:userid}");
      return;
    }
  };
  for (const policy::Text& text : statement.resource.items) look(text);
  for (const ConditionTest& test : statement.conditions) {
    const policy::OperatorFamily family = policy::FamilyOf(test.op.base);
    if (policy::KeyIs(test, kUserName) && test.key.known && !PassesWithoutKey(test)) {
      report
          .Report(test.key.span,
                  "a role's session has no aws:username: the test never passes in this policy")
          .Label("not of a role's session")
          .Help("test what sessions have: aws:PrincipalTag/…, aws:SourceIdentity, aws:userid");
    }
    if (family != policy::OperatorFamily::kString && family != policy::OperatorFamily::kArn)
      continue;
    for (const policy::ConditionValue& value : test.values) look(value.text);
  }
}

void Check(const DocumentContext& context, Reporter& report) {
  const inputs::Owner& owner = context.owner;
  const bool of_role =
      context.document.kind == policy::Kind::kIdentity &&
      (owner.only_roles || (owner.is_entity && owner.entity_type == estate::EntityType::kRole));
  for (const Statement& statement : context.document.statements) {
    for (const ConditionTest& test : statement.conditions) {
      if (IsJudged(test)) CheckTest(statement, test, report);
    }
    if (of_role && context.document.expands_variables()) CheckUserName(statement, report);
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "impossible-caller",
    .summary = "A condition or variable names a caller in a form that no caller has",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_condition-keys.html#condition-keys-principalarn",
    .check_document = Check,
};

}  // namespace rolelint::rules::impossible_caller
