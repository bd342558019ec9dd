// Which format each file is, and how many policies it holds: the project's own fixtures, and files
// collected from others.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>

#include "tests/inputs/collect.h"
#include "tests/support/paths.h"

namespace rolelint::inputs::formats_test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct Expected {
  const char* file;
  const char* format;  // "": not recognised
  uint32_t policies;
  size_t not_checked = 0;
};

constexpr Expected kFixtures[] = {
    {"account-details.json", "account-authorization-details", 8},
    {"account-details-json-strings.json", "account-authorization-details", 8},
    {"account-details-map.json", "account-authorization-details", 8},
    {"account-details-page-array.json", "account-authorization-details", 8},
    {"account-details-pages.json", "account-authorization-details", 8},
    {"account-details-truncated.json", "account-authorization-details", 5, 1},
    {"account-details-url-encoded.json", "account-authorization-details", 8},
    {"config-query.json", "config-query", 1},
    {"create-role.json", "get-role", 1},
    {"describe-policy-rcp.json", "organizations-policy", 1},
    {"describe-policy-scp.json", "organizations-policy", 1},
    {"describe-policy-tag.json", "organizations-policy", 0},
    {"form-encoded.json", "get-role", 1},
    {"get-bucket-policy.json", "get-bucket-policy", 1},
    {"get-group-policy.json", "get-group-policy", 1},
    {"get-group.json", "get-group", 0},
    {"get-instance-profile.json", "get-instance-profile", 1},
    {"get-policy-version.json", "get-policy-version", 1},
    {"get-policy.json", "", 0},
    {"get-role-policy.json", "get-role-policy", 1},
    {"get-role.json", "get-role", 1},
    {"get-user-policy.json", "get-user-policy", 1},
    {"get-user.json", "get-user", 0},
    {"lifecycle-policy.json", "", 0},
    {"list-attached-role-policies.json", "", 0},
    {"list-entities-for-policy.json", "", 0},
    {"list-instance-profiles.json", "list-instance-profiles", 1},
    {"list-policies.json", "", 0},
    {"list-policy-versions.json", "", 0},
    {"list-role-policies.json", "", 0},
    {"list-roles-more.json", "list-roles", 1, 1},
    {"list-roles.json", "list-roles", 2},
    {"list-users.json", "list-users", 0},
    {"not-a-policy.json", "", 0},
    {"policies.json", "policy", 2},
    {"policies.ndjson", "policy", 3},
    {"policy-as-string.json", "policy", 1},
    {"recorded-get-role.json", "get-role", 1},
    {"roles-of-another-tool.json", "", 0},
    {"template.json", "cloudformation", 1},
    {"trust-policy.json", "policy", 1},
    {"unreadable-document.json", "get-role", 0, 1},
};

std::string Fixture(const std::string& name) {
  return support::ReadFile(support::SourceDir() / "fixtures" / "inputs" / name);
}

ReadOptions FoundInFolder() {
  ReadOptions options;
  options.explicitly_named = false;
  return options;
}

TEST(Formats, EveryFixture) {
  size_t files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(support::SourceDir() / "fixtures" / "inputs")) {
    files += entry.is_regular_file() ? 1 : 0;
  }
  EXPECT_EQ(files, std::size(kFixtures)) << "a fixture is missing in the table";
  for (const Expected& expected : kFixtures) {
    SCOPED_TRACE(expected.file);
    Reading reading = ReadText(Fixture(expected.file));
    EXPECT_EQ(reading.result.format, expected.format);
    EXPECT_EQ(reading.result.policies, expected.policies);
    EXPECT_THAT(reading.seen.documents, SizeIs(expected.policies));
    EXPECT_THAT(reading.result.not_checked, SizeIs(expected.not_checked));
    const bool recognised = *expected.format != '\0';
    EXPECT_EQ(reading.result.recognised, recognised);
    EXPECT_TRUE(reading.result.readable);
    // Named by the user, nothing is passed over without a word; found in a folder, everything is.
    EXPECT_EQ(reading.result.why_not.empty(), recognised) << reading.result.why_not;
    Reading found = ReadText(Fixture(expected.file), FoundInFolder());
    EXPECT_EQ(found.result.format, expected.format);
    EXPECT_THAT(found.result.why_not, IsEmpty());
  }
}

