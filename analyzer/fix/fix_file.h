#ifndef ROLELINT_FIX_FIX_FILE_H_
#define ROLELINT_FIX_FIX_FILE_H_

// One round of fixes of one file: those that overlap none before them and pass their proof.

#include <span>
#include <string>
#include <vector>

#include "analyzer/engine/check.h"
#include "analyzer/fix/edits.h"
#include "analyzer/fix/verdict.h"

namespace rolelint::fix {

// A fix that is offered, and what became of it.
struct Candidate {
  enum class State : uint8_t {
    kOpen,
    kApplied,
    kDeferred,  // it overlaps one that was applied
    kUnsafe,    // it allows more, and only safe ones are asked for
    kUnproved,
  };
  const engine::Finding* finding = nullptr;
  std::vector<ByteEdit> edits;
  State state = State::kOpen;
  Verdict verdict;
};

class FileFixer {
 public:
  // `bytes`: what the file of inputs[index] holds. All must outlive the fixer.
  FileFixer(std::span<const engine::InputSpec> inputs, size_t index, const std::string& bytes,
            const engine::CheckOptions& options, const catalog::Catalog& catalog, bool unsafe)
      : inputs_(inputs),
        index_(index),
        bytes_(bytes),
        options_(options),
        catalog_(catalog),
        unsafe_(unsafe) {}

  // Settles every candidate; they are in the order in which they are tried. The text with those
  // that are applied.
  std::string Run(std::vector<Candidate>* candidates);

 private:
  static constexpr size_t kNoPolicy = static_cast<size_t>(-1);

  size_t PolicyOf(const Candidate& candidate) const;
  PolicyTexts Try(const std::vector<Candidate*>& batch) const;
  bool SameShape(const PolicyTexts& texts) const;
  bool TryTogether(const std::vector<Candidate*>& batch);
  void TryAlone(Candidate* candidate);
  static void GiveUp(std::vector<Candidate>* candidates);
  void Settle(Candidate* candidate, Verdict verdict);

  const std::span<const engine::InputSpec> inputs_;
  const size_t index_;
  const std::string& bytes_;
  const engine::CheckOptions& options_;
  const catalog::Catalog& catalog_;
  const bool unsafe_;
  PolicyTexts before_;             // with the fixes applied so far
  std::vector<text::Span> spans_;  // of the policies in the text that is being fixed
  std::vector<ByteEdit> applied_;
};

}  // namespace rolelint::fix

#endif  // ROLELINT_FIX_FIX_FILE_H_
