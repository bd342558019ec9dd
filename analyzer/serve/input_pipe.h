#ifndef ROLELINT_SERVE_INPUT_PIPE_H_
#define ROLELINT_SERVE_INPUT_PIPE_H_

// What a client writes, read from a descriptor as it comes. Nothing is reserved for a length that
// is only announced.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace rolelint::serve {

class InputPipe {
 public:
  explicit InputPipe(int descriptor) : descriptor_(descriptor) {}

  // Exactly `count` bytes. False at the end of the input: `out` then has what there was.
  bool ReadExactly(uint64_t count, std::string* out);
  // Passes over as many. False at the end of the input.
  bool Skip(uint64_t count);
  // A line without its LF or CRLF. Of a longer one than `most`, *cut is set, and the rest is passed
  // over. False at the end of the input, unless there is a last line without an end.
  bool ReadLine(size_t most, std::string* line, bool* cut);
  // Whether more can be read at once, be it the end of the input.
  bool HasMore() const;

 private:
  // More bytes into the buffer. False at the end.
  bool Fill();

  int descriptor_;
  std::string buffer_;
  size_t begin_ = 0;  // of what is not yet read in the buffer
};

}  // namespace rolelint::serve

#endif  // ROLELINT_SERVE_INPUT_PIPE_H_
