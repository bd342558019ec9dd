#include "analyzer/cli/statement_place.h"

#include <fmt/format.h>

#include "analyzer/engine/active_rules.h"
#include "analyzer/engine/rule.h"
#include "analyzer/logic/pattern.h"
#include "analyzer/report/path.h"
#include "analyzer/text/glob.h"

namespace rolelint::cli {
namespace {

// What a statement did, as a finding wants a rule.
const engine::Rule kAllows = {.id = "allow", .summary = {}, .level = engine::Level::kSuggestion};
const engine::Rule kDenies = {.id = "deny", .summary = {}, .level = engine::Level::kError};

// The item of a list that matches; the element's name where it is a Not… or none can be told.
template <typename Matches>
text::Span Element(const policy::TextList& list, const policy::TextList& not_list,
                   Matches matches) {
  for (const policy::Text& item : list.items) {
    if (matches(item.value)) return item.span;
  }
  if (list.items.size() == 1) return list.items[0].span;
  if (list.present) return list.key_span;
  return not_list.key_span;
}

}  // namespace

std::string ShownPart(std::string_view text) {
  constexpr size_t kLongest = 160;
  return engine::Shorten(text, kLongest);
}

text::Span ActionSpan(const policy::Statement& statement, const logic::Request& request) {
  return Element(statement.action, statement.not_action, [&](std::string_view item) {
    return text::GlobMatchesFolded(item, request.action);
  });
}

text::Span ResourceSpan(const policy::Statement& statement, const logic::Request& request) {
  return Element(statement.resource, statement.not_resource, [&](std::string_view item) {
    return item.find("${") == std::string_view::npos &&
           logic::Pattern::Arn(item).Matches(request.resource);
  });
}

text::Span PrincipalSpan(const policy::Statement& statement, const logic::Request& request) {
  const policy::Principal& principal =
      statement.principal.present ? statement.principal : statement.not_principal;
  if (!principal.present) return {};
  if (principal.is_string) return principal.text.span;
  if (!statement.principal.present) return principal.key_span;
  for (const policy::PrincipalEntry& entry : principal.entries) {
    for (const policy::Text& value : entry.values.items) {
      const logic::PrincipalPattern pattern = logic::CompilePrincipal(entry.type, value);
      if (logic::Fits(pattern, request.principal) != logic::PrincipalFit::kNone) return value.span;
    }
  }
  return principal.key_span;
}

engine::Finding MarkStatement(const engine::StoredPolicy& policy,
                              const policy::Statement& statement, const logic::Request& request,
                              engine::PolicyStore* store) {
  engine::Finding finding;
  finding.rule = statement.allows() ? &kAllows : &kDenies;
  finding.level = finding.rule->level;
  finding.label =
      fmt::format("{} {}", statement.allows() ? "allows" : "denies", ShownPart(request.action));
  const text::Span action = ActionSpan(statement, request);
  finding.place = store->PlaceOf(policy, action.empty() ? statement.span : action);
  auto mark = [&](text::Span span, std::string label) {
    if (span.empty()) return;
    engine::Related& related = finding.related.emplace_back();
    related.place = store->PlaceOf(policy, span);
    related.label = std::move(label);
  };
  mark(ResourceSpan(statement, request), fmt::format("on {}", ShownPart(request.resource)));
  mark(PrincipalSpan(statement, request), statement.allows() ? "to this principal" : "to it");
  if (!statement.conditions.empty()) mark(statement.condition_key_span, "which holds");
  return finding;
}

std::string PlaceText(const engine::Location& at) {
  return fmt::format("{}:{}:{}", report::PrintablePath(at.file), at.start_line, at.start_column);
}

}  // namespace rolelint::cli
