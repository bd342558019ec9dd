#include "analyzer/text/byte_stream.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <new>
#include <system_error>
#include <utility>

#include "analyzer/text/parallel.h"
#include "analyzer/text/utf8.h"

namespace rolelint::text {

bool ByteStream::ReadRest(char*, size_t, int, bool*) { return false; }

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

bool FileStream::ReadPiece(char* to, size_t size, int64_t offset) const {
  while (size != 0) {
    const ssize_t count = ::pread(descriptor_, to, size, offset);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    to += count;
    size -= static_cast<size_t>(count);
    offset += count;
  }
  return true;
}

bool FileStream::ReadRest(char* to, size_t size, int threads, bool* ascii) {
  // Checked while a piece is in the processor's cache.
  constexpr size_t kPiece = size_t{256} << 10;
  const off_t begin = ::lseek(descriptor_, 0, SEEK_CUR);
  if (begin < 0 || size_ - done_ != size) return false;
  std::atomic<bool> whole{true};
  std::atomic<bool> plain{true};
  ParallelFor((size + kPiece - 1) / kPiece, threads, [&](size_t i) {
    const size_t from = i * kPiece;
    const size_t count = std::min(kPiece, size - from);
    if (!whole) return;
    if (!ReadPiece(to + from, count, begin + static_cast<off_t>(from))) whole = false;
    if (!whole || !plain) return;
    const Utf8Scan scan = ScanUtf8({to + from, count});
    if (scan.stop != Utf8Scan::Stop::kEnd || !scan.ascii) plain = false;
  });
  if (!whole) return false;
  done_ = size_;
  *ascii = plain;
  return true;
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
