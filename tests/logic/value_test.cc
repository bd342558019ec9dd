#include "analyzer/logic/value.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace rolelint::logic::value_test {
namespace {

TEST(NumberTest, Order) {
  // Each below the next.
  const char* const ascending[] = {
      "-1e999999999999999",
      "-123456789012345678901234567890.5",
      "-123456789012345678901234567890",
      "-10",
      "-9.99999999999999999999",
      "-9.99999999999999999998",
      "-0.001",
      "-1e-30",
      "0",
      "1e-999999999999999",
      "0.00000000000000000000000001",
      "1.5e-7",
      "0.3",
      "0.30000000000000004",
      "1",
      "9007199254740992",
      "9007199254740993",
      "999999999999999999",
      "1000000000000000000",
      "1000000000000000000.0000000000000001",
      "1000000000000000001",
      "1e19",
      "1e400",
  };
  for (size_t i = 0; i < std::size(ascending); ++i) {
    for (size_t j = 0; j < std::size(ascending); ++j) {
      const auto a = ParseNumber(ascending[i]);
      const auto b = ParseNumber(ascending[j]);
      ASSERT_TRUE(a && b) << ascending[i] << " " << ascending[j];
      EXPECT_EQ(*a < *b, i < j) << ascending[i] << " " << ascending[j];
      EXPECT_EQ(*a == *b, i == j) << ascending[i] << " " << ascending[j];
    }
    EXPECT_EQ(ParseNumber(NumberText(*ParseNumber(ascending[i]))), ParseNumber(ascending[i]));
  }
}

TEST(NumberTest, OneValueHasManySpellings) {
  const std::vector<const char*> same[] = {
      {"0", "-0", "0.0", "000", "0e7", "+0", ".0", "0."},
      {"5", "+5", "5.0", "005", "50e-1", "0.5E1", "0.05e+2", "5.", "5e0"},
      {"-12.5", "-12.50", "-125e-1", "-0012.500"},
      {"1000000000000000000000", "1e21", "1000000000000000000000.000"},
  };
  for (const auto& spellings : same) {
    for (const char* spelling : spellings) {
      EXPECT_EQ(ParseNumber(spelling), ParseNumber(spellings[0])) << spelling;
    }
  }
}

TEST(NumberTest, WhatIsNone) {
  for (const char* text : {"", "-", "+", ".", "a", "1a", "1 ", " 1", "1.2.3", "1e", "1e+", "e5",
                           "0x10", "--1", "1,000", "NaN", "1e1234567890123456", "1e5.5"}) {
    EXPECT_EQ(ParseNumber(text), std::nullopt) << text;
  }
}

TEST(NumberTest, Text) {
  const struct {
    const char* text;
    const char* shown;
  } cases[] = {
      {"0", "0"},       {"-7.50", "-7.5"},  {"1e3", "1000"},
      {"1e30", "1e30"}, {"12e-3", "0.012"}, {"1.25e-20", "1.25e-20"},
      {"0.000", "0"},   {"-1e-9", "-1e-9"}, {"123456789012345678901", "123456789012345678901"}};
  for (const auto& c : cases) EXPECT_EQ(NumberText(*ParseNumber(c.text)), c.shown);
}

TEST(NumberTest, BetweenAndAbove) {
  std::mt19937 random(1);
  std::vector<Number> numbers;
  for (int i = 0; i < 400; ++i) {
    std::string text = random() % 2 == 0 ? "-" : "";
    for (uint32_t digits = random() % 4 + 1; digits > 0; --digits) text += "01589"[random() % 5];
    if (random() % 2 == 0) text += ".";
    for (uint32_t digits = random() % 22; digits > 0; --digits) text += "099"[random() % 3];
    if (random() % 8 == 0) text += "e-3";
    numbers.push_back(*ParseNumber(text));
  }
  for (const Number& a : numbers) {
    EXPECT_LT(a, NumberAbove(a)) << NumberText(a);
    for (const Number& b : numbers) {
      if (!(a < b)) continue;
      const Number between = NumberBetween(a, b);
      EXPECT_TRUE(a < between && between < b)
          << NumberText(a) << " " << NumberText(between) << " " << NumberText(b);
      EXPECT_EQ(ParseNumber(NumberText(between)), between);
    }
  }
}

TEST(DateTest, Forms) {
  const struct {
    const char* text;
    int64_t milliseconds;
  } cases[] = {
      {"1970", 0},
      {"1970-01", 0},
      {"1970-01-01", 0},
      {"1970-01-01T00:00Z", 0},
      {"1970-01-01T00:00:00Z", 0},
      {"1970-01-01t00:00:00z", 0},
      {"1970-01-01T00:00:00", 0},
      {"1970-01-01T01:30:00+01:30", 0},
      {"1969-12-31T19:00-05:00", 0},
      {"1970-01-01T00:00:00.5Z", 500},
      {"1970-01-01T00:00:00.0019999Z", 1},
      {"0", 0},
      {"-1", -1000},
      {"1.25", 1250},
      {"-100", -100'000},
      {"12345", 12'345'000},
      {"20200101", 20'200'101'000},
      {"2000", 946'684'800'000},
      {"2020-02-29", 1'582'934'400'000},
      {"2026-07-30T12:34:56Z", 1'785'414'896'000},
      {"1785414896", 1'785'414'896'000},
      {"0000-01-01T00:00:00Z", kFirstDate},
      {"9999-12-31T23:59:59.999Z", kLastDate},
      {"253402300799", kLastDate - 999},
  };
  for (const auto& c : cases) EXPECT_EQ(ParseDate(c.text), c.milliseconds) << c.text;
}

TEST(DateTest, WhatIsNone) {
  for (const char* text : {"",
                           "-",
                           "now",
                           "2020-13",
                           "2020-00",
                           "2020-02-30",
                           "2021-02-29",
                           "1900-02-29",
                           "2020-1-1",
                           "2020-01-01T",
                           "2020-01-01T10",
                           "2020-01-01T24:00Z",
                           "2020-01-01T10:60Z",
                           "2020-01-01T10:00:60Z",
                           "2020-01-01T10:00:00.Z",
                           "2020-01-01T10:00:00+1",
                           "2020-01-01Z",
                           "2020-01-01T10:00:00ZZ",
                           "2020-01-01 10:00:00Z",
                           "1e9",
                           "1.",
                           ".5",
                           "12:00:00Z",
                           "253402300800",
                           "99999999999999999999",
                           "0000-01-01T00:00:00+00:01"}) {
    EXPECT_EQ(ParseDate(text), std::nullopt) << text;
  }
}

TEST(DateTest, TextReadsBack) {
  std::mt19937_64 random(2);
  std::uniform_int_distribution<int64_t> dates(kFirstDate, kLastDate);
  for (int i = 0; i < 20'000; ++i) {
    const int64_t date = i < 5000 ? kFirstDate + i * int64_t{43'200'000} : dates(random);
    ASSERT_EQ(ParseDate(DateText(date)), date) << DateText(date);
  }
  EXPECT_EQ(DateText(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(DateText(-1), "1969-12-31T23:59:59.999Z");
}

TEST(AddressTest, Ranges) {
  const struct {
    const char* text;
    const char* first;
    const char* last;
  } cases[] = {
      {"10.0.0.1", "10.0.0.1", "10.0.0.1"},
      {"10.1.2.3/8", "10.0.0.0", "10.255.255.255"},
      {"0.0.0.0/0", "0.0.0.0", "255.255.255.255"},
      {"192.0.2.7/32", "192.0.2.7", "192.0.2.7"},
      {"2001:DB8::/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"},
      {"::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
      {"::1/128", "::1", "::1"},
      {"::ffff:10.0.0.1", "::ffff:10.0.0.1", "::ffff:10.0.0.1"},
      {"fe80::1/127", "fe80::", "fe80::1"},
  };
  for (const auto& c : cases) {
    const auto range = ParseAddressRange(c.text);
    ASSERT_TRUE(range) << c.text;
    EXPECT_EQ(AddressText(range->first), c.first);
    EXPECT_EQ(AddressText(range->last), c.last);
  }
  EXPECT_FALSE(ParseAddressRange("::ffff:10.0.0.1")->first == ParseAddressRange("10.0.0.1")->first);
}

TEST(AddressTest, WhatIsNone) {
  for (const char* text : {"", "/8", "10", "10.0.0", "10.0.0.256", "10.0.0.1.2", "010.0.0.1",
                           "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/a", "10.0.0.0/-1", "::/129",
                           "1:2:3:4:5:6:7", ":::", "fe80::1%eth0", " 10.0.0.1", "10.0.0.1/8/8",
                           "10.0.0.*", "0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000"}) {
    EXPECT_FALSE(ParseAddressRange(text)) << text;
  }
}

TEST(ValueTest, BoolsAndBase64) {
  EXPECT_EQ(ParseBool("TRUE"), true);
  EXPECT_EQ(ParseBool("False"), false);
  EXPECT_EQ(ParseBool("1"), std::nullopt);
  EXPECT_EQ(ParseBool(""), std::nullopt);
  for (const char* text : {"", "QQ==", "QUI=", "QUJD", "+/+/"}) EXPECT_TRUE(IsBase64(text)) << text;
  for (const char* text : {"Q", "QQ", "QQ=", "Q===", "====", "QQ==QQ==", "QU-D", "QUJD "}) {
    EXPECT_FALSE(IsBase64(text)) << text;
  }
}

// Points that lie on, between and beyond the bounds that the random sets have.
struct Line {
  Scale scale;
  std::vector<std::string> bounds;
  std::vector<std::string> points;
};

const Line kLines[] = {
    {Scale::kNumber,
     {"-7", "-0.5", "0", "1", "1.5", "3", "1e2", "x"},
     {"-8", "-7", "-1", "-0.5", "-0.1", "0", "0.5", "1", "1.2", "1.5", "2", "3", "50", "100",
      "1e9"}},
    {Scale::kDate,
     {"0000", "1970", "1970-01-01T00:00:00.001Z", "1970-01-01T00:00:00.002Z", "2026-01-01",
      "9999-12-31T23:59:59.999Z", "x"},
     {"0000", "0000-01-01T00:00:00.001Z", "1969", "1970", "1970-01-01T00:00:00.001Z",
      "1970-01-01T00:00:00.002Z", "1970-01-01T00:00:00.003Z", "2025", "2026", "2027",
      "9999-12-31T23:59:59.998Z", "9999-12-31T23:59:59.999Z"}},
    {Scale::kAddress,
     {"0.0.0.0", "0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", "255.255.255.255", "::/0",
      "::", "2001:db8::/32", "2001:db8::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "x"},
     {"0.0.0.0",
      "0.0.0.1",
      "9.255.255.255",
      "10.0.0.0",
      "10.0.5.5",
      "10.1.0.0",
      "10.1.2.3",
      "10.1.2.4",
      "10.255.255.255",
      "11.0.0.0",
      "255.255.255.254",
      "255.255.255.255",
      "::",
      "::1",
      "2001:db8::",
      "2001:db8::1",
      "2001:db8::2",
      "2001:db9::",
      "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe",
      "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}},
};

TEST(ValueSetTest, TestsHoldForTheValuesTheyName) {
  for (const Line& line : kLines) {
    if (line.scale == Scale::kAddress) continue;
    for (const std::string& bound : line.bounds) {
      for (const std::string& point : line.points) {
        const auto holds = [&](Relation relation) {
          return ValueSet::FromTest(line.scale, relation, bound).Contains(point);
        };
        if (bound == "x") {
          EXPECT_FALSE(holds(Relation::kEqual) || holds(Relation::kLess));
          continue;
        }
        const auto compare = [&]() -> int {
          if (line.scale == Scale::kDate) {
            return *ParseDate(point) < *ParseDate(bound) ? -1
                                                         : *ParseDate(bound) < *ParseDate(point);
          }
          return *ParseNumber(point) < *ParseNumber(bound)
                     ? -1
                     : *ParseNumber(bound) < *ParseNumber(point);
        };
        EXPECT_EQ(holds(Relation::kEqual), compare() == 0) << point << " " << bound;
        EXPECT_EQ(holds(Relation::kLess), compare() < 0) << point << " " << bound;
        EXPECT_EQ(holds(Relation::kLessEqual), compare() <= 0) << point << " " << bound;
        EXPECT_EQ(holds(Relation::kGreater), compare() > 0) << point << " " << bound;
        EXPECT_EQ(holds(Relation::kGreaterEqual), compare() >= 0) << point << " " << bound;
      }
    }
  }
}

TEST(ValueSetTest, AlgebraAndWitnesses) {
  std::mt19937 random(5);
  for (const Line& line : kLines) {
    const auto members = [&](const ValueSet& set) {
      std::vector<bool> in;
      for (const std::string& point : line.points) in.push_back(set.Contains(point));
      return in;
    };
    const auto random_test = [&] {
      const auto relation =
          line.scale == Scale::kAddress ? Relation::kEqual : static_cast<Relation>(random() % 5);
      return ValueSet::FromTest(line.scale, relation, line.bounds[random() % line.bounds.size()]);
    };
    for (int round = 0; round < 3000; ++round) {
      ValueSet set = random_test();
      std::vector<bool> expected = members(set);
      for (uint32_t steps = random() % 5; steps > 0; --steps) {
        const ValueSet other = random_test();
        const std::vector<bool> in_other = members(other);
        const uint32_t operation = random() % 3;
        set = operation == 0   ? set.Union(other)
              : operation == 1 ? set.Intersection(other)
                               : set.Complement();
        for (size_t i = 0; i < expected.size(); ++i) {
          expected[i] = operation == 0   ? expected[i] || in_other[i]
                        : operation == 1 ? expected[i] && in_other[i]
                                         : !expected[i];
        }
        ASSERT_EQ(members(set), expected);
        ASSERT_EQ(set.Complement().Complement(), set);
        ASSERT_TRUE(set.Intersection(set.Complement()).IsEmpty());
        ASSERT_EQ(set.Union(set.Complement()), ValueSet::All(line.scale));
      }
      // The points are dense enough: a set that has none of them has none at all.
      const bool some = std::find(expected.begin(), expected.end(), true) != expected.end();
      ASSERT_EQ(set.IsEmpty(), !some);
      const std::optional<std::string> picked = set.Pick();
      ASSERT_EQ(picked.has_value(), some);
      if (picked) {
        ASSERT_TRUE(set.Contains(*picked)) << *picked;
        ASSERT_LT(picked->size(), 45u) << *picked;
      }
    }
  }
}

TEST(ValueSetTest, PicksWhatReadsPlainly) {
  const struct {
    Scale scale;
    Relation relation;
    const char* bound;
    const char* picked;
  } cases[] = {
      {Scale::kNumber, Relation::kEqual, "3600", "3600"},
      {Scale::kNumber, Relation::kLess, "10", "1"},
      {Scale::kNumber, Relation::kLess, "1", "0"},
      {Scale::kNumber, Relation::kLess, "0", "-1"},
      {Scale::kNumber, Relation::kGreater, "3600", "4000"},
      {Scale::kNumber, Relation::kGreater, "999", "1000"},
      {Scale::kDate, Relation::kLess, "2020-06-30T12:00:00Z", "2020-06-24T00:00:00Z"},
      {Scale::kDate, Relation::kGreater, "2030-06-30T12:00:00Z", "2030-07-01T00:00:00Z"},
      {Scale::kDate, Relation::kLess, "2030-01-01", "2026-01-01T00:00:00Z"},
      {Scale::kAddress, Relation::kEqual, "10.20.0.0/16", "10.20.0.1"},
      {Scale::kAddress, Relation::kEqual, "0.0.0.0/0", "203.0.113.1"},
      {Scale::kAddress, Relation::kEqual, "192.0.2.77/32", "192.0.2.77"},
      {Scale::kAddress, Relation::kEqual, "2600::/16", "2600::1"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(ValueSet::FromTest(c.scale, c.relation, c.bound).Pick(), c.picked) << c.bound;
  }
  EXPECT_EQ(ValueSet::None(Scale::kDate).Pick(), std::nullopt);
}

TEST(ValueSetTest, OfAddressesOneAtATime) {
  const ValueSet set = ValueSet::FromTest(Scale::kAddress, Relation::kEqual, "10.0.0.0/8");
  EXPECT_TRUE(set.Contains("10.0.0.0/32"));
  EXPECT_FALSE(set.Contains("10.0.0.0/31"));
  EXPECT_FALSE(set.Contains("::ffff:10.0.0.1"));
  EXPECT_TRUE(set.Complement().Contains("::ffff:10.0.0.1"));
  EXPECT_FALSE(set.Complement().Contains("no address"));
}

}  // namespace
}  // namespace rolelint::logic::value_test
