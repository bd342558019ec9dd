#pragma once

// Is a bucket policy public as S3 Block Public Access understands it ("The meaning of public")?

#include <nlohmann/json.hpp>

namespace rolelint::naive {

bool IsPublicBucketPolicy(const nlohmann::json& policy);

}  // namespace rolelint::naive
