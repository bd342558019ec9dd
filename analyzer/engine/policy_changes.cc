#include "analyzer/engine/policy_changes.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>

#include "analyzer/accept/compare.h"
#include "analyzer/engine/hcl_folder.h"
#include "analyzer/engine/read_inputs.h"
#include "analyzer/engine/sensitive.h"

namespace rolelint::engine {
namespace {

// A policy with all that it says.
struct Version {
  std::string file;
  std::string owner;
  std::string policy;
  policy::Kind kind = policy::Kind::kIdentity;
  uint32_t place = 0;  // among the policies of its file
  Span span;
  accept::Evidence evidence;
  bool paired = false;
};

class VersionSink : public inputs::Sink {
 public:
  VersionSink(const std::string& file, std::vector<Version>* versions)
      : file_(file), versions_(*versions), first_(versions->size()) {}

  void OnDocument(const policy::Document& document, const inputs::Owner& owner) override {
    if (owner.aws_managed) return;
    const Span span = document.view->ToFile(document.span);
    Version* version = nullptr;
    // Another choice of its template.
    for (size_t i = first_; i < versions_.size(); ++i) {
      if (versions_[i].span == span) version = &versions_[i];
    }
    if (version == nullptr) {
      version = &versions_.emplace_back();
      version->file = file_;
      version->owner = !owner.arn.empty()          ? owner.arn
                       : owner.entity_name.empty() ? owner.logical_id
                                                   : owner.entity_name;
      version->policy = owner.policy_name;
      version->kind = document.kind;
      version->place = static_cast<uint32_t>(versions_.size() - 1 - first_);
      version->span = span;
    }
    for (const policy::Statement& statement : document.statements) {
      accept::AddStatement(document.kind, document.expands_variables(),
                           accept::NormalizedStatement(statement), &version->evidence);
    }
  }

  void OnIssues(const text::View&, std::span<const json::Issue>) override {}

 private:
  const std::string& file_;
  std::vector<Version>& versions_;
  const size_t first_;
};

std::vector<Version> VersionsOf(const std::vector<InputSpec>& inputs, const CheckOptions& options) {
  std::vector<Version> versions;
  std::map<std::string, std::unique_ptr<HclFolder>> folders;
  const auto folder_of = [&](const std::string& path) -> std::unique_ptr<HclFolder>& {
    return folders[path.substr(0, path.rfind('/') + 1)];
  };
  for (const InputSpec& input : inputs) {
    if (!IsHclPath(input.path)) continue;
    std::unique_ptr<HclFolder>& folder = folder_of(input.path);
    if (folder == nullptr) folder = std::make_unique<HclFolder>();
    folder->AddPath(input.path);
  }
  for (const InputSpec& input : inputs) {
    text::SourceError ignored;
    const std::optional<text::Source> source =
        text::Source::FromFile(input.path, input.display_name, &ignored);
    if (!source) continue;
    inputs::ReadOptions read = OptionsFor(input, options);
    if (IsHclPath(input.path)) {
      read.module = folder_of(input.path)->ModuleFor(input.path, source->text(), &read.module_file);
    }
    VersionSink sink(input.display_name, &versions);
    inputs::Scratch scratch;
    const size_t first = versions.size();
    const inputs::InputResult result = inputs::ReadInput(*source, 0, read, &scratch, &sink);
    for (size_t i = first; i < versions.size(); ++i) {
      accept::Finish(IsSensitive(result.sensitive, versions[i].span), &versions[i].evidence);
    }
  }
  return versions;
}

// Pairs the policies of two versions, the surest ways first.
class Pairing {
 public:
  Pairing(std::vector<Version>* before, std::vector<Version>* after)
      : before_(*before), after_(*after), pairs_(after->size(), nullptr) {}

  std::vector<const Version*> Run() {
    By([](const Version& v) { return std::tuple(v.kind, v.owner, v.policy, v.file, v.place); });
    // What moved and says the same.
    By([](const Version& v) {
      return std::tuple(v.kind, std::string(), std::string(), std::string(), v.evidence.digest);
    });
    By([](const Version& v) { return std::tuple(v.kind, v.owner, v.policy, v.file, 0); });
    By([](const Version& v) {
      // What nothing names cannot be told from others elsewhere.
      const bool named = !v.owner.empty() || !v.policy.empty();
      return std::tuple(v.kind, v.owner, v.policy, named ? std::string() : v.file, 0);
    });
    By([](const Version& v) {
      return std::tuple(v.kind, std::string(), std::string(), v.file, v.place);
    });
    return pairs_;
  }

 private:
  template <typename Key>
  void By(Key key) {
    std::multimap<decltype(key(before_.front())), Version*> known;
    for (Version& version : before_) {
      if (!version.paired) known.emplace(key(version), &version);
    }
    for (size_t i = 0; i < after_.size(); ++i) {
      if (pairs_[i] != nullptr) continue;
      const auto found = known.find(key(after_[i]));
      if (found == known.end()) continue;
      pairs_[i] = found->second;
      found->second->paired = true;
      known.erase(found);
    }
  }

  std::vector<Version>& before_;
  std::vector<Version>& after_;
  std::vector<const Version*> pairs_;
};

}  // namespace

std::vector<PolicyChange> FindPolicyChanges(const std::vector<InputSpec>& before,
                                            const std::vector<InputSpec>& after,
                                            const CheckOptions& options,
                                            const catalog::Catalog& catalog) {
  std::vector<Version> old = VersionsOf(before, options);
  std::vector<Version> now = VersionsOf(after, options);
  const std::vector<const Version*> pairs = Pairing(&old, &now).Run();
  const accept::Evidence nothing;
  std::vector<PolicyChange> changes;
  for (size_t i = 0; i < now.size(); ++i) {
    const accept::Evidence& was = pairs[i] == nullptr ? nothing : pairs[i]->evidence;
    if (pairs[i] != nullptr && was.Same(now[i].evidence)) continue;
    PolicyChange& change = changes.emplace_back();
    change.file = now[i].file;
    change.owner = now[i].owner;
    change.policy = now[i].policy;
    change.kind = now[i].kind;
    change.added = pairs[i] == nullptr;
    accept::Comparison compared = accept::Compare(was, now[i].evidence, catalog);
    if (compared.lets_in) {
      change.verdict = PolicyChange::Verdict::kNewAccess;
      change.request = std::move(compared.request);
    } else if (compared.wider && compared.request.empty()) {
      change.verdict = PolicyChange::Verdict::kUndecided;
      change.reason = std::move(compared.added);
    }
  }
  return changes;
}

}  // namespace rolelint::engine
