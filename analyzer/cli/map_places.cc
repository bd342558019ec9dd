#include "analyzer/cli/map_places.h"

#include <fmt/format.h>

#include "analyzer/engine/resolve.h"

namespace rolelint::cli {
namespace {

std::string Called(const engine::StoredPolicy& stored) {
  std::string text;
  if (stored.kind == policy::Kind::kTrust) {
    text = "trust policy";
  } else if (stored.policy_name.empty()) {
    text = fmt::format("{} policy", policy::KindName(stored.kind));
  } else {
    text = fmt::format("policy {}", stored.policy_name);
  }
  if (stored.is_entity) {
    text +=
        fmt::format(" of {} {}", estate::EntityTypeName(stored.entity_type), stored.entity_name);
  }
  return text;
}

}  // namespace

void MapPlaces::Add(const std::vector<graph::StatementRef>& refs) {
  for (const graph::StatementRef& ref : refs) {
    if (source_.StoredOf(ref.policy) != nullptr) added_.try_emplace(ref.statement, ref);
  }
}

void MapPlaces::Add(const estate::Place& place) {
  if (place) bare_.try_emplace({place.file, place.span.begin}, place, MapPlace());
}

void MapPlaces::Locate() {
  static const engine::Rule kNoRule{};
  std::vector<engine::Finding> findings;
  std::vector<std::pair<const logic::CompiledStatement*, const engine::StoredPolicy*>> order;
  for (const auto& [statement, ref] : added_) {
    if (places_.contains(statement) || statement->source == nullptr) continue;
    const engine::StoredPolicy* stored = source_.StoredOf(ref.policy);
    engine::Finding& finding = findings.emplace_back();
    finding.rule = &kNoRule;
    finding.place = source_.store().PlaceOf(*stored, statement->source->span);
    order.emplace_back(statement, stored);
  }
  std::vector<MapPlace*> bare_order;
  for (auto& [key, bare] : bare_) {
    if (!bare.second.file.empty()) continue;
    engine::Finding& finding = findings.emplace_back();
    finding.rule = &kNoRule;
    finding.place = bare.first;
    bare_order.push_back(&bare.second);
  }
  engine::CheckOptions options;
  options.identify = false;
  std::vector<engine::LooseEnd> none;
  std::vector<engine::RunError> errors;
  engine::Resolve(&source_.store().inputs(), options, 1, &none, &findings, &errors);
  const auto take = [](const engine::Finding& finding, MapPlace* place) {
    place->location = finding.location;
    place->file = finding.location.file;
    place->line = finding.location.start_line;
    place->column = finding.location.start_column;
    place->pointer = finding.file_pointer;
  };
  for (size_t i = 0; i < bare_order.size(); ++i) take(findings[order.size() + i], bare_order[i]);
  for (size_t i = 0; i < order.size(); ++i) {
    MapPlace& place = places_[order[i].first];
    take(findings[i], &place);
    place.policy = Called(*order[i].second);
    if (order[i].first->source->has_sid) place.sid = order[i].first->source->sid.value;
  }
}

const MapPlace* MapPlaces::Of(const estate::Place& place) const {
  auto found = bare_.find({place.file, place.span.begin});
  return found == bare_.end() || found->second.second.file.empty() ? nullptr
                                                                   : &found->second.second;
}

const MapPlace* MapPlaces::Of(const graph::StatementRef& ref) const {
  auto found = places_.find(ref.statement);
  return found == places_.end() ? nullptr : &found->second;
}

}  // namespace rolelint::cli
