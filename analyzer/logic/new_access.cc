#include "analyzer/logic/new_access.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "analyzer/logic/json_document.h"
#include "analyzer/policy/owned_document.h"
#include "analyzer/text/glob.h"

namespace rolelint::logic {
namespace {

using Json = nlohmann::ordered_json;
using policy::OwnedDocument;

Pattern ActionGlob(std::string_view text) { return Pattern::Glob(text, true); }

bool IsWithin(std::string_view inner, std::string_view outer) {
  const Pattern big = ActionGlob(outer);
  const Pattern* const list[] = {&big};
  return Includes(list, ActionGlob(inner)) == Answer::kYes;
}

bool Meet(std::string_view a, std::string_view b) {
  const Pattern first = ActionGlob(a);
  const Pattern second = ActionGlob(b);
  const Pattern* const both[] = {&first, &second};
  return Intersect(both) != Answer::kNo;
}

std::vector<std::string> Strings(const Json& value) {
  std::vector<std::string> strings;
  if (value.is_string()) strings.push_back(value.get<std::string>());
  if (!value.is_array()) return strings;
  for (const Json& item : value) {
    if (item.is_string()) strings.push_back(item.get<std::string>());
  }
  return strings;
}

std::vector<std::string> ActionsOf(const Json& statement) {
  const auto found = statement.find("Action");
  return found == statement.end() ? std::vector<std::string>() : Strings(*found);
}

// The statement with these actions in place of its own.
Json WithActions(const Json& statement, const std::vector<std::string>& actions) {
  Json made = Json::object();
  for (const auto& [key, value] : statement.items()) {
    if (key == "Action" || key == "NotAction") {
      made["Action"] = actions.size() == 1 ? Json(actions[0]) : Json(actions);
    } else {
      made[key] = value;
    }
  }
  return made;
}

// The same policy, each listed action in a statement of its own: the prover's classes then tell the
// actions of a list apart.
std::vector<Json> Split(const std::vector<Json>& statements) {
  std::vector<Json> split;
  for (const Json& statement : statements) {
    const std::vector<std::string> actions = ActionsOf(statement);
    if (actions.size() < 2) {
      split.push_back(statement);
      continue;
    }
    for (const std::string& action : actions) split.push_back(WithActions(statement, {action}));
  }
  return split;
}

// Statements that make a whole but for their actions are one.
void MergeStatements(std::vector<Json>* statements) {
  auto rest = [](const Json& statement) {
    Json other = statement;
    other.erase("Sid");
    other.erase("Action");
    return other;
  };
  std::vector<Json> merged;
  for (Json& statement : *statements) {
    auto same = std::find_if(merged.begin(), merged.end(), [&](const Json& earlier) {
      return earlier.contains("Action") && statement.contains("Action") &&
             rest(earlier) == rest(statement);
    });
    if (same == merged.end()) {
      merged.push_back(std::move(statement));
      continue;
    }
    std::vector<std::string> actions = ActionsOf(*same);
    for (std::string& action : ActionsOf(statement)) {
      if (std::find(actions.begin(), actions.end(), action) == actions.end()) {
        actions.push_back(std::move(action));
      }
    }
    *same = WithActions(*same, actions);
  }
  *statements = std::move(merged);
}

struct Statements {
  std::vector<Json> allows, denies;
};

class Summarizer {
 public:
  Summarizer(const policy::Document& before, const policy::Document& after,
             const catalog::Catalog& catalog, const ProofOptions& options)
      : before_(before), after_(after), catalog_(catalog), options_(options) {
    options_.witnesses = 1;
    options_.each_statement = false;
    Read(before, &old_);
    Read(after, &new_);
  }

  NewAccess Run() {
    for (const Json& allow : new_.allows) KeepNewOf(allow);
    for (const Json& deny : new_.denies) KeepDeny(deny);
    for (const Json& allow : old_.allows) TakeAway(allow);
    MergeStatements(&allows_);
    MergeStatements(&denies_);

    Prover prover(catalog_);
    const CompiledPolicy* old_policy = prover.Add(before_);
    const CompiledPolicy* new_policy = prover.Add(after_);
    Json summary = Policy(Joined(allows_, denies_));
    std::unique_ptr<OwnedDocument> document = Parse(summary);
    const CompiledPolicy* told = prover.Add(document->document());
    const CompiledPolicy* const known[] = {old_policy, told};
    std::unique_ptr<OwnedDocument> whole;
    if (!IsProved(prover.NotGranted(*new_policy, *new_policy, known, options_))) {
      summary = Policy(Joined(new_.allows, new_.denies));
      whole = Parse(summary);
      told = prover.Add(whole->document());
    }
    const bool exact = IsProved(prover.NotGranted(*told, *old_policy, {}, options_));
    return {exact, std::move(summary)};
  }

