#ifndef ROLELINT_ENGINE_RULE_SINK_H_
#define ROLELINT_ENGINE_RULE_SINK_H_

// What takes the documents of one input (or of one part of a large one) while they are in memory:
// runs the rules about syntax and about documents, and keeps what the rest of the run needs.

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "analyzer/engine/active_rules.h"
#include "analyzer/engine/assertion_watch.h"
#include "analyzer/engine/document_escalations.h"
#include "analyzer/engine/document_memo.h"
#include "analyzer/engine/document_table.h"
#include "analyzer/engine/subjects.h"
#include "analyzer/inputs/input.h"
#include "analyzer/logic/questions.h"

namespace rolelint::engine {

// What the rules of a run look at besides the documents.
struct RunContext {
  const ActiveRules& rules;
  const Config& config;
  const catalog::Catalog& catalog;
  const CheckOptions& options;
  AssertionWatch* watch = nullptr;
};

// The findings of one document, so that a document met twice can be told.
struct DocumentFindings {
  // Of owner, name, kind and tokens; zero where the owner is unknown, since equal policies of two
  // unknown owners are two.
  uint64_t key[2] = {0, 0};
  uint32_t begin = 0;
  uint32_t end = 0;
};

struct FatalIssue {
  Span span;  // in the file
  std::string message;
};

class RuleSink : public inputs::Sink {
 public:
  // `file_name`: as reports print it. `questions`, `subjects` and `memo` are the worker's, whose
  // memory serves one input after another; without a memo every document is looked at.
  RuleSink(const RunContext& run, uint32_t file, std::string_view file_name,
           logic::PolicyQuestions* questions, Subjects* subjects, DocumentMemo* memo)
      : run_(run),
        file_name_(file_name),
        questions_(*questions),
        subjects_(*subjects),
        memo_(memo),
        file_(file),
        escalations_(run.catalog),
        collector_(file) {}

  void OnDocument(const policy::Document& document, const inputs::Owner& owner) override;
  void OnIssues(const text::View& view, std::span<const json::Issue> issues) override;

  std::vector<Finding>& findings() { return collector_.findings(); }
  std::vector<DocumentFindings>& document_findings() { return document_findings_; }
  std::vector<FatalIssue>& fatal() { return fatal_; }
  DocumentTable& documents() { return documents_; }
  // Documents that the rules did not get to the end of.
  std::vector<inputs::NotChecked>& not_checked() { return not_checked_; }

 private:
  bool RunRules(const policy::Document& document, const inputs::Owner& owner,
                std::string_view resource_type);
  void TellUnfinished(Span span);
  void KeepActions(std::span<Finding> findings);
  void DropTold(uint32_t begin);

  const RunContext& run_;
  const std::string_view file_name_;
  logic::PolicyQuestions& questions_;
  Subjects& subjects_;
  DocumentMemo* const memo_;
  const uint32_t file_;
  DocumentEscalations escalations_;
  Collector collector_;
  std::vector<DocumentFindings> document_findings_;
  std::vector<FatalIssue> fatal_;
  DocumentTable documents_;
  std::vector<inputs::NotChecked> not_checked_;
  // Rule and place of the findings up to told_upto_, for Owner::again.
  std::set<std::tuple<const Rule*, uint32_t, uint32_t>> told_;
  uint32_t told_upto_ = 0;
  std::string hashed_;  // memory of FillKey
};

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_RULE_SINK_H_
