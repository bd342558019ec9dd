#include "analyzer/inputs/gitignore.h"

#include <fnmatch.h>

#include <algorithm>
#include <utility>

namespace rolelint::inputs {
namespace {

// Neither git nor people write longer ones; fnmatch() takes long for hostile ones.
constexpr size_t kMaxPattern = 1024;
// A `*` in a pattern, at most: each may double the work.
constexpr int kMaxStars = 16;

bool IsCostly(std::string_view pattern) {
  return pattern.size() > kMaxPattern ||
         std::count(pattern.begin(), pattern.end(), '*') > kMaxStars;
}

std::vector<std::string> Segments(std::string_view path) {
  std::vector<std::string> segments;
  while (!path.empty()) {
    const size_t slash = std::min(path.find('/'), path.size());
    if (slash != 0) segments.emplace_back(path.substr(0, slash));
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return segments;
}

// A `**` at the end stands for all that is in a folder, elsewhere for any number of folders. It is
// enough to go back to the last one.
bool FitsGitignore(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
  constexpr size_t kNone = static_cast<size_t>(-1);
  size_t p = 0;
  size_t at = 0;
  size_t last = kNone;  // behind the last `**`
  size_t begin = 0;     // where what follows it was tried
  while (at < path.size()) {
    if (p < pattern.size() && pattern[p] == "**") {
      if (p + 1 == pattern.size()) return true;
      last = ++p;
      begin = at;
    } else if (p < pattern.size() && ::fnmatch(pattern[p].c_str(), path[at].c_str(), 0) == 0) {
      ++p;
      ++at;
    } else if (last != kNone) {
      p = last;
      at = ++begin;
    } else {
      return false;
    }
  }
  return p == pattern.size();
}

}  // namespace

bool FitsPathPattern(std::string_view pattern, std::string_view path) {
  if (IsCostly(pattern)) return false;
  return FitsGitignore(Segments(pattern), Segments(path));
}

void GitIgnore::Add(std::string folder, std::string_view text) {
  if (!folder.empty() && folder.back() != '/') folder.push_back('/');
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    while (line.ends_with(' ') && !line.ends_with("\\ ")) line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    Pattern pattern;
    pattern.folder = folder;
    pattern.negated = line.front() == '!';
    if (pattern.negated) line.remove_prefix(1);
    pattern.folders_only = line.ends_with('/');
    if (pattern.folders_only) line.remove_suffix(1);
    pattern.anchored = line.find('/') != std::string_view::npos;
    if (line.starts_with('/')) line.remove_prefix(1);
    if (line.empty() || IsCostly(line)) continue;
    pattern.glob = line;
    patterns_.push_back(std::move(pattern));
  }
}

void GitIgnore::Leave(std::string_view folder) {
  std::string prefix(folder);
  if (!prefix.empty() && prefix.back() != '/') prefix.push_back('/');
  while (!patterns_.empty() && patterns_.back().folder.starts_with(prefix)) patterns_.pop_back();
}

bool GitIgnore::Ignores(std::string_view path, bool is_folder) const {
  for (auto at = patterns_.rbegin(); at != patterns_.rend(); ++at) {
    if (at->folders_only && !is_folder) continue;
    if (!path.starts_with(at->folder)) continue;
    const std::string_view inside = path.substr(at->folder.size());
    const std::string_view name = inside.substr(inside.rfind('/') + 1);
    if (FitsPathPattern(at->glob, at->anchored ? inside : name)) return !at->negated;
  }
  return false;
}

}  // namespace rolelint::inputs
