#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/condition_query.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules::mfa_condition {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::ConditionTest;
using policy::Operator;
using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "parliament:BAD_PATTERN_FOR_MFA",
    "boogy:mfa_antipattern_bool_false",
    "boogy:mfa_antipattern_boolif_exists_false",
    "boogy:mfa_antipattern_null_false",
    "boogy:mfa_antipattern_null_true",
};

// aws:MultiFactorAuthPresent is absent from requests signed with long-term keys, and "false" in
// temporary credentials that were got without MFA. So a test has three cases to answer for: with
// MFA, without it, and absent.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
struct Truth {
  bool with_mfa = false;
  bool without_mfa = false;
  bool absent = false;
};

// What the test answers in the three cases; nullopt where it is not of a form judged here.
std::optional<Truth> Evaluate(const ConditionTest& test) {
  bool lists_true = false;
  bool lists_false = false;
  for (const policy::ConditionValue& value : test.values) {
    if (!value.text.known) return std::nullopt;
    if (text::EqualsFolded(value.text.value, "true")) {
      lists_true = true;
    } else if (text::EqualsFolded(value.text.value, "false")) {
      lists_false = true;
    } else {
      return std::nullopt;
    }
  }
  if (!lists_true && !lists_false) return std::nullopt;
  if (test.op.base == Operator::kNull) {
    // Null true: the key must be absent.
    return Truth{.with_mfa = lists_false, .without_mfa = lists_false, .absent = lists_true};
  }
  if (test.op.base != Operator::kBool) return std::nullopt;
  bool absent_passes =
      test.op.if_exists || test.op.qualifier == policy::SetQualifier::kForAllValues;
  return Truth{.with_mfa = lists_true, .without_mfa = lists_false, .absent = absent_passes};
}

struct Verdict {
  std::string_view message;
  std::string_view help;
};

constexpr std::string_view kBoolTrue =
    "\"Bool\": {\"aws:MultiFactorAuthPresent\": \"true\"} admits sessions with MFA only";
constexpr std::string_view kBoolIfExistsFalse =
    "\"BoolIfExists\": {\"aws:MultiFactorAuthPresent\": \"false\"} denies both";

std::optional<Verdict> JudgeAllow(const Truth& truth) {
  if (truth.with_mfa && truth.without_mfa && truth.absent) {
    return Verdict{"this MFA condition always holds", kBoolTrue};
  }
  if (truth.with_mfa && truth.without_mfa) {
    return Verdict{
        "this MFA condition holds without MFA too: temporary credentials carry the key "
        "with the value false",
        kBoolTrue};
  }
  if (truth.with_mfa && truth.absent) {
    return Verdict{
        "this MFA condition allows long-term access keys without MFA: their requests do "
        "not carry the key",
        kBoolTrue};
  }
  if (!truth.with_mfa) {
    return Verdict{"this MFA condition is the wrong way round: it shuts out sessions with MFA",
                   kBoolTrue};
  }
  return std::nullopt;
}

std::optional<Verdict> JudgeDeny(const Truth& truth) {
  if (truth.with_mfa && truth.without_mfa && truth.absent) {
    return Verdict{"this MFA condition always holds: everyone is denied", kBoolIfExistsFalse};
  }
  if (truth.with_mfa) {
    return Verdict{"this MFA condition is the wrong way round: it denies sessions with MFA",
                   kBoolIfExistsFalse};
  }
  if (truth.without_mfa && !truth.absent) {
    return Verdict{
        "this Deny does not apply to long-term access keys: their requests do not carry "
        "the MFA key",
        kBoolIfExistsFalse};
  }
  if (!truth.without_mfa && truth.absent) {
    return Verdict{
        "this Deny does not apply to temporary credentials obtained without MFA: they carry "
        "the key with the value false",
        kBoolIfExistsFalse};
  }
  return std::nullopt;
}

// Deny statements may share the work, one for each case: what the others of the document deny
// counts.
Truth DeniedElsewhere(const policy::Document& document, const ConditionTest* but) {
  Truth sum;
  for (const Statement& statement : document.statements) {
    if (!statement.denies() || statement.conditions.size() != 1) continue;
    const ConditionTest& test = statement.conditions[0];
    if (&test == but || !policy::KeyIs(test, "aws:MultiFactorAuthPresent")) continue;
    if (std::optional<Truth> truth = Evaluate(test)) {
      sum.without_mfa = sum.without_mfa || truth->without_mfa;
      sum.absent = sum.absent || truth->absent;
    }
  }
  return sum;
}