TEST(Formats, SaysWhichExportToTake) {
  EXPECT_THAT(ReadText(Fixture("get-policy.json")).result.why_not,
              HasSubstr("no policy document in it (get-policy): use get-policy-version"));
  EXPECT_THAT(ReadText(Fixture("list-role-policies.json")).result.why_not,
              HasSubstr("use get-role-policy"));
}

TEST(Formats, MixedFile) {
  Reading reading = ReadText(Fixture("get-role.json") + Fixture("trust-policy.json") +
                             Fixture("list-roles.json"));
  EXPECT_EQ(reading.result.format, "mixed");
  EXPECT_EQ(reading.result.policies, 4U);
}

TEST(Formats, OptionDecidesTheKind) {
  ReadOptions options;
  options.kind = policy::Kind::kScp;
  Reading reading =
      ReadText(R"({"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]})", options);
  ASSERT_THAT(reading.seen.documents, SizeIs(1));
  EXPECT_EQ(reading.seen.documents[0].kind, policy::Kind::kScp);
  EXPECT_EQ(reading.seen.documents[0].kind_source, policy::KindSource::kOption);
}

TEST(Formats, WrongTypesOfWrapperFields) {
  const char* const kOdd[] = {
      R"({"Role":{"RoleName":7,"Arn":[],"Path":{},"Tags":3,"AssumeRolePolicyDocument":{"Statement":[]},"MaxSessionDuration":"x","PermissionsBoundary":[1]}})",
      R"({"Role":null})",
      R"({"Role":{"RoleName":"r","AssumeRolePolicyDocument":null}})",
      R"({"Role":{"RoleName":"r","AssumeRolePolicyDocument":12}})",
      R"({"Role":{"RoleName":"r","AssumeRolePolicyDocument":[]}})",
      R"({"Role":{"RoleName":"r","AssumeRolePolicyDocument":""}})",
      R"({"RoleDetailList":[1,"x",null,[],{}],"UserDetailList":{},"GroupDetailList":"x","Policies":[{"PolicyVersionList":[1]},{"PolicyVersionList":[{"IsDefaultVersion":true}]}]})",
      R"({"RoleDetailList":[{"RoleName":"r","RolePolicyList":[1,{"PolicyName":2,"PolicyDocument":3}],"AttachedManagedPolicies":[1],"Tags":[1,{"Key":1}]}],"IsTruncated":"yes"})",
      R"({"UserDetailList":[{"UserName":"u","UserPolicyList":"x","GroupList":[1]}]})",
      R"({"Roles":[[]],"IsTruncated":true})",
      R"({"InstanceProfiles":[{"Roles":[1]}]})",
      R"({"Policy":{"PolicySummary":{},"Content":7}})",
      R"({"PolicyVersion":{"Document":1}})",
      R"({"Versions":[{"VersionId":1,"IsDefaultVersion":1,"Document":"{"}]})",
      R"({"RoleName":1,"PolicyName":2,"PolicyDocument":3})",
      R"({"UserName":"u","PolicyName":2,"PolicyDocument":3})",
      R"({"status_code":1,"data":{"status_code":1,"data":{"status_code":1,"data":{}}}})",
      R"([[[[[[{"Statement":[]}]]]]]])",
      R"({"111122223333":{"RoleDetailList":[]},"444455556666":7})",
      "\"\\\"\\\\\\\"\"",
      "7",
  };
  for (const char* odd : kOdd) {
    SCOPED_TRACE(odd);
    Reading reading = ReadText(odd);
    EXPECT_TRUE(reading.result.readable);
    EXPECT_EQ(reading.seen.documents.size(), reading.result.policies);
    for (const NotChecked& part : reading.result.not_checked) {
      EXPECT_LE(part.span.end, std::string_view(odd).size());
      EXPECT_FALSE(part.reason.empty());
    }
  }
}

TEST(Formats, SyntaxErrorInAFolder) {
  // Not about policies: silent.
  Reading other = ReadText(R"({"compilerOptions": {'strict': true}})", FoundInFolder());
  EXPECT_TRUE(other.result.readable);
  EXPECT_FALSE(other.result.recognised);
  EXPECT_THAT(other.seen.issues, IsEmpty());
  // A comment in a file that is not about policies either.
  EXPECT_THAT(ReadText("// settings\n{\"strict\": true}", FoundInFolder()).seen.issues, IsEmpty());
  EXPECT_THAT(ReadText("// settings\n{\"strict\": true}").seen.issues, IsEmpty());
  // What looks like a policy must not be lost.
  Reading policy = ReadText(R"({"Statement": [{'Effect': "Allow"}]})", FoundInFolder());
  EXPECT_FALSE(policy.result.readable);
  ASSERT_THAT(policy.seen.issues, SizeIs(1));
  EXPECT_TRUE(policy.seen.issues[0].fatal);
  // Whatever the user named.
  EXPECT_FALSE(ReadText("{'a': 1}").result.readable);
}

TEST(Formats, BrokenPolicyInAStringIsSaid) {
  Reading reading = ReadText(
      R"({"Policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:Get*\",\"Resource\":}]}"})");
  EXPECT_EQ(reading.result.format, "resource-policy");
  EXPECT_THAT(reading.result.not_checked, SizeIs(1));
  ASSERT_THAT(reading.seen.issues, SizeIs(1));
  EXPECT_TRUE(reading.seen.issues[0].fatal);
}

