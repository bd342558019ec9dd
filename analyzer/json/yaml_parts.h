#ifndef ROLELINT_JSON_YAML_PARTS_H_
#define ROLELINT_JSON_YAML_PARTS_H_

// What the YAML reader asks of single texts; nothing outside analyzer/json includes this.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/json/tree.h"

namespace rolelint::json {

inline bool IsBreak(char c) { return c == '\n' || c == '\r'; }
inline bool IsSpace(char c) { return c == ' ' || c == '\t' || IsBreak(c); }

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

// Takes over into the object, which is the last one of the tree, the members of the maps under its
// keys `<<` that it has not itself, the first of several maps holding.
// https://yaml.org/type/merge.html
void MergeMaps(uint32_t object, Tree* tree);

}  // namespace rolelint::json

#endif  // ROLELINT_JSON_YAML_PARTS_H_
