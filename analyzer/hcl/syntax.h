#ifndef ROLELINT_HCL_SYNTAX_H_
#define ROLELINT_HCL_SYNTAX_H_

// HCL's native syntax as Terraform uses it: blocks, attributes and expressions with their bytes.
// https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md. Strings are kept as pieces: what
// they say is the evaluator's business (evaluator.h).

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "analyzer/json/issue.h"
#include "analyzer/text/span.h"

namespace rolelint::hcl {

using text::Span;

// Expressions and blocks in each other; more is an error of its own (kTooDeep).
inline constexpr int kMaxDepth = 200;

enum class ExprKind : uint8_t {
  kNull,
  kBool,
  kNumber,
  kString,       // children: its pieces, kText, kDirective and any other, which is interpolated
  kText,         // bytes of a string as they are written
  kDirective,    // %{ … }
  kTuple,        // children: items
  kObject,       // children: key, value, key, value; a key that is a bare name is a kName
  kName,         // a variable: the root of a reference
  kAttribute,    // child: what has it; name
  kIndex,        // children: list, index
  kSplat,        // child: list; [*] and .*
  kCall,         // name; children: arguments
  kFor,          // children: collection, [key,] value[, condition]; name and second name
  kConditional,  // children: condition, then, else
  kUnary,        // name: the operator; child
  kBinary,       // name: the operator; children
};

struct Expr {
  ExprKind kind = ExprKind::kNull;
  bool truth = false;          // kBool; kCall: the last argument is a list of arguments (…)
  bool heredoc = false;        // kString
  bool parenthesised = false;  // of an object's key: it is no name
  bool object = false;         // kFor: {for …}
  bool has_condition = false;  // kFor
  Span span;
  std::string_view name;
  std::string_view second;  // kFor: [for name, second in …]; "" if there is one name only
  uint32_t first = 0;       // children: File::links from here
  uint32_t count = 0;
};

struct Attribute {
  std::string_view name;
  Span name_span;
  uint32_t value = 0;  // index into File::exprs
};

struct Label {
  std::string_view text;  // without quotes
  Span span;              // with them
};

struct Block;

struct Body {
  std::vector<Attribute> attributes;
  std::vector<Block> blocks;

  const Attribute* Find(std::string_view name) const;
};

struct Block {
  std::string_view type;
  Span type_span;
  std::vector<Label> labels;
  Span body_span;  // with the braces
  Body body;

  Span span() const { return {type_span.begin, body_span.end}; }
};

// What a file says. Views point into the text, which must outlive it.
struct File {
  std::string_view text;
  Body body;
  std::vector<Expr> exprs;
  std::vector<uint32_t> links;

  const Expr& expr(uint32_t index) const { return exprs[index]; }
  std::span<const uint32_t> children(const Expr& expr) const {
    return std::span<const uint32_t>(links).subspan(expr.first, expr.count);
  }
};

// Reads all of `text` (padded, as Source::text() is). False after a fatal issue: kSyntax,
// kTruncated or kTooDeep; what stands before it in the file's top level is there.
bool Parse(std::string_view text, File* file, std::vector<json::Issue>* issues);

}  // namespace rolelint::hcl

#endif  // ROLELINT_HCL_SYNTAX_H_
