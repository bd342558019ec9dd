// One cause, one finding: what a rule yields to, and when.

#include "analyzer/engine/supersede.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/check.h"
#include "analyzer/engine/named_actions.h"
#include "analyzer/engine/rule.h"
#include "analyzer/text/few.h"

namespace rolelint::engine::supersede_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Reports every Action "*" …
void ReportStar(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    for (const policy::Text& action : statement.action.items) {
      if (action.value == "*") report.Report(action.span, "star");
    }
  }
}
// … every Action …
void ReportAction(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    for (const policy::Text& action : statement.action.items) report.Report(action.span, "action");
  }
}
// … every list of Actions, and every Resource.
void ReportLists(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (statement.action.is_list) report.Report(statement.action.span, "list");
    for (const policy::Text& item : statement.resource.items) report.Report(item.span, "resource");
  }
}
// Names the actions of a service, or those that are listed.
void NameListed(const DocumentContext& context, Reporter& report, std::string_view service) {
  for (const policy::Statement& statement : context.document.statements) {
    std::vector<NamedAction> names;
    std::vector<std::string_view> texts;
    for (const policy::Text& action : statement.action.items) {
      if (!action.value.starts_with(service)) continue;
      names.push_back({action.value, action.span});
      texts.push_back(action.value);
    }
    if (names.empty()) continue;
    report.Report(names.front().span, text::Few(texts) + " named");
    NameActions(report, names);
  }
}
void NameAll(const DocumentContext& context, Reporter& report) { NameListed(context, report, ""); }
void NameS3(const DocumentContext& context, Reporter& report) {
  NameListed(context, report, "s3:");
}
void ReportWhole(const DocumentContext& context, Reporter& report) {
  report.Report(context.document.span, "whole");
}

constexpr std::string_view kStarAlone[] = {"star"};
constexpr std::string_view kListsAlone[] = {"lists"};
constexpr std::string_view kToAction[] = {"action"};

const Rule kStar = {.id = "star",
                    .summary = "s",
                    .level = Level::kWarning,
                    .kinds = policy::kAllKinds,
                    .check_document = ReportStar};
const Rule kAction = {.id = "action",
                      .summary = "s",
                      .level = Level::kWarning,
                      .kinds = policy::kAllKinds,
                      .yields_to = kStarAlone,
                      .yields_within = kListsAlone,
                      .check_document = ReportAction};
const Rule kLists = {.id = "lists",
                     .summary = "s",
                     .level = Level::kSuggestion,
                     .persona = Persona::kPedantic,
                     .kinds = policy::kAllKinds,
                     .check_document = ReportLists};
const Rule kWhole = {.id = "whole",
                     .summary = "s",
                     .level = Level::kWarning,
                     .kinds = policy::kAllKinds,
                     .yields_to = kToAction,
                     .check_document = ReportWhole};
const Rule kThird = {.id = "third",
                     .summary = "s",
                     .level = Level::kWarning,
                     .kinds = policy::kAllKinds,
                     .yields_to = kToAction,
                     .check_document = ReportLists};
constexpr std::string_view kToS3[] = {"names-s3"};
const Rule kNamesAll = {.id = "names-all",
                        .summary = "s",
                        .level = Level::kWarning,
                        .persona = Persona::kAuditor,
                        .kinds = policy::kAllKinds,
                        .yields_within = kToS3,
                        .check_document = NameAll};
const Rule kNamesS3 = {.id = "names-s3",
                       .summary = "s",
                       .level = Level::kWarning,
                       .persona = Persona::kAuditor,
                       .kinds = policy::kAllKinds,
                       .check_document = NameS3};
const Rule* const kRules[] = {&kNamesAll, &kNamesS3, &kThird, &kWhole, &kAction, &kStar, &kLists};

std::vector<std::string> Rules(std::string statements, CheckOptions options = {},
                               std::string_view yaml = "") {
  InputSpec spec;
  spec.display_name = "p.json";
  spec.bytes = R"({"Version":"2012-10-17","Statement":[)" + std::move(statements) + "]}";
  std::vector<ConfigError> errors;
  const std::optional<Config> config = Config::Parse(yaml, "rolelint.yaml", kRules, &errors);
  EXPECT_TRUE(config);
  options.threads = 1;
  const CheckResult result = Check({spec}, kRules, *config, catalog::Catalog::BuiltIn(), options);
  std::vector<std::string> rules;
  for (const Finding& finding : result.findings) {
    if (finding.rule->id == "whole") continue;
    rules.push_back(finding.pointer + " " + std::string(finding.rule->id));
  }
  return rules;
}

std::string Allow(std::string_view actions) {
  return R"({"Effect":"Allow","Action":)" + std::string(actions) + R"(,"Resource":"*"})";
}

