#include "analyzer/cli/catalog_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "analyzer/catalog/catalog.h"

namespace rolelint::cli::catalog_command_test {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using Json = nlohmann::json;

struct Outcome {
  int status = -1;
  std::string out;
  std::string err;
};

// Through the command line, as a person types it.
Outcome RunCatalog(std::vector<std::string> arguments) {
  std::ostringstream out;
  std::ostringstream err;
  Outcome outcome;
  const CommandLine line("", "test");
  AddCatalogCommand(line.root(), out, err, &outcome.status);
  arguments.insert(arguments.begin(), "catalog");
  line.Parse(arguments, {out, err}, &outcome.status);
  outcome.out = out.str();
  outcome.err = err.str();
  return outcome;
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

TEST(CatalogCommand, ShowsDateAndCounts) {
  const Outcome run = RunCatalog({});
  EXPECT_EQ(run.status, 0);
  EXPECT_EQ(run.err, "");
  const catalog::Catalog& catalog = catalog::Catalog::BuiltIn();
  EXPECT_THAT(run.out, StartsWith("AWS catalogue of " + std::string(catalog.date())));
  EXPECT_THAT(run.out, HasSubstr(std::to_string(catalog.actions().size()) + " actions"));
}

TEST(CatalogCommand, ListsTheActionsOfAPattern) {
  const Outcome run = RunCatalog({"sts:assumerole*"});
  EXPECT_EQ(run.status, 0);
  EXPECT_THAT(Lines(run.out),
              ElementsAre("sts:AssumeRole                 Write                   role*",
                          "sts:AssumeRoleWithSAML         Write                   role*",
                          "sts:AssumeRoleWithWebIdentity  Write                   role*"));
}

TEST(CatalogCommand, ExplainsOneAction) {
  const Outcome run = RunCatalog({"IAM:passrole"});
  EXPECT_EQ(run.status, 0);
  EXPECT_THAT(
      Lines(run.out),
      ElementsAre("iam:PassRole", "  service           AWS Identity and Access Management (IAM)",
                  "  access level      Write", "  resource types    role*",
                  "  condition keys    iam:AssociatedResourceArn, iam:PassedToService"));
  EXPECT_THAT(RunCatalog({"s3:ListAllMyBuckets"}).out, HasSubstr("none: Resource \"*\""));
  // Keys that hold on one of the resource types only.
  EXPECT_THAT(RunCatalog({"ec2:RunInstances"}).out,
              HasSubstr("    on key-pair     aws:ResourceTag/"));
}

TEST(CatalogCommand, ExplainsServicesKeysTypesAndArns) {
  EXPECT_THAT(RunCatalog({"s3"}).out, AllOf(StartsWith("s3\n"), HasSubstr("Amazon S3"),
                                            HasSubstr("RCPs apply        yes")));
  EXPECT_THAT(RunCatalog({"aws:requesttag/team"}).out,
              AllOf(StartsWith("aws:RequestTag/${TagKey}\n"), HasSubstr("String"),
                    HasSubstr("values            one"), HasSubstr("global            yes")));
  EXPECT_THAT(RunCatalog({"aws:EpochTime"}).out, HasSubstr("Numeric or Date"));
  EXPECT_THAT(RunCatalog({"aws:Vpce*"}).out,
              AllOf(HasSubstr("aws:VpceAccount\n"), HasSubstr("aws:VpceOrgID\n"),
                    HasSubstr("values            several")));
  EXPECT_THAT(RunCatalog({"s3/bucket"}).out, HasSubstr("arn:${Partition}:s3:::${BucketName}"));
  EXPECT_THAT(RunCatalog({"arn:aws:iam::111122223333:role/x"}).out,
              AllOf(HasSubstr("iam/role\n"), Not(HasSubstr("iam/user"))));
}

TEST(CatalogCommand, SaysWhatMayHaveBeenMeant) {
  const Outcome run = RunCatalog({"s3:GetObjcet", "s3:GetObject"});
  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.out, StartsWith("s3:GetObject\n"));
  EXPECT_THAT(run.err, AllOf(HasSubstr("'s3:GetObjcet' is not in the AWS catalogue of 20"),
                             HasSubstr("did you mean s3:GetObject?")));
  EXPECT_THAT(RunCatalog({"dynamdb"}).err, HasSubstr("did you mean dynamodb?"));
  EXPECT_THAT(RunCatalog({"aws:SourceIPs"}).err, HasSubstr("did you mean aws:SourceIp?"));
  EXPECT_THAT(RunCatalog({"AssumeRole"}).err, HasSubstr("did you mean sts:AssumeRole?"));
  const Outcome nothing = RunCatalog({"zz:*"});
  EXPECT_EQ(nothing.status, 2);
  EXPECT_THAT(nothing.err, Not(HasSubstr("did you mean")));
}

TEST(CatalogCommand, SendsNoControlCharactersToTheTerminal) {
  const Outcome run = RunCatalog({"s3\x1b[31m"});
  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.err, AllOf(HasSubstr("s3\\x1b[31m"), Not(HasSubstr("\x1b"))));
}

