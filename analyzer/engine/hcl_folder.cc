#include "analyzer/engine/hcl_folder.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

namespace rolelint::engine {

bool IsHclPath(std::string_view path) { return path.ends_with(".tf") || path.ends_with(".tofu"); }

void HclFolder::Read() {
  if (paths_.size() > kMaxFiles) return;
  std::sort(paths_.begin(), paths_.end());
  size_t bytes = 0;
  // What is wrong with a file is told when it is read by itself.
  std::vector<json::Issue> ignored;
  for (const std::string& path : paths_) {
    text::SourceError error;
    const auto edited = edited_.find(path);
    std::optional<text::Source> source =
        edited == edited_.end() ? text::Source::FromFile(path, path, &error)
                                : text::Source::FromBytes(path, std::move(edited->second), &error);
    if (!source || bytes + source->text().size() > kMaxBytes) continue;
    bytes += source->text().size();
    sources_.push_back(std::move(*source));
    names_.push_back(path);
    module_.Add(sources_.back().text(), &ignored);
  }
  AddValues();
  module_.Index();
}

// What Terraform reads of itself, in its order: what comes later counts.
// https://developer.hashicorp.com/terraform/language/values/variables
void HclFolder::AddValues() {
  if (paths_.empty()) return;
  namespace fs = std::filesystem;
  const fs::path folder = fs::path(paths_.front()).parent_path();
  std::vector<std::string> files;
  std::error_code error;
  for (fs::directory_iterator at(folder.empty() ? "." : folder, error), end; !error && at != end;
       at.increment(error)) {
    if (at->path().filename().string().ends_with(".auto.tfvars")) {
      files.push_back(at->path().string());
    }
  }
  std::sort(files.begin(), files.end());
  files.insert(files.begin(), (folder / "terraform.tfvars").string());
  std::vector<json::Issue> ignored;
  for (const std::string& path : files) {
    if (!fs::is_regular_file(path, error)) continue;
    text::SourceError unread;
    std::optional<text::Source> source = text::Source::FromFile(path, path, &unread);
    if (!source || source->text().size() > kMaxBytes) continue;
    sources_.push_back(std::move(*source));
    names_.push_back(path);
    module_.Add(sources_.back().text(), &ignored);
  }
}

const hcl::Module* HclFolder::ModuleFor(std::string_view path, std::string_view text,
                                        uint32_t* file) {
  std::call_once(once_, [this] { Read(); });
  auto found = std::find(names_.begin(), names_.end(), path);
  if (found == names_.end()) return nullptr;
  const auto index = static_cast<size_t>(found - names_.begin());
  if (sources_[index].text() != text) return nullptr;
  *file = static_cast<uint32_t>(index);
  return &module_;
}

}  // namespace rolelint::engine
