#ifndef ROLELINT_CATALOG_CATALOG_H_
#define ROLELINT_CATALOG_CATALOG_H_

// AWS's services, actions, resource types and condition keys, as of a date. A Catalog is an
// immutable view over one block of bytes (layout.h): the built-in one lies in the program and costs
// nothing to open; another can be compiled from the text form, whose content may come from anyone.
// Look-ups ignore ASCII case, never allocate and may run in any number of threads. Service, Action,
// … are small handles, valid as long as the block: for ever, or as long as the Catalog that owns
// it. Source: AWS's service reference by way of the package named by source(); docs/catalog.md.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/catalog/layout.h"
#include "analyzer/catalog/match.h"
#include "analyzer/catalog/types.h"

namespace rolelint::catalog {

class Action;
class ActionMatches;
class Service;

// `count` handles made from consecutive indices. T is constructible from (block, index).
template <typename T>
class HandleRange {
 public:
  class Iterator {
   public:
    Iterator(const char* block, uint32_t index) : block_(block), index_(index) {}
    T operator*() const { return T(block_, index_); }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    bool operator==(const Iterator& other) const { return index_ == other.index_; }
    bool operator!=(const Iterator& other) const { return index_ != other.index_; }

   private:
    const char* block_;
    uint32_t index_;
  };

  HandleRange(const char* block, layout::Range range) : block_(block), range_(range) {}
  Iterator begin() const { return {block_, range_.begin}; }
  Iterator end() const { return {block_, range_.begin + range_.count}; }
  std::size_t size() const { return range_.count; }
  bool empty() const { return range_.count == 0; }
  T operator[](std::size_t i) const { return T(block_, range_.begin + static_cast<uint32_t>(i)); }

 private:
  const char* block_;
  layout::Range range_;
};

// What all handles are: a place in a table. Handles of one catalogue compare by that place.
class Handle {
 public:
  // From 0 to the table's size less one; in the order of the folded names.
  uint32_t id() const { return index_; }

 protected:
  Handle(const char* block, uint32_t index) : block_(block), index_(index) {}
  bool Same(const Handle& other) const { return block_ == other.block_ && index_ == other.index_; }

  const char* block_;
  uint32_t index_;
};

class ConditionKey : public Handle {
 public:
  ConditionKey(const char* block, uint32_t index) : Handle(block, index) {}

  // As AWS writes it: `aws:SourceIp`, or a template such as `aws:RequestTag/${TagKey}`.
  std::string_view name() const;
  bool is_template() const;
  // The type whose operators suit it first; Accepts() knows the others (aws:EpochTime has two).
  ValueType type() const;
  bool Accepts(ValueType type) const;
  // Several values in one request: wants ForAllValues or ForAnyValue.
  bool multivalued() const;
  // Documented as a global key: any service's request may carry it.
  bool global() const;
  // Whether `key`, written out in a policy, is this key or stands for this template.
  bool Matches(std::string_view key) const;

  friend bool operator==(const ConditionKey& a, const ConditionKey& b) { return a.Same(b); }
};

// Condition keys by way of a list: as HandleRange, in the catalogue's order.
class ListedKey : public ConditionKey {
 public:
  ListedKey(const char* block, uint32_t list_index);
};
using KeyRange = HandleRange<ListedKey>;
bool Contains(KeyRange keys, ConditionKey key);

class ArnPattern : public Handle {
 public:
  ArnPattern(const char* block, uint32_t index) : Handle(block, index) {}
  // As AWS writes it: `arn:${Partition}:s3:::${BucketName}/${ObjectName}`.
  std::string_view text() const;
  // The same with `*` for every placeholder: `arn:*:s3:::*/*`.
  std::string_view glob() const;
};

// The ARN patterns of a resource type; nearly always one.
class ArnPatterns {
 public:
  ArnPatterns(const char* block, layout::Range pairs) : block_(block), pairs_(pairs) {}
  std::size_t size() const { return pairs_.count / 2; }
  ArnPattern operator[](std::size_t i) const {
    return {block_, pairs_.begin + 2 * static_cast<uint32_t>(i)};
  }

 private:
  const char* block_;
  layout::Range pairs_;
};

class ResourceType : public Handle {
 public:
  ResourceType(const char* block, uint32_t index) : Handle(block, index) {}
  std::string_view name() const;
  Service service() const;
  ArnPatterns arns() const;
  KeyRange condition_keys() const;
  // Whether an ARN written out (no wildcards of its own) has the shape of one of arns().
  bool MatchesArn(std::string_view arn) const;

  friend bool operator==(const ResourceType& a, const ResourceType& b) { return a.Same(b); }
};

// A resource type that an action works on.
class ActionResource : public Handle {
 public:
  ActionResource(const char* block, uint32_t index) : Handle(block, index) {}
  ResourceType type() const;
  // A statement that allows the action must name a resource of this type. If no type of an action
  // is required, AWS takes any one of them.
  bool required() const;
  // Keys that hold for the action on this type, beside the type's own.
  KeyRange condition_keys() const;
};

class DependentAction : public Handle {
 public:
  DependentAction(const char* block, uint32_t index) : Handle(block, index) {}
  std::string_view full_name() const;
};

class Action : public Handle {
 public:
  Action(const char* block, uint32_t index) : Handle(block, index) {}
  std::string_view name() const;       // `GetObject`
  std::string_view full_name() const;  // `s3:GetObject`
  Service service() const;
  AccessLevel access_level() const;
  // Empty: the action works on no resource, and needs Resource "*".
  HandleRange<ActionResource> resources() const;
  KeyRange condition_keys() const;
  HandleRange<DependentAction> dependent_actions() const;
  // Whether the catalogue lists the key for the action, for one of its resources, or for one of
  // their types. Global keys that are not about tags hold everywhere and are not asked here.
  bool Lists(ConditionKey key) const;