 private:
  static bool IsProved(const Proof& proof) { return proof.conclusion == Conclusion::kProved; }

  static void Read(const policy::Document& document, Statements* out) {
    const Json root = JsonOf(document.root);
    const auto list = root.find("Statement");
    if (list == root.end()) return;
    for (const policy::Statement& statement : document.statements) {
      if (!statement.allows() && !statement.denies()) continue;
      const Json& json = list->is_array() ? (*list)[statement.index] : *list;
      (statement.allows() ? out->allows : out->denies).push_back(json);
    }
  }

  static std::vector<Json> Joined(std::vector<Json> first, const std::vector<Json>& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
  }

  static Json Policy(const policy::Document& like, const std::vector<Json>& statements) {
    Json policy = Json::object();
    if (like.has_version) policy["Version"] = std::string(like.version.value);
    policy["Statement"] = Json::array();
    for (const Json& statement : statements) policy["Statement"].push_back(statement);
    return policy;
  }
  Json Policy(const std::vector<Json>& statements) const { return Policy(after_, statements); }

  std::unique_ptr<OwnedDocument> Parse(const Json& policy) const {
    return OwnedDocument::Parse(DumpJson(policy), after_.kind, policy::KindSource::kOption);
  }

  // Most statements of a new version are the old ones; to see that needs no look at single actions.
  bool BringsNothing(const Json& allow) const {
    Prover prover(catalog_);
    const auto alone = Parse(Policy(Joined({allow}, new_.denies)));
    const CompiledPolicy* before = prover.Add(before_);
    const CompiledPolicy* through = prover.Add(alone->document());
    return IsProved(prover.NoNewAccess(*before, *through, options_));
  }

  // Keeps the part of a new Allow through which something new comes.
  void KeepNewOf(const Json& allow) {
    if (BringsNothing(allow)) return;
    Prover prover(catalog_);
    const auto mine = Parse(Policy(Joined(Split({allow}), Split(new_.denies))));
    const auto old = Parse(Policy(before_, Joined(Split(old_.allows), Split(old_.denies))));
    const CompiledPolicy* through = prover.Add(mine->document());
    const CompiledPolicy* before = prover.Add(old->document());
    ProofOptions all = options_;
    all.witnesses = std::numeric_limits<uint32_t>::max();
    const Proof proof = prover.NoNewAccess(*before, *through, all);
    if (proof.conclusion == Conclusion::kProved) return;
    std::vector<std::string> kept;
    for (const Witness& witness : proof.witnesses) {
      for (std::string& text : WordsFor(witness, *through, *before)) {
        if (text.empty()) {  // an Allow with NotAction
          allows_.push_back(allow);
          return;
        }
        kept.push_back(std::move(text));
      }
    }
    if (proof.conclusion == Conclusion::kUnknown) {
      allows_.push_back(allow);
      return;
    }
    allows_.push_back(WithActions(allow, Widest(kept)));
  }

  // The narrowest texts for the witness's class of actions: one for each item of the Allow that
  // lists it; "" for one that cannot be narrowed.
  static std::vector<std::string> WordsFor(const Witness& witness, const CompiledPolicy& through,
                                           const CompiledPolicy& before) {
    std::vector<std::string> candidates;
    std::vector<std::string> items;
    bool not_action = false;
    auto look = [&](const CompiledStatement& statement, bool is_item) {
      const policy::Statement& source = *statement.source;
      if (statement.not_action) {
        not_action |= is_item;
        return;
      }
      if (!witness.listed.Has(statement.ordinal) || source.action.items.size() != 1) return;
      candidates.emplace_back(source.action.items[0].value);
      if (is_item) items.push_back(candidates.back());
    };
    for (const CompiledStatement& statement : through.statements) {
      look(statement, statement.allow);
    }
    for (const CompiledStatement& statement : before.statements) look(statement, false);
    std::vector<std::string> words;
    for (std::string word : items) {
      for (const std::string& candidate : candidates) {
        if (IsWithin(candidate, word) && !IsWithin(word, candidate)) word = candidate;
      }
      words.push_back(std::move(word));
    }
    if (not_action) {
      const auto literal =
          std::find_if(candidates.begin(), candidates.end(),
                       [](const std::string& text) { return !text::HasWildcard(text); });
      words.push_back(literal == candidates.end() ? "" : *literal);
    }
    return words;
  }

