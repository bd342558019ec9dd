#ifndef ROLELINT_LOGIC_ATOMS_H_
#define ROLELINT_LOGIC_ATOMS_H_

// The elementary tests that formulas are made of, each about one dimension of a request: its
// resource, its principal, or one condition key. Equal tests are one atom.
//
// A principal is written as one text, so that everything about it is a pattern over that text and
// the keys that follow from it (aws:PrincipalArn, aws:PrincipalAccount, …) are no dimensions of
// their own:
//   ARN ":" SESSION             users, roles, root users, federated users (SESSION of roles only)
//   "service:" NAME ":"         services;  "federated:" PROVIDER ":"  web identities, SAML
//   "canonical:" ID ":"         canonical users;  "anonymous::"  nobody
// No name in it holds a colon but ARNs and providers, so the last colon is always the separator.

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "analyzer/logic/compiled.h"

namespace rolelint::logic {

// A set of values of one key, or of texts of the resource or the principal.
struct Region {
  policy::OperatorFamily family = policy::OperatorFamily::kString;
  std::vector<const Pattern*> patterns;              // sorted by address
  std::vector<const Template*> templates;            // whose variables all have values
  ValueSet points = ValueSet::None(Scale::kNumber);  // Numeric, Date, IpAddress
};

struct Atom {
  enum class Kind : uint8_t {
    kResource,   // the resource is in the region
    kPrincipal,  // the principal is
    kAbsent,     // the key is absent
    kList,       // the key has a list of values
    kSome,       // some value of the key is in the region, or outside it (`complement`)
    kOpaque,     // what cannot be decomposed: free, but equal occurrences are equal
  };
  Kind kind = Kind::kOpaque;
  bool complement = false;
  KeyId key = Vocabulary::kNoKey;
  const Region* region = nullptr;
};

class AtomTable {
 public:
  explicit AtomTable(Vocabulary* vocabulary) : vocabulary_(*vocabulary) {}
  AtomTable(const AtomTable&) = delete;
  AtomTable& operator=(const AtomTable&) = delete;

  Vocabulary& vocabulary() { return vocabulary_; }
  const Atom& atom(uint32_t id) const { return atoms_[id]; }
  size_t size() const { return atoms_.size(); }

  const Region* Texts(std::vector<const Pattern*> patterns,
                      std::vector<const Template*> templates = {});
  const Region* Points(const ValueSet& points, policy::OperatorFamily family);

  uint32_t Resource(const Region* region) { return Add({Atom::Kind::kResource, false, 0, region}); }
  uint32_t Principal(const Region* region) {
    mentions_principal_ = true;
    return Add({Atom::Kind::kPrincipal, false, 0, region});
  }
  uint32_t Absent(KeyId key) { return Add({Atom::Kind::kAbsent, false, key, nullptr}); }
  uint32_t List(KeyId key) { return Add({Atom::Kind::kList, false, key, nullptr}); }
  uint32_t Some(KeyId key, const Region* region, bool complement) {
    return Add({Atom::Kind::kSome, complement, key, region});
  }
  // Some test so far is about the principal.
  bool mentions_principal() const { return mentions_principal_; }
  uint32_t Opaque(const std::string& signature);

  // The one template equal to `text`.
  const Template* Keep(Template text);

 private:
  uint32_t Add(const Atom& atom);

  Vocabulary& vocabulary_;
  std::vector<Atom> atoms_;
  std::deque<Region> regions_;
  std::unordered_map<std::string, const Region*> region_ids_;
  std::unordered_map<std::string, uint32_t> atom_ids_;
  std::deque<Template> templates_;
  std::vector<const Region*> points_;
  bool mentions_principal_ = false;
};

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_ATOMS_H_
