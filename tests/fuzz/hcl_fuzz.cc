// Any text as Terraform's configuration: it is read or refused with one issue, every place lies in
// it, every expression comes to something, and what is written of it is a tree.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/hcl/evaluator.h"
#include "analyzer/hcl/module.h"
#include "analyzer/hcl/tree.h"
#include "analyzer/text/source.h"

namespace {

namespace hcl = rolelint::hcl;
namespace json = rolelint::json;
namespace text = rolelint::text;

void Require(bool holds) {
  if (!holds) std::abort();
}

void CheckTree(const json::Tree& tree, std::size_t size) {
  for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
    const json::Node& node = tree.nodes[i];
    Require(node.begin <= node.end && node.end <= size);
    Require(node.key_begin <= node.key_end && node.key_end <= size);
    Require(node.next > i && node.next <= tree.nodes.size());
    const json::Value value(&tree, static_cast<uint32_t>(i));
    Require(value.str().size() <= value.str().max_size());
    Require(value.key().size() <= value.key().max_size());
    Require(value.inner_span().begin <= value.inner_span().end);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  text::SourceError error;
  std::optional<text::Source> source = text::Source::FromBytes(
      "fuzz.tf", std::string(reinterpret_cast<const char*>(data), size), &error);
  if (!source) return 0;
  const std::size_t length = source->text().size();
  hcl::Module module;
  std::vector<json::Issue> issues;
  const bool read = module.Add(source->text(), &issues);
  Require(read == issues.empty() && issues.size() <= 1);
  for (const json::Issue& issue : issues) {
    Require(issue.fatal() && issue.span.begin <= issue.span.end && issue.span.end <= length);
  }
  module.Index();

  text::Arena arena;
  const text::View view(source->text());
  const hcl::File& file = module.files()[0];
  json::Tree blocks;
  blocks.text = source->text();
  hcl::WriteBlocks(file, view, &arena, &blocks);
  CheckTree(blocks, length);

  text::Choices choices;
  hcl::Evaluator evaluator(module, &arena, {}, &choices);
  const auto check = [&](const hcl::Value& value) {
    json::Tree tree;
    tree.text = source->text();
    hcl::TreeWriter(0, view, &arena, &tree).Add(value, {}, {});
    CheckTree(tree, length);
  };
  constexpr uint32_t kMost = 200;
  for (uint32_t i = 0; i < file.exprs.size() && i < kMost; ++i) {
    const hcl::Expr& expr = file.expr(i);
    Require(expr.span.begin <= expr.span.end && expr.span.end <= length);
    if (expr.kind == hcl::ExprKind::kText || expr.kind == hcl::ExprKind::kDirective) continue;
    check(*evaluator.Evaluate(0, i));
  }
  uint32_t documents = 0;
  for (const hcl::Block& block : file.body.blocks) {
    if (block.type == "data" && ++documents < kMost) {
      check(*evaluator.PolicyDocument({0, &block}));
    }
  }
  return 0;
}
