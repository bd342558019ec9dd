#include "tests/oracle/z3_text.h"

#include "tests/oracle/values.h"

namespace rolelint::oracle {
namespace {

// The last character of Z3 4.8.12's alphabet.
constexpr char32_t kLastCharacter = 0x2FFFF;

// Z3 reads `\u{…}` in a literal and takes any other byte for a character of its own, so all that is
// not printable ASCII is escaped, and so is the backslash.
std::string Escaped(std::string_view utf8) {
  std::string result;
  for (char32_t c : CodePoints(utf8)) {
    if (c >= 0x20 && c < 0x7F && c != '\\') {
      result += static_cast<char>(c);
    } else {
      if (c > kLastCharacter) throw NotEncodable("a character beyond Z3's alphabet");
      char buffer[16];
      std::snprintf(buffer, sizeof(buffer), "\\u{%x}", static_cast<unsigned>(c));
      result += buffer;
    }
  }
  return result;
}

}  // namespace

z3::expr TextTheory::Literal(std::string_view utf8) const {
  return c_.string_val(Escaped(utf8).c_str());
}

z3::expr TextTheory::Variable(const std::string& name) const {
  return c_.constant(name.c_str(), c_.string_sort());
}

z3::expr TextTheory::Between(char32_t first, char32_t last) const {
  return z3::range(Literal(Utf8(std::u32string(1, first))), Literal(Utf8(std::u32string(1, last))));
}

z3::expr TextTheory::Anything() const {
  z3::sort text = c_.string_sort();
  return z3::re_full(c_.re_sort(text));
}

z3::expr TextTheory::AnyCharacter() const { return Between(0, kLastCharacter); }
z3::expr TextTheory::NotColon() const {
  return Between(0, U':' - 1) + Between(U':' + 1, kLastCharacter);
}
z3::expr TextTheory::NotUpperCase() const {
  return Between(0, U'A' - 1) + Between(U'Z' + 1, kLastCharacter);
}
z3::expr TextTheory::Digits(unsigned count) const {
  return z3::expr(c_, Z3_mk_re_loop(c_, Between(U'0', U'9'), count, count));
}

z3::expr TextTheory::Glob(const Pieces& pieces, bool fold) const {
  z3::expr result = Exactly("");
  bool first = true;
  auto append = [&](const z3::expr& part) {
    result = first ? part : z3::concat(result, part);
    first = false;
  };
  for (const Piece& piece : pieces) {
    switch (piece.what) {
      case Piece::What::kText:
        if (!fold) {
          append(Exactly(piece.text));
          break;
        }
        for (char32_t point : CodePoints(piece.text)) {
          std::string c = Utf8(std::u32string(1, point));
          std::string lower = LowerAscii(c);
          bool letter = lower.size() == 1 && lower[0] >= 'a' && lower[0] <= 'z';
          append(letter ? Exactly(lower) + Exactly(std::string(1, static_cast<char>(lower[0] - 32)))
                        : Exactly(c));
        }
        break;
      case Piece::What::kStar:
        append(Anything());
        break;
      case Piece::What::kAnyCharacter:
        append(AnyCharacter());
        break;
      case Piece::What::kKey:
        throw NotEncodable("a variable in a regular expression");
    }
  }
  return result;
}

z3::expr TextTheory::Matches(const z3::expr& text, const Pieces& pieces, bool fold,
                             const VariableLookup& variables) const {
  if (HasVariable(pieces)) {
    if (fold) throw NotEncodable("a variable in a comparison that ignores case");
    return MatchesWithVariables(text, pieces, variables);
  }
  if (IsOnlyStars(pieces)) return c_.bool_val(true);
  if (pieces.empty()) return text == Literal("");
  if (!fold && !HasWildcard(pieces)) return text == Literal(pieces[0].text);
  return z3::in_re(text, Glob(pieces, fold));
}

// The stars cut the pieces into fragments, each a concatenation of literals and values. Stars take
// whatever lies between, so the leftmost place for each middle fragment is as good as any.
z3::expr TextTheory::MatchesWithVariables(const z3::expr& text, const Pieces& pieces,
                                          const VariableLookup& variables) const {
  z3::expr usable = c_.bool_val(true);
  std::vector<z3::expr> fragments = {Literal("")};
  std::vector<bool> empty = {true};
  for (const Piece& piece : pieces) {
    if (piece.what == Piece::What::kStar) {
      fragments.push_back(Literal(""));
      empty.push_back(true);
      continue;
    }
    if (piece.what == Piece::What::kAnyCharacter) {
      throw NotEncodable("`?` beside a variable");
    }
    z3::expr part = Literal(piece.text);
    if (piece.what == Piece::What::kKey) {
      VariableText value = variables(piece.text);
      part = value.text;
      if (piece.fallback) {
        part = z3::ite(value.usable, value.text, Literal(*piece.fallback));
      } else {
        usable = usable && value.usable;
      }
    }
    fragments.back() = empty.back() ? part : z3::concat(fragments.back(), part);
    empty.back() = false;
  }
  if (fragments.size() == 1) return usable && text == fragments[0];

  z3::expr result = usable;
  z3::expr position = c_.int_val(0);
  if (!empty.front()) {
    result = result && z3::prefixof(fragments.front(), text);
    position = fragments.front().length();
  }
  for (size_t i = 1; i + 1 < fragments.size(); ++i) {
    if (empty[i]) continue;
    z3::expr found = z3::indexof(text, fragments[i], position);
    result = result && found >= 0;
    position = found + fragments[i].length();
  }
  if (!empty.back()) {
    result = result && z3::suffixof(fragments.back(), text) &&
             position + fragments.back().length() <= text.length();
  }
  return result;
}

// Z3_get_string does not tell a backslash from the beginning of an escape, and Z3_get_lstring of
// 4.8.12 garbles what is not a byte, so characters are asked for one by one.
std::string TextTheory::Read(const z3::model& model, const z3::expr& text) const {
  z3::expr value = model.eval(text, true);
  int64_t length = 0;
  if (!model.eval(value.length(), true).is_numeral_i64(length)) {
    throw NotEncodable("the model has no length for a text");
  }
  std::u32string points;
  for (int64_t i = 0; i < length; ++i) {
    z3::expr one = model.eval(value.at(c_.int_val(i)), true);
    std::string spelled = Z3_get_string(c_, one);
    if (spelled.size() == 1) {
      points += static_cast<unsigned char>(spelled[0]);
    } else if (spelled.substr(0, 3) == "\\u{") {
      points += static_cast<char32_t>(std::stoul(spelled.substr(3), nullptr, 16));
    } else {
      throw NotEncodable("the model has an unreadable text");
    }
    if (points.back() >= 0xD800 && points.back() < 0xE000) {
      throw NotEncodable("the model has a surrogate");
    }
  }
  return Utf8(points);
}

}  // namespace rolelint::oracle
