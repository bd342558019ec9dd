#include "analyzer/fix/policy_text.h"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "analyzer/accept/evidence.h"
#include "analyzer/engine/hcl_folder.h"
#include "analyzer/engine/read_inputs.h"
#include "analyzer/inputs/input.h"
#include "analyzer/logic/json_document.h"
#include "analyzer/policy/owned_document.h"
#include "analyzer/policy/refusal.h"
#include "analyzer/text/glob.h"

namespace rolelint::fix {
namespace {

using ordered_json = nlohmann::ordered_json;

bool AllKnown(const policy::TextList& list) {
  return std::all_of(list.items.begin(), list.items.end(),
                     [](const policy::Text& item) { return item.known; });
}

bool AllKnown(const policy::Principal& principal) {
  return (!principal.is_string || principal.text.known) &&
         std::all_of(principal.entries.begin(), principal.entries.end(),
                     [](const policy::PrincipalEntry& entry) { return AllKnown(entry.values); });
}

bool AllKnown(const policy::Statement& statement) {
  for (const policy::TextList* list :
       {&statement.action, &statement.not_action, &statement.resource, &statement.not_resource}) {
    if (!AllKnown(*list)) return false;
  }
  for (const policy::ConditionTest& test : statement.conditions) {
    if (!test.op_text.known || !test.key.known) return false;
    for (const policy::ConditionValue& value : test.values) {
      if (!value.text.known) return false;
    }
  }
  return statement.effect_text.known && AllKnown(statement.principal) &&
         AllKnown(statement.not_principal);
}

PolicyText TextOf(const policy::Document& document) {
  PolicyText text;
  text.kind = document.kind;
  text.variables = document.expands_variables();
  text.open_statements = document.open_statements;
  text.refused = policy::FindRefusal(document).has_value();
  for (const policy::Statement& statement : document.statements) {
    StatementText& one = text.statements.emplace_back();
    one.normalized = accept::NormalizedStatement(statement);
    one.allows = statement.allows();
    one.denies = statement.denies();
    one.open = !AllKnown(statement);
  }
  std::sort(
      text.statements.begin(), text.statements.end(),
      [](const StatementText& a, const StatementText& b) { return a.normalized < b.normalized; });
  const auto same = [](const StatementText& a, const StatementText& b) {
    return a.normalized == b.normalized;
  };
  text.statements.erase(std::unique(text.statements.begin(), text.statements.end(), same),
                        text.statements.end());
  if (document.root.type() == json::Type::kObject) {
    text.json = logic::DumpJson(logic::JsonOf(document.root));
  } else {
    text.json = DocumentOf(text, text.statements, false);
  }
  return text;
}

class PolicyTextSink : public inputs::Sink {
 public:
  explicit PolicyTextSink(PolicyTexts* texts) : texts_(*texts) {}

  void OnDocument(const policy::Document& document, const inputs::Owner&) override {
    texts_.policies.push_back(TextOf(document));
    texts_.policies.back().span = document.view->ToFile(document.span);
  }

  void OnIssues(const text::View&, std::span<const json::Issue> issues) override {
    for (const json::Issue& issue : issues) fatal_ = fatal_ || issue.fatal();
  }

  bool fatal() const { return fatal_; }

