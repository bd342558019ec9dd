// JSON from a client: whatever it is, it is read or refused at once.

#include "analyzer/serve/json_text.h"

#include <gtest/gtest.h>

#include <string>

#include "analyzer/serve/file_uri.h"

namespace rolelint::serve::json_text_test {
namespace {

std::string ObjectOf(size_t members) {
  std::string text = "{";
  for (size_t i = 0; i < members; ++i) {
    text += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":0";
  }
  return text + "}";
}

TEST(JsonText, RefusesWhatTakesTooLong) {
  struct Case {
    std::string text;
    std::string error;
  };
  const Case cases[] = {
      {"{", "it is not JSON"},
      {"", "it is not JSON"},
      {"\"\xFF\"", "it is not JSON"},
      {std::string(201, '['), "it is nested too deep"},
      {ObjectOf(1001), "an object has too many members"},
      {"[{\"a\":" + ObjectOf(1001) + "}]", "an object has too many members"},
  };
  for (const Case& item : cases) {
    std::string error;
    EXPECT_FALSE(ParseJson(item.text, &error)) << item.text.substr(0, 20);
    EXPECT_EQ(error, item.error) << item.text.substr(0, 20);
  }
}

TEST(JsonText, ReadsWhatIsFine) {
  std::string error;
  for (const std::string& text :
       {std::string("{\"a\":[1,{\"b\":\"[[[\"}]}"), ObjectOf(1000),
        "[" + ObjectOf(900) + "," + ObjectOf(900) + "]", std::string("null"),
        std::string(200, '[') + std::string(200, ']')}) {
    EXPECT_TRUE(ParseJson(text, &error)) << error << text.substr(0, 20);
  }
  const JsonTree tree = *ParseJson(R"({"a": {"b": true, "n": 3, "m": -1, "s": "x"}})", &error);
  EXPECT_TRUE(TrueAt(tree, {"a", "b"}));
  EXPECT_FALSE(TrueAt(tree, {"a", "n"}));
  EXPECT_EQ(NumberMember(tree["a"], "n"), 3U);
  EXPECT_FALSE(NumberMember(tree["a"], "m"));
  EXPECT_EQ(StringMember(tree["a"], "s"), "x");
  EXPECT_EQ(StringMember(tree["a"], "n"), "");
  EXPECT_EQ(Member(JsonTree(), "a"), nullptr);
}

TEST(FileUri, Paths) {
  EXPECT_EQ(PathOfUri("file:///a/b%20c/%C3%A9"), "/a/b c/é");
  EXPECT_EQ(PathOfUri("file://localhost/a"), "/a");
  for (const char* uri : {"", "/a", "http://x/a", "file://host/a", "file:///a%2", "file:///a%zz",
                          "file:///a%00b", "file:a", "untitled:x"}) {
    EXPECT_FALSE(PathOfUri(uri)) << uri;
  }
}

}  // namespace
}  // namespace rolelint::serve::json_text_test
