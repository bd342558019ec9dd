#ifndef ROLELINT_TEXT_ENCODING_H_
#define ROLELINT_TEXT_ENCODING_H_

// Which encoding a file is in, told from its first bytes, and the way from UTF-16 and UTF-32 to
// UTF-8.

#include <cstddef>
#include <string_view>

#include "analyzer/text/buffer.h"
#include "analyzer/text/byte_stream.h"
#include "analyzer/text/source.h"

namespace rolelint::text {

// As many first bytes as detection looks at; fewer only if the file has no more.
inline constexpr size_t kHeadBytes = 1024;

// By byte order mark; without one, by where the zeros stand (JSON and YAML begin with an ASCII
// character, and most of what follows is ASCII too).
Encoding DetectEncoding(std::string_view head);

// Length of the byte order mark with which `head` begins, 0 without one.
uint32_t ByteOrderMarkBytes(Encoding encoding, std::string_view head);

// What a file is that begins with the magic bytes of something binary ("a ZIP archive …"); "" if
// with none.
std::string_view BinaryFormat(std::string_view head);

// Appends to `out`, as UTF-8, all of `in`, which begins after the byte order mark at disk offset
// `offset`. False with *error set at the first ill-formed unit or NUL.
bool Transcode(Encoding encoding, uint64_t offset, ByteStream* in, Buffer* out, SourceError* error);

}  // namespace rolelint::text

#endif  // ROLELINT_TEXT_ENCODING_H_
