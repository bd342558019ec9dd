// Terraform: plans, states and configurations, as the project's fixtures and real ones have them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "analyzer/hcl/module.h"
#include "analyzer/inputs/terraform_types.h"
#include "tests/inputs/collect.h"
#include "tests/support/paths.h"

namespace rolelint::inputs::terraform_test {
namespace {

using Json = nlohmann::ordered_json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string Fixture(const std::string& name) {
  return support::ReadFile(support::SourceDir() / "fixtures" / "inputs" / "terraform" / name);
}

// "kind name entity resource-type", and how many values are open.
class Heads : public Sink {
 public:
  void OnDocument(const policy::Document& document, const Owner& owner) override {
    std::string head(policy::KindName(document.kind));
    for (std::string_view part : {owner.policy_name, owner.entity_name, owner.resource_type}) {
      head.append(" ").append(part.empty() ? "-" : part);
    }
    if (document.open_values != 0) head += " open " + std::to_string(document.open_values);
    heads.push_back(head);
  }
  void OnIssues(const text::View&, std::span<const json::Issue>) override {}

  std::vector<std::string> heads;
};

std::vector<std::string> HeadsOf(const std::string& bytes, const ReadOptions& options = {}) {
  text::Source source = SourceOf(bytes);
  Scratch scratch;
  Heads heads;
  ReadInput(source, 0, options, &scratch, &heads);
  return heads.heads;
}

// The files of a module, each read with the others.
class Files {
 public:
  explicit Files(const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      sources_.push_back(SourceOf(text));
      std::vector<json::Issue> issues;
      module_.Add(sources_.back().text(), &issues);
    }
    module_.Index();
  }
  ReadOptions OptionsFor(uint32_t file) const {
    ReadOptions options;
    options.module = &module_;
    options.module_file = file;
    return options;
  }
  const text::Source& source(size_t file) const { return sources_[file]; }