  // Without those that others hold.
  static std::vector<std::string> Widest(const std::vector<std::string>& texts) {
    std::vector<std::string> widest;
    for (size_t i = 0; i < texts.size(); ++i) {
      bool held = false;
      for (size_t j = 0; j < texts.size() && !held; ++j) {
        if (i == j || !IsWithin(texts[i], texts[j])) continue;
        held = j < i || !IsWithin(texts[j], texts[i]);
      }
      if (!held) widest.push_back(texts[i]);
    }
    return widest;
  }

  // The part of a Deny whose actions some kept Allow lists; null if there is none.
  Json Relevant(const Json& deny) const {
    if (!deny.contains("Action")) return deny;
    std::vector<std::string> kept;
    for (const std::string& action : ActionsOf(deny)) {
      const bool meets = std::any_of(allows_.begin(), allows_.end(), [&](const Json& allow) {
        if (!allow.contains("Action")) return true;
        const std::vector<std::string> listed = ActionsOf(allow);
        return std::any_of(listed.begin(), listed.end(),
                           [&](const std::string& other) { return Meet(action, other); });
      });
      if (meets) kept.push_back(action);
    }
    return kept.empty() ? Json() : WithActions(deny, kept);
  }

  void KeepDeny(const Json& deny) {
    Json relevant = Relevant(deny);
    if (relevant.is_null()) return;
    // Whoever it denies: of NotPrincipal that is not simply the opposite of allowing.
    Json asked = relevant;
    asked["Effect"] = "Allow";
    asked.erase("NotPrincipal");
    if (after_.kind == policy::Kind::kTrust || after_.kind == policy::Kind::kResource) {
      asked["Principal"] = "*";
    }
    Prover prover(catalog_);
    const auto kept = Parse(Policy(allows_));
    const auto overlap = Parse(Policy({asked}));
    const CompiledPolicy* allows = prover.Add(kept->document());
    const CompiledPolicy* denied = prover.Add(overlap->document());
    if (IsProved(prover.NotGranted(*allows, *denied, {}, options_))) return;
    denies_.push_back(std::move(relevant));
  }

  // Turns an old Allow into a Deny, where that takes nothing new away.
  void TakeAway(const Json& allow) {
    // Who is not listed and who is not exempt are not the same.
    if (allow.contains("NotPrincipal")) return;
    // The same text means other things with variables and without.
    const bool same = before_.expands_variables() == after_.expands_variables();
    if (!same && DumpJson(allow).find("${") != std::string::npos) return;
    Json deny = allow;
    deny.erase("Sid");
    deny["Effect"] = "Deny";
    deny = Relevant(deny);
    if (deny.is_null() || DeniedBefore(allow)) return;
    KeepDeny(deny);
  }

  // Whether an old Deny took something from the Allow that the new policy allows.
  bool DeniedBefore(const Json& allow) const {
    if (old_.denies.empty()) return false;
    Prover prover(catalog_);
    const auto alone = Parse(Policy(before_, {allow}));
    const auto left = Parse(Policy(before_, Joined({allow}, old_.denies)));
    const CompiledPolicy* asked = prover.Add(alone->document());
    const CompiledPolicy* excepted[] = {prover.Add(left->document())};
    const CompiledPolicy* after = prover.Add(after_);
    return !IsProved(prover.NotGranted(*after, *asked, excepted, options_));
  }

  const policy::Document& before_;
  const policy::Document& after_;
  const catalog::Catalog& catalog_;
  ProofOptions options_;
  Statements old_, new_;
  std::vector<Json> allows_, denies_;  // of the summary
};

}  // namespace

NewAccess SummarizeNewAccess(const policy::Document& before, const policy::Document& after,
                             const catalog::Catalog& catalog, const ProofOptions& options) {
  return Summarizer(before, after, catalog, options).Run();
}

}  // namespace rolelint::logic
