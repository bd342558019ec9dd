#ifndef ROLELINT_LOGIC_QUICK_LOOK_H_
#define ROLELINT_LOGIC_QUICK_LOOK_H_

// What can be said about statements by looking at them as they are written, without patterns and
// without proofs. Nearly every statement of nearly every policy can plainly be met, and nearly
// every Allow plainly gets past the Denies of its policy; saying so costs a look at each text.
// Answers are one-sided: "yes" is sure enough to ask no further, "no" says nothing.

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/policy/document.h"

namespace rolelint::logic {

// Whether the key's value follows from the principal or the resource (vocabulary.h).
bool IsDerivedName(std::string_view key);

class QuickLook {
 public:
  explicit QuickLook(const catalog::Catalog& catalog) : catalog_(catalog) {}

  // Some request meets the statement.
  bool CanMatch(const policy::Document& document, const policy::Statement& statement);

  // No Allow is for everyone, or for everyone but some: then nobody unknown gets in.
  static bool KnowsAll(const policy::Document& document);
  static bool IsForEveryone(const policy::Statement& statement);

  // If any request meets the Allow, one does that none of the Denies meets.
  bool GetsPast(const policy::Document& document, const policy::Statement& allow,
                std::span<const policy::Statement* const> denies);

 private:
  // What the tests of one key ask for together.
  struct KeyUse {
    std::string_view key;
    uint32_t values = 0;   // tests of its values
    bool present = false;  // Null false
    bool absent = false;   // Null true
    bool absent_will_do = true;
    bool value_will_do = true;
    bool variable = false;  // a pattern needs its value
  };
  // How a Deny is avoided by one key: absent, or of a value that fails one test.
  struct Avoidance {
    std::string_view key;
    const policy::ConditionTest* by_value = nullptr;  // null: absent
  };

  KeyUse& Use(std::string_view key);
  void NoteVariables(std::string_view text);
  void NoteTest(const policy::ConditionTest& test, bool variables);
  bool ValueWillDo(const policy::ConditionTest& test);
  catalog::ValueType TypeOf(std::string_view key);
  bool IsBoolKey(std::string_view key);
  bool IsTextKey(std::string_view key);
  bool GetsPastAll(const policy::Document& document, const policy::Statement& allow,
                   std::string_view resource, std::span<const policy::Statement* const> denies);
  bool Avoids(const policy::Document& document, const policy::Statement& allow,
              const policy::Statement& deny);

  const catalog::Catalog& catalog_;
  // Reused from question to question.
  std::map<std::string, catalog::ValueType, std::less<>> types_;  // of keys, remembered
  std::vector<KeyUse> uses_;
  std::vector<Avoidance> avoided_;
  std::vector<const policy::Statement*> covering_;
};

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_QUICK_LOOK_H_
