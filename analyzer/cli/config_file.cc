#include "analyzer/cli/config_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <vector>

#include "analyzer/cli/input_files.h"
#include "analyzer/inputs/paths.h"
#include "analyzer/report/report.h"
#include "analyzer/text/glob.h"
#include "rules/registry.h"

namespace rolelint::cli {
namespace {

namespace fs = std::filesystem;

using catalog::Catalog;
using engine::Config;

// Nobody writes a longer one; /dev/zero has no end.
constexpr size_t kMaxBytes = size_t{4} << 20;
constexpr int kMaxExtends = 16;

// Whether `path` leads out of the repository that `folder` lies in, or nowhere.
bool LeadsOut(const std::string& path, const fs::path& folder) {
  std::error_code error;
  const fs::path target = fs::canonical(path, error);
  if (error) return true;
  const fs::path root = inputs::BaseFolder(folder.string());
  return std::mismatch(root.begin(), root.end(), target.begin(), target.end()).first != root.end();
}

// "" after reading; else why not.
std::string ReadConfig(const std::string& path, bool named, std::string* text) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(path, error);
  if (!named && fs::is_symlink(status) && LeadsOut(path, fs::path(path).parent_path())) {
    return "it is a link to a place outside the repository, or to nothing";
  }
  if (fs::is_directory(fs::status(path, error))) return "it is a folder";
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::strerror(errno);
  text->resize(kMaxBytes + 1);
  in.read(text->data(), static_cast<std::streamsize>(text->size()));
  if (in.bad()) return std::strerror(errno);
  text->resize(static_cast<size_t>(in.gcount()));
  if (text->size() > kMaxBytes) return "it is larger than 4 MB";
  return "";
}

// Files beside the one that was found which look as if they were the configuration.
void TellIgnored(const std::string& path, const Streams& streams) {
  for (const std::string_view name : engine::ConfigFileNames()) {
    const fs::path other = fs::path(path).parent_path() / name;
    std::error_code error;
    if (fs::path(path).filename() == name || !fs::exists(fs::symlink_status(other, error)))
      continue;
    streams.err << "note: " << report::Printable(DisplayName(other.string()))
                << " is not read: the configuration is " << report::Printable(DisplayName(path))
                << '\n';
  }
}

std::string NoteOn(const std::string& file, const Config& config) {
  const auto all = rules::AllRules();
  const auto off = std::count_if(all.begin(), all.end(),
                                 [&](const engine::Rule* rule) { return config.IsOff(*rule); });
  return fmt::format("the configuration {} turns {} off", file,
                     off == 0   ? std::string("no rule")
                     : off == 1 ? std::string("1 rule")
                                : fmt::format("{} rules", off));
}

// One action of an assertion. Empty if the catalogue knows it; *serious: it is surely a slip.
std::string WrongAction(std::string_view action, const Catalog& catalog, bool* serious) {
  const size_t colon = action.find(':');
  if (action == "*" || colon == std::string_view::npos) return {};
  const std::string_view prefix = action.substr(0, colon);
  if (!catalog.FindService(prefix)) {
    const auto near = catalog.SuggestServices(prefix);
    *serious = !near.empty();
    return fmt::format("\"{}\": AWS has no service \"{}\"{}", action, prefix,
                       near.empty() ? "" : fmt::format("; did you mean \"{}\"?", near[0].prefix()));
  }
  if (text::HasWildcard(action)) {
    *serious = false;
    if (catalog.MatchActions(action).Next()) return {};
    return fmt::format("\"{}\" matches no action of the catalogue of {}", action, catalog.date());
  }
  if (catalog.FindAction(action)) return {};
  const auto near = catalog.SuggestActions(action);
  *serious = !near.empty();
  if (near.empty()) {
    return fmt::format("\"{}\" is no action of the catalogue of {}", action, catalog.date());
  }
  return fmt::format("\"{}\" is no action; did you mean \"{}\"?", action, near[0].full_name());
}

// A configuration and those that it extends, the last of them first.
class ConfigChain {
 public:
  explicit ConfigChain(const Streams& streams) : streams_(streams) {}

