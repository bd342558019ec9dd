#include "analyzer/text/byte_stream.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <system_error>
#include <utility>

namespace rolelint::text {

ptrdiff_t MemoryStream::Read(char* to, size_t size, SourceError*) {
  size_t count = std::min(size, bytes_.size());
  if (count != 0) std::memcpy(to, bytes_.data(), count);
  bytes_.remove_prefix(count);
  return static_cast<ptrdiff_t>(count);
}

ptrdiff_t FileStream::Read(char* to, size_t size, SourceError* error) {
  if (size_ != 0) {
    // What a writer appends meanwhile is not waited for.
    size = static_cast<size_t>(std::min<uint64_t>(size, size_ - done_));
    if (size == 0) return 0;
  }
  ssize_t count;
  do {
    count = ::read(descriptor_, to, size);
  } while (count < 0 && errno == EINTR);
  if (count < 0) {
    *error = {SourceError::Code::kCannotOpen, done_,
              "cannot read: " + std::generic_category().message(errno)};
    return kFailed;
  }
  done_ += static_cast<uint64_t>(count);
  return count;
}

ptrdiff_t PrefixedStream::Read(char* to, size_t size, SourceError* error) {
  ptrdiff_t count = head_.Read(to, size, error);
  return count != 0 ? count : rest_->Read(to, size, error);
}

InflateStream::InflateStream(ByteStream* packed)
    : packed_(packed), chunk_(new (std::nothrow) char[kChunk]) {
  // 15: the largest window; 16: a gzip header and its checksum are expected.
  ready_ = chunk_ != nullptr && inflateInit2(&zlib_, 15 + 16) == Z_OK;
}

InflateStream::~InflateStream() {
  if (ready_) inflateEnd(&zlib_);
}

bool InflateStream::Fail(SourceError::Code code, std::string message, SourceError* error) const {
  *error = {code, given_, std::move(message)};
  return false;
}

bool InflateStream::Refill(SourceError* error) {
  if (zlib_.avail_in != 0 || packed_ended_) return true;
  ptrdiff_t count = packed_->Read(chunk_.get(), kChunk, error);
  if (count == kFailed) return false;
  packed_ended_ = count == 0;
  taken_ += static_cast<uint64_t>(count);
  if (taken_ > kMaxFileBytes) {
    return Fail(SourceError::Code::kTooLarge, "the file is too large (4 GB is the limit)", error);
  }
  zlib_.next_in = reinterpret_cast<Bytef*>(chunk_.get());
  zlib_.avail_in = static_cast<uInt>(count);
  return true;
}

bool InflateStream::FindMember(SourceError* error) {
  // gzip's own tool passes over zeros after a member, with which tapes and block devices fill up.
  bool zeros = false;
  while (true) {
    if (!Refill(error)) return false;
    while (zlib_.avail_in != 0 && *zlib_.next_in == 0) {
      ++zlib_.next_in;
      --zlib_.avail_in;
      zeros = true;
    }
    if (zlib_.avail_in == 0) {
      if (!packed_ended_) continue;
      place_ = Place::kEnd;
      return true;
    }
    if (zeros || *zlib_.next_in != 0x1F) {
      return Fail(SourceError::Code::kBadGzip,
                  "other bytes follow after the end of the gzip stream", error);
    }
    inflateReset(&zlib_);
    place_ = Place::kMember;
    return true;
  }
}

ptrdiff_t InflateStream::Read(char* to, size_t size, SourceError* error) {
  if (!ready_) {
    Fail(SourceError::Code::kTooLarge, "there is not enough memory to inflate the gzip stream",
         error);
    return kFailed;
  }
  while (true) {
    if (place_ == Place::kBetween && !FindMember(error)) return kFailed;
    if (place_ == Place::kEnd) return 0;
    if (!Refill(error)) return kFailed;
    if (zlib_.avail_in == 0) {
      Fail(SourceError::Code::kBadGzip, "the gzip stream is cut off before its end", error);
      return kFailed;
    }
    zlib_.next_out = reinterpret_cast<Bytef*>(to);
    zlib_.avail_out = static_cast<uInt>(std::min<size_t>(size, size_t{1} << 30));
    uInt room = zlib_.avail_out;
    int result = inflate(&zlib_, Z_NO_FLUSH);
    uInt count = room - zlib_.avail_out;
    given_ += count;
    if (result == Z_STREAM_END) {
      place_ = Place::kBetween;
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      Fail(SourceError::Code::kBadGzip, "the gzip stream is damaged", error);
      return kFailed;
    }
    if (given_ > taken_ * kMaxInflateRatio + kInflateSlack) {
      Fail(SourceError::Code::kTooLarge,
           "the gzip stream inflates to more than " + std::to_string(kMaxInflateRatio) +
               " times its size, as no text of policies does",
           error);
      return kFailed;
    }
    if (count != 0) return static_cast<ptrdiff_t>(count);
  }
}

}  // namespace rolelint::text
