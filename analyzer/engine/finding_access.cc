#include "analyzer/engine/finding_access.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/text/glob.h"

namespace rolelint::engine {
namespace {

using policy::Statement;
using policy::TextList;

void AppendFolded(std::string_view text, std::string* out) {
  for (char c : text) out->push_back(text::AsciiLower(c));
}

// What is gathered of one element, in an order of its own.
class Parts {
 public:
  void Add(std::string part) { parts_.push_back(std::move(part)); }
  void WriteTo(std::string_view name, std::string* out) {
    std::sort(parts_.begin(), parts_.end());
    out->append(name).push_back('\n');
    for (const std::string& part : parts_) out->append(part).push_back('\n');
  }

 private:
  std::vector<std::string> parts_;
};

// Whether the finding is about one item of the list (or about its only one).
bool NamesItem(const TextList& list, Span span) {
  return list.present && list.span.Contains(span) && !(list.is_list && span == list.span);
}

std::string ListOf(std::string_view name, const TextList& list, bool folded) {
  std::string out;
  if (!list.present) return out;
  Parts parts;
  for (const policy::Text& item : list.items) {
    std::string part;
    if (folded) {
      AppendFolded(item.value, &part);
    } else {
      part = item.value;
    }
    parts.Add(std::move(part));
  }
  parts.WriteTo(name, &out);
  return out;
}

std::string PrincipalsOf(std::string_view name, const policy::Principal& principal) {
  std::string out;
  if (!principal.present) return out;
  Parts parts;
  if (principal.is_string) parts.Add(std::string(principal.text.value));
  for (const policy::PrincipalEntry& entry : principal.entries) {
    for (const policy::Text& value : entry.values.items) {
      std::string part(1, static_cast<char>('0' + static_cast<int>(entry.type)));
      parts.Add(part.append(value.value));
    }
  }
  parts.WriteTo(name, &out);
  return out;
}

std::string ConditionsOf(const Statement& statement) {
  std::string out;
  Parts tests;
  for (const policy::ConditionTest& test : statement.conditions) {
    std::string part;
    AppendFolded(test.op_text.value, &part);
    part.push_back(' ');
    AppendFolded(test.key.value, &part);
    Parts values;
    for (const policy::ConditionValue& value : test.values) {
      values.Add(std::string(value.text.value));
    }
    values.WriteTo("", &part);
    tests.Add(std::move(part));
  }
  tests.WriteTo("Condition", &out);
  return out;
}

bool NamesPrincipal(const policy::Principal& principal, Span span) {
  return std::any_of(
      principal.entries.begin(), principal.entries.end(),
      [span](const policy::PrincipalEntry& entry) { return NamesItem(entry.values, span); });
}

// The elements of one statement, gathered once for all findings about it.
class Access {
 public:
  explicit Access(const Statement& statement)
      : statement_(statement),
        principal_(PrincipalsOf("Principal", statement.principal)),
        action_(ListOf("Action", statement.action, true)),
        resource_(ListOf("Resource", statement.resource, false)),
        rest_(statement.allows() ? "Allow\n" : "\n") {
    rest_ += PrincipalsOf("NotPrincipal", statement.not_principal);
    rest_ += ListOf("NotAction", statement.not_action, true);
    rest_ += ListOf("NotResource", statement.not_resource, false);
    rest_ += ConditionsOf(statement);
  }

  void Distinguish(Span span, FindingBuilder* finding) const {
    finding->Distinct(rest_);
    if (!NamesPrincipal(statement_.principal, span)) finding->Distinct(principal_);
    if (!NamesItem(statement_.action, span)) finding->Distinct(action_);
    if (!NamesItem(statement_.resource, span)) finding->Distinct(resource_);
  }

 private:
  const Statement& statement_;
  std::string principal_;
  std::string action_;
  std::string resource_;
  std::string rest_;
};

const Statement* StatementOf(const policy::Document& document, Span span) {
  const std::span<const Statement> statements = document.statements;
  auto after = std::upper_bound(
      statements.begin(), statements.end(), span.begin,
      [](uint32_t at, const Statement& statement) { return at < statement.span.begin; });
  if (after == statements.begin() || !(--after)->span.Contains(span)) return nullptr;
  return &*after;
}

}  // namespace

void DistinguishAccess(const policy::Document& document, std::span<const Collector::Mark> marks,
                       std::span<Finding> findings) {
  // Findings come rule by rule, so that those about one statement are apart.
  std::unordered_map<const Statement*, Access> known;
  for (size_t i = 0; i < findings.size(); ++i) {
    if (findings[i].rule->security_severity.empty()) continue;
    const Statement* statement = StatementOf(document, marks[i].span);
    if (statement == nullptr) continue;
    FindingBuilder finding(&findings[i], document.view, findings[i].place.file);
    known.try_emplace(statement, *statement).first->second.Distinguish(marks[i].span, &finding);
  }
}

}  // namespace rolelint::engine
