#include "analyzer/json/yaml.h"

#include <yaml.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "analyzer/json/character_name.h"
#include "analyzer/json/duplicate_keys.h"
#include "analyzer/json/reader.h"
#include "analyzer/json/syntax_issue.h"

// How it works. libyaml's events arrive in document order and are appended to the tree as they
// come; a stack of frames knows which container is open and whether a key or a value comes next.
// libyaml counts characters, the tree counts bytes: a table of every 64th character's offset turns
// one into the other. libyaml lets a node begin at its anchor or tag, and a block collection end
// where the next token begins: both are put right here.

namespace rolelint::json {
namespace {

constexpr std::string_view kStringTag = "tag:yaml.org,2002:str";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsBreak(char c) { return c == '\n' || c == '\r'; }
bool IsSpace(char c) { return c == ' ' || c == '\t' || IsBreak(c); }

size_t SkipDigits(std::string_view text, size_t at) {
  while (at < text.size() && IsDigit(text[at])) ++at;
  return at;
}

bool AllOf(std::string_view text, std::string_view allowed) {
  return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

// The numbers of YAML 1.2's core schema (chapter 10.3.2).
bool IsNumber(std::string_view text) {
  if (text.starts_with("0o")) return AllOf(text.substr(2), "01234567");
  if (text.starts_with("0x")) return AllOf(text.substr(2), "0123456789abcdefABCDEF");
  if (text == ".nan" || text == ".NaN" || text == ".NAN") return true;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  if (text == ".inf" || text == ".Inf" || text == ".INF") return true;
  const size_t whole = SkipDigits(text, 0);
  size_t at = whole;
  if (at < text.size() && text[at] == '.') {
    at = SkipDigits(text, at + 1);
    if (whole == 0 && at == 1) return false;  // "." alone
  } else if (whole == 0) {
    return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    const size_t digits = SkipDigits(text, at);
    if (digits == at) return false;
    at = digits;
  }
  return at == text.size();
}

Type PlainType(std::string_view text) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL")
    return Type::kNull;
  if (text == "true" || text == "True" || text == "TRUE" || text == "false" || text == "False" ||
      text == "FALSE") {
    return Type::kBool;
  }
  return IsNumber(text) ? Type::kNumber : Type::kString;
}

// Byte offsets of character positions.
class ByteOffsets {
 public:
  explicit ByteOffsets(std::string_view text) : text_(text) {
    uint32_t characters = 0;
    for (uint32_t at = 0; at < text.size(); ++at) {
      if ((static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) continue;
      if (characters++ % kStep == 0) steps_.push_back(at);
    }
  }

  uint32_t operator()(size_t character) const {
    const size_t step = character / kStep;
    if (step >= steps_.size()) return static_cast<uint32_t>(text_.size());
    uint32_t at = steps_[step];
    for (size_t rest = character % kStep; rest > 0 && at < text_.size(); --rest) {
      ++at;
      while (at < text_.size() && (static_cast<unsigned char>(text_[at]) & 0xC0) == 0x80) ++at;
    }
    return at;
  }

 private:
  static constexpr uint32_t kStep = 64;
  std::string_view text_;
  std::vector<uint32_t> steps_;
};

class Parser {
 public:
  explicit Parser(std::string_view text) {
    ready_ = yaml_parser_initialize(&parser_) != 0;
    if (!ready_) return;
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()),
                                 text.size());
  }
  ~Parser() {
    Drop();
    if (ready_) yaml_parser_delete(&parser_);
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  // The next event, valid until the following call; null after an error.
  const yaml_event_t* Next() {
    Drop();
    held_ = ready_ && yaml_parser_parse(&parser_, &event_) != 0;
    return held_ ? &event_ : nullptr;
  }
  const yaml_parser_t& state() const { return parser_; }
  bool ready() const { return ready_; }

 private:
  void Drop() {
    if (held_) yaml_event_delete(&event_);
    held_ = false;
  }

  yaml_parser_t parser_;
  yaml_event_t event_;
  bool ready_ = false;
  bool held_ = false;
};

class Builder {
 public:
  Builder(std::string_view text, text::Arena* arena, std::vector<Tree>* trees,
          std::vector<Issue>* issues)
      : text_(text),
        arena_(*arena),
        trees_(*trees),
        issues_(*issues),
        offset_(text),
        parser_(text) {}

