#include "analyzer/serve/client_roots.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "analyzer/inputs/paths.h"

namespace rolelint::serve {
namespace {

namespace fs = std::filesystem;

bool IsWithin(const fs::path& path, const fs::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first ==
         folder.end();
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

// Where the open file is, whatever has become of the path that it was opened by.
std::string PathOfDescriptor(int descriptor) {
  std::error_code error;
  return fs::read_symlink(fmt::format("/proc/self/fd/{}", descriptor), error).string();
}

bool ReadWhole(int descriptor, uint64_t most, std::string* bytes) {
  constexpr size_t kPiece = size_t{256} << 10;
  for (;;) {
    const size_t before = bytes->size();
    if (before > most) return true;
    bytes->resize(before + kPiece);
    const ssize_t count = ::read(descriptor, bytes->data() + before, kPiece);
    bytes->resize(before + static_cast<size_t>(std::max<ssize_t>(count, 0)));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return count == 0;
  }
}

}  // namespace

// One call's inputs.
class ClientRoots::Reader {
 public:
  Reader(const ClientRoots& roots, std::vector<engine::InputSpec>* inputs)
      : roots_(roots), inputs_(*inputs) {}

  // Both return "" or why not.
  std::string AddFile(const std::string& real, const std::string& name, bool named) {
    if (inputs_.size() >= kMostFiles) return fmt::format("more than {} files", kMostFiles);
    const Descriptor file(
        ::open(real.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK));
    if (file.number() < 0) return std::strerror(errno);
    struct stat status = {};
    if (::fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode)) return "it is no file";
    if (!roots_.Contains(PathOfDescriptor(file.number()))) return "it is not within a root";
    engine::InputSpec& input = inputs_.emplace_back();
    input.display_name = name;
    input.explicitly_named = named;
    if (!ReadWhole(file.number(), kMostBytes - bytes_, &input.bytes)) return std::strerror(errno);
    bytes_ += input.bytes.size();
    return bytes_ > kMostBytes ? fmt::format("more than {} bytes in all", kMostBytes) : "";
  }

  std::string AddFolder(const std::string& real, const std::string& name) {
    std::error_code error;
    fs::recursive_directory_iterator entries(real, fs::directory_options::skip_permission_denied,
                                             error);
    std::vector<std::string> files;
    for (; !error && entries != fs::recursive_directory_iterator(); entries.increment(error)) {
      const std::string file = entries->path().filename().string();
      std::error_code ignored;
      const fs::file_type type = entries->symlink_status(ignored).type();
      if (type == fs::file_type::directory && (file.starts_with('.') || file == "node_modules")) {
        entries.disable_recursion_pending();
      } else if (type == fs::file_type::regular && inputs::IsTakenFromFolders(file, false)) {
        files.push_back(entries->path().string());
        if (files.size() > kMostFiles) return fmt::format("more than {} files", kMostFiles);
      }
    }
    if (error) return error.message();
    std::sort(files.begin(), files.end());
    for (const std::string& file : files) {
      std::string problem = AddFile(file, name + file.substr(real.size()), false);
      if (!problem.empty()) return problem;
    }
    return "";
  }

 private:
  const ClientRoots& roots_;
  std::vector<engine::InputSpec>& inputs_;
  uint64_t bytes_ = 0;
};

ClientRoots::ClientRoots(const std::vector<std::string>& folders) {
  for (const std::string& folder : folders) {
    std::error_code error;
    const fs::path real = fs::canonical(folder, error);
    if (!error && fs::is_directory(real, error)) roots_.push_back(real.string());
  }
}

bool ClientRoots::Contains(const std::string& real) const {
  return std::any_of(roots_.begin(), roots_.end(),
                     [&](const std::string& root) { return IsWithin(real, root); });
}

std::string ClientRoots::Resolve(const std::string& path) const {
  if (path.find('\0') != std::string::npos) return "";
  for (const std::string& root : roots_) {
    std::error_code error;
    std::string real = fs::canonical(fs::path(root) / path, error).string();
    if (!error && Contains(real)) return real;
  }
  return "";
}

bool ClientRoots::Read(const std::vector<std::string>& paths,
                       std::vector<engine::InputSpec>* inputs, std::string* error) const {
  if (roots_.empty() && !paths.empty()) {
    *error = "paths: the client gives no roots, so that no file may be read; give the text";
    return false;
  }
  Reader reader(*this, inputs);
  for (const std::string& path : paths) {
    // Whether there is such a file outside is not said.
    const std::string real = Resolve(path);
    std::error_code ignored;
    std::string problem = real.empty() ? "there is no such file within the client's roots"
                          : fs::is_directory(real, ignored) ? reader.AddFolder(real, path)
                                                            : reader.AddFile(real, path, true);
    if (problem.empty()) continue;
    *error = fmt::format("{}: {}", path, problem);
    return false;
  }
  return true;
}

}  // namespace rolelint::serve
