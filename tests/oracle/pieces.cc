#include "tests/oracle/pieces.h"

#include <algorithm>

#include "tests/oracle/values.h"

namespace rolelint::oracle {
namespace {

void AddText(Pieces* pieces, std::string_view text) {
  if (text.empty()) return;
  if (pieces->empty() || pieces->back().what != Piece::What::kText) pieces->push_back({});
  pieces->back().text += text;
}

// The piece for what stands between `${` and `}`.
void AddVariable(Pieces* pieces, std::string_view inside) {
  if (inside == "*" || inside == "?" || inside == "$") {
    AddText(pieces, inside);
    return;
  }
  Piece piece{Piece::What::kKey, {}, std::nullopt};
  size_t comma = inside.find(',');
  std::string_view key = inside.substr(0, comma);
  if (comma != std::string_view::npos) {
    std::string_view rest = inside.substr(comma + 1);
    if (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
    if (rest.size() < 2 || rest.front() != '\'' || rest.back() != '\'') {
      throw NotEncodable("a variable with a malformed default");
    }
    piece.fallback = std::string(rest.substr(1, rest.size() - 2));
  }
  if (key.empty() || key.find(' ') != std::string_view::npos) {
    throw NotEncodable("a variable without a proper key");
  }
  if (key.find(':') == std::string_view::npos) {
    throw NotEncodable("a variable that is a template's, not a policy's");
  }
  piece.text = LowerAscii(key);
  pieces->push_back(std::move(piece));
}

// Where the variable that begins at `begin` (just behind `${`) ends: at its `}`.
size_t EndOfVariable(std::string_view text, size_t begin) {
  size_t brace = text.find('}', begin);
  size_t quote = text.find(", '", begin);
  if (quote == std::string_view::npos || brace == std::string_view::npos || quote > brace) {
    return brace;
  }
  size_t end = text.find("'}", quote + 3);
  return end == std::string_view::npos ? end : end + 1;
}

}  // namespace

Pieces ParsePieces(std::string_view text, PieceOptions options) {
  Pieces pieces;
  for (size_t i = 0; i < text.size();) {
    if (options.variables && text.substr(i, 2) == "${") {
      size_t end = EndOfVariable(text, i + 2);
      if (end == std::string_view::npos) throw NotEncodable("a variable without its brace");
      AddVariable(&pieces, text.substr(i + 2, end - i - 2));
      i = end + 1;
      continue;
    }
    if (options.wildcards && text[i] == '*') {
      if (pieces.empty() || pieces.back().what != Piece::What::kStar) {
        pieces.push_back({Piece::What::kStar, {}, std::nullopt});
      }
    } else if (options.wildcards && text[i] == '?') {
      pieces.push_back({Piece::What::kAnyCharacter, {}, std::nullopt});
    } else {
      AddText(&pieces, text.substr(i, 1));
    }
    ++i;
  }
  return pieces;
}

std::vector<Pieces> CutAtColons(const Pieces& pieces) {
  std::vector<Pieces> segments(1);
  for (const Piece& piece : pieces) {
    if (piece.what != Piece::What::kText) {
      segments.back().push_back(piece);
      continue;
    }
    std::string_view rest = piece.text;
    while (segments.size() < 6) {
      size_t colon = rest.find(':');
      if (colon == std::string_view::npos) break;
      AddText(&segments.back(), rest.substr(0, colon));
      segments.emplace_back();
      rest.remove_prefix(colon + 1);
    }
    AddText(&segments.back(), rest);
  }
  return segments;
}

bool HasVariable(const Pieces& pieces) {
  return std::any_of(pieces.begin(), pieces.end(),
                     [](const Piece& piece) { return piece.what == Piece::What::kKey; });
}

bool HasWildcard(const Pieces& pieces) {
  return std::any_of(pieces.begin(), pieces.end(), [](const Piece& piece) {
    return piece.what == Piece::What::kStar || piece.what == Piece::What::kAnyCharacter;
  });
}

bool IsOnlyStars(const Pieces& pieces) {
  return !pieces.empty() && std::all_of(pieces.begin(), pieces.end(), [](const Piece& piece) {
    return piece.what == Piece::What::kStar;
  });
}

}  // namespace rolelint::oracle