  bool Run();

 private:
  struct Frame {
    uint32_t node;
    bool object;
    bool flow;             // has a closing bracket
    bool has_key = false;  // the next event is the value
    uint32_t last_end;     // of what is in it so far
  };
  struct Key {
    uint32_t begin = 0;
    uint32_t end = 0;
    uint32_t decoded = 0;
    uint8_t quote = 1;
  };
  // A scalar as a value or a key: its place, its text if that differs from the bytes there.
  struct Text {
    Span span;
    uint32_t decoded = 0;
    uint8_t quote = 0;
  };

  bool Take(const yaml_event_t& event);
  bool TakeScalar(const yaml_event_t& event);
  bool TakeAlias(const yaml_event_t& event);
  bool Open(const yaml_event_t& event, bool object);
  void Close(const yaml_event_t& event);
  Text ReadScalar(const yaml_event_t& event, uint32_t begin);
  uint32_t SkipProperties(uint32_t at, uint32_t limit, bool anchor, bool tag, bool report_tag);
  bool WantsKey() const {
    return !frames_.empty() && frames_.back().object && !frames_.back().has_key;
  }
  void SetKey(const Text& text);
  Node& Append(Type type, Span span);
  void Added(uint32_t end);
  bool Fail(Issue issue);
  bool FailOnSyntax();

  Tree& tree() { return trees_.back(); }

