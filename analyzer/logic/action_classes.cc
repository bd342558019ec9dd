#include "analyzer/logic/action_classes.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

#include "analyzer/logic/pattern.h"
#include "analyzer/text/glob.h"

namespace rolelint::logic {
namespace {

using Ordinals = std::vector<uint32_t>;

// No action holds it, so it fits wildcards alone.
constexpr char kFresh = '\x01';
// What it becomes where AWS has no action of the class.
constexpr std::string_view kFillers[] = {"Any", "Zz", "x", "Qq7", "SomeOther", "0z0"};

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = text::AsciiLower(c);
  return lower;
}

std::string_view ServiceOf(std::string_view action) { return action.substr(0, action.find(':')); }

struct Glob {
  std::string text;
  Ordinals ordinals;
  std::string word;  // with kFresh for the wildcards
};

struct Service {
  std::vector<Glob> globs;
  std::vector<std::string> literals;
};

std::string WordOf(std::string_view glob) {
  std::string word(glob);
  for (char& c : word) {
    if (c == '*' || c == '?') c = kFresh;
  }
  return word;
}

// Patterns whose texts before the first wildcard, or after the last, differ have nothing in common.
bool SurelyDisjoint(std::string_view a, std::string_view b) {
  const size_t before = std::min(a.find_first_of("*?"), b.find_first_of("*?"));
  if (a.substr(0, before) != b.substr(0, before)) return true;
  const size_t after_a = a.size() - 1 - a.find_last_of("*?");
  const size_t after_b = b.size() - 1 - b.find_last_of("*?");
  const size_t after = std::min(after_a, after_b);
  return a.substr(a.size() - after) != b.substr(b.size() - after);
}

class Classifier {
 public:
  Classifier(std::span<const CompiledStatement* const> statements, uint32_t ordinals,
             const catalog::Catalog& catalog)
      : ordinals_(ordinals), catalog_(catalog) {
    std::unordered_map<std::string_view, std::pair<Service*, size_t>> glob_index;
    for (const CompiledStatement* statement : statements) {
      const ActionSet& set = statement->actions;
      if (set.everything) everything_.push_back(statement->ordinal);
      for (const std::string& literal : set.literals) {
        auto [at, added] = literals_.try_emplace(literal);
        at->second.push_back(statement->ordinal);
        if (added) services_[std::string(ServiceOf(literal))].literals.push_back(literal);
      }
      for (const std::string& glob : set.globs) {
        auto at = glob_index.find(glob);
        if (at == glob_index.end()) {
          Service& service = services_[std::string(ServiceOf(glob))];
          service.globs.push_back({glob, {}, WordOf(glob)});
          at = glob_index.emplace(glob, std::make_pair(&service, service.globs.size() - 1)).first;
        }
        at->second.first->globs[at->second.second].ordinals.push_back(statement->ordinal);
      }
    }
  }

  ActionClasses Strings() {
    for (const auto& [literal, listed] : literals_) Add(literal);
    for (auto& [name, service] : services_) {
      if (Nested(service)) {
        for (const Glob& glob : service.globs) Add(glob.word);
      } else {
        Split(service);
      }
    }
    AddUnlisted();
    return std::move(result_);
  }

  ActionClasses OfCatalog() {
    for (catalog::Service service : catalog_.services()) {
      const bool mentioned = services_.find(service.prefix()) != services_.end();
      for (catalog::Action action : service.actions()) {
        ActionClass& made = mentioned ? Add(Lower(action.full_name())) : AddSignature(Listing(""));
        if (made.actions.empty()) made.action = action.full_name();
        made.actions.push_back(action.id());
      }
    }
    return std::move(result_);
  }

 private:
  std::vector<bool> Listing(std::string_view action) const {
    std::vector<bool> listed(ordinals_);
    auto mark = [&](const Ordinals& ordinals) {
      for (uint32_t ordinal : ordinals) listed[ordinal] = true;
    };
    mark(everything_);
    auto literal = literals_.find(std::string(action));
    if (literal != literals_.end()) mark(literal->second);
    auto service = services_.find(ServiceOf(action));
    if (service == services_.end()) return listed;
    for (const Glob& glob : service->second.globs) {
      if (text::GlobMatches(glob.text, action)) mark(glob.ordinals);
    }
    return listed;
  }

  ActionClass& AddSignature(std::vector<bool> listed) {
    auto [at, added] = index_.emplace(std::move(listed), result_.classes.size());
    if (added) {
      ActionClass& made = result_.classes.emplace_back();
      made.listed = at->first;
    }
    return result_.classes[at->second];
  }

  ActionClass& Add(const std::string& action) {
    ActionClass& made = AddSignature(Listing(action));
    if (made.action.empty()) made.action = Spelled(action, made.listed);
    return made;
  }

