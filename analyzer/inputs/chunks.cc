// One large dump for several threads. The elements of its lists are cut into runs; what stands
// around the lists is a chunk of its own, read last, which knows whether the dump is whole.

#include <functional>
#include <vector>

#include "analyzer/inputs/input.h"
#include "analyzer/inputs/page.h"
#include "analyzer/inputs/session.h"
#include "analyzer/inputs/walk.h"
#include "analyzer/json/cursor.h"
#include "analyzer/json/syntax_issue.h"

namespace rolelint::inputs {
namespace {

using json::Cursor;
using json::Reader;

// Chunk::list of the chunk around the lists; else it is a ListId.
constexpr uint32_t kFrame = 0xFFFFFFFFU;

// Cuts the pages of a file. Whatever is not plain (a comment, a duplicate key, an error between
// elements) makes it give up: ReadInput then reports it in its place.
class Cutter {
 public:
  Cutter(std::string_view text, uint32_t target_bytes,
         const std::function<void(const Chunk&)>& take)
      : text_(text), target_(target_bytes), take_(take), reader_(text, &arena_, &issues_) {}

  bool Cut() {
    uint32_t at = reader_.SkipBlanks(0);
    if (at >= text_.size()) return false;
    while (at < text_.size()) {
      if (text_[at] != '{' || ProbeShape(text_, at) != Shape::kPage) return false;
      at = CutPage(at);
      if (at == Reader::kFailed || !issues_.empty()) return false;
      at = reader_.SkipBlanks(at);
    }
    if (!issues_.empty() || chunks_ < 2) return false;
    take_({0, static_cast<uint32_t>(text_.size()), kFrame});
    return true;
  }

 private:
  void Take(const Chunk& chunk) {
    ++chunks_;
    take_(chunk);
  }

  uint32_t CutPage(uint32_t at) {
    bool details = false;
    json::Tree tree;
    tree.text = text_;
    Cursor members(&reader_, at);
    while (members.Next()) {
      ListId list = ListOf(members.key());
      if (list == ListId::kNone || members.first_byte() != '[') {
        tree.Clear();
        if (!members.Read(&tree)) return Reader::kFailed;
        continue;
      }
      details = details || IsDetailList(list);
      if (!IsDetailList(list) && list != ListId::kPolicies) return Reader::kFailed;
      uint32_t end = CutList(list, members.value());
      if (end == Reader::kFailed) return end;
      members.GoOnAt(end);
    }
    return reader_.failed() || !details ? Reader::kFailed : members.end();
  }

  uint32_t CutList(ListId list, uint32_t at) {
    Chunk chunk;
    chunk.list = static_cast<uint32_t>(list);
    Cursor elements(&reader_, at);
    while (elements.Next()) {
      uint32_t end = reader_.SkipValue(elements.value());
      if (end == Reader::kFailed) return end;
      if (chunk.end == 0) chunk.begin = elements.value();
      chunk.end = end;
      if (chunk.end - chunk.begin >= target_) {
        Take(chunk);
        chunk.end = 0;
      }
      elements.GoOnAt(end);
    }
    if (chunk.end != 0) Take(chunk);
    return reader_.failed() ? Reader::kFailed : elements.end();
  }

  const std::string_view text_;
  const uint32_t target_;
  const std::function<void(const Chunk&)>& take_;
  text::Arena arena_;
  std::vector<json::Issue> issues_;
  Reader reader_;
  size_t chunks_ = 0;
};

// False after a fatal issue.
bool ReadElements(std::string_view text, const Chunk& chunk, Session* session) {
  const ListId list = static_cast<ListId>(chunk.list);
  Page page(session, {});
  page.BeginList(list);
  Reader reader(text, session->arena(), session->issues());
  uint32_t at = chunk.begin;
  while (true) {
    json::Tree* tree = session->BeginElement();
    at = reader.ReadValue(at, tree);
    if (at == Reader::kFailed) return false;
    session->FlushIssues();
    page.Element(list, tree->root(), session->file_view());
    if (at >= chunk.end) return true;
    at = reader.SkipBlanks(at);
    if (!reader.failed() && text[at] != ',') {
      reader.ReportUnexpected(at, json::kExpectCommaOrBracket);
    }
    if (reader.failed()) return false;
    at = reader.SkipBlanks(at + 1);
  }
}

// The page's account, from the first element that tells.
void LookForAccount(std::string_view text, uint32_t list, Session* session, Page* page) {
  Reader reader(text, session->arena(), session->issues());
  Cursor elements(&reader, list);
  while (!page->knows_account() && elements.Next()) {
    json::Tree* tree = session->BeginElement();
    // An error in it was found by the chunk that the element belongs to.
    if (!elements.Read(tree)) break;
    page->Look(tree->root());
  }
  session->issues()->clear();
}

void ReadFrame(std::string_view text, Session* session) {
  text::Arena arena;
  Reader reader(text, &arena, session->issues());
  json::Tree tree;
  tree.text = text;
  uint32_t at = reader.SkipBlanks(0);
  while (at < text.size()) {
    Page page(session, {});
    Cursor members(&reader, at);
    while (members.Next()) {
      ListId list = ListOf(members.key());
      if (list != ListId::kNone && members.first_byte() == '[') {
        page.BeginList(list);
        if (!page.knows_account()) LookForAccount(text, members.value(), session, &page);
        members.Skip();
        continue;
      }
      tree.Clear();
      if (members.Read(&tree)) page.Member(members.key(), tree.root(), session->file_view());
    }
    // CutDump has seen that the frame is well-formed.
    if (reader.failed()) return;
    page.End();
    at = reader.SkipBlanks(members.end());
  }
}

}  // namespace

bool CutDump(const text::Source& source, uint32_t target_bytes,
             const std::function<void(const Chunk&)>& take) {
  if (source.text().size() <= target_bytes) return false;
  return Cutter(source.text(), target_bytes, take).Cut();
}

std::vector<Chunk> CutDump(const text::Source& source, uint32_t target_bytes) {
  std::vector<Chunk> chunks;
  auto take = [&chunks](const Chunk& chunk) { chunks.push_back(chunk); };
  if (!CutDump(source, target_bytes, take)) chunks.clear();
  return chunks;
}

InputResult ReadChunk(const text::Source& source, uint32_t file, const Chunk& chunk,
                      const ReadOptions& options, Scratch* scratch, Sink* sink) {
  Session session(source, file, options, scratch, sink);
  if (chunk.list == kFrame) {
    ReadFrame(source.text(), &session);
    return session.Finish(false);
  }
  return session.Finish(!ReadElements(source.text(), chunk, &session));
}

}  // namespace rolelint::inputs
