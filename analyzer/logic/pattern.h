#ifndef ROLELINT_LOGIC_PATTERN_H_
#define ROLELINT_LOGIC_PATTERN_H_

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
  // In canonical form: of wildcards in a row that are of one sort (either all or none of them keep
  // to their segment), the single ones come first and one star remains; a `*` takes up the segment
  // stars beside it.
  static Pattern OfTokens(std::vector<Token> tokens, bool fold = false);

  // Characters are spelled as they were given, also those of a folded pattern.
  const std::vector<Token>& tokens() const { return tokens_; }
  bool fold() const { return fold_; }
  // No wildcard: exactly one text (up to case if folded).
  bool is_literal() const { return wildcards_ == 0; }
  bool matches_all() const { return tokens_.size() == 1 && tokens_[0].kind == Kind::kStar; }

  // `text` is UTF-8; invalid bytes count as characters of their own. No allocation.
  bool Matches(std::string_view text) const;

  // What every matching text begins and ends with, in lower case if folded: the characters before
  // the first wildcard and after the last; of a literal all of it.
  std::string_view prefix() const { return prefix_; }
  std::string_view suffix() const { return middle_ == Middle::kNone ? prefix_ : suffix_; }

  // Of folded patterns without regard to ASCII case.
  friend bool operator==(const Pattern& a, const Pattern& b);
  size_t Hash() const { return hash_; }

  // What decides how much one matching text tells about a pattern (pattern_algebra.cc).
  bool has_single() const { return has_single_; }          // some kAny or kAnyInSegment
  bool has_any() const { return has_any_; }                // some kAny or kStar
  bool has_in_segment() const { return has_in_segment_; }  // some kAnyInSegment or kStarInSegment
  bool is_unicode() const { return is_unicode_; }          // no invalid bytes, no surrogates
  // No kAny and no kStar before the fifth ':'.
  bool any_in_last_segment() const { return any_in_last_segment_; }
  // If so, and if there is a fifth ':', the tokens from after it on; else 0.
  uint32_t last_segment() const { return last_segment_; }
  // What the text after the fifth ':' then begins with, as prefix().
  std::string_view last_prefix() const { return last_prefix_; }
  // No kAnyInSegment and no kStarInSegment after the fifth ':'.
  bool in_segment_before_last() const { return in_segment_before_last_; }

 private:
  // How Matches() decides about the text between prefix and suffix.
  enum class Middle : uint8_t {
    kNone,           // a literal: there is none
    kStar,           // anything
    kStarInSegment,  // anything without ':'
    kGreedy,         // by the tokens, taking back the last stars only
    kSets,           // by the tokens, keeping track of all the places they may be at
  };

  void Prepare();
  void TakeFixedEnds();
  void NoteKinds();
  void NoteLastSegment();

  std::vector<Token> tokens_;
  uint32_t wildcards_ = 0;
  uint32_t middle_begin_ = 0;  // the tokens that are not in prefix_ or suffix_
  uint32_t middle_end_ = 0;
  Middle middle_ = Middle::kNone;
  bool fold_ = false;
  bool has_single_ = false;
  bool has_any_ = false;
  bool has_in_segment_ = false;
  bool is_unicode_ = true;
  bool any_in_last_segment_ = true;
  bool in_segment_before_last_ = true;
  std::string prefix_;
  std::string suffix_;
  uint64_t hash_ = 0;
  uint32_t last_segment_ = 0;
  std::string last_prefix_;
};

// Views of patterns, so that unions cost no copies.
using PatternList = std::span<const Pattern* const>;

// kTooHard: the search was given up (kMaxSearchStates), or it hangs on characters that no UTF-8
// text has.
enum class Answer : uint8_t { kNo, kYes, kTooHard };

// Is every text of `inner` in one of `outer`?
Answer Includes(PatternList outer, const Pattern& inner);

// Have all of `patterns` a text in common?
Answer Intersect(PatternList patterns);

// A text that is in some pattern of every list of `in` and in no pattern of `out`, as short and as
// plain as the search finds it: letters and digits where a wildcard leaves the choice. Of an empty
// list in `in` there is none. The text found has been matched against all of them.
struct Found {
  Answer answer = Answer::kNo;
  std::string text;  // if kYes
};
Found FindText(std::span<const PatternList> in, PatternList out);
// Whether there is one.
Answer HasText(std::span<const PatternList> in, PatternList out);

// States that a search may visit before it says kTooHard.
inline constexpr uint32_t kMaxSearchStates = 200'000;

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_PATTERN_H_
