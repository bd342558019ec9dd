#ifndef ROLELINT_INPUTS_UNWRAP_H_
#define ROLELINT_INPUTS_UNWRAP_H_

// Policy documents inside strings: JSON in a JSON string, URL-encoded JSON, and either inside the
// other, as the API, its tools and AWS Config write them.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html: "URL-encoded compliant with
// RFC 3986"

#include <vector>

#include "analyzer/inputs/tree_pool.h"
#include "analyzer/json/issue.h"
#include "analyzer/json/tree.h"
#include "analyzer/text/arena.h"
#include "analyzer/text/view.h"

namespace rolelint::inputs {

// AWS Config's query results come to three; more is an accident or an attack, and an error of its
// own (kTooDeep).
inline constexpr int kMaxDecodeLayers = 8;

// What reading one decoded text met.
struct LayerIssues {
  const text::View* view = nullptr;
  std::vector<json::Issue> issues;
};

struct Unwrapped {
  json::Value
      value;  // no string; false if a layer could not be read (the last issue is then fatal)
  const text::View* view = nullptr;  // what value's tree counts in
};

// Takes the layers off a string until something else than a string comes to light; any other value
// is itself. Issues of the layers are appended. A '+' stays a '+'; it is read as a space only where
// the text is no JSON otherwise. Trees and views live in `arena` and `trees`.
Unwrapped Unwrap(json::Value value, const text::View& view, text::Arena* arena, TreePool* trees,
                 std::vector<LayerIssues>* issues);

// Whether a string may hold a document at all: it begins as JSON or URL-encoded JSON does.
bool LooksWrapped(std::string_view text);

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_UNWRAP_H_