 private:
  std::deque<text::Source> sources_;
  hcl::Module module_;
};

// Whether what stands there says the value itself: not so where a reference brings it.
bool SaysItself(std::string_view bytes) {
  return bytes.find_first_of(".([") == std::string_view::npos && bytes != "data" &&
         bytes != "statement";
}

void ExpectTextAtPlaces(std::string_view text, const Collected& seen, bool hcl) {
  for (const SeenDocument& document : seen.documents) {
    // A permission is no text of a policy: its statement is made.
    const bool made =
        std::any_of(document.texts.begin(), document.texts.end(), [](const SeenText& found) {
          return found.pointer == "/Version" && found.file_span.begin == found.file_span.end;
        });
    if (made) continue;
    for (const SeenText& found : document.texts) {
      ASSERT_LE(found.file_span.end, text.size());
      std::string bytes(
          text.substr(found.file_span.begin, found.file_span.end - found.file_span.begin));
      if (hcl) {
        if (found.value.find("${") != std::string::npos) continue;
        if (bytes != found.value && !SaysItself(bytes)) continue;
        // Keys of blocks are the provider's words for elements.
        if (found.pointer.ends_with("#") && bytes.find('_') != std::string::npos) continue;
        if (found.pointer.ends_with("#") && std::islower(bytes[0]) != 0) continue;
      }
      EXPECT_TRUE(BytesStandFor(bytes, found.value))
          << found.pointer << ": \"" << bytes << "\" is not \"" << found.value << "\"";
    }
  }
}

// --- plans --------------------------------------------------------------------------------------

TEST(Terraform, Plan) {
  const std::string text = Fixture("plan.json");
  EXPECT_THAT(
      HeadsOf(text),
      ElementsAre("trust - acme-account-hub -", "identity logs acme-account-hub -",
                  "identity assume acme-account-hub -",
                  "resource module.data[\"a.b\"].aws_s3_bucket_policy.this - AWS::S3::Bucket"));
  Reading reading = ReadText(text);
  EXPECT_EQ(reading.result.format, "terraform-plan");
  ExpectTextAtPlaces(text, reading.seen, false);
  // The bucket's own policy is only what AWS would fill in; the key's is somebody's.
  ASSERT_THAT(reading.result.not_checked, SizeIs(1));
  EXPECT_EQ(reading.result.not_checked[0].reason,
            "the policy aws_kms_key.later is known after apply only");
  EXPECT_EQ(reading.result.not_checked[0].why, NotChecked::Why::kElsewhere);
  ASSERT_THAT(reading.result.records.entities, SizeIs(1));
  const estate::Entity& role = reading.result.records.entities[0];
  EXPECT_TRUE(role.description.absent());
  EXPECT_TRUE(role.tags.present());
  EXPECT_EQ(role.max_session_seconds.value, 3600);
  // Who knows what else is attached.
  EXPECT_EQ(role.attached_state, estate::Knowledge::kUnknown);
  EXPECT_THAT(role.inline_policies, SizeIs(2));
}

TEST(Terraform, WhatThePlanDoesNotKnowIsOpen) {
  Json plan = Json::parse(Fixture("plan.json"));
  Json& change = plan["resource_changes"][0]["change"];
  for (const char* name : {"name", "description", "tags", "tags_all", "permissions_boundary"}) {
    change["after"].erase(name);
    change["after_unknown"][name] = true;
  }
  change["after"].erase("assume_role_policy");
  change["after_unknown"]["assume_role_policy"] = true;
  Reading reading = ReadText(plan.dump());
  const estate::Entity& role = reading.result.records.entities[0];
  EXPECT_EQ(role.name, "");
  EXPECT_EQ(role.description.state, estate::Knowledge::kUnknown);
  EXPECT_EQ(role.boundary_arn.state, estate::Knowledge::kUnknown);
  EXPECT_EQ(role.tags.state, estate::Knowledge::kUnknown);
  EXPECT_FALSE(role.trust_complete);
  ASSERT_THAT(reading.result.not_checked, SizeIs(2));
  EXPECT_EQ(reading.result.not_checked[0].reason, "the trust policy is known after apply only");
}

// The same said again, as a plan says it, and what is before.
TEST(Terraform, DuplicatesChangeNothing) {
  const Json plan = Json::parse(Fixture("plan.json"));
  const std::vector<std::string> once = Summary(ReadText(plan.dump()).seen);
  Json more = plan;
  more["prior_state"]["values"] = plan["planned_values"];
  more["resource_drift"] = plan["resource_changes"];
  more["planned_values"]["root_module"]["child_modules"] =
      Json::array({plan["planned_values"]["root_module"]});
  EXPECT_EQ(Summary(ReadText(more.dump()).seen), once);
  Json less = plan;
  less.erase("planned_values");
  EXPECT_EQ(Summary(ReadText(less.dump()).seen), once);
}

TEST(Terraform, OtherPartsOfAPlanWhereTheChangesAreMissing) {
  Json plan = Json::parse(Fixture("plan.json"));
  plan.erase("resource_changes");
  EXPECT_THAT(HeadsOf(plan.dump()), ElementsAre("trust - acme-account-hub -"));
  // `terraform show -json` of a state.
  Json state = {{"format_version", "1.0"}, {"values", plan["planned_values"]}};
  EXPECT_EQ(ReadText(state.dump()).result.format, "terraform-state");
  EXPECT_THAT(HeadsOf(state.dump()), ElementsAre("trust - acme-account-hub -"));
  // Nothing but the configuration: constants are read, the rest is not there.
  Json configured = Json::parse(R"({"format_version":"1.0","configuration":{"root_module":{
    "resources":[{"mode":"managed","type":"aws_iam_policy","name":"a","expressions":{
      "name":{"constant_value":"a"},"policy":{"constant_value":"{\"Statement\":[]}"}}},
     {"mode":"managed","type":"aws_iam_policy","name":"b","expressions":{
      "policy":{"references":["var.x"]}}}]}}})");
  EXPECT_THAT(HeadsOf(configured.dump()), ElementsAre("identity a - -"));
  EXPECT_THAT(ReadText(configured.dump()).result.not_checked, SizeIs(1));
}

TEST(Terraform, SensitiveValuesAreTold) {
  Json plan = Json::parse(Fixture("plan.json"));
  plan["resource_changes"][0]["change"]["after_sensitive"]["assume_role_policy"] = true;
  plan["outputs"]["token"] = {{"sensitive", true}, {"value", "s3cr3t"}};
  const std::string text = plan.dump(1);
  Reading reading = ReadText(text);
  ASSERT_THAT(reading.result.sensitive, SizeIs(2));
  const auto at = [&](Span span) { return text.substr(span.begin, span.size()); };
  EXPECT_THAT(at(reading.result.sensitive[0]), HasSubstr("user/bob"));
  EXPECT_EQ(at(reading.result.sensitive[1]), "\"s3cr3t\"");
  // It is checked, and no record carries it to findings elsewhere.
  EXPECT_EQ(reading.result.policies, 4U);
  EXPECT_THAT(reading.result.records.entities[0].trust, IsEmpty());
}

