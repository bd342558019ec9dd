// A statement that says what another one says. Whoever takes one of them out, believing that the
// access is gone, is wrong.

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "analyzer/text/glob.h"
#include "rules/grammar/wording.h"
#include "rules/redundancy/contained.h"

namespace rolelint::rules {
namespace {

using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:REDUNDANT_STATEMENT",
};

// Beyond so many statements only equal ones are looked for, by their hash.
constexpr size_t kMaxStatements = 200;
// Comparisons of two items over a document.
constexpr uint64_t kMaxWork = 400'000;

std::string Folded(std::string_view text) {
  std::string folded(text);
  for (char& c : folded) c = text::AsciiLower(c);
  return folded;
}

// What a statement says, whatever the order and the form of its lists, and the Sid.
class Canonical {
 public:
  explicit Canonical(const Statement& statement) {
    Add(statement.allows() ? "Allow" : "Deny");
    AddPrincipal("P", statement.principal);
    AddPrincipal("NP", statement.not_principal);
    AddList("A", statement.action, true);
    AddList("NA", statement.not_action, true);
    AddList("R", statement.resource, false);
    AddList("NR", statement.not_resource, false);
    std::vector<std::string> tests;
    for (const policy::ConditionTest& test : statement.conditions) {
      known_ = known_ && test.key.known && test.op_text.known;
      tests.push_back(TestText(test));
    }
    AddSorted("C", std::move(tests));
  }

  const std::string& text() const { return text_; }
  // Whether every part is known.
  bool known() const { return known_; }

  static std::string TestText(const policy::ConditionTest& test) {
    std::vector<std::string> values;
    for (const policy::ConditionValue& value : test.values) values.emplace_back(value.text.value);
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    std::string text = Folded(test.op_text.value) + '\x1F' + Folded(test.key.value);
    for (const std::string& value : values) text += '\x1F' + value;
    return text;
  }

 private:
  void Add(std::string_view part) { text_.append(part) += '\x1E'; }
  void AddSorted(std::string_view name, std::vector<std::string> parts) {
    std::sort(parts.begin(), parts.end());
    parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
    Add(name);
    for (const std::string& part : parts) Add(part);
  }
  void AddList(std::string_view name, const policy::TextList& list, bool fold) {
    if (!list.present) return;
    std::vector<std::string> parts;
    for (const policy::Text& text : list.items) {
      known_ = known_ && text.known;
      parts.push_back(fold ? Folded(text.value) : std::string(text.value));
    }
    AddSorted(name, std::move(parts));
  }
  void AddPrincipal(std::string_view name, const policy::Principal& principal) {
    if (!principal.present) return;
    std::vector<std::string> parts;
    if (principal.is_string) parts.push_back("AWS\x1F" + std::string(principal.text.value));
    known_ = known_ && principal.text.known;
    for (const policy::PrincipalEntry& entry : principal.entries) {
      for (const policy::Text& text : entry.values.items) {
        known_ = known_ && text.known;
        parts.push_back(std::string(entry.key.value) + '\x1F' + std::string(text.value));
      }
    }
    AddSorted(name, std::move(parts));
  }

