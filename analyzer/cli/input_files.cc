#include "analyzer/cli/input_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <sstream>
#include <utility>

#include "analyzer/cli/read_bytes.h"
#include "analyzer/inputs/paths.h"
#include "analyzer/text/source.h"

namespace rolelint::cli {
namespace {

namespace fs = std::filesystem;

// A pipe (`<(aws iam …)`) gives its bytes only once.
bool IsPipe(const std::string& path) {
  std::error_code error;
  fs::file_status status = fs::status(path, error);
  return fs::is_fifo(status) || fs::is_character_file(status) || fs::is_socket(status);
}

// False, with errno: the list cannot be read, or is larger than a file may be.
bool ReadAll(int descriptor, std::string* text) {
  char piece[size_t{64} << 10];
  for (;;) {
    const ssize_t count = ::read(descriptor, piece, sizeof piece);
    if (count == 0) return true;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    text->append(piece, static_cast<size_t>(count));
    if (text->size() > text::kMaxFileBytes) {
      errno = EFBIG;
      return false;
    }
  }
}

}  // namespace

InputFiles CollectInputs(const std::vector<std::string>& paths, const InputFileOptions& options) {
  inputs::FindOptions find;
  find.markdown = options.markdown;
  find.gitignore = options.gitignore;
  find.exclude = options.exclude;
  inputs::FoundFiles found = inputs::FindFiles(paths, inputs::BaseFolder("."), find);
  InputFiles files;
  files.passed_over = std::move(found.passed_over);
  files.inputs.reserve(found.files.size());
  for (inputs::FoundFile& file : found.files) {
    if (options.skip_unrecognised && file.path != "-") {
      if (!inputs::IsTakenFromFolders(fs::path(file.path).filename().string(), options.markdown)) {
        files.passed_over.push_back({file.display_name, inputs::PassedOver::Why::kEnding});
        continue;
      }
      if (inputs::IsExcluded(options.exclude, file.display_name)) {
        files.passed_over.push_back({file.display_name, inputs::PassedOver::Why::kExcluded});
        continue;
      }
      file.explicitly_named = false;
    }
    engine::InputSpec& spec = files.inputs.emplace_back();
    spec.explicitly_named = file.explicitly_named;
    if (file.path == "-") {
      spec.display_name = options.stdin_name;
      std::string error;
      if (!ReadBytes(STDIN_FILENO, &spec.bytes, &error)) {
        files.errors.push_back("standard input " + error);
        files.inputs.pop_back();
      }
    } else if (file.explicitly_named && IsPipe(file.path)) {
      std::string error;
      spec.display_name = file.path;
      if (!ReadBytesOf(file.path, &spec.bytes, &error)) {
        files.errors.push_back(inputs::PrintablePath(file.path) + " " + error);
        files.inputs.pop_back();
      }
    } else {
      spec.path = std::move(file.path);
      spec.display_name = std::move(file.display_name);
    }
  }
  for (const inputs::PathError& error : found.errors) {
    files.errors.push_back(error.path + ": " + error.message);
  }
  return files;
}

std::string_view PassedOverReason(inputs::PassedOver::Why why) {
  switch (why) {
    case inputs::PassedOver::Why::kEnding:
      return "a file of this name is not looked for in a folder";
    case inputs::PassedOver::Why::kFolder:
      return "hidden folders and node_modules are not searched";
    case inputs::PassedOver::Why::kNotFile:
      return "it is no file";
    case inputs::PassedOver::Why::kIgnored:
      return ".gitignore names it";
    case inputs::PassedOver::Why::kExcluded:
      return "an exclude pattern fits it";
  }
  return {};
}

bool ReadPathList(const std::string& list, std::vector<std::string>* paths, std::string* error) {
  std::string text;
  const bool standard_input = list == "-";
  const int descriptor =
      standard_input ? STDIN_FILENO : ::open(list.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  const bool read = descriptor >= 0 && ReadAll(descriptor, &text);
  const int problem = errno;
  if (descriptor >= 0 && !standard_input) ::close(descriptor);
  if (!read) {
    *error = "cannot read the list " + list + ": " +
             (problem == EISDIR ? "it is a folder" : std::strerror(problem));
    return false;
  }
  // `git diff -z` ends names with NUL, so that they may contain line breaks.
  const bool by_nul = text.find('\0') != std::string::npos;
  std::istringstream names(text);
  for (std::string name; std::getline(names, name, by_nul ? '\0' : '\n');) {
    if (!by_nul && !name.empty() && name.back() == '\r') name.pop_back();
    if (!name.empty()) paths->push_back(std::move(name));
  }
  return true;
}

std::string DisplayName(const std::string& path) {
  std::error_code error;
  const fs::path folder = fs::canonical(".", error);
  return error ? inputs::PrintablePath(path) : inputs::DisplayName(path, folder.string());
}

}  // namespace rolelint::cli
