#ifndef ROLELINT_ENGINE_FINDING_FACTS_H_
#define ROLELINT_ENGINE_FINDING_FACTS_H_

// What identifies findings (FindingFacts), found out when the run is over: the documents that
// findings are about are read once more, and the statement and element at each place are noted.

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "analyzer/accept/evidence.h"
#include "analyzer/engine/finding.h"
#include "analyzer/engine/read_inputs.h"
#include "analyzer/text/source.h"

namespace rolelint::engine {

// What is at a place of a file.
struct PlaceFacts {
  bool in_document = false;
  bool in_statement = false;
  bool named = false;   // `element` says all of it; else it is known by the text at the place
  std::string element;  // "Action s3:*", "Version"; "" the whole
  std::string sid;
  uint32_t first_line = 0, last_line = 0;  // of the statement, if the file has comments
  // The statement, in each choice of its template.
  struct Reading {
    policy::Kind kind = policy::Kind::kIdentity;
    bool variables = true;
    std::shared_ptr<const std::string> statement;  // normalized
  };
  std::vector<Reading> readings;
  bool sensitive = false;
};

// Of each place, in the same order. `input` as it was read from `source`.
std::vector<PlaceFacts> GatherPlaceFacts(const text::Source& source, uint32_t file,
                                         const ReadInputState& input, const CheckOptions& options,
                                         const std::vector<Span>& places);

// Makes the facts of findings, for one file after the other.
class FactsBuilder {
 public:
  // `place` is what stands at the finding, `others` at its related places.
  void Fill(const PlaceFacts* place, const std::vector<const PlaceFacts*>& others,
            Finding* finding);
  // Numbers findings of one identity. In the findings' order, when all are filled.
  static void Number(std::vector<Finding>* findings);

 private:
  // Equal evidence is kept once.
  std::shared_ptr<const accept::Evidence> Share(accept::Evidence evidence);

  std::unordered_map<uint64_t, std::shared_ptr<const accept::Evidence>> known_;
};

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_FINDING_FACTS_H_
