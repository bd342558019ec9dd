#ifndef ROLELINT_TESTS_BENCH_DUMP_WRITER_H_
#define ROLELINT_TESTS_BENCH_DUMP_WRITER_H_

// What the dump generator writes with: a JSON writer onto a file that counts its bytes.

#include <rapidjson/prettywriter.h>

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace rolelint::bench {

// RapidJSON's output stream concept.
class CountingStream {
 public:
  using Ch = char;

  explicit CountingStream(const std::string& path) : file_(std::fopen(path.c_str(), "wb")) {
    buffer_.reserve(kBuffer);
  }
  CountingStream(const CountingStream&) = delete;
  CountingStream& operator=(const CountingStream&) = delete;
  ~CountingStream() { Close(); }

  void Put(char c) {
    if (buffer_.size() == kBuffer) Flush();
    buffer_.push_back(c);
    ++bytes_;
  }
  void Flush() {
    good_ = good_ && file_ != nullptr &&
            std::fwrite(buffer_.data(), 1, buffer_.size(), file_) == buffer_.size();
    buffer_.clear();
  }
  // Whether everything reached the file.
  bool Close() {
    Flush();
    if (file_ != nullptr && std::fclose(file_) != 0) good_ = false;
    file_ = nullptr;
    return good_;
  }
  uint64_t bytes() const { return bytes_; }

 private:
  static constexpr size_t kBuffer = 1U << 16;
  std::FILE* file_;
  std::string buffer_;
  uint64_t bytes_ = 0;
  bool good_ = true;
};

class DumpWriter : public rapidjson::PrettyWriter<CountingStream> {
 public:
  using Base = rapidjson::PrettyWriter<CountingStream>;

  explicit DumpWriter(CountingStream& stream) : Base(stream) { SetIndent(' ', 4); }

  void Text(std::string_view text) {
    String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  }
  void Name(std::string_view key) { Key(key.data(), static_cast<rapidjson::SizeType>(key.size())); }
  void Member(std::string_view key, std::string_view value) {
    Name(key);
    Text(value);
  }
};

}  // namespace rolelint::bench

#endif  // ROLELINT_TESTS_BENCH_DUMP_WRITER_H_
