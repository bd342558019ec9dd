#include "analyzer/json/cursor.h"

#include <string>
#include <utility>

#include "analyzer/json/syntax_issue.h"

namespace rolelint::json {

Cursor::Cursor(Reader* reader, uint32_t at)
    : reader_(reader),
      open_{at, at + 1},
      closer_(reader->text_[at] == '{' ? '}' : ']'),
      at_(at + 1) {
  keys_.text = reader->text_;
  Node& object = keys_.nodes.emplace_back();
  object.type = Type::kObject;
}

bool Cursor::Next() {
  if (pending_ && !Skip()) return false;
  if (done_ || reader_->failed()) return false;
  const std::string_view text = reader_->text_;
  // A NUL stands behind the text, so looking at its end is safe and fits no case.
  auto found = [&] { return at_ < text.size() ? text[at_] : '\0'; };
  at_ = reader_->SkipBlanks(at_);
  if (begun_ && found() == ',') {
    const uint32_t comma = at_;
    at_ = reader_->SkipBlanks(at_ + 1);
    if (found() == closer_) {
      std::string message = "a comma before the closing ' '";
      message[message.size() - 2] = closer_;
      reader_->Report({Issue::Code::kTrailingComma, {comma, comma + 1}, {}, std::move(message)});
    }
  } else if (begun_ && found() != closer_) {
    reader_->ReportUnexpected(at_, closer_ == '}' ? kExpectCommaOrBrace : kExpectCommaOrBracket,
                              open_);
    return false;
  }
  if (reader_->failed()) return false;
  if (found() == closer_) {
    Finish();
    return false;
  }
  index_ = begun_ ? index_ + 1 : 0;
  begun_ = true;
  if (closer_ == '}' && !ReadKey()) return false;
  value_ = at_;
  if (at_ >= text.size()) {
    reader_->ReportUnexpected(at_, kExpectValue, open_);
    return false;
  }
  pending_ = true;
  return true;
}

// Leaves at_ at the value.
bool Cursor::ReadKey() {
  const std::string_view text = reader_->text_;
  if (at_ >= text.size() || text[at_] != '"') {
    reader_->ReportUnexpected(at_, keys_.nodes.size() == 1 ? kExpectKeyOrEnd : kExpectKey, open_);
    return false;
  }
  at_ = reader_->ReadValue(at_, &keys_);
  if (at_ == Reader::kFailed) return false;
  Node& key = keys_.nodes.back();
  key.type = Type::kNull;
  key.key_begin = key.begin;
  key.key_end = key.end;
  key.key_decoded = key.count;
  key.count = 0;
  ++keys_.nodes[0].count;
  at_ = reader_->SkipBlanks(at_);
  if (at_ >= text.size() || text[at_] != ':') {
    reader_->ReportUnexpected(at_, kExpectColon, open_);
    return false;
  }
  at_ = reader_->SkipBlanks(at_ + 1);
  return !reader_->failed();
}

void Cursor::Finish() {
  ++at_;
  done_ = true;
  keys_.nodes[0].next = static_cast<uint32_t>(keys_.nodes.size());
  if (closer_ == '}') reader_->duplicates_.Check(keys_, 0, reader_->issues_);
}

std::string_view Cursor::key() const {
  return keys_.nodes.size() > 1 ? Value(&keys_, static_cast<uint32_t>(keys_.nodes.size()) - 1).key()
                                : std::string_view();
}

Span Cursor::key_span() const {
  return keys_.nodes.size() > 1
             ? Value(&keys_, static_cast<uint32_t>(keys_.nodes.size()) - 1).key_span()
             : Span();
}

char Cursor::first_byte() const { return reader_->text_[value_]; }

bool Cursor::Read(Tree* tree) {
  pending_ = false;
  const uint32_t after = reader_->ReadValueIn(value_, open_, tree);
  if (after == Reader::kFailed) return false;
  at_ = after;
  return true;
}

bool Cursor::Skip() {
  pending_ = false;
  const uint32_t after = reader_->SkipValue(value_);
  if (after == Reader::kFailed) {
    const char c = first_byte();
    if (c == '{' || c == '[' || c == '"') {
      reader_->Report(TruncatedIssue(reader_->text_,
                                     c == '"'   ? "a string"
                                     : c == '{' ? "an object"
                                                : "an array",
                                     {value_, value_ + 1}));
    } else {
      reader_->ReportUnexpected(value_, kExpectValue, open_);
    }
    return false;
  }
  at_ = after;
  return true;
}

void Cursor::GoOnAt(uint32_t offset) {
  pending_ = false;
  at_ = offset;
}

}  // namespace rolelint::json
