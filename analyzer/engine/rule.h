#ifndef ROLELINT_ENGINE_RULE_H_
#define ROLELINT_ENGINE_RULE_H_

// A rule is a value: a descriptor and one or more checks, plain functions without state. It is in
// one file of rules/<family>/, in a namespace of its own, and has a page docs/rules/<id>.md and
// fixtures in fixtures/rules/<id>/.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/config.h"
#include "analyzer/engine/finding.h"
#include "analyzer/estate/estate.h"
#include "analyzer/graph/escalations.h"
#include "analyzer/graph/switches.h"
#include "analyzer/inputs/input.h"
#include "analyzer/json/reader.h"
#include "analyzer/policy/document.h"

namespace rolelint::catalog {
class Catalog;
}
namespace rolelint::logic {
class PolicyQuestions;
}

namespace rolelint::engine {

using text::Span;

class DocumentEscalations;
class InputPolicies;
class Reporter;

// What a document rule sees.
struct DocumentContext {
  const policy::Document& document;
  // A document rule looks at its account, partition and sort alone, not at names: what it finds is
  // found once for all equal documents (document_memo.h). The assertions are the exception.
  const inputs::Owner& owner;
  const Config& config;
  const OptionValues& options;  // of this rule
  const catalog::Catalog& catalog;
  // What the document means. A rule that asks includes analyzer/logic/questions.h.
  logic::PolicyQuestions& questions;
  // The escalations that it allows. A rule that asks includes
  // analyzer/engine/document_escalations.h.
  DocumentEscalations& escalations;
  std::string_view file = {};  // as reports print it
  // The AWS resource that the policy is attached to, as CloudFormation names its type
  // ("AWS::S3::Bucket"); "" unknown, as of most policies.
  std::string_view resource_type = {};
};

// What reading one JSON text met: for the rules about syntax.
struct SourceContext {
  std::span<const json::Issue> issues;
  const text::View& view;
};

// All inputs of the run.
struct EstateContext {
  const estate::Estate& estate;
  const graph::SwitchMap& switches;
  const std::vector<graph::Escalation>& escalations;
  const Config& config;
  const OptionValues& options;
  const catalog::Catalog& catalog;
  // All policies, for what only several of them tell together. A rule that asks includes
  // analyzer/engine/input_policies.h.
  InputPolicies& policies;
  // What could not be decided goes here.
  std::vector<estate::MergeNote>& notes;
};

enum class OptionType : uint8_t { kBoolean, kInteger, kString, kRegex, kStringList };

struct RuleOption {
  std::string_view name;  // kebab case
  OptionType type = OptionType::kString;
  std::string_view fallback;  // as one would write it in rolelint.yaml; lists comma-separated
  std::string_view help;
};

// What a document must have for a rule to find anything in it: documents without it are not shown
// to the rule, which is most of them.
enum Need : uint16_t {
  kNeedsDeny = 1,
  kNeedsSeveralStatements = 2,
  kNeedsDiagnostics = 4,
  kNeedsOddText = 8,    // policy::Document::plain does not hold
  kNeedsOddNames = 16,  // logic::PolicyNames::odd_actions() or odd_arns()
  kNeedsOpenAllow =
      32,  // an Allow on "*", on all that NotResource leaves, or whose service is open
  kNeedsNotElement = 64,  // NotAction, NotResource or NotPrincipal
  kNeedsVariables = 128,  // a `$`, or an escape that may stand for one
  kNeedsLength = 256,     // more bytes than the least quota of any policy, 2,048
  kNeedsOddSid = 512,     // one that is empty, or not letters and digits alone
};

// Pieces of a document that a rule looks at and nothing else. Of a rule that names some, or
// services, or tests, documents are shown that have one of them at least.
enum Subject : uint8_t {
  kLooksAtPrincipals = 1,      // Principal or NotPrincipal
  kLooksAtOddResources = 2,    // items of Resource and NotResource without logic::ArnFacts::plain
  kLooksAtWideActions = 4,     // actions that span services
  kLooksAtSeveralActions = 8,  // lists of actions with more than one item
  kLooksAtSeveralResources = 16,
};

struct Rule {
  std::string_view id;       // kebab case, never reused
  std::string_view summary;  // one sentence: what it finds
  Level level = Level::kWarning;
  std::string_view security_severity = {};  // "7.5"; empty: not a security rule
  Confidence confidence = Confidence::kHigh;
  Persona persona = Persona::kRegular;
  policy::KindSet kinds = {};  // documents that check_document is called for …
  uint16_t needs = 0;          // … if they have all of these (Need)
  uint8_t subjects = 0;        // … and one of these (Subject),
  std::span<const std::string_view> services = {};  // or an action that may be of one of these,
  // … or a condition of which this holds, which looks at operator and key alone: it is asked once
  // about each pair of them, with a test that has no values.
  bool (*concerns)(const catalog::Catalog& catalog, const policy::ConditionTest& test) = nullptr;
  std::span<const std::string_view> equivalents = {};
  std::span<const RuleOption> options = {};
  // One cause, one finding (supersede.h): rules whose findings say what this one's say and more. A
  // finding of this rule is dropped where one of theirs is reported on the same statement …
  std::span<const std::string_view> yields_to = {};
  // … or, of these rules, on the same text or on one around it.
  std::span<const std::string_view> yields_within = {};
  std::string_view aws_page = {};  // the page of AWS's documentation that settles it

  void (*check_source)(const SourceContext& context, Reporter& report) = nullptr;
  void (*check_document)(const DocumentContext& context, Reporter& report) = nullptr;
  // Called once for every user, group and role of the merged estate.
  void (*check_entity)(const estate::Entity& entity, const EstateContext& context,
                       Reporter& report) = nullptr;
  // Called once.
  void (*check_estate)(const EstateContext& context, Reporter& report) = nullptr;
};

// "root-principal" → "RootPrincipal", SARIF's rule name.
std::string PascalCase(std::string_view id);

// Takes one finding's further parts; valid until the next call of Report().
class FindingBuilder {
 public:
  explicit FindingBuilder(Finding* finding, const text::View* view, uint32_t file)
      : finding_(finding), view_(view), file_(file) {}

  FindingBuilder& Label(std::string label);  // beside the ^^^ of the text report
  FindingBuilder& Help(std::string help);    // what to do about it
  FindingBuilder& Level(engine::Level level);
  FindingBuilder& Confidence(engine::Confidence confidence);
  FindingBuilder& Related(Span span, std::string label);  // document and source rules
  FindingBuilder& Related(const estate::Place& place, std::string label);
  // What tells this finding from others of the rule at the same place (the account, what is
  // asserted, how far the access reaches): with another text the fingerprint is another one.
  FindingBuilder& Distinct(std::string_view what);
  // A replacement of the bytes at `span`; several calls make one fix. Only offered for documents
  // that stand in the file unwrapped.
  FindingBuilder& Fix(Span span, std::string text, bool safe);

 private:
  Finding* finding_;
  const text::View* view_;
  uint32_t file_;
};

class Reporter {
 public:
  virtual ~Reporter() = default;
  // Document and source rules: `span` in the document's view.
  virtual FindingBuilder Report(Span span, std::string message) = 0;
  // Entity and estate rules.
  virtual FindingBuilder Report(const estate::Place& place, std::string message) = 0;
};

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_RULE_H_