TEST(SupersedeTest, OnTheSameStatementAlone) {
  EXPECT_THAT(Rules(Allow(R"(["*","s3:*"])") + "," + Allow(R"("s3:*")")),
              ElementsAre("/Statement/0/Action/0 star", "/Statement/1/Action action"));
}

// "third" yields to "action", which yields to "star": the star speaks for all.
TEST(SupersedeTest, WhatIsDroppedStillContains) {
  EXPECT_THAT(Rules(Allow(R"(["*"])")), ElementsAre("/Statement/0/Action/0 star"));
}

TEST(SupersedeTest, WhatIsOffContainsNothing) {
  EXPECT_THAT(Rules(Allow(R"(["*","s3:*"])"), {}, "rules: {star: off}"),
              ElementsAre("/Statement/0/Action/0 action", "/Statement/0/Action/1 action"));
}

TEST(SupersedeTest, WhatIsBelowTheLevelContainsNothing) {
  CheckOptions options;
  options.min_severity = Severity::kMedium;
  EXPECT_THAT(Rules(Allow(R"("*")"), options, "rules: {star: suggestion}"),
              ElementsAre("/Statement/0/Action action"));
}

TEST(SupersedeTest, WhatIsBelowThePersonaContainsNothing) {
  CheckOptions pedantic;
  pedantic.persona = Persona::kPedantic;
  const std::string policy = Allow(R"(["s3:Get*","s3:*"])");
  EXPECT_THAT(Rules(policy),
              ElementsAre("/Statement/0/Action/0 action", "/Statement/0/Action/1 action"));
  // The list is around both.
  EXPECT_THAT(Rules(policy, pedantic),
              ElementsAre("/Statement/0/Action lists", "/Statement/0/Resource lists"));
  // There is no list here, and the Resource is beside the Action.
  EXPECT_THAT(Rules(Allow(R"("s3:*")"), pedantic),
              ElementsAre("/Statement/0/Action action", "/Statement/0/Resource lists"));
}

// What another finding names is taken out, in whatever order the actions are listed; the finding
// then stands at what is left.
TEST(SupersedeTest, WhatNoOtherFindingNamesIsKept) {
  const auto named = [](std::string_view actions) {
    InputSpec spec;
    spec.display_name = "p.json";
    spec.bytes = R"({"Version":"2012-10-17","Statement":[)" + Allow(actions) + "]}";
    std::vector<ConfigError> errors;
    const std::optional<Config> config = Config::Parse("", "rolelint.yaml", kRules, &errors);
    CheckOptions options;
    options.threads = 1;
    options.persona = Persona::kAuditor;
    const CheckResult result = Check({spec}, kRules, *config, catalog::Catalog::BuiltIn(), options);
    std::vector<std::string> found;
    for (const Finding& finding : result.findings) {
      if (finding.rule->id == "names-all") found.push_back(finding.pointer + " " + finding.message);
    }
    return found;
  };
  EXPECT_THAT(named(R"(["s3:a","ec2:b","sqs:c"])"),
              ElementsAre("/Statement/0/Action/1 ec2:b and sqs:c named"));
  EXPECT_THAT(named(R"(["ec2:b","s3:a"])"), ElementsAre("/Statement/0/Action/0 ec2:b named"));
  EXPECT_THAT(named(R"(["s3:*","s3:a"])"), IsEmpty());
  // A pattern names what it stands for.
  EXPECT_THAT(named(R"(["s3:a*","s3:ab","ec2:b"])"),
              ElementsAre("/Statement/0/Action/2 ec2:b named"));
}

TEST(SupersedeTest, TheDocumentIsNoStatement) {
  InputSpec spec;
  spec.display_name = "p.json";
  spec.bytes = R"({"Version":"2012-10-17","Statement":[)" + Allow(R"("s3:*")") + "]}";
  const Config config = Config::Default(kRules);
  const CheckResult result =
      Check({spec}, kRules, config, catalog::Catalog::BuiltIn(), CheckOptions{});
  const auto whole = std::count_if(result.findings.begin(), result.findings.end(),
                                   [](const Finding& f) { return f.rule->id == "whole"; });
  EXPECT_EQ(whole, 1);
}

TEST(SupersedeTest, ManyFindingsOfOneStatementTakeNoLonger) {
  std::string actions = "[";
  for (int i = 0; i < 100'000; ++i) actions += R"("s3:*",)";
  actions += R"("*"])";
  CheckOptions options;
  options.persona = Persona::kPedantic;
  options.resolve_pointers = false;
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(Rules(Allow(actions), options).size(), 3U);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

}  // namespace
}  // namespace rolelint::engine::supersede_test
