#include "analyzer/text/choices.h"

#include <algorithm>
#include <utility>

namespace rolelint::text {
namespace {

std::string KeyOf(const std::string& subject, std::string_view value) {
  return std::string(subject).append("\n").append(value);
}

Choice Turned(Choice choice) {
  choice.holds = !choice.holds;
  return choice;
}

}  // namespace

Choices::Choices(std::vector<Choice> turned) : turned_(std::move(turned)) {
  for (const Choice& choice : turned_) {
    if (choice.holds && !choice.value.empty()) assumed_.emplace(choice.subject, choice.value);
  }
}

bool Choices::Ask(const std::string& subject, const std::string& value, bool first,
                  std::span<const std::string_view> allowed) {
  const auto [known, added] = answers_.emplace(KeyOf(subject, value), first);
  if (!added) return known->second;
  bool follows = false;
  const bool holds = Answer(subject, value, first, allowed, &follows);
  answers_[KeyOf(subject, value)] = holds;
  if (!follows) met_.push_back({subject, value, holds});
  return holds;
}

bool Choices::Answer(const std::string& subject, const std::string& value, bool first,
                     std::span<const std::string_view> allowed, bool* follows) {
  const Choice asked{subject, value, first};
  const auto turned = std::find_if(turned_.begin(), turned_.end(),
                                   [&](const Choice& each) { return each.IsAbout(asked); });
  if (turned != turned_.end()) return turned->holds;
  if (value.empty()) return first;
  if (const auto assumed = assumed_.find(subject); assumed != assumed_.end()) {
    *follows = true;
    return assumed->second == value;
  }
  // The last one that is left.
  *follows =
      !allowed.empty() && std::all_of(allowed.begin(), allowed.end(), [&](std::string_view other) {
        if (other == value) return true;
        const auto answer = answers_.find(KeyOf(subject, other));
        return answer != answers_.end() && !answer->second;
      });
  if (first || *follows) assumed_.emplace(subject, value);
  return first || *follows;
}

std::string Choices::Tell() const {
  std::string told;
  for (const Choice& choice : turned_) {
    if (!told.empty()) told += " and ";
    told += choice.subject;
    if (choice.value.empty()) {
      told += choice.holds ? " is true" : " is false";
    } else {
      told += (choice.holds ? " is " : " is not ") + choice.value;
    }
  }
  return told;
}

Worlds::Worlds(size_t most, std::vector<Choice> base) : most_(most), choices_(std::move(base)) {}

void Worlds::Add(std::vector<Choice> turned) {
  if (left_.size() + count_ < most_) {
    left_.push_back(std::move(turned));
  } else {
    cut_short_ = true;
  }
}

bool Worlds::Next() {
  const std::vector<Choice>& met = choices_.met();
  const std::vector<Choice>& turned = choices_.turned();
  // Behind the last one that is turned: so no two worlds turn the same ones.
  size_t from = 0;
  for (size_t i = 0; i < met.size(); ++i) {
    for (const Choice& each : turned) {
      if (each.IsAbout(met[i])) from = i + 1;
    }
  }
  for (size_t i = from; i < met.size(); ++i) {
    std::vector<Choice> more = turned;
    more.push_back(Turned(met[i]));
    Add(std::move(more));
  }
  if (count_ == 1 && met.size() > 2) {
    std::vector<Choice> all = turned;
    for (size_t i = from; i < met.size(); ++i) all.push_back(Turned(met[i]));
    Add(std::move(all));
  }
  if (left_.empty()) return false;
  ++count_;
  std::vector<Choice> next = std::move(left_.front());
  left_.pop_front();
  choices_ = Choices(std::move(next));
  return true;
}

}  // namespace rolelint::text