TEST(Formats, SyntaxErrorInADump) {
  std::string text = Fixture("account-details.json");
  size_t at = text.find("\"RoleName\": \"web\"");
  ASSERT_NE(at, std::string::npos);
  text[at + 10] = '=';
  Reading reading = ReadText(text);
  EXPECT_FALSE(reading.result.readable);
  ASSERT_THAT(reading.seen.issues, SizeIs(1));
  EXPECT_EQ(reading.seen.issues[0].file_span.begin, at + 10);
  // What stands before it was read, nothing behind it.
  EXPECT_EQ(reading.result.policies, 4U);
  EXPECT_THAT(reading.result.records.coverage, IsEmpty());
  EXPECT_THAT(reading.result.not_checked, IsEmpty());
}

TEST(Formats, CommentsAndDuplicatesBetweenElements) {
  Reading reading = ReadText(R"({"RoleDetailList": [
    {"RoleName": "a", "AssumeRolePolicyDocument": {"Statement": []}}, // one
    {"RoleName": "b", "AssumeRolePolicyDocument": {"Statement": []}},
  ], "Policies": [], "Policies": []})");
  EXPECT_TRUE(reading.result.readable);
  EXPECT_EQ(reading.result.policies, 2U);
  std::vector<json::Issue::Code> codes;
  for (const SeenIssue& issue : reading.seen.issues) codes.push_back(issue.code);
  using Code = json::Issue::Code;
  EXPECT_THAT(codes,
              testing::ElementsAre(Code::kComment, Code::kTrailingComma, Code::kDuplicateKey));
}

TEST(Formats, TruncatedExportIsSaidLoudly) {
  struct Case {
    const char* text;
    bool truncated;
  };
  constexpr Case kCases[] = {
      {R"({"RoleDetailList":[],"IsTruncated":true,"Marker":"x"})", true},
      {R"({"RoleDetailList":[],"IsTruncated":true})", true},
      {R"({"RoleDetailList":[],"IsTruncated":false,"Marker":"x"})", false},
      {R"({"RoleDetailList":[],"Marker":"x"})", true},
      {R"({"RoleDetailList":[],"NextToken":"x"})", true},
      {R"({"RoleDetailList":[],"IsTruncated":false,"NextToken":"x"})", true},
      {R"({"RoleDetailList":[],"NextToken":null})", false},
      {R"({"RoleDetailList":[],"IsTruncated":true}{"RoleDetailList":[],"IsTruncated":false})",
       false},
      {R"({"RoleDetailList":[],"IsTruncated":false}{"RoleDetailList":[],"IsTruncated":true})",
       true},
      {R"([{"RoleDetailList":[],"IsTruncated":true},{"RoleDetailList":[]}])", false},
      {R"({"IsTruncated":true,"Roles":[{"RoleName":"a"}]})", true},
      {R"({"IsTruncated":true,"Roles":[]})", true},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.text);
    Reading reading = ReadText(c.text);
    EXPECT_TRUE(reading.result.recognised);
    ASSERT_THAT(reading.result.not_checked, SizeIs(c.truncated ? 1 : 0));
    if (c.truncated) {
      EXPECT_EQ(reading.result.not_checked[0].why, NotChecked::Why::kElsewhere);
      EXPECT_FALSE(reading.result.not_checked[0].span.empty());
      EXPECT_THAT(reading.result.records.coverage, IsEmpty());
    }
  }
}

