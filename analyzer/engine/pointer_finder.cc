#include "analyzer/engine/pointer_finder.h"

#include <algorithm>
#include <map>
#include <utility>

#include "analyzer/inputs/file_trees.h"
#include "analyzer/inputs/syntax.h"
#include "analyzer/inputs/unwrap.h"
#include "analyzer/json/cursor.h"
#include "analyzer/json/reader.h"
#include "analyzer/text/line_window.h"
#include "analyzer/text/utf8.h"

namespace rolelint::engine {
namespace {

// Values above this are stepped through, below it read whole.
constexpr uint32_t kReadWhole = uint32_t{256} << 10;

uint32_t CodePoints(std::string_view text) { return text::CountCharacters(text).code_points; }

// Decoded documents are small, so that lines may be counted.
DecodedPlace PlaceIn(std::string_view text, Span span) {
  DecodedPlace place;
  const std::string_view before = text.substr(0, span.begin);
  place.line += static_cast<uint32_t>(std::count(before.begin(), before.end(), '\n'));
  const size_t line_break = before.find_last_of('\n');
  const size_t begin = line_break == std::string_view::npos ? 0 : line_break + 1;
  const size_t end = std::min(text.find('\n', span.begin), text.size());
  const size_t last = std::min<size_t>(span.end, end);
  place.start_column += CodePoints(text.substr(begin, span.begin - begin));
  place.end_column = place.start_column + CodePoints(text.substr(span.begin, last - span.begin));
  const std::string_view line = text.substr(begin, end - begin);
  const text::LineWindow window = text::WindowAround(line, span.begin - begin);
  place.source_line_cut = CodePoints(line.substr(0, window.begin));
  place.source_line = line.substr(window.begin, window.end - window.begin);
  if (place.source_line.ends_with('\r')) place.source_line.pop_back();
  return place;
}

using QueryIterator = std::vector<PointerQuery*>::iterator;

void AppendToken(std::string_view token, std::string* pointer) {
  *pointer += '/';
  for (char c : token) {
    if (c == '~') {
      *pointer += "~0";
    } else if (c == '/') {
      *pointer += "~1";
    } else {
      *pointer += c;
    }
  }
}

class Finder {
 public:
  Finder(std::string_view text, bool markdown)
      : file_(text), markdown_(markdown), reader_(text, &keys_, &issues_) {}

  void Run(std::vector<PointerQuery*>* queries) {
    const inputs::Syntax syntax = inputs::SniffSyntax(file_.text(), markdown_);
    if (syntax != inputs::Syntax::kJson) return RunTrees(syntax, *queries);
    auto first = queries->begin();
    uint32_t at = reader_.SkipBlanks(0);
    while (first != queries->end() && at < file_.text().size()) {
      uint32_t end = Walk(at, "", first, queries->end());
      if (end == json::Reader::kFailed) return;
      first = After(end, first, queries->end());
      at = reader_.SkipBlanks(end);
    }
  }

 private:
  // The same where the file is small, and not JSON.
  void RunTrees(inputs::Syntax syntax, const std::vector<PointerQuery*>& queries) {
    inputs::TreePool pool;
    const inputs::FileTrees file = inputs::ReadFileTrees(syntax, file_, &keys_, &pool);
    auto tree = file.trees.begin();
    for (PointerQuery* query : queries) {
      while (tree != file.trees.end() &&
             tree->view->ToFile(tree->root.span()).end < query->span.end) {
        ++tree;
      }
      if (tree == file.trees.end()) return;
      const text::View& view = *tree->view;
      if (&view == &file_) {
        Descend(tree->root, file_, query->span, query->document, "", query);
      } else {
        Descend(tree->root, view, Into(view, file_, query->span),
                Into(view, file_, query->document), "", query);
      }
    }
  }

  // The first query that begins at or behind `offset`.
  static QueryIterator After(uint32_t offset, QueryIterator first, QueryIterator last) {
    return std::partition_point(
        first, last, [&](const PointerQuery* query) { return query->span.begin < offset; });
  }

