#include "analyzer/cli/read_bytes.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "analyzer/text/encoding.h"
#include "analyzer/text/source.h"

namespace rolelint::cli {
namespace {

bool IsNoText(std::string_view head) {
  if (!text::BinaryFormat(head).empty()) return true;
  return text::DetectEncoding(head) == text::Encoding::kUtf8 &&
         head.find('\0') != std::string_view::npos;
}

}  // namespace

bool ReadBytes(int descriptor, std::string* bytes, std::string* error) {
  constexpr size_t kPiece = size_t{256} << 10;
  bytes->clear();
  for (bool head_seen = false;;) {
    const size_t before = bytes->size();
    bytes->resize(before + kPiece);
    const ssize_t count = ::read(descriptor, bytes->data() + before, kPiece);
    bytes->resize(before + static_cast<size_t>(std::max<ssize_t>(count, 0)));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      *error = std::string("cannot be read: ") + std::strerror(errno);
      return false;
    }
    if (count == 0 || bytes->size() > text::kMaxFileBytes) return true;
    if (!head_seen && bytes->size() >= text::kHeadBytes) {
      head_seen = true;
      const auto head = std::string_view(*bytes).substr(0, text::kHeadBytes);
      if (!head.starts_with("\x1F\x8B") && IsNoText(head)) return true;
    }
  }
}

bool ReadBytesOf(const std::string& path, std::string* bytes, std::string* error) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) {
    *error = std::string("cannot be opened: ") + std::strerror(errno);
    return false;
  }
  const bool read = ReadBytes(descriptor, bytes, error);
  ::close(descriptor);
  return read;
}

void ReserveStandardStreams() {
  for (int wanted = 0; wanted < 3; ++wanted) {
    if (::fcntl(wanted, F_GETFD) >= 0 || errno != EBADF) continue;
    // The lowest free one is taken, which is this.
    const int opened = ::open("/dev/null", wanted == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    if (opened != wanted && opened >= 0) ::close(opened);
  }
}

}  // namespace rolelint::cli
