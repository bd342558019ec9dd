#ifndef ROLELINT_REPORT_CHUNKS_H_
#define ROLELINT_REPORT_CHUNKS_H_

// Reports are put together in one string and handed to the stream in large pieces: a stream's own
// formatting costs more than all the rest of a report.

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>

#include <fmt/format.h>

namespace rolelint::report {

inline void AppendNumber(uint64_t number, std::string* out) {
  const fmt::format_int digits(number);
  out->append(digits.data(), digits.size());
}

// What is appended to text() goes to `out` at the latest with the object's end.
class Chunks {
 public:
  explicit Chunks(std::ostream& out) : out_(out) {}
  Chunks(const Chunks&) = delete;
  Chunks& operator=(const Chunks&) = delete;
  ~Chunks() { Flush(); }

  std::string& text() { return text_; }

  // To be called now and then.
  void FlushIfLarge() {
    if (text_.size() >= kLarge) Flush();
  }

 private:
  static constexpr size_t kLarge = size_t{64} << 10;

  void Flush() {
    out_.write(text_.data(), static_cast<std::streamsize>(text_.size()));
    text_.clear();
  }

  std::ostream& out_;
  std::string text_;
};

}  // namespace rolelint::report

#endif  // ROLELINT_REPORT_CHUNKS_H_
