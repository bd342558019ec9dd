#include "analyzer/inputs/cloudformation/scope.h"

#include <algorithm>

namespace rolelint::inputs::cloudformation {

using json::Value;

bool IsResource(Value value) {
  const std::string_view type = value.Find("Type").str();
  return type.starts_with("AWS::") || type.starts_with("OC::") || type.starts_with("Custom::");
}

std::vector<Value> ResourceSections(Value root) {
  std::vector<Value> sections;
  for (std::string_view name : {"Resources", "Organization"}) {
    if (Value section = root.Find(name); section.is_object()) sections.push_back(section);
  }
  if (sections.empty() && root.is_object()) sections.push_back(root);
  return sections;
}

Scope::Scope(Value root, GivenParameters given) : given_(given) {
  Add(root.Find("Parameters"), &parameters_);
  Add(root.Find("Conditions"), &conditions_);
  Add(root.Find("Mappings"), &mappings_);
  for (Value section : ResourceSections(root)) {
    for (Value resource : section) {
      if (resource.is_object()) resources_.emplace(resource.key(), resource);
    }
  }
}

void Scope::Add(Value members, Section* section) {
  for (Value member : members) {
    if (member.has_key()) section->emplace(member.key(), member);
  }
}

Value Scope::Find(const Section& section, std::string_view name) {
  const auto found = section.find(name);
  return found == section.end() ? Value() : found->second;
}

const std::string* Scope::Given(std::string_view name) const {
  const auto at =
      std::lower_bound(given_.begin(), given_.end(), name,
                       [](const auto& pair, std::string_view key) { return pair.first < key; });
  return at == given_.end() || at->first != name ? nullptr : &at->second;
}

std::span<const std::string_view> Scope::Names(text::Arena* arena) const {
  std::vector<std::string_view> names;
  names.reserve(parameters_.size() + resources_.size());
  for (const auto& [name, value] : parameters_) names.push_back(name);
  for (const auto& [name, value] : resources_) names.push_back(name);
  std::sort(names.begin(), names.end());
  return arena->Copy(names);
}

}  // namespace rolelint::inputs::cloudformation
