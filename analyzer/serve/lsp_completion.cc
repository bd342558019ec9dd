// What may be written at a place: actions, ARNs of resource types, condition keys and operators.

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "analyzer/catalog/match.h"
#include "analyzer/catalog/types.h"
#include "analyzer/policy/condition.h"
#include "analyzer/serve/lsp_document.h"

namespace rolelint::serve {
namespace {

using catalog::Action;
using catalog::Catalog;
using catalog::ConditionKey;
using catalog::ResourceType;
using catalog::Service;

// More are not sent at once; the client asks again when more is typed.
constexpr size_t kMostItems = 1000;

// The protocol's kinds of items.
enum class ItemKind : uint8_t {
  kFunction = 3,
  kModule = 9,
  kProperty = 10,
  kOperator = 24,
};

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

// The services whose prefix is in the text before a colon: those that the policy is about.
std::vector<Service> ServicesIn(std::string_view text, const Catalog& catalog) {
  std::vector<Service> services;
  std::set<std::string_view> seen;
  for (size_t at = text.find(':'); at != std::string_view::npos; at = text.find(':', at + 1)) {
    size_t begin = at;
    while (begin > 0 && IsNameCharacter(text[begin - 1])) --begin;
    const std::string_view prefix = text.substr(begin, at - begin);
    if (prefix.empty() || !seen.insert(prefix).second) continue;
    if (const auto service = catalog.FindService(prefix)) services.push_back(*service);
  }
  return services;
}

class CompletionList {
 public:
  CompletionList(const LspDocument& document, const LspClient& client, const TextPlace& place,
                 size_t offset, const Catalog& catalog)
      : document_(document), client_(client), catalog_(catalog) {
    const std::string_view text = document.text.text();
    typed_ = text.substr(place.begin, offset - place.begin);
    range_ = RangeObject(document.text, place.begin, place.end);
  }

  void AddActions() {
    const size_t colon = typed_.find(':');
    if (colon == std::string_view::npos) {
      for (const Service service : catalog_.services()) {
        Add(std::string(service.prefix()) + ":", service.name(), ItemKind::kModule);
      }
      return;
    }
    const auto service = catalog_.FindService(typed_.substr(0, colon));
    if (!service) return;
    for (const Action action : service->actions()) {
      Add(action.full_name(), catalog::AccessLevelName(action.access_level()), ItemKind::kFunction);
    }
  }

  void AddResources() {
    std::vector<Service> services = ServicesIn(document_.text.text(), catalog_);
    for (const Service service : services) {
      for (const ResourceType type : service.resource_types()) {
        for (size_t i = 0; i < type.arns().size(); ++i) AddArn(type, type.arns()[i].text());
      }
    }
  }

  void AddKeys() {
    std::set<uint32_t> added;
    for (const ConditionKey key : catalog_.condition_keys()) {
      if (key.global() && added.insert(key.id()).second) AddKey(key);
    }
    for (const Service service : ServicesIn(document_.text.text(), catalog_)) {
      for (const ConditionKey key : service.condition_keys()) {
        if (added.insert(key.id()).second) AddKey(key);
      }
    }
  }

  void AddOperators() {
    constexpr std::string_view kQualifiers[] = {"", "ForAnyValue:", "ForAllValues:"};
    for (const std::string_view qualifier : kQualifiers) {
      for (int i = static_cast<int>(policy::Operator::kStringEquals);
           i <= static_cast<int>(policy::Operator::kNull); ++i) {
        const auto op = static_cast<policy::Operator>(i);
        const std::string name = fmt::format("{}{}", qualifier, policy::OperatorName(op));
        // Null asks whether there is a value, and takes neither.
        const bool null = op == policy::Operator::kNull;
        if (null && !qualifier.empty()) continue;
        Add(name, "condition operator", ItemKind::kOperator);
        if (!null) Add(name + "IfExists", "condition operator", ItemKind::kOperator);
      }
    }
  }

  JsonTree Take() {
    return {{"isIncomplete", cut_ || typed_.find(':') == std::string_view::npos},
            {"items", std::move(items_)}};
  }