  const std::string_view text_;
  text::Arena& arena_;
  std::vector<Tree>& trees_;
  std::vector<Issue>& issues_;
  const ByteOffsets offset_;
  Parser parser_;
  DuplicateKeys duplicates_;
  std::vector<Frame> frames_;
  Key key_;
  bool in_document_ = false;
  bool empty_ = false;  // the document is one absent value
};

bool Builder::Run() {
  for (;;) {
    const yaml_event_t* event = parser_.Next();
    if (event == nullptr) return FailOnSyntax();
    switch (event->type) {
      case YAML_STREAM_END_EVENT:
        return true;
      case YAML_DOCUMENT_START_EVENT:
        trees_.emplace_back().text = text_;
        in_document_ = true;
        empty_ = false;
        break;
      case YAML_DOCUMENT_END_EVENT:
        in_document_ = false;
        if (empty_) trees_.pop_back();
        break;
      default:
        if (!Take(*event)) return false;
    }
  }
}

bool Builder::Take(const yaml_event_t& event) {
  switch (event.type) {
    case YAML_SCALAR_EVENT:
      return TakeScalar(event);
    case YAML_ALIAS_EVENT:
      return TakeAlias(event);
    case YAML_MAPPING_START_EVENT:
      return Open(event, true);
    case YAML_SEQUENCE_START_EVENT:
      return Open(event, false);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
      Close(event);
      return true;
    default:
      return true;  // the stream's start
  }
}

// Past the one anchor and the one tag that a value has before it (what follows may have its own).
// The value begins at `limit` at the latest.
uint32_t Builder::SkipProperties(uint32_t at, uint32_t limit, bool anchor, bool tag,
                                 bool report_tag) {
  while (at < limit) {
    if (IsSpace(text_[at])) {
      ++at;
    } else if (text_[at] == '#') {
      while (at < limit && !IsBreak(text_[at])) ++at;
    } else if ((text_[at] == '!' && tag) || (text_[at] == '&' && anchor)) {
      const uint32_t begin = at;
      (text_[at] == '!' ? tag : anchor) = false;
      const bool flow = !frames_.empty() && frames_.back().flow;
      while (at < limit && !IsSpace(text_[at]) &&
             !(flow && std::string_view(",[]{}").find(text_[at]) != std::string_view::npos)) {
        ++at;
      }
      if (text_[begin] == '!' && report_tag) {
        issues_.push_back({Issue::Code::kYamlTag,
                           {begin, at},
                           {},
                           "the tag " + std::string(text_.substr(begin, at - begin)) +
                               " is passed over: what it makes of the value is not known here"});
      }
    } else {
      break;
    }
  }
  return at;
}

Builder::Text Builder::ReadScalar(const yaml_event_t& event, uint32_t begin) {
  const auto& scalar = event.data.scalar;
  const std::string_view value(reinterpret_cast<const char*>(scalar.value), scalar.length);
  Text result;
  result.span = {begin, std::max(begin, offset_(event.end_mark.index))};
  switch (scalar.style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
      result.quote = 1;
      break;
    case YAML_LITERAL_SCALAR_STYLE:
    case YAML_FOLDED_SCALAR_STYLE:
      // Ends before the line breaks and the indentation that lead to the next token.
      while (result.span.end > begin + 1 && IsSpace(text_[result.span.end - 1])) --result.span.end;
      break;
    default:
      break;
  }
  const Span inner{result.span.begin + result.quote, result.span.end - result.quote};
  if (text_.substr(inner.begin, inner.size()) != value) {
    tree().decoded.push_back(arena_.Copy(value));
    result.decoded = static_cast<uint32_t>(tree().decoded.size());
  }
  return result;
}

bool Builder::TakeScalar(const yaml_event_t& event) {
  const auto& scalar = event.data.scalar;
  const std::string_view tag =
      scalar.tag == nullptr ? "" : reinterpret_cast<const char*>(scalar.tag);
  const bool as_string = tag == kStringTag || tag == "!";
  uint32_t begin = offset_(event.start_mark.index);
  if (scalar.tag != nullptr || scalar.anchor != nullptr) {
    begin = SkipProperties(begin, offset_(event.end_mark.index), scalar.anchor != nullptr,
                           scalar.tag != nullptr, !as_string);
  }
  if (WantsKey()) {
    SetKey(ReadScalar(event, begin));
    return true;
  }
  const bool plain = scalar.style == YAML_PLAIN_SCALAR_STYLE;
  if (plain && scalar.length == 0 && !frames_.empty() && frames_.back().object && begin > 0 &&
      text_[begin - 1] != ':' && scalar.tag == nullptr && scalar.anchor == nullptr) {
    // An absent value that not even a colon announces is reported at the next token: it belongs
    // behind its key.
    begin = key_.end;
    Append(Type::kNull, {begin, begin});
    Added(begin);
    return true;
  }
  empty_ = frames_.empty() && plain && scalar.length == 0 && scalar.tag == nullptr;
  Text text = ReadScalar(event, begin);
  Type type = Type::kString;
  if (plain && !as_string) {
    type = PlainType({reinterpret_cast<const char*>(scalar.value), scalar.length});
  }
  Node& node = Append(type, text.span);
  node.quote = text.quote;
  if (type == Type::kString) node.count = text.decoded;
  node.truth = type == Type::kBool && (scalar.value[0] == 't' || scalar.value[0] == 'T');
  Added(text.span.end);
  return true;
}

bool Builder::TakeAlias(const yaml_event_t& event) {
  const Span span{offset_(event.start_mark.index), offset_(event.end_mark.index)};
  issues_.push_back({Issue::Code::kYamlAlias,
                     span,
                     {},
                     "the alias " + std::string(text_.substr(span.begin, span.size())) +
                         " is not followed: write out what it stands for"});
  if (WantsKey()) {
    SetKey({span, 0, 0});
  } else {
    Append(Type::kNull, span);
    Added(span.end);
  }
  return true;
}

void Builder::SetKey(const Text& text) {
  key_ = {text.span.begin, text.span.end, text.decoded, text.quote};
  frames_.back().has_key = true;
  frames_.back().last_end = text.span.end;
}

Node& Builder::Append(Type type, Span span) {
  Node& node = tree().nodes.emplace_back();
  node.type = type;
  node.begin = span.begin;
  node.end = span.end;
  node.next = static_cast<uint32_t>(tree().nodes.size());
  if (!frames_.empty() && frames_.back().object) {
    node.key_begin = key_.begin;
    node.key_end = key_.end;
    node.key_decoded = key_.decoded;
    node.key_quote = key_.quote;
  }
  return node;
}

// A value that ends at `end` has been added to the open container.
void Builder::Added(uint32_t end) {
  if (frames_.empty()) return;
  Frame& frame = frames_.back();
  ++tree().nodes[frame.node].count;
  frame.has_key = false;
  frame.last_end = std::max(frame.last_end, end);
}

bool Builder::Open(const yaml_event_t& event, bool object) {
  const bool flow = object ? event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                           : event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
  const yaml_char_t* tag = object ? event.data.mapping_start.tag : event.data.sequence_start.tag;
  const yaml_char_t* anchor =
      object ? event.data.mapping_start.anchor : event.data.sequence_start.anchor;
  uint32_t begin = offset_(event.start_mark.index);
  if (tag != nullptr || anchor != nullptr) {
    begin = SkipProperties(begin, static_cast<uint32_t>(text_.size()), anchor != nullptr,
                           tag != nullptr, true);
  }
  const Span first{begin, begin + DecodeCharacter(text_, begin).bytes};
  if (WantsKey()) {
    if (std::optional<Issue> foreign = RecogniseForeign(text_, begin)) return Fail(*foreign);
    return Fail({Issue::Code::kSyntax,
                 first,
                 {},
                 "a mapping or a sequence stands where a key should: keys are plain text"});
  }
  if (frames_.size() >= kMaxDepth) {
    return Fail({Issue::Code::kTooDeep,
                 first,
                 {},
                 "nested deeper than " + std::to_string(kMaxDepth) + " levels"});
  }
  const uint32_t node = static_cast<uint32_t>(tree().nodes.size());
  Append(object ? Type::kObject : Type::kArray, {begin, begin});
  // "[a: b]" holds a mapping in flow style without braces.
  const bool bracket = flow && begin < text_.size() && text_[begin] == (object ? '{' : '[');
  frames_.push_back({node, object, bracket, false, begin});
  key_ = {};
  return true;
}

void Builder::Close(const yaml_event_t& event) {
  const Frame frame = frames_.back();
  frames_.pop_back();
  Node& node = tree().nodes[frame.node];
  node.end = frame.flow ? offset_(event.end_mark.index) : frame.last_end;
  node.next = static_cast<uint32_t>(tree().nodes.size());
  const uint32_t end = node.end;
  if (frame.object) duplicates_.Check(tree(), frame.node, &issues_);
  Added(end);
}

bool Builder::Fail(Issue issue) {
  if (in_document_) trees_.pop_back();
  issues_.push_back(std::move(issue));
  return false;
}

bool Builder::FailOnSyntax() {
  const yaml_parser_t& state = parser_.state();
  Issue issue{Issue::Code::kSyntax, {}, {}, "not valid YAML"};
  uint32_t at = static_cast<uint32_t>(text_.size());
  if (!parser_.ready() || state.error == YAML_MEMORY_ERROR) {
    issue.message = "not enough memory to read the YAML";
  } else if (state.error == YAML_READER_ERROR) {
    at = static_cast<uint32_t>(std::min(state.problem_offset, text_.size()));
    issue.message += ": YAML does not allow " + DescribeCharacter(DecodeCharacter(text_, at));
  } else {
    at = offset_(state.problem_mark.index);
    if (state.problem != nullptr) issue.message.append(": ").append(state.problem);
    if (state.context != nullptr) {
      issue.message.append(" ").append(state.context);
      const uint32_t context = offset_(state.context_mark.index);
      issue.related = {context, context + DecodeCharacter(text_, context).bytes};
    }
    if (at >= text_.size()) {
      issue.code = Issue::Code::kTruncated;
    } else {
      issue.message += ", at " + DescribeCharacter(DecodeCharacter(text_, at));
      if (text_[at] == '\t') issue.message += ": YAML is indented with spaces";
    }
  }
  issue.span = {at, at + DecodeCharacter(text_, at).bytes};
  return Fail(std::move(issue));
}

}  // namespace

bool ReadYaml(std::string_view text, text::Arena* arena, std::vector<Tree>* trees,
              std::vector<Issue>* issues) {
  return Builder(text, arena, trees, issues).Run();
}

}  // namespace rolelint::json
