#ifndef ROLELINT_SERVE_FRAMES_H_
#define ROLELINT_SERVE_FRAMES_H_

// The frames of `rolelint worker` (docs/worker.md): each is its length, four bytes with the highest
// first, and as many bytes. A request is a frame with a header, a JSON object, and one with the
// text to check; an answer is one frame with a JSON object.

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

#include "analyzer/serve/input_pipe.h"

namespace rolelint::serve {

// A header is a name and options. What announces more is no header: frames are out of step.
inline constexpr uint32_t kMaxHeaderBytes = uint32_t{1} << 20;

struct Frame {
  std::string header;
  std::string content;
  uint32_t content_bytes = 0;  // more than those of `content` if it is longer than allowed
  bool too_long = false;       // the content was passed over
};

class FrameReader {
 public:
  enum class Status : uint8_t {
    kFrame,
    kEnd,     // no further frame
    kBroken,  // the input ends within a frame, or is out of step: error() says which
  };

  FrameReader(int descriptor, uint32_t most_content) : pipe_(descriptor), most_(most_content) {}

  Status Read(Frame* frame);
  const std::string& error() const { return error_; }

 private:
  Status Broken(std::string_view error);

  InputPipe pipe_;
  uint32_t most_;
  std::string error_;
};

void WriteFrame(std::string_view content, std::ostream& out);

}  // namespace rolelint::serve

#endif  // ROLELINT_SERVE_FRAMES_H_
