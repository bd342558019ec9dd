#include "analyzer/inputs/paths.h"

#include <fnmatch.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>
#include <unordered_map>
#include <utility>

#include "analyzer/inputs/gitignore.h"
#include "analyzer/text/glob.h"
#include "analyzer/text/utf8.h"

namespace rolelint::inputs {
namespace {

namespace fs = std::filesystem;

bool EndsWithFolded(std::string_view text, std::string_view end) {
  return text.size() > end.size() && text::EqualsFolded(text.substr(text.size() - end.size()), end);
}

// What policies are kept in. Which of the formats a file is of its content tells.
constexpr std::string_view kTaken[] = {".json", ".jsonc",    ".jsonl",   ".ndjson", ".yaml",
                                       ".yml",  ".template", ".tfstate", ".tfplan", ".tf",
                                       ".tofu", ".tftpl",    ".csv"};

// Of a .gitignore this much is read.
constexpr size_t kMaxIgnoreBytes = size_t{1} << 20;

bool IsPassedOver(std::string_view folder) {
  return folder.starts_with('.') || folder == "node_modules";
}

bool HasPattern(std::string_view path) {
  return path.find_first_of("*?[") != std::string_view::npos;
}

std::string Join(const std::string& folder, std::string_view name) {
  if (folder.empty()) return std::string(name);
  std::string path = folder;
  if (path.back() != '/') path.push_back('/');
  return path.append(name);
}

// Absolute, "." and ".." taken out, links in the folders above it resolved, but not the file
// itself: a link keeps its name.
class Resolver {
 public:
  std::string Resolve(const std::string& path) {
    size_t slash = path.find_last_of('/');
    std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
    std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
    auto known = folders_.find(folder);
    if (known == folders_.end()) {
      std::error_code error;
      fs::path resolved = fs::canonical(folder, error);
      if (error) {
        resolved = fs::absolute(folder, error).lexically_normal();
        if (error) resolved = folder;
      }
      known = folders_.emplace(folder, resolved.string()).first;
    }
    if (name.empty() || name == "." || name == "..") {
      std::error_code error;
      fs::path resolved = fs::canonical(path, error);
      return error ? Join(known->second, name) : resolved.string();
    }
    return Join(known->second, name);
  }

 private:
  std::unordered_map<std::string, std::string> folders_;
};

std::string Relative(const std::string& absolute, const std::string& base) {
  std::string_view inside(absolute);
  if (inside.starts_with(base) &&
      (base.ends_with('/') || inside.substr(base.size()).starts_with('/'))) {
    inside.remove_prefix(base.size());
    if (inside.starts_with('/')) inside.remove_prefix(1);
    return PrintablePath(inside);
  }
  return PrintablePath(fs::path(absolute).lexically_relative(base).string());
}

class Finder {
 public:
  Finder(const std::string& base, const FindOptions& options)
      : base_(base),
        markdown_(options.markdown),
        gitignore_(options.gitignore && fs::exists(fs::path(base) / ".git")),
        most_(options.most) {
    for (const std::string& pattern : options.exclude) exclude_.Add("", pattern);
  }

  FoundFiles Run(const std::vector<std::string>& arguments) {
    for (const std::string& argument : arguments) {
      if (!Argument(argument)) break;
    }
    return std::move(found_);
  }

 private:
  struct Entry {
    std::string name;
    bool is_folder = false;
    bool is_file = false;
    bool is_link = false;
    bool is_dangling = false;
    friend bool operator<(const Entry& a, const Entry& b) { return a.name < b.name; }
  };

