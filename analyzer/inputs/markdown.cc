#include "analyzer/inputs/markdown.h"

#include <algorithm>

#include "analyzer/inputs/syntax.h"

namespace rolelint::inputs {
namespace {

using text::Span;

constexpr size_t kLeastFence = 3;

struct Line {
  uint32_t begin = 0;
  uint32_t end = 0;   // before the line break
  uint32_t next = 0;  // behind it
};

struct Fence {
  char mark = '\0';
  size_t length = 0;
  uint32_t column = 0;  // bytes of quoting and indentation before it
  std::string_view info;
};

class Scan {
 public:
  Scan(const text::View& file, text::Arena* arena)
      : file_(file), text_(file.text()), arena_(*arena) {}

  std::vector<CodeBlock> Run() {
    uint32_t at = 0;
    while (at < text_.size()) {
      const Line line = LineAt(at);
      at = line.next;
      const Fence open = FenceOf(line);
      if (open.length < kLeastFence || (open.mark == '`' && open.info.find('`') != text_.npos)) {
        continue;
      }
      at = TakeBlock(open, at);
    }
    return std::move(blocks_);
  }

 private:
  Line LineAt(uint32_t at) const {
    Line line;
    line.begin = at;
    line.end = static_cast<uint32_t>(std::min(text_.find_first_of("\r\n", at), text_.size()));
    line.next = line.end;
    if (line.next < text_.size() && text_[line.next] == '\r') ++line.next;
    if (line.next < text_.size() && text_[line.next] == '\n') ++line.next;
    return line;
  }

  // Behind the blanks and quoting that a line begins with.
  uint32_t SkipPrefix(const Line& line, uint32_t most) const {
    uint32_t at = line.begin;
    while (at < line.end && at - line.begin < most &&
           (text_[at] == ' ' || text_[at] == '\t' || text_[at] == '>')) {
      ++at;
    }
    return at;
  }

  Fence FenceOf(const Line& line) const {
    Fence fence;
    const uint32_t at = SkipPrefix(line, line.end - line.begin);
    if (at == line.end || (text_[at] != '`' && text_[at] != '~')) return fence;
    fence.mark = text_[at];
    fence.column = at - line.begin;
    uint32_t end = at;
    while (end < line.end && text_[end] == fence.mark) ++end;
    fence.length = end - at;
    fence.info = text_.substr(end, line.end - end);
    return fence;
  }

  // The block whose lines begin at `at`; returns the offset behind its closing fence. A block that
  // does not close reaches to the end of the text.
  uint32_t TakeBlock(const Fence& open, uint32_t at) {
    const uint32_t begin = at;
    uint32_t end = at;
    while (at < text_.size()) {
      const Line line = LineAt(at);
      at = line.next;
      const Fence close = FenceOf(line);
      if (close.mark == open.mark && close.length >= open.length &&
          close.info.find_first_not_of(" \t") == std::string_view::npos) {
        break;
      }
      end = at;
    }
    const std::string_view block = text_.substr(begin, end - begin);
    // An excerpt of an object, `"Statement": [...]`, is no document.
    const size_t first = block.find_first_not_of(" \t\r\n");
    const bool excerpt = first != std::string_view::npos && block[first] == '"';
    if (!excerpt && MayHoldPolicy(block)) AddBlock(open, {begin, end});
    return at;
  }

  void AddBlock(const Fence& open, Span lines) {
    text::ViewBuilder builder(file_, lines, &arena_);
    for (uint32_t at = lines.begin; at < lines.end;) {
      const Line line = LineAt(at);
      builder.Copy({SkipPrefix(line, open.column), line.next});
      at = line.next;
    }
    CodeBlock& block = blocks_.emplace_back();
    const size_t word = std::min(open.info.find_first_not_of(" \t{."), open.info.size());
    block.language = open.info.substr(word);
    block.language = block.language.substr(0, block.language.find_first_of(" \t,:;}{"));
    block.content = builder.Finish();
  }

  const text::View& file_;
  const std::string_view text_;
  text::Arena& arena_;
  std::vector<CodeBlock> blocks_;
};

}  // namespace

std::vector<CodeBlock> CodeBlocks(const text::View& file, text::Arena* arena) {
  return Scan(file, arena).Run();
}

}  // namespace rolelint::inputs
