#include "analyzer/hcl/functions.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <unordered_map>
#include <unordered_set>

namespace rolelint::hcl {
namespace {

constexpr int kMaxFlattened = 50;

char LowerOf(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
char UpperOf(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

std::optional<size_t> IndexOf(const Value* value) {
  if (value->kind != ValueKind::kNumber) return std::nullopt;
  size_t number = 0;
  const char* end = value->text.data() + value->text.size();
  if (std::from_chars(value->text.data(), end, number).ptr != end) return std::nullopt;
  return number;
}

bool IsList(const Value* value) { return value->kind == ValueKind::kList; }

}  // namespace

const Functions::Named Functions::kFunctions[] = {
    {"jsonencode", &Functions::JsonEncode},
    {"jsondecode", &Functions::JsonDecode},
    {"tolist", &Functions::Pass},
    {"toset", &Functions::Distinct},
    {"tomap", &Functions::Pass},
    {"nonsensitive", &Functions::Pass},
    {"try", &Functions::Try},
    {"coalesce", &Functions::Coalesce},
    {"tostring", &Functions::ToString},
    {"format", &Functions::Format},
    {"join", &Functions::Join},
    {"split", &Functions::Split},
    {"lower", &Functions::Lower},
    {"upper", &Functions::Upper},
    {"trimspace", &Functions::Trim},
    {"chomp", &Functions::Trim},
    {"replace", &Functions::Replace},
    {"concat", &Functions::Concat},
    {"setunion", &Functions::Concat},
    {"distinct", &Functions::Distinct},
    {"compact", &Functions::Compact},
    {"flatten", &Functions::Flatten},
    {"element", &Functions::Element},
    {"length", &Functions::Length},
    {"merge", &Functions::Merge},
    {"keys", &Functions::Keys},
    {"values", &Functions::Values},
    {"lookup", &Functions::Lookup},
    {"sort", &Functions::Pass},
    {"one", &Functions::Element},
};

const Value* Functions::Call(std::vector<const Value*> arguments) {
  if (arguments.empty()) return Open();
  if (call_.truth) {
    const Value* last = arguments.back();
    if (!IsList(last) || !in_.Charge(last->items.size())) return Open();
    arguments.pop_back();
    arguments.insert(arguments.end(), last->items.begin(), last->items.end());
    if (arguments.empty()) return Open();
  }
  for (const Named& named : kFunctions) {
    if (named.name == call_.name) return (this->*named.function)(arguments);
  }
  return Open();
}

const Value* Functions::JsonEncode(Arguments a) {
  if (a[0]->kind == ValueKind::kOpen) return Open();
  Value* value = in_.Make(ValueKind::kString, file_, call_.span);
  value->encoded = OriginOf(a[0]);
  // As text it cannot be told here.
  value->text = Open()->text;
  return value;
}

const Value* Functions::JsonDecode(Arguments a) {
  const Value* encoded = OriginOf(a[0])->encoded;
  return encoded == nullptr ? Open() : in_.At(encoded, file_, call_.span);
}

const Value* Functions::Pass(Arguments a) { return a[0]; }

// The first that is not an error; what is open might be one.
const Value* Functions::Try(Arguments a) { return a[0]->kind == ValueKind::kOpen ? Open() : a[0]; }

const Value* Functions::Coalesce(Arguments a) {
  for (const Value* value : a) {
    if (value->kind == ValueKind::kOpen) return Open();
    if (value->kind == ValueKind::kNull || (value->is_text() && value->text.empty())) continue;
    return value;
  }
  return Open();
}

const Value* Functions::ToString(Arguments a) {
  std::string text;
  std::vector<Span> open_parts;
  if (a[0]->kind == ValueKind::kOpen || a[0]->kind == ValueKind::kString) return a[0];
  return Append(a[0], &text, &open_parts) ? Text(text, open_parts) : Open();
}

bool Functions::Append(const Value* value, std::string* text, std::vector<Span>* open_parts) {
  const auto at = static_cast<uint32_t>(text->size());
  if (text->size() + value->text.size() > kMaxMade - in_.bytes_) return false;
  switch (value->kind) {
    case ValueKind::kBool:
      *text += value->truth ? "true" : "false";
      return true;
    case ValueKind::kNumber:
      *text += value->text;
      return true;
    case ValueKind::kString:
      if (value->encoded != nullptr) return false;
      *text += value->text;
      for (Span part : value->open_parts) open_parts->push_back({at + part.begin, at + part.end});
      return true;
    case ValueKind::kOpen:
      *text += value->text;
      open_parts->push_back({at, static_cast<uint32_t>(text->size())});
      return true;
    default:
      return false;
  }
}

const Value* Functions::Format(Arguments a) {
  if (!a[0]->is_text()) return Open();
  const std::string_view format = a[0]->text;
  std::string text;
  std::vector<Span> open_parts;
  size_t next = 1;
  for (size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') {
      text.push_back(format[i]);
      continue;
    }
    const char verb = i + 1 < format.size() ? format[i + 1] : '\0';
    ++i;
    if (verb == '%') {
      text.push_back('%');
    } else if ((verb == 's' || verb == 'd' || verb == 'v') && next < a.size()) {
      if (!Append(a[next++], &text, &open_parts)) return Open();
    } else {
      return Open();
    }
  }
  return Text(text, open_parts);
}

const Value* Functions::Join(Arguments a) {
  if (!a[0]->is_text() || a.size() < 2) return Open();
  std::string text;
  std::vector<Span> open_parts;
  bool first = true;
  for (size_t i = 1; i < a.size(); ++i) {
    if (!IsList(a[i])) return Open();
    for (const Value* item : a[i]->items) {
      if (!first) text += a[0]->text;
      first = false;
      if (!Append(item, &text, &open_parts)) return Open();
    }
  }
  return Text(text, open_parts);
}

const Value* Functions::Split(Arguments a) {
  if (a.size() != 2 || !a[0]->is_text() || !a[1]->is_text() || a[0]->text.empty()) return Open();
  std::vector<const Value*> items;
  std::string_view rest = a[1]->text;
  while (true) {
    const size_t at = rest.find(a[0]->text);
    items.push_back(Text(rest.substr(0, at)));
    if (at == std::string_view::npos || !in_.Charge(1)) break;
    rest.remove_prefix(at + a[0]->text.size());
  }
  return List(items);
}

const Value* Functions::Mapped(Arguments a, char (*map)(char)) {
  if (!a[0]->is_text()) return Open();
  std::string text(a[0]->text);
  std::transform(text.begin(), text.end(), text.begin(), map);
  return Text(text);
}

const Value* Functions::Lower(Arguments a) { return Mapped(a, LowerOf); }
const Value* Functions::Upper(Arguments a) { return Mapped(a, UpperOf); }

const Value* Functions::Trim(Arguments a) {
  constexpr std::string_view kBlanks = " \t\r\n";
  if (a[0]->kind != ValueKind::kString) return Open();
  // A document is the same without the blanks around it.
  if (!a[0]->is_text()) return a[0];
  const size_t first = a[0]->text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return Text("");
  if (a[0]->text[first] == '{') return a[0];
  return Text(a[0]->text.substr(first, a[0]->text.find_last_not_of(kBlanks) - first + 1));
}

const Value* Functions::Replace(Arguments a) {
  if (a.size() != 3 || !a[0]->is_text() || !a[1]->is_text() || !a[2]->is_text()) return Open();
  const std::string_view what = a[1]->text;
  if (what.empty() || what.starts_with('/')) return Open();
  std::string text;
  std::string_view rest = a[0]->text;
  for (size_t at = rest.find(what); at != std::string_view::npos; at = rest.find(what)) {
    text.append(rest.substr(0, at)).append(a[2]->text);
    if (text.size() > kMaxMade - in_.bytes_) return Open();
    rest.remove_prefix(at + what.size());
  }
  return Text(text.append(rest));
}

const Value* Functions::List(const std::vector<const Value*>& items) {
  if (!in_.Charge(items.size())) return Open();
  Value* value = in_.Make(ValueKind::kList, file_, call_.span);
  value->exact = true;
  for (const Value* item : items) {
    const bool here = item->file == file_ && call_.span.Contains(item->span);
    value->items.push_back(here ? item : in_.At(item, file_, call_.span));
  }
  return value;
}

const Value* Functions::Concat(Arguments a) {
  std::vector<const Value*> items;
  for (const Value* list : a) {
    if (list->kind == ValueKind::kOpen) {
      items.push_back(list);
    } else if (IsList(list) && in_.Charge(list->items.size())) {
      for (size_t i = 0; i < list->items.size(); ++i) items.push_back(in_.ItemOf(list, i));
    } else {
      return Open();
    }
  }
  return List(items);
}

const Value* Functions::Distinct(Arguments a) {
  if (!IsList(a[0])) return a[0];
  std::unordered_set<std::string_view> seen;
  std::vector<const Value*> items;
  for (const Value* item : a[0]->items) {
    if (!item->is_text() || seen.insert(item->text).second) items.push_back(item);
  }
  return items.size() == a[0]->items.size() ? a[0] : List(items);
}

const Value* Functions::Compact(Arguments a) {
  if (!IsList(a[0])) return Open();
  std::vector<const Value*> items;
  for (const Value* item : a[0]->items) {
    if (item->kind != ValueKind::kNull && !(item->is_text() && item->text.empty())) {
      items.push_back(item);
    }
  }
  return List(items);
}

void Functions::FlattenInto(const Value* list, int depth, std::vector<const Value*>* items) {
  for (size_t i = 0; i < list->items.size(); ++i) {
    const Value* item = in_.ItemOf(list, i);
    if (IsList(item) && depth < kMaxFlattened && in_.Charge(1)) {
      FlattenInto(item, depth + 1, items);
    } else {
      items->push_back(item);
    }
  }
}

const Value* Functions::Flatten(Arguments a) {
  if (!IsList(a[0])) return Open();
  std::vector<const Value*> items;
  FlattenInto(a[0], 0, &items);
  return List(items);
}

const Value* Functions::Element(Arguments a) {
  if (!IsList(a[0]) || a[0]->items.empty()) return Open();
  std::optional<size_t> index = a.size() > 1 ? IndexOf(a[1]) : std::optional<size_t>(0);
  if (!index) return Open();
  // An open item may be several.
  for (const Value* item : a[0]->items) {
    if (item->kind == ValueKind::kOpen) return Open();
  }
  return a[0]->items[*index % a[0]->items.size()];
}

const Value* Functions::Length(Arguments a) {
  if (a[0]->kind != ValueKind::kList && a[0]->kind != ValueKind::kObject) return Open();
  for (const Value* item : a[0]->items) {
    if (item->kind == ValueKind::kOpen) return Open();
  }
  Value* value = in_.Make(ValueKind::kNumber, file_, call_.span);
  value->text = in_.arena_.Copy(std::to_string(std::max(a[0]->items.size(), a[0]->members.size())));
  return value;
}

const Value* Functions::Merge(Arguments a) {
  std::vector<Member> members;
  std::unordered_map<std::string_view, size_t> places;
  for (const Value* object : a) {
    if (object->kind == ValueKind::kNull) continue;
    if (object->kind != ValueKind::kObject || !in_.Charge(object->members.size())) return Open();
    for (Member member : object->members) {
      if (member.key_open) return Open();
      if (object->file != file_ || !object->exact) {
        member.key_span = call_.span;
        member.key_quote = 0;
      }
      auto [it, added] = places.emplace(member.key, members.size());
      if (added) {
        members.push_back(member);
      } else {
        members[it->second] = member;
      }
    }
  }
  Value* value = in_.Make(ValueKind::kObject, file_, call_.span);
  value->members = std::move(members);
  return value;
}

const Value* Functions::Keys(Arguments a) {
  if (a[0]->kind != ValueKind::kObject) return Open();
  std::vector<const Value*> items;
  for (const Member& member : a[0]->members) {
    if (member.key_open) return Open();
    items.push_back(Text(member.key));
  }
  return List(items);
}

const Value* Functions::Values(Arguments a) {
  if (a[0]->kind != ValueKind::kObject) return Open();
  std::vector<const Value*> items;
  for (const Member& member : a[0]->members) items.push_back(member.value);
  return List(items);
}

const Value* Functions::Lookup(Arguments a) {
  if (a.size() < 2 || a[0]->kind != ValueKind::kObject || !a[1]->is_text()) return Open();
  for (const Member& member : a[0]->members) {
    if (member.key_open) return Open();
  }
  if (const Member* found = a[0]->Find(a[1]->text)) return found->value;
  return a.size() > 2 ? a[2] : Open();
}

}  // namespace rolelint::hcl
