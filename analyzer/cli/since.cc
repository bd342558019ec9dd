#include "analyzer/cli/since.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <utility>

#include "analyzer/inputs/paths.h"
#include "analyzer/policy/kind.h"

namespace rolelint::cli {
namespace {

namespace fs = std::filesystem;

std::string FolderOf(const std::string& path) { return path.substr(0, path.rfind('/') + 1); }
std::string NameOf(const std::string& path) { return path.substr(path.rfind('/') + 1); }

// Folders that a search passes over.
bool IsPassedOver(const std::string& path) {
  const std::string folders = "/" + FolderOf(path);
  return folders.find("/.") != std::string::npos ||
         folders.find("/node_modules/") != std::string::npos;
}

// Why the inputs cannot be compared with a commit, or "".
std::string WhyNot(const std::vector<engine::InputSpec>& inputs) {
  for (const engine::InputSpec& input : inputs) {
    if (input.path.empty()) {
      return "--since compares files; " + input.display_name + " is none";
    }
    if (input.display_name.starts_with("../") || input.display_name.starts_with('/')) {
      return "--since: " + input.display_name + " lies outside the repository";
    }
  }
  return "";
}

}  // namespace

std::unique_ptr<OldFiles> OldFiles::Read(const std::string& ref,
                                         const std::vector<engine::InputSpec>& inputs,
                                         std::string* error) {
  if (*error = WhyNot(inputs); !error->empty()) return nullptr;
  const std::string root = inputs::BaseFolder(".");
  std::error_code ignored;
  if (!fs::exists(fs::path(root) / ".git", ignored)) {
    *error = "--since asks git, and this is no git repository";
    return nullptr;
  }
  const Git git(root);
  std::unique_ptr<OldFiles> old(new OldFiles());
  const auto fail = [error]() {
    *error = "--since: " + *error;
    return nullptr;
  };
  const std::optional<std::string> commit = git.MergeBase(ref, error);
  if (!commit) return fail();
  old->commit_ = *commit;
  const std::optional<std::vector<GitFile>> all = git.FilesOf(*commit, error);
  if (!all) return fail();
  std::vector<GitFile> chosen;
  old->Choose(*all, inputs, root, &chosen);
  const std::optional<std::vector<std::string>> contents = git.Read(chosen, error);
  if (!contents || !old->Write(chosen, *contents, error)) return fail();
  return old;
}

void OldFiles::Choose(const std::vector<GitFile>& all, const std::vector<engine::InputSpec>& inputs,
                      const std::string& root, std::vector<GitFile>* chosen) {
  std::set<std::string_view> names;
  std::set<std::string> modules;
  for (const engine::InputSpec& input : inputs) {
    names.insert(input.display_name);
    if (input.path.ends_with(".tf") || input.path.ends_with(".tofu")) {
      modules.insert(FolderOf(input.display_name));
    }
  }
  for (const GitFile& file : all) {
    const std::string name = NameOf(file.path);
    std::error_code ignored;
    const bool is_input = names.contains(file.path);
    const bool gone = !is_input && inputs::IsTakenFromFolders(name, false) &&
                      !IsPassedOver(file.path) &&
                      !fs::exists(fs::symlink_status(fs::path(root) / file.path, ignored));
    const bool has_values = name.ends_with(".tfvars") && modules.contains(FolderOf(file.path));
    if (!is_input && !gone && !has_values) continue;
    chosen->push_back(file);
    if (has_values) continue;
    engine::InputSpec& spec = inputs_.emplace_back();
    spec.display_name = file.path;
    spec.explicitly_named = false;
  }
}

bool OldFiles::Write(const std::vector<GitFile>& files, const std::vector<std::string>& contents,
                     std::string* error) {
  std::error_code failed;
  const fs::path temporary = fs::temp_directory_path(failed);
  std::string pattern = ((failed ? fs::path("/tmp") : temporary) / "rolelint-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    *error = "no temporary folder: " + std::string(std::strerror(errno));
    return false;
  }
  folder_ = pattern;
  for (size_t i = 0; i < files.size(); ++i) {
    const fs::path relative = fs::path(files[i].path).lexically_normal();
    // Git has no such paths; a forged repository might.
    if (relative.is_absolute() || relative.string().starts_with("..")) continue;
    const fs::path path = fs::path(folder_) / relative;
    fs::create_directories(path.parent_path(), failed);
    std::ofstream out(path, std::ios::binary);
    out.write(contents[i].data(), static_cast<std::streamsize>(contents[i].size()));
    out.close();
    if (!out) {
      *error = "cannot write a temporary file: " + std::string(std::strerror(errno));
      return false;
    }
  }
  for (engine::InputSpec& input : inputs_) input.path = folder_ + "/" + input.display_name;
  return true;
}

OldFiles::~OldFiles() {
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

std::string ChangeText(const engine::PolicyChange& change) {
  using Verdict = engine::PolicyChange::Verdict;
  std::string text = fmt::format("{} policy", policy::KindName(change.kind));
  if (!change.policy.empty()) text += fmt::format(" \"{}\"", change.policy);
  if (!change.owner.empty()) text += " of " + change.owner;
  text += fmt::format(" ({}, {}) ", change.file, change.added ? "added" : "changed");
  switch (change.verdict) {
    case Verdict::kNothingNew:
      return text + "grants nothing new";
    case Verdict::kNewAccess:
      return text + "grants new access: " + change.request;
    case Verdict::kUndecided:
      break;
  }
  return text + "may grant new access, which is not decided: " + change.reason;
}

}  // namespace rolelint::cli
