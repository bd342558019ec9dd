#include "analyzer/json/reader.h"

#include <algorithm>
#include <string>
#include <utility>

#include "analyzer/json/scan.h"
#include "analyzer/json/syntax_issue.h"

// How it works. One loop alternates between "a value stands here" and "a value has ended here".
// There is no stack: an open container is a node whose `next` holds its parent's index until it
// closes, and whose `end` a bit for each of its keys. Every scan ends at the zero padding behind
// the text, so no loop asks where the text ends; whoever meets a NUL asks whether it is one of the
// text's own.

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
  // Of the member whose value comes next; zeros in arrays.
  struct KeyPlace {
    uint32_t begin = 0;
    uint32_t end = 0;
    uint32_t decoded = 0;
  };

  uint32_t Offset(const char* at) const { return static_cast<uint32_t>(at - base_); }
  const char* Skip(const char* at);
  const char* Open(const char* at);
  const char* Close(const char* at);
  uint32_t KeyBits() const;
  const char* Key(const char* at);
  const char* Scalar(const char* at);
  const char* String(const char* quote, uint32_t* decoded);
  const char* EscapedString(const char* quote, const char* stop, uint32_t* decoded);
  const char* Escape(const char* quote, const char* backslash);
  const char* Number(const char* begin);
  const char* Literal(const char* begin, std::string_view word, Type type, bool truth);
  Node& Append(Type type, const char* begin, const char* end, uint32_t count);
  const char* TooDeep(const char* at);
  void ReportTrailing(const char* comma);
  const char* Fail(Issue issue);
  const char* Unexpected(const char* place, std::string_view expected);
  Span OpenBracket() const;

  Reader& reader_;
  Tree& tree_;
  const Span around_;
  const char* const base_;
  const char* const end_;
  const uint32_t first_node_;
  const uint32_t first_decoded_;
  uint32_t open_ = kNone;  // the innermost open container's node
  uint32_t depth_ = 0;
  char closer_ = '\0';
  KeyPlace key_;
};

uint32_t Reader::Parse::Run(uint32_t begin) {
  const char* at = base_ + begin;
  for (;;) {
    // An element or a member stands here.
    if (closer_ == '}' && (at = Key(at)) == nullptr) return kFailed;
    if (*at == '"') {
      const char* const quote = at;
      uint32_t decoded = 0;
      if ((at = String(at, &decoded)) == nullptr) return kFailed;
      Append(Type::kString, quote, at, decoded);
    } else if (*at == '{' || *at == '[') {
      if ((at = Open(at)) == nullptr) return kFailed;
      if (*at != closer_) continue;
      at = Close(at);
    } else if ((at = Scalar(at)) == nullptr) {
      return kFailed;
    }
    // A value has ended: closing brackets, until a comma leads to the next value.
    for (;;) {
      if (open_ == kNone) return Offset(at);
      at = Skip(at);
      if (*at == ',') {
        const char* const comma = at;
        at = Skip(at + 1);
        // A '}' here may also stand where a member's value is missing.
        if (*at != closer_) break;
        ReportTrailing(comma);
      } else if (*at != closer_) {
        Unexpected(at, closer_ == '}' ? kExpectCommaOrBrace : kExpectCommaOrBracket);
        return kFailed;
      }
      at = Close(at);
    }
  }
}

// Past blanks and comments. A comment that does not end leads to the end of the text, where nothing
// fits what is expected.
inline const char* Reader::Parse::Skip(const char* at) {
  at = SkipSpaces(at);
  return *at == '/' ? reader_.SkipComments(at) : at;
}

// Of a container `next` is not known yet, and neither is its end.
[[gnu::always_inline]] inline Node& Reader::Parse::Append(Type type, const char* begin,
                                                          const char* end, uint32_t count) {
  if (open_ != kNone) ++tree_.nodes[open_].count;
  Node& node = tree_.nodes.emplace_back();
  node.begin = Offset(begin);
  node.end = Offset(end);
  node.key_begin = key_.begin;
  node.key_end = key_.end;
  node.next = static_cast<uint32_t>(tree_.nodes.size());
  node.count = count;
  node.key_decoded = key_.decoded;
  node.type = type;
  return node;
}

// At an opening bracket; to the first thing in it.
[[gnu::always_inline]] inline const char* Reader::Parse::Open(const char* at) {
  if (++depth_ > kMaxDepth) return TooDeep(at);
  const bool object = *at == '{';
  const auto opened = static_cast<uint32_t>(tree_.nodes.size());
  Append(object ? Type::kObject : Type::kArray, at, base_, 0).next = open_;
  open_ = opened;
  closer_ = object ? '}' : ']';
  key_ = {};
  return Skip(at + 1);
}

// At the closing bracket; past it.
inline const char* Reader::Parse::Close(const char* at) {
  ++at;
  const uint32_t closed = open_;
  Node& node = tree_.nodes[closed];
  const uint32_t parent = node.next;
  const uint32_t key_bits = std::exchange(node.end, Offset(at));
  node.next = static_cast<uint32_t>(tree_.nodes.size());
  const bool all_differ =
      node.count < 32 && static_cast<uint32_t>(CountBits(key_bits)) == node.count;
  if (node.type == Type::kObject && node.count > 1 && !all_differ) {
    reader_.duplicates_.Check(tree_, closed, reader_.issues_);
  }
  --depth_;
  open_ = parent;
  key_ = {};
  if (parent != kNone) closer_ = tree_.nodes[parent].type == Type::kObject ? '}' : ']';
  return at;
}