  // False after telling why.
  bool Add(const std::string& path, bool named, int depth) {
    std::error_code ignored;
    const std::string real = fs::weakly_canonical(path, ignored).string();
    if (depth > kMaxExtends || !seen_.insert(real).second) {
      return Wrong(path, "it extends itself, or more than " + std::to_string(kMaxExtends) +
                             " files in a row");
    }
    std::string text;
    if (const std::string why = ReadConfig(path, named, &text); !why.empty()) {
      return Wrong(path, why);
    }
    for (const std::string& other : Config::ExtendedBy(text)) {
      const fs::path relative(other);
      const fs::path extended =
          relative.is_absolute() ? relative : fs::path(path).parent_path() / relative;
      // A file that somebody else wrote shall not have this one quote what stands elsewhere.
      if (!named && LeadsOut(extended.string(), fs::path(path).parent_path())) {
        return Wrong(path,
                     "it extends " + other + ", which is not there or lies outside the repository");
      }
      if (!Add(extended.string(), named, depth + 1)) return false;
    }
    seen_.erase(real);
    // As findings name files; messages show them from the working directory.
    texts_.push_back({inputs::DisplayName(path, inputs::BaseFolder(".")), std::move(text)});
    shown_[texts_.back().file] = DisplayName(path);
    return true;
  }

  const std::vector<engine::ConfigText>& texts() const { return texts_; }
  const std::string& Shown(const std::string& file) { return shown_[file]; }

 private:
  bool Wrong(const std::string& path, const std::string& why) {
    Fail(streams_, "cannot read the configuration " + DisplayName(path) + ": " + why);
    return false;
  }

  const Streams& streams_;
  std::set<std::string> seen_;  // of those that are being read
  std::vector<engine::ConfigText> texts_;
  std::map<std::string, std::string> shown_;
};

}  // namespace

std::optional<LoadedConfig> LoadConfig(const std::string& named, bool search,
                                       const Streams& streams) {
  std::string path = named;
  if (path.empty() && search) path = engine::FindConfigFile(".").value_or("");
  if (path.empty()) {
    LoadedConfig loaded{Config::Default(rules::AllRules()), "", ""};
    loaded.note = search ? "no configuration: there is no rolelint.yaml"
                         : "no configuration: --no-config says so";
    return loaded;
  }
  ConfigChain chain(streams);
  if (!chain.Add(path, !named.empty(), 0)) return std::nullopt;
  if (named.empty()) TellIgnored(path, streams);
  std::vector<engine::ConfigError> errors;
  std::optional<Config> config = Config::Parse(chain.texts(), rules::AllRules(), &errors);
  for (const engine::ConfigError& error : errors) {
    streams.err << report::Printable(chain.Shown(error.file)) << ':' << error.location.start_line
                << ':' << error.location.start_column
                << ": error: " << report::Printable(error.message) << '\n';
  }
  if (!config) return std::nullopt;
  std::string note = NoteOn(DisplayName(path), *config);
  return LoadedConfig{std::move(*config), DisplayName(path), std::move(note)};
}

bool CheckAssertedActions(const Config& config, const Catalog& catalog, const Streams& streams) {
  bool fine = true;
  for (const engine::Assertion& assertion : config.assertions()) {
    for (const auto& made : {assertion.asked, assertion.excepted}) {
      for (const policy::Statement& statement : made->document().statements) {
        for (const policy::Text& action : statement.action.items) {
          bool serious = false;
          const std::string wrong = WrongAction(action.value, catalog, &serious);
          if (wrong.empty()) continue;
          streams.err << (serious ? "error: " : "note: ") << "assertion "
                      << report::Printable(fmt::format("\"{}\": {}", assertion.name, wrong))
                      << '\n';
          fine = fine && !serious;
        }
      }
    }
  }
  return fine;
}

}  // namespace rolelint::cli
