#pragma once

// What the catalogue says of the actions and resource ARNs that a policy names: whether they exist,
// and which resource types they can stand for. The same texts stand in policy after policy, so what
// is found out of one is kept by its text.

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/catalog/arn_shapes.h"
#include "analyzer/catalog/catalog.h"
#include "analyzer/catalog/past_names.h"
#include "analyzer/policy/document.h"

namespace rolelint::logic {

enum class ActionState : uint8_t {
  kUnclear,         // not judged: variables, a text beyond all bounds
  kKnown,           // it stands for an action of the catalogue at least
  kNoPrefix,        // no colon: no service is named
  kUnknownService,  // no service has the prefix
  kUnknownAction,   // the service has no such action
  kPastService,     // `past` says what became of the service
  kPastAction,      // … of the action
};

struct ActionFacts {
  ActionState state = ActionState::kUnclear;
  bool wildcard = false;
  bool everything = false;  // it spans services: "*", "*:Get*"
  bool untyped = false;     // an action that it stands for works on no resource type
  bool open = false;        // one works on ARNs of any service
  const catalog::PastName* past = nullptr;
  std::vector<uint16_t> types;  // resource types of the actions, ids in ascending order
};

// What can be wrong with the ARN of a Resource element, as bits.
enum ArnProblem : uint16_t {
  kUnknownPartition = 1,
  kUnknownArnService = 2,
  kUnknownRegion = 4,
  kForeignRegion = 8,  // a Region of another partition
  kRegionNotAllowed = 16,
  kAccountNotAllowed = 32,
  kRegionMissing = 64,
  kAccountMissing = 128,
  kUnknownResource = 256,
};

struct ArnFacts {
  bool clear = false;         // an ARN, and all of it could be judged
  bool everything = false;    // it spans services, or is "*"
  bool any_resource = false;  // it says nothing about the resource: `arn:aws:s3:::*`
  uint16_t problems = 0;
  const catalog::PastName* past = nullptr;  // of an unknown service
  std::vector<uint16_t> types;  // that it can stand for, whatever its Region and account
};

// One statement's items, in the order of its lists.
struct StatementNames {
  std::span<const ActionFacts* const> action;
  std::span<const ActionFacts* const> not_action;
  std::span<const ArnFacts* const> resource;
  std::span<const ArnFacts* const> not_resource;
};

// Items about which something is to be said.
struct OddAction {
  const policy::Statement* statement;
  const policy::Text* item;
  const ActionFacts* facts;
};
struct OddArn {
  const policy::Statement* statement;
  const policy::Text* item;
  const ArnFacts* facts;
};

// Belongs to one worker; its memory serves document after document.
class PolicyNames {
 public:
  explicit PolicyNames(const catalog::Catalog& catalog) : catalog_(catalog) {}
  PolicyNames(const PolicyNames&) = delete;
  PolicyNames& operator=(const PolicyNames&) = delete;

  void Begin(const policy::Document& document) {
    document_ = &document;
    read_ = false;
  }

  // All of the document's. Valid until the next Begin().
  std::span<const OddAction> odd_actions() { return Read().odd_actions_; }
  std::span<const OddArn> odd_arns() { return Read().odd_arns_; }
  // By the position in document.statements.
  const StatementNames& Statement(size_t i) { return Read().statements_[i]; }
  // The types of a service's ARN shapes and the like.
  const catalog::ArnShapes& shapes();

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  template <typename Facts>
  using Memory = std::unordered_map<std::string, Facts, Hash, std::equal_to<>>;

  PolicyNames& Read();
  const ActionFacts* ActionOf(const policy::Text& item);
  const ArnFacts* ArnOf(const policy::Text& item);
  ActionFacts LookAtAction(std::string_view text);
  void FillTypes(std::string_view pattern, ActionFacts* facts);
  ArnFacts LookAtArn(std::string_view text);
  void LookAtFields(const catalog::ArnFields& fields, ArnFacts* facts);

  const catalog::Catalog& catalog_;
  std::unique_ptr<catalog::ArnShapes> shapes_;
  Memory<ActionFacts> actions_;
  Memory<ArnFacts> arns_;
  uint64_t work_ = 0;  // spent on the present document

  const policy::Document* document_ = nullptr;
  bool read_ = false;
  std::vector<const ActionFacts*> action_pool_;
  std::vector<const ArnFacts*> arn_pool_;
  std::vector<StatementNames> statements_;
  std::vector<OddAction> odd_actions_;
  std::vector<OddArn> odd_arns_;
  std::vector<uint64_t> type_bits_;
};

}  // namespace rolelint::logic