// Real plans, in all encodings: duplicates change nothing, places are right, every document of
// change.after is read.
TEST(Terraform, RealPlans) {
  std::optional<std::filesystem::path> data = support::SharedData();
  ROLELINT_REQUIRE(data, "the shared data (ROLELINT_SHARED_DATA)");
  size_t files = 0;
  size_t policies = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*data / "tf-plan")) {
    if (!entry.is_regular_file()) continue;
    SCOPED_TRACE(entry.path().string());
    const std::string text = support::ReadFile(entry.path());
    Reading reading = ReadText(text);
    EXPECT_EQ(reading.result.format, "terraform-plan");
    ExpectTextAtPlaces(text, reading.seen, false);
    Json plan = Json::parse(text);
    const std::vector<std::string> once = Summary(reading.seen);
    plan["prior_state"]["values"] = plan["planned_values"];
    plan["resource_drift"] = plan["resource_changes"];
    EXPECT_EQ(Summary(ReadText(plan.dump()).seen), once);
    plan.erase("planned_values");
    plan.erase("prior_state");
    EXPECT_EQ(Summary(ReadText(plan.dump()).seen), once);
    ++files;
    policies += reading.result.policies;
  }
  EXPECT_EQ(files, 26U);
  EXPECT_EQ(policies, 83U);
}

TEST(Terraform, TypesAreTold) {
  const TerraformPolicy* end = nullptr;
  const TerraformPolicy* found = FindTerraformPolicies("aws_sqs_queue_policy", &end);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(end - found, 1);
  EXPECT_EQ(found->resource_type, "AWS::SQS::Queue");
  EXPECT_EQ(FindTerraformPolicies("aws_sqs", &end), nullptr);
  EXPECT_EQ(FindTerraformPolicies("zzz", &end), nullptr);
  EXPECT_TRUE(IsForeignPolicyType("aws_iot_policy"));
}

TEST(Terraform, OddPlans) {
  for (
      const char* odd : {
          R"({"format_version":"1.0","resource_changes":[1,null,{"change":7},{"type":3,"change":{"after":[]}}]})",
          R"({"format_version":"1.0","resource_changes":[{"type":"aws_iam_role","change":{"after":{"assume_role_policy":7,"inline_policy":{"a":1},"tags":3},"after_unknown":7,"after_sensitive":[true]}}]})",
          R"({"resource_changes":[{"change":{"after":{}},"module_address":"module.a[\"","type":"aws_iam_policy"}]})",
          R"({"planned_values":{"root_module":{"resources":{},"child_modules":7}}})",
          R"({"version":4,"serial":1,"resources":[{"instances":[{"attributes":{"policy":[]},"sensitive_attributes":[7,[],[{}]]}]}]})",
          R"({"version":3,"serial":1,"modules":[{"resources":{"a":{"primary":{"attributes":{}}}}}]})",
      }) {
    SCOPED_TRACE(odd);
    Reading reading = ReadText(odd);
    EXPECT_TRUE(reading.result.readable);
    EXPECT_EQ(reading.seen.documents.size(), reading.result.policies);
  }
}

// --- states -------------------------------------------------------------------------------------

TEST(Terraform, State) {
  const std::string text = Fixture("state.json");
  // The data source is in force nowhere; the inline policy and the bucket's policy are resources of
  // their own, and what the role and the bucket say of them is the same again.
  EXPECT_THAT(HeadsOf(text),
              ElementsAre("trust - acme-account-hub -", "identity assume acme-account-hub -",
                          "resource aws_s3_bucket_policy.reports - AWS::S3::Bucket"));
  Reading reading = ReadText(text);
  EXPECT_EQ(reading.result.format, "terraform-state");
  ExpectTextAtPlaces(text, reading.seen, false);
  EXPECT_THAT(reading.result.sensitive, SizeIs(1));
  ASSERT_THAT(reading.result.records.entities, SizeIs(1));
  EXPECT_EQ(reading.result.records.entities[0].arn,
            "arn:aws:iam::519430287164:role/acme-account-hub");
}

