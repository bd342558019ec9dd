// One dump in every encoding and layout gives the same findings at the same tokens.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <nlohmann/json.hpp>

#include "analyzer/engine/rule.h"
#include "tests/corpus/real_policies.h"
#include "tests/support/paths.h"

namespace rolelint::corpus::encodings_test {
namespace {

using Json = nlohmann::ordered_json;

// A list is laid out otherwise in a minified document, so more of a long one is kept.
std::string Begin(std::string text) {
  std::erase_if(text, [](unsigned char c) { return std::isspace(c) != 0; });
  return text.substr(0, 40);
}

// What a finding says, without where its bytes lie: the token is told by its pointer and its text.
std::vector<std::string> Summary(const engine::CheckResult& result) {
  std::vector<std::string> lines;
  for (const engine::Finding& finding : result.findings) {
    lines.push_back(std::string(finding.rule->id) + " " +
                    std::string(engine::LevelName(finding.level)) + " " + finding.message + " " +
                    finding.policy.owner_arn + " " + finding.policy.name + " " + finding.pointer +
                    " " + finding.file_pointer + " " + Begin(finding.matched_text));
  }
  return lines;
}

std::string Widen(const std::string& ascii, int unit, bool little) {
  std::string wide;
  for (char c : ascii) {
    std::string one(static_cast<size_t>(unit), '\0');
    one[little ? 0 : static_cast<size_t>(unit) - 1] = c;
    wide += one;
  }
  return wide;
}

std::string Gzipped(const std::string& bytes) {
  z_stream stream = {};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, bytes.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string ReplaceAll(std::string text, const std::string& from, const std::string& to) {
  for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string PercentEncoded(const std::string& text) {
  std::string encoded;
  char escape[4];
  for (unsigned char c : text) {
    if (std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.' || c == '~') {
      encoded += static_cast<char>(c);
    } else {
      std::snprintf(escape, sizeof escape, "%%%02X", c);
      encoded += escape;
    }
  }
  return encoded;
}

// The dump with every policy document turned into a string.
Json WithStrings(Json value, bool percent) {
  if (value.is_array()) {
    for (Json& item : value) item = WithStrings(item, percent);
  } else if (value.is_object()) {
    for (auto& [key, member] : value.items()) {
      bool document =
          key == "AssumeRolePolicyDocument" || key == "PolicyDocument" || key == "Document";
      if (document && member.is_object()) {
        member = percent ? PercentEncoded(member.dump()) : member.dump(2);
      } else {
        member = WithStrings(member, percent);
      }
    }
  }
  return value;
}

// Auditors see AWS's own policies too, so a real dump has findings.
engine::CheckResult CheckDump(std::string bytes, int threads = 1) {
  RunSetting setting;
  setting.persona = engine::Persona::kAuditor;
  setting.threads = threads;
  return CheckBytes("dump.json", std::move(bytes), setting);
}

void ExpectSameEverywhere(const std::string& indented) {
  Json dump = Json::parse(indented);
  std::vector<std::string> expected = Summary(CheckDump(indented));
  ASSERT_FALSE(expected.empty());
  const std::pair<const char*, std::string> variants[] = {
      {"minified", dump.dump()},
      {"crlf", ReplaceAll(indented, "\n", "\r\n")},
      {"cr", ReplaceAll(indented, "\n", "\r")},
      {"bom", "\xEF\xBB\xBF" + indented},
      {"utf16le", "\xFF\xFE" + Widen(indented, 2, true)},
      {"utf16be", "\xFE\xFF" + Widen(indented, 2, false)},
      {"utf16le without mark", Widen(indented, 2, true)},
      {"utf32le", std::string("\xFF\xFE\0\0", 4) + Widen(indented, 4, true)},
      {"gzip", Gzipped(indented)},
      {"gzip of utf16", Gzipped("\xFF\xFE" + Widen(indented, 2, true))},
      {"json strings", WithStrings(dump, false).dump(4)},
      {"url-encoded", WithStrings(dump, true).dump(4)},
      {"url-encoded, minified, crlf", ReplaceAll(WithStrings(dump, true).dump(1), "\n", "\r\n")},
  };
  for (const auto& [name, bytes] : variants) {
    SCOPED_TRACE(name);
    EXPECT_THAT(Summary(CheckDump(bytes)), testing::ElementsAreArray(expected));
  }
  for (int threads : {2, 4}) {
    EXPECT_THAT(Summary(CheckDump(indented, threads)), testing::ElementsAreArray(expected));
  }
}

TEST(Encodings, GiveTheSameFindingsOnTheGuidesAccounts) {
  for (const char* account : {"acme", "hub"}) {
    ExpectSameEverywhere(support::ReadFile(support::SourceDir() / "fixtures/guide/as-exported" /
                                           account / "account.json"));
  }
}

TEST(Encodings, GiveTheSameFindingsOnARealDump) {
  auto data = support::SharedData();
  ROLELINT_REQUIRE(data, "the shared data (ROLELINT_SHARED_DATA)");
  for (const std::filesystem::path& path : FilesBelow(*data / "account-dumps")) {
    if (std::filesystem::file_size(path) > 100000) ExpectSameEverywhere(support::ReadFile(path));
  }
}

}  // namespace
}  // namespace rolelint::corpus::encodings_test