  // An action of the class that a reader knows, if there is one.
  std::string Spelled(const std::string& word, const std::vector<bool>& listed) const {
    if (std::optional<catalog::Action> known = catalog_.FindAction(word)) {
      return std::string(known->full_name());
    }
    if (word.find(kFresh) == std::string::npos) return word;
    std::string glob = word;
    std::replace(glob.begin(), glob.end(), kFresh, '*');
    int tries = 0;
    for (catalog::Action action : catalog_.MatchActions(glob)) {
      if (Listing(Lower(action.full_name())) == listed) return std::string(action.full_name());
      if (++tries == kMaxTries) break;
    }
    for (std::string_view filler : kFillers) {
      std::string text;
      for (char c : word) {
        if (c == kFresh) {
          text += filler;
        } else {
          text += c;
        }
      }
      if (Listing(Lower(text)) == listed) return text;
    }
    return word;
  }

  // Any two patterns of the service that different statements list have nothing in common, or one
  // holds the other.
  static bool Nested(const Service& service) {
    for (const Glob& glob : service.globs) {
      if (glob.text.find('?') != std::string::npos) return false;
    }
    for (size_t i = 0; i < service.globs.size(); ++i) {
      for (size_t j = i + 1; j < service.globs.size(); ++j) {
        const Glob& a = service.globs[i];
        const Glob& b = service.globs[j];
        if (a.ordinals == b.ordinals || SurelyDisjoint(a.text, b.text) || text::GlobMatches(a.text, b.word) ||
            text::GlobMatches(b.text, a.word)) {
          continue;
        }
        const Pattern one = Pattern::Glob(a.text);
        const Pattern other = Pattern::Glob(b.text);
        const Pattern* const both[] = {&one, &other};
        if (Intersect(both) != Answer::kNo) return false;
      }
    }
    return true;
  }

  // Every combination that has an action which is not written out. Patterns that the same statements
  // list make one group: in one of them or in none is all that matters.
  void Split(const Service& service) {
    std::vector<Pattern> patterns;
    patterns.reserve(service.globs.size() + service.literals.size());
    std::map<Ordinals, std::vector<const Pattern*>> groups;
    for (const Glob& glob : service.globs) {
      patterns.push_back(Pattern::Glob(glob.text));
      groups[glob.ordinals].push_back(&patterns.back());
    }
    struct Part {
      std::vector<PatternList> in;
      std::vector<const Pattern*> out;
      std::string action;
    };
    std::vector<Part> parts(1);
    for (const std::string& text : service.literals) {
      patterns.push_back(Pattern::Literal(text));
      parts[0].out.push_back(&patterns.back());
    }
    auto found = [&](Part* part) {
      Found text = FindText(part->in, part->out);
      if (text.answer == Answer::kTooHard) result_.complete = false;
      part->action = std::move(text.text);
      return text.answer == Answer::kYes;
    };
    for (const auto& [ordinals, group] : groups) {
      std::vector<Part> next;
      for (Part& part : parts) {
        Part in = part;
        in.in.emplace_back(group);
        if (found(&in)) next.push_back(std::move(in));
        part.out.insert(part.out.end(), group.begin(), group.end());
        if (part.in.empty() || found(&part)) next.push_back(std::move(part));
      }
      parts = std::move(next);
      if (parts.size() > kMaxPatternClasses) {
        result_.complete = false;
        return;
      }
    }
    for (const Part& part : parts) {
      if (!part.in.empty()) Add(part.action);
    }
  }

  // An action that no pattern but a lone star lists.
  void AddUnlisted() {
    ActionClass& made = AddSignature(Listing(""));
    if (!made.action.empty()) return;
    for (catalog::Service service : catalog_.services()) {
      if (services_.find(service.prefix()) == services_.end() && !service.actions().empty()) {
        made.action = service.actions()[0].full_name();
        return;
      }
    }
    made.action = "some-service:SomeAction";
  }

  static constexpr int kMaxTries = 32;

  const uint32_t ordinals_;
  const catalog::Catalog& catalog_;
  Ordinals everything_;
  std::unordered_map<std::string, Ordinals> literals_;
  std::map<std::string, Service, std::less<>> services_;
  std::unordered_map<std::vector<bool>, size_t> index_;
  ActionClasses result_;
};

}  // namespace

ActionClasses ClassifyActions(std::span<const CompiledStatement* const> statements,
                              uint32_t ordinals, Universe universe,
                              const catalog::Catalog& catalog) {
  Classifier classifier(statements, ordinals, catalog);
  return universe == Universe::kStrings ? classifier.Strings() : classifier.OfCatalog();
}

}  // namespace rolelint::logic