TEST(Terraform, OldState) {
  EXPECT_THAT(
      HeadsOf(R"({"version":3,"terraform_version":"0.11.14","serial":1,"modules":[{"path":["root"],
    "resources":{"aws_iam_role.a":{"type":"aws_iam_role","primary":{"id":"a","attributes":{
      "name":"a","tags.%":"0","assume_role_policy":"{\"Statement\":[]}"}}},
     "data.aws_iam_policy_document.d":{"type":"aws_iam_policy_document","primary":{"attributes":{
      "json":"{\"Statement\":[{\"Effect\":\"Allow\"}]}"}}}}}]})"),
      ElementsAre("trust - a -"));
}

// --- configurations -----------------------------------------------------------------------------

TEST(Terraform, ModuleOfTwoFiles) {
  const Files files({Fixture("module/documents.tf"), Fixture("module/roles.tf")});
  EXPECT_THAT(HeadsOf(Fixture("module/documents.tf"), files.OptionsFor(0)),
              ElementsAre("trust - acme-account-hub -",
                          "identity data.aws_iam_policy_document.unused - -"));
  EXPECT_THAT(HeadsOf(Fixture("module/roles.tf"), files.OptionsFor(1)),
              ElementsAre("identity read acme-account-hub - open 3",
                          "resource aws_sqs_queue_policy.jobs - AWS::SQS::Queue open 2"));
  for (uint32_t i = 0; i < 2; ++i) {
    Reading reading = Read(files.source(i), files.OptionsFor(i));
    EXPECT_EQ(reading.result.format, "terraform-hcl");
    ExpectTextAtPlaces(files.source(i).text(), reading.seen, true);
    // The role is told of where it stands.
    EXPECT_THAT(reading.result.records.entities, SizeIs(i == 0 ? 0 : 1));
  }
  Reading roles = Read(files.source(1), files.OptionsFor(1));
  ASSERT_THAT(roles.result.not_checked, SizeIs(1));
  EXPECT_EQ(roles.result.not_checked[0].reason,
            "the policy aws_s3_bucket_policy.given is left open by the configuration: check that "
            "file by itself");
  EXPECT_EQ(roles.result.not_checked[0].why, NotChecked::Why::kUnresolved);
}

TEST(Terraform, OneFileOfAModuleSaysWhatIsMissing) {
  Reading reading = ReadText(Fixture("module/roles.tf"));
  // The trust policy is elsewhere, and so is what `file` reads.
  EXPECT_THAT(reading.result.not_checked, SizeIs(2));
  ASSERT_THAT(reading.result.notes, SizeIs(1));
  EXPECT_THAT(reading.result.notes[0].message, HasSubstr("give the folder"));
}

TEST(Terraform, ParametersSettleVariables) {
  const std::string text = R"(
variable "account" {}
resource "aws_iam_policy" "p" {
  name   = "p"
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole",
                        Resource = "arn:aws:iam::${var.account}:role/x" }] })
})";
  EXPECT_THAT(HeadsOf(text), ElementsAre("identity p - - open 1"));
  const std::pair<std::string, std::string> parameters[] = {{"account", "111122223333"}};
  ReadOptions options;
  options.parameters = parameters;
  EXPECT_THAT(HeadsOf(text, options), ElementsAre("identity p - -"));
}

struct HclCase {
  const char* what;
  const char* text;
  std::vector<std::string> heads;
  size_t not_checked = 0;
};

