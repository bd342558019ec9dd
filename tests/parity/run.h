#ifndef ROLELINT_TESTS_PARITY_RUN_H_
#define ROLELINT_TESTS_PARITY_RUN_H_

// One policy through the library as the most thorough user would run it: every rule on, every
// persona's.

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rolelint::parity {

struct Check {
  std::string kind;           // a word of --kind; "": what the resource type or the content says
  std::string resource_type;  // "AWS::S3::Bucket", or ""
  std::string options;        // the text of a rolelint.yaml, or ""
  std::string policy;
};

struct Found {
  std::string rule;
  std::string pointer;
  std::string message;
};

// The findings of the rules that cover the code of Access Analyzer; of all rules if it is "".
std::vector<Found> FindingsOf(const Check& check, std::string_view code);

// A line each.
std::string Describe(const std::vector<Found>& found);

// The codes of Access Analyzer that some rule names among its equivalents.
std::set<std::string> CodesOfRules();

}  // namespace rolelint::parity

#endif  // ROLELINT_TESTS_PARITY_RUN_H_