  // Answers the queries of [first, last) that lie in the value at `at`; returns the value's end, or
  // kFailed.
  uint32_t Walk(uint32_t at, const std::string& pointer, QueryIterator first, QueryIterator last) {
    char open = file_.text()[at];
    bool container = open == '{' || open == '[';
    uint32_t end = container ? reader_.SkipValue(at, kReadWhole) : reader_.SkipValue(at);
    if (end == json::Reader::kFailed) {
      if (container) return Step(at, pointer, first, last);
      for (auto query = first; query != last; ++query) (*query)->file_pointer = pointer;
      return end;
    }
    last = After(end, first, last);
    if (first != last) ReadWhole(at, pointer, first, last);
    return end;
  }

  uint32_t Step(uint32_t at, const std::string& pointer, QueryIterator first, QueryIterator last) {
    // What begins before the first child speaks of the container itself.
    for (auto query = first; query != last; ++query) (*query)->file_pointer = pointer;
    json::Cursor cursor(&reader_, at);
    bool object = file_.text()[at] == '{';
    while (cursor.Next()) {
      uint32_t begin = object ? cursor.key_span().begin : cursor.value();
      first = After(begin, first, last);
      if (first == last) {
        if (!cursor.Skip()) return json::Reader::kFailed;
        continue;
      }
      std::string child = pointer;
      AppendToken(object ? cursor.key() : std::to_string(cursor.index()), &child);
      // A key is answered by its member's pointer.
      auto values = first;
      for (; values != last && (*values)->span.begin < cursor.value(); ++values) {
        (*values)->file_pointer = child;
      }
      uint32_t end = Walk(cursor.value(), child, values, last);
      if (end == json::Reader::kFailed) return end;
      cursor.GoOnAt(end);
      first = After(end, first, last);
    }
    return reader_.failed() ? json::Reader::kFailed : cursor.end();
  }

  void ReadWhole(uint32_t at, const std::string& pointer, QueryIterator first, QueryIterator last) {
    arena_.Reset();
    wrapped_.clear();
    trees_.Reset();
    children_.clear();
    with_sid_ = {};
    json::Tree tree;
    tree.text = file_.text();
    std::vector<json::Issue> issues;
    json::Reader reader(file_.text(), &arena_, &issues);
    bool ok = reader.ReadValue(at, &tree) != json::Reader::kFailed;
    for (auto query = first; query != last; ++query) {
      (*query)->file_pointer = pointer;
      if (ok) Descend(tree.root(), file_, (*query)->span, (*query)->document, pointer, *query);
    }
  }

  // `span` and `document` count in `view`, whose tree `value` is part of.
  void Descend(json::Value value, const text::View& view, Span span, Span document,
               std::string pointer, PointerQuery* query) {
    std::string stable;
    size_t document_at = std::string::npos;
    bool statements = false;
    while (true) {
      if (document_at == std::string::npos && !document.empty() && value.span() == document) {
        document_at = pointer.size();
      }
      const auto [child, index] = ChildAt(value, span);
      if (!child) break;
      std::string token;
      AppendToken(child.has_key() ? child.key() : std::to_string(index), &token);
      pointer += token;
      if (document_at != std::string::npos) {
        std::string_view sid = statements ? SidOf(child) : std::string_view();
        if (!sid.empty()) {
          AppendToken(sid, &stable);
        } else {
          stable += token;
        }
        statements = stable == "/Statement";
      }
      if (child.has_key() && span.begin < child.span().begin) break;  // the key
      value = child;
    }
    query->file_pointer = pointer;
    if (document_at != std::string::npos) {
      query->pointer = pointer.substr(document_at);
      query->stable_pointer = std::move(stable);
      if (view.parent() != nullptr) {
        query->decoded = view.text().substr(span.begin, span.size());
        query->decoded_place = PlaceIn(view.text(), span);
      }
      return;
    }
    if (value.is_string() && !document.empty() && value.inner_span().Contains(document)) {
      Unwrap(value, view, span, document, std::move(pointer), query);
    }
  }

  static Span WholeOf(json::Value child) {
    Span whole = child.span();
    if (child.has_key()) whole.begin = child.key_span().begin;
    return whole;
  }

  struct Child {
    json::Value value;
    uint32_t index = 0;
  };

