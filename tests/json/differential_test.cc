// The reader against RapidJSON and nlohmann/json: on valid, broken and random texts they accept the
// same ones and read the same values out of them.

#include <gtest/gtest.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "tests/json/invariants.h"
#include "tests/json/reading.h"

namespace rolelint::json::differential_test {
namespace {

// A text's events, one a line, so that three readers can be compared.
struct Log {
  std::string text;
  void Add(char kind, std::string_view what = "") {
    text.append(1, kind).append(what).append("\n");
  }
  void AddNumber(double number) {
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%.17g", number == 0 ? 0.0 : number);
    Add('#', buffer);
  }
};

struct RapidHandler : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, RapidHandler> {
  Log log;
  bool Null() { return log.Add('n'), true; }
  bool Bool(bool b) { return log.Add(b ? 't' : 'f'), true; }
  bool RawNumber(const char* s, rapidjson::SizeType n, bool) {
    return log.AddNumber(std::strtod(std::string(s, n).c_str(), nullptr)), true;
  }
  bool String(const char* s, rapidjson::SizeType n, bool) { return log.Add('"', {s, n}), true; }
  bool Key(const char* s, rapidjson::SizeType n, bool) { return log.Add('k', {s, n}), true; }
  bool StartObject() { return log.Add('{'), true; }
  bool EndObject(rapidjson::SizeType n) { return log.Add('}', std::to_string(n)), true; }
  bool StartArray() { return log.Add('['), true; }
  bool EndArray(rapidjson::SizeType n) { return log.Add(']', std::to_string(n)), true; }
};

struct NlohmannHandler : nlohmann::json_sax<nlohmann::json> {
  Log log;
  std::vector<size_t> counts{0};
  bool Value() { return ++counts.back(), true; }
  bool null() override { return log.Add('n'), Value(); }
  bool boolean(bool b) override { return log.Add(b ? 't' : 'f'), Value(); }
  bool number_integer(int64_t i) override { return log.AddNumber(static_cast<double>(i)), Value(); }
  bool number_unsigned(uint64_t i) override {
    return log.AddNumber(static_cast<double>(i)), Value();
  }
  bool number_float(double d, const std::string&) override { return log.AddNumber(d), Value(); }
  bool string(std::string& s) override { return log.Add('"', s), Value(); }
  bool binary(nlohmann::json::binary_t&) override { return false; }
  bool key(std::string& s) override { return log.Add('k', s), true; }
  bool start_object(size_t) override { return log.Add('{'), counts.push_back(0), true; }
  bool start_array(size_t) override { return log.Add('['), counts.push_back(0), true; }
  bool End(char kind) {
    log.Add(kind, std::to_string(counts.back()));
    counts.pop_back();
    return Value();
  }
  bool end_object() override { return End('}'); }
  bool end_array() override { return End(']'); }
  bool parse_error(size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }
};

void LogValue(Value value, Log* log) {
  switch (value.type()) {
    case Type::kNull:
      log->Add('n');
      return;
    case Type::kBool:
      log->Add(value.truth() ? 't' : 'f');
      return;
    case Type::kNumber:
      log->AddNumber(std::strtod(std::string(value.raw()).c_str(), nullptr));
      return;
    case Type::kString:
      log->Add('"', value.str());
      return;
    default:
      break;
  }
  log->Add(value.is_object() ? '{' : '[');
  for (Value child : value) {
    if (value.is_object()) log->Add('k', child.key());
    LogValue(child, log);
  }
  log->Add(value.is_object() ? '}' : ']', std::to_string(value.size()));
}

bool HasOverflow(const Tree& tree) {
  for (uint32_t i = 0; i < tree.nodes.size(); ++i) {
    Value value(&tree, i);
    if (value.type() == Type::kNumber &&
        !std::isfinite(std::strtod(std::string(value.raw()).c_str(), nullptr))) {
      return true;
    }
  }
  return false;
}

struct Tally {
  int accepted = 0;
  int rejected = 0;
};

// Compares the three on one text.
void Compare(const std::string& text, Tally* tally) {
  SCOPED_TRACE(text);
  ASSERT_EQ(CheckText(text), "");
  Reading ours(text);
  bool strict = ours.ok && ours.trees.size() == 1;
  bool surrogates = false;
  for (const Issue& issue : ours.issues) {
    if (issue.code == Issue::Code::kLoneSurrogate) {
      surrogates = true;
    } else if (issue.code != Issue::Code::kDuplicateKey) {
      strict = false;
    }
  }
  ++(strict ? tally->accepted : tally->rejected);
  Log log;
  if (strict) LogValue(ours.root(), &log);

  // Both others take a NUL for the end of the text.
  if (text.find('\0') != std::string::npos) return;

  const bool overflow = strict && HasOverflow(ours.trees[0]);
  NlohmannHandler nlohmann_handler;
  const bool nlohmann_ok = nlohmann::json::sax_parse(text, &nlohmann_handler);
  EXPECT_EQ(nlohmann_ok, strict && !surrogates && !overflow);
  if (nlohmann_ok) {
    EXPECT_EQ(nlohmann_handler.log.text, log.text);
  }

  // RapidJSON lets the second half of a surrogate pair pass alone, and has its own limit for
  // exponents.
  if (surrogates || overflow) return;
  rapidjson::Reader reader;
  RapidHandler rapid_handler;
  rapidjson::MemoryStream stream(text.data(), text.size());
  constexpr unsigned kFlags =
      rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag;
  const bool rapid_ok = !reader.Parse<kFlags>(stream, rapid_handler).IsError();
  EXPECT_EQ(rapid_ok, strict);
  if (rapid_ok) {
    EXPECT_EQ(rapid_handler.log.text, log.text);
  }
}

class Random {
 public:
  explicit Random(uint32_t seed) : engine_(seed) {}
  size_t Below(size_t n) { return engine_() % n; }
  template <typename T>
  const T& Of(const std::vector<T>& items) {
    return items[Below(items.size())];
  }