const char* Reader::Parse::TooDeep(const char* at) {
  return Fail({Issue::Code::kTooDeep,
               {Offset(at), Offset(at) + 1},
               OpenBracket(),
               "nested deeper than " + std::to_string(kMaxDepth) + " levels"});
}

void Reader::Parse::ReportTrailing(const char* comma) {
  reader_.Report({Issue::Code::kTrailingComma,
                  {Offset(comma), Offset(comma) + 1},
                  {},
                  std::string("a comma before the closing '") + closer_ + "'"});
}

// A bit for the key at hand, of its first character and its length: in nearly all objects that
// there are each key has its own, so that none stands twice. One with escapes may be written in
// many ways and sets them all.
inline uint32_t Reader::Parse::KeyBits() const {
  if (key_.decoded != 0) return ~uint32_t{0};
  const auto first = static_cast<unsigned char>(base_[key_.begin + 1]);
  return uint32_t{1} << ((first * 15U + (key_.end - key_.begin) * 2) % 32);
}

// A key, its colon and the blanks after it.
inline const char* Reader::Parse::Key(const char* at) {
  if (*at != '"') {
    return Unexpected(at, tree_.nodes[open_].count == 0 ? kExpectKeyOrEnd : kExpectKey);
  }
  key_.begin = Offset(at);
  at = String(at, &key_.decoded);
  if (at == nullptr) return nullptr;
  key_.end = Offset(at);
  tree_.nodes[open_].end |= KeyBits();
  if (*at != ':') {
    at = Skip(at);
    if (*at != ':') return Unexpected(at, kExpectColon);
  }
  return Skip(at + 1);
}

// Neither a string nor a container.
const char* Reader::Parse::Scalar(const char* at) {
  switch (*at) {
    case 't':
      return Literal(at, "true", Type::kBool, true);
    case 'f':
      return Literal(at, "false", Type::kBool, false);
    case 'n':
      return Literal(at, "null", Type::kNull, false);
    default:
      if (*at != '-' && !IsDigit(*at)) return Unexpected(at, kExpectValue);
      return Number(at);
  }
}

// From the opening quote to past the closing one.
inline const char* Reader::Parse::String(const char* quote, uint32_t* decoded) {
  const char* stop = SkipPlainText(quote + 1);
  *decoded = 0;
  return *stop == '"' ? stop + 1 : EscapedString(quote, stop, decoded);
}

// The rest of a string from its first backslash (or what should not be in it) on.
const char* Reader::Parse::EscapedString(const char* quote, const char* stop, uint32_t* decoded) {
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
    if (plain == nullptr) return nullptr;
    stop = SkipPlainText(plain);
  }
  scratch.append(plain, stop);
  tree_.decoded.push_back(reader_.arena_->Copy(scratch));
  *decoded = static_cast<uint32_t>(tree_.decoded.size());
  return stop + 1;
}

// Appends what the escape at `backslash` stands for to the scratch string; returns where the text
// goes on, or null.
const char* Reader::Parse::Escape(const char* quote, const char* backslash) {
  std::string& scratch = reader_.scratch_;
  auto fail = [&](const char* wrong) {
    return Fail(EscapeIssue(reader_.text_, Offset(backslash), Offset(wrong), Offset(quote)));
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
                        " is half of a surrogate pair and no character"});
    code = 0xFFFD;
  }
  AppendUtf8(code, &scratch);
  return after;
}

const char* Reader::Parse::Number(const char* begin) {
  auto fail = [&](const char* wrong) {
    return Fail(NumberIssue(reader_.text_, Offset(begin), Offset(wrong)));
  };
  const char* at = begin;
  if (*at == '-') ++at;
  if (!IsDigit(*at)) {
    // "---" and "- item" are YAML, "-Infinity" is a word: told better by what may stand here.
    return at < end_ && (open_ == kNone || *at == 'I') ? Unexpected(begin, kExpectValue) : fail(at);
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
  Append(Type::kNumber, begin, at, 0);
  return at;
}

const char* Reader::Parse::Literal(const char* begin, std::string_view word, Type type,
                                   bool truth) {
  size_t same = 0;
  while (same < word.size() && begin[same] == word[same]) ++same;
  if (same < word.size() || IsWordByte(begin[same])) {
    if (begin + same == end_) {
      return Fail(TruncatedIssue(reader_.text_, "the word " + std::string(word),
                                 {Offset(begin), Offset(begin + same)}));
    }
    return Unexpected(begin, kExpectValue);
  }
  const char* const end = begin + word.size();
  Append(type, begin, end, 0).truth = truth;
  return end;
}

Span Reader::Parse::OpenBracket() const {
  if (open_ == kNone) return around_;
  return {tree_.nodes[open_].begin, tree_.nodes[open_].begin + 1};
}

const char* Reader::Parse::Unexpected(const char* place, std::string_view expected) {
  const uint32_t at = Offset(place);
  // Where a document begins there are more things that one may have fed by mistake.
  const bool first = open_ == kNone && around_.empty() && OnlyBlanks(reader_.text_.substr(0, at));
  return Fail(
      UnexpectedIssue(reader_.text_, at, first ? kExpectDocument : expected, OpenBracket()));
}

// Leaves the tree as it was; returns null.
const char* Reader::Parse::Fail(Issue issue) {
  tree_.nodes.resize(first_node_);
  tree_.decoded.resize(first_decoded_);
  open_ = kNone;
  reader_.Report(std::move(issue));
  return nullptr;
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
