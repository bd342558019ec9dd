#ifndef ROLELINT_LOGIC_ACTION_CLASSES_H_
#define ROLELINT_LOGIC_ACTION_CLASSES_H_

// All actions, sorted by which statements list them. Actions that the same statements list are one
// class: a question about all actions is a question about one of each class.
//
// In the universe `strings` the classes are found from the patterns: each action that is written
// out is looked at by itself; a pattern stands for the actions in it that no smaller pattern holds,
// and one action with fresh letters for its wildcards is one of these, as long as patterns of a
// service that different statements list nest or do not meet, which is nearly always so. Where they
// cross, or have a `?`, all combinations are tried for an action (FindText). In the universe
// `catalog` the actions are the catalogue's.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/logic/compiled.h"

namespace rolelint::logic {

enum class Universe : uint8_t { kStrings, kCatalog };

// A set of statements, by ordinal.
class StatementMask {
 public:
  explicit StatementMask(uint32_t ordinals = 0) : rest_(ordinals / 64) {}
  bool Has(uint32_t ordinal) const { return (Word(ordinal / 64) >> (ordinal % 64) & 1) != 0; }
  void Add(uint32_t ordinal) {
    (ordinal < 64 ? first_ : rest_[ordinal / 64 - 1]) |= uint64_t{1} << (ordinal % 64);
  }
  void AddAll(const StatementMask& other) {
    first_ |= other.first_;
    for (size_t i = 0; i < rest_.size(); ++i) rest_[i] |= other.rest_[i];
  }
  uint64_t Hash() const;
  friend bool operator==(const StatementMask&, const StatementMask&) = default;

 private:
  uint64_t Word(size_t i) const { return i == 0 ? first_ : rest_[i - 1]; }

  uint64_t first_ = 0;  // few policies have more statements
  std::vector<uint64_t> rest_;
};

struct ActionClass {
  StatementMask listed;  // whose action element lists the class
  // Some of its actions in lower case, kNoPolicysCharacter where any text may stand; "": any
  // action.
  std::vector<std::string> words;
  // Universe kCatalog: all of them, by id.
  std::vector<uint32_t> actions;
};

// Combinations of crossing patterns of one service that are looked at.
inline constexpr size_t kMaxPatternClasses = 2'000;

class ActionClasses {
 public:
  // `ordinals`: how many statements there are in all. The statements must outlive this.
  ActionClasses(std::span<const CompiledStatement* const> statements, uint32_t ordinals,
                Universe universe, const catalog::Catalog& catalog);

  const std::vector<ActionClass>& classes() const { return classes_; }
  // False: there are too many combinations of patterns, and some are missing.
  bool complete() const { return complete_; }
  // An action of the class as AWS spells it, where there is one that AWS has: one that works on
  // the resources that the policies name, and that people know, before others.
  std::string Spell(const ActionClass& one) const;
  // How gladly an action is shown: the less the better.
  uint32_t Rank(catalog::Action action) const;

 private:
  struct Literal {
    std::string_view text;
    StatementMask mask;
  };
  struct Glob {
    std::string_view text;
    StatementMask mask;
    std::string word;
  };
  struct Service {
    std::vector<uint32_t> literals;
    std::vector<Glob> globs;
  };

  void Collect(std::span<const CompiledStatement* const> statements);
  void CollectResources(const CompiledStatement& statement);
  bool WorksOnResources(catalog::Action action) const;
  std::optional<catalog::Action> Best(const ActionClass& one,
                                      std::vector<catalog::Action> actions) const;
  std::optional<catalog::Action> BestUnlisted(const ActionClass& one) const;
  void ClassifyStrings();
  void ClassifyCatalog();
  StatementMask Listing(std::string_view action) const;
  ActionClass& Add(StatementMask mask, std::string_view word);
  static bool Nested(const Service& service);
  void Split(std::string_view name, const Service& service);

  const uint32_t ordinals_;
  const catalog::Catalog& catalog_;
  StatementMask everything_;
  std::vector<const Pattern*> resources_;            // ARNs that the statements name
  std::vector<std::string_view> resource_services_;  // theirs, each once
  std::vector<Literal> literals_;
  std::unordered_map<std::string_view, uint32_t> literal_index_;
  std::unordered_map<std::string_view, Service> services_;
  std::vector<ActionClass> classes_;
  std::unordered_multimap<uint64_t, uint32_t> class_index_;
  bool complete_ = true;
};

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_ACTION_CLASSES_H_
