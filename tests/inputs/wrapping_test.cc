// The same dump in every wrapping gives the same documents, and every string is found at its place
// in the file.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "analyzer/inputs/unwrap.h"
#include "tests/inputs/collect.h"
#include "tests/support/paths.h"

namespace rolelint::inputs::wrapping_test {
namespace {

using Json = nlohmann::ordered_json;
using testing::Eq;
using testing::IsEmpty;
using testing::SizeIs;

std::string Fixture(const std::string& name) {
  return support::ReadFile(support::SourceDir() / "fixtures" / "inputs" / name);
}

void ExpectBytesAtSpans(const std::string& text, const Collected& seen) {
  for (const SeenDocument& document : seen.documents) {
    for (const SeenText& found : document.texts) {
      ASSERT_LE(found.file_span.end, text.size());
      std::string bytes =
          text.substr(found.file_span.begin, found.file_span.end - found.file_span.begin);
      EXPECT_TRUE(BytesStandFor(bytes, found.value))
          << document.owner_arn << " " << found.pointer << ": \"" << bytes << "\" is not \""
          << found.value << "\"";
    }
  }
}

std::string UrlEncode(const std::string& text) {
  std::string encoded;
  for (unsigned char c : text) {
    if (std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.' || c == '~') {
      encoded.push_back(static_cast<char>(c));
    } else {
      char escape[4];
      std::snprintf(escape, sizeof escape, "%%%02X", c);
      encoded += escape;
    }
  }
  return encoded;
}

Json Rewrap(const Json& value, const std::function<Json(const Json&)>& wrap) {
  Json result = value;
  if (value.is_object()) {
    for (auto& [key, member] : result.items()) {
      bool document =
          key == "AssumeRolePolicyDocument" || key == "PolicyDocument" || key == "Document";
      member = document ? wrap(member) : Rewrap(member, wrap);
    }
  } else if (value.is_array()) {
    for (Json& element : result) element = Rewrap(element, wrap);
  }
  return result;
}

class Wrapping : public testing::Test {
 protected:
  void ExpectSame(const std::string& text) {
    text::Source source = SourceOf(text);
    Reading reading = Read(source);
    EXPECT_THAT(Summary(reading.seen), Eq(documents_));
    EXPECT_THAT(Summary(reading.result.records), Eq(records_));
    EXPECT_THAT(reading.seen.issues, IsEmpty());
    EXPECT_THAT(reading.result.not_checked, IsEmpty());
    EXPECT_EQ(reading.result.format, "account-authorization-details");
    EXPECT_EQ(reading.result.other_versions, 1U);
    ExpectBytesAtSpans(std::string(source.text()), reading.seen);
  }

