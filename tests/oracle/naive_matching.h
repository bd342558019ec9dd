#ifndef ROLELINT_TESTS_ORACLE_NAIVE_MATCHING_H_
#define ROLELINT_TESTS_ORACLE_NAIVE_MATCHING_H_

// The plain parts of the naive evaluator that look at text: globs, ARNs, variables, actions and
// resources. Nothing of analyzer/ is used: two mistakes of one hand would agree with each other.

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rolelint::naive {

// What a request says about a condition key.
struct ContextValue {
  std::vector<std::string> values;
  bool multivalued = false;  // the context gave a list
};

// By lower-case key.
using Context = std::map<std::string, ContextValue>;

std::string Lower(std::string_view text);
// A string as it is; numbers and booleans as JSON writes them.
std::string Text(const nlohmann::json& value);
// A list of texts from one value or an array of them.
std::vector<std::string> Texts(const nlohmann::json& value);

// One character of a pattern: a literal one (UTF-8), or a wildcard.
struct Token {
  std::string text;  // one UTF-8 character; unused for wildcards
  char wildcard = 0;
};
using Glob = std::vector<Token>;

// The pattern with its variables put in, if `variables`; nothing where a variable has no value.
// With `wildcards` false `*` and `?` are plain characters.
std::optional<Glob> Expand(std::string_view pattern, const Context& context, bool variables,
                           bool wildcards);
bool Matches(const Glob& glob, std::string_view text);

// The six segments, cut at the first five colons that stand outside of `${…}`; fewer if there are
// fewer; one if the text does not begin with `arn:`.
std::vector<std::string> Segments(std::string_view text);

bool ActionMatches(std::string_view pattern, std::string_view action);
bool ResourceMatches(std::string_view pattern, std::string_view resource, const Context& context,
                     bool variables);
// For the ARN operators.
bool ArnMatches(std::string_view pattern, std::string_view arn, const Context& context,
                bool variables);

}  // namespace rolelint::naive

#endif  // ROLELINT_TESTS_ORACLE_NAIVE_MATCHING_H_
