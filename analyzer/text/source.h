#ifndef ROLELINT_TEXT_SOURCE_H_
#define ROLELINT_TEXT_SOURCE_H_

// One input as the user gave it, turned into checked UTF-8: gzip inflated, UTF-16/32 decoded, a
// byte order mark dropped, everything remembered so that offsets can be told in the file's own
// bytes.
//
// Contract: text() is valid UTF-8 without NUL, followed by kPadding readable zero bytes, so that
// readers may look ahead by whole vectors. All spans elsewhere are offsets into text() unless they
// say otherwise. Input that breaks this (invalid UTF-8, NUL, an odd UTF-16 length, a broken or
// oversized gzip stream) is a SourceError with the byte offset of the first offence; nothing
// throws.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/text/buffer.h"
#include "analyzer/text/span.h"

namespace rolelint::text {

inline constexpr size_t kPadding = 64;
// Spans are 32-bit. A file above this, before or after inflating, is refused with an error of its
// own.
inline constexpr uint64_t kMaxFileBytes = 0xFFFF'0000ULL;
// A gzip stream may not inflate to more than this many times its size plus kInflateSlack (a dump of
// policies reaches about 30:1; a bomb reaches 1000:1).
inline constexpr uint64_t kMaxInflateRatio = 200;
inline constexpr uint64_t kInflateSlack = uint64_t{64} << 20;

enum class Encoding : uint8_t { kUtf8, kUtf8Bom, kUtf16Le, kUtf16Be, kUtf32Le, kUtf32Be };

// "utf-8", "utf-8-bom", "utf-16le", … as the JSON report names them.
std::string_view EncodingName(Encoding encoding);

struct SourceError {
  enum class Code : uint8_t {
    kEmpty,         // no byte at all, or none but a byte order mark
    kInvalidUtf8,   // offset: first byte of the bad sequence
    kNul,           // offset: the NUL
    kInvalidUtf16,  // lone surrogate or odd length
    kInvalidUtf32,
    kBadGzip,     // not inflatable, or cut off
    kTooLarge,    // on disk, inflated or decoded; also for the memory there is
    kBinary,      // not text at all (an archive, an image): magic bytes
    kCannotOpen,  // nor read; message carries the system's reason
  };
  Code code;
  uint64_t disk_offset = 0;  // in the file (gzip: in the inflated stream)
  std::string message;       // one plain sentence without file name, capital and full stop
};

// A 1-based place as editors show it. A line ends at LF, CRLF or a lone CR.
struct LineColumn {
  uint32_t line = 1;
  uint32_t column = 1;        // Unicode code points
  uint32_t column_utf16 = 1;  // UTF-16 code units (SARIF, LSP)
};

class ByteStream;
class LineIndex;

// Movable; immutable once made, so any number of threads may ask it.
class Source {
 public:
  // Takes the raw bytes of a file. Never fails for a reason of its own: either a source or an
  // error.
  static std::optional<Source> FromBytes(std::string name, std::string bytes, SourceError* error);
  // read() into one padded buffer; no mapping (a mapped file that shrinks kills the process). A
  // pipe is read to its end; a directory is refused.
  // A large file is read by as many threads as `threads` says.
  static std::optional<Source> FromFile(const std::string& path, std::string name,
                                        SourceError* error, int threads = 1);
  // The same from where an open descriptor stands (0: standard input), which stays open.
  static std::optional<Source> FromDescriptor(int descriptor, std::string name, SourceError* error,
                                              int threads = 1);

  Source(Source&&) noexcept;
  Source& operator=(Source&&) noexcept;
  ~Source();

  const std::string& name() const { return name_; }
  std::string_view text() const { return text_; }
  Encoding encoding() const { return encoding_; }
  bool gzip() const { return gzip_; }

  // The byte in the file (gzip: in the inflated stream) where the character of text()[offset]
  // begins; offset may be text().size(). Of UTF-8 any byte has its place, found in constant time;
  // of UTF-16 and UTF-32 through the line index below, at the cost of Locate().
  uint64_t DiskOffset(uint32_t offset) const;

  // An offset within a character or past the end of the text counts as the character's, or the
  // text's end. The line index is built at the first call (thread-safe) and costs one pass over the
  // text; a look-up after that walks at most kLineIndexStep bytes, also in a file of one line.
  LineColumn Locate(uint32_t offset) const;
  // At least 1; a line break at the end of the text begins one more, empty line.
  uint32_t LineCount() const;
  // The text of a 1-based line without its line break; "" if there is no such line.
  std::string_view Line(uint32_t line) const;
  // Offset of the first byte of a 1-based line; text().size() if there is no such line.
  uint32_t LineBegin(uint32_t line) const;

 private:
  Source();
  static std::optional<Source> Load(ByteStream* stream, uint64_t size, std::string name,
                                    int threads, SourceError* error);

  std::string name_;
  Buffer::Memory buffer_;
  std::string_view text_;
  Encoding encoding_ = Encoding::kUtf8;
  bool gzip_ = false;
  uint32_t bom_bytes_ = 0;
  std::unique_ptr<const LineIndex> lines_;
};

}  // namespace rolelint::text

#endif  // ROLELINT_TEXT_SOURCE_H_
