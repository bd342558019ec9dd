#ifndef ROLELINT_TEXT_BYTE_STREAM_H_
#define ROLELINT_TEXT_BYTE_STREAM_H_

// Where a source's bytes come from, a piece at a time: a file or pipe, memory, or what a gzip
// stream inflates to. Reading in pieces is what lets a gzip or UTF-16 file be decoded without
// holding it twice.

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/text/source.h"

namespace rolelint::text {

class ByteStream {
 public:
  static constexpr ptrdiff_t kFailed = -1;

  virtual ~ByteStream() = default;
  // Up to `size` bytes (at least one of them unless the end is reached, which is 0), or kFailed
  // with *error set.
  virtual ptrdiff_t Read(char* to, size_t size, SourceError* error) = 0;
  // All `size` bytes that are left, on at most `threads` threads; *ascii says whether they are
  // ASCII without a NUL. False, with nothing taken, where that cannot be done: then Read() does it
  // or says what is wrong.
  virtual bool ReadRest(char* to, size_t size, int threads, bool* ascii);
};

class MemoryStream : public ByteStream {
 public:
  explicit MemoryStream(std::string_view bytes) : bytes_(bytes) {}
  ptrdiff_t Read(char* to, size_t size, SourceError* error) override;

 private:
  std::string_view bytes_;
};

// Reads an open file descriptor, which it does not own, from where it stands to its end. `size` is
// what a regular file is said to hold, and reading ends there; 0 where that is unknown.
class FileStream : public ByteStream {
 public:
  FileStream(int descriptor, uint64_t size) : descriptor_(descriptor), size_(size) {}
  ptrdiff_t Read(char* to, size_t size, SourceError* error) override;
  bool ReadRest(char* to, size_t size, int threads, bool* ascii) override;

 private:
  // One of the pieces that threads share out. False if the file does not hold it.
  bool ReadPiece(char* to, size_t size, int64_t offset) const;

  int descriptor_;
  uint64_t size_;
  uint64_t done_ = 0;
};

// First `head`, then what is left of `rest`. Both must outlive it.
class PrefixedStream : public ByteStream {
 public:
  PrefixedStream(std::string_view head, ByteStream* rest) : head_(head), rest_(rest) {}
  ptrdiff_t Read(char* to, size_t size, SourceError* error) override;

 private:
  MemoryStream head_;
  ByteStream* rest_;
};

// What a gzip stream (RFC 1952; one member or several, and zeros after the last) inflates to, which
// may be at most kMaxInflateRatio times what was read so far plus kInflateSlack. Disk offsets of
// errors count what it gave.
class InflateStream : public ByteStream {
 public:
  explicit InflateStream(ByteStream* packed);
  ~InflateStream() override;
  InflateStream(const InflateStream&) = delete;
  InflateStream& operator=(const InflateStream&) = delete;
  ptrdiff_t Read(char* to, size_t size, SourceError* error) override;

 private:
  enum class Place : uint8_t { kMember, kBetween, kEnd };
  static constexpr size_t kChunk = size_t{64} << 10;

  // Has input at hand, or finds that there is none left. False if it cannot be read.
  bool Refill(SourceError* error);
  // After a member: finds the next one, or the end.
  bool FindMember(SourceError* error);
  bool Fail(SourceError::Code code, std::string message, SourceError* error) const;

  ByteStream* packed_;
  z_stream zlib_ = {};
  bool ready_ = false;
  bool packed_ended_ = false;
  Place place_ = Place::kMember;
  uint64_t taken_ = 0;
  uint64_t given_ = 0;
  std::unique_ptr<char[]> chunk_;
};

}  // namespace rolelint::text

#endif  // ROLELINT_TEXT_BYTE_STREAM_H_
