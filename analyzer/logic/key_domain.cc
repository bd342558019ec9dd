// Condition keys as dimensions (domains.h).

#include <algorithm>

#include "analyzer/logic/domains.h"

namespace rolelint::logic {
namespace {

using policy::OperatorFamily;

std::optional<Scale> ScaleOfType(catalog::ValueType type) {
  switch (type) {
    case catalog::ValueType::kNumeric:
      return Scale::kNumber;
    case catalog::ValueType::kDate:
      return Scale::kDate;
    case catalog::ValueType::kIpAddress:
      return Scale::kAddress;
    default:
      return std::nullopt;
  }
}

// Some text that no policy is likely to name and that is no number, date or address.
constexpr std::string_view kNoValueOfAnyType = "none";

}  // namespace

Domains::KeyProblem Domains::KeyOf(const std::vector<Literal>& literals) const {
  KeyProblem problem;
  for (Literal literal : literals) {
    const Atom& atom = atoms_.atom(AtomOf(literal));
    problem.every.key = atom.key;
    const bool negated = IsNegated(literal);
    switch (atom.kind) {
      case Atom::Kind::kAbsent:
        if (negated) {
          problem.may_be_absent = false;
        } else {
          problem.may_be_one = problem.may_be_list = false;
        }
        break;
      case Atom::Kind::kList:
        if (negated) {
          problem.may_be_list = false;
        } else {
          problem.may_be_absent = problem.may_be_one = false;
        }
        break;
      default:
        if (!negated) {
          problem.some.emplace_back(atom.region, atom.complement);
          problem.may_be_absent = false;
        } else {
          // No value is in (outside) the region: every one is outside (in) it.
          (atom.complement ? problem.every.in : problem.every.out).push_back(atom.region);
        }
        break;
    }
  }
  if (!atoms_.vocabulary().key(problem.every.key).multivalued) problem.may_be_list = false;
  return problem;
}

Answer Domains::SolveKey(const KeyProblem& problem, const Choices* choices, KeyValue* value) {
  if (problem.may_be_absent) {
    value->shape = KeyValue::Shape::kAbsent;
    return Answer::kYes;
  }
  bool unsure = false;
  auto with = [&](ValueProblem* target, const std::pair<const Region*, bool>& some) {
    (some.second ? target->out : target->in).push_back(some.first);
  };
  if (problem.may_be_one) {
    ValueProblem one = problem.every;
    for (const auto& some : problem.some) with(&one, some);
    Found found = ValueOf(one, choices);
    if (found.answer == Answer::kYes) {
      *value = {KeyValue::Shape::kOne, {std::move(found.text)}};
      return Answer::kYes;
    }
    unsure |= found.answer == Answer::kTooHard;
  }
  if (problem.may_be_list) {
    KeyValue list{KeyValue::Shape::kList, {}};
    bool possible = true;
    auto add = [&](const ValueProblem& one) {
      Found found = ValueOf(one, choices);
      if (found.answer == Answer::kTooHard) unsure = true;
      if (found.answer != Answer::kYes) possible = false;
      list.values.push_back(std::move(found.text));
    };
    for (const auto& some : problem.some) {
      ValueProblem one = problem.every;
      with(&one, some);
      add(one);
      if (!possible) break;
    }
    if (problem.some.empty()) add(problem.every);
    if (possible) {
      *value = std::move(list);
      return Answer::kYes;
    }
  }
  return unsure ? Answer::kTooHard : Answer::kNo;
}

std::optional<KeyValue> Domains::KeyFor(StateId state, KeyId key, const Choices& choices) {
  KeyProblem problem;
  if (state == kEmpty) {
    problem.every.key = key;
  } else {
    problem = KeyOf(states_[state].literals);
  }
  KeyValue value;
  if (SolveKey(problem, &choices, &value) != Answer::kYes) return std::nullopt;
  return value;
}

// Without `choices`, templates count as domains.h says, and the text is left out.
Found Domains::ValueOf(const ValueProblem& problem, const Choices* choices) {
  Vocabulary& vocabulary = atoms_.vocabulary();
  const Key& key = vocabulary.key(problem.key);
  TextProblem texts;
  std::vector<ValueSet> scales;  // what each scale in use leaves
  bool positive_points = false;
  auto scale_set = [&](Scale scale) -> ValueSet& {
    for (ValueSet& set : scales) {
      if (set.scale() == scale) return set;
    }
    return scales.emplace_back(ValueSet::All(scale));
  };
  auto add = [&](const Region& region, bool out) {
    if (const std::optional<Scale> scale = ScaleOf(region.family)) {
      ValueSet& set = scale_set(*scale);
      set = set.Intersection(out ? region.points.Complement() : region.points);
      positive_points |= !out;
    } else {
      texts.Add(region, out);
    }
  };
  for (const Region* region : problem.in) add(*region, false);
  for (const Region* region : problem.out) add(*region, true);
  const std::optional<Scale> type_scale = key.listed ? ScaleOfType(key.type) : std::nullopt;
  if (type_scale) scale_set(*type_scale);
  if (key.listed && key.type == catalog::ValueType::kBool) {
    texts.in.push_back({{vocabulary.Intern(Pattern::Literal("true", true)),
                         vocabulary.Intern(Pattern::Literal("false", true))},
                        {}});
  }
  for (const ValueSet& set : scales) {
    if (set.IsEmpty() && (type_scale || positive_points)) return {Answer::kNo, {}};
  }
  if (scales.size() == 1 && texts.empty()) {
    if (std::optional<std::string> value = scales[0].Pick()) return {Answer::kYes, *value};
    return {Answer::kYes, std::string(kNoValueOfAnyType)};  // negated tests let it pass
  }
  if (!scales.empty()) return MixedValue(texts, choices, scales);
  // Whether there is a value is all that is asked without choices.
  if (choices == nullptr) return {SolveText(texts, nullptr, {}, nullptr), {}};
  // Context values are not empty where they can help it.
  std::string text;
  const Pattern* const* plain = key.derived == DerivedKey::kUsername ? &alex_ : &some_;
  const Answer answer = SolveText(texts, choices, {plain, 1}, &text);
  return {answer, std::move(text)};
}

// Tests of texts and of ordered values of one key: tried on what either side offers.
Found Domains::MixedValue(const TextProblem& texts, const Choices* choices,
                          const std::vector<ValueSet>& scales) {
  std::string text;
  const Answer answer = SolveText(texts, choices, {}, &text);
  if (answer == Answer::kNo) return {answer, {}};
  auto matches = [&](const TextSetRef& set, const std::string& candidate) {
    return std::any_of(set.patterns.begin(), set.patterns.end(),
                       [&](const Pattern* pattern) { return pattern->Matches(candidate); }) ||
           std::any_of(set.templates.begin(), set.templates.end(), [&](const Template* item) {
             const Pattern* pattern = Filled(*item, choices);
             return pattern != nullptr && pattern->Matches(candidate);
           });
  };
  auto fits = [&](const std::string& candidate) {
    return !matches(texts.out, candidate) &&
           std::all_of(texts.in.begin(), texts.in.end(),
                       [&](const TextSetRef& set) { return matches(set, candidate); }) &&
           std::all_of(scales.begin(), scales.end(),
                       [&](const ValueSet& set) { return set.Contains(candidate); });
  };
  std::vector<std::string> candidates = {text};
  for (const ValueSet& set : scales) {
    if (std::optional<std::string> value = set.Pick()) candidates.push_back(*value);
  }
  for (const TextSetRef& set : texts.in) {
    for (const Pattern* pattern : set.patterns) {
      if (!pattern->is_literal()) continue;
      const PatternList only(&pattern, 1);
      candidates.push_back(FindText({&only, 1}, {}).text);
    }
  }
  for (std::string& candidate : candidates) {
    if (fits(candidate)) return {Answer::kYes, std::move(candidate)};
  }
  return {Answer::kTooHard, {}};
}

}  // namespace rolelint::logic
