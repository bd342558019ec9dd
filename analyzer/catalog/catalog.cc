#include "analyzer/catalog/catalog.h"

#include "analyzer/catalog/view.h"
#include "analyzer/text/edit_distance.h"

namespace rolelint::catalog {
namespace {

// The first index of [begin, end) for which `before` is false; `before` is true, then false.
template <typename Before>
uint32_t PartitionPoint(uint32_t begin, uint32_t end, const Before& before) {
  while (begin < end) {
    const uint32_t middle = begin + (end - begin) / 2;
    if (before(middle)) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return begin;
}

// The indices of [begin, end) whose names begin with `prefix`; names ascend folded.
template <typename NameOf>
layout::Range PrefixRange(uint32_t begin, uint32_t end, std::string_view prefix,
                          const NameOf& name_of) {
  const auto head = [&](uint32_t i) { return name_of(i).substr(0, prefix.size()); };
  const uint32_t first =
      PartitionPoint(begin, end, [&](uint32_t i) { return CompareFolded(head(i), prefix) < 0; });
  const uint32_t last =
      PartitionPoint(first, end, [&](uint32_t i) { return CompareFolded(head(i), prefix) <= 0; });
  return {first, last - first};
}

template <typename NameOf>
std::optional<uint32_t> FindName(uint32_t begin, uint32_t end, std::string_view name,
                                 const NameOf& name_of) {
  const uint32_t at =
      PartitionPoint(begin, end, [&](uint32_t i) { return CompareFolded(name_of(i), name) < 0; });
  if (at == end || !text::EqualsFolded(name_of(at), name)) return std::nullopt;
  return at;
}

std::string_view ActionName(View view, const layout::Service& service, uint32_t action) {
  const layout::Text& full = view.actions()[action].full_name;
  return view.Get(full).substr(service.prefix.length + 1);
}

}  // namespace

std::string_view ConditionKey::name() const {
  const View view(block_);
  return view.Get(view.keys()[index_].name);
}

bool ConditionKey::is_template() const { return View(block_).keys()[index_].glob.length > 0; }

ValueType ConditionKey::type() const {
  return static_cast<ValueType>(View(block_).keys()[index_].primary);
}

bool ConditionKey::Accepts(ValueType type) const {
  return (View(block_).keys()[index_].types >> static_cast<unsigned>(type) & 1u) != 0;
}

bool ConditionKey::multivalued() const { return View(block_).keys()[index_].multivalued != 0; }

bool ConditionKey::global() const { return View(block_).keys()[index_].global != 0; }

bool ConditionKey::Matches(std::string_view key) const {
  const View view(block_);
  const layout::Key& record = view.keys()[index_];
  if (text::EqualsFolded(view.Get(record.name), key)) return true;
  return record.glob.length > 0 && Glob(view.Get(record.glob)).Matches(key);
}

ListedKey::ListedKey(const char* block, uint32_t list_index)
    : ConditionKey(block, View(block).key_lists()[list_index]) {}

bool Contains(KeyRange keys, ConditionKey key) {
  for (const ConditionKey listed : keys) {
    if (listed == key) return true;
  }
  return false;
}

std::string_view ArnPattern::text() const {
  const View view(block_);
  return view.Get(view.texts()[index_]);
}

std::string_view ArnPattern::glob() const {
  const View view(block_);
  return view.Get(view.texts()[index_ + 1]);
}

std::string_view ResourceType::name() const {
  const View view(block_);
  return view.Get(view.types()[index_].name);
}

Service ResourceType::service() const { return {block_, View(block_).types()[index_].service}; }

ArnPatterns ResourceType::arns() const { return {block_, View(block_).types()[index_].arns}; }

KeyRange ResourceType::condition_keys() const {
  return {block_, View(block_).types()[index_].keys};
}

bool ResourceType::MatchesArn(std::string_view arn) const {
  const ArnPatterns patterns = arns();
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    if (Glob(patterns[i].glob()).Matches(arn)) return true;
  }
  return false;
}

ResourceType ActionResource::type() const {
  return {block_, View(block_).action_resources()[index_].type};
}

bool ActionResource::required() const {
  return View(block_).action_resources()[index_].required != 0;
}

KeyRange ActionResource::condition_keys() const {
  return {block_, View(block_).action_resources()[index_].keys};
}

std::string_view DependentAction::full_name() const {
  const View view(block_);
  return view.Get(view.texts()[index_]);
}

std::string_view Action::full_name() const {
  const View view(block_);
  return view.Get(view.actions()[index_].full_name);
}

std::string_view Action::name() const {
  const View view(block_);
  return ActionName(view, view.services()[view.actions()[index_].service], index_);
}

Service Action::service() const { return {block_, View(block_).actions()[index_].service}; }

AccessLevel Action::access_level() const {
  return static_cast<AccessLevel>(View(block_).actions()[index_].level);
}

HandleRange<ActionResource> Action::resources() const {
  return {block_, View(block_).actions()[index_].resources};
}

KeyRange Action::condition_keys() const { return {block_, View(block_).actions()[index_].keys}; }

HandleRange<DependentAction> Action::dependent_actions() const {
  return {block_, View(block_).actions()[index_].dependent};
}

bool Action::Lists(ConditionKey key) const {
  if (Contains(condition_keys(), key)) return true;
  for (const ActionResource resource : resources()) {
    if (Contains(resource.condition_keys(), key)) return true;
    if (Contains(resource.type().condition_keys(), key)) return true;
  }
  return false;
}

std::string_view Service::prefix() const {
  const View view(block_);
  return view.Get(view.services()[index_].prefix);
}

std::string_view Service::name() const {
  const View view(block_);
  return view.Get(view.services()[index_].name);
}

std::optional<Action> Service::FindAction(std::string_view name) const {
  const View view(block_);
  const layout::Service& record = view.services()[index_];
  const auto at = FindName(record.actions.begin, record.actions.begin + record.actions.count, name,
                           [&](uint32_t i) { return ActionName(view, record, i); });
  if (!at) return std::nullopt;
  return Action(block_, *at);
}

HandleRange<Action> Service::actions() const {
  return {block_, View(block_).services()[index_].actions};
}

HandleRange<ResourceType> Service::resource_types() const {
  return {block_, View(block_).services()[index_].types};
}

KeyRange Service::condition_keys() const { return {block_, View(block_).services()[index_].keys}; }

bool Service::supports_rcp() const { return View(block_).services()[index_].supports_rcp != 0; }

std::string_view Catalog::date() const {
  const View view(block_);
  return view.Get(view.header().date);
}

std::string_view Catalog::source() const {
  const View view(block_);
  return view.Get(view.header().source);
}

std::string_view Catalog::source_version() const {
  const View view(block_);
  return view.Get(view.header().source_version);
}

std::string_view Catalog::bytes() const { return {block_, View(block_).header().size}; }

HandleRange<Service> Catalog::services() const {
  return {block_, {0, View(block_).header().services.count}};
}

HandleRange<Action> Catalog::actions() const {
  return {block_, {0, View(block_).header().actions.count}};
}

HandleRange<ResourceType> Catalog::resource_types() const {
  return {block_, {0, View(block_).header().types.count}};
}

HandleRange<ConditionKey> Catalog::condition_keys() const {
  return {block_, {0, View(block_).header().keys.count}};
}

std::optional<Service> Catalog::FindService(std::string_view prefix) const {
  const View view(block_);
  const auto at = FindName(0, view.header().services.count, prefix,
                           [&](uint32_t i) { return view.Get(view.services()[i].prefix); });
  if (!at) return std::nullopt;
  return Service(block_, *at);
}

std::optional<Action> Catalog::FindAction(std::string_view prefix, std::string_view name) const {
  const std::optional<Service> service = FindService(prefix);
  return service ? service->FindAction(name) : std::nullopt;
}

std::optional<Action> Catalog::FindAction(std::string_view full_name) const {
  const std::size_t colon = full_name.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  return FindAction(full_name.substr(0, colon), full_name.substr(colon + 1));
}

std::optional<ResourceType> Catalog::FindResourceType(std::string_view prefix,
                                                      std::string_view name) const {
  const std::optional<Service> service = FindService(prefix);
  if (!service) return std::nullopt;
  const View view(block_);
  const layout::Range types = view.services()[service->id()].types;
  const auto at = FindName(types.begin, types.begin + types.count, name,
                           [&](uint32_t i) { return view.Get(view.types()[i].name); });
  if (!at) return std::nullopt;
  return ResourceType(block_, *at);
}

std::optional<ConditionKey> Catalog::FindConditionKey(std::string_view name) const {
  const View view(block_);
  const auto at = FindName(0, view.header().keys.count, name,
                           [&](uint32_t i) { return view.Get(view.keys()[i].name); });
  if (at) return ConditionKey(block_, *at);
  std::optional<ConditionKey> best;
  std::size_t best_length = 0;
  for (uint32_t i = 0; i < view.header().templates.count; ++i) {
    const uint32_t key = view.templates()[i];
    const std::string_view glob = view.Get(view.keys()[key].glob);
    const std::string_view head = glob.substr(0, glob.find('?'));
    if (glob.size() <= best_length || !StartsWithFolded(name, head)) continue;
    if (!Glob(glob).Matches(name)) continue;
    best = ConditionKey(block_, key);
    best_length = glob.size();
  }
  return best;
}

ActionMatches Catalog::MatchActions(std::string_view pattern) const { return {block_, pattern}; }

// What a pattern says before its first wildcard bounds the actions it can match to neighbours in
// the table: those of the services, or of the one service's names, that begin so.
ActionMatches::ActionMatches(const char* block, std::string_view pattern)
    : block_(block), glob_(pattern) {
  if (!glob_.possible()) return;
  const View view(block_);
  const layout::Service* services = view.services();
  const std::string_view literal = glob_.literal_prefix();
  const std::size_t colon = literal.find(':');
  const auto prefix_of = [&](uint32_t i) { return view.Get(services[i].prefix); };
  const uint32_t service_count = view.header().services.count;
  if (colon == std::string_view::npos) {
    const layout::Range range = PrefixRange(0, service_count, literal, prefix_of);
    if (range.count == 0) return;
    const layout::Service& last = services[range.begin + range.count - 1];
    next_ = services[range.begin].actions.begin;
    end_ = last.actions.begin + last.actions.count;
    return;
  }
  const auto at = FindName(0, service_count, literal.substr(0, colon), prefix_of);
  if (!at) return;
  const layout::Service& service = services[*at];
  const layout::Range range = PrefixRange(
      service.actions.begin, service.actions.begin + service.actions.count,
      literal.substr(colon + 1), [&](uint32_t i) { return ActionName(view, service, i); });
  next_ = range.begin;
  end_ = range.begin + range.count;
  // All of these begin as the pattern does; if a star is all that follows, they match.
  if (pattern.back() == '*' && pattern.size() == literal.size() + 1) glob_ = Glob("*");
}

std::optional<Action> ActionMatches::Next() {
  const View view(block_);
  while (next_ < end_) {
    const uint32_t i = next_++;
    if (glob_.Matches(view.Get(view.actions()[i].full_name))) return Action(block_, i);
  }
  return std::nullopt;
}

Suggestions<Service> Catalog::SuggestServices(std::string_view prefix) const {
  Suggestions<Service> found;
  const std::size_t limit = text::LikelyTypo(prefix.size());
  for (const Service service : services()) {
    const std::size_t distance = FoldedDistance(prefix, service.prefix(), limit);
    if (distance <= limit) found.Offer(service, distance);
  }
  return found;
}

Suggestions<Action> Catalog::SuggestActions(std::string_view full_name) const {
  Suggestions<Action> found;
  const std::size_t colon = full_name.find(':');
  const std::string_view name =
      colon == std::string_view::npos ? full_name : full_name.substr(colon + 1);
  if (colon != std::string_view::npos) {
    const std::string_view prefix = full_name.substr(0, colon);
    const std::size_t limit = text::LikelyTypo(name.size());
    if (const std::optional<Service> service = FindService(prefix)) {
      for (const Action action : service->actions()) {
        const std::size_t distance = FoldedDistance(name, action.name(), limit);
        if (distance <= limit) found.Offer(action, distance);
      }
    } else {
      const Suggestions<Service> close = SuggestServices(prefix);
      for (std::size_t i = 0; i < close.size(); ++i) {
        if (const auto action = FindAction(close[i].prefix(), name)) found.Offer(*action, 0);
      }
    }
  }
  if (!found.empty()) return found;
  for (const Service service : services()) {
    if (const auto action = FindAction(service.prefix(), name)) found.Offer(*action, 0);
  }
  return found;
}

Suggestions<ConditionKey> Catalog::SuggestConditionKeys(std::string_view name) const {
  Suggestions<ConditionKey> found;
  const std::size_t limit = text::LikelyTypo(name.size());
  for (const ConditionKey key : condition_keys()) {
    const std::size_t distance = FoldedDistance(name, key.name(), limit);
    if (distance <= limit) found.Offer(key, distance);
  }
  return found;
}

}  // namespace rolelint::catalog
