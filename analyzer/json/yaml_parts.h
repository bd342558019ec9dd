#pragma once

// What the YAML reader asks of single texts; nothing outside analyzer/json includes this.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/json/tree.h"

namespace rolelint::json {

// The type of a plain scalar (YAML 1.2, chapter 10.3.2).
Type PlainType(std::string_view text);

// A short form of CloudFormation's functions: "!Ref", "!Condition", "!Sub", …
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
bool IsFunctionTag(std::string_view tag);

// Byte offsets of character positions: a table of every 64th.
class ByteOffsets {
 public:
  explicit ByteOffsets(std::string_view text);
  uint32_t operator()(size_t character) const;

 private:
  static constexpr uint32_t kStep = 64;
  std::string_view text_;
  std::vector<uint32_t> steps_;
};

}  // namespace rolelint::json
