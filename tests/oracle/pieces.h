#ifndef ROLELINT_TESTS_ORACLE_PIECES_H_
#define ROLELINT_TESTS_ORACLE_PIECES_H_

// A pattern of a policy taken apart for the oracle: literal text, wildcards, policy variables.
// Written from docs/evaluation.md alone.

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace rolelint::oracle {

// What the oracle cannot put into a formula. Thrown within the oracle, caught by its questions.
struct NotEncodable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Piece {
  enum class What { kText, kStar, kAnyCharacter, kKey };
  What what = What::kText;
  std::string text;  // the literal text, or the key in lower case
  std::optional<std::string> fallback;

  bool operator==(const Piece&) const = default;
};
using Pieces = std::vector<Piece>;

struct PieceOptions {
  bool wildcards = true;  // `*` and `?` are wildcards, not characters
  bool variables = true;  // `${…}` is a variable, not text
};
Pieces ParsePieces(std::string_view text, PieceOptions options);

// The pieces between the first five colons that stand in literal text; at most six lists.
std::vector<Pieces> CutAtColons(const Pieces& pieces);

bool HasVariable(const Pieces& pieces);
bool HasWildcard(const Pieces& pieces);
// One star or several, and nothing else.
bool IsOnlyStars(const Pieces& pieces);

}  // namespace rolelint::oracle

#endif  // ROLELINT_TESTS_ORACLE_PIECES_H_
