#include "analyzer/cli/policy_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analyzer/cli/input_files.h"
#include "analyzer/inputs/input.h"
#include "analyzer/policy/refusal.h"

namespace rolelint::cli {
namespace {

// Policies of a file that are listed for the user to choose from.
constexpr size_t kMaxListed = 40;

// The names by which --policy may call a policy, the one that is listed first.
std::vector<std::string> NamesOf(const policy::Document& document, const inputs::Owner& owner,
                                 uint32_t number) {
  std::vector<std::string> names;
  const bool trust = document.kind == policy::Kind::kTrust;
  if (!owner.entity_name.empty() && !owner.policy_name.empty()) {
    names.push_back(fmt::format("{}/{}", owner.entity_name, owner.policy_name));
  }
  if (!owner.policy_name.empty()) names.emplace_back(owner.policy_name);
  if (trust && !owner.entity_name.empty()) names.emplace_back(owner.entity_name);
  if (!owner.arn.empty() && (trust || !owner.is_entity)) names.emplace_back(owner.arn);
  names.push_back(fmt::format("#{}", number));
  return names;
}

// Keeps the policies that are meant, and what to tell if that is not exactly one.
class Chooser : public inputs::Sink {
 public:
  Chooser(uint32_t file, const std::string& name, engine::ReadInputState* state)
      : file_(file), name_(name), state_(*state) {}

  void OnDocument(const policy::Document& document, const inputs::Owner& owner) override {
    // It is parsed again below, as it stands there: with functions in place of values.
    const json::Tree& tree = *document.root.tree();
    if (owner.in_template || document.open_values != 0 || !tree.views.empty() ||
        tree.notation != json::Notation::kJson) {
      of_template_ = true;
      return;
    }
    state_.documents.Add(document.view->ToFile(document.span), document, owner);
    const std::vector<std::string> names = NamesOf(document, owner, ++count_);
    if (count_ == 1) {
      first_.emplace(file_, document);
      first_has_name_ = names.size() > 1;
    }
    if (std::find(names.begin(), names.end(), name_) != names.end() && ++named_count_ == 1) {
      named_.emplace(file_, document);
    }
    if (names_.size() < kMaxListed) {
      names_.push_back(fmt::format("{}: {} policy", names[0], policy::KindName(document.kind)));
    }
  }

  void OnIssues(const text::View& view, std::span<const json::Issue> issues) override {
    // Parsers disagree on which of two values of one key counts, so that there is no policy to
    // prove anything of.
    for (const json::Issue& issue : issues) {
      if (issue.fatal() || issue.code == json::Issue::Code::kDuplicateKey) {
        state_.fatal.push_back({view.ToFile(issue.span), issue.message});
      }
    }
  }

  std::optional<ChosenPolicy> Take(const std::string& file, std::vector<std::string>* why_not) {
    if (named_count_ == 1) return std::move(named_);
    // A policy that is alone in its file needs no choice, unless the file calls it otherwise.
    if (count_ == 1 && (name_.empty() || !first_has_name_)) return std::move(first_);
    if (of_template_) {
      why_not->push_back(
          fmt::format("{}: these policies are part of a template, or not in JSON: give them as "
                      "they are deployed",
                      file));
    }
    if (count_ == 0) return std::nullopt;
    if (named_count_ > 1) {
      why_not->push_back(
          fmt::format("{}: {} policies are called \"{}\"", file, named_count_, name_));
    } else if (!name_.empty()) {
      why_not->push_back(fmt::format("{}: no policy is called \"{}\"; there are", file, name_));
    } else {
      why_not->push_back(
          fmt::format("{}: {} policies; choose one with --policy NAME", file, count_));
    }
    for (const std::string& one : names_) why_not->push_back("  " + one);
    if (count_ > names_.size()) {
      why_not->push_back(fmt::format("  … and {} more", count_ - names_.size()));
    }
    return std::nullopt;
  }

