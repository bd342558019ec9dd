#include "analyzer/hcl/json_value.h"

#include <string>

#include "analyzer/json/reader.h"
#include "analyzer/json/tree.h"
#include "analyzer/text/source.h"

namespace rolelint::hcl {
namespace {

class Converter {
 public:
  Converter(const std::function<Value*(ValueKind)>& make, text::Arena* arena)
      : make_(make), arena_(*arena) {}

  // As deep as the reader lets JSON be.
  const Value* Convert(json::Value from) {
    Value* value = make_(KindOf(from));
    if (value == nullptr) return nullptr;
    value->truth = from.truth();
    if (from.is_string()) value->text = arena_.Copy(from.str());
    if (from.type() == json::Type::kNumber) value->text = arena_.Copy(from.raw());
    for (json::Value child : from) {
      const Value* inner = Convert(child);
      if (inner == nullptr) return nullptr;
      if (from.is_array()) {
        value->items.push_back(inner);
      } else {
        Member member;
        member.key = arena_.Copy(child.key());
        member.key_span = value->span;
        member.value = inner;
        value->members.push_back(member);
      }
    }
    return value;
  }

 private:
  static ValueKind KindOf(json::Value from) {
    switch (from.type()) {
      case json::Type::kBool:
        return ValueKind::kBool;
      case json::Type::kNumber:
        return ValueKind::kNumber;
      case json::Type::kString:
        return ValueKind::kString;
      case json::Type::kArray:
        return ValueKind::kList;
      case json::Type::kObject:
        return ValueKind::kObject;
      default:
        return ValueKind::kNull;
    }
  }

  const std::function<Value*(ValueKind)>& make_;
  text::Arena& arena_;
};

}  // namespace

const Value* JsonValue(std::string_view text, const std::function<Value*(ValueKind)>& make,
                       text::Arena* arena) {
  std::string padded(text);
  padded.append(text::kPadding, '\0');
  const std::string_view view = std::string_view(padded).substr(0, text.size());
  text::Arena scratch;
  std::vector<json::Issue> issues;
  json::Reader reader(view, &scratch, &issues);
  json::Tree tree;
  tree.text = view;
  const uint32_t at = reader.SkipBlanks(0);
  if (reader.failed() || at >= view.size()) return nullptr;
  if (reader.ReadValue(at, &tree) == json::Reader::kFailed) return nullptr;
  return Converter(make, arena).Convert(tree.root());
}

}  // namespace rolelint::hcl
