// Condition keys as dimensions (domains.h).

#include <algorithm>

#include "analyzer/logic/domains.h"

namespace rolelint::logic {
namespace {

using policy::OperatorFamily;

std::optional<Scale> ScaleOf(OperatorFamily family) {
  switch (family) {
    case OperatorFamily::kNumeric:
      return Scale::kNumber;
    case OperatorFamily::kDate:
      return Scale::kDate;
    case OperatorFamily::kIp:
      return Scale::kAddress;
    default:
      return std::nullopt;
  }
}

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

// Without `choices`, templates count as domains.h says.
Found Domains::ValueOf(const ValueProblem& problem, const Choices* choices) {
  Vocabulary& vocabulary = atoms_.vocabulary();
  const Key& key = vocabulary.key(problem.key);
  TextProblem texts;
  std::vector<ValueSet> scales;  // what each scale in use leaves
  std::vector<Scale> scale_ids;
  bool positive_points = false;
  auto scale_set = [&](Scale scale) -> ValueSet& {
    for (size_t i = 0; i < scale_ids.size(); ++i) {
      if (scale_ids[i] == scale) return scales[i];
    }
    scale_ids.push_back(scale);
    return scales.emplace_back(ValueSet::All(scale));
  };
  auto add = [&](const Region& region, bool out) {
    if (const std::optional<Scale> scale = ScaleOf(region.family)) {
      ValueSet& set = scale_set(*scale);
      set = set.Intersection(out ? region.points.Complement() : region.points);
      positive_points |= !out;
    } else if (region.text != nullptr) {
      (out ? texts.out_templates : texts.in_templates).push_back(region.text);
    } else if (out) {
      texts.out.insert(texts.out.end(), region.patterns.begin(), region.patterns.end());
    } else {
      texts.in.push_back(region.patterns);
    }
  };
  for (const Region* region : problem.in) add(*region, false);
  for (const Region* region : problem.out) add(*region, true);
  const std::optional<Scale> type_scale = key.listed ? ScaleOfType(key.type) : std::nullopt;
  if (type_scale) scale_set(*type_scale);
  if (key.listed && key.type == catalog::ValueType::kBool) {
    texts.in.push_back({vocabulary.Intern(Pattern::Literal("true", true)),
                        vocabulary.Intern(Pattern::Literal("false", true))});
  }
  if (choices != nullptr) {
    auto fill = [&](const Template& text) -> const Pattern* {
      const std::optional<Pattern> pattern =
          Substitute(text, [&](KeyId id) { return choices->ValueOf(id); });
      return pattern ? vocabulary.Intern(*pattern) : nullptr;
    };
    for (const Template* text : texts.in_templates) {
      const Pattern* pattern = fill(*text);
      if (pattern == nullptr) return {Answer::kNo, {}};
      texts.in.push_back({pattern});
    }
    for (const Template* text : texts.out_templates) {
      if (const Pattern* pattern = fill(*text)) texts.out.push_back(pattern);
    }
    texts.in_templates.clear();
    texts.out_templates.clear();
  } else {
    for (const Template* text : texts.in_templates) texts.in.push_back({WithStars(*text)});
    if (CoveredWhateverVariables(texts)) return {Answer::kNo, {}};
  }
  const bool no_texts = texts.in.empty() && texts.out.empty();
  for (const ValueSet& set : scales) {
    if (set.IsEmpty() && (type_scale || positive_points)) return {Answer::kNo, {}};
  }
  if (scales.size() == 1 && no_texts) {
    if (std::optional<std::string> value = scales[0].Pick()) return {Answer::kYes, *value};
    return {Answer::kYes, std::string(kNoValueOfAnyType)};  // negated tests let it pass
  }
  if (texts.in.empty()) texts.in.push_back({vocabulary.Intern(Pattern::Glob("*"))});
  if (scales.empty()) {
    // Context values are not empty where they can help it.
    std::vector<PatternList> lists;
    for (const auto& one : texts.in) lists.emplace_back(one);
    const Pattern* some = vocabulary.Intern(Pattern::Glob("?*"));
    const PatternList some_list(&some, 1);
    lists.push_back(some_list);
    Found found = FindText(lists, texts.out);
    if (found.answer == Answer::kYes) return found;
    lists.pop_back();
    return FindText(lists, texts.out);
  }
  return MixedValue(problem, texts, scales);
}

// Tests of texts and of ordered values of one key: tried on what either side offers.
Found Domains::MixedValue(const ValueProblem& problem, const TextProblem& texts,
                          const std::vector<ValueSet>& scales) {
  (void)problem;
  std::vector<PatternList> lists;
  for (const auto& one : texts.in) lists.emplace_back(one);
  const Found text = FindText(lists, texts.out);
  if (text.answer == Answer::kNo) return text;
  auto fits = [&](const std::string& candidate) {
    for (const auto& one : texts.in) {
      if (std::none_of(one.begin(), one.end(),
                       [&](const Pattern* pattern) { return pattern->Matches(candidate); })) {
        return false;
      }
    }
    for (const Pattern* pattern : texts.out) {
      if (pattern->Matches(candidate)) return false;
    }
    return std::all_of(scales.begin(), scales.end(),
                       [&](const ValueSet& set) { return set.Contains(candidate); });
  };
  std::vector<std::string> candidates;
  if (text.answer == Answer::kYes) candidates.push_back(text.text);
  for (const ValueSet& set : scales) {
    if (std::optional<std::string> value = set.Pick()) candidates.push_back(*value);
  }
  for (const auto& one : texts.in) {
    for (const Pattern* pattern : one) {
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
