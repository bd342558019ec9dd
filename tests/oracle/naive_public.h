#ifndef ROLELINT_TESTS_ORACLE_NAIVE_PUBLIC_H_
#define ROLELINT_TESTS_ORACLE_NAIVE_PUBLIC_H_

// Is a bucket policy public as S3 Block Public Access understands it ("The meaning of public")?

#include <nlohmann/json.hpp>

namespace rolelint::naive {

bool IsPublicBucketPolicy(const nlohmann::json& policy);

}  // namespace rolelint::naive

#endif  // ROLELINT_TESTS_ORACLE_NAIVE_PUBLIC_H_
