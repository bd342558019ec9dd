#include "analyzer/catalog/arn_shapes.h"

#include <gtest/gtest.h>

#include <random>

#include "analyzer/catalog/past_names.h"
#include "analyzer/text/glob.h"

namespace rolelint::catalog::arn_shapes_test {
namespace {

TEST(CutArnTest, CutsAtColonsOutsideOfVariables) {
  const auto fields = CutArn("arn:aws:iam::${aws:PrincipalAccount}:role/${aws:username}:x");
  ASSERT_TRUE(fields);
  EXPECT_EQ(fields->partition, "aws");
  EXPECT_EQ(fields->service, "iam");
  EXPECT_EQ(fields->region, "");
  EXPECT_EQ(fields->account, "${aws:PrincipalAccount}");
  EXPECT_EQ(fields->resource, "role/${aws:username}:x");
  EXPECT_FALSE(CutArn("arn:aws:rds:*"));
  EXPECT_FALSE(CutArn("*"));
  EXPECT_FALSE(CutArn("arn:aws:iam::${aws:PrincipalAccount:role/x"));
}

TEST(CutArnTest, VariablesBecomeStars) {
  EXPECT_EQ(VariablesAsStars("a/${aws:username}/b"), "a/*/b");
  EXPECT_EQ(VariablesAsStars("${a}${b}*"), "*");
  EXPECT_EQ(VariablesAsStars("x${open"), "x*");
}

// Whether some text over a few letters fits both, by trying all of them.
bool MeetByTrying(std::string_view pattern, std::string_view shape, std::string* text,
                  size_t longest) {
  std::string glob(shape);
  bool narrow_holds = true;
  for (char& c : glob) {
    if (c == kHole) c = '*';
  }
  // Narrow holes are not tried here.
  if (glob.find(kNarrowHole) != std::string::npos) narrow_holds = false;
  if (narrow_holds && text::GlobMatches(pattern, *text) && text::GlobMatches(glob, *text)) {
    return true;
  }
  if (text->size() == longest) return false;
  for (const char c : {'a', 'b', '/'}) {
    text->push_back(c);
    const bool found = MeetByTrying(pattern, shape, text, longest);
    text->pop_back();
    if (found) return true;
  }
  return false;
}

TEST(MeetTest, IsExact) {
  std::mt19937 random(20260926);
  const std::string_view pattern_letters = "aab/**?";
  const std::string shape_letters = {'a', 'a', 'b', '/', kHole, kHole};
  for (int round = 0; round < 3000; ++round) {
    std::string pattern;
    std::string shape;
    for (size_t n = random() % 5; n > 0; --n) {
      pattern += pattern_letters[random() % pattern_letters.size()];
    }
    for (size_t n = random() % 5; n > 0; --n) {
      shape += shape_letters[random() % shape_letters.size()];
    }
    std::string text;
    EXPECT_EQ(Meet(pattern, shape), MeetByTrying(pattern, shape, &text, 7))
        << pattern << " and " << shape;
  }
}

TEST(MeetTest, ABucketIsNoObject) {
  const std::string bucket(1, kNarrowHole);
  const std::string object = bucket + "/" + kHole;
  EXPECT_TRUE(Meet("reports", bucket));
  EXPECT_FALSE(Meet("reports", object));
  EXPECT_TRUE(Meet("reports*", object));
  EXPECT_FALSE(Meet("reports/*", bucket));
  EXPECT_TRUE(Meet("reports/*", object));
  EXPECT_FALSE(Meet("reports:*", bucket));
  EXPECT_FALSE(Meet("reports:*", object));
}

TEST(MeetTest, LongTextsAreNotSlow) {
  std::string pattern;
  std::string shape;
  for (int i = 0; i < 1000; ++i) pattern += "*a";
  for (int i = 0; i < 90; ++i) shape += std::string("a") + kHole;
  EXPECT_TRUE(Meet(pattern, shape));
  EXPECT_FALSE(Meet(pattern + "b", shape + "c"));
}

// The short ways say what the long one says, of every shape of the catalogue.
TEST(ArnShapesTest, ShortLooksAgreeWithTheLongOne) {
  ArnShapes shapes(Catalog::BuiltIn());
  std::mt19937 random(20261126);
  size_t met = 0;
  for (const Service service : Catalog::BuiltIn().services()) {
    for (const ArnShape& shape : shapes.Of(service.prefix())) {
      for (int round = 0; round < 8; ++round) {
        // The shape with something in its holes, and now and then a letter put in or left out.
        std::string pattern;
        for (const char c : shape.resource()) {
          constexpr std::string_view kFillings[] = {"",      "x", "a/b", "a:b",
                                                    "name*", "*", "q?",  "*z"};
          if (c == kHole || c == kNarrowHole) {
            pattern += kFillings[random() % std::size(kFillings)];
          } else if (random() % 40 != 0) {
            pattern += c;
          }
          if (random() % 60 == 0) pattern += '/';
        }
        const bool meets = Meet(pattern, shape.resource());
        met += meets ? 1 : 0;
        const std::size_t literal = std::min(text::FirstWildcard(pattern), pattern.size());
        EXPECT_EQ(Meet(pattern, literal, shape), meets) << pattern << " and " << shape.resource();
        if (meets) {
          EXPECT_TRUE(MayMeet(LeadOf(pattern), shape.resource_lead()))
              << pattern << " and " << shape.resource();
        }
      }
    }
  }
  EXPECT_GT(met, 1000U);
}

TEST(ArnShapesTest, EveryPatternIsOfSomeServiceOrOfAny) {
  ArnShapes shapes(Catalog::BuiltIn());
  size_t open = 0;
  for (const ResourceType type : Catalog::BuiltIn().resource_types()) {
    const ArnPatterns arns = type.arns();
    for (size_t i = 0; i < arns.size(); ++i) {
      const std::optional<ArnFields> fields = CutArn(arns[i].text());
      ASSERT_TRUE(fields) << arns[i].text();
      if (fields->service.starts_with("${")) {
        EXPECT_TRUE(shapes.TakesAnyService(type.id())) << arns[i].text();
        ++open;
        continue;
      }
      const auto of_service = shapes.Of(fields->service);
      EXPECT_TRUE(std::any_of(of_service.begin(), of_service.end(), [&](const ArnShape& shape) {
        return shape.type() == type.id();
      })) << arns[i].text();
    }
  }
  EXPECT_GT(open, 0U);
}

TEST(ArnShapesTest, AreFoundByTheServiceInTheArn) {
  ArnShapes shapes(Catalog::BuiltIn());
  EXPECT_FALSE(shapes.Of("s3").empty());
  EXPECT_FALSE(shapes.Of("catalog").empty());  // Service Catalog's products
  EXPECT_TRUE(shapes.Of("nosuchservice").empty());
  EXPECT_TRUE(shapes.Of("S3").empty());
  for (const ArnShape& shape : shapes.Of("iam")) {
    EXPECT_EQ(shape.region(), ArnField::kEmpty) << shape.tail();
  }
}

TEST(PastNamesTest, AreNotOfThePresent) {
  const Catalog& catalog = Catalog::BuiltIn();
  for (const std::string_view name : {"deepracer", "ELASTIC-inference", "zocalo"}) {
    EXPECT_NE(FindPastService(name), nullptr) << name;
    EXPECT_FALSE(catalog.FindService(name)) << name;
  }
  EXPECT_EQ(FindPastService("s3"), nullptr);
  ASSERT_NE(FindPastAction("cloudhsm:createhapg"), nullptr);
  EXPECT_FALSE(catalog.FindAction("cloudhsm:CreateHapg"));
  EXPECT_NE(FindPastAction("cloudhsm:*Hapg"), nullptr);
  EXPECT_EQ(FindPastAction("cloudhsm:NoSuch"), nullptr);
  EXPECT_EQ(FindPastAction("s3:GetObject"), nullptr);
}

}  // namespace
}  // namespace rolelint::catalog::arn_shapes_test
