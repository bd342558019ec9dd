#include "analyzer/inputs/other_world.h"

#include <algorithm>

namespace rolelint::inputs {
namespace {

void AddAttached(const estate::Entity& other, estate::Entity* entity) {
  for (const estate::AttachedPolicy& policy : other.attached) {
    const auto same = [&](const estate::AttachedPolicy& each) { return each.arn == policy.arn; };
    if (std::none_of(entity->attached.begin(), entity->attached.end(), same)) {
      entity->attached.push_back(policy);
    }
  }
}

}  // namespace

OtherWorlds::OtherWorlds(estate::Records* records)
    : records_(*records),
      entities_(records->entities.size()),
      policies_(records->policies.size()),
      organization_(records->organization.size()) {}

void OtherWorlds::Leave() {
  for (size_t i = entities_; i < records_.entities.size(); ++i) {
    const estate::Entity& other = records_.entities[i];
    // The latest ones are the likeliest.
    for (size_t j = entities_; j-- > 0;) {
      estate::Entity& entity = records_.entities[j];
      if (entity.type != other.type || entity.place != other.place) continue;
      AddAttached(other, &entity);
      break;
    }
  }
  records_.entities.resize(entities_);
  records_.policies.resize(policies_);
  records_.organization.resize(organization_);
}

}  // namespace rolelint::inputs
