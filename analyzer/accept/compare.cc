#include "analyzer/accept/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>
#include <vector>

#include "analyzer/logic/prove.h"
#include "analyzer/policy/owned_document.h"
#include "analyzer/policy/refusal.h"

namespace rolelint::accept {
namespace {

using Json = nlohmann::ordered_json;
using Statements = std::vector<Json>;
using Texts = std::set<std::string>;

// A proof that takes more choices than this is given up: the finding is then told again.
constexpr uint64_t kMaxSteps = 200'000;
// Of what was added at most this many parts are named.
constexpr size_t kMostNamed = 6;

constexpr const char* kGrowing[] = {"Principal", "Action", "Resource"};
constexpr const char* kShrinking[] = {"NotPrincipal", "NotAction", "NotResource"};

Statements Parsed(const EvidencePart& part) {
  Statements statements;
  for (const std::string& text : part.statements) statements.push_back(Json::parse(text));
  return statements;
}

// The values under `value` with the names that lead to them: "AWS arn:…", "s3:getobject".
void Collect(const Json& value, const std::string& names, Texts* texts) {
  if (value.is_object()) {
    for (const auto& [name, inner] : value.items()) Collect(inner, names + name + " ", texts);
  } else if (value.is_array()) {
    for (const Json& item : value) Collect(item, names, texts);
  } else if (value.is_string()) {
    texts->insert(names + value.get<std::string>());
  }
}

Texts TextsOf(const Json& statement, const char* element) {
  Texts texts;
  if (statement.contains(element)) Collect(statement[element], "", &texts);
  return texts;
}

bool Includes(const Texts& all, const Texts& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

// Every test of `accepted` is also one of `found`, with the same values.
bool KeepsConditions(const Json& accepted, const Json& found) {
  if (!accepted.contains("Condition")) return true;
  if (!found.contains("Condition")) return false;
  // An empty or unreadable condition says nothing that could be compared.
  if (accepted["Condition"].empty()) return found["Condition"].empty();
  for (const auto& [name, keys] : accepted["Condition"].items()) {
    if (!found["Condition"].contains(name)) return false;
    for (const auto& [key, values] : keys.items()) {
      const Json& tests = found["Condition"][name];
      if (!tests.contains(key) || tests[key] != values) return false;
    }
  }
  return true;
}

// Whether `found` has the elements of `accepted`, with fewer items or more exceptions.
bool CoveredByText(const Json& accepted, const Json& found) {
  if (accepted["Effect"] != found["Effect"] || found["Effect"] != "Allow") return false;
  for (const char* element : kGrowing) {
    if (accepted.contains(element) != found.contains(element)) return false;
    if (!Includes(TextsOf(accepted, element), TextsOf(found, element))) return false;
  }
  for (const char* element : kShrinking) {
    if (accepted.contains(element) != found.contains(element)) return false;
    if (!Includes(TextsOf(found, element), TextsOf(accepted, element))) return false;
  }
  return KeepsConditions(accepted, found);
}

bool NarrowerByText(const Statements& accepted, const Statements& found) {
  const auto is_in = [](const Json& one, const Statements& all) {
    return std::find(all.begin(), all.end(), one) != all.end();
  };
  for (const Json& statement : found) {
    const bool covered = is_in(statement, accepted) ||
                         std::any_of(accepted.begin(), accepted.end(), [&](const Json& known) {
                           return CoveredByText(known, statement);
                         });
    if (!covered) return false;
  }
  return std::all_of(accepted.begin(), accepted.end(), [&](const Json& statement) {
    return statement["Effect"] == "Allow" || is_in(statement, found);
  });
}

bool AnyAllow(const Statements& statements) {
  return std::any_of(statements.begin(), statements.end(),
                     [](const Json& statement) { return statement["Effect"] == "Allow"; });
}

std::unique_ptr<policy::OwnedDocument> DocumentOf(const EvidencePart& part, Statements statements,
                                                  bool as_allows) {
  for (Json& statement : statements) {
    if (as_allows) statement["Effect"] = "Allow";
  }
  Json document = {{"Version", part.variables ? "2012-10-17" : "2008-10-17"},
                   {"Statement", std::move(statements)}};
  return policy::OwnedDocument::Parse(document.dump(-1, ' ', false, Json::error_handler_t::replace),
                                      part.kind, policy::KindSource::kOption);
}

std::string RequestText(const logic::Request& request) {
  std::string text = fmt::format("{} on {}", request.action, request.resource);
  std::string_view joint = " when ";
  for (const logic::ContextValue& value : request.context) {
    text += fmt::format("{}{} is {}", joint, value.key, fmt::join(value.values, ", "));
    joint = " and ";
  }
  return text;
}

// True if `after` allows nothing that `before` does not; else *request may be a request that shows
// it, told behind `what`.
bool NothingNew(const policy::Document& before, const policy::Document& after,
                std::string_view what, const catalog::Catalog& catalog, std::string* request) {
  logic::Prover prover(catalog);
  const logic::CompiledPolicy* one = prover.Add(before);
  const logic::CompiledPolicy* other = prover.Add(after);
  logic::ProofOptions options;
  options.any_principal = true;
  options.max_steps = kMaxSteps;
  const logic::Proof proof = prover.NoNewAccess(*one, *other, options);
  if (proof.conclusion == logic::Conclusion::kRefuted && request->empty()) {
    *request = fmt::format("{} {}", what, RequestText(proof.witnesses.front().request));
  }
  return proof.conclusion == logic::Conclusion::kProved;
}

// True if the prover shows that nothing was added; else *request may show what was.
bool ProvedNotWider(const EvidencePart& accepted, const EvidencePart& found, const Statements& old,
                    const Statements& now, const catalog::Catalog& catalog, Comparison* result) {
  std::string* const request = &result->request;
  const bool denies = !AnyAllow(old) && !AnyAllow(now);
  const auto before = DocumentOf(accepted, old, denies);
  const auto after = DocumentOf(found, now, denies);
  if (before == nullptr || after == nullptr) return false;
  const policy::Document& one = before->document();
  const policy::Document& other = after->document();
  // What AWS refuses has no meaning to compare.
  if ((!old.empty() && policy::FindRefusal(one)) || policy::FindRefusal(other)) return false;
  const bool none_let_in = denies ? NothingNew(other, one, "it no longer denies", catalog, request)
                                  : NothingNew(one, other, "it now allows", catalog, request);
  if (!none_let_in) result->lets_in = result->lets_in || !request->empty();
  if (!none_let_in || !denies) return none_let_in;
  return NothingNew(one, other, "it now also denies", catalog, request);
}

// Items of elements that `now` has and `old` has not, and the reverse of what restricts.
void NameDifferences(const Statements& old, const Statements& now,
                     std::vector<std::string>* named) {
  const auto all = [](const Statements& statements, const char* element) {
    Texts texts;
    for (const Json& statement : statements) texts.merge(TextsOf(statement, element));
    return texts;
  };
  const auto name = [named](const char* what, const char* element, const Texts& more,
                            const Texts& less) {
    for (const std::string& text : more) {
      if (!less.contains(text)) named->push_back(fmt::format("{}{} {}", what, element, text));
    }
  };
  for (const char* element : kGrowing) {
    name("", element, all(now, element), all(old, element));
  }
  for (const char* element : kShrinking) {
    name("", element, all(now, element), all(old, element));
    name("without ", element, all(old, element), all(now, element));
  }
  name("", "Condition", all(now, "Condition"), all(old, "Condition"));
  name("without ", "Condition", all(old, "Condition"), all(now, "Condition"));
}

std::string Told(const std::vector<std::string>& named, const std::string& request) {
  std::string text;
  for (size_t i = 0; i < named.size() && i < kMostNamed; ++i) {
    text += (i == 0 ? "" : ", ") + named[i];
  }
  if (named.size() > kMostNamed) text += fmt::format(" and {} more", named.size() - kMostNamed);
  if (!request.empty()) text += (text.empty() ? "" : "; ") + request;
  return text.empty() ? "it is written in another way, and whether it allows more is not decided"
                      : text;
}

const EvidencePart* PartOf(const Evidence& evidence, const EvidencePart& like) {
  for (const EvidencePart& part : evidence.parts) {
    if (part.kind == like.kind && part.variables == like.variables) return &part;
  }
  // Version may have changed: the prover knows what that means.
  for (const EvidencePart& part : evidence.parts) {
    if (part.kind == like.kind) return &part;
  }
  return nullptr;
}

}  // namespace

Comparison Compare(const Evidence& accepted, const Evidence& found,
                   const catalog::Catalog& catalog) {
  if (accepted.Same(found)) return {};
  Comparison result;
  if (accepted.withheld || found.withheld) {
    result.wider = true;
    result.added = "a statement with a sensitive value was changed";
    return result;
  }
  std::vector<std::string> named;
  for (const EvidencePart& part : found.parts) {
    const EvidencePart* known = PartOf(accepted, part);
    const Statements now = Parsed(part);
    const Statements old = known == nullptr ? Statements() : Parsed(*known);
    if (known != nullptr && *known == part) continue;
    if (known != nullptr && known->variables == part.variables && NarrowerByText(old, now)) {
      continue;
    }
    if (ProvedNotWider(known == nullptr ? part : *known, part, old, now, catalog, &result)) {
      continue;
    }
    result.wider = true;
    NameDifferences(old, now, &named);
  }
  if (found.parts.empty() && !accepted.parts.empty()) result.wider = true;
  if (result.wider) result.added = Told(named, result.request);
  return result;
}

}  // namespace rolelint::accept
