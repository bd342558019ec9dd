#ifndef ROLELINT_INPUTS_SESSION_H_
#define ROLELINT_INPUTS_SESSION_H_

// One input while it is read: what the adapters share. Memory comes from the worker's scratch and
// is reused from element to element of a dump, so whatever must outlive the element is copied into
// records.

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/estate/records.h"
#include "analyzer/inputs/input.h"
#include "analyzer/inputs/unwrap.h"
#include "analyzer/json/tree.h"
#include "analyzer/policy/document.h"
#include "analyzer/text/source.h"
#include "analyzer/text/view.h"

namespace rolelint::inputs {

// One page of an account's list, as one API call returns it: complete only if the last one says so.
struct PageEnd {
  std::string_view format;
  std::string account;  // "" if nothing on the page tells
  bool truncated = false;
  Span truncated_span;  // of the value that says so
  bool users = false;   // the page has the list
  bool groups = false;
  bool roles = false;
  bool selective = false;  // the list is of one path only
};

class Session {
 public:
  Session(const text::Source& source, uint32_t file, const ReadOptions& options, Scratch* scratch,
          Sink* sink);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  const text::View& file_view() const { return *file_view_; }
  const ReadOptions& options() const { return options_; }
  text::Arena* arena() { return &scratch_->arena; }
  TreePool* trees() { return &scratch_->nested; }
  std::vector<json::Issue>* issues() { return &scratch_->issues; }

  // The scratch tree over the file's text, empty; all trees, views and documents made before are
  // gone, unless memory is kept.
  json::Tree* BeginElement();

  // The file (or the first thing in it that is of use) is of this format; `why` is what tells, for
  // --list-inputs: "it has RoleDetailList".
  void Recognise(std::string_view format, std::string_view why = {});
  // Something known that holds no policy; `why` is for the user who named the file.
  void NoDocument(std::string_view why);
  // Hands the issues met so far in the file's own JSON to the sink; keeps them back while nothing
  // is recognised.
  void FlushIssues();

  estate::Place PlaceOf(const text::View& view, Span span) const {
    return {file_, view.ToFile(span)};
  }

  // Reads `value` as a policy document, unwrapping it if need be, and hands it to the sink. `what`
  // is what to call it should it be none: then it is entered as not checked and nothing is
  // returned. Without `kind` its content decides.
  std::optional<policy::Document> ReadDocument(json::Value value, const text::View& view,
                                               std::optional<policy::Kind> kind, const Owner& owner,
                                               std::string_view what);
  // The same for what Unwrap() gave.
  policy::Document HandOver(const Unwrapped& unwrapped, std::optional<policy::Kind> kind,
                            const Owner& owner);

  // Hands over what unwrapping met.
  void HandIssues(const std::vector<LayerIssues>& issues);

  void AddNotChecked(Span file_span, std::string reason,
                     NotChecked::Why why = NotChecked::Why::kUnreadable);
  void AddNote(std::string message, Span file_span);
  // What would settle values that the template leaves open, for the one note that tells how many
  // there are: "--parameters gives parameters a value".
  void SetOpenHint(std::string_view hint) { open_hint_ = hint; }
  // The documents from now on are part of a template (Owner::template_names); `names` lives on.
  void SetTemplate(bool in_template, std::span<const std::string_view> names = {}) {
    in_template_ = in_template;
    template_names_ = names;
  }
  // What is read from now on was read before, with other choices of the template: it counts no
  // second time, and adds no record that the caller leaves there. `choice` tells which they are,
  // for people.
  void ReadAgain(bool again, std::string choice = {}) {
    again_ = again;
    choice_ = std::move(choice);
  }
  // Not all combinations of conditions were read that nothing settles.
  void TellCutShort(size_t read, Span file_span);
  // Why a whole document that is open is not here: "is known after apply only".
  void SetOpenReason(std::string_view reason, NotChecked::Why why) {
    open_reason_ = reason;
    open_why_ = why;
  }
  std::string_view open_reason() const { return open_reason_; }
  // In a document that a template's text holds (`view`, which a string of a tree was given), these
  // parts of the text are open, and so are the strings around them.
  void AddOpenParts(const text::View* view, std::vector<Span> parts) {
    open_parts_.push_back({view, std::move(parts)});
  }
  // The input is of a known format, and nothing in it is about policies: no error, and what its
  // JSON or YAML has of oddities is nobody's concern.
  void RecogniseEmpty(std::string_view format, std::string_view why);
  // The parameter or variable `name` is declared here.
  void DeclareParameter(std::string_view name);
  // Bytes of the file that no report may show.
  void AddSensitive(Span file_span) { result_.sensitive.push_back(file_span); }
  // A version of a managed policy that is not in force, and hence left out.
  void SkipVersion(Span file_span);
  void AddPage(PageEnd page) { pages_.push_back(std::move(page)); }
  // Whether a role with this ARN has not been read in this file (an instance profile repeats its
  // role).
  bool FirstSight(std::string_view arn);

  estate::Records& records() { return result_.records; }
  uint32_t file() const { return file_; }
  bool recognised() const { return result_.recognised; }

  // `failed`: a fatal issue ended the reading.
  InputResult Finish(bool failed);

 private:
  struct OpenParts {
    const text::View* view;
    std::vector<Span> parts;
  };

  bool LooksLikeBrokenPolicy() const;
  void MarkOpen(const Unwrapped& unwrapped);
  void FinishPages();
  std::string Describe(std::string_view what, const Owner& owner) const;
  bool UnwrapOpen(json::Value value, const text::View& view, Unwrapped* unwrapped);

  const text::Source& source_;
  const text::View own_view_;
  const text::View* file_view_ = &own_view_;
  const uint32_t file_;
  const ReadOptions options_;
  Scratch* const scratch_;
  Sink* const sink_;
  InputResult result_;
  std::vector<LayerIssues> layers_;
  std::vector<PageEnd> pages_;
  std::vector<std::string> seen_roles_;
  std::vector<OpenParts> open_parts_;
  Span first_skipped_version_;
  Span first_open_;
  std::string open_hint_;
  bool again_ = false;
  std::string choice_;
  std::set<std::pair<uint32_t, uint32_t>> told_;  // parts of a template that were not checked
  bool in_template_ = false;
  std::span<const std::string_view> template_names_;
  std::string_view open_reason_ = "is left open by the template";
  NotChecked::Why open_why_ = NotChecked::Why::kUnresolved;
};

// The note about left-out versions, after their number has changed.
void RefreshVersionNote(InputResult* result, Span span);

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_SESSION_H_