 private:
  bool Fits(std::string_view label) const { return catalog::StartsWithFolded(label, typed_); }

  JsonTree* Add(std::string_view label, std::string_view detail, ItemKind kind) {
    if (!Fits(label)) return nullptr;
    if (items_.size() >= kMostItems) {
      cut_ = true;
      return nullptr;
    }
    items_.push_back({{"label", label},
                      {"kind", static_cast<int>(kind)},
                      {"detail", detail},
                      {"filterText", label},
                      {"textEdit", {{"range", range_}, {"newText", label}}}});
    return &items_.back();
  }

  // `aws:RequestTag/${TagKey}`: what is to be filled in is a place of the snippet, or missing.
  void AddKey(ConditionKey key) {
    const std::string_view name = key.name();
    JsonTree* item = Add(name, catalog::ValueTypeName(key.type()), ItemKind::kProperty);
    if (item != nullptr && name.find("${") != std::string_view::npos) SetFilled(name, "", item);
  }

  void AddArn(ResourceType type, std::string_view pattern) {
    const std::string written = Filled(pattern, "*");
    // What is typed is compared with the ARN as it would be written.
    JsonTree* item =
        Add(written, fmt::format("{}/{}", type.service().prefix(), type.name()), ItemKind::kModule);
    if (item != nullptr) SetFilled(pattern, "*", item);
  }

  static std::string_view PartOf(std::string_view pattern, size_t at, size_t* end) {
    *end = pattern.find('}', at);
    return pattern.substr(at + 2, *end == std::string_view::npos ? *end : *end - at - 2);
  }

  // The pattern with "aws" for the partition and `filler` for every other part.
  static std::string Filled(std::string_view pattern, std::string_view filler) {
    std::string text;
    for (size_t at = 0; at < pattern.size(); ++at) {
      size_t end = std::string_view::npos;
      const bool part = pattern.substr(at).starts_with("${");
      const std::string_view name = part ? PartOf(pattern, at, &end) : std::string_view();
      if (end == std::string_view::npos) {
        text.push_back(pattern[at]);
        continue;
      }
      text += name == "Partition" ? std::string_view("aws") : filler;
      at = end;
    }
    return text;
  }

  void SetFilled(std::string_view pattern, std::string_view filler, JsonTree* item) const {
    if (!client_.snippets) {
      (*item)["textEdit"]["newText"] = Filled(pattern, filler);
      return;
    }
    std::string snippet;
    int number = 0;
    for (size_t at = 0; at < pattern.size(); ++at) {
      size_t end = std::string_view::npos;
      const bool part = pattern.substr(at).starts_with("${");
      const std::string_view name = part ? PartOf(pattern, at, &end) : std::string_view();
      if (end == std::string_view::npos) {
        snippet.push_back(pattern[at]);
        continue;
      }
      snippet += name == "Partition" ? "aws" : fmt::format("${{{}:{}}}", ++number, name);
      at = end;
    }
    (*item)["insertTextFormat"] = 2;
    (*item)["textEdit"]["newText"] = snippet;
  }

  const LspDocument& document_;
  const LspClient& client_;
  const Catalog& catalog_;
  std::string_view typed_;  // the word up to the place
  JsonTree range_;
  JsonTree items_ = JsonTree::array();
  bool cut_ = false;
};

}  // namespace

JsonTree CompletionsAt(const LspDocument& document, size_t offset, const LspClient& client,
                       const Catalog& catalog) {
  const TextPlace place = FindPlace(document.text.text(), offset, document.notation());
  CompletionList list(document, client, place, offset, catalog);
  switch (ElementAt(place)) {
    case PlaceElement::kAction:
      list.AddActions();
      break;
    case PlaceElement::kResource:
      list.AddResources();
      break;
    case PlaceElement::kConditionKey:
      list.AddKeys();
      break;
    case PlaceElement::kOperator:
      list.AddOperators();
      break;
    case PlaceElement::kOther:
      break;
  }
  return list.Take();
}

}  // namespace rolelint::serve
