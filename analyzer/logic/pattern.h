#pragma once

// Patterns over text, and the algebra that proofs stand on: membership, inclusion in a union,
// emptiness of a Boolean combination, with a witness.
//
// A pattern is a sequence of tokens over Unicode characters. IAM has two kinds of wildcard: in
// StringLike values and action names `*` and `?` match any character; in the first five segments of
// an ARN they do not match ':' (docs/evaluation.md). So there are four wildcard tokens, and
// everything that AWS calls a pattern, cut into segments or not, with case or without, is one
// regular language of one kind.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rolelint::logic {

class Pattern {
 public:
  enum class Kind : uint8_t {
    kCharacter,      // `character`; of a folded pattern in either case
    kAny,            // ? one character
    kAnyInSegment,   // ? but not ':'
    kStar,           // * any run of characters
    kStarInSegment,  // * without ':'
  };
  struct Token {
    Kind kind = Kind::kCharacter;
    char32_t character = 0;
    friend bool operator==(const Token&, const Token&) = default;
  };

  Pattern() = default;  // matches the empty text alone

  // `*` and `?` as in StringLike and action names. `fold`: ASCII letters in either case.
  static Pattern Glob(std::string_view glob, bool fold = false);
  // The very text.
  static Pattern Literal(std::string_view text, bool fold = false);
  // An ARN pattern, segment by segment; one of fewer than six segments that begins with "arn:" is
  // filled up with `*`; a lone run of stars matches everything; other text is a Glob.
  static Pattern Arn(std::string_view glob);
  // In canonical form: of wildcards in a row, the single ones come first and one star remains.
  static Pattern OfTokens(std::vector<Token> tokens, bool fold = false);

  const std::vector<Token>& tokens() const { return tokens_; }
  bool fold() const { return fold_; }
  // No wildcard: exactly one text (up to case if folded).
  bool is_literal() const { return wildcards_ == 0; }
  bool matches_all() const { return tokens_.size() == 1 && tokens_[0].kind == Kind::kStar; }

  // `text` is UTF-8; invalid bytes count as characters of their own. No allocation.
  bool Matches(std::string_view text) const;

  friend bool operator==(const Pattern& a, const Pattern& b) {
    return a.fold_ == b.fold_ && a.tokens_ == b.tokens_;
  }
  size_t Hash() const;

 private:
  std::vector<Token> tokens_;
  uint32_t wildcards_ = 0;
  bool fold_ = false;
  // What Matches() runs on, made once.
  std::string prefix_;  // UTF-8 of the characters before the first wildcard
  std::string suffix_;  // and after the last
};

// Views of patterns, so that unions cost no copies.
using PatternList = std::span<const Pattern* const>;

enum class Answer : uint8_t { kNo, kYes, kTooHard };

// Is every text of `inner` in one of `outer`?
Answer Includes(PatternList outer, const Pattern& inner);

// Have all of `patterns` a text in common?
Answer Intersect(PatternList patterns);

// A text that is in some pattern of every list of `in` and in no pattern of `out`, as short and as
// plain as the search finds it: letters and digits where a wildcard leaves the choice. Of an empty
// list in `in` there is none.
struct Found {
  Answer answer = Answer::kNo;
  std::string text;  // if kYes
};
Found FindText(std::span<const PatternList> in, PatternList out);

// States that a search may visit before it says kTooHard.
inline constexpr uint32_t kMaxSearchStates = 200'000;

}  // namespace rolelint::logic
