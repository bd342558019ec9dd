#include "analyzer/graph/condition_words.h"

#include <algorithm>

#include "analyzer/text/glob.h"

namespace rolelint::graph {

std::string ConditionWords(const policy::ConditionTest& test) {
  std::string words(test.key.value);
  words.append(" ").append(test.op_text.value);
  bool first = true;
  for (const policy::ConditionValue& value : test.values) {
    words.append(first ? " " : ", ").append(value.text.value);
    first = false;
  }
  return words;
}

bool CallerChooses(std::string_view key) {
  std::string lower(key);
  std::transform(lower.begin(), lower.end(), lower.begin(), text::AsciiLower);
  static constexpr std::string_view kKeys[] = {
      "sts:externalid",     "sts:rolesessionname",   "sts:sourceidentity",  "sts:durationseconds",
      "aws:tagkeys",        "sts:transitivetagkeys", "aws:requestedregion", "aws:securetransport",
      "aws:useragent",      "aws:referer",           "iam:policyarn",       "iam:passedtoservice",
      "iam:awsservicename",
  };
  return lower.starts_with("aws:requesttag/") ||
         std::find(std::begin(kKeys), std::end(kKeys), lower) != std::end(kKeys);
}

void AddOnce(std::string text, std::vector<std::string>* list) {
  if (std::find(list->begin(), list->end(), text) == list->end()) list->push_back(std::move(text));
}

}  // namespace rolelint::graph