 private:
  PolicyTexts& texts_;
  bool fatal_ = false;
};

// The word of `known` that `name` is but for its case, else `name`.
std::string_view InItsCase(std::string_view name, std::initializer_list<std::string_view> known) {
  for (const std::string_view word : known) {
    if (text::EqualsFolded(word, name)) return word;
  }
  return name;
}

// Under their right names; of two that become one the first counts.
template <typename Change>
ordered_json Renamed(const ordered_json& object, std::initializer_list<std::string_view> known,
                     Change change) {
  ordered_json renamed = ordered_json::object();
  for (const auto& [name, value] : object.items()) {
    const std::string right(InItsCase(name, known));
    renamed.emplace(right, change(right, value));
  }
  return renamed;
}

std::string ArnWithoutCase(std::string arn) {
  constexpr size_t kLowerFields = 3;  // arn, partition, service
  if (!text::EqualsFolded(std::string_view(arn).substr(0, 4), "arn:")) return arn;
  size_t colons = 0;
  for (size_t i = 0; i < arn.size() && colons < kLowerFields; ++i) {
    if (arn[i] == '$') break;
    if (arn[i] == ':') ++colons;
    arn[i] = text::AsciiLower(arn[i]);
  }
  return arn;
}

ordered_json ArnsWithoutCase(const ordered_json& value) {
  if (value.is_string()) return ArnWithoutCase(value.get<std::string>());
  if (!value.is_array()) return value;
  ordered_json list = ordered_json::array();
  for (const ordered_json& item : value) list.push_back(ArnsWithoutCase(item));
  return list;
}

ordered_json StatementWithoutCase(const ordered_json& statement) {
  if (!statement.is_object()) return statement;
  return Renamed(statement,
                 {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource",
                  "NotResource", "Condition"},
                 [](const std::string& name, const ordered_json& value) -> ordered_json {
                   if (name == "Effect" && value.is_string()) {
                     return std::string(InItsCase(value.get<std::string>(), {"Allow", "Deny"}));
                   }
                   if (name.ends_with("Principal") && value.is_object()) {
                     return Renamed(
                         value, {"AWS", "Service", "Federated", "CanonicalUser"},
                         [](const std::string&, const ordered_json& inner) { return inner; });
                   }
                   return name.ends_with("Resource") ? ArnsWithoutCase(value) : value;
                 });
}

}  // namespace

bool PolicyText::Same(const PolicyText& other) const {
  return kind == other.kind && variables == other.variables &&
         open_statements == other.open_statements && refused == other.refused &&
         std::equal(statements.begin(), statements.end(), other.statements.begin(),
                    other.statements.end(), [](const StatementText& a, const StatementText& b) {
                      return a.normalized == b.normalized;
                    });
}

PolicyTexts ReadPolicies(std::span<const engine::InputSpec> inputs, size_t index,
                         const std::string& bytes, const engine::CheckOptions& options) {
  PolicyTexts texts;
  const engine::InputSpec& input = inputs[index];
  text::SourceError ignored;
  const std::optional<text::Source> source =
      text::Source::FromBytes(input.display_name, bytes, &ignored);
  if (!source) return texts;
  inputs::ReadOptions read = engine::OptionsFor(input, options);
  engine::HclFolder folder;
  if (engine::IsHclPath(input.path)) {
    const auto folder_of = [](const std::string& path) {
      return std::string_view(path).substr(0, path.rfind('/') + 1);
    };
    for (size_t i = 0; i < inputs.size(); ++i) {
      const engine::InputSpec& other = inputs[i];
      if (!engine::IsHclPath(other.path) || folder_of(other.path) != folder_of(input.path)) {
        continue;
      }
      if (i == index) {
        folder.AddEdited(other.path, bytes);
      } else if (other.edited) {
        folder.AddEdited(other.path, other.bytes);
      } else {
        folder.AddPath(other.path);
      }
    }
    read.module = folder.ModuleFor(input.path, source->text(), &read.module_file);
  }
  PolicyTextSink sink(&texts);
  inputs::Scratch scratch;
  const inputs::InputResult result = inputs::ReadInput(*source, 0, read, &scratch, &sink);
  texts.readable = result.readable && !sink.fatal();
  texts.not_checked = result.not_checked.size();
  return texts;
}

std::string DocumentOf(const PolicyText& policy, const std::vector<StatementText>& statements,
                       bool denies_as_allows) {
  ordered_json list = ordered_json::array();
  for (const StatementText& statement : statements) {
    ordered_json json = ordered_json::parse(statement.normalized, nullptr, false);
    if (!json.is_object()) continue;
    if (denies_as_allows) {
      if (!statement.denies) continue;
      json["Effect"] = "Allow";
    }
    list.push_back(std::move(json));
  }
  const ordered_json document = {{"Version", policy.variables ? "2012-10-17" : "2008-10-17"},
                                 {"Statement", std::move(list)}};
  return logic::DumpJson(document);
}

PolicyText WithoutLetterCase(const PolicyText& policy) {
  const ordered_json json = ordered_json::parse(policy.json, nullptr, false);
  if (!json.is_object()) return policy;
  const ordered_json renamed =
      Renamed(json, {"Version", "Id", "Statement"},
              [](const std::string& name, const ordered_json& value) -> ordered_json {
                if (name != "Statement") return value;
                if (!value.is_array()) return StatementWithoutCase(value);
                ordered_json list = ordered_json::array();
                for (const ordered_json& item : value) list.push_back(StatementWithoutCase(item));
                return list;
              });
  const auto document = policy::OwnedDocument::Parse(logic::DumpJson(renamed), policy.kind,
                                                     policy::KindSource::kOption);
  if (document == nullptr) return policy;
  PolicyText text = TextOf(document->document());
  text.span = policy.span;
  text.open_statements = policy.open_statements;
  return text;
}

}  // namespace rolelint::fix
