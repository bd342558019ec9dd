#include "analyzer/text/view.h"

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "analyzer/text/source.h"
#include "tests/text/random_text.h"

namespace rolelint::text::view_test {
namespace {

using namespace std::string_view_literals;

Span Whole(std::string_view text) { return {0, static_cast<uint32_t>(text.size())}; }

// A text in memory of its own size, so that a sanitizer sees whatever reads past it.
class Root {
 public:
  explicit Root(std::string_view text) : bytes_(text.begin(), text.end()), view_(Text()) {}
  const View& view() const { return view_; }
  std::string_view Text() const { return {bytes_.data(), bytes_.size()}; }

 private:
  std::vector<char> bytes_;
  View view_;
};

struct JsonCase {
  std::string_view raw;
  std::string_view text;
  std::vector<Span> bytes;  // where each decoded byte came from
};

TEST(JsonViewTest, Escapes) {
  const std::vector<JsonCase> cases = {
      {"", "", {}},
      {"ab", "ab", {{0, 1}, {1, 2}}},
      {R"(a\"b)", "a\"b", {{0, 1}, {1, 3}, {3, 4}}},
      {R"(\\\/)", "\\/", {{0, 2}, {2, 4}}},
      {R"(\b\f\n\r\t)", "\b\f\n\r\t", {{0, 2}, {2, 4}, {4, 6}, {6, 8}, {8, 10}}},
      {R"(\u0041)", "A", {{0, 6}}},
      {R"(\u00e9x)", "\u00e9x", {{0, 6}, {0, 6}, {6, 7}}},
      {R"(\u4E00)", "\u4e00", {{0, 6}, {0, 6}, {0, 6}}},
      {R"(\ud83d\uDE00!)", "\U0001F600!", {{0, 12}, {0, 12}, {0, 12}, {0, 12}, {12, 13}}},
      {"\u00e9", "\u00e9", {{0, 1}, {1, 2}}},
      // Halves of a pair, and NUL.
      {R"(\ud83dx)", "\uFFFDx", {{0, 6}, {0, 6}, {0, 6}, {6, 7}}},
      {R"(\ude00)", "\uFFFD", {{0, 6}, {0, 6}, {0, 6}}},
      {R"(\ud83d\n)", "\uFFFD\n", {{0, 6}, {0, 6}, {0, 6}, {6, 8}}},
      {R"(\ud83d\u0041)", "\uFFFDA", {{0, 6}, {0, 6}, {0, 6}, {6, 12}}},
      {R"(\u0000)", "\uFFFD", {{0, 6}, {0, 6}, {0, 6}}},
      // What the reader refuses stands as it is.
      {R"(\q)", "\\q", {{0, 1}, {1, 2}}},
      {R"(\)", "\\", {{0, 1}}},
      {R"(\u12)", "\\u12", {{0, 1}, {1, 2}, {2, 3}, {3, 4}}},
      {R"(\u12g4)", "\\u12g4", {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 6}}},
  };
  for (const JsonCase& c : cases) {
    SCOPED_TRACE(c.raw);
    Root root(c.raw);
    Arena arena;
    const View* view = View::FromJsonString(root.view(), Whole(c.raw), &arena);
    ASSERT_EQ(view->text(), c.text);
    EXPECT_EQ(std::string_view(view->text().data() + view->text().size(), kPadding),
              std::string(kPadding, '\0'));
    EXPECT_EQ(view->raw(), Whole(c.raw));
    EXPECT_EQ(view->depth(), 1);
    for (uint32_t i = 0; i < c.bytes.size(); ++i) {
      EXPECT_EQ(view->ToParent({i, i + 1}), c.bytes[i]) << i;
      EXPECT_EQ(view->ToFile({i, i}).begin, c.bytes[i].begin) << i;
    }
    EXPECT_EQ(view->ToParent(Whole(c.text)), Whole(c.raw));
  }
}

struct UrlCase {
  std::string_view raw;
  std::string_view text;
  std::vector<Span> bytes;
};

TEST(UrlViewTest, Escapes) {
  const std::vector<UrlCase> cases = {
      {"", "", {}},
      {"%7Ba%7d", "{a}", {{0, 3}, {3, 4}, {4, 7}}},
      {"%C3%A9", "\u00e9", {{0, 3}, {3, 6}}},
      {"\u00e9%2B+", "\u00e9++", {{0, 1}, {1, 2}, {2, 5}, {5, 6}}},
      {"%25%32%32", "%22", {{0, 3}, {3, 6}, {6, 9}}},
  };
  for (const UrlCase& c : cases) {
    SCOPED_TRACE(c.raw);
    Root root(c.raw);
    Arena arena;
    const View* view = View::FromUrlEncoded(root.view(), Whole(c.raw), false, &arena);
    ASSERT_NE(view, nullptr);
    ASSERT_EQ(view->text(), c.text);
    EXPECT_EQ(std::string_view(view->text().data() + view->text().size(), kPadding),
              std::string(kPadding, '\0'));
    for (uint32_t i = 0; i < c.bytes.size(); ++i) {
      EXPECT_EQ(view->ToParent({i, i + 1}), c.bytes[i]) << i;
    }
    EXPECT_EQ(view->ToParent(Whole(c.text)), Whole(c.raw));
  }
}

TEST(UrlViewTest, WhatIsNotOne) {
  for (std::string_view raw :
       {"%"sv, "a%"sv, "%4"sv, "%4g"sv, "%g4"sv, "% 41"sv, "%%41"sv, "%-1"sv, "100%"sv, "%FF"sv,
        "%C3"sv, "%C3x"sv, "%ED%A0%80"sv, "%C0%80"sv, "%00"sv, "a%00b"sv}) {
    Root root(raw);
    Arena arena;
    EXPECT_EQ(View::FromUrlEncoded(root.view(), Whole(raw), false, &arena), nullptr) << raw;
  }
}

TEST(UrlViewTest, APlusIsASpaceOnlyIfSoAsked) {
  std::string_view raw = "+a+%2B+%20+%7B++";
  Root root(raw);
  Arena arena;
  EXPECT_EQ(View::FromUrlEncoded(root.view(), Whole(raw), false, &arena)->text(), "+a+++ +{++");
  const View* view = View::FromUrlEncoded(root.view(), Whole(raw), true, &arena);
  EXPECT_EQ(view->text(), " a +   {  ");
  EXPECT_EQ(view->ToParent({3, 4}), (Span{3, 6}));
}

TEST(ViewTest, ARootIsTheIdentity) {
  Root root("some text");
  EXPECT_EQ(root.view().ToFile({2, 5}), (Span{2, 5}));
  EXPECT_EQ(root.view().FromParent(4), 4U);
  EXPECT_EQ(root.view().depth(), 0);
  // Past the end is the end.
  EXPECT_EQ(root.view().ToFile({5, 500}), (Span{5, 9}));
  EXPECT_EQ(root.view().ToFile({50, 500}), (Span{9, 9}));
}

TEST(ViewTest, PartsOfTheParent) {
  std::string_view outer = R"({"Doc":"{\"a\":\"%7B%22\"}"})";
  Root root(outer);
  Arena arena;
  auto begin = static_cast<uint32_t>(outer.find(R"({\")"));
  auto end = static_cast<uint32_t>(outer.rfind('"'));
  const View* json = View::FromJsonString(root.view(), {begin, end}, &arena);
  ASSERT_EQ(json->text(), R"({"a":"%7B%22"})");
  const View* url = View::FromUrlEncoded(*json, {6, 12}, false, &arena);
  ASSERT_NE(url, nullptr);
  ASSERT_EQ(url->text(), "{\"");
  EXPECT_EQ(url->depth(), 2);
  Span brace = url->ToFile({0, 1});
  EXPECT_EQ(outer.substr(brace.begin, brace.size()), "%7B");
  // An empty span stays empty, and at its place.
  EXPECT_EQ(url->ToFile({1, 1}), (Span{brace.end, brace.end}));
  Span key = json->ToFile({1, 4});
  EXPECT_EQ(outer.substr(key.begin, key.size()), R"(\"a\")");
  EXPECT_EQ(json->FromParent(key.begin), 1U);
  EXPECT_EQ(json->FromParent(key.begin + 1), 1U) << "within the escape";
  EXPECT_EQ(json->FromParent(key.end), 4U);
}

