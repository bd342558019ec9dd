#include "analyzer/inputs/session.h"

#include <algorithm>
#include <new>
#include <utility>

#include "analyzer/inputs/open_strings.h"
#include "analyzer/policy/parser.h"

namespace rolelint::inputs {

Session::Session(const text::Source& source, uint32_t file, const ReadOptions& options,
                 Scratch* scratch, Sink* sink)
    : source_(source),
      own_view_(source.text()),
      file_(file),
      options_(options),
      scratch_(scratch),
      sink_(sink) {
  scratch_->issues.clear();
  if (options.keep_memory) {
    file_view_ =
        new (arena()->Allocate(sizeof(text::View), alignof(text::View))) text::View(source.text());
  }
}

json::Tree* Session::BeginElement() {
  if (options_.keep_memory) return trees()->Take(source_.text());
  scratch_->arena.Reset();
  scratch_->nested.Reset();
  scratch_->tree.Clear();
  scratch_->tree.text = source_.text();
  return &scratch_->tree;
}

void Session::Recognise(std::string_view format, std::string_view why) {
  if (result_.format.empty()) {
    result_.format = format;
    result_.why = why;
  } else if (result_.format != format) {
    result_.format = "mixed";
    result_.why.clear();
  }
  result_.recognised = true;
  FlushIssues();
}

void Session::NoDocument(std::string_view why) {
  if (result_.why_not.empty()) result_.why_not = why;
}

void Session::FlushIssues() {
  if (!result_.recognised || scratch_->issues.empty()) return;
  sink_->OnIssues(*file_view_, scratch_->issues);
  scratch_->issues.clear();
}

std::string Session::Describe(std::string_view what, const Owner& owner) const {
  std::string text(what);
  if (!owner.policy_name.empty()) text.append(" ").append(owner.policy_name);
  if (owner.is_entity && !owner.entity_name.empty()) {
    text.append(" of ").append(estate::EntityTypeName(owner.entity_type));
    text.append(" ").append(owner.entity_name);
  }
  return text;
}

namespace {

// What settles a document that is open as a whole, told by how it is called: "${var.policy}".
std::string_view WhatHelps(std::string_view open, bool configuration) {
  const auto begins = [open](std::string_view with) { return open.substr(2).starts_with(with); };
  if (open.size() < 3 || !open.starts_with("${")) return {};
  if (begins("Import")) return "check the template of the stack that exports it";
  if (begins("Transform")) {
    return "check what CloudFormation makes of the template (get-template --template-stage "
           "Processed)";
  }
  if (begins("file")) return "check that file by itself";
  if (begins("var.")) return "--parameters, or a file of values beside it, gives the variable";
  if (configuration) return "check the plan (terraform show -json)";
  return "--parameters gives parameters a value; else check the template as it is deployed";
}

// The value that stands for all statements.
std::string_view OpenStatements(json::Value document) {
  json::Value statements = document.Find("Statement");
  if (statements.is_array() && statements.size() != 0) statements = *statements.begin();
  return statements.open() ? statements.str() : std::string_view();
}

// Why a document, or all its statements, were not read. `reason` is Session::open_reason().
std::string WhyOpen(std::string_view reason, std::string_view open) {
  std::string why(reason);
  if (reason.ends_with("apply only")) return why;
  const std::string_view helps = WhatHelps(open, reason.ends_with("configuration"));
  if (!helps.empty()) why.append(": ").append(helps);
  return why;
}

}  // namespace

std::optional<policy::Document> Session::ReadDocument(json::Value value, const text::View& view,
                                                      std::optional<policy::Kind> kind,
                                                      const Owner& owner, std::string_view what) {
  Unwrapped unwrapped;
  if (value.open()) {
    if (!UnwrapOpen(value, view, &unwrapped)) {
      AddNotChecked(view.ToFile(value.span()),
                    "the " + Describe(what, owner) + " " + WhyOpen(open_reason_, value.str()),
                    open_why_);
      return std::nullopt;
    }
    return HandOver(unwrapped, kind, owner);
  }
  layers_.clear();
  unwrapped = Unwrap(value, view, arena(), trees(), &layers_);
  HandIssues(layers_);
  if (!unwrapped.value) {
    AddNotChecked(view.ToFile(value.span()),
                  "the " + Describe(what, owner) + " is a string that holds no readable JSON");
    return std::nullopt;
  }
  if (!unwrapped.value.is_object()) {
    AddNotChecked(view.ToFile(value.span()),
                  "the " + Describe(what, owner) + " is " +
                      std::string(json::TypeName(unwrapped.value.type())) +
                      ", not a policy document");
    return std::nullopt;
  }
  return HandOver(unwrapped, kind, owner);
}

// A document in a string that is known but for some values in it.
bool Session::UnwrapOpen(json::Value value, const text::View& view, Unwrapped* unwrapped) {
  if (!LooksWrapped(value.str())) return false;
  layers_.clear();
  *unwrapped = Unwrap(value, view, arena(), trees(), &layers_);
  if (!unwrapped->value.is_object()) return false;
  unwrapped->value = inputs::MarkOpen(unwrapped->value, arena(), trees());
  if (!unwrapped->value.is_object()) return false;
  HandIssues(layers_);
  return true;
}

void Session::HandIssues(const std::vector<LayerIssues>& issues) {
  for (const LayerIssues& layer : issues) sink_->OnIssues(*layer.view, layer.issues);
}

void Session::MarkOpen(const Unwrapped& unwrapped) {
  auto found = std::find_if(open_parts_.begin(), open_parts_.end(),
                            [&](const OpenParts& each) { return each.view == unwrapped.view; });
  if (found == open_parts_.end()) return;
  json::Tree* tree = trees()->Find(unwrapped.value.tree());
  if (tree == nullptr) return;
  const auto holds_one = [&](Span span) {
    auto part = std::lower_bound(found->parts.begin(), found->parts.end(), span.begin,
                                 [](Span each, uint32_t begin) { return each.end <= begin; });
    return part != found->parts.end() && part->begin < span.end;
  };
  for (json::Node& node : tree->nodes) {
    if (node.type == json::Type::kString && holds_one({node.begin, node.end})) node.truth = true;
    if (node.key_end != 0 && holds_one({node.key_begin, node.key_end})) {
      node.key_quote |= json::kOpenKey;
    }
  }
}

policy::Document Session::HandOver(const Unwrapped& unwrapped, std::optional<policy::Kind> kind,
                                   const Owner& owner) {
  if (!open_parts_.empty()) MarkOpen(unwrapped);
  policy::KindSource kind_source = policy::KindSource::kWrapping;
  if (options_.kind) {
    kind = options_.kind;
    kind_source = policy::KindSource::kOption;
  }
  policy::Document document =
      policy::ParsePolicy(unwrapped.value, *unwrapped.view, kind, kind_source, arena());
  if (!again_) {
    ++result_.policies;
    if (document.open_values != 0 && result_.open_values == 0) {
      first_open_ = document.view->ToFile(document.span);
    }
    result_.open_values += document.open_values;
  }
  if (document.open_statements && document.statements.empty() &&
      OpenStatements(document.root) != kNoItem) {
    AddNotChecked(document.view->ToFile(document.statement_span),
                  "no statement of the " + Describe("policy", owner) +
                      " could be read: what they are " +
                      WhyOpen(open_reason_, OpenStatements(document.root)),
                  open_why_);
  }
  Owner whole = owner;
  whole.again = again_;
  whole.choice = choice_;
  whole.in_template = in_template_;
  whole.template_names = template_names_;
  sink_->OnDocument(document, whole);
  return document;
}

void Session::AddNotChecked(Span file_span, std::string reason, NotChecked::Why why) {
  if (!told_.emplace(file_span.begin, file_span.end).second && (in_template_ || again_)) return;
  result_.not_checked.push_back({file_span, std::move(reason), why});
}

void Session::AddNote(std::string message, Span file_span) {
  if (again_) return;
  result_.notes.push_back({std::move(message), file_span});
}

void Session::TellCutShort(size_t read, Span file_span) {
  AddNote("only " + std::to_string(read) +
              " combinations of the conditions were read that the template leaves undecided; "
              "--parameters gives parameters and variables a value",
          file_span);
}

void Session::RecogniseEmpty(std::string_view format, std::string_view why) {
  if (result_.recognised) return;
  scratch_->issues.clear();
  Recognise(format, why);
}

void Session::DeclareParameter(std::string_view name) {
  for (uint32_t i = 0; i < options_.parameters.size(); ++i) {
    if (options_.parameters[i].first == name) result_.known_parameters.push_back(i);
  }
}

void Session::SkipVersion(Span file_span) {
  if (result_.other_versions++ == 0) first_skipped_version_ = file_span;
}

bool Session::FirstSight(std::string_view arn) {
  if (arn.empty()) return true;
  auto place = std::lower_bound(seen_roles_.begin(), seen_roles_.end(), arn);
  if (place != seen_roles_.end() && *place == arn) return false;
  seen_roles_.emplace(place, arn);
  return true;
}

bool Session::LooksLikeBrokenPolicy() const {
  std::string_view text = source_.text();
  auto has = [text](std::string_view word) { return text.find(word) != std::string_view::npos; };
  return has("Statement") && (has("Effect") || has("Action"));
}

// Pages follow one another: an account's lists are whole if its last page says that nothing is
// missing.
void Session::FinishPages() {
  struct Account {
    PageEnd last;
    estate::AccountCoverage coverage;
    bool selective = false;
  };
  std::vector<Account> accounts;
  size_t current = 0;
  for (PageEnd& page : pages_) {
    auto same = [&page](const Account& account) {
      return account.last.format == page.format && account.coverage.account == page.account;
    };
    size_t index = accounts.size();
    if (!accounts.empty() && accounts[current].last.format == page.format &&
        (page.account.empty() || accounts[current].coverage.account.empty()) &&
        accounts[current].last.truncated) {
      index = current;  // the page that continues the one before, one of them without anybody on it
    } else if (auto found = std::find_if(accounts.begin(), accounts.end(), same);
               found != accounts.end()) {
      index = static_cast<size_t>(found - accounts.begin());
    }
    if (index == accounts.size()) accounts.emplace_back();
    Account& account = accounts[index];
    if (account.coverage.account.empty()) account.coverage.account = page.account;
    account.coverage.users = account.coverage.users || page.users;
    account.coverage.groups = account.coverage.groups || page.groups;
    account.coverage.roles = account.coverage.roles || page.roles;
    account.selective = account.selective || page.selective;
    account.last = std::move(page);
    current = index;
  }
  for (Account& account : accounts) {
    if (account.last.truncated) {
      std::string whose = account.coverage.account.empty()
                              ? "this export"
                              : "the export of account " + account.coverage.account;
      AddNotChecked(account.last.truncated_span,
                    whose +
                        " says that further pages follow, and they are not in this file: what "
                        "they hold was not checked",
                    NotChecked::Why::kElsewhere);
    } else if (!account.coverage.account.empty() && !account.selective &&
               (account.coverage.users || account.coverage.groups || account.coverage.roles)) {
      result_.records.coverage.push_back(std::move(account.coverage));
    }
  }
}

namespace {

// In order, those inside others left out.
void SortSensitive(std::vector<Span>* spans) {
  std::sort(spans->begin(), spans->end(),
            [](Span a, Span b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; });
  uint32_t reached = 0;
  std::erase_if(*spans, [&reached](Span span) {
    if (span.end <= reached) return true;
    reached = span.end;
    return false;
  });
}

}  // namespace

InputResult Session::Finish(bool failed) {
  if (failed) {
    if (options_.explicitly_named || result_.recognised || LooksLikeBrokenPolicy()) {
      result_.readable = false;
      result_.why_not.clear();
      sink_->OnIssues(*file_view_, scratch_->issues);
    }
  } else {
    FlushIssues();
    FinishPages();
  }
  scratch_->issues.clear();
  SortSensitive(&result_.sensitive);
  if (result_.open_values != 0) {
    AddNote(std::to_string(result_.open_values) +
                (result_.open_values == 1 ? " value that the template leaves open was"
                                          : " values that the template leaves open were") +
                " not judged" + (open_hint_.empty() ? "" : ": " + open_hint_),
            first_open_);
  }
  RefreshVersionNote(&result_, first_skipped_version_);
  if (result_.recognised || !options_.explicitly_named) {
    result_.why_not.clear();
  } else if (result_.readable && result_.why_not.empty()) {
    result_.why_not = "nothing here looks like a policy, nor like an export that rolelint knows";
  }
  return std::move(result_);
}

void RefreshVersionNote(InputResult* result, Span span) {
  constexpr std::string_view kTail = " left out: not in force";
  auto is_it = [kTail](const Note& note) { return note.message.ends_with(kTail); };
  auto found = std::find_if(result->notes.begin(), result->notes.end(), is_it);
  if (found != result->notes.end()) {
    span = found->span;
    result->notes.erase(found);
  }
  if (result->other_versions == 0) return;
  std::string message = std::to_string(result->other_versions);
  message += result->other_versions == 1 ? " version of a managed policy was"
                                         : " versions of managed policies were";
  // The note comes first, so that it stands in one place however the input was read.
  result->notes.insert(result->notes.begin(), {message.append(kTail), span});
}

bool JoinChunk(InputResult&& part, InputResult* whole) {
  if (!whole->readable) return false;
  if (whole->format.empty()) {
    whole->format = std::move(part.format);
    whole->why = std::move(part.why);
  } else if (!part.format.empty() && part.format != whole->format) {
    whole->format = "mixed";
    whole->why.clear();
  }
  whole->policies += part.policies;
  whole->recognised = whole->recognised || part.recognised;
  whole->readable = part.readable;
  auto move_all = [](auto&& from, auto* to) {
    to->insert(to->end(), std::make_move_iterator(from.begin()),
               std::make_move_iterator(from.end()));
  };
  if (part.other_versions != 0) {
    Span span = part.notes.front().span;
    part.notes.erase(part.notes.begin());
    whole->other_versions += part.other_versions;
    RefreshVersionNote(whole, span);
  }
  move_all(std::move(part.not_checked), &whole->not_checked);
  move_all(std::move(part.notes), &whole->notes);
  whole->records.Append(std::move(part.records));
  if (whole->recognised) whole->why_not.clear();
  return true;
}

}  // namespace rolelint::inputs
