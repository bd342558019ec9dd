#include "analyzer/serve/frames.h"

#include <fmt/format.h>

namespace rolelint::serve {
namespace {

constexpr int kByteBits = 8;
constexpr size_t kLengthBytes = 4;

uint32_t LengthOf(std::string_view bytes) {
  uint32_t length = 0;
  for (const char byte : bytes) length = length << kByteBits | static_cast<unsigned char>(byte);
  return length;
}

}  // namespace

FrameReader::Status FrameReader::Broken(std::string_view error) {
  error_ = error;
  return Status::kBroken;
}

FrameReader::Status FrameReader::Read(Frame* frame) {
  *frame = {};
  std::string bytes;
  if (!pipe_.ReadExactly(kLengthBytes, &bytes)) {
    return bytes.empty() ? Status::kEnd : Broken("the input ends within the length of a header");
  }
  const uint32_t header = LengthOf(bytes);
  if (header > kMaxHeaderBytes) {
    return Broken(fmt::format("a header of {} bytes is longer than {}: the frames are out of step",
                              header, kMaxHeaderBytes));
  }
  if (!pipe_.ReadExactly(header, &frame->header)) {
    return Broken("the input ends within a header");
  }
  if (!pipe_.ReadExactly(kLengthBytes, &bytes)) {
    return Broken("the input ends where a content's length is to be");
  }
  frame->content_bytes = LengthOf(bytes);
  frame->too_long = frame->content_bytes > most_;
  const bool whole = frame->too_long ? pipe_.Skip(frame->content_bytes)
                                     : pipe_.ReadExactly(frame->content_bytes, &frame->content);
  return whole ? Status::kFrame : Broken("the input ends within a content");
}

void WriteFrame(std::string_view content, std::ostream& out) {
  const auto length = static_cast<uint32_t>(content.size());
  for (size_t i = kLengthBytes; i-- > 0;) {
    out.put(static_cast<char>(length >> (kByteBits * i)));
  }
  out << content;
  out.flush();
}

}  // namespace rolelint::serve
