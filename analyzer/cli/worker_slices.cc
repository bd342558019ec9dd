// Elements of the lists of `aws iam get-account-authorization-details`: a part of an export that is
// an export again. Another account's question needs a role or two of it, not all.

#include <string_view>

#include "analyzer/cli/worker_tables.h"
#include "analyzer/json/reader.h"

namespace rolelint::cli {
namespace {

constexpr std::string_view kLists[] = {"UserDetailList", "GroupDetailList", "RoleDetailList",
                                       "Policies"};

std::string AccountOf(std::string_view arn) {
  size_t at = 0;
  for (int colon = 0; colon < 4; ++colon) at = arn.find(':', at) + 1;
  return std::string(arn.substr(at, arn.find(':', at) - at));
}

// Of one list: elements with an ARN, as the file has them.
void AddElements(std::string_view list, json::Value elements, const text::Source& source,
                 const std::string& file, MapJson* rows) {
  uint32_t index = 0;
  for (json::Value element : elements) {
    const std::string_view arn = element.Find("Arn").str();
    if (!arn.empty()) {
      rows->push_back({{"arn", arn},
                       {"account", AccountOf(arn)},
                       {"file", file},
                       {"list", list},
                       {"index", index},
                       {"line", source.Locate(element.span().begin).line},
                       {"text", element.raw()}});
    }
    ++index;
  }
}

}  // namespace

MapJson SlicesOf(MapInput* input) {
  MapJson slices = {{"files", MapJson::array()}, {"elements", MapJson::array()}};
  for (const engine::ReadInputState& state : input->store().inputs()) {
    if (!state.source) continue;
    const std::string_view text = state.source->text();
    text::Arena arena;
    std::vector<json::Issue> issues;
    json::Tree tree;
    tree.text = text;
    json::Reader reader(text, &arena, &issues);
    const uint32_t at = reader.SkipBlanks(0);
    if (at == text.size() || text[at] != '{' || reader.ReadValue(at, &tree) == reader.kFailed) {
      continue;
    }
    MapJson lists = MapJson::array();
    for (std::string_view list : kLists) {
      const json::Value elements = tree.root().Find(list);
      if (!elements.is_array()) continue;
      lists.push_back(list);
      AddElements(list, elements, *state.source, state.spec.display_name, &slices["elements"]);
    }
    if (lists.empty()) continue;
    slices["files"].push_back({{"file", state.spec.display_name},
                               {"lists", std::move(lists)},
                               {"truncated", tree.root().Find("IsTruncated").truth()}});
  }
  return slices;
}

}  // namespace rolelint::cli
