#ifndef ROLELINT_CATALOG_DRAFT_H_
#define ROLELINT_CATALOG_DRAFT_H_

// The catalogue between its text form and its block: what the compiler has read, not yet sorted or
// laid out. Strings and key lists are already interned; indices are in the order of the text.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/catalog/layout.h"

namespace rolelint::catalog {

struct Draft {
  struct Action {
    layout::Action record{};
    std::string folded;
    std::vector<layout::ActionResource> resources;  // `type` counts within the service, as read
    std::vector<layout::Text> dependent;
  };
  struct Type {
    layout::ResourceType record{};
    std::string folded;
    std::vector<layout::Text> arns;
  };
  struct Service {
    layout::Service record{};
    std::string folded;
    std::vector<Type> types;
    std::vector<Action> actions;
    std::unordered_map<std::string, std::size_t> type_index;
    std::unordered_map<std::string, std::size_t> action_index;
  };
  struct Key {
    layout::Key record{};
    std::string folded;
  };

  layout::Text date{};
  layout::Text source{};
  layout::Text source_version{};
  std::vector<Key> keys;
  std::vector<Service> services;
  std::vector<uint16_t> key_lists;
  std::string strings;

  layout::Text Intern(std::string_view text);
  // Equal lists share one place; the empty list needs none.
  layout::Range InternKeys(const std::vector<uint16_t>& list);

 private:
  std::unordered_map<std::string, layout::Text> interned_;
  std::map<std::vector<uint16_t>, uint32_t> lists_;
};

// Sorts and lays out. The result is empty if it would pass 4 GB. The draft is used up.
std::vector<char> WriteBlock(Draft draft);

}  // namespace rolelint::catalog

#endif  // ROLELINT_CATALOG_DRAFT_H_
