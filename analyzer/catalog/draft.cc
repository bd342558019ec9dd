#include "analyzer/catalog/draft.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <limits>
#include <utility>

namespace rolelint::catalog {
namespace {

using layout::Range;
using layout::Table;
using layout::Text;

// order[i] is the old place of what comes i-th by folded name.
template <typename T>
std::vector<std::size_t> OrderByName(const std::vector<T>& drafts) {
  std::vector<std::size_t> order(drafts.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return drafts[a].folded < drafts[b].folded; });
  return order;
}

std::vector<uint32_t> Inverse(const std::vector<std::size_t>& order) {
  std::vector<uint32_t> inverse(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) inverse[order[i]] = static_cast<uint32_t>(i);
  return inverse;
}

template <typename T>
Range Append(std::vector<T>* table, const std::vector<T>& part) {
  const Range range{static_cast<uint32_t>(table->size()), static_cast<uint32_t>(part.size())};
  table->insert(table->end(), part.begin(), part.end());
  return range;
}

struct Tables {
  std::vector<layout::Service> services;
  std::vector<layout::Action> actions;
  std::vector<layout::ActionResource> action_resources;
  std::vector<layout::ResourceType> types;
  std::vector<layout::Key> keys;
  std::vector<uint32_t> templates;
  std::vector<Text> texts;
};

void AddKeys(Draft* draft, Tables* tables) {
  const std::vector<std::size_t> order = OrderByName(draft->keys);
  for (const std::size_t old : order) {
    const layout::Key& key = draft->keys[old].record;
    if (key.glob.length > 0)
      tables->templates.push_back(static_cast<uint32_t>(tables->keys.size()));
    tables->keys.push_back(key);
  }
  const std::vector<uint32_t> place = Inverse(order);
  for (uint16_t& key : draft->key_lists) key = static_cast<uint16_t>(place[key]);
}

void AddService(const Draft::Service& service, Tables* tables) {
  const auto index = static_cast<uint32_t>(tables->services.size());
  layout::Service record = service.record;

  const std::vector<std::size_t> type_order = OrderByName(service.types);
  const std::vector<uint32_t> type_place = Inverse(type_order);
  record.types = {static_cast<uint32_t>(tables->types.size()),
                  static_cast<uint32_t>(type_order.size())};
  for (const std::size_t old : type_order) {
    layout::ResourceType type = service.types[old].record;
    type.service = index;
    type.arns = Append(&tables->texts, service.types[old].arns);
    tables->types.push_back(type);
  }

  const std::vector<std::size_t> action_order = OrderByName(service.actions);
  record.actions = {static_cast<uint32_t>(tables->actions.size()),
                    static_cast<uint32_t>(action_order.size())};
  for (const std::size_t old : action_order) {
    const Draft::Action& draft = service.actions[old];
    layout::Action action = draft.record;
    action.service = static_cast<uint16_t>(index);
    action.resources = Append(&tables->action_resources, draft.resources);
    for (uint32_t i = 0; i < action.resources.count; ++i) {
      uint32_t& type = tables->action_resources[action.resources.begin + i].type;
      type = record.types.begin + type_place[type];
    }
    action.dependent = Append(&tables->texts, draft.dependent);
    tables->actions.push_back(action);
  }
  tables->services.push_back(record);
}

class BlockWriter {
 public:
  BlockWriter() { block_.resize(sizeof(layout::Header)); }

  template <typename Container>
  Table Add(const Container& records) {
    block_.resize((block_.size() + 7) / 8 * 8);
    const Table table{static_cast<uint32_t>(block_.size()), static_cast<uint32_t>(records.size())};
    const std::size_t bytes = records.size() * sizeof(*records.data());
    fits_ = fits_ && block_.size() + bytes <= std::numeric_limits<uint32_t>::max();
    if (fits_ && bytes > 0) {
      block_.resize(block_.size() + bytes);
      std::memcpy(block_.data() + table.offset, records.data(), bytes);
    }
    return table;
  }

  std::vector<char> Finish(layout::Header header) {
    if (!fits_) return {};
    header.size = static_cast<uint32_t>(block_.size());
    std::memcpy(block_.data(), &header, sizeof(header));
    return std::move(block_);
  }

 private:
  std::vector<char> block_;
  bool fits_ = true;
};

}  // namespace

Text Draft::Intern(std::string_view text) {
  const auto [it, added] = interned_.try_emplace(std::string(text), Text{});
  if (added) {
    it->second = {static_cast<uint32_t>(strings.size()), static_cast<uint32_t>(text.size())};
    strings.append(text);
  }
  return it->second;
}

Range Draft::InternKeys(const std::vector<uint16_t>& list) {
  if (list.empty()) return {0, 0};
  const auto [it, added] = lists_.try_emplace(list, static_cast<uint32_t>(key_lists.size()));
  if (added) key_lists.insert(key_lists.end(), list.begin(), list.end());
  return {it->second, static_cast<uint32_t>(list.size())};
}

std::vector<char> WriteBlock(Draft draft) {
  Tables tables;
  AddKeys(&draft, &tables);
  for (const std::size_t old : OrderByName(draft.services)) {
    AddService(draft.services[old], &tables);
  }

  BlockWriter writer;
  layout::Header header{};
  std::memcpy(header.magic, layout::kMagic, sizeof(header.magic));
  header.date = draft.date;
  header.source = draft.source;
  header.source_version = draft.source_version;
  header.services = writer.Add(tables.services);
  header.actions = writer.Add(tables.actions);
  header.action_resources = writer.Add(tables.action_resources);
  header.types = writer.Add(tables.types);
  header.keys = writer.Add(tables.keys);
  header.templates = writer.Add(tables.templates);
  header.key_lists = writer.Add(draft.key_lists);
  header.texts = writer.Add(tables.texts);
  header.strings = writer.Add(draft.strings);
  return writer.Finish(header);
}

}  // namespace rolelint::catalog