  friend bool operator==(const Action& a, const Action& b) { return a.Same(b); }
};

class Service : public Handle {
 public:
  Service(const char* block, uint32_t index) : Handle(block, index) {}
  std::string_view prefix() const;  // `s3`
  std::string_view name() const;    // `Amazon S3`
  // By its name without the prefix, in any case.
  std::optional<Action> FindAction(std::string_view name) const;
  HandleRange<Action> actions() const;
  HandleRange<ResourceType> resource_types() const;
  // The keys of the service's own page, among them the aws: keys on tags that it supports.
  KeyRange condition_keys() const;
  // Resource control policies apply to the service.
  bool supports_rcp() const;

  friend bool operator==(const Service& a, const Service& b) { return a.Same(b); }
};

// The closest of the handles offered, all equally close; at most three, the first offered first.
template <typename T>
class Suggestions {
 public:
  static constexpr std::size_t kMax = 3;
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const T& operator[](std::size_t i) const { return *items_[i]; }

  void Offer(const T& item, std::size_t distance) {
    if (size_ > 0 && distance > distance_) return;
    if (distance < distance_) size_ = 0;
    distance_ = distance;
    if (size_ < kMax) items_[size_++] = item;
  }

 private:
  std::array<std::optional<T>, kMax> items_;
  std::size_t size_ = 0;
  std::size_t distance_ = 0;
};

struct LoadResult;

class Catalog {
 public:
  // The catalogue that was compiled in.
  static const Catalog& BuiltIn();
  // A catalogue in text form. On failure the error says what and where, with the file's name.
  static LoadResult LoadFromFile(const std::string& path);
  static LoadResult LoadFromText(std::string_view text, std::string_view name);

  std::string_view date() const;            // `2026-09-26`
  std::string_view source() const;          // the package the data came from
  std::string_view source_version() const;  // and its version
  // The block itself, for comparison.
  std::string_view bytes() const;

  HandleRange<Service> services() const;
  HandleRange<Action> actions() const;
  HandleRange<ResourceType> resource_types() const;
  HandleRange<ConditionKey> condition_keys() const;

  std::optional<Service> FindService(std::string_view prefix) const;
  // By prefix and name, or by `prefix:Name`.
  std::optional<Action> FindAction(std::string_view prefix, std::string_view name) const;
  std::optional<Action> FindAction(std::string_view full_name) const;
  bool IsKnownAction(std::string_view full_name) const { return FindAction(full_name).has_value(); }
  std::optional<ResourceType> FindResourceType(std::string_view prefix,
                                               std::string_view name) const;
  // A key as a policy writes it. A key of that very name wins over templates, and of the templates
  // it fits the one with the most literal text.
  std::optional<ConditionKey> FindConditionKey(std::string_view name) const;

  // The actions that a pattern of an Action element stands for: `s3:Get*`, `iam:*`, `*`, also
  // `s3:GetObject`. The pattern is copied. Use in a range-for, or by ActionMatches::Next.
  ActionMatches MatchActions(std::string_view pattern) const;

  // What may have been meant by a name that is not in the catalogue.
  Suggestions<Service> SuggestServices(std::string_view prefix) const;
  // Close names in the service, else close services that have the action, else the same name in
  // other services.
  Suggestions<Action> SuggestActions(std::string_view full_name) const;
  Suggestions<ConditionKey> SuggestConditionKeys(std::string_view name) const;

 private:
  explicit Catalog(const char* block) : block_(block) {}

  const char* block_;
  std::shared_ptr<const std::vector<char>> owned_;  // null for the built-in one
};

struct LoadResult {
  std::optional<Catalog> catalog;  // empty on failure
  std::string error;               // `FILE:LINE: what`; empty on success
};

// The actions that match a pattern, one after the other in the order of their ids.
class ActionMatches {
 public:
  std::optional<Action> Next();

  class Iterator {
   public:
    explicit Iterator(ActionMatches* matches) : matches_(matches) { ++*this; }
    Action operator*() const { return *action_; }
    Iterator& operator++() {
      action_ = matches_->Next();
      return *this;
    }
    // Only "at the end" is ever asked.
    bool operator!=(std::nullptr_t) const { return action_.has_value(); }

   private:
    ActionMatches* matches_;
    std::optional<Action> action_;
  };
  Iterator begin() { return Iterator(this); }
  std::nullptr_t end() const { return nullptr; }

 private:
  friend class Catalog;
  ActionMatches(const char* block, std::string_view pattern);

  const char* block_;
  Glob glob_;
  uint32_t next_ = 0;
  uint32_t end_ = 0;
};

}  // namespace rolelint::catalog

#endif  // ROLELINT_CATALOG_CATALOG_H_
