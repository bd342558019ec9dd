// Inventories, Pulumi, Kubernetes manifests, tables, scripts and Markdown: which policies, of what
// kind, where, and what becomes a record.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/inputs/csv.h"
#include "analyzer/inputs/markdown.h"
#include "tests/inputs/collect.h"

namespace rolelint::inputs::inventory_test {
namespace {

using estate::Knowledge;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr char kRole[] = "arn:aws:iam::111122223333:role/web";

std::vector<std::string> Lines(const std::string& fixture, Reading* reading,
                               const ReadOptions& options = {}) {
  const std::string text = InputFixture(fixture);
  *reading = ReadText(text, options);
  EXPECT_TRUE(reading->result.readable);
  return DocumentLines(*reading, text);
}

TEST(Pulumi, Export) {
  Reading reading;
  EXPECT_THAT(Lines("pulumi/export.json", &reading),
              ElementsAre("trust arn:aws:iam::111122223333:role/web  ",
                          "identity arn:aws:iam::111122223333:role/web  read", "identity web  more",
                          "identity arn:aws:iam::111122223333:policy/p  p",
                          "resource  AWS::S3::Bucket ", "resource  AWS::KMS::Key ", "scp   ",
                          "trust arn:aws:iam::111122223333:role/native  "));
  EXPECT_EQ(reading.result.format, "pulumi-export");
  ASSERT_THAT(reading.result.records.entities, SizeIs(2));
  const estate::Entity& role = reading.result.records.entities[0];
  EXPECT_EQ(role.description.value, "Web servers");
  EXPECT_EQ(role.max_session_seconds.value, 3600);
  EXPECT_THAT(role.tags.value, SizeIs(1));
  EXPECT_THAT(role.attached, SizeIs(1));
  EXPECT_THAT(reading.result.records.policies, SizeIs(1));
}

TEST(Pulumi, Preview) {
  Reading reading;
  EXPECT_THAT(Lines("pulumi/preview.json", &reading),
              ElementsAre("trust web  ", "resource  AWS::KMS::Key "));
  EXPECT_EQ(reading.result.format, "pulumi-preview");
  ASSERT_THAT(reading.result.not_checked, SizeIs(1));
  EXPECT_EQ(reading.result.not_checked[0].why, NotChecked::Why::kElsewhere);
  // What the plan does not name is not known to be absent.
  ASSERT_THAT(reading.result.records.entities, SizeIs(1));
  EXPECT_EQ(reading.result.records.entities[0].description.state, Knowledge::kUnknown);
}

TEST(Inventory, SteampipeRows) {
  Reading reading;
  EXPECT_THAT(Lines("inventory/steampipe.json", &reading),
              ElementsAre("trust arn:aws:iam::111122223333:role/web  ",
                          "identity arn:aws:iam::111122223333:role/web  read",
                          "identity arn:aws:iam::111122223333:policy/p  p",
                          "resource arn:aws:s3:::acme-reports AWS::S3::Bucket "));
  EXPECT_EQ(reading.result.format, "inventory");
  ASSERT_THAT(reading.result.records.entities, SizeIs(1));
  EXPECT_THAT(reading.result.records.entities[0].attached, SizeIs(1));
  EXPECT_THAT(reading.result.records.policies, SizeIs(1));
}

TEST(Inventory, Table) {
  Reading reading;
  EXPECT_THAT(Lines("inventory/steampipe.csv", &reading),
              ElementsAre("trust arn:aws:iam::111122223333:role/web  ",
                          "identity arn:aws:iam::111122223333:role/web  read",
                          "trust arn:aws:iam::111122223333:role/old  "));
  EXPECT_THAT(reading.result.records.entities, SizeIs(2));
}

TEST(Inventory, NormalisedFormAlone) {
  Reading reading = ReadText(
      R"([{"title":"x","policy_std":{"Statement":[{"Effect":"Allow","Action":["s3:getobject"],"Resource":["*"]}]}}])");
  EXPECT_THAT(reading.seen.documents, SizeIs(1));
}

TEST(Inventory, OtherTools) {
  Reading reading;
  EXPECT_THAT(Lines("inventory/cloudquery.json", &reading),
              ElementsAre(std::string("trust ") + kRole + "  "));
  EXPECT_THAT(Lines("inventory/pmapper-policies.json", &reading),
              ElementsAre("identity arn:aws:iam::111122223333:policy/p  p",
                          std::string("identity ") + kRole + "  read",
                          "resource arn:aws:s3:::acme-reports AWS::S3::Bucket "));
  EXPECT_THAT(Lines("inventory/pmapper-nodes.json", &reading),
              ElementsAre(std::string("trust ") + kRole + "  "));
  EXPECT_THAT(Lines("inventory/cloudfox.json", &reading),
              ElementsAre(std::string("trust ") + kRole + "  "));
  EXPECT_EQ(reading.result.format, "get-role");
}

TEST(Inventory, ScoutSuiteScript) {
  Reading reading;
  EXPECT_THAT(
      Lines("inventory/scoutsuite_results_aws.js", &reading),
      ElementsAre(std::string("trust ") + kRole + "  ", std::string("identity ") + kRole + "  read",
                  "identity arn:aws:iam::111122223333:policy/p  p", "resource  AWS::S3::Bucket ",
                  "resource  AWS::SQS::Queue "));
  EXPECT_EQ(reading.result.format, "scoutsuite");
}

TEST(Inventory, IamCollectIsToldByItsPath) {
  const std::string root = "iam-collect/aws/aws/";
  struct Case {
    const char* file;
    const char* line;
  };
  constexpr Case kCases[] = {
      {"accounts/111122223333/iam/role/web/trust-policy.json", "trust web  "},
      {"accounts/111122223333/iam/role/web/inline-policies.json", "identity web  read"},
      {"accounts/111122223333/iam/policy/p/current-policy.json", "identity   p"},
      {"accounts/111122223333/s3/acme-reports/policy.json", "resource  AWS::S3::Bucket "},
      {"organizations/o-1/scps/p-1/policy.json", "scp   p-1"},
      {"organizations/o-1/rcps/p-2/policy.json", "rcp   p-2"},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.file);
    const std::string path = "data/" + root + c.file;
    ReadOptions options;
    options.path = path;
    Reading reading;
    EXPECT_THAT(Lines(root + c.file, &reading, options), ElementsAre(c.line));
    EXPECT_EQ(reading.result.format, "iam-collect");
  }
  ReadOptions options;
  options.path = "accounts/111122223333/iam/role/web/metadata.json";
  options.explicitly_named = false;
  Reading reading;
  EXPECT_THAT(Lines(root + options.path.data(), &reading, options), IsEmpty());
  EXPECT_FALSE(reading.result.recognised);
}

TEST(Kubernetes, Ack) {
  Reading reading;
  EXPECT_THAT(
      Lines("kubernetes/ack.yaml", &reading),
      ElementsAre("trust web  ", "identity web  ", "identity   p", "resource  AWS::S3::Bucket "));
  EXPECT_EQ(reading.result.format, "ack-manifest");
  ASSERT_THAT(reading.result.records.entities, SizeIs(1));
  EXPECT_EQ(reading.result.records.entities[0].description.value, "Web servers");
  EXPECT_THAT(reading.result.records.entities[0].attached, SizeIs(1));
}

TEST(Kubernetes, Crossplane) {
  Reading reading;
  EXPECT_THAT(Lines("kubernetes/crossplane.yaml", &reading),
              ElementsAre("trust web  ", "identity web  read", "identity web  ",
                          "resource  AWS::SQS::Queue "));
  EXPECT_EQ(reading.result.format, "crossplane-manifest");
  ASSERT_THAT(reading.result.not_checked, SizeIs(1));
  EXPECT_THAT(reading.result.not_checked[0].reason, HasSubstr("Crossplane's own names"));
}

TEST(Iambic, NamesBecomeIams) {
  const std::string text =
      "template_type: NOQ::AWS::IAM::Role\nidentifier: web\nproperties:\n  role_name: web\n"
      "  assume_role_policy_document:\n    version: '2012-10-17'\n    statement:\n"
      "      - effect: Allow\n        action: sts:AssumeRole\n        principal:\n"
      "          aws: arn:aws:iam::{{var.account_id}}:root\n"
      "  inline_policies:\n    - policy_name: read\n      version: '2012-10-17'\n      statement:\n"
      "        - effect: Deny\n          not_action: ['s3:Get*']\n          resource: '*'\n"
      "          condition: {StringEquals: {'aws:PrincipalTag/statement': x}}\n";
  Reading reading = ReadText(text);
  EXPECT_EQ(reading.result.format, "iambic");
  ASSERT_THAT(reading.seen.documents, SizeIs(2));
  EXPECT_EQ(reading.result.open_values, 1U);
  std::vector<std::string> texts;
  for (const SeenDocument& document : reading.seen.documents) {
    for (const SeenText& seen : document.texts) {
      if (!seen.pointer.ends_with('#')) texts.push_back(seen.pointer + " " + seen.value);
    }
  }
  EXPECT_THAT(texts,
              ElementsAre("/Version 2012-10-17", "/Statement/0/Effect Allow",
                          "/Statement/0/Action sts:AssumeRole",
                          "/Statement/0/Principal/AWS arn:aws:iam::${var.account_id}:root",
                          "/Version 2012-10-17", "/Statement/0/Effect Deny",
                          "/Statement/0/NotAction/0 s3:Get*", "/Statement/0/Resource *",
                          "/Statement/0/Condition/StringEquals/aws:PrincipalTag/statement x"));
  const SeenText& root = reading.seen.documents[0].texts.back();
  EXPECT_EQ(text.substr(root.file_span.begin, root.file_span.end - root.file_span.begin),
            "arn:aws:iam::{{var.account_id}}:root");
  ASSERT_THAT(reading.result.records.entities, SizeIs(1));
  EXPECT_EQ(reading.result.records.entities[0].name, "web");
}

TEST(Kubernetes, OtherManifestsArePassedOver) {
  Reading reading =
      ReadText("apiVersion: v1\nkind: ConfigMap\ndata:\n  text: the Statement and its Effect\n");
  EXPECT_FALSE(reading.result.recognised);
  // The spec of somebody else's Role.
  reading =
      ReadText("apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nspec: {Statement: none}\n");
  EXPECT_FALSE(reading.result.recognised);
}

ReadOptions WithMarkdown() {
  ReadOptions options;
  options.markdown = true;
  return options;
}

TEST(Markdown, CodeBlocks) {
  Reading reading;
  EXPECT_THAT(Lines("markdown/guide.md", &reading, WithMarkdown()),
              ElementsAre("identity   ", "trust   ", "identity   "));
  EXPECT_THAT(reading.result.not_checked, IsEmpty());
}

TEST(Markdown, NotWithoutTheOption) {
  EXPECT_THAT(ReadText(InputFixture("markdown/guide.md")).seen.documents, IsEmpty());
}

// A block that cannot be read is an error; the others are read all the same.
TEST(Markdown, BrokenBlock) {
  const std::string text = InputFixture("markdown/broken.md");
  Reading reading = ReadText(text, WithMarkdown());
  EXPECT_THAT(reading.seen.documents, SizeIs(1));
  EXPECT_THAT(reading.result.not_checked, SizeIs(1));
  ASSERT_THAT(reading.seen.issues, SizeIs(1));
  EXPECT_EQ(reading.seen.issues[0].file_span.begin, text.find("..."));
}

TEST(Markdown, LoneStatements) {
  const std::string statement =
      R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-a/*"})";
  const std::string text = "# A\n\n```json\n" + statement + "\n```\n\n```json\n[" + statement +
                           ", " + statement + "]\n```\n\n```json\n{\"Effect\": \"Allow\"}\n```\n";
  const Reading reading = ReadText(text, WithMarkdown());
  ASSERT_THAT(reading.seen.documents, SizeIs(2));
  const SeenDocument& first = reading.seen.documents[0];
  EXPECT_EQ(first.file_span.begin, text.find(statement));
  EXPECT_EQ(first.kind, policy::Kind::kIdentity);
  std::vector<std::string> places;
  for (const SeenText& one : first.texts) {
    if (one.value == "s3:GetObject") {
      places.push_back(one.pointer + " " + std::to_string(one.file_span.begin));
    }
  }
  EXPECT_THAT(places,
              ElementsAre("/Statement/Action " + std::to_string(text.find("s3:GetObject"))));
}

std::vector<std::string> BlocksOf(const std::string& text) {
  const text::Source source = SourceOf(text);
  const text::View file(source.text());
  text::Arena arena;
  std::vector<std::string> blocks;
  for (const CodeBlock& block : CodeBlocks(file, &arena)) {
    blocks.push_back(std::string(block.language) + ":" + std::string(block.content->text()));
  }
  return blocks;
}

TEST(Markdown, Fences) {
  EXPECT_THAT(BlocksOf("```json\nEffect\n```\n"), ElementsAre("json:Effect\n"));
  EXPECT_THAT(BlocksOf("```json\nEffect"), ElementsAre("json:Effect"));
  EXPECT_THAT(BlocksOf("````\n```\nEffect\n```\n````"), ElementsAre(":```\nEffect\n```\n"));
  EXPECT_THAT(BlocksOf("~~~ {.json title=x}\nEffect\n```\n~~~"), ElementsAre("json:Effect\n```\n"));
  EXPECT_THAT(BlocksOf("> ```yaml\n> Effect:\n>   x\n> ```"), ElementsAre("yaml:Effect:\n  x\n"));
  EXPECT_THAT(BlocksOf("- x\n  ```\n  Effect\n y\n  ```"), ElementsAre(":Effect\ny\n"));
  EXPECT_THAT(BlocksOf("``` a`b\nEffect\n"), IsEmpty());
  EXPECT_THAT(BlocksOf("``\nEffect\n``"), IsEmpty());
  EXPECT_THAT(BlocksOf("```\nnothing\n```"), IsEmpty());
  EXPECT_THAT(BlocksOf("```\r\nEffect\r\n```\r\n"), ElementsAre(":Effect\r\n"));
}

// "key=value" of every cell; each must stand at its place.
std::vector<std::string> CellsOf(const std::string& text, bool* read) {
  const text::Source source = SourceOf(text);
  const text::View file(source.text());
  text::Arena arena;
  json::Tree tree;
  tree.text = source.text();
  std::vector<json::Issue> issues;
  *read = ReadCsv(file, &arena, &tree, &issues);
  EXPECT_EQ(issues.empty(), *read);
  std::vector<std::string> cells;
  for (json::Value row : tree.root()) {
    for (json::Value cell : row) {
      cells.push_back(std::string(cell.key()) + "=" + std::string(cell.str()));
      EXPECT_LE(cell.span().end, text.size());
    }
  }
  return cells;
}

TEST(Csv, Cells) {
  bool read = false;
  EXPECT_THAT(CellsOf("a,b\n1,2\n", &read), ElementsAre("a=1", "b=2"));
  EXPECT_TRUE(read);
  EXPECT_THAT(CellsOf("\"a\",b\r\n\"x, \"\"y\"\"\n\",2\r\n\r\n3", &read),
              ElementsAre("a=x, \"y\"\n", "b=2", "a=3"));
  EXPECT_TRUE(read);
  EXPECT_THAT(CellsOf("a\n\"\"\"\"\n\"\"\n", &read), ElementsAre("a=\"", "a="));
  EXPECT_THAT(CellsOf("a,b\nC:\\x,\"\\\"\n", &read), ElementsAre("a=C:\\x", "b=\\"));
  EXPECT_THAT(CellsOf("a\n1,2,3\n", &read), ElementsAre("a=1"));
  EXPECT_TRUE(read);
  EXPECT_THAT(CellsOf("a\n1\n\"open", &read), ElementsAre("a=1"));
  EXPECT_FALSE(read);
}

TEST(Csv, BrokenTableIsSaid) {
  const std::string text = "arn,policy\nx,\"{\"\"Statement\"\":[{\"\"Effect\"\":";
  Reading reading = ReadText(text);
  EXPECT_FALSE(reading.result.readable);
  ASSERT_THAT(reading.seen.issues, SizeIs(1));
  EXPECT_THAT(reading.seen.issues[0].message, HasSubstr("quoted cell"));
}

}  // namespace
}  // namespace rolelint::inputs::inventory_test
