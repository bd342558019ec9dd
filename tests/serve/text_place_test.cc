// What a place in a document is, found from the text alone.

#include "analyzer/serve/text_place.h"

#include <gtest/gtest.h>

#include <string>

namespace rolelint::serve::text_place_test {
namespace {

struct Case {
  const char* name;
  Notation notation;
  std::string text;  // ‸ is the place
  PlaceElement element;
  std::string word;
};

constexpr std::string_view kMark = "‸";

void PrintTo(const Case& item, std::ostream* out) { *out << item.name; }

class TextPlaceTest : public ::testing::TestWithParam<Case> {};

TEST_P(TextPlaceTest, Finds) {
  const Case& item = GetParam();
  std::string text = item.text;
  const size_t offset = text.find(kMark);
  ASSERT_NE(offset, std::string::npos);
  text.erase(offset, kMark.size());
  const TextPlace place = FindPlace(text, offset, item.notation);
  EXPECT_EQ(ElementAt(place), item.element);
  EXPECT_EQ(text.substr(place.begin, place.end - place.begin), item.word);
}

constexpr Notation kJson = Notation::kBraces;
constexpr Notation kYaml = Notation::kIndented;

INSTANTIATE_TEST_SUITE_P(
    All, TextPlaceTest,
    ::testing::Values(
        Case{"action", kJson, R"({"Statement": [{"Action": "s3:Get‸"}]})", PlaceElement::kAction,
             "s3:Get"},
        Case{"action in a list", kJson, R"({"Statement": [{"Action": ["s3:A", "s3:‸Get*")",
             PlaceElement::kAction, "s3:Get*"},
        Case{"begun string", kJson, "{\"Statement\": {\"NotAction\": \"‸\n", PlaceElement::kAction,
             ""},
        Case{"end of a string", kJson, R"({"Action": "s3:X‸", "Resource": "*"})",
             PlaceElement::kAction, "s3:X"},
        Case{"resource", kJson, R"({"Action": "s3:X", "Resource": "arn:‸"})",
             PlaceElement::kResource, "arn:"},
        Case{"operator", kJson, R"({"Condition": {"Str‸"}})", PlaceElement::kOperator, "Str"},
        Case{"second operator", kJson, R"({"Condition": {"Bool": {"a:b": "true"}, "‸"}})",
             PlaceElement::kOperator, ""},
        Case{"key", kJson, R"({"Condition": {"StringEquals": {"aws:‸"}}})",
             PlaceElement::kConditionKey, "aws:"},
        Case{"value", kJson, R"({"Condition": {"StringEquals": {"aws:x": "y‸"}}})",
             PlaceElement::kOther, "y"},
        Case{"element", kJson, R"({"Action": "s3:X", "Res‸"})", PlaceElement::kOther, "Res"},
        Case{"sid", kJson, R"({"Sid": "Action‸"})", PlaceElement::kOther, "Action"},
        Case{"hcl", kJson, "statement {\n  actions = [\"s3:‸\"]\n", PlaceElement::kAction, "s3:"},
        Case{"hcl operator", kJson, "condition {\n  test = \"Str‸\"", PlaceElement::kOperator,
             "Str"},
        Case{"hcl key", kJson, "condition {\n  test = \"Bool\"\n  variable = \"aws:‸\"\n",
             PlaceElement::kConditionKey, "aws:"},
        Case{"hcl object", kJson, "policy = jsonencode({\n  Action = \"s3:‸\"\n",
             PlaceElement::kAction, "s3:"},
        Case{"comment", kJson, "# Action = [\n resources = [\"‸\"]", PlaceElement::kResource, ""},
        Case{"yaml action", kYaml, "Statement:\n  - Effect: Allow\n    Action: s3:Get‸Object\n",
             PlaceElement::kAction, "s3:GetObject"},
        Case{"yaml list", kYaml, "Statement:\n- Action:\n  - s3:A\n  - s3:‸\n",
             PlaceElement::kAction, "s3:"},
        Case{"yaml quoted", kYaml, "Action:\n  - 's3:‸*'\n", PlaceElement::kAction, "s3:*"},
        Case{"yaml flow", kYaml, "Action: [s3:A, s3:B‸]\n", PlaceElement::kAction, "s3:B"},
        Case{"yaml operator", kYaml, "    Condition:\n      Str‸", PlaceElement::kOperator, "Str"},
        Case{"yaml key", kYaml, "Condition:\n  StringEquals:\n    aws:‸",
             PlaceElement::kConditionKey, "aws:"},
        Case{"yaml second key", kYaml,
             "Condition:\n  StringEquals:\n    aws:x: y\n    aws:Sou‸rceIp: z\n",
             PlaceElement::kConditionKey, "aws:SourceIp"},
        Case{"yaml resource after a list", kYaml,
             "Statement:\n- Action:\n  - s3:A\n  Resource: arn‸\n", PlaceElement::kResource, "arn"},
        Case{"yaml sibling", kYaml, "- Action: s3:A\n  Eff‸", PlaceElement::kOther, "Eff"},
        Case{"empty", kJson, "‸", PlaceElement::kOther, ""},
        Case{"closing brackets", kJson, "}}]]{\"Action\": \"‸", PlaceElement::kAction, ""}));

TEST(TextPlace, AnyPlaceOfAnyTextIsFine) {
  const std::string texts[] = {"{\"a\\",
                               "\"",
                               "[[[[",
                               "a: b\n- - - c:\n",
                               "\xF0\x9F\x98\x80: \"",
                               "key = <<EOF\n{\n",
                               "- \n-\n -",
                               ": :\n",
                               "'",
                               "# x\n"};
  for (const std::string& text : texts) {
    for (size_t offset = 0; offset <= text.size(); ++offset) {
      for (const Notation notation : {Notation::kBraces, Notation::kIndented}) {
        const TextPlace place = FindPlace(text, offset, notation);
        EXPECT_LE(place.begin, place.end) << text;
        EXPECT_LE(place.end, text.size()) << text;
      }
    }
  }
}

TEST(TextPlace, NotationFollowsLanguageNameAndText) {
  EXPECT_EQ(NotationOf("yaml", "", ""), Notation::kIndented);
  EXPECT_EQ(NotationOf("", "file:///a.yml", ""), Notation::kIndented);
  EXPECT_EQ(NotationOf("json", "", "a: b"), Notation::kBraces);
  EXPECT_EQ(NotationOf("terraform", "main.tf", ""), Notation::kBraces);
  EXPECT_EQ(NotationOf("plaintext", "x.template", "{\"a\": 1}"), Notation::kBraces);
  EXPECT_EQ(NotationOf("plaintext", "x.template", "Resources:\n  A: {B: c}\n"),
            Notation::kIndented);
}

}  // namespace
}  // namespace rolelint::serve::text_place_test
