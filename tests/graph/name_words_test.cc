#include "analyzer/graph/name_words.h"

#include <gtest/gtest.h>

#include <string_view>

namespace rolelint::graph::name_words_test {
namespace {

struct Case {
  std::string_view name;
  std::string_view meant;
  bool misspelt;
};

TEST(NameWords, OneWordMisspelt) {
  constexpr Case kCases[] = {
      {"workers-stage", "worker-stage", true},
      {"worker-stgae", "worker-stage", true},
      {"DataReaderRole", "DataReadersRole", true},
      {"deploiment", "deployment", true},
      {"deploymnet-eu", "deployment-eu", true},
      // The very name, another stage, number or letter of a series, another word.
      {"worker-stage", "worker-stage", false},
      {"worker-dev", "worker-prod", false},
      {"worker-qa", "worker-qs", false},
      {"worker1", "worker2", false},
      {"worker-1a", "worker-1b", false},
      {"JobARole", "JobBRole", false},
      {"app-reader", "app-leader", false},
      {"app-read-role", "app-write-role", false},
      // Two words, a word more, another order.
      {"workrs-stge", "worker-stage", false},
      {"worker-stage-eu", "worker-stage", false},
      {"stage-worker", "worker-stage", false},
      {"", "worker", false},
      {"worker", "", false},
  };
  for (const Case& one : kCases) {
    EXPECT_EQ(IsMisspelt(one.name, one.meant), one.misspelt) << one.name << ' ' << one.meant;
    EXPECT_EQ(IsMisspelt(one.meant, one.name), one.misspelt) << one.meant << ' ' << one.name;
  }
}

}  // namespace
}  // namespace rolelint::graph::name_words_test