  // The first child that contains the span.
  Child ChildAt(json::Value value, Span span) {
    constexpr uint32_t kMany = 32;
    if (value.size() > kMany) {
      const Children& all = ChildrenOf(value);
      if (all.ordered) return ChildIn(all, value.tree(), span);
    }
    uint32_t index = 0;
    for (json::Value child : value) {
      const Span whole = WholeOf(child);
      if (whole.Contains(span)) return {child, index};
      if (whole.begin > span.begin) break;
      ++index;
    }
    return {};
  }

  // The children of a container with many, which are asked for again and again. Those that YAML's
  // aliases bring in stand elsewhere in the text.
  struct Children {
    std::vector<uint32_t> nodes;
    bool ordered = true;
  };

  const Children& ChildrenOf(json::Value value) {
    auto [at, added] = children_.try_emplace({value.tree(), value.index()});
    Children& all = at->second;
    if (!added) return all;
    all.nodes.reserve(value.size());
    Span last;
    for (json::Value child : value) {
      const Span whole = WholeOf(child);
      all.ordered = all.ordered && last.begin <= whole.begin && last.end <= whole.end;
      last = whole;
      all.nodes.push_back(child.index());
    }
    return all;
  }

  static Child ChildIn(const Children& all, const json::Tree* tree, Span span) {
    const auto found = std::partition_point(all.nodes.begin(), all.nodes.end(), [&](uint32_t node) {
      return WholeOf(json::Value(tree, node)).end < span.end;
    });
    if (found == all.nodes.end()) return {};
    const json::Value child(tree, *found);
    if (!WholeOf(child).Contains(span)) return {};
    return {child, static_cast<uint32_t>(found - all.nodes.begin())};
  }

  // The findings of one statement follow each other.
  std::string_view SidOf(json::Value statement) {
    if (statement.tree() != with_sid_.tree() || statement.index() != with_sid_.index()) {
      with_sid_ = statement;
      sid_ = statement.Find("Sid").str();
    }
    return sid_;
  }

  // A string's contents, taken out of their wrapping.
  struct Wrapped {
    const text::View* outer = nullptr;
    Span raw;
    inputs::Unwrapped inner;
  };

  // Goes on inside the string `value`.
  void Unwrap(json::Value value, const text::View& view, Span span, Span document,
              std::string pointer, PointerQuery* query) {
    inputs::Unwrapped inner = Decode(value, view);
    if (!inner.value || inner.value.is_string() || inner.view == &view) return;
    span = Into(*inner.view, view, span);
    document = Into(*inner.view, view, document);
    Descend(inner.value, *inner.view, span, document, std::move(pointer), query);
  }

  // `span` of `outer`, counted in `view`, which was decoded from it in one step or several.
  static Span Into(const text::View& view, const text::View& outer, Span span) {
    if (view.parent() != &outer) span = Into(*view.parent(), outer, span);
    return {view.FromParent(span.begin), view.FromParent(span.end)};
  }

  // The findings of one document follow each other, so the last string is asked for again and
  // again.
  inputs::Unwrapped Decode(json::Value value, const text::View& outer) {
    for (auto known = wrapped_.rbegin(); known != wrapped_.rend(); ++known) {
      if (known->outer == &outer && known->raw == value.span()) return known->inner;
    }
    std::vector<inputs::LayerIssues> issues;
    inputs::Unwrapped inner = inputs::Unwrap(value, outer, &arena_, &trees_, &issues);
    wrapped_.push_back({&outer, value.span(), inner});
    return inner;
  }

  text::View file_;
  const bool markdown_;
  text::Arena keys_;
  std::vector<json::Issue> issues_;
  json::Reader reader_;
  text::Arena arena_;
  inputs::TreePool trees_;
  std::vector<Wrapped> wrapped_;
  std::map<std::pair<const json::Tree*, uint32_t>, Children> children_;
  json::Value with_sid_;  // the statement asked about last
  std::string_view sid_;
};

}  // namespace

void FindPointers(std::string_view text, std::vector<PointerQuery>* queries, bool markdown) {
  std::vector<PointerQuery*> sorted;
  sorted.reserve(queries->size());
  for (PointerQuery& query : *queries) sorted.push_back(&query);
  std::stable_sort(sorted.begin(), sorted.end(), [](const PointerQuery* a, const PointerQuery* b) {
    return a->span.begin < b->span.begin;
  });
  Finder(text, markdown).Run(&sorted);
}

}  // namespace rolelint::engine
