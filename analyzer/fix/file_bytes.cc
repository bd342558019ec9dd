#include "analyzer/fix/file_bytes.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace rolelint::fix {
namespace {

namespace fs = std::filesystem;

// Closed at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  const int number_;
};

bool WriteAll(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return true;
}

bool IsIn(const fs::path& path, const fs::path& folder) {
  const auto end = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first;
  return end == folder.end();
}

// The new file's contents are on disk under `name`. The owner is kept where that is allowed.
bool WriteBeside(const struct stat& old, std::string_view bytes, std::string* name) {
  const Descriptor file(::mkstemp(name->data()));
  if (file.number() < 0) {
    name->clear();
    return false;
  }
  struct stat made {};
  if (::fstat(file.number(), &made) == 0 &&
      (made.st_uid != old.st_uid || made.st_gid != old.st_gid)) {
    const int ignored = ::fchown(file.number(), old.st_uid, old.st_gid);
    static_cast<void>(ignored);
  }
  return WriteAll(file.number(), bytes) && ::fchmod(file.number(), old.st_mode & 07777) == 0 &&
         ::fsync(file.number()) == 0;
}

}  // namespace

bool ReadFileBytes(const std::string& path, std::string* bytes, std::string* error) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  struct stat status {};
  if (file.number() < 0 || ::fstat(file.number(), &status) != 0) {
    *error = std::strerror(errno);
    return false;
  }
  if (!S_ISREG(status.st_mode)) {
    *error = "it is not a regular file";
    return false;
  }
  constexpr size_t kPiece = size_t{64} << 10;
  bytes->clear();
  for (;;) {
    const size_t have = bytes->size();
    bytes->resize(have + kPiece);
    const ssize_t count = ::read(file.number(), bytes->data() + have, kPiece);
    bytes->resize(have + (count > 0 ? static_cast<size_t>(count) : 0));
    if (count == 0) return true;
    if (count < 0 && errno != EINTR) {
      *error = std::strerror(errno);
      return false;
    }
  }
}

std::string WhyNotReplaced(const std::string& path, const std::string& root) {
  std::error_code failed;
  const fs::path real = fs::canonical(path, failed);
  if (failed) return failed.message();
  if (!fs::is_regular_file(real, failed)) return "it is not a regular file";
  if (fs::is_symlink(fs::symlink_status(path, failed))) {
    const fs::path given(path);
    const fs::path folder =
        fs::canonical(given.has_parent_path() ? given.parent_path() : fs::path("."), failed);
    if (failed) return failed.message();
    if (!IsIn(real, folder) && !IsIn(real, fs::path(root))) {
      return "it is a symbolic link to a file outside of the project";
    }
  }
  if (::access(real.c_str(), W_OK) != 0) return std::strerror(errno);
  return "";
}

bool ReplaceFile(const std::string& path, std::string_view before, std::string_view after,
                 std::string* error) {
  std::error_code failed;
  const fs::path real = fs::canonical(path, failed);
  std::string now;
  if (failed) {
    *error = failed.message();
    return false;
  }
  if (!ReadFileBytes(real.string(), &now, error)) return false;
  if (now != before) {
    *error = "it was changed while it was checked";
    return false;
  }
  struct stat old {};
  if (::stat(real.c_str(), &old) != 0) {
    *error = std::strerror(errno);
    return false;
  }
  std::string beside = (real.parent_path() / ("." + real.filename().string() + ".XXXXXX")).string();
  errno = 0;
  if (!WriteBeside(old, after, &beside) || ::rename(beside.c_str(), real.c_str()) != 0) {
    *error = errno != 0 ? std::strerror(errno) : "not all of it was written";
    if (!beside.empty()) ::unlink(beside.c_str());
    return false;
  }
  // The new name is lasting once the folder is; where folders cannot be synced there is no more to
  // do.
  const Descriptor folder(::open(real.parent_path().c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY));
  if (folder.number() >= 0) {
    const int ignored = ::fsync(folder.number());
    static_cast<void>(ignored);
  }
  return true;
}

}  // namespace rolelint::fix
