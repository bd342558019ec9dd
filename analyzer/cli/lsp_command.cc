#include "analyzer/cli/lsp_command.h"

#include <unistd.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/cli/input_files.h"
#include "analyzer/cli/rule_pages.h"
#include "analyzer/cli/text_checker.h"
#include "analyzer/engine/hcl_folder.h"
#include "analyzer/serve/lsp_server.h"

namespace rolelint::cli {
namespace {

namespace fs = std::filesystem;

struct LspArguments {
  TextCheckerArguments checker;
  CheckArguments check;
  bool stdio = true;  // clients pass it; there is no other way
};

bool IsConfigFile(const std::string& path) {
  const std::string name = fs::path(path).filename().string();
  for (const std::string_view config : engine::ConfigFileNames()) {
    if (name == config) return true;
  }
  return false;
}

bool IsValuesFile(std::string_view path) { return path.ends_with(".tfvars"); }

std::string_view ModuleFolder(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

// Files of one folder are one module of Terraform's.
bool RestsOn(const std::string& path, const std::string& other) {
  return engine::IsHclPath(path) && (engine::IsHclPath(other) || IsValuesFile(other)) &&
         ModuleFolder(path) == ModuleFolder(other);
}

engine::InputSpec InputOf(const std::string& path, std::string_view text) {
  engine::InputSpec input;
  input.display_name = fs::path(path).is_absolute() ? DisplayName(path) : path;
  input.bytes = text;
  // Most files that an editor opens hold no policy.
  input.explicitly_named = false;
  return input;
}

// Adds the other Terraform files of the folder, those that are open as the editor has them.
void AddModule(const std::string& path, const serve::LspHost::Texts& open,
               std::vector<engine::InputSpec>* inputs) {
  for (const auto& [other, text] : open) {
    if (other == path || !engine::IsHclPath(other) || ModuleFolder(other) != ModuleFolder(path))
      continue;
    inputs->push_back(InputOf(other, text));
    inputs->back().path = other;
    inputs->back().edited = true;
  }
  std::error_code error;
  for (fs::directory_iterator at(fs::path(path).parent_path(), error), end;
       !error && at != end && inputs->size() <= engine::HclFolder::kMaxFiles; at.increment(error)) {
    const std::string other = at->path().string();
    std::error_code ignored;
    if (other == path || !engine::IsHclPath(other) || open.contains(other) ||
        !at->is_regular_file(ignored)) {
      continue;
    }
    inputs->push_back(InputOf(other, {}));
    inputs->back().path = other;
  }
}

// Leaves what is about the file alone.
void KeepFile(const std::string& file, engine::CheckResult* result) {
  std::erase_if(result->findings,
                [&](const engine::Finding& finding) { return finding.location.file != file; });
  std::erase_if(result->errors, [&](const engine::RunError& error) { return error.file != file; });
  for (engine::Finding& finding : result->findings) {
    std::erase_if(finding.related,
                  [&](const engine::Related& related) { return related.location.file != file; });
  }
}

// What the server asks of the program: a check of one text by the configuration of the folder.
class LspProgram {
 public:
  LspProgram(const LspArguments& arguments, TextChecker checker, const Streams& streams)
      : arguments_(arguments), checker_(std::move(checker)), streams_(streams) {}

  serve::LspHost Host() {
    serve::LspHost host;
    host.check = [this](const std::string& path, const std::string& text,
                        const serve::LspHost::Texts& open) { return Check(path, text, open); };
    host.rests_on = RestsOn;
    host.enter = [this](const std::string& folder) {
      std::error_code error;
      fs::current_path(folder, error);
      if (!error) checker_.Reload(streams_);
    };
    host.saved = [this](const std::string& path) {
      if (!IsConfigFile(path)) return false;
      checker_.Reload(streams_);
      return true;
    };
    host.rule_page = RulePage;
    host.catalog = &checker_.catalog();
    host.version = ROLELINT_VERSION;
    return host;
  }

 private:
  engine::CheckResult Check(const std::string& path, const std::string& text,
                            const serve::LspHost::Texts& open) {
    std::vector<engine::InputSpec> inputs = {InputOf(path, text)};
    const std::string file = inputs[0].display_name;
    if (engine::IsHclPath(path) && fs::path(path).is_absolute()) {
      inputs[0].path = path;
      inputs[0].edited = true;
      AddModule(path, open, &inputs);
    }
    std::string error;
    std::optional<engine::CheckResult> result =
        checker_.Check(std::move(inputs), arguments_.check, report::Format::kText, &error);
    if (!result) {
      result.emplace();
      result->errors.push_back({file, error, std::nullopt});
    }
    KeepFile(file, &*result);
    return *std::move(result);
  }

  const LspArguments& arguments_;
  TextChecker checker_;
  const Streams& streams_;
};

int RunLsp(LspArguments arguments, const Streams& streams) {
  // The client says later where it works; the user's path is from here.
  std::error_code ignored;
  std::string& config = arguments.checker.config;
  if (!config.empty()) config = fs::absolute(config, ignored).string();
  std::optional<TextChecker> checker = TextChecker::Make(arguments.checker, streams);
  if (!checker) return kError;
  // Of one text there is nothing for several threads to do.
  arguments.check.threads = 1;
  arguments.check.skip_unrecognised = true;
  LspProgram program(arguments, *std::move(checker), streams);
  serve::RpcChannel channel(serve::Framing::kHeaders, STDIN_FILENO, streams.out);
  return serve::LspServer(program.Host(), &channel).Run() ? kOk : kFindings;
}

}  // namespace

void AddLspCommand(Command app, const Streams& streams, int* status) {
  auto arguments = std::make_shared<LspArguments>();
  Command command = app.AddCommand(
      "lsp", "Serve an editor: findings as you type, fixes, completion and documentation");
  AddTextCheckerOptions(command, &arguments->checker);
  command
      .AddOption("--persona", arguments->check.persona,
                 "Run the rules for this persona; auditor includes AWS's own policies")
      .OneOf({"regular", "pedantic", "auditor"})
      .ShowDefault();
  command.AddFlag("--markdown", arguments->check.markdown,
                  "Read policies in code blocks of Markdown");
  command.AddFlag("--stdio", arguments->stdio, "Use standard input and output, as always");
  command.Footer(
      "Exit status: 0 after shutdown and exit; 1 exit, or the end of the input, without shutdown; "
      "2 bad usage.");
  command.Callback([arguments, &streams, status] { *status = RunLsp(*arguments, streams); });
}

}  // namespace rolelint::cli
