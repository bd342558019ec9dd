#ifndef ROLELINT_ENGINE_DOCUMENT_MEMO_H_
#define ROLELINT_ENGINE_DOCUMENT_MEMO_H_

// Documents that were looked at before. Landing-zone roles, service-linked roles, AWS's own
// policies stand in every account of an organization: what the document rules find in the second is
// what they found in the first, moved to another place.
//
// Equal are documents of the same bytes (in the same wrapping) of which rules see the same: kind,
// sort of owner, account, partition, resource type. Of a document without findings the account may
// differ, where it is named as the owner's in the one as in the other: such a document is known by
// its bytes with the owner's account masked, unless the configuration knows accounts by number.
// Document rules therefore look at nothing else of an owner (rule.h); the assertions, which do, are
// not run under a memo.

#define XXH_STATIC_LINKING_ONLY
#include <xxhash.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/finding.h"
#include "analyzer/inputs/input.h"
#include "analyzer/logic/flat_map.h"
#include "analyzer/policy/document.h"

namespace rolelint::engine {

// Belongs to one worker and serves all inputs of a run.
class DocumentMemo {
 public:
  // `masks_accounts`: no rule of the run knows an account by its number.
  explicit DocumentMemo(bool masks_accounts);

  // Whether the document was seen; then its findings are appended to `findings`, at the places
  // where they are in this document, which is of file number `file`. If not, Keep() may follow.
  bool Find(const policy::Document& document, const inputs::Owner& owner,
            std::string_view resource_type, uint32_t file, std::vector<Finding>* findings);
  // The findings of the document that Find() was asked about last.
  void Keep(std::span<const Finding> findings);

 private:
  // A digest. One whose lower half is all ones is never kept.
  struct Key {
    uint64_t low = 0;
    uint64_t high = 0;
  };

  XXH128_hash_t Digest(std::string_view text) const;
  Key KeyOf(const policy::Document& document, const inputs::Owner& owner,
            std::string_view resource_type);
  static Key WithAccount(const Key& masked, std::string_view account);

  const bool masks_accounts_;
  // Of this run alone, so that nobody can write two policies of one digest.
  std::array<char, XXH3_SECRET_SIZE_MIN> secret_{};
  std::string_view bytes_;  // of the last document, in its file
  uint32_t begin_ = 0;      // where they begin
  std::string hashed_;      // what is hashed, gathered: memory of its own
  bool fit_ = false;        // the last document may be kept
  Key exact_;
  Key masked_;
  // By the key's lower half: its upper half, of documents without findings; the place in found_ of
  // others.
  logic::FlatMap<uint64_t> clean_;
  logic::FlatMap<uint32_t> with_findings_;
  struct Found {
    uint64_t high = 0;
    std::vector<Finding> findings;  // spans from the document on
  };
  std::vector<Found> found_;
  size_t kept_ = 0;  // findings in found_
};

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_DOCUMENT_MEMO_H_