TEST(Terraform, WhereHclHasItsPolicies) {
  const HclCase kCases[] = {
      {"a heredoc",
       "resource \"aws_kms_key\" \"k\" {\n  policy = <<EOF\n{\"Statement\": []}\nEOF\n}\n",
       {"resource aws_kms_key.k - AWS::KMS::Key"}},
      {"a string with escapes",
       "resource \"aws_iam_policy\" \"p\" {\n  policy = \"{\\\"Statement\\\": []}\"\n}\n",
       {"identity aws_iam_policy.p - -"}},
      {"an inline block",
       "resource \"aws_iam_role\" \"r\" {\n  name = \"r\"\n  inline_policy {\n    name = \"i\"\n   "
       " "
       "policy = jsonencode({ Statement = [] })\n  }\n}\n",
       {"identity i r -"}},
      {"a dynamic block",
       "resource \"aws_iam_role\" \"r\" {\n  dynamic \"inline_policy\" {\n    for_each = var.x\n   "
       " "
       "content {\n      policy = inline_policy.value\n    }\n  }\n}\n",
       {},
       1},
      {"either of two",
       "resource \"aws_iam_role\" \"r\" {\n  assume_role_policy = var.x ? jsonencode({ Statement = "
       "[] }) : data.aws_iam_policy_document.d.json\n}\n"
       "data \"aws_iam_policy_document\" \"d\" {\n  statement {}\n}\n",
       {"trust - - -", "trust data.aws_iam_policy_document.d - -", "trust - - -", "trust - - -"}},
      {"a local",
       "locals {\n  p = { Statement = [] }\n}\nresource \"aws_sns_topic_policy\" \"t\" {\n  policy "
       "= "
       "jsonencode(local.p)\n}\n",
       {"resource aws_sns_topic_policy.t - AWS::SNS::Topic"}},
      {"an argument of a module",
       "module \"m\" {\n  policy = jsonencode({ Statement = [{ Effect = \"Allow\" }] })\n  other = "
       "jsonencode({ a = 1 })\n}\n",
       {"identity - - -"}},
      {"a policy of the organization",
       "resource \"aws_organizations_policy\" \"o\" {\n  type = \"RESOURCE_CONTROL_POLICY\"\n  "
       "content = jsonencode({ Statement = [] })\n}\n",
       {"rcp aws_organizations_policy.o - -"}},
      {"of which type is open",
       "resource \"aws_organizations_policy\" \"o\" {\n  type = var.t\n  content = jsonencode({ "
       "Statement = [] })\n}\n",
       {},
       1},
      {"no policy of IAM",
       "resource \"aws_iot_policy\" \"i\" {\n  policy = jsonencode({ Statement = [{ Effect = "
       "\"Allow\" }] })\n}\n",
       {}},
      {"what is used twice is read once",
       "data \"aws_iam_policy_document\" \"d\" {\n  statement {}\n}\n"
       "resource \"aws_iam_policy\" \"a\" {\n  policy = data.aws_iam_policy_document.d.json\n}\n"
       "resource \"aws_iam_policy\" \"b\" {\n  policy = data.aws_iam_policy_document.d.json\n}\n",
       {"identity aws_iam_policy.a - -"}},
      {"a directive outside strings",
       "resource \"aws_iam_policy\" \"a\" {\n  policy = <<EOF\n{%{ if var.x }\"Statement\": []%{ "
       "endif }}\nEOF\n}\n",
       {},
       1},
  };
  for (const HclCase& c : kCases) {
    SCOPED_TRACE(c.what);
    EXPECT_EQ(HeadsOf(c.text), c.heads);
    Reading reading = ReadText(c.text);
    EXPECT_THAT(reading.result.not_checked, SizeIs(c.not_checked));
    EXPECT_TRUE(reading.result.readable);
    ExpectTextAtPlaces(c.text, reading.seen, true);
  }
}

TEST(Terraform, BrokenHcl) {
  const std::string broken =
      "resource \"aws_iam_policy\" \"a\" {\n  policy = jsonencode({ Statement "
      "= [{ Effect = ] })\n}\n";
  Reading named = ReadText(broken);
  EXPECT_FALSE(named.result.readable);
  ASSERT_THAT(named.seen.issues, SizeIs(1));
  EXPECT_EQ(named.seen.issues[0].file_span.begin, broken.find(" ] }") + 1);
  ReadOptions folder;
  folder.explicitly_named = false;
  EXPECT_FALSE(ReadText(broken, folder).result.readable);
  Reading other = ReadText("resource \"aws_instance\" \"a\" {\n  ami = ]\n}\n", folder);
  EXPECT_TRUE(other.result.readable);
  EXPECT_THAT(other.seen.issues, IsEmpty());
  Reading none = ReadText("resource \"aws_instance\" \"a\" {\n  ami = 1\n}\n");
  EXPECT_TRUE(none.result.recognised);
  EXPECT_EQ(none.result.policies, 0U);
}

TEST(Terraform, RealConfigurations) {
  std::optional<std::filesystem::path> data = support::SharedData();
  ROLELINT_REQUIRE(data, "the shared data (ROLELINT_SHARED_DATA)");
  size_t policies = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*data)) {
    if (entry.path().extension() != ".tf") continue;
    SCOPED_TRACE(entry.path().string());
    const std::string text = support::ReadFile(entry.path());
    Reading reading = ReadText(text);
    EXPECT_EQ(reading.result.format, "terraform-hcl");
    EXPECT_TRUE(reading.result.readable);
    ExpectTextAtPlaces(text, reading.seen, true);
    policies += reading.result.policies;
  }
  EXPECT_EQ(policies, 20U);
}

}  // namespace
}  // namespace rolelint::inputs::terraform_test
