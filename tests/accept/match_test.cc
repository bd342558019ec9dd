// Which accepted finding stands for which finding of a run.

#include "analyzer/accept/match.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "analyzer/policy/owned_document.h"

namespace rolelint::accept::match_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Verdict = Match::Verdict;

std::shared_ptr<const Evidence> EvidenceOf(const std::string& actions,
                                           const std::string& resource = "*") {
  const auto owned = policy::OwnedDocument::Parse(
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":)" + actions +
          R"(,"Resource":")" + resource + R"("}]})",
      policy::Kind::kIdentity, policy::KindSource::kOption);
  auto evidence = std::make_shared<Evidence>();
  AddStatement(policy::Kind::kIdentity, true, NormalizedStatement(owned->document().statements[0]),
               evidence.get());
  Finish(false, evidence.get());
  return evidence;
}

AcceptedFinding Of(const std::string& actions, const std::string& file,
                   const std::string& sid = "") {
  AcceptedFinding finding;
  finding.rule = "wide";
  finding.file = file;
  finding.sid = sid;
  finding.evidence = EvidenceOf(actions);
  finding.element = "Action";
  finding.identity = "0000000000000000";
  return finding;
}

Matches Matched(const std::vector<AcceptedFinding>& accepted,
                const std::vector<AcceptedFinding>& found) {
  return MatchFindings(accepted, found, catalog::Catalog::BuiltIn());
}

std::vector<Verdict> Verdicts(const Matches& matches) {
  std::vector<Verdict> verdicts;
  for (const Match& match : matches.found) verdicts.push_back(match.verdict);
  return verdicts;
}

TEST(MatchTest, AMovedFileAndAnotherSidMakeNoDifference) {
  const Matches matches = Matched({Of(R"("s3:*")", "a.json", "A"), Of(R"("iam:*")", "a.json")},
                                  {Of(R"("iam:*")", "b/c.json", "X"), Of(R"("s3:*")", "d.json")});
  EXPECT_THAT(Verdicts(matches), ElementsAre(Verdict::kAccepted, Verdict::kAccepted));
  EXPECT_THAT(matches.met, ElementsAre(true, true));
}

TEST(MatchTest, AnAcceptedFindingStandsForOneOnly) {
  const Matches matches =
      Matched({Of(R"("s3:*")", "a.json")}, {Of(R"("s3:*")", "b.json"), Of(R"("s3:*")", "a.json")});
  EXPECT_THAT(Verdicts(matches), ElementsAre(Verdict::kNew, Verdict::kAccepted));
}

TEST(MatchTest, NarrowerIsAcceptedWiderIsToldWithWhatWasAdded) {
  const Matches matches =
      Matched({Of(R"(["s3:GetObject","s3:PutObject"])", "a.json"), Of(R"("iam:*")", "b.json")},
              {Of(R"(["s3:Get*","s3:PutObject"])", "a.json"), Of(R"("iam:Get*")", "b.json")});
  EXPECT_THAT(Verdicts(matches), ElementsAre(Verdict::kWider, Verdict::kAccepted));
  EXPECT_THAT(matches.found[0].added, HasSubstr("Action s3:get*"));
  EXPECT_THAT(matches.met, ElementsAre(true, true));
}

TEST(MatchTest, AnOwnerThatIsKnownOnBothSidesMustBeTheSame) {
  AcceptedFinding one = Of(R"("s3:*")", "a.json");
  one.owner = "arn:aws:iam::111122223333:role/one";
  AcceptedFinding other = one;
  other.owner = "arn:aws:iam::111122223333:role/other";
  other.identity = "1111111111111111";
  EXPECT_THAT(Verdicts(Matched({one}, {other})), ElementsAre(Verdict::kNew));
  other.owner.clear();
  EXPECT_THAT(Verdicts(Matched({one}, {other})), ElementsAre(Verdict::kAccepted));
  EXPECT_THAT(Verdicts(Matched({other}, {one})), ElementsAre(Verdict::kAccepted));
}

TEST(MatchTest, WithoutEvidenceTheElementDecides) {
  AcceptedFinding one = Of(R"("s3:*")", "a.json");
  one.evidence = nullptr;
  AcceptedFinding other = one;
  EXPECT_THAT(Verdicts(Matched({one}, {other})), ElementsAre(Verdict::kAccepted));
  other.element = "Version";
  other.identity = "1111111111111111";
  EXPECT_THAT(Verdicts(Matched({one}, {other})), ElementsAre(Verdict::kNew));
  other = one;
  other.about = "another assertion";
  EXPECT_THAT(Verdicts(Matched({one}, {other})), ElementsAre(Verdict::kNew));
}

TEST(BaselineTest, WhatIsWrittenIsReadAndWrittenAlike) {
  Baseline baseline;
  baseline.findings = {Of(R"("s3:*")", "b.json", "A\"\x1b"), Of(R"("iam:*")", "a.json"),
                       Of(R"("s3:*")", "a.json")};
  baseline.findings[1].evidence = nullptr;
  std::ostringstream out;
  WriteBaseline(baseline, out);
  std::string error;
  const std::optional<Baseline> read = ParseBaseline(out.str(), &error);
  ASSERT_TRUE(read) << error;
  ASSERT_EQ(read->findings.size(), 3U);
  EXPECT_EQ(read->findings[2].sid, "A\"\x1b");
  EXPECT_EQ(out.str().find('\x1b'), std::string::npos);
  std::ostringstream again;
  WriteBaseline(*read, again);
  EXPECT_EQ(again.str(), out.str());
  std::swap(baseline.findings[0], baseline.findings[2]);
  std::ostringstream sorted;
  WriteBaseline(baseline, sorted);
  EXPECT_EQ(sorted.str(), out.str());
}

TEST(BaselineTest, WhatIsNoBaselineSaysWhy) {
  struct Case {
    const char* text;
    const char* error;
  };
  for (
      const auto& [text, error] : {
          Case{"", "not JSON"},
          Case{"[]", "\"version\""},
          Case{R"({"version":2,"findings":[]})", "version is 2"},
          Case{R"({"version":1,"findings":{}})", "no list"},
          Case{R"({"version":1,"findings":[],"x":1})", "unknown member \"x\""},
          Case{R"({"version":1,"findings":[{"rule":"a"}]})", "\"identity\""},
          Case{R"({"version":1,"findings":[{"rule":"a","identity":"0000000000000000","rul":""}]})",
               "unknown member \"rul\""},
          Case{
              R"({"version":1,"findings":[{"rule":"a","identity":"0000000000000000","evidence":"0"}]})",
              "evidence that is not there"},
          Case{
              R"({"version":1,"findings":[],"evidence":{"0000000000000000":[{"kind":"identity","statements":[{"Effect":"Allow"}]}]}})",
              "was changed"},
      }) {
    std::string why;
    EXPECT_FALSE(ParseBaseline(text, &why)) << text;
    EXPECT_THAT(why, HasSubstr(error));
  }
  std::string why;
  EXPECT_TRUE(ParseBaseline(R"({"version":1,"findings":[]})", &why));
  EXPECT_THAT(why, IsEmpty());
}

}  // namespace
}  // namespace rolelint::accept::match_test