 private:
  const uint32_t file_;
  const std::string& name_;
  engine::ReadInputState& state_;
  uint32_t count_ = 0;
  uint32_t named_count_ = 0;
  bool first_has_name_ = false;
  bool of_template_ = false;
  std::vector<std::string> names_;
  std::optional<ChosenPolicy> first_, named_;
};

std::string At(const text::Source& source, text::Span span) {
  const text::LineColumn at = source.Locate(span.begin);
  return fmt::format("{}:{}:{}", source.name(), at.line, at.column);
}

// What AWS refuses has no meaning to prove anything of.
bool IsPolicy(const ChosenPolicy& chosen, const text::Source& source,
              std::vector<std::string>* why_not) {
  if (!chosen.valid()) {
    why_not->push_back(fmt::format("{}: not a policy", source.name()));
    return false;
  }
  if (const auto refusal = policy::FindRefusal(chosen.document())) {
    why_not->push_back(
        fmt::format("{}: not a valid policy: {}; `rolelint check` lists all mistakes",
                    At(source, chosen.PlaceOf(refusal->span).span), refusal->reason));
    return false;
  }
  return true;
}

}  // namespace

ChosenPolicy::ChosenPolicy(uint32_t file, const policy::Document& document) : file_(file) {
  const text::View& view = *document.view;
  const text::Span span = document.span;
  copy_ = policy::OwnedDocument::Parse(view.text().substr(span.begin, span.size()), document.kind,
                                       document.kind_source);
  if (view.parent() == nullptr) {
    shift_ = span.begin;
    return;
  }
  begins_.reserve(span.size());
  ends_.reserve(span.size());
  for (uint32_t i = span.begin; i < span.end; ++i) {
    const text::Span byte = view.ToFile({i, i + 1});
    begins_.push_back(byte.begin);
    ends_.push_back(byte.end);
  }
}

ChosenPolicy ChosenPolicy::Borrow(uint32_t file, const policy::Document* document) {
  ChosenPolicy chosen;
  chosen.file_ = file;
  chosen.borrowed_ = document;
  return chosen;
}

estate::Place ChosenPolicy::PlaceOf(text::Span span) const {
  if (borrowed_ != nullptr) return {file_, borrowed_->view->ToFile(span)};
  if (begins_.empty()) return {file_, {span.begin + shift_, span.end + shift_}};
  const auto last = static_cast<uint32_t>(begins_.size()) - 1;
  const uint32_t begin = begins_[std::min(span.begin, last)];
  if (span.empty()) return {file_, {begin, begin}};
  return {file_, {begin, ends_[std::min(span.end - 1, last)]}};
}

const ChosenPolicy* PolicyFiles::Read(const std::string& path, const PolicyChoice& choice,
                                      std::vector<std::string>* why_not) {
  if (path == "-" && std::exchange(read_stdin_, true)) {
    why_not->push_back("standard input can be only one of the policies");
    return nullptr;
  }
  InputFiles found = CollectInputs({path}, {.stdin_name = choice.stdin_name});
  if (found.errors.empty() && found.inputs.size() != 1) {
    found.errors.push_back(path + ": not one file");
  }
  if (!found.errors.empty()) {
    *why_not = std::move(found.errors);
    return nullptr;
  }
  const auto file = static_cast<uint32_t>(inputs_.size());
  engine::ReadInputState& state = inputs_.emplace_back();
  state.spec = std::move(found.inputs[0]);
  const std::string& name = state.spec.display_name;
  text::SourceError problem;
  state.source = state.spec.path.empty()
                     ? text::Source::FromBytes(name, std::move(state.spec.bytes), &problem)
                     : text::Source::FromFile(state.spec.path, name, &problem);
  if (!state.source) {
    why_not->push_back(fmt::format("{}: {}", name, problem.message));
    return nullptr;
  }
  state.text_size = state.source->text().size();
  state.encoding = text::EncodingName(state.source->encoding());
  if (state.source->gzip()) state.encoding.insert(0, "gzip+");
  inputs::ReadOptions options;
  options.kind = choice.kind;
  inputs::Scratch scratch;
  Chooser chooser(file, choice.name, &state);
  state.result = inputs::ReadInput(*state.source, file, options, &scratch, &chooser);
  state.documents.Sort();
  for (const engine::FatalIssue& issue : state.fatal) {
    why_not->push_back(fmt::format("{}: {}", At(*state.source, issue.span), issue.message));
  }
  if (!why_not->empty()) return nullptr;
  std::optional<ChosenPolicy> chosen = chooser.Take(name, why_not);
  if (!chosen) {
    for (const inputs::NotChecked& part : state.result.not_checked) {
      why_not->push_back(fmt::format("{}: {}", At(*state.source, part.span), part.reason));
    }
    if (why_not->empty()) {
      why_not->push_back(
          fmt::format("{}: {}", name,
                      state.result.why_not.empty() ? "holds no IAM policy" : state.result.why_not));
    }
    return nullptr;
  }
  if (!IsPolicy(*chosen, *state.source, why_not)) return nullptr;
  return &policies_.emplace_back(std::move(*chosen));
}

}  // namespace rolelint::cli
