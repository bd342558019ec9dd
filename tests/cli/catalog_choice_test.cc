#include "analyzer/cli/catalog_choice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::cli::catalog_choice_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(CatalogAge, DaysAreCountedOverMonthsAndYears) {
  EXPECT_EQ(DaysBetween("2026-01-31", "2026-02-01"), 1);
  EXPECT_EQ(DaysBetween("2024-02-28", "2024-03-01"), 2);
  EXPECT_EQ(DaysBetween("2025-12-31", "2026-12-31"), 365);
  EXPECT_EQ(DaysBetween("2026-02-01", "2026-01-31"), -1);
  for (const char* wrong :
       {"", "2026-1-31", "2026-02-30", "2026/01/31", "2026-01-3x", "2026-00-10"}) {
    EXPECT_FALSE(DaysBetween(wrong, "2026-01-31")) << wrong;
  }
}

TEST(CatalogAge, ANoteIsForThoseAboveTheLimit) {
  EXPECT_EQ(CatalogAgeNote("2026-01-01", "2026-04-01", 90), "");
  EXPECT_THAT(CatalogAgeNote("2026-01-01", "2026-04-02", 90), HasSubstr("is 91 days old"));
  EXPECT_EQ(CatalogAgeNote("no day", "2026-04-02", 90), "");
}

// A catalogue of the built-in one's content, with the date given.
class StoredCatalogTest : public ::testing::Test {
 protected:
  void SetUp() override { folder_ = support::NewFolder("catalog"); }
  void TearDown() override { fs::remove_all(folder_); }

  std::string Dated(const std::string& date) {
    std::string text =
        support::ReadFile(support::SourceDir() / "analyzer/catalog/data/aws-catalog.tsv");
    const size_t at = text.find("\nd\t") + 3;
    text.replace(at, 10, date);
    const fs::path path = folder_ / (date + ".tsv");
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }

  support::RunResult Run(const std::vector<std::string>& arguments,
                         std::vector<std::pair<std::string, std::string>> environment = {}) {
    support::RunOptions options;
    options.directory = folder_;
    options.environment = std::move(environment);
    options.environment.emplace_back("XDG_DATA_HOME", (folder_ / "data").string());
    return support::RunProgram(support::Program(), arguments, options);
  }

  std::string InUse(std::vector<std::pair<std::string, std::string>> environment = {}) {
    return Run({"catalog"}, std::move(environment)).out;
  }

  fs::path folder_;
};

TEST_F(StoredCatalogTest, ANewerOneIsStoredAndUsedByAllCommands) {
  const auto stored = Run({"catalog", "update", Dated("2099-01-01")});
  EXPECT_EQ(stored.status, 0) << stored.err;
  EXPECT_THAT(stored.out, HasSubstr("Stored the AWS catalogue of 2099-01-01"));
  EXPECT_TRUE(fs::exists(folder_ / "data/rolelint/aws-catalog.tsv"));
  EXPECT_THAT(InUse(), HasSubstr("AWS catalogue of 2099-01-01"));
  const auto again = Run({"catalog", "update", Dated("2099-01-01")});
  EXPECT_EQ(again.status, 0);
  EXPECT_THAT(again.out, HasSubstr("in use already"));
  // ROLELINT_CATALOG and --catalog come before it.
  EXPECT_THAT(InUse({{"ROLELINT_CATALOG", Dated("2098-01-01")}}), HasSubstr("2098-01-01"));
  EXPECT_THAT(Run({"catalog", "--catalog", Dated("2097-01-01")}).out, HasSubstr("2097-01-01"));
  std::ofstream(folder_ / "policy.json")
      << R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:NoSuchThingAtAll", "Resource": "*"}]})";
  EXPECT_THAT(Run({"check", "policy.json"}).out, HasSubstr("2099-01-01"));
}

TEST_F(StoredCatalogTest, AnOlderOrBrokenOneIsRefused) {
  const auto older = Run({"catalog", "update", Dated("2001-01-01")});
  EXPECT_EQ(older.status, 2);
  EXPECT_THAT(older.err, HasSubstr("is older than the one in use"));
  std::ofstream(folder_ / "broken.tsv") << "rolelint-catalog\t1\nx\n";
  const auto broken = Run({"catalog", "update", "broken.tsv"});
  EXPECT_EQ(broken.status, 2);
  EXPECT_THAT(broken.err, HasSubstr("broken.tsv:"));
  EXPECT_EQ(Run({"catalog", "update", "absent.tsv"}).status, 2);
  EXPECT_EQ(Run({"catalog", "update"}).status, 2);
  EXPECT_FALSE(fs::exists(folder_ / "data"));
}

// It could hide that names are unknown, so it is an error and not silence.
TEST_F(StoredCatalogTest, ADamagedStoreIsAnError) {
  fs::create_directories(folder_ / "data/rolelint");
  std::ofstream(folder_ / "data/rolelint/aws-catalog.tsv") << "damaged";
  std::ofstream(folder_ / "policy.json") << "{}";
  const auto run = Run({"check", "policy.json"});
  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.err, HasSubstr("rolelint catalog update"));
  EXPECT_EQ(Run({"catalog", "update", Dated("2099-01-01")}).status, 0);
  EXPECT_THAT(InUse(), HasSubstr("2099-01-01"));
}

TEST_F(StoredCatalogTest, AnOldCatalogueIsNotedAndMayFail) {
  std::ofstream(folder_ / "policy.json")
      << R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme/*"}]})";
  const std::vector<std::pair<std::string, std::string>> later = {
      {"SOURCE_DATE_EPOCH", "1830297600"}};  // 2028-01-01
  EXPECT_THAT(Run({"check", "policy.json"}).err, Not(HasSubstr("days old")));
  const auto noted = Run({"check", "policy.json"}, later);
  EXPECT_EQ(noted.status, 0) << noted.err;
  EXPECT_THAT(noted.err, HasSubstr("days old"));
  EXPECT_THAT(Run({"check", "policy.json", "--quiet"}, later).err, IsEmpty());
  EXPECT_EQ(Run({"check", "policy.json", "--catalog-max-age", "30"}, later).status, 2);
  EXPECT_EQ(Run({"check", "policy.json", "--catalog-max-age", "30"}).status, 0);
}

}  // namespace
}  // namespace rolelint::cli::catalog_choice_test
