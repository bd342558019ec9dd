#ifndef ROLELINT_ENGINE_READ_INPUTS_H_
#define ROLELINT_ENGINE_READ_INPUTS_H_

// Reads all inputs of a run over several threads, large dumps in parts. Results lie by input, so
// nothing depends on which thread came first.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/engine/comment_suppression.h"
#include "analyzer/engine/hcl_folder.h"
#include "analyzer/engine/rule_sink.h"
#include "analyzer/text/source.h"

namespace rolelint::engine {

// One input after reading.
struct ReadInputState {
  InputSpec spec;
  std::string encoding;  // "utf-8", "gzip+utf-8", …; "" if it could not be read at all
  std::optional<text::SourceError> error;
  text::LineColumn error_place;  // of the byte that error speaks of
  inputs::InputResult result;
  std::vector<Finding> findings;
  std::vector<DocumentFindings> document_findings;
  std::vector<FatalIssue> fatal;
  DocumentTable documents;
  std::vector<CommentSuppression> comments;
  // Of a Terraform file: those of its folder among the inputs; shared by them, and dropped when
  // read unless findings are to be identified.
  std::shared_ptr<HclFolder> folder;

  // The text, as long as it is kept; Open() gives it back.
  std::optional<text::Source> source;
  uint64_t text_size = 0;
  uint64_t text_hash = 0;

  // The source, read again if it was dropped. Null, with a sentence in `why`, if it is gone or no
  // longer the same.
  const text::Source* Open(std::string* why);
  // Gives the memory back of what Open() read again.
  void Close();

 private:
  bool reopened_ = false;
};

// Texts kept for the end of the run, in all; what comes later is read again if it has findings.
inline constexpr uint64_t kKeptBytes = uint64_t{32} << 20;
// Texts below this are not worth cutting.
inline constexpr uint32_t kWorthCutting = uint32_t{1} << 20;
// About how large the parts of a larger one are: small enough that no thread waits long for the
// last one.
inline constexpr uint32_t kChunkBytes = uint32_t{256} << 10;

// How an input of the run is read; without the module that it is part of.
inputs::ReadOptions OptionsFor(const InputSpec& spec, const CheckOptions& options);

std::vector<ReadInputState> ReadInputs(std::vector<InputSpec> specs, const RunContext& run,
                                       int threads);

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_READ_INPUTS_H_
