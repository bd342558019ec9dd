// Any JSON as a policy of any kind: the model's invariants hold, and looking for placeholders in
// any text is safe.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "analyzer/json/reader.h"
#include "analyzer/policy/parser.h"
#include "analyzer/policy/placeholder.h"
#include "analyzer/policy/variable.h"
#include "analyzer/text/source.h"
#include "tests/policy/invariants.h"

namespace {

namespace json = rolelint::json;
namespace policy = rolelint::policy;
namespace text = rolelint::text;

void Require(const std::string& wrong) {
  if (wrong.empty()) return;
  std::fprintf(stderr, "violated: %s\n", wrong.c_str());
  std::abort();
}

void CheckPlaceholders(std::string_view value) {
  for (policy::TextPlace place : {policy::TextPlace::kValue, policy::TextPlace::kPrincipal}) {
    const auto span = policy::FindPlaceholder(value, place);
    if (policy::LookAtText(value, place).placeholder != span.has_value()) {
      Require("the cheap look and the exact one disagree");
    }
    if (span && (span->begin >= span->end || span->end > value.size())) {
      Require("a placeholder outside of the text");
    }
  }
  policy::LookAtName(value);
  size_t at = 0;
  while (const auto variable = policy::NextVariable(value, at)) {
    if (variable->span.begin < at || variable->span.end <= variable->span.begin) {
      Require("variables out of order");
    }
    at = variable->span.end;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  CheckPlaceholders(bytes);
  std::string buffer(bytes);
  buffer.append(text::kPadding, '\0');
  const text::View view(std::string_view(buffer).substr(0, size));
  text::Arena arena;
  std::vector<json::Tree> trees;
  std::vector<json::Issue> issues;
  json::ReadAll(view.text(), &arena, &trees, &issues);
  for (const json::Tree& tree : trees) {
    policy::LooksLikePolicy(tree.root());
    Require(CheckDocument(view.text(), policy::ParsePolicy(tree.root(), view, std::nullopt,
                                                           policy::KindSource::kContent, &arena)));
    for (int kind = 0; kind < policy::kKindCount; ++kind) {
      Require(CheckDocument(view.text(),
                            policy::ParsePolicy(tree.root(), view, static_cast<policy::Kind>(kind),
                                                policy::KindSource::kOption, &arena)));
    }
  }
  return 0;
}