// One layer put around a text by hand: what it became, and for each byte of the text the bytes it
// became.
struct Layer {
  bool url = false;
  std::string encoded;
  std::vector<Span> bytes;
};

constexpr std::string_view kHexDigits = "0123456789abcdef0123456789ABCDEF";

Layer UrlEncode(std::string_view text, std::mt19937* random) {
  Layer layer;
  layer.url = true;
  bool escape = false;
  for (char c : text) {
    auto begin = static_cast<uint32_t>(layer.encoded.size());
    auto byte = static_cast<unsigned char>(c);
    // All bytes of a character or none: half of one could stand in no file.
    if ((byte & 0xC0) != 0x80) escape = c == '%' || Pick(random, 3) == 0;
    if (escape) {
      layer.encoded += '%';
      layer.encoded += kHexDigits[Pick(random, 2) * 16 + byte / 16];
      layer.encoded += kHexDigits[Pick(random, 2) * 16 + byte % 16];
    } else {
      layer.encoded += c;
    }
    layer.bytes.push_back({begin, static_cast<uint32_t>(layer.encoded.size())});
  }
  return layer;
}

Layer JsonEscape(const Characters& text, std::mt19937* random) {
  Layer layer;
  auto put_unit = [&](uint32_t unit) {
    layer.encoded += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) {
      layer.encoded += kHexDigits[Pick(random, 2) * 16 + (unit >> shift) % 16];
    }
  };
  for (uint32_t c : text) {
    auto begin = static_cast<uint32_t>(layer.encoded.size());
    std::string utf8 = ToUtf8({c});
    size_t simple = "\"\\/\b\f\n\r\t"sv.find(static_cast<char>(c));
    bool has_simple = c < 0x80 && simple != std::string_view::npos;
    bool must = c < 0x20 || c == '"' || c == '\\';
    bool whole = true;
    if (has_simple && Pick(random, 2) == 0) {
      layer.encoded += '\\';
      layer.encoded += "\"\\/bfnrt"[simple];
    } else if (must || Pick(random, 4) == 0) {
      if (c < 0x10000) {
        put_unit(c);
      } else {
        put_unit(0xD800 + (c - 0x10000) / 1024);
        put_unit(0xDC00 + (c - 0x10000) % 1024);
      }
    } else {
      layer.encoded += utf8;
      whole = false;
    }
    auto end = static_cast<uint32_t>(layer.encoded.size());
    for (uint32_t i = 0; i < utf8.size(); ++i) {
      layer.bytes.push_back(whole ? Span{begin, end} : Span{begin + i, begin + i + 1});
    }
  }
  return layer;
}