  std::string text_;
  bool known_ = true;
};

// Whether each item of `inner` is contained in one of `outer`.
bool ListContains(const policy::TextList& outer, const policy::TextList& inner, bool fold,
                  uint64_t* work) {
  if (!outer.present || !inner.present) return false;
  *work += outer.items.size() * inner.items.size();
  if (*work > kMaxWork) return false;
  return std::all_of(inner.items.begin(), inner.items.end(), [&](const policy::Text& item) {
    return std::any_of(outer.items.begin(), outer.items.end(), [&](const policy::Text& pattern) {
      return GlobContains(pattern.value, item.value, fold);
    });
  });
}

bool SamePrincipal(const Statement& a, const Statement& b) {
  if (a.not_principal.present || b.not_principal.present) return false;
  if (!a.principal.present && !b.principal.present) return true;
  // Only one name each is compared; equal lists are found by their hash.
  const auto only = [](const Statement& s) -> std::string_view {
    if (s.principal.is_string) return s.principal.text.value;
    if (s.principal.entries.size() != 1 || s.principal.entries[0].values.items.size() != 1) {
      return "";
    }
    return s.principal.entries[0].values.items[0].value;
  };
  return !only(a).empty() && only(a) == only(b);
}

// Whether `outer` holds of every request of which `inner` holds, as far as the texts tell.
bool Covers(const Statement& outer, const Statement& inner, uint64_t* work) {
  if (outer.effect != inner.effect || outer.conditions.size() > inner.conditions.size()) {
    return false;
  }
  if (!SamePrincipal(outer, inner)) return false;
  if (!ListContains(outer.action, inner.action, true, work)) return false;
  const bool no_resource = !outer.resource.present && !inner.resource.present &&
                           !outer.not_resource.present && !inner.not_resource.present;
  if (!no_resource && !ListContains(outer.resource, inner.resource, false, work)) return false;
  // Each test of the outer one stands in the inner one too.
  *work += outer.conditions.size() * inner.conditions.size();
  if (*work > kMaxWork) return false;
  return std::all_of(
      outer.conditions.begin(), outer.conditions.end(), [&](const policy::ConditionTest& test) {
        const std::string text = Canonical::TestText(test);
        return std::any_of(
            inner.conditions.begin(), inner.conditions.end(),
            [&](const policy::ConditionTest& other) { return Canonical::TestText(other) == text; });
      });
}

class Finder {
 public:
  Finder(const policy::Document& document, engine::Reporter* report)
      : document_(document), report_(*report) {}

  void Run() {
    FindEqual();
    if (kept_.size() > kMaxStatements) return;
    uint64_t work = 0;
    for (const Statement* inner : kept_) {
      for (const Statement* outer : kept_) {
        if (outer == inner || gone_[outer->index] || !Covers(*outer, *inner, &work)) continue;
        gone_[inner->index] = true;
        Report(*inner, *outer, "says nothing that", "does not say");
        break;
      }
      if (work > kMaxWork) return;
    }
  }

 private:
  void FindEqual() {
    std::unordered_map<std::string, const Statement*> seen;
    for (const Statement& statement : document_.statements) {
      if (!statement.allows() && !statement.denies()) continue;
      const Canonical canonical(statement);
      if (!canonical.known()) continue;
      const auto [found, added] = seen.emplace(canonical.text(), &statement);
      if (added) {
        kept_.push_back(&statement);
      } else {
        Report(statement, *found->second, "says the same as", "");
      }
    }
  }

  void Report(const Statement& statement, const Statement& other, std::string_view verb,
              std::string_view end) {
    std::string message = StatementName(document_, statement.index) + " " + std::string(verb) +
                          " " + StatementName(document_, other.index);
    if (!end.empty()) message += " " + std::string(end);
    report_.Report(text::Span{statement.span.begin, statement.span.begin + 1}, std::move(message))
        .Label("this statement")
        .Help("delete it; if it was to say something else, say that")
        .Related(text::Span{other.span.begin, other.span.begin + 1}, "says it already");
  }

  const policy::Document& document_;
  engine::Reporter& report_;
  std::vector<const Statement*> kept_;
  std::unordered_map<uint32_t, bool> gone_;  // by index: another statement covers it
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  if (context.document.statements.size() > 1) Finder(context.document, &report).Run();
}

}  // namespace

extern const engine::Rule kRedundantStatement = {
    .id = "redundant-statement",
    .summary = "A statement says nothing that another one does not say",
    .level = engine::Level::kSuggestion,
    .kinds = policy::kAllKinds,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_statement.html",
    .check_document = Check,
};

}  // namespace rolelint::rules
