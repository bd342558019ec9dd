#include <algorithm>
#include <array>
#include <charconv>

#include "analyzer/inputs/cloudformation/resolver.h"
#include "analyzer/json/scalar_view.h"
#include "analyzer/text/ascii.h"

namespace rolelint::inputs::cloudformation {

using json::Type;
using json::Value;

namespace {

Value Element(Value list, size_t index) {
  if (!list.is_array() || index >= list.size()) return {};
  auto at = list.begin();
  while (index-- > 0) ++at;
  return *at;
}

// The end of what begins with "${" at `at`, behind its brace; npos if it is not closed.
size_t EndOfVariable(std::string_view text, size_t at) {
  int depth = 0;
  for (size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && --depth == 0) return i + 1;
  }
  return std::string_view::npos;
}

// As IAM has them: a prefix that is a service's or an identity provider's, and a name. What
// Serverless has is otherwise: https://www.serverless.com/framework/docs/guides/variables
bool IsPolicyVariable(std::string_view name) {
  if (name == "*" || name == "?" || name == "$") return true;
  const size_t colon = name.find(':');
  if (colon == std::string_view::npos || name.substr(colon).starts_with("::")) return false;
  const std::string_view prefix = name.substr(0, colon);
  const std::string_view rest = name.substr(colon + 1);
  if (prefix == "aws") return rest != "accountId" && rest != "region";
  constexpr std::string_view kTools[] = {"self", "opt", "env", "sls", "param",
                                         "ssm",  "cf",  "s3",  "git", "output"};
  if (std::find(std::begin(kTools), std::end(kTools), prefix) != std::end(kTools)) return false;
  return !prefix.starts_with("ssm.") && !prefix.starts_with("cf.") &&
         prefix.find_first_of("({ ") == std::string_view::npos;
}

// Where in the text of a string a part of it stands.
class Places {
 public:
  Places(Value string, const text::View& view, text::Arena* arena)
      : string_(string), view_(view), arena_(arena) {}

