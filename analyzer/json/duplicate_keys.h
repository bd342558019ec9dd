#ifndef ROLELINT_JSON_DUPLICATE_KEYS_H_
#define ROLELINT_JSON_DUPLICATE_KEYS_H_

// Finds the keys that an object holds more than once, compared after unescaping. Small objects are
// compared pairwise on 64-bit fingerprints, larger ones through a hash table that is kept from one
// object to the next; keys made to collide fall back to sorting: n log n at worst.

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/json/issue.h"
#include "analyzer/json/tree.h"

namespace rolelint::json {

// The hash of the table for large objects; here so that a test can make keys collide.
uint64_t HashKey(std::string_view key);

class DuplicateKeys {
 public:
  // Appends one kDuplicateKey issue for each key of the (complete) object at `object` that stood
  // before in it, in document order.
  void Check(const Tree& tree, uint32_t object, std::vector<Issue>* issues);

 private:
  void CheckSmall(const Tree& tree, uint32_t object, std::vector<Issue>* issues);
  void CheckLarge(const Tree& tree, uint32_t object, std::vector<Issue>* issues);
  void CheckSorted(const Tree& tree, uint32_t object, std::vector<Issue>* issues);

  std::vector<uint32_t> slots_;   // 1 + node index, 0 for free
  std::vector<uint32_t> sorted_;  // node indices
};

}  // namespace rolelint::json

#endif  // ROLELINT_JSON_DUPLICATE_KEYS_H_
