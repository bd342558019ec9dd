#include "analyzer/text/source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include "analyzer/text/byte_stream.h"
#include "analyzer/text/encoding.h"
#include "analyzer/text/line_index.h"
#include "analyzer/text/utf8.h"

namespace rolelint::text {
namespace {

using Code = SourceError::Code;

// Read and checked a piece at a time, while the piece is in the processor's cache.
constexpr size_t kChunk = size_t{256} << 10;
// Below this, threads take longer to start than to read.
constexpr size_t kWorthThreads = size_t{4} << 20;

bool Fail(Code code, uint64_t offset, std::string message, SourceError* error) {
  *error = {code, offset, std::move(message)};
  return false;
}

bool TooLarge(uint64_t offset, SourceError* error) {
  return Fail(Code::kTooLarge, offset, "the file is too large (4 GB is the limit)", error);
}

// Reads at most `size` bytes, once, and keeps room for the padding. False on errors; *ended says
// that there was nothing left.
bool ReadPiece(ByteStream* stream, size_t size, Buffer* buffer, bool* ended, SourceError* error) {
  if (buffer->room() <= kPadding && !buffer->Reserve(size + kPadding)) {
    return Fail(Code::kTooLarge, buffer->size(), "there is not enough memory for the file", error);
  }
  ptrdiff_t count = stream->Read(buffer->tail(), std::min(size, buffer->room() - kPadding), error);
  if (count == ByteStream::kFailed) return false;
  buffer->Add(static_cast<size_t>(count));
  *ended = count == 0;
  return true;
}

// Reads until the head suffices to tell what the bytes are. Regular files give it with the first
// piece.
bool ReadHead(ByteStream* stream, Buffer* buffer, bool* ended, SourceError* error) {
  *ended = false;
  while (!*ended && buffer->size() < kHeadBytes) {
    if (!ReadPiece(stream, kChunk, buffer, ended, error)) return false;
  }
  return true;
}

std::string_view Head(Buffer* buffer) {
  return {buffer->data(), std::min(buffer->size(), kHeadBytes)};
}

bool InvalidUtf8(std::string_view bytes, const Utf8Scan& scan, SourceError* error) {
  bool cut = scan.stop == Utf8Scan::Stop::kIncomplete;
  char message[128];
  std::snprintf(message, sizeof(message), "the byte 0x%02X is not valid UTF-8 here%s",
                static_cast<unsigned char>(bytes[scan.valid]),
                cut ? ": the text ends within a character" : "");
  return Fail(Code::kInvalidUtf8, scan.valid, message, error);
}

// Reads the rest of a UTF-8 file into the buffer, all of which is checked from `checked` on; *ascii
// says whether it holds nothing else.
bool ReadUtf8(ByteStream* stream, size_t checked, bool ended, Buffer* buffer, bool* ascii,
              SourceError* error) {
  *ascii = true;
  while (true) {
    std::string_view bytes(buffer->data(), buffer->size());
    Utf8Scan scan = ScanUtf8(bytes.substr(checked));
    scan.valid += checked;
    checked = scan.valid;
    *ascii = *ascii && scan.ascii;
    if (scan.stop == Utf8Scan::Stop::kNul) {
      return Fail(Code::kNul, scan.valid, "the text contains a NUL byte", error);
    }
    bool incomplete = scan.stop == Utf8Scan::Stop::kIncomplete;
    if (scan.stop == Utf8Scan::Stop::kInvalid || (incomplete && ended)) {
      return InvalidUtf8(bytes, scan, error);
    }
    if (ended) return true;
    if (buffer->size() > kMaxFileBytes) return TooLarge(buffer->size(), error);
    if (!ReadPiece(stream, kChunk, buffer, &ended, error)) return false;
  }
}

// Reads the rest of a file of `size` bytes on several threads, if it can be. Returns from where on
// the buffer is still to be checked.
size_t ReadTogether(ByteStream* stream, size_t begin, uint64_t size, int threads, Buffer* buffer) {
  const size_t head = buffer->size();
  if (threads < 2 || size < kWorthThreads || size < head) return begin;
  const size_t rest = size - head;
  bool plain = false;
  if (buffer->room() < rest + kPadding ||
      !stream->ReadRest(buffer->tail(), rest, threads, &plain)) {
    return begin;
  }
  buffer->Add(rest);
  if (!plain) return begin;
  const Utf8Scan scan = ScanUtf8({buffer->data() + begin, head - begin});
  return scan.stop == Utf8Scan::Stop::kEnd && scan.ascii ? buffer->size() : begin;
}

}  // namespace

std::string_view EncodingName(Encoding encoding) {
  switch (encoding) {
    case Encoding::kUtf8:
      return "utf-8";
    case Encoding::kUtf8Bom:
      return "utf-8-bom";
    case Encoding::kUtf16Le:
      return "utf-16le";
    case Encoding::kUtf16Be:
      return "utf-16be";
    case Encoding::kUtf32Le:
      return "utf-32le";
    case Encoding::kUtf32Be:
      return "utf-32be";
  }
  return "";
}

Source::Source() = default;
Source::Source(Source&&) noexcept = default;
Source& Source::operator=(Source&&) noexcept = default;
Source::~Source() = default;

std::optional<Source> Source::Load(ByteStream* stream, uint64_t size, std::string name, int threads,
                                   SourceError* error) {
  Source source;
  source.name_ = std::move(name);

  // A large gzip or UTF-16 file passes through in pieces, so its size on disk reserves nothing
  // before its head is known. One byte more than the size lets the end show without growing.
  Buffer buffer;
  bool ended = false;
  if (size != 0) buffer.Reserve((size <= kChunk ? size : kHeadBytes) + kPadding + 1);
  if (!ReadHead(stream, &buffer, &ended, error)) return std::nullopt;

  Buffer packed;
  PrefixedStream all_packed("", stream);
  std::optional<InflateStream> inflate;
  if (Head(&buffer).starts_with("\x1F\x8B")) {
    source.gzip_ = true;
    size = 0;
    std::swap(packed, buffer);
    all_packed = PrefixedStream({packed.data(), packed.size()}, stream);
    inflate.emplace(&all_packed);
    stream = &*inflate;
    if (!ReadHead(stream, &buffer, &ended, error)) return std::nullopt;
  }

  std::string_view head = Head(&buffer);
  if (std::string_view binary = BinaryFormat(head); !binary.empty()) {
    std::string what(source.gzip_ ? "the gzip stream holds " : "this is ");
    Fail(Code::kBinary, 0, what.append(binary).append(", not text"), error);
    return std::nullopt;
  }
  source.encoding_ = DetectEncoding(head);
  source.bom_bytes_ = ByteOrderMarkBytes(source.encoding_, head);
  size_t begin = 0;
  bool ascii = false;
  if (source.encoding_ == Encoding::kUtf8 || source.encoding_ == Encoding::kUtf8Bom) {
    begin = source.bom_bytes_;
    if (size > buffer.size()) buffer.Reserve(size - buffer.size() + kPadding + 1);
    const size_t unchecked = ReadTogether(stream, begin, size, threads, &buffer);
    if (!ReadUtf8(stream, unchecked, ended, &buffer, &ascii, error)) return std::nullopt;
  } else {
    Buffer encoded;
    std::swap(encoded, buffer);
    std::string_view rest(encoded.data(), encoded.size());
    PrefixedStream all(rest.substr(source.bom_bytes_), stream);
    if (!Transcode(source.encoding_, source.bom_bytes_, &all, &buffer, error)) return std::nullopt;
  }
  if (buffer.size() == begin) {
    Fail(Code::kEmpty, 0, source.gzip_ ? "the gzip stream holds nothing" : "the file is empty",
         error);
    return std::nullopt;
  }
  if (buffer.size() > kMaxFileBytes) {
    TooLarge(buffer.size(), error);
    return std::nullopt;
  }
  size_t end = buffer.size();
  source.buffer_ = buffer.Finish(kPadding);
  if (source.buffer_ == nullptr) {
    TooLarge(end, error);
    return std::nullopt;
  }
  source.text_ = {source.buffer_.get() + begin, end - begin};
  source.lines_ = std::make_unique<const LineIndex>(source.text_, ascii);
  return source;
}

std::optional<Source> Source::FromBytes(std::string name, std::string bytes, SourceError* error) {
  if (bytes.size() > kMaxFileBytes) {
    TooLarge(0, error);
    return std::nullopt;
  }
  const std::string owned = std::move(bytes);  // and freed as soon as the text is at hand
  MemoryStream stream(owned);
  return Load(&stream, owned.size(), std::move(name), 1, error);
}

std::optional<Source> Source::FromDescriptor(int descriptor, std::string name, SourceError* error,
                                             int threads) {
  struct stat status;
  if (::fstat(descriptor, &status) != 0) {
    Fail(Code::kCannotOpen, 0, "cannot open: " + std::generic_category().message(errno), error);
    return std::nullopt;
  }
  if (S_ISDIR(status.st_mode)) {
    Fail(Code::kCannotOpen, 0, "cannot read: it is a directory", error);
    return std::nullopt;
  }
  uint64_t size = 0;
  if (S_ISREG(status.st_mode)) {
    // Some of it may have been read already; files of /proc say that they are empty.
    off_t at = ::lseek(descriptor, 0, SEEK_CUR);
    if (at >= 0 && at < status.st_size) size = static_cast<uint64_t>(status.st_size - at);
    if (size > kMaxFileBytes) {
      TooLarge(0, error);
      return std::nullopt;
    }
  }
  FileStream stream(descriptor, size);
  return Load(&stream, size, std::move(name), threads, error);
}

std::optional<Source> Source::FromFile(const std::string& path, std::string name,
                                       SourceError* error, int threads) {
  int descriptor;
  do {
    descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  } while (descriptor < 0 && errno == EINTR);
  if (descriptor < 0) {
    Fail(Code::kCannotOpen, 0, "cannot open: " + std::generic_category().message(errno), error);
    return std::nullopt;
  }
  std::optional<Source> source = FromDescriptor(descriptor, std::move(name), error, threads);
  ::close(descriptor);
  return source;
}

uint64_t Source::DiskOffset(uint32_t offset) const {
  switch (encoding_) {
    case Encoding::kUtf8:
    case Encoding::kUtf8Bom:
      break;
    case Encoding::kUtf16Le:
    case Encoding::kUtf16Be:
      return bom_bytes_ + uint64_t{2} * lines_->Before(offset).utf16_units;
    case Encoding::kUtf32Le:
    case Encoding::kUtf32Be:
      return bom_bytes_ + uint64_t{4} * lines_->Before(offset).code_points;
  }
  return uint64_t{bom_bytes_} + std::min<uint64_t>(offset, text_.size());
}

LineColumn Source::Locate(uint32_t offset) const { return lines_->Locate(offset); }

uint32_t Source::LineCount() const { return lines_->LineCount(); }

uint32_t Source::LineBegin(uint32_t line) const { return lines_->LineBegin(line); }

std::string_view Source::Line(uint32_t line) const {
  // Found from the next line, since a line may be a whole dump.
  uint32_t begin = lines_->LineBegin(line);
  uint32_t end = std::max(begin, lines_->LineBegin(line + 1));
  if (end > begin && text_[end - 1] == '\n') --end;
  if (end > begin && text_[end - 1] == '\r') --end;
  return text_.substr(begin, end - begin);
}

}  // namespace rolelint::text