  Span Of(size_t begin, size_t end) {
    const Span part{static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
    if (!string_.has_escapes()) {
      const uint32_t first = string_.inner_span().begin;
      return {first + part.begin, first + part.end};
    }
    if (decoded_ == nullptr) decoded_ = json::ScalarView(string_, view_, arena_);
    return decoded_->ToParent(part);
  }

 private:
  const Value string_;
  const text::View& view_;
  text::Arena* const arena_;
  const text::View* decoded_ = nullptr;
};

}  // namespace

Result Resolver::TextResult(Rope text) const {
  Result result;
  result.text = std::move(text);
  return result;
}

Result Resolver::OpenResult(Value function, std::string_view name) const {
  if (name.empty()) name = (*function.begin()).key();
  if (name.starts_with("Fn::")) name.remove_prefix(4);
  return TextResult(Rope::Open(name, function.span(), &arena_));
}

// Part of a plain string, in which some variables may be open: dynamic references always, and what
// Serverless or a macro puts in.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
void Resolver::AppendPlain(Value string, size_t begin, size_t end, Rope* text) const {
  const std::string_view all = string.str().substr(0, end);
  Places places(string, view_, &arena_);
  size_t done = begin;
  const auto open = [&](size_t from, size_t to, std::string_view name) {
    text->AppendPart(string, done, from);
    text->Append(Rope::Open(name, places.Of(from, to), &arena_));
    done = to;
  };
  for (size_t at = all.find_first_of("${#", begin); at != std::string_view::npos;
       at = all.find_first_of("${#", std::max(done, at + 1))) {
    const std::string_view rest = all.substr(at);
    if (rest.starts_with("{{resolve:")) {
      const size_t close = all.find("}}", at);
      if (close != std::string_view::npos) open(at, close + 2, "Resolve");
    } else if (variables_ == PlainVariables::kOpen &&
               (rest.starts_with("${") || rest.starts_with("#{"))) {
      const size_t close = EndOfVariable(all, at);
      if (close == std::string_view::npos) continue;
      const std::string_view name = all.substr(at + 2, close - at - 3);
      if (rest[0] == '#' || !IsPolicyVariable(name)) open(at, close, name);
    }
  }
  text->AppendPart(string, done, end);
}

Result Resolver::Evaluate(Value value, int depth) {
  if (!value) return TextResult({});
  if (const std::string_view tag = ForeignTag(value); !tag.empty()) {
    return TextResult(Rope::Open(tag, value.span(), &arena_));
  }
  if (IsFunction(value)) return Function(value, depth + 1);
  if (value.is_string()) {
    Rope text;
    AppendPlain(value, 0, value.str().size(), &text);
    return TextResult(std::move(text));
  }
  if (value.type() == Type::kNumber || value.type() == Type::kBool) {
    return TextResult(Rope::Of(value.raw(), value.span()));
  }
  Result result;
  result.kind = Result::Kind::kValue;
  result.value = value;
  return result;
}

Rope Resolver::TextOf(Value value, int depth) { return TextOf(Evaluate(value, depth), value); }

Rope Resolver::TextOf(const Result& result, Value value) const {
  if (result.kind == Result::Kind::kText) return result.text;
  if (result.kind == Result::Kind::kNothing) return {};
  return Rope::Open("Value", value.span(), &arena_);
}

bool Resolver::ListOf(Value value, int depth, std::vector<Rope>* list) {
  Result result = Evaluate(value, depth);
  if (result.kind == Result::Kind::kList) {
    *list = std::move(result.list);
    return true;
  }
  if (result.kind != Result::Kind::kValue || !result.value.is_array()) return false;
  for (Value element : result.value) {
    Result item = Evaluate(element, depth);
    if (item.kind == Result::Kind::kNothing) continue;
    if (item.kind == Result::Kind::kList) {
      list->insert(list->end(), item.list.begin(), item.list.end());
    } else {
      list->push_back(TextOf(item, element));
    }
    if (!Spend(sizeof(Rope))) return false;
  }
  return true;
}

Result Resolver::Function(Value function, int depth) {
  const Value argument = *function.begin();
  if (depth >= kMaxFunctionDepth || !Spend(sizeof(Result))) return OpenResult(function);
  using Member = Result (Resolver::*)(Value, Value, int);
  struct Named {
    std::string_view name;
    Member member;
  };
  constexpr std::array<Named, 7> kFunctions = {{
      {"Fn::Sub", &Resolver::Sub},
      {"Fn::Join", &Resolver::Join},
      {"Fn::If", &Resolver::If},
      {"Fn::Select", &Resolver::Select},
      {"Fn::FindInMap", &Resolver::FindInMap},
      {"Fn::Split", &Resolver::Split},
      {"Fn::Length", &Resolver::Length},
  }};
  const std::string_view name = argument.key();
  if (name == "Ref") return Ref(argument.str(), function.span(), depth);
  if (name == "Fn::GetAtt") {
    if (argument.is_string()) {
      const std::string_view text = argument.str();
      const size_t dot = std::min(text.find('.'), text.size());
      return GetAtt(text.substr(0, dot), text.substr(std::min(dot + 1, text.size())),
                    function.span(), depth);
    }
    const Rope attribute = TextOf(Element(argument, 1), depth);
    if (attribute.open()) return OpenResult(function, Element(argument, 0).str());
    return GetAtt(Element(argument, 0).str(), attribute.str(), function.span(), depth);
  }
  // The text of an object is read as the object.
  if (name == "Fn::ToJsonString") return Evaluate(argument, depth);
  if (name == "Fn::ImportValue") {
    const Rope exported = TextOf(argument, depth);
    return OpenResult(function, exported.fits() ? "Import-" + exported.str() : "Import");
  }
  for (const Named& known : kFunctions) {
    if (known.name == name) return (this->*known.member)(function, argument, depth);
  }
  return OpenResult(function);  // Fn::GetAZs, Fn::Cidr, Fn::Base64, Fn::Transform, …
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-sub.html
Result Resolver::Sub(Value function, Value argument, int depth) {
  const Value string = argument.is_array() ? Element(argument, 0) : argument;
  const Value values = Element(argument, 1);
  if (!string.is_string() || !ForeignTag(string).empty()) return OpenResult(function);
  const std::string_view text = string.str();
  Places places(string, view_, &arena_);
  Rope rope;
  size_t done = 0;
  for (size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at)) {
    const size_t close = text.find('}', at);
    if (close == std::string_view::npos) break;
    AppendPlain(string, done, at, &rope);
    const std::string_view name = text::Trim(text.substr(at + 2, close - at - 2));
    const Span span = places.Of(at, close + 1);
    if (text[at + 2] == '!') {
      // ${!Literal} is ${Literal} in what comes out.
      rope.AppendPart(string, at, at + 2);
      rope.AppendPart(string, at + 3, close + 1);
    } else if (Value value = values.Find(name)) {
      Rope put = TextOf(value, depth);
      put.Anchor(span);
      rope.Append(put);
    } else {
      const size_t dot = std::min(name.find('.'), name.size());
      const std::string_view head = name.substr(0, dot);
      const bool known = name.starts_with("AWS::") || scope_.Given(name) != nullptr ||
                         scope_.Parameter(name) || scope_.Resource(head);
      if (!known && IsPolicyVariable(name)) {
        rope.AppendPart(string, at, close + 1);  // CloudFormation refuses it
      } else {
        const Result put = dot == name.size() ? Ref(name, span, depth)
                                              : GetAtt(head, name.substr(dot + 1), span, depth);
        rope.Append(put.kind == Result::Kind::kText ? put.text : Rope::Open(name, span, &arena_));
      }
    }
    done = at = close + 1;
    if (!rope.fits() || !Spend(sizeof(Piece) * rope.pieces().size() + values.size())) {
      return OpenResult(function);
    }
  }
  AppendPlain(string, done, text.size(), &rope);
  return rope.fits() ? TextResult(std::move(rope)) : OpenResult(function);
}

Result Resolver::Join(Value function, Value argument, int depth) {
  const Rope delimiter = TextOf(Element(argument, 0), depth);
  std::vector<Rope> items;
  if (delimiter.open() || !ListOf(Element(argument, 1), depth, &items)) return OpenResult(function);
  Rope rope;
  uint32_t end = function.span().begin;
  for (const Rope& item : items) {
    if (&item != &items.front()) {
      Rope between = delimiter;
      between.Anchor({end, end});
      rope.Append(between);
    }
    rope.Append(item);
    if (!rope.fits() || !Spend(item.size() + sizeof(Piece))) return OpenResult(function);
    if (!item.pieces().empty()) end = item.pieces().back().span.end;
  }
  return TextResult(std::move(rope));
}

Result Resolver::Select(Value function, Value argument, int depth) {
  const Rope position = TextOf(Element(argument, 0), depth);
  size_t index = 0;
  const std::string digits = position.str();
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
  if (position.open() || error != std::errc() || end != digits.data() + digits.size()) {
    return OpenResult(function);
  }
  const Value list = Element(argument, 1);
  if (list.is_array()) {
    const Value chosen = Element(list, index);
    return chosen ? Evaluate(chosen, depth) : OpenResult(function);
  }
  std::vector<Rope> items;
  if (!ListOf(list, depth, &items) || index >= items.size()) return OpenResult(function);
  Rope chosen = items[index];
  chosen.Anchor(function.span());
  return TextResult(std::move(chosen));
}

// Only what is wholly known: an open part may hold delimiters.
Result Resolver::Split(Value function, Value argument, int depth) {
  const Rope delimiter = TextOf(Element(argument, 0), depth);
  const Rope text = TextOf(Element(argument, 1), depth);
  const std::string mark = delimiter.str();
  if (delimiter.open() || text.open() || mark.empty()) return OpenResult(function);
  const std::string_view all = arena_.Copy(std::string_view(text.str()));
  Result result;
  result.kind = Result::Kind::kList;
  size_t begin = 0;
  while (true) {
    const size_t end = std::min(all.find(mark, begin), all.size());
    result.list.push_back(Rope::Of(all.substr(begin, end - begin), function.span()));
    if (end == all.size() || !Spend(sizeof(Rope))) return result;
    begin = end + mark.size();
  }
}

Result Resolver::FindInMap(Value function, Value argument, int depth) {
  const Rope map = TextOf(Element(argument, 0), depth);
  const Rope top = TextOf(Element(argument, 1), depth);
  const Rope second = TextOf(Element(argument, 2), depth);
  if (map.open() || top.open() || second.open()) return OpenResult(function);
  const Value members = scope_.Mapping(map.str());
  const Value values = members.Find(top.str());
  if (!Spend(members.size() + values.size())) return OpenResult(function);
  Value found = values.Find(second.str());
  if (!found) found = Element(argument, 3).Find("DefaultValue");
  if (!found) return OpenResult(function);
  Result result;
  if (found.is_array()) {
    result.kind = Result::Kind::kList;
    if (!ListOf(found, depth, &result.list)) return OpenResult(function);
    for (Rope& item : result.list) item.Anchor(function.span());
    return result;
  }
  result.text = TextOf(found, depth);
  result.text.Anchor(function.span());
  return result;
}

Result Resolver::If(Value function, Value argument, int depth) {
  const Value name = Element(argument, 0);
  if (!name.is_string() || argument.size() != 3) return OpenResult(function);
  return Evaluate(Element(argument, Holds(name.str(), depth) ? 1 : 2), depth);
}

Result Resolver::Length(Value function, Value argument, int depth) {
  std::vector<Rope> items;
  if (!ListOf(argument, depth, &items)) return OpenResult(function);
  const std::string count = std::to_string(items.size());
  return TextResult(Rope::Of(arena_.Copy(std::string_view(count)), function.span()));
}

}  // namespace rolelint::inputs::cloudformation
