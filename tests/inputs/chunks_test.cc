// A dump read in parts, on several threads, gives what it gives in one.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/inputs/collect.h"
#include "tests/support/paths.h"

namespace rolelint::inputs::chunks_test {
namespace {

using Json = nlohmann::ordered_json;
using testing::Eq;
using testing::Gt;
using testing::IsEmpty;
using testing::SizeIs;

// The fixture's account with its people and roles many times over.
Json LargeDump(int times) {
  Json dump = Json::parse(
      support::ReadFile(support::SourceDir() / "fixtures" / "inputs" / "account-details.json"));
  const char* const kNames[][2] = {{"UserDetailList", "UserName"},
                                   {"GroupDetailList", "GroupName"},
                                   {"RoleDetailList", "RoleName"},
                                   {"Policies", "PolicyName"}};
  for (const auto& [list, name] : kNames) {
    Json copies = Json::array();
    for (int i = 0; i < times; ++i) {
      for (Json element : dump[list]) {
        std::string suffix = "-" + std::to_string(i);
        element[name] = element[name].get<std::string>() + suffix;
        element["Arn"] = element["Arn"].get<std::string>() + suffix;
        copies.push_back(element);
      }
    }
    dump[list] = copies;
  }
  return dump;
}

void ExpectSameIssues(const Collected& a, const Collected& b) {
  ASSERT_EQ(a.issues.size(), b.issues.size());
  for (size_t i = 0; i < a.issues.size(); ++i) {
    EXPECT_EQ(a.issues[i].file_span, b.issues[i].file_span);
    EXPECT_EQ(a.issues[i].message, b.issues[i].message);
  }
}

void ExpectSame(const std::string& text, uint32_t target) {
  text::Source source = SourceOf(text);
  size_t chunks = 0;
  Reading parts = ReadInChunks(source, target, &chunks);
  ASSERT_THAT(chunks, Gt(2U));
  Reading whole = Read(source);
  EXPECT_THAT(Summary(parts.seen), Eq(Summary(whole.seen)));
  EXPECT_THAT(Summary(parts.result.records), Eq(Summary(whole.result.records)));
  ExpectSameIssues(parts.seen, whole.seen);
  ASSERT_EQ(parts.seen.documents.size(), whole.seen.documents.size());
  for (size_t i = 0; i < parts.seen.documents.size(); ++i) {
    EXPECT_EQ(parts.seen.documents[i].file_span, whole.seen.documents[i].file_span);
  }
  const InputResult& a = parts.result;
  const InputResult& b = whole.result;
  EXPECT_EQ(a.format, b.format);
  EXPECT_EQ(a.policies, b.policies);
  EXPECT_EQ(a.recognised, b.recognised);
  EXPECT_EQ(a.readable, b.readable);
  EXPECT_EQ(a.why_not, b.why_not);
  EXPECT_EQ(a.other_versions, b.other_versions);
  ASSERT_EQ(a.not_checked.size(), b.not_checked.size());
  for (size_t i = 0; i < a.not_checked.size(); ++i) {
    EXPECT_EQ(a.not_checked[i].reason, b.not_checked[i].reason);
    EXPECT_EQ(a.not_checked[i].span, b.not_checked[i].span);
    EXPECT_EQ(a.not_checked[i].why, b.not_checked[i].why);
  }
  ASSERT_EQ(a.notes.size(), b.notes.size());
  for (size_t i = 0; i < a.notes.size(); ++i) {
    EXPECT_EQ(a.notes[i].message, b.notes[i].message);
    EXPECT_EQ(a.notes[i].span, b.notes[i].span);
  }
}

TEST(Chunks, AreTheWhole) {
  const Json dump = LargeDump(20);
  for (uint32_t target : {1U, 700U, 5000U, 40000U}) {
    SCOPED_TRACE(target);
    ExpectSame(dump.dump(4), target);
    ExpectSame(dump.dump(), target);
  }
}

TEST(Chunks, TruncatedDump) {
  Json dump = LargeDump(5);
  dump["IsTruncated"] = true;
  dump["Marker"] = "AAEC";
  ExpectSame(dump.dump(2), 3000);
}

TEST(Chunks, SeveralPages) {
  Json first = LargeDump(3);
  first["IsTruncated"] = true;
  Json second = LargeDump(4);
  second["IsTruncated"] = false;
  ExpectSame(first.dump(2) + "\n" + second.dump(2), 3000);
  ExpectSame(second.dump() + first.dump(), 3000);
}

TEST(Chunks, UnreadableDocumentsAndOddElements) {
  Json dump = LargeDump(4);
  dump["RoleDetailList"][3]["AssumeRolePolicyDocument"] = "%7Bnot json";
  dump["RoleDetailList"][5] = 7;
  dump["UserDetailList"][1]["Arn"] = nullptr;
  dump["Policies"][2].erase("PolicyVersionList");
  ExpectSame(dump.dump(2), 2000);
}

TEST(Chunks, CommentsInsideElements) {
  std::string text = LargeDump(4).dump(2);
  size_t at = text.find("\"Effect\"", text.size() / 2);
  text.insert(at, "/* ] } \" */ ");
  ExpectSame(text, 2000);
}

TEST(Chunks, SyntaxErrorInsideAnElement) {
  std::string text = LargeDump(6).dump(2);
  for (size_t nth : {1U, 5U, 9U}) {
    SCOPED_TRACE(nth);
    std::string broken = text;
    size_t at = 0;
    for (size_t i = 0; i < nth; ++i) at = broken.find("\"CreateDate\"", at + 1);
    broken[at + 12] = ';';
    ExpectSame(broken, 2000);
    EXPECT_FALSE(ReadText(broken).result.readable);
  }
}

TEST(Chunks, NotCut) {
  EXPECT_THAT(CutDump(SourceOf(R"({"Statement":[]})"), 1), IsEmpty());
  EXPECT_THAT(CutDump(SourceOf(R"({"Roles":[{"RoleName":"a"},{"RoleName":"b"}]})"), 1), IsEmpty());
  EXPECT_THAT(CutDump(SourceOf(R"({"RoleDetailList":[{},{}]})"), 1000), IsEmpty());
  // What must be reported between elements is reported in its order.
  EXPECT_THAT(CutDump(SourceOf(R"({"RoleDetailList":[{},{},],"Policies":[]})"), 1), IsEmpty());
  EXPECT_THAT(CutDump(SourceOf(R"({"RoleDetailList":[{},{}]/**/})"), 1), IsEmpty());
  EXPECT_THAT(CutDump(SourceOf(R"({"RoleDetailList":[{},{}]} x)"), 1), IsEmpty());
  EXPECT_THAT(CutDump(SourceOf(R"({"RoleDetailList":[{},{})"), 1), IsEmpty());
  EXPECT_THAT(CutDump(SourceOf(R"({"RoleDetailList":[{} {}]})"), 1), IsEmpty());
  EXPECT_THAT(CutDump(SourceOf(R"({"RoleDetailList":[{},{}]})"), 1), SizeIs(3));
}

}  // namespace
}  // namespace rolelint::inputs::chunks_test