 private:
  std::mt19937 engine_;
};

std::string RandomBlanks(Random* random) {
  static const std::vector<std::string> kBlanks = {
      "", "", "", " ", "\n", "\r\n", "\t", "\n                        "};
  return random->Of(kBlanks);
}

std::string RandomString(Random* random) {
  static const std::vector<std::string> kParts = {"a",
                                                  "Effect",
                                                  "s3:GetObject",
                                                  "arn:aws:iam::111122223333:role/x",
                                                  "\\n",
                                                  "\\\"",
                                                  "\\\\",
                                                  "\\/",
                                                  "\\u0041",
                                                  "\\u00e9",
                                                  "\\ud83d\\ude00",
                                                  "\u00e9",
                                                  "\u20ac",
                                                  "\U0001F600",
                                                  " ",
                                                  "{",
                                                  "]",
                                                  "//",
                                                  "/*",
                                                  "'",
                                                  ",",
                                                  ":",
                                                  "\x7F"};
  std::string text = "\"";
  for (size_t n = random->Below(6); n > 0; --n) text += random->Of(kParts);
  return text + "\"";
}

std::string RandomValue(Random* random, size_t depth) {
  static const std::vector<std::string> kScalars = {
      "null", "true", "false", "0",       "-0",           "12", "-7",
      "1.5",  "2e3",  "1E-2",  "0.25e+1", "123456789012", "{}", "[]"};
  const size_t kind = random->Below(depth == 0 ? 2 : 5);
  if (kind == 0) return random->Of(kScalars);
  if (kind == 1) return RandomString(random);
  const bool object = kind == 2 || kind == 3;
  std::string text = object ? "{" : "[";
  const size_t count = random->Below(random->Below(20) == 0 ? 30 : 5);
  for (size_t i = 0; i < count; ++i) {
    text += RandomBlanks(random);
    if (object) text += RandomString(random) + RandomBlanks(random) + ":" + RandomBlanks(random);
    text += RandomValue(random, depth - 1) + RandomBlanks(random);
    if (i + 1 < count) text += ",";
  }
  if (count == 0) text += RandomBlanks(random);
  return text + (object ? "}" : "]");
}

TEST(Differential, ReadsValidTextsAlike) {
  Random random(1);
  Tally tally;
  for (int i = 0; i < 3000 && !HasFailure(); ++i) {
    Compare(RandomBlanks(&random) + RandomValue(&random, 5) + RandomBlanks(&random), &tally);
  }
  EXPECT_EQ(tally.rejected, 0);
}

// Whole characters only: what is no UTF-8 never reaches a reader.
TEST(Differential, RejectsTheSameMutations) {
  static const std::vector<std::string> kPieces = {
      "{",       "}",       "[",  "]",  ",",    ":",    "\"",     "\\",     "/",
      "0",       "1",       "-",  "+",  ".",    "e",    " ",      "\n",     "\t",
      "\x01",    "'",       "#",  "t",  "null", "true", "\u00a0", "\u201c", "\\u",
      "\\ud800", "\\udc00", "//", "/*", "*/",   "NaN",  "01",     "1.",     std::string(1, '\0')};
  Random random(2);
  Tally tally;
  for (int i = 0; i < 12000 && !HasFailure(); ++i) {
    std::string text = RandomValue(&random, 4);
    for (size_t n = 1 + random.Below(2); n > 0; --n) {
      size_t at = random.Below(text.size() + 1);
      // Not inside a character.
      while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
      size_t erase = random.Below(3) == 0 || at == text.size() ? 0 : 1;
      while (erase != 0 && at + erase < text.size() &&
             (static_cast<unsigned char>(text[at + erase]) & 0xC0) == 0x80) {
        ++erase;
      }
      text.replace(at, erase, random.Below(3) == 0 ? std::string() : random.Of(kPieces));
    }
    Compare(text, &tally);
  }
  EXPECT_GT(tally.accepted, 1000);
  EXPECT_GT(tally.rejected, 1000);
}

TEST(Differential, RejectsTheSameSequencesOfTokens) {
  static const std::vector<std::string> kTokens = {
      "{",      "}",    "[",    "]", ",",  ":",      "\"a\"", "\"\"", "1",
      "-1.5e2", "true", "null", " ", "\n", "\"b\":", "tru",   "-",    "0"};
  Random random(3);
  Tally tally;
  for (int i = 0; i < 60000 && !HasFailure(); ++i) {
    std::string text;
    for (size_t n = random.Below(9); n > 0; --n) text += random.Of(kTokens);
    Compare(text, &tally);
  }
  EXPECT_GT(tally.accepted, 100);
  EXPECT_GT(tally.rejected, 1000);
}

// Every text of up to three of these bytes.
TEST(Differential, AgreesOnAllShortTexts) {
  const std::string bytes = "{}[],:\"\\/0-1.eE+tn \n\x1F'";
  Tally tally;
  for (char a : bytes) {
    Compare(std::string{a}, &tally);
    for (char b : bytes) {
      Compare(std::string{a, b}, &tally);
      for (char c : bytes) {
        if (HasFailure()) return;
        Compare(std::string{a, b, c}, &tally);
        Compare(std::string{'[', a, b, c, ']'}, &tally);
        Compare(std::string{'"', a, b, c, '"'}, &tally);
      }
    }
  }
}

}  // namespace
}  // namespace rolelint::json::differential_test
