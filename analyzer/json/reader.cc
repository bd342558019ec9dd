#include "analyzer/json/reader.h"

#include <algorithm>
#include <string>
#include <utility>

#include "analyzer/json/scan.h"
#include "analyzer/json/syntax_issue.h"

// How it works. One loop alternates between "a value stands here" and "a value has ended here".
// There is no stack: an open container is a node whose `next` holds its parent's index until it
// closes. Every scan ends at the zero padding behind the text, so no loop asks where the text ends;
// whoever meets a NUL asks whether it is one of the text's own.

namespace rolelint::json {
namespace {

constexpr uint32_t kNone = 0xFFFFFFFFU;

// The value of a hexadecimal digit, or -1.
int HexDigit(char c) {
  if (IsDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void AppendUtf8(uint32_t code, std::string* out) {
  if (code < 0x80) {
    out->push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out->push_back(static_cast<char>(0xC0 | code >> 6));
    out->push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else if (code < 0x10000) {
    out->push_back(static_cast<char>(0xE0 | code >> 12));
    out->push_back(static_cast<char>(0x80 | (code >> 6 & 0x3F)));
    out->push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else {
    out->push_back(static_cast<char>(0xF0 | code >> 18));
    out->push_back(static_cast<char>(0x80 | (code >> 12 & 0x3F)));
    out->push_back(static_cast<char>(0x80 | (code >> 6 & 0x3F)));
    out->push_back(static_cast<char>(0x80 | (code & 0x3F)));
  }
}

bool OnlyBlanks(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

// One call of ReadValue.
class Reader::Parse {
 public:
  // `around`: the bracket of the container that the caller walks himself.
  Parse(Reader* reader, Tree* tree, Span around)
      : reader_(*reader),
        tree_(*tree),
        around_(around),
        base_(reader->text_.data()),
        end_(base_ + reader->text_.size()),
        first_node_(static_cast<uint32_t>(tree->nodes.size())),
        first_decoded_(static_cast<uint32_t>(tree->decoded.size())) {}

  uint32_t Run(uint32_t begin);

 private:
  uint32_t Offset(const char* at) const { return static_cast<uint32_t>(at - base_); }
  bool Skip();
  bool Open(bool object);
  void Close();
  bool Key();
  bool Scalar();
  bool String(uint32_t* decoded);
  bool EscapedString(const char* quote, const char* backslash, uint32_t* decoded);
  const char* Escape(const char* quote, const char* backslash);
  bool Number();
  bool Literal(std::string_view word, Type type, bool truth);
  bool AfterComma(bool* trailing);
  Node& Append(Type type, const char* begin);
  bool Fail(Issue issue);
  bool Unexpected(std::string_view expected);
  Span OpenBracket() const;

  Reader& reader_;
  Tree& tree_;
  const Span around_;
  const char* const base_;
  const char* const end_;
  const uint32_t first_node_;
  const uint32_t first_decoded_;
  const char* at_ = nullptr;
  uint32_t open_ = kNone;  // the innermost open container's node
  uint32_t depth_ = 0;
  char closer_ = '\0';
  // The key of the member whose value comes next.
  uint32_t key_begin_ = 0;
  uint32_t key_end_ = 0;
  uint32_t key_decoded_ = 0;
};

uint32_t Reader::Parse::Run(uint32_t begin) {
  at_ = base_ + begin;
  for (;;) {
    const char c = *at_;
    if (c == '{' || c == '[') {
      if (!Open(c == '{')) return kFailed;
      if (*at_ == closer_) {
        Close();
      } else if (c == '{') {
        if (!Key()) return kFailed;
        continue;
      } else {
        continue;
      }
    } else if (!Scalar()) {
      return kFailed;
    }
    // A value has ended: closing brackets, until a comma leads to the next value.
    for (;;) {
      if (open_ == kNone) return Offset(at_);
      if (!Skip()) return kFailed;
      if (*at_ == ',') {
        bool trailing = false;
        if (!AfterComma(&trailing)) return kFailed;
        // A '}' here may also stand where a member's value is missing.
        if (!trailing) break;
        Close();
      } else if (*at_ == closer_) {
        Close();
      } else {
        Unexpected(closer_ == '}' ? kExpectCommaOrBrace : kExpectCommaOrBracket);
        return kFailed;
      }
    }
  }
}

inline bool Reader::Parse::Skip() {
  at_ = SkipSpaces(at_);
  if (*at_ != '/') return true;
  at_ = reader_.SkipComments(at_);
  return !reader_.failed_;
}

inline Node& Reader::Parse::Append(Type type, const char* begin) {
  Node& node = tree_.nodes.emplace_back();
  node.begin = Offset(begin);
  node.type = type;
  node.key_begin = key_begin_;
  node.key_end = key_end_;
  node.key_decoded = key_decoded_;
  return node;
}

bool Reader::Parse::Open(bool object) {
  if (++depth_ > kMaxDepth) {
    return Fail({Issue::Code::kTooDeep,
                 {Offset(at_), Offset(at_) + 1},
                 OpenBracket(),
                 "nested deeper than " + std::to_string(kMaxDepth) + " levels"});
  }
  const uint32_t parent = open_;
  open_ = static_cast<uint32_t>(tree_.nodes.size());
  Append(object ? Type::kObject : Type::kArray, at_).next = parent;
  closer_ = object ? '}' : ']';
  key_begin_ = key_end_ = key_decoded_ = 0;
  ++at_;
  return Skip();
}

// At the closing bracket.
void Reader::Parse::Close() {
  ++at_;
  const uint32_t closed = open_;
  Node& node = tree_.nodes[closed];
  const uint32_t parent = node.next;
  node.end = Offset(at_);
  node.next = static_cast<uint32_t>(tree_.nodes.size());
  if (node.type == Type::kObject && node.count > 1) {
    reader_.duplicates_.Check(tree_, closed, reader_.issues_);
  }
  --depth_;
  open_ = parent;
  key_begin_ = key_end_ = key_decoded_ = 0;
  if (parent == kNone) return;
  ++tree_.nodes[parent].count;
  closer_ = tree_.nodes[parent].type == Type::kObject ? '}' : ']';
}

// Past the comma to the next value (in objects past its key too), or, after a trailing comma, to
// the bracket.
bool Reader::Parse::AfterComma(bool* trailing) {
  const uint32_t comma = Offset(at_);
  ++at_;
  if (!Skip()) return false;
  if (*at_ == closer_) {
    reader_.Report({Issue::Code::kTrailingComma,
                    {comma, comma + 1},
                    {},
                    std::string("a comma before the closing '") + closer_ + "'"});
    *trailing = true;
    return true;
  }
  return closer_ == ']' || Key();
}

// A key, its colon and the blanks after it.
bool Reader::Parse::Key() {
  if (*at_ != '"') {
    return Unexpected(tree_.nodes[open_].count == 0 ? kExpectKeyOrEnd : kExpectKey);
  }
  key_begin_ = Offset(at_);
  if (!String(&key_decoded_)) return false;
  key_end_ = Offset(at_);
  if (*at_ != ':') {
    if (!Skip()) return false;
    if (*at_ != ':') return Unexpected(kExpectColon);
  }
  ++at_;
  return Skip();
}

bool Reader::Parse::Scalar() {
  switch (*at_) {
    case '"': {
      const char* quote = at_;
      uint32_t decoded = 0;
      if (!String(&decoded)) return false;
      Append(Type::kString, quote).count = decoded;
      break;
    }
    case 't':
      if (!Literal("true", Type::kBool, true)) return false;
      break;
    case 'f':
      if (!Literal("false", Type::kBool, false)) return false;
      break;
    case 'n':
      if (!Literal("null", Type::kNull, false)) return false;
      break;
    default:
      if (*at_ != '-' && !IsDigit(*at_)) return Unexpected(kExpectValue);
      if (!Number()) return false;
  }
  Node& node = tree_.nodes.back();
  node.end = Offset(at_);
  node.next = static_cast<uint32_t>(tree_.nodes.size());
  if (open_ != kNone) ++tree_.nodes[open_].count;
  return true;
}

// From the opening quote to past the closing one.
inline bool Reader::Parse::String(uint32_t* decoded) {
  const char* quote = at_;
  const char* stop = SkipPlainText(quote + 1);
  if (*stop == '"') {
    *decoded = 0;
    at_ = stop + 1;
    return true;
  }
  return EscapedString(quote, stop, decoded);
}

// The rest of a string from its first backslash (or what should not be in it) on.
bool Reader::Parse::EscapedString(const char* quote, const char* stop, uint32_t* decoded) {
  std::string& scratch = reader_.scratch_;
  scratch.clear();
  const char* plain = quote + 1;
  while (*stop != '"') {
    if (*stop != '\\') {
      if (stop >= end_) {
        return Fail(TruncatedIssue(reader_.text_, "a string", {Offset(quote), Offset(quote) + 1}));
      }
      return Fail(ControlCharacterIssue(reader_.text_, Offset(stop), Offset(quote)));
    }
    scratch.append(plain, stop);
    plain = Escape(quote, stop);
    if (plain == nullptr) return false;
    stop = SkipPlainText(plain);
  }
  scratch.append(plain, stop);
  at_ = stop + 1;
  tree_.decoded.push_back(reader_.arena_->Copy(scratch));
  *decoded = static_cast<uint32_t>(tree_.decoded.size());
  return true;
}

// Appends what the escape at `backslash` stands for to the scratch string; returns where the text
// goes on, or null.
const char* Reader::Parse::Escape(const char* quote, const char* backslash) {
  std::string& scratch = reader_.scratch_;
  auto fail = [&](const char* wrong) {
    Fail(EscapeIssue(reader_.text_, Offset(backslash), Offset(wrong), Offset(quote)));
    return nullptr;
  };
  if (backslash[1] != 'u') {
    constexpr std::string_view kLetters = "\"\\/bfnrt";
    constexpr std::string_view kCharacters = "\"\\/\b\f\n\r\t";
    const size_t letter = kLetters.find(backslash[1]);
    if (letter == std::string_view::npos) return fail(backslash + 1);
    scratch.push_back(kCharacters[letter]);
    return backslash + 2;
  }
  // The four digits after "\u" at `from`, or where they go wrong.
  auto hex = [](const char* from, uint32_t* code) -> const char* {
    *code = 0;
    for (const char* at = from + 2; at < from + 6; ++at) {
      int digit = HexDigit(*at);
      if (digit < 0) return at;
      *code = *code << 4 | static_cast<uint32_t>(digit);
    }
    return nullptr;
  };
  uint32_t code = 0;
  if (const char* wrong = hex(backslash, &code)) return fail(wrong);
  const char* after = backslash + 6;
  if (code >= 0xD800 && code <= 0xDBFF && after[0] == '\\' && after[1] == 'u') {
    uint32_t low = 0;
    if (hex(after, &low) == nullptr && low >= 0xDC00 && low <= 0xDFFF) {
      AppendUtf8(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00), &scratch);
      return after + 6;
    }
  }
  if (code >= 0xD800 && code <= 0xDFFF) {
    reader_.Report({Issue::Code::kLoneSurrogate,
                    {Offset(backslash), Offset(after)},
                    {},
                    "the escape " + std::string(backslash, after) +
                        " is half of a surrogate pair and stands for no character"});
    code = 0xFFFD;
  }
  AppendUtf8(code, &scratch);
  return after;
}

bool Reader::Parse::Number() {
  const char* begin = at_;
  auto fail = [&](const char* wrong) {
    return Fail(NumberIssue(reader_.text_, Offset(begin), Offset(wrong)));
  };
  const char* at = begin;
  if (*at == '-') ++at;
  if (!IsDigit(*at)) {
    // "---" and "- item" are YAML, "-Infinity" is a word: told better by what may stand here.
    return at < end_ && (open_ == kNone || *at == 'I') ? Unexpected(kExpectValue) : fail(at);
  }
  if (*at == '0') {
    ++at;
    if (IsDigit(*at)) return fail(at);
  } else {
    while (IsDigit(*at)) ++at;
  }
  if (*at == '.') {
    if (!IsDigit(*++at)) return fail(at);
    while (IsDigit(*at)) ++at;
  }
  if (*at == 'e' || *at == 'E') {
    ++at;
    if (*at == '+' || *at == '-') ++at;
    if (!IsDigit(*at)) return fail(at);
    while (IsDigit(*at)) ++at;
  }
  if (IsWordByte(*at)) return fail(at);
  Append(Type::kNumber, begin);
  at_ = at;
  return true;
}

bool Reader::Parse::Literal(std::string_view word, Type type, bool truth) {
  const char* begin = at_;
  size_t same = 0;
  while (same < word.size() && begin[same] == word[same]) ++same;
  if (same < word.size() || IsWordByte(begin[same])) {
    if (begin + same == end_) {
      return Fail(TruncatedIssue(reader_.text_, "the word " + std::string(word),
                                 {Offset(begin), Offset(begin + same)}));
    }
    return Unexpected(kExpectValue);
  }
  Append(type, begin).truth = truth;
  at_ = begin + word.size();
  return true;
}

Span Reader::Parse::OpenBracket() const {
  if (open_ == kNone) return around_;
  return {tree_.nodes[open_].begin, tree_.nodes[open_].begin + 1};
}

bool Reader::Parse::Unexpected(std::string_view expected) {
  const uint32_t at = Offset(at_);
  // Where a document begins there are more things that one may have fed by mistake.
  const bool first = open_ == kNone && around_.empty() && OnlyBlanks(reader_.text_.substr(0, at));
  return Fail(
      UnexpectedIssue(reader_.text_, at, first ? kExpectDocument : expected, OpenBracket()));
}

// Leaves the tree as it was.
bool Reader::Parse::Fail(Issue issue) {
  tree_.nodes.resize(first_node_);
  tree_.decoded.resize(first_decoded_);
  open_ = kNone;
  reader_.Report(std::move(issue));
  return false;
}

void Reader::Report(Issue issue) {
  if (failed_) return;
  failed_ = issue.fatal();
  issues_->push_back(std::move(issue));
}

// At a slash where blanks may stand: past all comments and blanks from here. A slash that begins no
// comment stays.
const char* Reader::SkipComments(const char* at) {
  const char* base = text_.data();
  const char* end = base + text_.size();
  auto offset = [base](const char* p) { return static_cast<uint32_t>(p - base); };
  while (*at == '/') {
    const char* begin = at;
    if (at[1] == '/') {
      while (at < end && *at != '\n' && *at != '\r') ++at;
    } else if (at[1] == '*') {
      size_t close = text_.find("*/", offset(at) + 2);
      if (close == std::string_view::npos) {
        Report(TruncatedIssue(text_, "a comment", {offset(begin), offset(begin) + 2}));
        return end;
      }
      at = base + close + 2;
    } else {
      return at;
    }
    Report({Issue::Code::kComment, {offset(begin), offset(at)}, {}, "JSON has no comments"});
    at = SkipSpaces(at);
  }
  return at;
}

uint32_t Reader::SkipBlanks(uint32_t at) {
  const char* place = SkipSpaces(text_.data() + at);
  if (*place == '/') place = SkipComments(place);
  return static_cast<uint32_t>(place - text_.data());
}

uint32_t Reader::ReadValue(uint32_t at, Tree* tree) { return ReadValueIn(at, {}, tree); }

uint32_t Reader::ReadValueIn(uint32_t at, Span around, Tree* tree) {
  return failed_ ? kFailed : Parse(this, tree, around).Run(at);
}

void Reader::ReportUnexpected(uint32_t at, std::string_view expected, Span open) {
  Report(UnexpectedIssue(text_, at, expected, open));
}

bool ReadAll(std::string_view text, text::Arena* arena, std::vector<Tree>* trees,
             std::vector<Issue>* issues) {
  Reader reader(text, arena, issues);
  const size_t first = trees->size();
  uint32_t at = reader.SkipBlanks(0);
  while (!reader.failed() && at < text.size()) {
    const char c = text[at];
    if (c != '{' && c != '[' && c != '"' && c != '-' && c != 't' && c != 'f' && c != 'n' &&
        !IsDigit(c)) {
      reader.ReportUnexpected(at, kExpectDocument);
      break;
    }
    // A policy has about a node for 30 bytes; documents that follow one another are much alike.
    const size_t guess = trees->size() == first ? std::min<size_t>((text.size() - at) / 32, 4096)
                                                : trees->back().nodes.size();
    Tree& tree = trees->emplace_back();
    tree.text = text;
    tree.nodes.reserve(guess + 1);
    at = reader.ReadValue(at, &tree);
    if (at == Reader::kFailed) {
      trees->pop_back();
      break;
    }
    at = reader.SkipBlanks(at);
  }
  if (!reader.failed() && trees->size() == first) {
    const uint32_t end = static_cast<uint32_t>(text.size());
    issues->push_back({Issue::Code::kTruncated,
                       {end, end},
                       {},
                       text.empty() ? "the text is empty" : "the text holds no JSON value"});
    return false;
  }
  return !reader.failed();
}

}  // namespace rolelint::json