void CheckPresent(const DocumentContext& context, const Statement& statement,
                  const ConditionTest& test, Reporter& report) {
  std::optional<Truth> truth = Evaluate(test);
  if (!truth) return;
  std::optional<Verdict> verdict;
  if (statement.allows()) {
    // All tests of a statement must hold: another one may close the gap.
    for (const ConditionTest& other : statement.conditions) {
      if (&other == &test || !policy::KeyIs(other, "aws:MultiFactorAuthPresent")) continue;
      if (std::optional<Truth> also = Evaluate(other)) {
        truth->with_mfa = truth->with_mfa && also->with_mfa;
        truth->without_mfa = truth->without_mfa && also->without_mfa;
        truth->absent = truth->absent && also->absent;
      }
    }
    verdict = JudgeAllow(*truth);
  } else if (statement.denies()) {
    if (!truth->with_mfa) {
      Truth elsewhere = DeniedElsewhere(context.document, &test);
      truth->without_mfa = truth->without_mfa || elsewhere.without_mfa;
      truth->absent = truth->absent || elsewhere.absent;
    }
    verdict = JudgeDeny(*truth);
  }
  if (!verdict) return;
  report.Report(test.key.span, std::string(verdict->message))
      .Label(fmt::format("under {}", test.op_text.value))
      .Help(std::string(verdict->help));
}

// Whether another test of the statement keeps out requests that do not carry the age of MFA.
bool DemandsMfa(const Statement& statement) {
  if (policy::DemandsKey(statement, "aws:MultiFactorAuthAge")) return true;
  for (const ConditionTest& test : statement.conditions) {
    if (!policy::KeyIs(test, "aws:MultiFactorAuthPresent")) continue;
    const std::optional<Truth> truth = Evaluate(test);
    if (truth && !truth->without_mfa && !truth->absent) return true;
  }
  return false;
}

void CheckAge(const Statement& statement, const ConditionTest& test, Reporter& report) {
  if (FamilyOf(test.op.base) != policy::OperatorFamily::kNumeric) return;
  if (statement.allows() && test.op.if_exists) {
    if (DemandsMfa(statement)) return;
    report
        .Report(test.key.span,
                "this MFA condition allows requests without MFA: they do not carry "
                "aws:MultiFactorAuthAge, and IfExists passes")
        .Label(fmt::format("under {}", test.op_text.value))
        .Help("drop IfExists");
  } else if (statement.denies() && !test.op.if_exists) {
    bool present_tested = false;
    for (const ConditionTest& other : statement.conditions) {
      present_tested = present_tested || policy::KeyIs(other, "aws:MultiFactorAuthPresent");
    }
    if (present_tested) return;
    report
        .Report(test.key.span,
                "this Deny does not apply to requests without MFA: they do not carry "
                "aws:MultiFactorAuthAge")
        .Label(fmt::format("under {}", test.op_text.value))
        .Help(fmt::format("write {}IfExists, or deny a missing key in a statement of its own",
                          policy::OperatorName(test.op.base)));
  }
}

// A test that never holds, or always does, for these principals.
constexpr std::string_view kYieldsWithin[] = {"key-absent-for-service"};

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return policy::KeyStartsWith(test, "aws:MultiFactorAuth");
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    for (const ConditionTest& test : statement.conditions) {
      if (policy::KeyIs(test, "aws:MultiFactorAuthPresent")) {
        CheckPresent(context, statement, test, report);
      } else if (policy::KeyIs(test, "aws:MultiFactorAuthAge")) {
        CheckAge(statement, test, report);
      }
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "mfa-condition",
    .summary = "A condition on MFA that never holds, always holds, or misses some credentials",
    .level = engine::Level::kSecurity,
    .security_severity = "6.5",
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .yields_within = kYieldsWithin,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_condition-keys.html"
        "#condition-keys-multifactorauthpresent",
    .check_document = Check,
};

}  // namespace rolelint::rules::mfa_condition
