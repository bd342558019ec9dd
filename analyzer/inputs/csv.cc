#include "analyzer/inputs/csv.h"

#include <algorithm>
#include <string_view>

namespace rolelint::inputs {
namespace {

using json::Node;
using json::Type;
using text::Span;

struct Cell {
  Span span;  // with its quotes
  bool quoted = false;
  bool doubled = false;  // holds doubled quotes
};

class CsvReader {
 public:
  CsvReader(const text::View& file, text::Arena* arena, json::Tree* tree,
            std::vector<json::Issue>* issues)
      : file_(file), text_(file.text()), arena_(*arena), tree_(*tree), issues_(*issues) {}

  bool Run() {
    Node& list = tree_.nodes.emplace_back();
    list.type = Type::kArray;
    list.end = static_cast<uint32_t>(text_.size());
    std::vector<Cell> header;
    bool read = ReadRow(&header);
    if (header.size() > kMaxColumns) header.resize(kMaxColumns);
    std::vector<Cell> row;
    while (read && at_ < text_.size()) {
      row.clear();
      read = ReadRow(&row);
      if (!read || (row.size() == 1 && row[0].span.empty())) continue;
      AddRow(header, row);
    }
    tree_.nodes[0].next = static_cast<uint32_t>(tree_.nodes.size());
    return read;
  }

 private:
  char At(uint32_t at) const { return at < text_.size() ? text_[at] : '\0'; }

  // Goes behind the row's line break.
  bool ReadRow(std::vector<Cell>* row) {
    while (true) {
      Cell& cell = row->emplace_back();
      cell.span.begin = at_;
      if (At(at_) == '"') {
        if (!SkipQuoted(&cell)) return false;
      } else {
        const size_t end = text_.find_first_of(",\r\n", at_);
        at_ = static_cast<uint32_t>(std::min(end, text_.size()));
      }
      cell.span.end = at_;
      // Whatever follows a closing quote is no part of the cell.
      at_ = static_cast<uint32_t>(std::min(text_.find_first_of(",\r\n", at_), text_.size()));
      if (At(at_) == ',') {
        ++at_;
        continue;
      }
      if (At(at_) == '\r') ++at_;
      if (At(at_) == '\n') ++at_;
      return true;
    }
  }

  bool SkipQuoted(Cell* cell) {
    cell->quoted = true;
    ++at_;
    while (true) {
      const size_t quote = text_.find('"', at_);
      if (quote == std::string_view::npos) {
        const auto end = static_cast<uint32_t>(text_.size());
        issues_.push_back({json::Issue::Code::kTruncated,
                           {end, end},
                           {cell->span.begin, cell->span.begin + 1},
                           "the text ends inside a quoted cell of a table"});
        return false;
      }
      at_ = static_cast<uint32_t>(quote) + 1;
      if (At(at_) != '"') return true;
      cell->doubled = true;
      ++at_;
    }
  }

  void AddRow(const std::vector<Cell>& header, const std::vector<Cell>& row) {
    ++tree_.nodes[0].count;
    const size_t object = tree_.nodes.size();
    tree_.nodes.emplace_back();
    const size_t columns = std::min(header.size(), row.size());
    for (size_t i = 0; i < columns; ++i) AddCell(header[i], row[i]);
    Node& node = tree_.nodes[object];
    node.type = Type::kObject;
    node.begin = row.front().span.begin;
    node.end = row.back().span.end;
    node.count = static_cast<uint32_t>(columns);
    node.next = static_cast<uint32_t>(tree_.nodes.size());
  }

  void AddCell(const Cell& name, const Cell& cell) {
    Node node;
    node.type = Type::kString;
    node.begin = cell.span.begin;
    node.end = cell.span.end;
    node.quote = cell.quoted ? 1 : 0;
    node.key_begin = name.span.begin;
    node.key_end = name.span.end;
    node.key_quote = name.quoted ? 1 : 0;
    const Span inner{node.begin + node.quote, node.end - node.quote};
    // A backslash is a backslash here, not an escape.
    if (cell.doubled || text_.substr(inner.begin, inner.size()).find('\\') != text_.npos) {
      const text::View* view = ViewOf(inner);
      tree_.decoded.push_back(view->text());
      tree_.views.resize(tree_.decoded.size(), nullptr);
      tree_.views.back() = view;
      node.count = static_cast<uint32_t>(tree_.decoded.size());
    }
    node.next = static_cast<uint32_t>(tree_.nodes.size()) + 1;
    tree_.nodes.push_back(node);
  }

  const text::View* ViewOf(Span inner) {
    text::ViewBuilder builder(file_, inner, &arena_);
    uint32_t at = inner.begin;
    while (at < inner.end) {
      const size_t found = text_.substr(0, inner.end).find("\"\"", at);
      const uint32_t quote =
          found == std::string_view::npos ? inner.end : static_cast<uint32_t>(found);
      builder.Copy({at, quote});
      if (quote == inner.end) break;
      builder.Put("\"", {quote, quote + 2});
      at = quote + 2;
    }
    return builder.Finish();
  }

  const text::View& file_;
  const std::string_view text_;
  text::Arena& arena_;
  json::Tree& tree_;
  std::vector<json::Issue>& issues_;
  uint32_t at_ = 0;
};

}  // namespace

bool ReadCsv(const text::View& file, text::Arena* arena, json::Tree* tree,
             std::vector<json::Issue>* issues) {
  return CsvReader(file, arena, tree, issues).Run();
}

}  // namespace rolelint::inputs
