#ifndef ROLELINT_LOGIC_NAMES_H_
#define ROLELINT_LOGIC_NAMES_H_

// What the catalogue says of the actions and resource ARNs that a policy names: whether they exist,
// and which resource types they can stand for. The same texts stand in policy after policy, so what
// is found out of one is kept by its text.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/catalog/arn_shapes.h"
#include "analyzer/catalog/catalog.h"
#include "analyzer/catalog/past_names.h"
#include "analyzer/logic/text_memory.h"
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
  // The only service that it names: a bit of its own, or one shared with few others. All bits:
  // several, or one that is not known.
  uint64_t service = ~uint64_t{0};
  // The action that it is, if it has no wildcard.
  std::optional<catalog::Action> action;
  const catalog::PastName* past = nullptr;
  std::span<const uint16_t> types;  // resource types of the actions, ids in ascending order
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
  bool wildcard = false;
  // It is "*", or six fields without variables before the last: a partition, a service in lower
  // case without wildcards, an account of twelve digits or none at all where a service needs none.
  // Rules about the form of ARNs need not look at it.
  bool plain = false;
  uint16_t problems = 0;
  const catalog::PastName* past = nullptr;  // of an unknown service
  std::span<const uint16_t> types;  // that it can stand for, whatever its Region and account
  // Every resource there is (policy::IsEveryResource): of all types, so that they are not listed.
  bool all = false;
  // Types of which it covers every resource of a partition; and those of which it covers every
  // resource in the Regions and accounts that it names, whichever these are. Told too of an ARN of
  // which a template leaves partition, Region or account open. Ids in ascending order.
  std::span<const uint16_t> whole;
  std::span<const uint16_t> whole_there;

  bool wide() const { return all || !whole.empty(); }
};

// One statement's items, in the order of its lists.
struct StatementNames {
  std::span<const ActionFacts* const> action;
  std::span<const ActionFacts* const> not_action;
  std::span<const ArnFacts* const> resource;
  std::span<const ArnFacts* const> not_resource;
  uint64_t services = 0;  // of its actions; all bits where it has NotAction
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
  explicit PolicyNames(const catalog::Catalog& catalog) : catalog_(catalog), shapes_(catalog) {}
  PolicyNames(const PolicyNames&) = delete;
  PolicyNames& operator=(const PolicyNames&) = delete;

  void Begin(const policy::Document& document) {
    document_ = &document;
    read_ = false;
  }

  // All of the document's. Valid until the next Begin(); facts lie in memory of this object.
  std::span<const OddAction> odd_actions() { return Read().odd_actions_; }
  std::span<const OddArn> odd_arns() { return Read().odd_arns_; }
  // By the position in document.statements.
  const StatementNames& Statement(size_t i) { return Read().statements_[i]; }
  // Bits of the services that an action of the document may be of. Wildcards, NotAction and what is
  // not known may be of any.
  uint64_t services() { return Read().service_bits_; }
  // All bits of one that is not known.
  static uint64_t ServiceBit(const std::optional<catalog::Service>& service) {
    return service ? uint64_t{1} << (service->id() % 64) : ~uint64_t{0};
  }
  // The types of a service's ARN shapes and the like.
  catalog::ArnShapes& shapes() { return shapes_; }
  // Of a text that need not be of the document. Never null.
  const ArnFacts* ArnOf(const policy::Text& item);

 private:
  // All that there is to say of `arn:PARTITION:SERVICE:REGION`, of which a run sees few.
  struct ArnHead {
    std::span<const catalog::ArnShape> shapes;
    uint16_t partition_problem = 0;
    uint16_t region_problem = 0;  // said where a Region may stand
    bool region_open = false;
    bool service_open = false;
    bool service_known = false;
    bool service_in_case = false;
    bool partly_listed = false;
    bool fully_listed = false;
    bool plain = false;             // ArnFacts::plain, as far as the head decides
    bool names_principals = false;  // its ARNs have an account
    const catalog::PastName* past = nullptr;
  };

  PolicyNames& Read();
  const ActionFacts* ActionOf(const policy::Text& item);
  const std::optional<catalog::Service>& ServiceOf(std::string_view prefix);
  ActionFacts LookAtAction(std::string_view text);
  void FillTypes(std::string_view pattern, const catalog::Service& service, ActionFacts* facts);
  ArnFacts LookAtArn(std::string_view text);
  ArnHead LookAtHead(const catalog::ArnFields& fields);
  void FillWhole(std::string_view text, text::Arena* arena, ArnFacts* facts);
  void AddWhole(std::string_view service, const catalog::ArnFields& fields);
  void LookAtFields(const catalog::ArnFields& fields, ArnFacts* facts);

  const catalog::Catalog& catalog_;
  catalog::ArnShapes shapes_;
  TextMemory<ActionFacts> actions_;
  TextMemory<ArnFacts> arns_;
  TextMemory<ArnHead> heads_;
  TextMemory<std::optional<catalog::Service>> services_;
  uint64_t work_ = 0;  // spent on the present document

  const policy::Document* document_ = nullptr;
  bool read_ = false;
  std::vector<const ActionFacts*> action_pool_;
  std::vector<const ArnFacts*> arn_pool_;
  std::vector<StatementNames> statements_;
  uint64_t service_bits_ = 0;
  std::vector<OddAction> odd_actions_;
  std::vector<OddArn> odd_arns_;
  std::vector<uint64_t> type_bits_;
  std::vector<uint16_t> types_;
  std::vector<uint16_t> whole_;
  std::vector<uint16_t> whole_there_;
  std::string filled_;
};

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_NAMES_H_
