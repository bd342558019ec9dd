#include "analyzer/json/duplicate_keys.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/json/reading.h"

namespace rolelint::json::duplicate_keys_test {
namespace {

using Pairs =
    std::vector<std::pair<uint32_t, uint32_t>>;  // begin of the first, begin of the later key

std::string Object(const std::vector<std::string>& keys) {
  std::string text = "{";
  for (const std::string& key : keys) text += (text.size() > 1 ? ",\"" : "\"") + key + "\":0";
  return text + "}";
}

Pairs Found(std::string_view text) {
  Reading doc(text);
  EXPECT_TRUE(doc.ok);
  Pairs pairs;
  for (const Issue& issue : doc.issues) {
    EXPECT_EQ(issue.code, Issue::Code::kDuplicateKey);
    pairs.emplace_back(issue.related.begin, issue.span.begin);
  }
  return pairs;
}

Pairs Expected(const std::string& text) {
  Reading doc(text);
  std::map<std::string, uint32_t> first;
  Pairs pairs;
  for (Value member : doc.root()) {
    auto [at, fresh] = first.emplace(std::string(member.key()), member.key_span().begin);
    if (!fresh) pairs.emplace_back(at->second, member.key_span().begin);
  }
  return pairs;
}

TEST(DuplicateKeys, NamesTheLaterKeyAndTheFirst) {
  Reading doc(R"({"Effect": "Deny", "x": {"Effect": 1}, "Eff\u0065ct": "Allow", "Effect": 2})");
  ASSERT_EQ(doc.issues.size(), 2U);
  EXPECT_EQ(doc.At(doc.issues[0].span), R"("Eff\u0065ct")");
  EXPECT_EQ(doc.issues[0].related, (Span{1, 9}));
  EXPECT_EQ(doc.issues[1].related, (Span{1, 9}));
  EXPECT_EQ(doc.issues[0].message, "the name \"Effect\" occurs more than once in this object");
}

TEST(DuplicateKeys, TellsKeysApartThatAreAlike) {
  EXPECT_TRUE(Found(R"({"": 0, "a": 0, "A": 0, "aa": 0, "a\u0000": 0, "\u0000": 0})").empty());
  // Same length, same first and last eight bytes.
  EXPECT_TRUE(
      Found(R"({"12345678a12345678": 0, "12345678b12345678": 0, "1234567812345678": 0})").empty());
  EXPECT_EQ(Found(R"({"12345678a12345678": 0, "12345678a12345678": 0})").size(), 1U);
}

// Keys of one length and one first character, and objects of about as many keys as there are bits
// for them, some of them with escapes.
TEST(DuplicateKeys, TellsKeysApartThatLookAlikeAtAGlance) {
  EXPECT_TRUE(Found(Object({"axm", "aym", "azm"})).empty());
  EXPECT_EQ(Found(Object({"axm", "aym", "azm", "aym"})).size(), 1U);
  EXPECT_EQ(Found(R"({"ab": 0, "\u0061b": 0})").size(), 1U);
  EXPECT_EQ(Found(R"({"": 0, "": 0})").size(), 1U);
  for (size_t count = 28; count < 36; ++count) {
    std::vector<std::string> keys;
    for (size_t i = 0; i < count - 2; ++i) keys.push_back(std::string(i, 'k') + "x");
    keys.emplace_back("\\u006bx");
    keys.emplace_back("kkkkx");
    EXPECT_EQ(Found(Object(keys)), Expected(Object(keys))) << count;
    EXPECT_EQ(Found(Object(keys)).size(), 2U) << count;
  }
}

TEST(DuplicateKeys, AgreesWithAMapForObjectsOfAnySize) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    const size_t count = 1 + random() % (round % 10 == 0 ? 400 : 24);
    std::vector<std::string> keys;
    for (size_t i = 0; i < count; ++i) {
      std::string key = "k" + std::to_string(random() % (count * 2));
      if (random() % 3 == 0) key = "a-long-common-prefix/" + key + "/and-a-tail";
      if (random() % 5 == 0) key = "\\u0061" + key;
      keys.push_back(key);
    }
    const std::string text = Object(keys);
    EXPECT_EQ(Found(text), Expected(text)) << text;
  }
}

// Keys made to fall into one slot of the table: found all the same, and in time.
TEST(DuplicateKeys, StandsKeysThatWereMadeToCollide) {
  constexpr size_t kKeys = 3000;
  constexpr uint64_t kSlots = 8192;
  std::vector<std::string> keys;
  for (uint64_t i = 0; keys.size() < kKeys; ++i) {
    std::string key = std::to_string(i);
    if (HashKey(key) % kSlots < 4) keys.push_back(key);
  }
  keys.push_back(keys[5]);
  keys.push_back(keys[2000]);
  keys.push_back(keys[5]);
  const std::string text = Object(keys);
  EXPECT_EQ(Found(text), Expected(text));
  EXPECT_EQ(Found(text).size(), 3U);
}

}  // namespace
}  // namespace rolelint::json::duplicate_keys_test