  // Each returns false once there are too many files.
  bool Argument(const std::string& argument) {
    if (argument.empty()) {
      Error("\"\"", "an empty path names no file; is it a variable without a value?");
      return true;
    }
    struct stat status;
    if (::lstat(argument.c_str(), &status) != 0 && HasPattern(argument)) {
      const size_t before = matches_;
      bool fine = Pattern(argument.starts_with('/') ? "/" : "", Segments(argument), 0);
      if (fine && matches_ == before) Error(argument, "no file matches this pattern");
      return fine;
    }
    folders_.clear();
    const bool folder = ::stat(argument.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
    if (folder) BeginFolder(argument);
    return folder ? Folder(argument) : Add(argument, true);
  }

  // Reads the .gitignore files of the folders that a folder lies in.
  void BeginFolder(const std::string& folder) {
    if (!gitignore_) return;
    ignore_ = {};
    const std::string inside = NameInside(folder);
    if (inside.starts_with("..")) return;
    ReadIgnored("");
    for (size_t slash = inside.find('/'); slash != std::string::npos;
         slash = inside.find('/', slash + 1)) {
      ReadIgnored(inside.substr(0, slash));
    }
  }

  // Of a folder relative to the base.
  void ReadIgnored(const std::string& folder) {
    std::ifstream in(Join(base_, Join(folder, ".gitignore")), std::ios::binary);
    if (!in) return;
    std::string text(kMaxIgnoreBytes, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<size_t>(in.gcount()));
    ignore_.Add(folder, text);
  }

  std::string NameInside(const std::string& path) {
    const std::string name = Relative(resolver_.Resolve(path), base_);
    return name == "." ? "" : name;
  }

  // Passes over what is excluded or ignored; false if it is neither.
  bool LeftOut(const std::string& path, bool is_folder) {
    if (exclude_.empty() && ignore_.empty()) return false;
    const std::string name = NameInside(path);
    const bool excluded = exclude_.Ignores(name, is_folder);
    if (!excluded && !ignore_.Ignores(name, is_folder)) return false;
    PassOver(path, excluded ? PassedOver::Why::kExcluded : PassedOver::Why::kIgnored);
    return true;
  }

  bool Folder(const std::string& folder) {
    struct stat status;
    if (::stat(folder.c_str(), &status) != 0) return true;
    if (!folders_.insert({status.st_dev, status.st_ino}).second) return true;
    const std::string inside = gitignore_ ? NameInside(folder) : "";
    if (!inside.empty() && !inside.starts_with("..")) ReadIgnored(inside);
    bool fine = true;
    for (const Entry& entry : List(folder)) {
      fine = EntryOfFolder(entry, Join(folder, entry.name));
      if (!fine) break;
    }
    if (!inside.empty()) ignore_.Leave(inside);
    return fine;
  }

  bool EntryOfFolder(const Entry& entry, const std::string& path) {
    if (entry.is_folder && IsPassedOver(entry.name)) {
      if (entry.name != ".git") PassOver(path, PassedOver::Why::kFolder);
      return true;
    }
    const bool taken = entry.is_folder || IsTakenFromFolders(entry.name, markdown_);
    if (taken && LeftOut(path, entry.is_folder)) return true;
    return entry.is_folder ? Folder(path) : FileOfFolder(entry, path);
  }

  bool FileOfFolder(const Entry& entry, const std::string& path) {
    const bool taken = IsTakenFromFolders(entry.name, markdown_);
    if (entry.is_dangling && (taken || entry.name.find('.') == std::string::npos)) {
      Error(path, "the link leads to nothing");
    } else if (!taken || entry.is_dangling) {
      PassOver(path, PassedOver::Why::kEnding);
    } else if (!entry.is_file) {
      PassOver(path, PassedOver::Why::kNotFile);
    } else {
      return Add(path, false);
    }
    return true;
  }

  static std::vector<std::string> Segments(std::string_view pattern) {
    std::vector<std::string> segments;
    while (!pattern.empty()) {
      size_t slash = std::min(pattern.find('/'), pattern.size());
      std::string segment(pattern.substr(0, slash));
      // Several ** in a row are one.
      if (!segment.empty() && !(segment == "**" && !segments.empty() && segments.back() == "**")) {
        segments.push_back(std::move(segment));
      }
      pattern.remove_prefix(std::min(slash + 1, pattern.size()));
    }
    return segments;
  }

  bool Pattern(const std::string& folder, const std::vector<std::string>& segments, size_t at) {
    if (at == segments.size()) return true;
    const std::string& segment = segments[at];
    const bool last = at + 1 == segments.size();
    if (!HasPattern(segment)) {
      std::string path = Join(folder, segment);
      return last ? Match(path) : Pattern(path, segments, at + 1);
    }
    struct stat status;
    if (!folder.empty() && (::stat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)))
      return true;
    const bool any_depth = segment == "**";
    // `**` stands for no folder too; at the end of a pattern for all that a folder holds.
    if (any_depth && last) return Match(folder.empty() ? "." : folder);
    if (any_depth && !Pattern(folder, segments, at + 1)) return false;
    for (const Entry& entry : List(folder.empty() ? "." : folder)) {
      std::string path = Join(folder, entry.name);
      if (any_depth) {
        if (entry.is_folder && !entry.is_link && !IsPassedOver(entry.name) &&
            !Pattern(path, segments, at)) {
          return false;
        }
        continue;
      }
      if (::fnmatch(segment.c_str(), entry.name.c_str(), FNM_PERIOD) != 0) continue;
      if (last) {
        if (!Match(path)) return false;
      } else if (entry.is_folder && !Pattern(path, segments, at + 1)) {
        return false;
      }
    }
    return true;
  }

  bool Match(const std::string& path) {
    struct stat status;
    if (::stat(path.c_str(), &status) != 0) return true;
    ++matches_;
    folders_.clear();
    ignore_ = {};
    if (LeftOut(path, S_ISDIR(status.st_mode))) return true;
    if (S_ISDIR(status.st_mode)) BeginFolder(path);
    if (S_ISDIR(status.st_mode)) return Folder(path);
    if (S_ISREG(status.st_mode)) return Add(path, false);
    PassOver(path, PassedOver::Why::kNotFile);
    return true;
  }

