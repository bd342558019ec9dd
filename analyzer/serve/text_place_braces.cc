// JSON and HCL: brackets, strings, and keys before `:`, `=` or, of a block, `{`.

#include "analyzer/serve/text_place.h"

namespace rolelint::serve {
namespace {

bool IsBareCharacter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= '0' && byte <= '9') || byte >= 0x80 || c == '_' || c == '-' || c == '.' ||
         c == '$' || c == '*';
}

class BraceScanner {
 public:
  BraceScanner(std::string_view text, size_t offset) : text_(text), offset_(offset) {}

  TextPlace Scan() {
    TextPlace place;
    place.begin = place.end = offset_;
    while (at_ < offset_) {
      const size_t begin = at_;
      Step();
      // The word that the place is in, or right behind.
      const bool inside = at_ > offset_ || (at_ == offset_ && in_word_);
      if (!inside) continue;
      place.begin = word_begin_;
      place.end = word_end_;
      at_ = begin;
      break;
    }
    for (const Level& level : levels_) {
      if (!level.key.empty()) place.keys.push_back(level.key);
    }
    const bool in_object = levels_.empty() || levels_.back().object;
    if (in_object && !pending_.empty()) {
      place.keys.push_back(pending_);
    } else {
      // Of an object without a key, as in a list, no key says what belongs in it.
      place.at_key = in_object && !levels_.empty() && !levels_.back().key.empty();
    }
    return place;
  }

 private:
  struct Level {
    std::string key;
    bool object = false;
  };

  void Step() {
    in_word_ = false;
    const char c = text_[at_];
    if (c == '"') {
      TakeString();
    } else if (c == '#' || (c == '/' && at_ + 1 < text_.size() && text_[at_ + 1] == '/')) {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (IsBareCharacter(c)) {
      TakeBareWord();
    } else {
      ++at_;
      TakeSign(c);
    }
  }

  void TakeString() {
    word_begin_ = ++at_;
    while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\n') {
      at_ += text_[at_] == '\\' ? 2 : 1;
    }
    at_ = std::min(at_, text_.size());
    word_end_ = at_;
    if (at_ < text_.size() && text_[at_] == '"') ++at_;
    // The closing quote belongs to the string as long as the place is not behind it.
    in_word_ = offset_ <= word_end_;
    if (in_word_) at_ = std::max(at_, offset_);
    TakeWord();
  }

  void TakeBareWord() {
    word_begin_ = at_;
    while (at_ < text_.size() && IsBareCharacter(text_[at_])) ++at_;
    word_end_ = at_;
    in_word_ = offset_ <= word_end_;
    TakeWord();
  }

  void TakeWord() {
    // The word at the place itself is not yet a key or a value.
    if (in_word_) return;
    word_ = text_.substr(word_begin_, word_end_ - word_begin_);
    value_ = !pending_.empty();
  }

  void TakeSign(char c) {
    if (c == ':' || c == '=') {
      if (!word_.empty() && pending_.empty()) pending_ = word_;
      word_.clear();
    } else if (c == '{' || c == '[') {
      levels_.push_back({pending_.empty() && c == '{' ? BlockKey() : pending_, c == '{'});
      Clear();
    } else if (c == '}' || c == ']') {
      if (!levels_.empty()) levels_.pop_back();
      Clear();
    } else if (c == ',' || (c == '\n' && value_)) {
      Clear();
    }
  }

  // `condition {`; not `data "aws_iam_policy_document" "x" {`, whose last word is a name.
  std::string BlockKey() const { return word_; }

  void Clear() {
    pending_.clear();
    word_.clear();
    value_ = false;
  }

  std::string_view text_;
  size_t offset_;
  size_t at_ = 0;
  size_t word_begin_ = 0, word_end_ = 0;
  bool in_word_ = false;
  bool value_ = false;   // the pending key has a value
  std::string word_;     // the last one
  std::string pending_;  // the key whose value follows
  std::vector<Level> levels_;
};

}  // namespace

TextPlace FindPlaceInBraces(std::string_view text, size_t offset) {
  return BraceScanner(text, offset).Scan();
}

}  // namespace rolelint::serve
