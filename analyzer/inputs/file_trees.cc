#include "analyzer/inputs/file_trees.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "analyzer/hcl/syntax.h"
#include "analyzer/hcl/tree.h"
#include "analyzer/inputs/csv.h"
#include "analyzer/inputs/markdown.h"
#include "analyzer/json/reader.h"
#include "analyzer/json/yaml.h"
#include "analyzer/text/glob.h"

namespace rolelint::inputs {
namespace {

using text::View;

bool IsFatal(const std::vector<json::Issue>& issues) {
  return !issues.empty() && issues.back().fatal();
}

class TreeReader {
 public:
  TreeReader(const View& file, text::Arena* arena, TreePool* trees)
      : file_(file), arena_(*arena), trees_(*trees) {}

  FileTrees Run(Syntax syntax) {
    switch (syntax) {
      case Syntax::kYaml:
        result_.read = Yaml(file_, &result_.issues);
        break;
      case Syntax::kCsv:
        result_.read = Csv();
        break;
      case Syntax::kScript:
        result_.read = Script();
        break;
      case Syntax::kMarkdown:
        Markdown();
        break;
      case Syntax::kHcl:
        Hcl();
        break;
      default:
        result_.read = Json(file_, 0, &result_.issues);
        break;
    }
    return std::move(result_);
  }

 private:
  void Add(json::Tree&& read, const View& view) {
    json::Tree* tree = trees_.Take(view.text());
    *tree = std::move(read);
    result_.trees.push_back({tree->root(), &view});
  }

  bool Yaml(const View& view, std::vector<json::Issue>* issues) {
    std::vector<json::Tree> trees;
    const bool read =
        json::ReadYaml(view.text(), &arena_, &trees, issues, json::YamlUse::kTemplate);
    for (json::Tree& tree : trees) Add(std::move(tree), view);
    return read;
  }

  // Values one after another, from `at` on; what stands between and behind them may be semicolons.
  bool Json(const View& view, uint32_t at, std::vector<json::Issue>* issues) {
    const std::string_view text = view.text();
    json::Reader reader(text, &arena_, issues);
    for (at = reader.SkipBlanks(at); !reader.failed() && at < text.size();) {
      if (text[at] == ';') {
        at = reader.SkipBlanks(at + 1);
        continue;
      }
      json::Tree tree;
      tree.text = text;
      at = reader.ReadValue(at, &tree);
      if (reader.failed()) return false;
      Add(std::move(tree), view);
      at = reader.SkipBlanks(at);
    }
    return !reader.failed();
  }

  bool Csv() {
    json::Tree tree;
    tree.text = file_.text();
    const bool read = ReadCsv(file_, &arena_, &tree, &result_.issues);
    Add(std::move(tree), file_);
    return read;
  }

  // The value of the first assignment. What the script does after it is not known here.
  bool Script() {
    const std::string_view text = file_.text();
    const size_t sign = text.find('=');
    json::Reader reader(text, &arena_, &result_.issues);
    const uint32_t at = reader.SkipBlanks(static_cast<uint32_t>(sign) + 1);
    json::Tree tree;
    tree.text = text;
    if (reader.failed() || reader.ReadValue(at, &tree) == json::Reader::kFailed) return false;
    Add(std::move(tree), file_);
    return true;
  }

  // The blocks as they are written; what they say is terraform_hcl.h's business.
  void Hcl() {
    hcl::File blocks;
    hcl::Parse(file_.text(), &blocks, &result_.issues);
    json::Tree tree;
    tree.text = file_.text();
    hcl::WriteBlocks(blocks, file_, &arena_, &tree);
    Add(std::move(tree), file_);
  }

  void Markdown() {
    for (const CodeBlock& block : CodeBlocks(file_, &arena_)) Block(block);
  }

  void Block(const CodeBlock& block) {
    const View& view = *block.content;
    Syntax syntax = SniffSyntax(view.text());
    const bool unnamed = block.language.empty() || Is(block, {"text", "txt", "plaintext"});
    const bool json = Is(block, {"json", "jsonc", "json5", "jsonl", "ndjson", "policy"});
    const bool yaml = Is(block, {"yaml", "yml", "cloudformation"});
    if (!unnamed && !json && !yaml) return;
    if (syntax != Syntax::kYaml && !yaml && !BeginsJson(view.text())) {
      // Prose, a command, output; a block that is called JSON is taken at its word.
      if (!json) return;
    }
    std::vector<json::Issue> issues;
    if (yaml || (!json && syntax == Syntax::kYaml)) {
      Yaml(view, &issues);
      // Of a block that nobody calls YAML it is a guess.
      if (unnamed && IsFatal(issues)) return;
    } else {
      Json(view, 0, &issues);
    }
    if (IsFatal(issues) && !LooksBroken(view.text())) return;
    if (!issues.empty()) result_.parts.push_back({&view, std::move(issues)});
  }

  static bool Is(const CodeBlock& block, std::initializer_list<std::string_view> languages) {
    return std::any_of(languages.begin(), languages.end(), [&](std::string_view name) {
      return text::EqualsFolded(block.language, name);
    });
  }

  static bool BeginsJson(std::string_view text) {
    const size_t first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
  }

  static bool LooksBroken(std::string_view text) {
    auto has = [text](std::string_view word) { return text.find(word) != std::string_view::npos; };
    return has("Statement") && has("Effect");
  }

  const View& file_;
  text::Arena& arena_;
  TreePool& trees_;
  FileTrees result_;
};

}  // namespace

FileTrees ReadFileTrees(Syntax syntax, const View& file, text::Arena* arena, TreePool* trees) {
  return TreeReader(file, arena, trees).Run(syntax);
}

}  // namespace rolelint::inputs