  std::vector<Entry> List(const std::string& folder) {
    std::vector<Entry> entries;
    std::error_code error;
    fs::directory_iterator it(folder, error);
    while (!error && it != fs::directory_iterator()) {
      Entry entry;
      std::error_code ignored;
      entry.name = it->path().filename().string();
      entry.is_link = it->is_symlink(ignored);
      entry.is_folder = it->is_directory(ignored);
      entry.is_file = it->is_regular_file(ignored);
      entry.is_dangling = entry.is_link && !it->exists(ignored);
      entries.push_back(std::move(entry));
      it.increment(error);
    }
    if (error) Error(folder, "cannot be searched: " + error.message());
    std::sort(entries.begin(), entries.end());
    return entries;
  }

  bool Add(const std::string& path, bool explicitly_named) {
    const bool standard_input = path == "-";
    std::string absolute = standard_input ? path : resolver_.Resolve(path);
    auto [known, added] = index_.emplace(absolute, found_.files.size());
    if (!added) {
      FoundFile& file = found_.files[known->second];
      file.explicitly_named = file.explicitly_named || explicitly_named;
      return true;
    }
    if (found_.files.size() == most_) {
      Error(path, "more than " + std::to_string(most_) + " files: check them in several runs");
      return false;
    }
    found_.files.push_back(
        {path, standard_input ? path : Relative(absolute, base_), explicitly_named});
    return true;
  }

  void PassOver(const std::string& path, PassedOver::Why why) {
    found_.passed_over.push_back({Relative(resolver_.Resolve(path), base_), why});
  }

  void Error(const std::string& path, std::string message) {
    found_.errors.push_back({PrintablePath(path), std::move(message)});
  }

  const std::string base_;
  const bool markdown_;
  const bool gitignore_;
  const size_t most_;
  GitIgnore exclude_;
  GitIgnore ignore_;  // of the folder at hand and those that it lies in
  FoundFiles found_;
  Resolver resolver_;
  std::unordered_map<std::string, size_t> index_;  // by absolute path
  std::set<std::pair<dev_t, ino_t>> folders_;      // entered for the argument at hand
  size_t matches_ = 0;
};

}  // namespace

bool IsTakenFromFolders(std::string_view name, bool markdown) {
  if (EndsWithFolded(name, ".gz")) name.remove_suffix(3);
  if (markdown && (EndsWithFolded(name, ".md") || EndsWithFolded(name, ".markdown"))) return true;
  // Of the scripts in a folder those alone that are known to be data.
  if (name.starts_with("scoutsuite_") && EndsWithFolded(name, ".js")) return true;
  return std::any_of(std::begin(kTaken), std::end(kTaken),
                     [name](std::string_view end) { return EndsWithFolded(name, end); });
}

std::string BaseFolder(const std::string& folder) {
  std::error_code error;
  fs::path start = fs::canonical(folder.empty() ? fs::path(".") : fs::path(folder), error);
  if (error) return folder;
  for (fs::path at = start;; at = at.parent_path()) {
    if (fs::exists(at / ".git", error)) return at.string();
    if (at == at.root_path() || !at.has_parent_path()) return start.string();
  }
}

FoundFiles FindFiles(const std::vector<std::string>& arguments, const std::string& base_folder,
                     const FindOptions& options) {
  return Finder(base_folder, options).Run(arguments);
}

FoundFiles FindFiles(const std::vector<std::string>& arguments, const std::string& base_folder,
                     bool markdown, size_t most) {
  FindOptions options;
  options.markdown = markdown;
  options.most = most;
  return FindFiles(arguments, base_folder, options);
}

bool IsExcluded(const std::vector<std::string>& exclude, std::string_view path) {
  GitIgnore patterns;
  for (const std::string& pattern : exclude) patterns.Add("", pattern);
  for (size_t slash = path.find('/'); slash != std::string_view::npos;
       slash = path.find('/', slash + 1)) {
    if (patterns.Ignores(path.substr(0, slash), true)) return true;
  }
  return patterns.Ignores(path, false);
}

std::string DisplayName(const std::string& path, const std::string& base_folder) {
  return Relative(Resolver().Resolve(path), base_folder);
}

std::string PrintablePath(std::string_view path) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string printable;
  while (!path.empty()) {
    size_t valid = text::ScanUtf8(path).valid;
    printable.append(path.substr(0, valid));
    path.remove_prefix(valid);
    if (path.empty()) break;
    unsigned char byte = static_cast<unsigned char>(path[0]);
    printable.append({'%', kHex[byte >> 4], kHex[byte & 15]});
    path.remove_prefix(1);
  }
  return printable;
}

}  // namespace rolelint::inputs
