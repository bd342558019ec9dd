#ifndef ROLELINT_REPORT_JSON_WRITER_H_
#define ROLELINT_REPORT_JSON_WRITER_H_

// JSON as the reports print it, appended to a string as it comes: on one line, without blanks. In
// strings bytes that are not UTF-8 become U+FFFD; controls and hidden characters (glyph.h) are
// written as \uXXXX, so that a terminal shows them and does not obey them.

#include <cstdint>
#include <string>
#include <string_view>

namespace rolelint::report {

// Appends \uXXXX, or two of them.
void AppendEscape(char32_t code, std::string* out);

// The caller sees to it that what begins ends, and that the members of an object have keys.
class JsonWriter {
 public:
  explicit JsonWriter(std::string* out) : out_(*out) {}

  void BeginObject() { Open('{'); }
  void EndObject() { Close('}'); }
  void BeginArray() { Open('['); }
  void EndArray() { Close(']'); }

  void Text(std::string_view text);
  void Number(uint64_t number);
  // What is JSON already.
  void Raw(std::string_view json);

  // The next value is a member of an object. `key` is of characters that stand for themselves.
  JsonWriter& Key(std::string_view key);
  void Text(std::string_view key, std::string_view text) { Key(key).Text(text); }
  void Number(std::string_view key, uint64_t number) { Key(key).Number(number); }

 private:
  void Separate() {
    if (comma_) out_.push_back(',');
  }
  void Open(char bracket) {
    Separate();
    out_.push_back(bracket);
    comma_ = false;
  }
  void Close(char bracket) {
    out_.push_back(bracket);
    comma_ = true;
  }

  std::string& out_;
  bool comma_ = false;
};

}  // namespace rolelint::report

#endif  // ROLELINT_REPORT_JSON_WRITER_H_