TEST(CatalogCommand, GivesTheSameFactsAsJson) {
  const Outcome run =
      RunCatalog({"--format", "json", "iam:PassRole", "nope", "kms/key", "s3", "aws:TagKeys"});
  EXPECT_EQ(run.status, 2);
  const Json json = Json::parse(run.out);
  EXPECT_EQ(json["schema_version"], 1);
  EXPECT_EQ(json["catalog"]["date"], catalog::Catalog::BuiltIn().date());
  EXPECT_TRUE(json["catalog"]["file"].is_null());
  const Json& results = json["results"];
  ASSERT_EQ(results.size(), 5u);
  EXPECT_EQ(results[0]["query"], "iam:PassRole");
  EXPECT_EQ(results[0]["actions"][0]["name"], "iam:PassRole");
  EXPECT_EQ(results[0]["actions"][0]["access_level"], "Write");
  EXPECT_EQ(results[0]["actions"][0]["resource_types"][0]["required"], true);
  EXPECT_TRUE(results[1]["services"].empty());
  EXPECT_EQ(results[2]["resource_types"][0]["arns"][0],
            "arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}");
  EXPECT_EQ(results[3]["services"][0]["supports_rcp"], true);
  EXPECT_EQ(results[4]["condition_keys"][0]["multivalued"], true);
  EXPECT_EQ(results[4]["condition_keys"][0]["types"], Json({"String"}));
  EXPECT_TRUE(Json::parse(RunCatalog({"--format", "json"}).out)["results"].empty());
}

TEST(CatalogCommand, LoadsAnotherCatalogue) {
  const std::string path = ::testing::TempDir() + "/other-catalog.tsv";
  std::ofstream(path) << "rolelint-catalog\t1\nd\t2031-05-06\tother\t9\ns\tzoo\tThe Zoo\nL\tLook\n"
                         "end\t4\n";
  const Outcome run = RunCatalog({"--catalog", path});
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_THAT(run.out, AllOf(HasSubstr("2031-05-06"), HasSubstr("1 services, 1 actions"),
                             HasSubstr("from " + path)));
  EXPECT_EQ(RunCatalog({"--catalog", path, "zoo:look"}).status, 0);
  EXPECT_EQ(RunCatalog({"--catalog", path, "s3:GetObject"}).status, 2);

  std::ofstream(path) << "rolelint-catalog\t1\nd\tnever\n";
  const Outcome broken = RunCatalog({"--catalog", path});
  EXPECT_EQ(broken.status, 2);
  EXPECT_EQ(broken.out, "");
  EXPECT_THAT(broken.err, HasSubstr(path + ":2: "));
}

TEST(CatalogCommand, RefusesAnUnknownFormat) {
  const Outcome run = RunCatalog({"--format", "xml"});
  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.err, HasSubstr("xml"));
}

}  // namespace
}  // namespace rolelint::cli::catalog_command_test
