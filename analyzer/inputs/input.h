#ifndef ROLELINT_INPUTS_INPUT_H_
#define ROLELINT_INPUTS_INPUT_H_

// From one source to documents and records. Formats are told by shape, never by file name: one
// adapter a file in this folder. A sink is called for every policy document in document order while
// its trees and views are alive; records are returned.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/estate/records.h"
#include "analyzer/hcl/module.h"
#include "analyzer/inputs/tree_pool.h"
#include "analyzer/json/issue.h"
#include "analyzer/policy/document.h"
#include "analyzer/text/source.h"
#include "analyzer/text/view.h"

namespace rolelint::inputs {

using text::Span;

// Whom a document belongs to, as far as the wrapping says. All views live as long as the sink's
// call.
struct Owner {
  std::string_view arn;  // of the entity or the managed policy; "" if the wrapping names none
  std::string_view account;
  std::string_view partition;
  std::string_view entity_name;  // role, user or group
  // What the template calls the entity; it may have no other name.
  std::string_view logical_id = {};
  std::string_view policy_name;  // inline or managed policy; "" for a trust policy
  std::string_view path;
  bool is_entity = false;  // arn names a user, group or role
  estate::EntityType entity_type = estate::EntityType::kRole;
  bool only_roles = false;      // a managed policy of roles, and of nobody else
  bool permission_set = false;  // of IAM Identity Center, which makes roles of it
  bool aws_managed = false;     // arn:aws:iam::aws:policy/…
  // What a resource policy is attached to, as CloudFormation names it ("AWS::S3::Bucket"); "" where
  // the wrapping does not tell.
  std::string_view resource_type = {};
  Span policy_name_span;  // in the file; empty if there is none
  bool bounded = false;   // the entity bears a permissions boundary that may leave something out
  // The document was handed over before, as another choice of its template (Fn::If) makes it: what
  // was found in it then is not told again.
  bool again = false;
  // Which choice that is, for people: "IsProd is false"; "" for the one that the defaults make.
  std::string_view choice = {};
  // The document is part of a template: what it says depends on more than its bytes.
  bool in_template = false;
  // Of a template that puts values in place of `${Name}` in certain strings only: the names that it
  // gives to parameters and resources, sorted.
  std::span<const std::string_view> template_names = {};
};

class Sink {
 public:
  virtual ~Sink() = default;
  virtual void OnDocument(const policy::Document& document, const Owner& owner) = 0;
  // What reading the JSON of `view` met (also of documents inside strings). Spans are in `view`. A
  // fatal issue in the file itself makes the result unreadable; one in a document inside a string
  // spoils that document alone.
  virtual void OnIssues(const text::View& view, std::span<const json::Issue> issues) = 0;
};

struct NotChecked {
  enum class Why : uint8_t {
    kUnreadable,  // it is here but cannot be read
    kElsewhere,   // the export says that this part is elsewhere (IsTruncated, "known after apply")
    kUnresolved,  // a template leaves it open: a parameter, a variable, another stack's output
  };
  Span span;  // in the file
  std::string reason;
  Why why = Why::kUnreadable;
};

struct Note {
  std::string message;
  Span span;
};

struct ReadOptions {
  std::optional<policy::Kind> kind;  // --kind
  // False: found in a folder; what holds no policy is then passed over in silence.
  bool explicitly_named = true;
  // Name and value of template parameters and pseudo parameters ("AWS::Region") as the user gives
  // them (--parameters); sorted by name.
  std::span<const std::pair<std::string, std::string>> parameters = {};
  // Code blocks of Markdown files are read (--markdown).
  bool markdown = false;
  // What the documents of the sink's calls point at stays until the scratch goes or is used again:
  // for few and small inputs.
  bool keep_memory = false;
  // Of an HCL file: the module whose files were read together, and which of them this is. Null: it
  // stands alone.
  const hcl::Module* module = nullptr;
  uint32_t module_file = 0;
  // The path as reports name it, for folders that are a format of their own (iam-collect).
  std::string_view path = {};
};

struct InputResult {
  // "policy", "account-authorization-details", "get-role", … (docs/inputs.md); "mixed" for several
  // in one file; "" if nothing was recognised.
  std::string format;
  uint32_t policies = 0;  // documents handed to the sink
  bool recognised = false;
  // False: a fatal JSON issue, told to the sink; nothing behind it was read. A file found in a
  // folder that does not look as if it held a policy is readable and not recognised, whatever is
  // wrong with it.
  bool readable = true;
  std::vector<NotChecked> not_checked;
  std::vector<Note> notes;
  estate::Records records;
  std::string why;  // what told the format, if an adapter says so: "it has RoleDetailList"
  // Values of policies that a template leaves open.
  uint32_t open_values = 0;
  // What the input marks as sensitive (a plan's after_sensitive), in the file, sorted, none inside
  // another: no report may show it.
  std::vector<Span> sensitive;
  std::string why_not;  // if not recognised, though explicitly named and readable: one sentence for
                        // the user

  // Versions of managed policies that are not in force: left out; one of the notes says so.
  uint32_t other_versions = 0;
  // Of ReadOptions::parameters those that the input declares, by index.
  std::vector<uint32_t> known_parameters;
};

// Scratch memory of one worker, reused from input to input.
struct Scratch {
  text::Arena arena;
  json::Tree tree;
  std::vector<json::Issue> issues;
  TreePool nested;
};

// Reads all of `source`. `file` is the number that places carry.
InputResult ReadInput(const text::Source& source, uint32_t file, const ReadOptions& options,
                      Scratch* scratch, Sink* sink);

// A large account dump is cut into runs of list elements that can be read apart, on several
// threads, and a last chunk for what stands around them. Empty if the source is not such a dump or
// not worth cutting. What the sinks of the chunks were told and the joined results, in order, are
// what ReadInput gives — up to and with the first chunk that is not readable: what later ones gave
// must be dropped, for nothing behind a syntax error counts.
struct Chunk {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t list = 0;  // which list the elements belong to (an adapter's own number)
};
std::vector<Chunk> CutDump(const text::Source& source, uint32_t target_bytes);
// The same while it is being cut: `take` gets every chunk as soon as it is known. False if the
// source turns out not to be such a dump: what was read of its chunks must be dropped then.
bool CutDump(const text::Source& source, uint32_t target_bytes,
             const std::function<void(const Chunk&)>& take);
InputResult ReadChunk(const text::Source& source, uint32_t file, const Chunk& chunk,
                      const ReadOptions& options, Scratch* scratch, Sink* sink);
// Adds the next chunk's result. False, with nothing added, if `whole` is already unreadable.
bool JoinChunk(InputResult&& part, InputResult* whole);

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_INPUT_H_
