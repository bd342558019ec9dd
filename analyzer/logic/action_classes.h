#pragma once

// All actions, sorted by which statements list them. Actions that the same statements list are one
// class: a question about all actions is a question about one of each class.
//
// In the universe `strings` the classes are found from the patterns: each action that is written out
// is looked at by itself; a pattern stands for the actions in it that no smaller pattern holds, and
// one action with fresh letters for its wildcards is one of these, as long as patterns of a service
// nest or do not meet, which is nearly always so. Where they cross, or have a `?`, all combinations
// are tried for an action (FindText). In the universe `catalog` the actions are the catalogue's.

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/logic/compiled.h"

namespace rolelint::logic {

enum class Universe : uint8_t { kStrings, kCatalog };

struct ActionClass {
  std::vector<bool> listed;  // by statement ordinal: its action element lists the class
  std::string action;        // one of them, as AWS spells it where it is AWS's
  // Universe kCatalog: all of them, by id.
  std::vector<uint32_t> actions;
};

struct ActionClasses {
  std::vector<ActionClass> classes;
  bool complete = true;  // false: too many combinations of patterns
};

// `ordinals`: how many statements there are in all.
ActionClasses ClassifyActions(std::span<const CompiledStatement* const> statements,
                              uint32_t ordinals, Universe universe,
                              const catalog::Catalog& catalog);

// Combinations of crossing patterns of one service that are looked at.
inline constexpr size_t kMaxPatternClasses = 2'000;

}  // namespace rolelint::logic