Characters FromUtf8(std::string_view bytes) {
  Characters all;
  for (size_t i = 0; i < bytes.size();) {
    auto lead = static_cast<unsigned char>(bytes[i]);
    size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    uint32_t c = length == 1 ? lead : lead & (0x7FU >> length);
    for (size_t j = 1; j < length; ++j) {
      c = c * 64 + (static_cast<unsigned char>(bytes[i + j]) & 0x3F);
    }
    all.push_back(c);
    i += length;
  }
  return all;
}

TEST(ViewPropertyTest, EverySpanOfRandomStacksComesFromItsBytes) {
  std::mt19937 random(9);
  for (int round = 0; round < 600; ++round) {
    const std::string inner = ToUtf8(RandomCharacters(&random, Pick(&random, 120)));
    // From the innermost layer out, each amid other text.
    std::vector<Layer> layers;
    std::vector<uint32_t> begins;
    std::string text = inner;
    for (uint32_t depth = 1 + Pick(&random, 4); depth > 0; --depth) {
      layers.push_back(Pick(&random, 2) == 0 ? UrlEncode(text, &random)
                                             : JsonEscape(FromUtf8(text), &random));
      begins.push_back(Pick(&random, 40));
      text = std::string(begins.back(), '%') + layers.back().encoded + "\\%";
    }
    // And back in.
    Root root(text);
    Arena arena;
    const View* view = &root.view();
    std::vector<const View*> views;
    for (size_t i = layers.size(); i-- > 0;) {
      Span raw = {begins[i], begins[i] + static_cast<uint32_t>(layers[i].encoded.size())};
      view = layers[i].url ? View::FromUrlEncoded(*view, raw, false, &arena)
                           : View::FromJsonString(*view, raw, &arena);
      ASSERT_NE(view, nullptr) << layers[i].encoded;
      views.insert(views.begin(), view);
    }
    ASSERT_EQ(view->text(), inner);
    ASSERT_EQ(view->depth(), static_cast<int>(layers.size()));

    // Where a span of layer i's decoded text lies in its parent, by the encoders' own notes.
    auto out_once = [&](size_t i, Span span) {
      const std::vector<Span>& bytes = layers[i].bytes;
      return Span{begins[i] + bytes[span.begin].begin, begins[i] + bytes[span.end - 1].end};
    };
    for (uint32_t i = 0; i < inner.size(); ++i) {
      Span span = {i, i + 1 + Pick(&random, static_cast<uint32_t>(inner.size()) - i)};
      Span expected = span;
      for (size_t j = 0; j < layers.size(); ++j) {
        expected = out_once(j, expected);
      }
      ASSERT_EQ(view->ToFile(span), expected) << span.begin << " " << span.end;
      Span empty = view->ToFile({i, i});
      ASSERT_TRUE(empty.empty());
      ASSERT_EQ(empty.begin, view->ToFile({i, i + 1}).begin);
    }
    // The inverse, a layer at a time, from each byte that something decoded came from.
    for (size_t j = 0; j < layers.size(); ++j) {
      const std::vector<Span>& bytes = layers[j].bytes;
      for (uint32_t i = 0; i < bytes.size(); ++i) {
        uint32_t first = i;
        while (first > 0 && bytes[first - 1] == bytes[i]) --first;
        for (uint32_t outer = bytes[i].begin; outer < bytes[i].end; ++outer) {
          ASSERT_EQ(views[j]->FromParent(begins[j] + outer), first);
        }
      }
      ASSERT_EQ(views[j]->FromParent(begins[j] + static_cast<uint32_t>(layers[j].encoded.size())),
                bytes.size());
    }
  }
}

TEST(ViewPropertyTest, RandomBytesNeverLeadOutOfBounds) {
  std::mt19937 random(10);
  constexpr std::string_view kAlphabet = "\\\\\\u%dD8cC0aAfF1\"nq";
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (uint32_t n = Pick(&random, 40); n > 0; --n) {
      text += kAlphabet[Pick(&random, static_cast<uint32_t>(kAlphabet.size()))];
    }
    Root root(text);
    Arena arena;
    const View* json = View::FromJsonString(root.view(), Whole(text), &arena);
    ASSERT_LE(json->text().size(), text.size());
    const View* url = View::FromUrlEncoded(*json, Whole(json->text()), true, &arena);
    for (const View* view : {json, url}) {
      if (view == nullptr) continue;
      uint32_t last = 0;
      for (uint32_t i = 0; i < view->text().size(); ++i) {
        Span span = view->ToFile({i, i + 1});
        ASSERT_LT(span.begin, span.end);
        ASSERT_LE(span.end, text.size());
        ASSERT_LE(last, span.begin);
        last = span.begin;
      }
    }
  }
}

}  // namespace
}  // namespace rolelint::text::view_test
