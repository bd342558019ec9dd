#include "analyzer/json/yaml.h"

#include <yaml.h>

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "analyzer/json/character_name.h"
#include "analyzer/json/duplicate_keys.h"
#include "analyzer/json/reader.h"
#include "analyzer/json/syntax_issue.h"
#include "analyzer/json/yaml_events.h"
#include "analyzer/json/yaml_parts.h"

// How it works. libyaml's events arrive in document order and are appended to the tree as they
// come; a stack of frames knows which container is open and whether a key or a value comes next.
// libyaml counts characters, the tree counts bytes: a table of every 64th character's offset turns
// one into the other. libyaml lets a node begin at its anchor or tag, and a block collection end
// where the next token begins: both are put right here. A short form of a function is one frame
// more around the value, which closes with it.

namespace rolelint::json {
namespace {

constexpr std::string_view kStringTag = "tag:yaml.org,2002:str";

class Builder {
 public:
  Builder(std::string_view text, text::Arena* arena, std::vector<Tree>* trees,
          std::vector<Issue>* issues, YamlUse use)
      : text_(text),
        template_(use == YamlUse::kTemplate),
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
    bool flow;              // has a closing bracket
    bool has_key = false;   // the next event is the value
    uint32_t last_end;      // of what is in it so far
    bool function = false;  // a short form's: closes with the one value that it holds
    bool merges = false;    // has a member `<<`
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

  bool OpenFunction(const yaml_char_t* tag, uint32_t begin);
  void CloseFunctions();
  void SetAnchor(const yaml_char_t* name);
  bool Follow(uint32_t anchored, Span alias);

  Tree& tree() { return trees_.back(); }

  const std::string_view text_;
  const bool template_;
  text::Arena& arena_;
  std::vector<Tree>& trees_;
  std::vector<Issue>& issues_;
  const ByteOffsets offset_;
  YamlEvents parser_;
  DuplicateKeys duplicates_;
  std::vector<Frame> frames_;
  Key key_;
  bool in_document_ = false;
  bool empty_ = false;                                 // the document is one absent value
  std::unordered_map<std::string, uint32_t> anchors_;  // the node that each names
  uint32_t alias_nodes_ = 0;
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
        tree().notation = Notation::kYaml;
        anchors_.clear();
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
      if (text_[begin] == '!' && report_tag &&
          !(template_ && IsFunctionTag(text_.substr(begin, at - begin)))) {
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
  SetAnchor(scalar.anchor);
  if (OpenFunction(scalar.tag, offset_(event.start_mark.index))) {
    // An absent argument would be reported at the next token.
    begin = std::max(begin, frames_.back().last_end);
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
  CloseFunctions();
  return true;
}

// Where the tag is a short form, the object around the value that follows.
bool Builder::OpenFunction(const yaml_char_t* tag, uint32_t begin) {
  if (tag == nullptr || !template_) return false;
  const std::string_view name = reinterpret_cast<const char*>(tag);
  if (!IsFunctionTag(name)) return false;
  // The node may begin with an anchor.
  const size_t at = text_.find(name, begin);
  if (at == std::string_view::npos) return false;
  const Span place{static_cast<uint32_t>(at), static_cast<uint32_t>(at + name.size())};
  const uint32_t node = static_cast<uint32_t>(tree().nodes.size());
  Append(Type::kObject, {place.begin, place.end});
  frames_.push_back({node, true, false, false, place.end, true});
  std::string key(name.substr(1));
  if (key != "Ref" && key != "Condition") key.insert(0, "Fn::");
  tree().decoded.push_back(arena_.Copy(std::string_view(key)));
  SetKey({place, static_cast<uint32_t>(tree().decoded.size()), 0});
  return true;
}

void Builder::CloseFunctions() {
  while (!frames_.empty() && frames_.back().function && !frames_.back().has_key) {
    const Frame frame = frames_.back();
    frames_.pop_back();
    Node& node = tree().nodes[frame.node];
    node.end = frame.last_end;
    node.next = static_cast<uint32_t>(tree().nodes.size());
    Added(node.end);
  }
}

// The next node that is appended has this anchor.
void Builder::SetAnchor(const yaml_char_t* name) {
  if (name == nullptr || !template_) return;
  anchors_[reinterpret_cast<const char*>(name)] = static_cast<uint32_t>(tree().nodes.size());
}

// Appends what the alias names. False after a fatal issue.
bool Builder::Follow(uint32_t anchored, Span alias) {
  const uint32_t next = tree().nodes[anchored].next;
  const uint32_t count = next - anchored;
  alias_nodes_ += count;
  if (alias_nodes_ > kMaxAliasNodes) {
    return Fail({Issue::Code::kTooDeep,
                 alias,
                 {},
                 "the aliases of this file stand for more than " + std::to_string(kMaxAliasNodes) +
                     " values"});
  }
  const uint32_t first = static_cast<uint32_t>(tree().nodes.size());
  const Node top = tree().nodes[anchored];
  Append(top.type, {top.begin, top.end});
  {
    Node& copy = tree().nodes.back();
    copy.count = top.count;
    copy.truth = top.truth;
    copy.quote = top.quote;
  }
  for (uint32_t i = anchored + 1; i < next; ++i) {
    Node node = tree().nodes[i];
    node.next += first - anchored;
    tree().nodes.push_back(node);
  }
  tree().nodes[first].next = static_cast<uint32_t>(tree().nodes.size());
  Added(alias.end);
  CloseFunctions();
  return true;
}

bool Builder::TakeAlias(const yaml_event_t& event) {
  const Span span{offset_(event.start_mark.index), offset_(event.end_mark.index)};
  if (template_ && !WantsKey()) {
    const auto known = anchors_.find(reinterpret_cast<const char*>(event.data.alias.anchor));
    // Not of the containers that the alias is itself in.
    if (known != anchors_.end() &&
        std::none_of(frames_.begin(), frames_.end(),
                     [&](const Frame& frame) { return frame.node == known->second; })) {
      return Follow(known->second, span);
    }
  }
  issues_.push_back({Issue::Code::kYamlAlias,
                     span,
                     {},
                     "the alias " + std::string(text_.substr(span.begin, span.size())) +
                         " is not followed: write out its value"});
  if (WantsKey()) {
    SetKey({span, 0, 0});
  } else {
    Append(Type::kNull, span);
    Added(span.end);
    CloseFunctions();
  }
  return true;
}

void Builder::SetKey(const Text& text) {
  key_ = {text.span.begin, text.span.end, text.decoded, text.quote};
  frames_.back().has_key = true;
  frames_.back().last_end = text.span.end;
  if (template_ && text.decoded == 0 && text.quote == 0 &&
      text_.substr(text.span.begin, text.span.size()) == "<<") {
    frames_.back().merges = true;
  }
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
                 "a mapping or a sequence is in the place of a key: keys are plain text"});
  }
  if (frames_.size() >= kMaxDepth) {
    return Fail({Issue::Code::kTooDeep,
                 first,
                 {},
                 "nested deeper than " + std::to_string(kMaxDepth) + " levels"});
  }
  SetAnchor(anchor);
  OpenFunction(tag, offset_(event.start_mark.index));
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
  if (frame.merges) MergeMaps(frame.node, &tree());
  Added(end);
  CloseFunctions();
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
              std::vector<Issue>* issues, YamlUse use) {
  return Builder(text, arena, trees, issues, use).Run();
}

}  // namespace rolelint::json