TEST(Formats, CoverageIsOfWholeLists) {
  auto coverage = [](const std::string& text) {
    std::vector<std::string> lines;
    for (const std::string& line : Summary(ReadText(text).result.records)) {
      if (line.starts_with("covers")) lines.push_back(line);
    }
    return lines;
  };
  const std::string role =
      R"({"RoleName":"a","Path":"/","Arn":"arn:aws:iam::111122223333:role/a"})";
  const std::string deep =
      R"({"RoleName":"b","Path":"/x/y/","Arn":"arn:aws:iam::111122223333:role/x/y/b"})";
  EXPECT_THAT(coverage("{\"Roles\":[" + role + "," + deep + "]}"),
              testing::ElementsAre("covers 111122223333 roles"));
  // As --path-prefix leaves it.
  EXPECT_THAT(coverage("{\"Roles\":[" + deep + "]}"), IsEmpty());
  EXPECT_THAT(coverage("{\"RoleDetailList\":[" + deep + "],\"UserDetailList\":[]}"),
              testing::ElementsAre("covers 111122223333 users roles"));
  EXPECT_THAT(coverage("{\"Role\":" + role + "}"), IsEmpty());
  EXPECT_THAT(coverage(R"({"InstanceProfiles":[{"Roles":[)" + role + "]}]}"), IsEmpty());
  EXPECT_THAT(coverage(R"({"Users":[{"UserName":"u","Arn":"arn:aws:iam::111122223333:user/u"}]})"),
              IsEmpty());
  // Two accounts in one file; the second is not complete.
  EXPECT_THAT(
      coverage(
          "{\"Roles\":[" + role +
          R"(]}{"IsTruncated":true,"Roles":[{"RoleName":"c","Path":"/","Arn":"arn:aws:iam::444455556666:role/c"}]})"),
      testing::ElementsAre("covers 111122223333 roles"));
}

// Files that others have published.
TEST(Formats, CollectedFiles) {
  std::optional<std::filesystem::path> data = support::SharedData();
  ROLELINT_REQUIRE(data, "the shared data (ROLELINT_SHARED_DATA)");
  constexpr Expected kCollected[] = {
#include "tests/inputs/collected_files.inc"
  };
  std::map<std::string, const Expected*> expected;
  for (const Expected& line : kCollected) expected.emplace(line.file, &line);
  size_t seen = 0;
  for (const char* folder : {"account-dumps", "cli-output"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(*data / folder)) {
      if (!entry.is_regular_file()) continue;
      std::string name = entry.path().lexically_relative(*data).string();
      SCOPED_TRACE(name);
      std::string text = support::ReadFile(entry.path());
      Reading reading = ReadText(text);
      EXPECT_TRUE(reading.result.readable);
      auto found = expected.find(name);
      if (found == expected.end()) {
        ADD_FAILURE() << "not in the table";
        continue;
      }
      ++seen;
      EXPECT_EQ(reading.result.format, found->second->format);
      EXPECT_EQ(reading.result.policies, found->second->policies);
      EXPECT_THAT(reading.result.not_checked, SizeIs(found->second->not_checked));
      for (const SeenDocument& document : reading.seen.documents) {
        for (const SeenText& string : document.texts) {
          // What is around the one statement stands nowhere.
          if (reading.result.format == "add-permission" &&
              !string.pointer.starts_with("/Statement/")) {
            continue;
          }
          std::string bytes =
              text.substr(string.file_span.begin, string.file_span.end - string.file_span.begin);
          EXPECT_TRUE(BytesStandFor(bytes, string.value)) << bytes << " is not " << string.value;
        }
      }
    }
  }
  EXPECT_EQ(seen, expected.size());
}

}  // namespace
}  // namespace rolelint::inputs::formats_test
