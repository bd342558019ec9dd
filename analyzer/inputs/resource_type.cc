#include "analyzer/inputs/resource_type.h"

#include <optional>
#include <string>

#include "analyzer/policy/arn.h"
#include "analyzer/text/glob.h"

namespace rolelint::inputs {
namespace {

using json::Value;

bool HasWord(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const size_t blank = words.find(' ');
    if (words.substr(0, blank) == word) return true;
    words = blank == std::string_view::npos ? "" : words.substr(blank + 1);
  }
  return false;
}

bool Begins(std::string_view resource, std::string_view shape) {
  return text::HasWildcard(shape) ? text::GlobMatches(shape, resource)
                                  : resource.starts_with(shape);
}

// `key` may be "": any.
const ResourceShape* Find(std::string_view key, std::string_view service,
                          std::string_view resource) {
  for (const ResourceShape& shape : ResourceShapes()) {
    if (shape.service == service && Begins(resource, shape.resource) &&
        (key.empty() || HasWord(shape.keys, key))) {
      return &shape;
    }
  }
  return nullptr;
}

const ResourceShape* FindByArn(std::string_view key, std::string_view text) {
  const std::optional<policy::Arn> arn = policy::ParseArn(text);
  return arn ? Find(key, arn->service, arn->resource) : nullptr;
}

// Calls visit(text) for the strings of a value that is one or a list of them.
template <typename Visit>
void ForEachString(Value value, const Visit& visit) {
  if (value.is_string()) visit(value.str());
  if (!value.is_array()) return;
  for (Value item : value) {
    if (item.is_string()) visit(item.str());
  }
}

template <typename Visit>
void ForEachOf(Value document, std::string_view element, const Visit& visit) {
  const Value statements = document.Find("Statement");
  if (statements.is_object()) ForEachString(statements.Find(element), visit);
  if (!statements.is_array()) return;
  for (Value statement : statements) ForEachString(statement.Find(element), visit);
}

// One shape that all agree on.
struct Agreed {
  const ResourceShape* shape = nullptr;
  bool none = false;

  void Add(const ResourceShape* next) {
    if (next == nullptr || (shape != nullptr && shape->resource_type != next->resource_type)) {
      none = true;
    }
    if (shape == nullptr) shape = next;
  }
  const ResourceShape* get() const { return none ? nullptr : shape; }
};

}  // namespace

const ResourceShape* ShapeOfArn(std::string_view arn) { return FindByArn("", arn); }

const ResourceShape* ShapeOf(std::string_view key, std::string_view arn, Value document) {
  if (!arn.empty()) {
    if (const ResourceShape* shape = FindByArn("", arn)) return shape;
  }
  Agreed agreed;
  ForEachOf(document, "Resource", [&](std::string_view resource) {
    if (resource.starts_with("arn:")) agreed.Add(FindByArn(key, resource));
  });
  if (agreed.shape != nullptr || agreed.none) return agreed.get();
  ForEachOf(document, "Action", [&](std::string_view action) {
    const size_t colon = action.find(':');
    if (colon == std::string_view::npos) {
      agreed.none = true;
      return;
    }
    std::string service(action.substr(0, colon));
    for (char& c : service) c = text::AsciiLower(c);
    agreed.Add(Find(key, service, ""));
  });
  return agreed.get();
}

}  // namespace rolelint::inputs
