#include "analyzer/cli/input_files.h"

#include <fnmatch.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <unordered_map>

namespace rolelint::cli {
namespace {

namespace fs = std::filesystem;

// What a folder is searched for. Formats are told by shape, so this only keeps images, programs and source code out.
constexpr std::array<std::string_view, 4> kExtensions = {".json", ".jsonl", ".ndjson", ".template"};

bool MayHoldJson(const fs::path& path) {
  std::string name = path.filename().string();
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (name.ends_with(".gz")) name.resize(name.size() - 3);
  return std::any_of(kExtensions.begin(), kExtensions.end(),
                     [&](std::string_view extension) { return name.ends_with(extension); });
}

// Tools keep their own copies there: version control, packages.
bool IsPassedOver(const fs::path& folder) {
  std::string name = folder.filename().string();
  return name == "node_modules" || (name.size() > 1 && name[0] == '.' && name != "..");
}

bool HasGlob(std::string_view path) { return path.find_first_of("*?[") != std::string_view::npos; }

std::vector<fs::path> SortedEntries(const fs::path& folder, std::error_code* error) {
  std::vector<fs::path> entries;
  fs::directory_iterator it(folder, *error);
  while (!*error && it != fs::directory_iterator()) {
    entries.push_back(it->path());
    it.increment(*error);
  }
  std::sort(entries.begin(), entries.end(),
            [](const fs::path& a, const fs::path& b) { return a.native() < b.native(); });
  return entries;
}

class Collector {
 public:
  explicit Collector(const std::string& stdin_name) : stdin_name_(stdin_name) {}

  void Take(const std::string& path) {
    std::error_code error;
    if (path == "-") {
      TakeStandardInput();
    } else if (fs::is_directory(path, error)) {
      TakeFolder(path);
    } else if (!fs::exists(fs::symlink_status(path, error)) && HasGlob(path)) {
      TakeGlob(path);
    } else {
      TakeFile(path, true);
    }
  }

  InputFiles Finish() { return std::move(files_); }

 private:
  void TakeStandardInput() {
    if (stdin_taken_) return;
    stdin_taken_ = true;
    engine::InputSpec spec;
    spec.display_name = stdin_name_;
    spec.bytes.assign(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
    files_.inputs.push_back(std::move(spec));
  }

  void TakeFile(const fs::path& path, bool named) {
    std::error_code error;
    fs::path canonical = fs::canonical(path, error);
    if (!error) {
      auto [known, fresh] = seen_.emplace(canonical.native(), files_.inputs.size());
      if (!fresh) {
        engine::InputSpec& before = files_.inputs[known->second];
        before.explicitly_named = before.explicitly_named || named;
        return;
      }
    }
    engine::InputSpec spec;
    spec.path = path.native();
    spec.display_name = names_.Of(spec.path);
    spec.explicitly_named = named;
    fs::file_status status = fs::status(path, error);
    if (fs::is_fifo(status) || fs::is_character_file(status) || fs::is_socket(status)) {
      // A pipe (`<(aws iam …)`) gives its bytes only once.
      std::ifstream in(path, std::ios::binary);
      spec.bytes.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
      spec.display_name = spec.path;
      spec.path.clear();
    }
    files_.inputs.push_back(std::move(spec));
  }

  void TakeFolder(const fs::path& folder) {
    std::error_code error;
    for (const fs::path& entry : SortedEntries(folder, &error)) {
      std::error_code ignored;
      // Links to folders are not followed: they may lead in circles.
      fs::file_status status = fs::symlink_status(entry, ignored);
      if (fs::is_directory(status)) {
        if (!IsPassedOver(entry)) TakeFolder(entry);
      } else if (MayHoldJson(entry) && fs::is_regular_file(entry, ignored)) {
        TakeFile(entry, false);
      }
    }
    if (error) files_.errors.push_back("cannot list " + folder.string() + ": " + error.message());
  }

  void TakeGlob(const std::string& pattern) {
    size_t before = files_.inputs.size();
    size_t known = seen_.size();
    fs::path path(pattern);
    std::vector<std::string> segments;
    for (const fs::path& segment : path.relative_path()) segments.push_back(segment.string());
    matched_ = false;
    Expand(path.root_path(), segments, 0);
    if (!matched_ && files_.inputs.size() == before && seen_.size() == known) {
      files_.errors.push_back("no file matches " + pattern);
    }
  }

  // `**` stands for any number of folders.
  void Expand(const fs::path& base, const std::vector<std::string>& segments, size_t at) {
    if (at == segments.size()) {
      matched_ = true;
      Take(base.string());
      return;
    }
    const std::string& segment = segments[at];
    std::error_code error;
    if (!HasGlob(segment)) {
      if (fs::exists(base / segment, error)) Expand(base / segment, segments, at + 1);
      return;
    }
    if (segment == "**") Expand(base, segments, at + 1);
    for (const fs::path& entry : SortedEntries(base.empty() ? fs::path(".") : base, &error)) {
      fs::path next = base / entry.filename();
      bool folder = fs::is_directory(fs::symlink_status(entry, error));
      if (segment == "**") {
        if (folder && !IsPassedOver(entry)) Expand(next, segments, at);
      } else if (fnmatch(segment.c_str(), entry.filename().c_str(), FNM_PERIOD) == 0) {
        if (at + 1 == segments.size() || fs::is_directory(entry, error)) Expand(next, segments, at + 1);
      }
    }
  }

  const std::string& stdin_name_;
  DisplayNames names_;
  InputFiles files_;
  std::unordered_map<std::string, size_t> seen_;
  bool stdin_taken_ = false;
  bool matched_ = false;
};

}  // namespace

InputFiles CollectInputs(const std::vector<std::string>& paths, const std::string& stdin_name) {
  Collector collector(stdin_name);
  for (const std::string& path : paths) collector.Take(path);
  return collector.Finish();
}

bool ReadPathList(const std::string& list, std::vector<std::string>* paths, std::string* error) {
  std::ifstream file;
  if (list != "-") {
    file.open(list, std::ios::binary);
    if (!file) {
      *error = "cannot read the list " + list + ": " + std::strerror(errno);
      return false;
    }
  }
  std::istream& in = list == "-" ? std::cin : file;
  std::string line;
  while (std::getline(in, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty()) paths->push_back(line);
  }
  return true;
}

DisplayNames::DisplayNames() {
  std::error_code error;
  fs::path current = fs::canonical(fs::current_path(error), error);
  root_ = current.native();
  for (fs::path at = current; !at.empty(); at = at.parent_path()) {
    if (fs::exists(at / ".git", error)) {
      root_ = at.native();
      return;
    }
    if (at == at.parent_path()) return;
  }
}

std::string DisplayNames::Of(const std::string& path) const {
  std::error_code error;
  fs::path resolved = fs::weakly_canonical(fs::absolute(path, error), error);
  if (error) return path;
  fs::path relative = resolved.lexically_relative(root_);
  return relative.empty() ? path : relative.native();
}

}  // namespace rolelint::cli