  const std::string text_ = Fixture("account-details.json");
  const Json dump_ = Json::parse(text_);
  const Reading plain_ = ReadText(text_);
  const std::vector<std::string> documents_ = Summary(plain_.seen);
  const std::vector<std::string> records_ = Summary(plain_.result.records);
};

TEST_F(Wrapping, AsObjects) {
  EXPECT_THAT(plain_.seen.documents, SizeIs(8));
  EXPECT_THAT(plain_.result.records.entities, SizeIs(5));
  ExpectSame(text_);
}

TEST_F(Wrapping, FixturesOfTheSameDump) {
  ExpectSame(Fixture("account-details-url-encoded.json"));
  ExpectSame(Fixture("account-details-json-strings.json"));
}

TEST_F(Wrapping, AsJsonStrings) {
  ExpectSame(Rewrap(dump_, [](const Json& d) -> Json { return d.dump(); }).dump(2));
  ExpectSame(Rewrap(dump_, [](const Json& d) -> Json { return d.dump(4, ' ', true); }).dump(2));
  // Twice escaped.
  ExpectSame(Rewrap(dump_, [](const Json& d) -> Json { return Json(d.dump()).dump(); }).dump());
}

TEST_F(Wrapping, UrlEncoded) {
  ExpectSame(Rewrap(dump_, [](const Json& d) -> Json { return UrlEncode(d.dump(1)); }).dump(2));
  ExpectSame(
      Rewrap(dump_, [](const Json& d) -> Json { return UrlEncode(UrlEncode(d.dump())); }).dump(2));
  ExpectSame(Rewrap(dump_, [](const Json& d) -> Json {
               return UrlEncode(Json(UrlEncode(d.dump())).dump());
             }).dump(2));
}

TEST_F(Wrapping, Minified) { ExpectSame(dump_.dump()); }

TEST_F(Wrapping, EscapedAsAscii) { ExpectSame(dump_.dump(4, ' ', true)); }

TEST_F(Wrapping, OtherLineBreaks) {
  for (const std::string line_break : {"\r\n", "\r"}) {
    std::string text;
    for (char c : text_) {
      if (c == '\n') {
        text += line_break;
      } else {
        text += c;
      }
    }
    ExpectSame(text);
  }
}

TEST_F(Wrapping, WithByteOrderMark) { ExpectSame("\xEF\xBB\xBF" + text_); }

TEST_F(Wrapping, InUtf16) {
  std::string utf16 = "\xFF\xFE";
  // The escaped form is ASCII alone, so that widening is encoding.
  for (char c : dump_.dump(4, ' ', true)) {
    utf16.push_back(c);
    utf16.push_back('\0');
  }
  ExpectSame(utf16);
}

TEST_F(Wrapping, RecordsDoNotDependOnTheOrderOfKeys) {
  // nlohmann's plain json sorts its keys: Policies come first, names after documents.
  Reading sorted = ReadText(nlohmann::json::parse(text_).dump(2));
  std::vector<std::string> records = Summary(sorted.result.records);
  EXPECT_THAT(records, testing::UnorderedElementsAreArray(records_));
}

// The order of an account's lists differs between one dump and its pages.
TEST_F(Wrapping, PagesAreTheDump) {
  for (const char* name : {"account-details-pages.json", "account-details-page-array.json"}) {
    SCOPED_TRACE(name);
    std::string text = Fixture(name);
    Reading reading = ReadText(text);
    EXPECT_THAT(Summary(reading.seen), testing::UnorderedElementsAreArray(documents_));
    EXPECT_THAT(Summary(reading.result.records), testing::UnorderedElementsAreArray(records_));
    EXPECT_THAT(reading.result.not_checked, IsEmpty());
    ExpectBytesAtSpans(text, reading.seen);
  }
}

TEST_F(Wrapping, AccountMapIsTheDump) {
  Reading reading = ReadText(Fixture("account-details-map.json"));
  EXPECT_THAT(Summary(reading.seen), Eq(documents_));
  std::vector<std::string> records = records_;
  records.push_back("covers 345678901234 users groups roles");
  EXPECT_THAT(Summary(reading.result.records), Eq(records));
}

TEST_F(Wrapping, KindsFollowTheWrapping) {
  std::vector<policy::Kind> kinds;
  for (const SeenDocument& document : plain_.seen.documents) {
    kinds.push_back(document.kind);
    EXPECT_EQ(document.kind_source, policy::KindSource::kWrapping);
  }
  using policy::Kind;
  EXPECT_THAT(
      kinds, testing::ElementsAre(Kind::kIdentity, Kind::kIdentity, Kind::kTrust, Kind::kIdentity,
                                  Kind::kTrust, Kind::kIdentity, Kind::kBoundary, Kind::kIdentity));
  EXPECT_TRUE(plain_.seen.documents.back().aws_managed);
}

TEST_F(Wrapping, NameSpansPointAtNames) {
  for (const SeenDocument& document : plain_.seen.documents) {
    if (document.policy_name.empty()) continue;
    EXPECT_EQ(
        text_.substr(document.name_span.begin, document.name_span.end - document.name_span.begin),
        document.policy_name);
  }
}

TEST_F(Wrapping, PlusIsASpaceOnlyAsALastResort) {
  Reading form = ReadText(Fixture("form-encoded.json"));
  ASSERT_THAT(form.seen.documents, SizeIs(1));
  EXPECT_THAT(form.seen.issues, IsEmpty());
  bool found = false;
  for (const SeenText& text : form.seen.documents[0].texts) {
    // The encoder wrote the name's own plus as %2B.
    found = found || text.value == "arn:aws:iam::345678901234:user/otto+ci";
  }
  EXPECT_TRUE(found);

  Reading bare = ReadText(
      R"({"Role":{"RoleName":"r","AssumeRolePolicyDocument":"%7B%22Statement%22%3A%7B%22Sid%22%3A%22a+b%22%7D%7D"}})");
  ASSERT_THAT(bare.seen.documents, SizeIs(1));
  EXPECT_EQ(bare.seen.documents[0].texts.back().value, "a+b");
}

TEST_F(Wrapping, LayersAreCapped) {
  auto wrapped = [](int layers) {
    Json document = R"({"Statement":[{"Effect":"Allow","Action":"a:b","Resource":"*"}]})"_json;
    Json value = document.dump();
    for (int i = 1; i < layers; ++i) value = value.dump();
    return Json{{"RoleName", "r"}, {"PolicyName", "p"}, {"PolicyDocument", value}}.dump();
  };
  EXPECT_THAT(ReadText(wrapped(kMaxDecodeLayers)).seen.documents, SizeIs(1));
  Reading above = ReadText(wrapped(kMaxDecodeLayers + 1));
  EXPECT_THAT(above.seen.documents, IsEmpty());
  ASSERT_THAT(above.seen.issues, SizeIs(1));
  EXPECT_EQ(above.seen.issues[0].code, json::Issue::Code::kTooDeep);
  EXPECT_THAT(above.result.not_checked, SizeIs(1));
  EXPECT_TRUE(above.result.readable);
}

TEST_F(Wrapping, UnreadableDocumentIsSaidAtItsPlace) {
  std::string text = Fixture("unreadable-document.json");
  Reading reading = ReadText(text);
  EXPECT_TRUE(reading.result.readable);
  EXPECT_TRUE(reading.result.recognised);
  ASSERT_THAT(reading.seen.issues, SizeIs(1));
  EXPECT_TRUE(reading.seen.issues[0].fatal);
  EXPECT_FALSE(reading.seen.issues[0].in_file);
  EXPECT_EQ(text[reading.seen.issues[0].file_span.begin], '<');
  ASSERT_THAT(reading.result.not_checked, SizeIs(1));
  EXPECT_EQ(reading.result.not_checked[0].why, NotChecked::Why::kUnreadable);
  ASSERT_THAT(reading.result.records.entities, SizeIs(1));
  EXPECT_EQ(reading.result.records.entities[0].trust_state, estate::Knowledge::kUnknown);
  EXPECT_FALSE(reading.result.records.entities[0].trust_complete);
}

TEST_F(Wrapping, IssuesInsideStringsKeepTheirPlace) {
  Reading reading = ReadText(
      R"({"RoleName":"r","PolicyName":"p","PolicyDocument":"{\"Statement\":[],\"Statement\":[{\"Effect\":\"Deny\",}]}"})");
  ASSERT_THAT(reading.seen.issues, SizeIs(2));
  EXPECT_EQ(reading.seen.issues[0].code, json::Issue::Code::kTrailingComma);
  EXPECT_EQ(reading.seen.issues[1].code, json::Issue::Code::kDuplicateKey);
  EXPECT_THAT(reading.seen.documents, SizeIs(1));
}

}  // namespace
}  // namespace rolelint::inputs::wrapping_test
