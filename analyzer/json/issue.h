#ifndef ROLELINT_JSON_ISSUE_H_
#define ROLELINT_JSON_ISSUE_H_

// What a reader found that the grammar does not allow. The first group AWS refuses but a reader can
// pass over, and reading went on; after one of the second group (fatal()) reading stopped.

#include <cstdint>
#include <string>

#include "analyzer/text/span.h"

namespace rolelint::json {

using text::Span;

struct Issue {
  enum class Code : uint8_t {
    kComment,        // spans the comment
    kTrailingComma,  // spans the comma
    kDuplicateKey,   // spans the later key; related: the first one (compared after unescaping)
    kLoneSurrogate,  // spans the \uXXXX escape that is half a character; it was read as U+FFFD
    kYamlAlias,      // spans the alias (*name), which was read as null
    kYamlTag,        // spans the tag (!name), which was passed over
    // Fatal from here on.
    kSyntax,     // spans the offending character; message names it; related: of a wrong closing
                 // bracket the open one, of a bad character in a string the opening quote
    kTruncated,  // the text ends too early (an empty span at its end), or holds no value at all;
                 // related: where the open string, bracket or comment began
    kTooDeep,    // spans the bracket that goes past kMaxDepth
    kTemplate,   // template syntax outside a string ({{, {%, <%, ${, #{): render it first
    kNotJson,  // recognisably something else: an AWS CLI error, colour codes, a shell prompt, YAML
  };
  Code code;
  Span span;
  Span related;
  std::string message;

  // After a fatal issue nothing past span.begin was read.
  bool fatal() const { return code >= Code::kSyntax; }
};

}  // namespace rolelint::json

#endif  // ROLELINT_JSON_ISSUE_H_
