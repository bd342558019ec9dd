#include "analyzer/inputs/walk.h"

#include <string>

#include "analyzer/inputs/adapter.h"
#include "analyzer/inputs/syntax.h"
#include "analyzer/json/cursor.h"
#include "analyzer/json/syntax_issue.h"
#include "analyzer/policy/arn.h"

namespace rolelint::inputs {
namespace {

using json::Cursor;
using json::Reader;

// Members before the first list: flags, tokens, the response's metadata.
constexpr int kMaxProbed = 16;
// A larger value of a file that nobody named is read only if it may hold a policy.
constexpr uint32_t kLargeTree = 16U << 20;
// Bytes that a user, group or role of a dump has at the least, nearly always.
constexpr size_t kEntityBytes = 2048;

bool BeginsValue(char c) {
  return c == '{' || c == '[' || c == '"' || c == '-' || c == 't' || c == 'f' || c == 'n' ||
         (c >= '0' && c <= '9');
}

Shape Probe(Reader* reader, std::string_view text, uint32_t at, int depth) {
  Cursor members(reader, at);
  for (int i = 0; i < kMaxProbed && members.Next(); ++i) {
    const char c = members.first_byte();
    ListId list = ListOf(members.key());
    if (list != ListId::kNone && c == '[') {
      if (IsDetailList(list)) return Shape::kPage;
      Cursor elements(reader, members.value());
      if (!elements.Next()) continue;
      json::Tree tree;
      tree.text = text;
      if (!elements.Read(&tree)) return Shape::kTree;
      return Fits(list, tree.root()) ? Shape::kPage : Shape::kTree;
    }
    if (c == '{' && depth == 0 && policy::IsAccountId(members.key())) {
      return Probe(reader, text, members.value(), 1) == Shape::kPage ? Shape::kMapOfAccounts
                                                                     : Shape::kTree;
    }
    if (c == '[' || (c == '{' && members.key() != "ResponseMetadata")) return Shape::kTree;
  }
  return Shape::kTree;
}

}  // namespace

Shape ProbeShape(std::string_view text, uint32_t at) {
  // What is wrong is reported when it is read in earnest.
  text::Arena arena;
  std::vector<json::Issue> issues;
  Reader reader(text, &arena, &issues);
  return Probe(&reader, text, at, 0);
}

Walk::Walk(const text::Source& source, Session* session)
    : text_(source.text()),
      session_(*session),
      outer_(text_, &outer_arena_, session->issues()),
      inner_(text_, session->arena(), session->issues()) {}

bool Walk::Run() {
  uint32_t at = outer_.SkipBlanks(0);
  if (!outer_.failed() && at >= text_.size()) {
    const uint32_t end = static_cast<uint32_t>(text_.size());
    session_.issues()->push_back(
        {json::Issue::Code::kTruncated, {end, end}, {}, "the text holds no JSON value"});
    return false;
  }
  while (!outer_.failed() && at < text_.size()) {
    if (!BeginsValue(text_[at])) {
      outer_.ReportUnexpected(at, json::kExpectDocument);
      return false;
    }
    at = WalkValue(at, 0);
    if (at == Reader::kFailed) return false;
    at = outer_.SkipBlanks(at);
  }
  return !outer_.failed();
}

uint32_t Walk::WalkValue(uint32_t at, int depth) {
  if (text_[at] == '[' && depth < kMaxWrapping) return WalkArray(at, depth);
  if (text_[at] != '{') return ReadAsTree(at);
  switch (ProbeShape(text_, at)) {
    case Shape::kPage:
      return WalkPage(at, {});
    case Shape::kMapOfAccounts:
      return WalkAccountMap(at);
    case Shape::kTree:
      break;
  }
  return ReadAsTree(at);
}

uint32_t Walk::WalkArray(uint32_t at, int depth) {
  Cursor elements(&outer_, at);
  while (elements.Next()) {
    uint32_t end = WalkValue(elements.value(), depth + 1);
    if (end == Reader::kFailed) return end;
    elements.GoOnAt(end);
  }
  return outer_.failed() ? Reader::kFailed : elements.end();
}

uint32_t Walk::WalkAccountMap(uint32_t at) {
  Cursor members(&outer_, at);
  while (members.Next()) {
    uint32_t end;
    if (members.first_byte() == '{' && ProbeShape(text_, members.value()) == Shape::kPage) {
      end = WalkPage(members.value(), members.key());
    } else {
      end = ReadAsTree(members.value());
    }
    if (end == Reader::kFailed) return end;
    members.GoOnAt(end);
  }
  return outer_.failed() ? Reader::kFailed : members.end();
}

uint32_t Walk::WalkPage(uint32_t at, std::string_view account) {
  Page page(&session_, account);
  json::Tree tree;
  tree.text = text_;
  Cursor members(&outer_, at);
  while (members.Next()) {
    ListId list = ListOf(members.key());
    if (list == ListId::kNone || members.first_byte() != '[') {
      tree.Clear();
      if (!members.Read(&tree)) return Reader::kFailed;
      page.Member(members.key(), tree.root(), session_.file_view());
      continue;
    }
    page.BeginList(list);
    uint32_t end = WalkList(list, members.value(), &page);
    if (end == Reader::kFailed) return end;
    members.GoOnAt(end);
  }
  if (outer_.failed()) return Reader::kFailed;
  page.End();
  session_.FlushIssues();
  return members.end();
}

uint32_t Walk::WalkList(ListId list, uint32_t at, Page* page) {
  // A list that grows moves all it holds to pages that the system must clear first; those that are
  // reserved in vain are never touched.
  std::vector<estate::Entity>& entities = session_.records().entities;
  if (entities.empty() && IsDetailList(list)) {
    entities.reserve((text_.size() - at) / kEntityBytes);
  }
  Cursor elements(&inner_, at);
  while (elements.Next()) {
    json::Tree* tree = session_.BeginElement();
    if (!elements.Read(tree)) return Reader::kFailed;
    session_.FlushIssues();
    page->Element(list, tree->root(), session_.file_view());
  }
  return inner_.failed() ? Reader::kFailed : elements.end();
}

uint32_t Walk::ReadAsTree(uint32_t at) {
  if (!session_.options().explicitly_named && text_.size() - at > kLargeTree) {
    uint32_t end = inner_.SkipValue(at);
    if (end != Reader::kFailed && end - at > kLargeTree &&
        !MayHoldPolicy(text_.substr(at, end - at))) {
      return end;
    }
  }
  json::Tree* tree = session_.BeginElement();
  uint32_t end = inner_.ReadValue(at, tree);
  if (end == Reader::kFailed) return end;
  session_.FlushIssues();
  ReadTree(tree->root(), session_.file_view(), &session_);
  return end;
}

}  // namespace rolelint::inputs
