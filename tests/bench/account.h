#ifndef ROLELINT_TESTS_BENCH_ACCOUNT_H_
#define ROLELINT_TESTS_BENCH_ACCOUNT_H_

// A made-up account: names, ids, policies and trusts of one estate, drawn from a seeded sequence.

#include <cstdint>
#include <string>
#include <string_view>

#include "tests/bench/dump_writer.h"

namespace rolelint::bench {

// splitmix64.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  uint64_t Next();
  // Below `bound`.
  size_t Below(size_t bound) { return static_cast<size_t>(Next() % bound); }
  bool OneIn(size_t n) { return Below(n) == 0; }
  template <typename T, size_t kSize>
  const T& Pick(const T (&list)[kSize]) {
    return list[Below(kSize)];
  }

 private:
  uint64_t state_;
};

class Account {
 public:
  Account(uint64_t seed, CountingStream& stream) : random_(seed), writer_(stream) {}

  DumpWriter& writer() { return writer_; }
  Random& random() { return random_; }

  void User();
  void Group();
  void Role();
  // A managed policy of the account's own, with one to three versions.
  void Policy();

  // "AROA…", "AIDA…", "ANPA…".
  std::string Id(std::string_view prefix);
  std::string Date();

 private:
  enum class Trust { kService, kServiceLinked, kUser, kThirdParty, kSso, kPipeline };

  std::string NewName(std::string_view word);
  std::string OtherAccount();
  std::string Resource(size_t service);
  void Statement();
  void Document(size_t statements);
  void InlinePolicies(std::string_view key, size_t count);
  void Attached();
  void Tags();
  void TrustPolicy(Trust trust);
  void InstanceProfile(const std::string& role, const std::string& arn, const std::string& id);
  Trust PickTrust();

  Random random_;
  DumpWriter writer_;
  uint64_t serial_ = 0;
};

inline constexpr std::string_view kOwnAccount = "111122223333";

}  // namespace rolelint::bench

#endif  // ROLELINT_TESTS_BENCH_ACCOUNT_H_
