// The conditions of statements as formulas: the table of docs/evaluation.md.

#include "tests/oracle/values.h"
#include "tests/oracle/z3_policy.h"

namespace rolelint::oracle {
namespace {

z3::expr Compared(Compare compare, const z3::expr& a, const z3::expr& b) {
  switch (compare) {
    case Compare::kLess:
      return a < b;
    case Compare::kLessEqual:
      return a <= b;
    case Compare::kGreater:
      return a > b;
    case Compare::kGreaterEqual:
      return a >= b;
    default:
      return a == b;
  }
}

bool IsText(const Key& key) { return key.kind == ValueKind::kText || key.kind == ValueKind::kBool; }

}  // namespace

z3::expr PolicyEncoder::TestHolds(const ConditionTest& test, bool variables) {
  if (test.family == Family::kUnknown) return c_.bool_val(false);
  Key& key = request_->KeyOf(test.key);
  if (test.family == Family::kNull) return NullHolds(test, key);
  auto passes = [&](Element* element) {
    z3::expr matches = c_.bool_val(false);
    for (const std::string& value : test.values) {
      matches = matches || ValueMatches(test, value, variables, key, element);
    }
    return test.negated ? !matches : matches;
  };
  z3::expr present = key.present();
  z3::expr exists = c_.bool_val(test.if_exists);
  switch (test.qualifier) {
    case Qualifier::kNone: {
      z3::expr one = passes(&key.elements[0]);
      if (key.is_list) one = !*key.is_list && one;
      return z3::ite(present, one, c_.bool_val(test.negated || test.if_exists));
    }
    case Qualifier::kForAnyValue: {
      z3::expr some = c_.bool_val(false);
      for (Element& element : key.elements) some = some || (element.here && passes(&element));
      return z3::ite(present, some, exists);
    }
    case Qualifier::kForAllValues: {
      z3::expr all = c_.bool_val(true);
      for (Element& element : key.elements) {
        all = all && z3::implies(element.here, passes(&element));
      }
      return z3::implies(present, all);
    }
  }
  return c_.bool_val(false);
}

z3::expr PolicyEncoder::NullHolds(const ConditionTest& test, const Key& key) {
  z3::expr result = c_.bool_val(false);
  for (const std::string& value : test.values) {
    std::string lower = LowerAscii(value);
    if (lower == "true") result = result || !key.present();
    if (lower == "false") result = result || key.present();
  }
  return result;
}

z3::expr PolicyEncoder::ValueMatches(const ConditionTest& test, const std::string& value,
                                     bool variables, const Key& key, Element* element) {
  switch (test.family) {
    case Family::kText: {
      if (!IsText(key)) throw NotEncodable("a text operator on a key that is no text");
      bool fold = test.compare == Compare::kEqualIgnoringCase;
      Pieces pieces = ParsePieces(value, {test.compare == Compare::kLike, variables});
      if (element->segments && !fold) {
        std::optional<z3::expr> by_segments = TextOfArnMatches(pieces, *element);
        if (by_segments) return *by_segments;
      }
      return TextMatches(element->text, pieces, fold);
    }
    case Family::kArn:
      if (!IsText(key)) throw NotEncodable("an ARN operator on a key that is no text");
      return ArnMatches(value, variables, *element);
    case Family::kBinary:
      if (!IsText(key)) throw NotEncodable("BinaryEquals on a key that is no text");
      return element->text == request_->texts().Literal(value);
    case Family::kBool: {
      if (!IsText(key)) throw NotEncodable("Bool on a key that is no Boolean");
      std::string lower = LowerAscii(value);
      if (lower != "true" && lower != "false") return c_.bool_val(false);
      return TextMatches(element->text, ParsePieces(lower, {false, false}),
                         /*fold=*/key.kind == ValueKind::kText);
    }
    case Family::kNumeric:
      return NumberMatches(test, value, key, *element);
    case Family::kDate:
      return DateMatches(test, value, key, *element);
    case Family::kIp:
      return AddressMatches(value, key, *element);
    default:
      return c_.bool_val(false);
  }
}

z3::expr PolicyEncoder::ArnMatches(const std::string& value, bool variables,
                                   const Element& element) {
  Pieces pieces = ParsePieces(value, {true, variables});
  std::vector<Pieces> segments = CutAtColons(pieces);
  if (segments.size() != 6) {
    // Whether a variable may bring the colons is not said.
    if (HasVariable(pieces)) throw NotEncodable("an ARN whose segments may come from a variable");
    return c_.bool_val(false);
  }
  if (!element.segments) throw NotEncodable("an ARN operator on a key that is no ARN");
  z3::expr result = element.segments->is_arn;
  for (size_t i = 0; i < 6; ++i) {
    result = result && TextMatches(element.segments->parts[i], segments[i]);
  }
  return result;
}

// A text operator on a text cut into segments, where the cut is plain: a text without wildcards, or
// one whose wildcards all stand behind the fifth colon. Nothing elsewhere.
std::optional<z3::expr> PolicyEncoder::TextOfArnMatches(const Pieces& pieces,
                                                        const Element& element) {
  if (HasVariable(pieces)) return std::nullopt;
  std::vector<Pieces> segments = CutAtColons(pieces);
  const ArnSegments& cut = *element.segments;
  if (segments.size() < 6) {
    if (HasWildcard(pieces)) return std::nullopt;
    return !cut.is_arn && TextMatches(cut.other, pieces);
  }
  z3::expr result = cut.is_arn;
  for (size_t i = 0; i < 6; ++i) {
    if (i < 5 && HasWildcard(segments[i])) return std::nullopt;
    result = result && TextMatches(cut.parts[i], segments[i]);
  }
  return result;
}

z3::expr PolicyEncoder::NumberMatches(const ConditionTest& test, const std::string& value,
                                      const Key& key, const Element& element) {
  if (key.kind == ValueKind::kBool) return c_.bool_val(false);
  bool epoch = key.kind == ValueKind::kEpoch;
  if (key.kind != ValueKind::kNumber && !epoch) {
    throw NotEncodable("a numeric operator on a key that is no number");
  }
  std::optional<std::string> number = ParseDecimal(value);
  if (!number) return c_.bool_val(false);
  z3::expr unknown = epoch ? z3::to_real(element.date) : element.number;
  return element.valid && Compared(test.compare, unknown, c_.real_val(number->c_str()));
}

z3::expr PolicyEncoder::DateMatches(const ConditionTest& test, const std::string& value,
                                    const Key& key, const Element& element) {
  if (key.kind == ValueKind::kBool) return c_.bool_val(false);
  if (key.kind != ValueKind::kDate && key.kind != ValueKind::kEpoch) {
    throw NotEncodable("a date operator on a key that is no date");
  }
  std::optional<int64_t> date = ParseDate(value);
  if (!date) return c_.bool_val(false);
  return element.valid && Compared(test.compare, element.date, c_.int_val(*date));
}

z3::expr PolicyEncoder::AddressMatches(const std::string& value, const Key& key,
                                       const Element& element) {
  if (key.kind == ValueKind::kBool) return c_.bool_val(false);
  if (key.kind != ValueKind::kIp) throw NotEncodable("an IP operator on a key that is no address");
  std::optional<AddressRange> range = ParseAddressRange(value);
  if (!range) return c_.bool_val(false);
  z3::expr result = element.valid && element.is_v6 == c_.bool_val(range->v6);
  const z3::expr& bits = range->v6 ? element.v6 : element.v4;
  unsigned width = range->v6 ? 128 : 32;
  for (unsigned taken = 0; taken < static_cast<unsigned>(range->prefix); taken += 8) {
    unsigned count = std::min(8u, static_cast<unsigned>(range->prefix) - taken);
    unsigned high = width - 1 - taken;
    unsigned byte = range->bytes[taken / 8] >> (8 - count);
    result = result && bits.extract(high, high - count + 1) == c_.bv_val(byte, count);
  }
  return result;
}

}  // namespace rolelint::oracle
