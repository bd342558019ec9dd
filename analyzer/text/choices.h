#ifndef ROLELINT_TEXT_CHOICES_H_
#define ROLELINT_TEXT_CHOICES_H_

// Conditions that a template's files do not settle: whoever applies it gives parameters and
// variables their values, and a default is not what everybody takes. A world is one way in which
// all of them come out; the first takes what the defaults say, and "true" where there is none.

#include <cstddef>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rolelint::text {

// "var.stage" is (not) equal to "prod"; without a value: "var.full" is true or false.
struct Choice {
  std::string subject;
  std::string value;
  bool holds = true;

  bool IsAbout(const Choice& other) const {
    return subject == other.subject && value == other.value;
  }
};

class Choices {
 public:
  Choices() = default;
  // The world in which these come out so; all others as in the first.
  explicit Choices(std::vector<Choice> turned);

  // Whether the condition holds in this world; `first`: in the first one. A subject has one value,
  // of those that are allowed, if these are told.
  bool Ask(const std::string& subject, const std::string& value, bool first,
           std::span<const std::string_view> allowed = {});

  // All that was asked and that no other answer decides, in the order of the first time.
  const std::vector<Choice>& met() const { return met_; }
  const std::vector<Choice>& turned() const { return turned_; }
  // What is turned, for people: "var.full is true and var.stage is not prod".
  std::string Tell() const;

 private:
  // `follows`: from what was answered before.
  bool Answer(const std::string& subject, const std::string& value, bool first,
              std::span<const std::string_view> allowed, bool* follows);

  std::vector<Choice> turned_;
  std::vector<Choice> met_;
  std::unordered_map<std::string, bool> answers_;         // by subject and value
  std::unordered_map<std::string, std::string> assumed_;  // values of subjects
};

// All worlds, the first one first, then those in which one condition is turned, then more. Which
// conditions there are shows when a world is read.
class Worlds {
 public:
  // At most `most` of them; `base` is turned in all.
  explicit Worlds(size_t most, std::vector<Choice> base = {});

  Choices& choices() { return choices_; }
  // Goes on to the next; false if there is none.
  bool Next();
  // Whether some were left out.
  bool cut_short() const { return cut_short_; }
  size_t count() const { return count_; }

 private:
  void Add(std::vector<Choice> turned);

  const size_t most_;
  size_t count_ = 1;
  bool cut_short_ = false;
  Choices choices_;
  std::deque<std::vector<Choice>> left_;
};

}  // namespace rolelint::text

#endif  // ROLELINT_TEXT_CHOICES_H_
