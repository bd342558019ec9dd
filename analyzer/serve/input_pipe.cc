#include "analyzer/serve/input_pipe.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace rolelint::serve {

bool InputPipe::Fill() {
  constexpr size_t kPiece = size_t{64} << 10;
  buffer_.resize(kPiece);
  begin_ = 0;
  for (;;) {
    const ssize_t count = ::read(descriptor_, buffer_.data(), kPiece);
    if (count < 0 && errno == EINTR) continue;
    buffer_.resize(static_cast<size_t>(std::max<ssize_t>(count, 0)));
    return count > 0;
  }
}

bool InputPipe::ReadExactly(uint64_t count, std::string* out) {
  out->clear();
  while (count > 0) {
    if (begin_ == buffer_.size() && !Fill()) return false;
    const size_t taken = std::min<uint64_t>(count, buffer_.size() - begin_);
    out->append(buffer_, begin_, taken);
    begin_ += taken;
    count -= taken;
  }
  return true;
}

bool InputPipe::Skip(uint64_t count) {
  while (count > 0) {
    if (begin_ == buffer_.size() && !Fill()) return false;
    const size_t taken = std::min<uint64_t>(count, buffer_.size() - begin_);
    begin_ += taken;
    count -= taken;
  }
  return true;
}

bool InputPipe::ReadLine(size_t most, std::string* line, bool* cut) {
  line->clear();
  *cut = false;
  for (bool any = false;;) {
    if (begin_ == buffer_.size() && !Fill()) return any;
    any = true;
    const size_t end = std::min(buffer_.find('\n', begin_), buffer_.size());
    const size_t taken = std::min(end - begin_, most - line->size());
    line->append(buffer_, begin_, taken);
    *cut = *cut || taken < end - begin_;
    begin_ = end;
    if (begin_ == buffer_.size()) continue;
    ++begin_;
    if (!line->empty() && line->back() == '\r') line->pop_back();
    return true;
  }
}

bool InputPipe::HasMore() const {
  if (begin_ < buffer_.size()) return true;
  pollfd ready = {descriptor_, POLLIN, 0};
  return ::poll(&ready, 1, 0) > 0;
}

}  // namespace rolelint::serve
