#include "analyzer/logic/pattern.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "analyzer/logic/pattern_machine.h"
#include "analyzer/text/utf8.h"

namespace rolelint::logic {
namespace {

using Kind = Pattern::Kind;
using Token = Pattern::Token;

// A Unicode scalar value, which UTF-8 spells in one way wherever it stands.
constexpr bool IsScalar(char32_t c) { return c < kInvalidByte && !text::IsSurrogate(c); }

// `folded` is in lower case.
bool EqualsFolded(const char* text, const char* folded, size_t size) {
  for (; size >= 8; size -= 8, text += 8, folded += 8) {
    if (FoldEight(LoadEight(text)) != LoadEight(folded)) return false;
  }
  for (; size > 0; --size, ++text, ++folded) {
    if (FoldAscii(static_cast<unsigned char>(*text)) != static_cast<unsigned char>(*folded)) {
      return false;
    }
  }
  return true;
}

bool Equals(const char* text, std::string_view fixed, bool fold) {
  return fold ? EqualsFolded(text, fixed.data(), fixed.size())
              : std::memcmp(text, fixed.data(), fixed.size()) == 0;
}

void AppendTokens(std::string_view glob, Kind any, Kind star, std::vector<Token>* tokens) {
  for (size_t at = 0; at < glob.size();) {
    const char32_t c = ReadCharacter(glob, &at);
    if (c == U'*') {
      tokens->push_back({star, 0});
    } else if (c == U'?') {
      tokens->push_back({any, 0});
    } else {
      tokens->push_back({Kind::kCharacter, c});
    }
  }
}

// Would `single` and then `star` match the same as `star` and then `single`?
bool Commute(Kind star, Kind single) {
  return (star == Kind::kStar && single == Kind::kAny) ||
         (star == Kind::kStarInSegment && single == Kind::kAnyInSegment);
}

uint64_t HashOf(std::span<const Token> tokens, bool fold) {
  uint64_t hash = fold ? 1 : 0;
  for (const Token& token : tokens) {
    const uint64_t c = fold ? FoldAscii(token.character) : token.character;
    hash = (std::rotl(hash, 5) ^ (c << 3 | static_cast<uint64_t>(token.kind))) * 0x9E3779B97F4A7C15;
  }
  return hash ^ (hash >> 32);
}

void MakeCanonical(std::vector<Token>* tokens) {
  size_t kept = 0;
  for (Token token : *tokens) {
    if (token.kind != Kind::kCharacter) token.character = 0;
    if (kept > 0 && IsStar((*tokens)[kept - 1].kind)) {
      Token& last = (*tokens)[kept - 1];
      if (IsStar(token.kind)) {
        if (token.kind == Kind::kStar) last.kind = Kind::kStar;
        continue;
      }
      if (Commute(last.kind, token.kind)) std::swap(last, token);
    }
    (*tokens)[kept++] = token;
  }
  tokens->resize(kept);
}

}  // namespace

char32_t ReadCharacterSlow(std::string_view text, size_t* at) {
  const auto byte = [&](size_t i) -> uint32_t {
    return *at + i < text.size() ? static_cast<unsigned char>(text[*at + i]) : 0;
  };
  const auto follows = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const uint32_t first = byte(0);
  uint32_t c = 0;
  size_t size = 0;
  if (first < 0x80) {
    c = first;
    size = 1;
  } else if (first >= 0xC2 && first < 0xE0 && follows(1)) {
    c = (first & 0x1F) << 6 | (byte(1) & 0x3F);
    size = 2;
  } else if (first >= 0xE0 && first < 0xF0 && follows(1) && follows(2)) {
    c = (first & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    if (c >= 0x800 && !text::IsSurrogate(c)) size = 3;
  } else if (first >= 0xF0 && first < 0xF5 && follows(1) && follows(2) && follows(3)) {
    c = (first & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
    if (c >= 0x10000 && c < kInvalidByte) size = 4;
  }
  *at += std::max<size_t>(size, 1);
  return size == 0 ? kInvalidByte + first : c;
}

void AppendCharacter(char32_t c, std::string* text) {
  if (c >= kInvalidByte) {
    text->push_back(static_cast<char>(c - kInvalidByte));
    return;
  }
  char bytes[4];
  text->append(bytes, text::PutUtf8(c, bytes));
}

bool NeedsSets(std::span<const Token> tokens) {
  bool segment = false;  // since the last `*`
  bool any = false;      // since that segment star
  for (const Token& token : tokens) {
    if (token.kind == Kind::kStar) {
      segment = any = false;
    } else if (token.kind == Kind::kStarInSegment) {
      if (any) return true;
      segment = true;
    } else if (token.kind == Kind::kAny) {
      any = segment;
    }
  }
  return false;
}

Pattern Pattern::Glob(std::string_view glob, bool fold) {
  std::vector<Token> tokens;
  tokens.reserve(glob.size());
  AppendTokens(glob, Kind::kAny, Kind::kStar, &tokens);
  return OfTokens(std::move(tokens), fold);
}

Pattern Pattern::Literal(std::string_view text, bool fold) {
  std::vector<Token> tokens;
  tokens.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    tokens.push_back({Kind::kCharacter, ReadCharacter(text, &at)});
  }
  return OfTokens(std::move(tokens), fold);
}

Pattern Pattern::Arn(std::string_view glob) {
  if (!glob.starts_with("arn:")) return Glob(glob);
  constexpr int kSegments = 6;
  std::vector<Token> tokens;
  tokens.reserve(glob.size() + 2 * kSegments);
  std::string_view rest = glob;
  for (int segment = 1; segment < kSegments; ++segment) {
    const size_t colon = rest.find(':');
    AppendTokens(rest.substr(0, colon), Kind::kAnyInSegment, Kind::kStarInSegment, &tokens);
    tokens.push_back({Kind::kCharacter, U':'});
    rest = colon == std::string_view::npos ? "*" : rest.substr(colon + 1);
  }
  AppendTokens(rest, Kind::kAny, Kind::kStar, &tokens);
  return OfTokens(std::move(tokens));
}

Pattern Pattern::OfTokens(std::vector<Token> tokens, bool fold) {
  Pattern pattern;
  MakeCanonical(&tokens);
  pattern.tokens_ = std::move(tokens);
  pattern.fold_ = fold;
  pattern.Prepare();
  return pattern;
}

void Pattern::Prepare() {
  wildcards_ = static_cast<uint32_t>(std::count_if(
      tokens_.begin(), tokens_.end(), [](const Token& t) { return t.kind != Kind::kCharacter; }));
  TakeFixedEnds();
  NoteKinds();
  NoteLastSegment();
  hash_ = HashOf(tokens_, fold_);
  const std::span middle(tokens_.data() + middle_begin_, middle_end_ - middle_begin_);
  if (middle.empty()) {
    middle_ = Middle::kNone;
  } else if (middle.size() == 1 && middle[0].kind == Kind::kStar) {
    middle_ = Middle::kStar;
  } else if (middle.size() == 1 && middle[0].kind == Kind::kStarInSegment) {
    middle_ = Middle::kStarInSegment;
  } else {
    middle_ = NeedsSets(middle) ? Middle::kSets : Middle::kGreedy;
  }
}

// Bytes may stand for characters only where these are scalar values: others can lie within one
// another's bytes.
void Pattern::TakeFixedEnds() {
  const auto fixed = [](const Token& token) {
    return token.kind == Kind::kCharacter && IsScalar(token.character);
  };
  const auto append = [this](const Token& token, std::string* text) {
    AppendCharacter(fold_ ? FoldAscii(token.character) : token.character, text);
  };
  middle_begin_ = 0;
  middle_end_ = static_cast<uint32_t>(tokens_.size());
  while (middle_begin_ < middle_end_ && fixed(tokens_[middle_begin_])) {
    append(tokens_[middle_begin_++], &prefix_);
  }
  while (middle_end_ > middle_begin_ && fixed(tokens_[middle_end_ - 1])) --middle_end_;
  for (size_t i = middle_end_; i < tokens_.size(); ++i) append(tokens_[i], &suffix_);
}

void Pattern::NoteKinds() {
  int colons = 0;
  for (const Token& token : tokens_) {
    switch (token.kind) {
      case Kind::kCharacter:
        colons += token.character == U':';
        is_unicode_ &= IsScalar(token.character);
        break;
      case Kind::kAny:
      case Kind::kStar:
        has_any_ = true;
        if (colons < 5) any_in_last_segment_ = false;
        break;
      case Kind::kAnyInSegment:
      case Kind::kStarInSegment:
        has_in_segment_ = true;
        if (colons >= 5) in_segment_before_last_ = false;
        break;
    }
    has_single_ |= token.kind == Kind::kAny || token.kind == Kind::kAnyInSegment;
  }
}

void Pattern::NoteLastSegment() {
  if (!any_in_last_segment_) return;
  int colons = 0;
  size_t at = 0;
  for (; at < tokens_.size() && colons < 5; ++at) {
    colons += tokens_[at] == Token{Kind::kCharacter, U':'};
  }
  if (colons < 5) return;
  last_segment_ = static_cast<uint32_t>(at);
  for (; at < tokens_.size() && tokens_[at].kind == Kind::kCharacter; ++at) {
    const char32_t c = tokens_[at].character;
    if (!IsScalar(c)) break;
    AppendCharacter(fold_ ? FoldAscii(c) : c, &last_prefix_);
  }
}

bool Pattern::Matches(std::string_view text) const {
  const size_t ends = prefix_.size() + suffix_.size();
  if (text.size() < ends || (middle_ == Middle::kNone && text.size() > ends)) return false;
  if (!Equals(text.data(), prefix_, fold_)) return false;
  if (!Equals(text.data() + text.size() - suffix_.size(), suffix_, fold_)) return false;
  const std::string_view middle = text.substr(prefix_.size(), text.size() - ends);
  const std::span tokens(tokens_.data() + middle_begin_, middle_end_ - middle_begin_);
  switch (middle_) {
    case Middle::kNone:
    case Middle::kStar:
      return true;
    case Middle::kStarInSegment:
      return middle.find(':') == std::string_view::npos;
    case Middle::kGreedy:
      return TakeGreedily(tokens, fold_, Utf8Reader{middle}, 0);
    case Middle::kSets:
      return TakeBySets(tokens, fold_, Utf8Reader{middle}, 0);
  }
  return false;
}

bool operator==(const Pattern& a, const Pattern& b) {
  if (a.hash_ != b.hash_ || a.fold_ != b.fold_) return false;
  return std::equal(a.tokens_.begin(), a.tokens_.end(), b.tokens_.begin(), b.tokens_.end(),
                    [&](const Token& x, const Token& y) {
                      return x.kind == y.kind &&
                             (x.character == y.character ||
                              (a.fold_ && FoldAscii(x.character) == FoldAscii(y.character)));
                    });
}

}  // namespace rolelint::logic
