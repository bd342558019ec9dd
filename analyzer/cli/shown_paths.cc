#include "analyzer/cli/shown_paths.h"

#include <filesystem>
#include <optional>

namespace rolelint::cli {

namespace fs = std::filesystem;

ShownPaths::ShownPaths(std::span<const engine::InputSpec> inputs)
    : folder_(inputs::DisplayName(".", inputs::BaseFolder("."))) {
  if (folder_ == ".") folder_.clear();
  for (const engine::InputSpec& input : inputs) {
    if (input.path.empty()) no_paths_.insert(input.display_name);
  }
}

std::string ShownPaths::Of(const std::string& name) const {
  if (folder_.empty() || name.empty() || no_paths_.contains(name)) return name;
  return fs::path(name).lexically_relative(folder_).string();
}

void ShownPaths::Rename(std::string* name) const { *name = Of(*name); }

void ShownPaths::Rename(engine::Finding* finding) const {
  Rename(&finding->location.file);
  for (engine::Related& related : finding->related) Rename(&related.location.file);
  if (!finding->fix) return;
  for (engine::Edit& edit : finding->fix->edits) Rename(&edit.location.file);
}

void ShownPaths::Apply(engine::CheckResult* result) const {
  if (folder_.empty()) return;
  const auto rename = [this](std::optional<engine::Location>* location) {
    if (*location) Rename(&(*location)->file);
  };
  for (engine::Finding& finding : result->findings) Rename(&finding);
  for (engine::Finding& finding : result->hidden) Rename(&finding);
  if (result->fixed) {
    for (engine::AppliedFix& fix : *result->fixed) Rename(&fix.location.file);
  }
  for (engine::RunNote& note : result->notes) rename(&note.location);
  for (engine::RunError& error : result->errors) {
    Rename(&error.file);
    rename(&error.location);
  }
  for (engine::InputSummary& input : result->inputs) {
    Rename(&input.file);
    for (engine::NotCheckedPart& part : input.not_checked) Rename(&part.location.file);
  }
}

}  // namespace rolelint::cli
