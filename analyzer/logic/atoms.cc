#include "analyzer/logic/atoms.h"

#include <algorithm>

namespace rolelint::logic {
namespace {

template <typename T>
void Append(const T& value, std::string* signature) {
  signature->append(reinterpret_cast<const char*>(&value), sizeof value);
}

}  // namespace

uint32_t AtomTable::Add(const Atom& atom) {
  std::string signature;
  Append(atom.kind, &signature);
  Append(atom.complement, &signature);
  Append(atom.key, &signature);
  Append(atom.region, &signature);
  auto [at, added] = atom_ids_.emplace(std::move(signature), static_cast<uint32_t>(atoms_.size()));
  if (added) atoms_.push_back(atom);
  return at->second;
}

uint32_t AtomTable::Opaque(const std::string& signature) {
  auto [at, added] = atom_ids_.emplace("opaque " + signature, static_cast<uint32_t>(atoms_.size()));
  if (added) atoms_.push_back({});
  return at->second;
}

const Region* AtomTable::Texts(std::vector<const Pattern*> patterns,
                               std::vector<const Template*> templates) {
  // In an order that is of what they say, not of where they lie: witnesses depend on it.
  std::stable_sort(patterns.begin(), patterns.end(),
                   [](const Pattern* a, const Pattern* b) { return a->Hash() < b->Hash(); });
  patterns.erase(std::unique(patterns.begin(), patterns.end()), patterns.end());
  std::stable_sort(templates.begin(), templates.end(),
                   [](const Template* a, const Template* b) { return a->text < b->text; });
  templates.erase(std::unique(templates.begin(), templates.end()), templates.end());
  std::string signature;
  for (const Pattern* pattern : patterns) Append(pattern, &signature);
  Append(patterns.size(), &signature);
  for (const Template* text : templates) Append(text, &signature);
  auto [at, added] = region_ids_.emplace(std::move(signature), nullptr);
  if (added) {
    Region& region = regions_.emplace_back();
    region.patterns = std::move(patterns);
    region.templates = std::move(templates);
    at->second = &region;
  }
  return at->second;
}

const Region* AtomTable::Points(const ValueSet& points, policy::OperatorFamily family) {
  for (const Region* known : points_) {
    if (known->family == family && known->points == points) return known;
  }
  Region& region = regions_.emplace_back();
  region.family = family;
  region.points = points;
  points_.push_back(&region);
  return &region;
}

const Template* AtomTable::Keep(Template text) {
  for (const Template& kept : templates_) {
    if (kept == text) return &kept;
  }
  return &templates_.emplace_back(std::move(text));
}

}  // namespace rolelint::logic
