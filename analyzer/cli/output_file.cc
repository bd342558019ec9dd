#include "analyzer/cli/output_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace rolelint::cli {
namespace {

// What a new file may be read and written by.
mode_t ModeOfNewFiles() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

}  // namespace

OutputFile::OutputFile(const std::string& path) : path_(path) {
  // A link stays a link, and its file is replaced.
  std::error_code failed;
  const std::filesystem::path real = std::filesystem::canonical(path, failed);
  if (!failed) path_ = real.string();
  struct stat status {};
  const bool exists = ::stat(path_.c_str(), &status) == 0;
  if (exists && !S_ISREG(status.st_mode)) {
    file_.open(path_, std::ios::binary | std::ios::trunc);
    if (!file_) problem_ = std::strerror(errno);
    return;
  }
  if (exists && ::access(path_.c_str(), W_OK) != 0) {
    problem_ = std::strerror(errno);
    return;
  }
  beside_ = path_ + ".XXXXXX";
  const int descriptor = ::mkstemp(beside_.data());
  if (descriptor < 0) {
    problem_ = std::strerror(errno);
    beside_.clear();
    // A folder that takes no new files may hold one that can be written.
    if (exists) file_.open(path_, std::ios::binary | std::ios::trunc);
    if (file_.is_open()) problem_.clear();
    return;
  }
  ::fchmod(descriptor, exists ? status.st_mode & 07777 : ModeOfNewFiles());
  ::close(descriptor);
  file_.open(beside_, std::ios::binary | std::ios::trunc);
}

OutputFile::~OutputFile() {
  if (!beside_.empty()) std::remove(beside_.c_str());
}

bool OutputFile::Commit(std::string* error) {
  errno = 0;
  if (file_.is_open()) file_.close();
  if (problem_.empty() && !file_)
    problem_ = errno != 0 ? std::strerror(errno) : "not all of it was written";
  if (problem_.empty() && !beside_.empty()) {
    if (std::rename(beside_.c_str(), path_.c_str()) == 0) {
      beside_.clear();
    } else {
      problem_ = std::strerror(errno);
    }
  }
  *error = problem_;
  return problem_.empty();
}

}  // namespace rolelint::cli
