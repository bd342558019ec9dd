#include "analyzer/serve/json_text.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace rolelint::serve {
namespace {

bool IsNestedTooDeep(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kMaxNesting) return true;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return false;
}

// The members of the objects that are being read, by depth.
class MemberCount {
 public:
  bool Take(size_t depth, JsonTree::parse_event_t event) {
    using Event = JsonTree::parse_event_t;
    if (event == Event::object_start) {
      counts_.resize(std::max(counts_.size(), depth + 2));
      counts_[depth + 1] = 0;
    } else if (event == Event::key) {
      const bool fits = ++all_ <= kMaxMembers && ++counts_[depth] <= kMaxMembersOfObject;
      too_many_ = too_many_ || !fits;
      return fits;
    }
    return true;
  }
  bool too_many() const { return too_many_; }

 private:
  std::vector<size_t> counts_;
  size_t all_ = 0;
  bool too_many_ = false;
};

}  // namespace

std::optional<JsonTree> ParseJson(std::string_view text, std::string* error) {
  if (IsNestedTooDeep(text)) {
    *error = "it is nested too deep";
    return std::nullopt;
  }
  MemberCount count;
  JsonTree tree = JsonTree::parse(
      text,
      [&count](int depth, JsonTree::parse_event_t event, const JsonTree&) {
        return count.Take(static_cast<size_t>(depth), event);
      },
      false);
  if (!tree.is_discarded() && !count.too_many()) return tree;
  *error = count.too_many() ? "an object has too many members" : "it is not JSON";
  return std::nullopt;
}

const JsonTree* Member(const JsonTree& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(std::string(name));
  return found == object.end() ? nullptr : &*found;
}

const JsonTree* MemberAt(const JsonTree& object, std::initializer_list<std::string_view> names) {
  const JsonTree* value = &object;
  for (const std::string_view name : names) {
    value = Member(*value, name);
    if (value == nullptr) return nullptr;
  }
  return value;
}

std::string_view StringMember(const JsonTree& object, std::string_view name) {
  const JsonTree* value = Member(object, name);
  if (value == nullptr || !value->is_string()) return {};
  return value->get_ref<const std::string&>();
}

std::optional<uint32_t> NumberMember(const JsonTree& object, std::string_view name) {
  const JsonTree* value = Member(object, name);
  if (value == nullptr || !value->is_number_unsigned()) return std::nullopt;
  const auto number = value->get<uint64_t>();
  if (number > std::numeric_limits<uint32_t>::max()) return std::nullopt;
  return static_cast<uint32_t>(number);
}

bool TrueAt(const JsonTree& object, std::initializer_list<std::string_view> names) {
  const JsonTree* value = MemberAt(object, names);
  return value != nullptr && value->is_boolean() && value->get<bool>();
}

std::string JsonText(const JsonTree& value) {
  return value.dump(-1, ' ', false, JsonTree::error_handler_t::replace);
}

}  // namespace rolelint::serve
