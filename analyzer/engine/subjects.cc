#include "analyzer/engine/subjects.h"

#include <algorithm>

namespace rolelint::engine {
namespace {

// Below any quota of the size of a policy: that of an inline policy of a user.
constexpr uint32_t kLeastQuota = 2048;
// Longer keys are not remembered: they are no keys.
constexpr size_t kMaxKey = 256;
// More than AWS has; what a hostile input makes up beyond them is forgotten.
constexpr size_t kMaxTests = 8192;

constexpr uint64_t kEveryRule = ~uint64_t{0};

bool IsAlphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool IsOdd(const policy::Text& sid) {
  return sid.value.empty() || !std::all_of(sid.value.begin(), sid.value.end(), IsAlphanumeric);
}

bool MayHaveVariables(const policy::Document& document) {
  if (document.view == nullptr) return true;
  const std::string_view text =
      document.view->text().substr(document.span.begin, document.span.size());
  return text.find('$') != std::string_view::npos ||
         (!document.plain && text.find('\\') != std::string_view::npos);
}

}  // namespace

void Subjects::Begin(const policy::Document& document, logic::PolicyNames& names) {
  needs_ = 0;
  subjects_ = 0;
  tests_ = 0;
  services_ = names.services();
  const auto has = [this](bool condition, Need need) {
    if (condition) needs_ |= need;
  };
  has(document.statements.size() > 1, kNeedsSeveralStatements);
  has(!document.diagnostics.empty(), kNeedsDiagnostics);
  has(!document.plain, kNeedsOddText);
  has(!names.odd_actions().empty() || !names.odd_arns().empty(), kNeedsOddNames);
  has(document.span.size() > kLeastQuota, kNeedsLength);
  has(MayHaveVariables(document), kNeedsVariables);
  for (size_t i = 0; i < document.statements.size(); ++i) {
    Look(document.statements[i], names.Statement(i));
  }
}

void Subjects::Look(const policy::Statement& statement, const logic::StatementNames& names) {
  const auto has = [this](bool condition, Need need) {
    if (condition) needs_ |= need;
  };
  const auto shows = [this](bool condition, Subject subject) {
    if (condition) subjects_ |= subject;
  };
  has(statement.denies(), kNeedsDeny);
  has(statement.not_action.present || statement.not_resource.present ||
          statement.not_principal.present,
      kNeedsNotElement);
  has(statement.has_sid && IsOdd(statement.sid), kNeedsOddSid);
  has(statement.allows() &&
          (statement.not_resource.present ||
           std::any_of(names.resource.begin(), names.resource.end(),
                       [](const auto* facts) { return facts->everything || facts->wide(); })),
      kNeedsOpenAllow);

  shows(statement.principal.present || statement.not_principal.present, kLooksAtPrincipals);
  shows(names.action.size() > 1 || names.not_action.size() > 1, kLooksAtSeveralActions);
  shows(names.resource.size() > 1 || names.not_resource.size() > 1, kLooksAtSeveralResources);
  const auto is_odd = [](const logic::ArnFacts* facts) { return !facts->plain; };
  shows(std::any_of(names.resource.begin(), names.resource.end(), is_odd) ||
            std::any_of(names.not_resource.begin(), names.not_resource.end(), is_odd),
        kLooksAtOddResources);
  const auto is_wide = [](const logic::ActionFacts* facts) {
    return facts->everything || facts->state == logic::ActionState::kUnclear;
  };
  shows(std::any_of(names.action.begin(), names.action.end(), is_wide) ||
            std::any_of(names.not_action.begin(), names.not_action.end(), is_wide),
        kLooksAtWideActions);
  for (const policy::ConditionTest& test : statement.conditions) tests_ |= RulesAbout(test);
}

uint64_t Subjects::RulesAbout(const policy::ConditionTest& test) {
  const std::string_view key = test.key.value;
  if (!test.key.known || key.size() > kMaxKey) return kEveryRule;
  if (by_test_.size() > kMaxTests) by_test_.Clear();
  asked_.clear();
  asked_ += static_cast<char>(test.op.base);
  asked_ += static_cast<char>(test.op.qualifier);
  asked_ += static_cast<char>(test.op.if_exists);
  asked_ += key;
  return *by_test_.Get(asked_, [&] {
    policy::ConditionTest bare = test;
    bare.values = {};
    uint64_t rules = 0;
    for (size_t i = 0; i < rules_.about_tests().size(); ++i) {
      if (rules_.about_tests()[i]->concerns(catalog_, bare)) rules |= uint64_t{1} << (i % 64);
    }
    return rules;
  });
}

}  // namespace rolelint::engine
