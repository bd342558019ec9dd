#include "analyzer/inputs/unwrap.h"

#include <string_view>
#include <utility>

#include "analyzer/json/reader.h"
#include "analyzer/json/scalar_view.h"
#include "analyzer/text/span.h"

namespace rolelint::inputs {
namespace {

using json::Issue;
using text::Span;
using text::View;

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Where a text begins, behind its byte order mark and blanks; npos if nothing is there.
size_t FirstByte(std::string_view text) {
  return text.find_first_not_of(kBlanks,
                                text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
}

bool IsHex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// The first '%' that two hex digits do not follow; nothing if all do (the bytes it stands for are
// then no UTF-8).
Span BadEscape(std::string_view text) {
  for (size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    if (at + 2 < text.size() && IsHex(text[at + 1]) && IsHex(text[at + 2])) continue;
    return {static_cast<uint32_t>(at), static_cast<uint32_t>(at + 1)};
  }
  return {};
}

// API Gateway escapes what is in its string once more: `{\"Version\":…`. A backslash there is no
// JSON in any other reading.
bool IsEscapedOnceMore(std::string_view text) {
  const size_t bracket = FirstByte(text);
  if (bracket == std::string_view::npos || (text[bracket] != '{' && text[bracket] != '[')) {
    return false;
  }
  const size_t next = text.find_first_not_of(" \t\r\n{[", bracket);
  return next != std::string_view::npos && text[next] == '\\';
}

class Layers {
 public:
  Layers(text::Arena* arena, TreePool* trees, std::vector<LayerIssues>* issues)
      : arena_(arena), trees_(trees), issues_(issues) {}

  Unwrapped Open(json::Value value, const View* view, int depth) {
    while (value.is_string()) {
      if (depth == kMaxDecodeLayers) return TooDeep(view, value.span());
      ++depth;
      const View* inner = json::ScalarView(value, *view, arena_);
      size_t first = FirstByte(inner->text());
      if (first != std::string_view::npos && BeginsEncoded(inner->text().substr(first))) {
        return Decode(inner, depth);
      }
      if (IsEscapedOnceMore(inner->text())) {
        if (depth == kMaxDecodeLayers) return TooDeep(view, value.span());
        ++depth;
        inner =
            View::FromJsonString(*inner, {0, static_cast<uint32_t>(inner->text().size())}, arena_);
      }
      size_t met = issues_->size();
      Unwrapped parsed = Parse(inner);
      if (!parsed.value) return DecodeIfBetter(parsed, inner, met, depth);
      value = parsed.value;
      view = parsed.view;
    }
    return {value, view};
  }

  static bool BeginsEncoded(std::string_view text) {
    size_t first = text.find_first_not_of('+');
    return first != std::string_view::npos && text[first] == '%';
  }

 private:
  Unwrapped Fail(const View* view, Issue issue) {
    issues_->push_back({view, {}});
    issues_->back().issues.push_back(std::move(issue));
    return {{}, view};
  }

  Unwrapped TooDeep(const View* view, Span span) {
    return Fail(view, {Issue::Code::kTooDeep,
                       span,
                       {},
                       "more than " + std::to_string(kMaxDecodeLayers) +
                           " layers of encoding around a policy document"});
  }

  // One JSON value and nothing else.
  Unwrapped Parse(const View* view) {
    std::string_view text = view->text();
    std::vector<Issue> met;
    json::Reader reader(text, arena_, &met);
    json::Tree* tree = trees_->Take(text);
    uint32_t at = reader.SkipBlanks(
        text.starts_with(kByteOrderMark) ? static_cast<uint32_t>(kByteOrderMark.size()) : 0);
    if (!reader.failed()) {
      if (at >= text.size()) {
        reader.ReportUnexpected(at, "a policy document");
      } else {
        at = reader.ReadValue(at, tree);
      }
    }
    if (!reader.failed()) {
      at = reader.SkipBlanks(at);
      if (!reader.failed() && at < text.size()) {
        reader.ReportUnexpected(at, "the end of the document");
      }
    }
    bool failed = reader.failed();
    if (!met.empty()) issues_->push_back({view, std::move(met)});
    return {failed ? json::Value() : tree->root(), view};
  }

  // `view` holds URL-encoded text.
  Unwrapped Decode(const View* view, int depth) {
    std::string_view text = view->text();
    Span whole{0, static_cast<uint32_t>(text.size())};
    if (depth == kMaxDecodeLayers) return TooDeep(view, whole);
    const View* plain = View::FromUrlEncoded(*view, whole, false, arena_);
    if (plain == nullptr) {
      Span bad = BadEscape(text);
      if (!bad.empty()) {
        return Fail(view, {Issue::Code::kSyntax,
                           bad,
                           {},
                           "a '%' in URL-encoded text without two hexadecimal digits after it"});
      }
      return Fail(view,
                  {Issue::Code::kSyntax, whole, {}, "the URL-encoded bytes are not UTF-8 text"});
    }
    size_t met = issues_->size();
    Unwrapped opened = OpenText(plain, depth + 1);
    if (opened.value || plus_tried_ || text.find('+') == std::string_view::npos) return opened;
    // Form encoding writes a space as '+', which AWS never does: only if there is no other way to
    // read it.
    plus_tried_ = true;
    const View* spaced = View::FromUrlEncoded(*view, whole, true, arena_);
    return spaced == nullptr ? opened : Better(opened, spaced, met, depth + 1);
  }

  Unwrapped OpenText(const View* view, int depth) {
    size_t first = FirstByte(view->text());
    if (first != std::string_view::npos && BeginsEncoded(view->text().substr(first))) {
      return Decode(view, depth);
    }
    Unwrapped parsed = Parse(view);
    if (!parsed.value) return parsed;
    return Open(parsed.value, parsed.view, depth);
  }

  // A text that leaves its brackets bare but encodes its quotes.
  Unwrapped DecodeIfBetter(Unwrapped failed, const View* view, size_t met, int depth) {
    std::string_view text = view->text();
    if (depth == kMaxDecodeLayers || text.find("%22") == std::string_view::npos) return failed;
    const View* decoded =
        View::FromUrlEncoded(*view, {0, static_cast<uint32_t>(text.size())}, false, arena_);
    return decoded == nullptr ? failed : Better(failed, decoded, met, depth + 1);
  }

  // The second reading, if it succeeds where the first (whose issues begin at `met`) did not.
  Unwrapped Better(Unwrapped first, const View* second, size_t met, int depth) {
    std::vector<LayerIssues> kept(
        std::make_move_iterator(issues_->begin() + static_cast<long>(met)),
        std::make_move_iterator(issues_->end()));
    issues_->resize(met);
    Unwrapped opened = OpenText(second, depth);
    if (opened.value) return opened;
    issues_->resize(met);
    for (LayerIssues& layer : kept) issues_->push_back(std::move(layer));
    return first;
  }

  text::Arena* arena_;
  TreePool* trees_;
  std::vector<LayerIssues>* issues_;
  bool plus_tried_ = false;
};

}  // namespace

Unwrapped Unwrap(json::Value value, const View& view, text::Arena* arena, TreePool* trees,
                 std::vector<LayerIssues>* issues) {
  return Layers(arena, trees, issues).Open(value, &view, 0);
}

bool LooksWrapped(std::string_view text) {
  size_t first = FirstByte(text);
  if (first == std::string_view::npos) return false;
  text.remove_prefix(first);
  return text[0] == '{' || text[0] == '[' || text[0] == '"' || Layers::BeginsEncoded(text);
}

}  // namespace rolelint::inputs
