#ifndef ROLELINT_INPUTS_CLOUDFORMATION_SCOPE_H_
#define ROLELINT_INPUTS_CLOUDFORMATION_SCOPE_H_

// What the names in a template stand for: its sections, by name.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/json/tree.h"
#include "analyzer/text/arena.h"

namespace rolelint::inputs::cloudformation {

// The key of a loop: `Fn::ForEach::NAME`.
inline constexpr std::string_view kForEach = "Fn::ForEach";

using GivenParameters = std::span<const std::pair<std::string, std::string>>;

class Scope {
 public:
  // Of a template's object, or of an object of resources alone. `given`: sorted by name.
  Scope(json::Value root, GivenParameters given);

  // Members of the sections; invalid if there is none of that name.
  json::Value Parameter(std::string_view name) const { return Find(parameters_, name); }
  json::Value Resource(std::string_view name) const { return Find(resources_, name); }
  json::Value Condition(std::string_view name) const { return Find(conditions_, name); }
  json::Value Mapping(std::string_view name) const { return Find(mappings_, name); }

  // What the user says of a parameter or pseudo parameter; null if nothing.
  const std::string* Given(std::string_view name) const;

  // Names that Ref and Fn::Sub take: parameters and resources, sorted; in the arena.
  std::span<const std::string_view> Names(text::Arena* arena) const;

 private:
  using Section = std::unordered_map<std::string_view, json::Value>;

  static json::Value Find(const Section& section, std::string_view name);
  static void Add(json::Value members, Section* section);

  GivenParameters given_;
  Section parameters_;
  Section resources_;
  Section conditions_;
  Section mappings_;
};

// The objects of a template whose members are resources: Resources, and what tools built upon
// CloudFormation call otherwise; the object itself if it holds resources and no section.
std::vector<json::Value> ResourceSections(json::Value root);

// {"Type": "AWS::…"}, or one of org-formation's OC::….
bool IsResource(json::Value value);

}  // namespace rolelint::inputs::cloudformation

#endif  // ROLELINT_INPUTS_CLOUDFORMATION_SCOPE_H_
