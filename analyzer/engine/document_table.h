#ifndef ROLELINT_ENGINE_DOCUMENT_TABLE_H_
#define ROLELINT_ENGINE_DOCUMENT_TABLE_H_

// Which documents stood where in a file and whose they were, kept after the documents themselves
// are gone: reports name the policy of a finding, also of one made by an estate rule, which only
// knows a place. About a hundred bytes a document.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/engine/finding.h"
#include "analyzer/inputs/input.h"

namespace rolelint::engine {

class DocumentTable {
 public:
  // `span`: of the document in the file.
  void Add(Span span, const policy::Document& document, const inputs::Owner& owner);
  // Documents of a later part of the same file.
  void Append(const DocumentTable& later);
  // Must be called before Find.
  void Sort();

  // The innermost document that contains `span`, filled in; not present if there is none.
  PolicyRef Find(Span span) const;

  // How many documents there are of each kind, by kind.
  std::vector<std::pair<policy::Kind, uint32_t>> CountKinds() const;

 private:
  struct Entry {
    Span span;
    uint32_t names = 0;  // where the owner's ARN (or name) and the policy's name begin in names_
    uint16_t arn_size = 0;
    uint16_t name_size = 0;
    policy::Kind kind = policy::Kind::kIdentity;
    policy::KindSource kind_source = policy::KindSource::kDefault;
    bool wrapped = false;
    bool has_arn = false;
  };
  std::vector<Entry> entries_;
  std::string names_;
};

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_DOCUMENT_TABLE_H_
