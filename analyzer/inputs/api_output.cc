// Answers and requests of AWS's services that hold policies, by the table in api_calls.h. What else
// of policies is in the same object is found by search.

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/inputs/adapter.h"
#include "analyzer/inputs/api_calls.h"
#include "analyzer/inputs/entity.h"
#include "analyzer/inputs/found_policy.h"
#include "analyzer/inputs/resource_type.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/parser.h"

namespace rolelint::inputs {
namespace {

using json::Value;

// The rows whose way begins with a member, the ones of other languages first.
class Index {
 public:
  Index() {
    for (std::span<const ApiCall> calls : {MoreApiCalls(), ApiCalls()}) {
      for (const ApiCall& call : calls) {
        rows_[call.policy.substr(0, call.policy.find_first_of(".[{"))].push_back(&call);
      }
    }
  }
  static const Index& Get() {
    static const Index index;
    return index;
  }
  const std::vector<const ApiCall*>* RowsOf(std::string_view key) const {
    auto found = rows_.find(key);
    return found == rows_.end() ? nullptr : &found->second;
  }

 private:
  std::unordered_map<std::string_view, std::vector<const ApiCall*>> rows_;
};

// The objects around a value, outermost first.
using Around = std::vector<Value>;

// Calls visit(value, around) at each end of the way, until it answers false.
template <typename Visit>
bool Follow(Value object, std::string_view way, Around* around, const Visit& visit) {
  const size_t dot = way.find('.');
  std::string_view step = way.substr(0, dot);
  std::string_view rest = dot == std::string_view::npos ? "" : way.substr(dot + 1);
  const bool each = step.ends_with("[]") || step.ends_with("{}");
  const bool elements = step.ends_with("[]");
  if (each) step.remove_suffix(2);
  const Value member = object.Find(step);
  if (!member) return true;
  around->push_back(object);
  const auto go = [&](Value value) {
    return rest.empty() ? visit(value, *around) : Follow(value, rest, around, visit);
  };
  bool more = true;
  if (!each) {
    more = go(member);
  } else if (elements ? member.is_array() : member.is_object()) {
    for (Value value : member) {
      more = go(value);
      if (!more) break;
    }
  }
  around->pop_back();
  return more;
}

// Of answers that hold a policy none has more members around it.
constexpr int kMaxMembers = 256;

Value FindNear(Value object, std::string_view name) {
  int left = kMaxMembers;
  for (Value member : object) {
    if (member.key() == name) return member;
    if (--left == 0) break;
  }
  return {};
}

// The member of this name (or way) beside the policy or nearest around it.
Value Nearest(const Around& around, std::string_view name) {
  if (name.empty()) return {};
  for (auto object = around.rbegin(); object != around.rend(); ++object) {
    Value value = *object;
    for (std::string_view rest = name; value && !rest.empty();) {
      const size_t dot = rest.find('.');
      value = FindNear(value, rest.substr(0, dot));
      rest = dot == std::string_view::npos ? "" : rest.substr(dot + 1);
    }
    if (value) return value;
  }
  return {};
}

bool StandsBeside(const Around& around, std::string_view asked) {
  const size_t sign = asked.find_first_of("=~");
  const Value value = Nearest(around, asked.substr(0, sign));
  if (!value || sign == std::string_view::npos) return static_cast<bool>(value);
  const std::string_view text = asked.substr(sign + 1);
  return asked[sign] == '=' ? value.str() == text
                            : value.str().find(text) != std::string_view::npos;
}

bool FitsApiOutput(const ApiCall& call, const Around& around) {
  std::string_view rest = call.beside;
  while (!rest.empty()) {
    const size_t blank = rest.find(' ');
    if (!StandsBeside(around, rest.substr(0, blank))) return false;
    rest = blank == std::string_view::npos ? "" : rest.substr(blank + 1);
  }
  return true;
}

bool IsSure(const ApiCall& call) {
  return !call.beside.empty() || call.policy.find_first_of(".[{") != std::string_view::npos;
}

// Whether the value may be what the row says, as far as a quick look tells.
bool MayBe(const ApiCall& call, Value value) {
  if (call.nature == Nature::kNoIam) return true;
  // No policy is set.
  if (value.is_string() && value.str().empty()) return IsSure(call);
  if (!MayHoldStatement(value)) return false;
  return value.is_object() ? policy::LooksLikePolicy(value) : value.is_string();
}

// The rows that may speak of a member; of several of one name the first holds.
const std::vector<const ApiCall*>* RowsOf(Value object, Value member) {
  const auto* rows = Index::Get().RowsOf(member.key());
  if (rows == nullptr || object.Find(member.key()).index() != member.index()) return nullptr;
  return rows;
}

bool HasCall(Value object, bool only_sure) {
  Around around;
  for (Value member : object) {
    const auto* rows = RowsOf(object, member);
    if (rows == nullptr) continue;
    for (const ApiCall* call : *rows) {
      if (only_sure && !IsSure(*call)) continue;
      bool found = false;
      Follow(object, call->policy, &around, [&](Value value, const Around& outer) {
        found = MayBe(*call, value) && FitsApiOutput(*call, outer);
        return !found;
      });
      if (found) return true;
    }
  }
  return false;
}

std::optional<policy::Kind> KindOfCall(Nature nature) {
  switch (nature) {
    case Nature::kTrust:
      return policy::Kind::kTrust;
    case Nature::kIdentity:
      return policy::Kind::kIdentity;
    case Nature::kSession:
      return policy::Kind::kSession;
    default:
      return std::nullopt;
  }
}

class ApiOutputReader {
 public:
  ApiOutputReader(const text::View& view, Session* session) : view_(view), session_(*session) {}

  void ReadApiOutput(Value object) {
    Around around;
    for (Value member : object) {
      const auto* rows = RowsOf(object, member);
      if (rows == nullptr) continue;
      for (const ApiCall* call : *rows) {
        Follow(object, call->policy, &around, [&](Value value, const Around& outer) {
          if (!IsTaken(value) && MayBe(*call, value) && FitsApiOutput(*call, outer)) {
            Take(*call, value, outer);
          }
          return true;
        });
      }
    }
    SearchPolicies(object, view_, taken_, &session_);
  }

 private:
  bool IsTaken(Value value) const { return taken_.count(value.index()) != 0; }
  void MarkTaken(Value value) { taken_.insert(value.index()); }

  void Take(const ApiCall& call, Value value, const Around& around) {
    if (call.nature == Nature::kNoIam) {
      MarkTaken(value);
      session_.NoDocument(call.format);
      return;
    }
    if (value.is_string() && value.str().empty()) {
      MarkTaken(value);
      session_.Recognise(call.format, Why(call));
      return;
    }
    FoundPolicy found = LookForPolicy(value, view_, &session_);
    if (!found) return;
    MarkTaken(value);
    Owner owner = OwnerOf(call, around);
    std::string_view format = call.format;
    if (call.resource_type.empty() && found.state == FoundPolicy::State::kPolicy &&
        (call.nature == Nature::kResource || call.nature == Nature::kContent)) {
      if (const ResourceShape* shape = ShapeOf(value.key(), owner.arn, found.document.value)) {
        owner.resource_type = shape->resource_type;
        format = shape->format;
      }
    }
    session_.Recognise(format, Why(call));
    HandOverFound(found, value, view_, Kind(call, found, &owner), owner, "policy", &session_);
  }

  // What nothing but a member's name speaks for is of its content's kind, as long as that is one
  // without principals.
  static std::optional<policy::Kind> Kind(const ApiCall& call, const FoundPolicy& found,
                                          Owner* owner) {
    const bool by_content = call.nature == Nature::kContent || !IsSure(call);
    if (by_content && found.document.value) {
      const policy::Kind kind = policy::InferKind(found.document.value);
      if (kind != policy::Kind::kResource) {
        owner->resource_type = {};
        return std::nullopt;
      }
    }
    if (std::optional<policy::Kind> kind = KindOfCall(call.nature)) return kind;
    return policy::Kind::kResource;
  }

  Owner OwnerOf(const ApiCall& call, const Around& around) const {
    Owner owner;
    owner.resource_type = call.resource_type;
    const std::string_view arn = Nearest(around, call.arn).str();
    if (std::optional<policy::Arn> parts = policy::ParseArn(arn)) {
      owner.arn = arn;
      owner.partition = parts->partition;
      if (policy::IsAccountId(parts->account)) owner.account = parts->account;
    }
    NamePolicy(Nearest(around, call.name), view_, &owner);
    return owner;
  }

  static std::string Why(const ApiCall& call) {
    std::string why = "it has " + std::string(call.policy);
    if (call.beside.empty()) return why;
    why += " beside " + std::string(call.beside);
    return why;
  }

  const text::View& view_;
  Session& session_;
  std::unordered_set<uint32_t> taken_;  // nodes of the object's tree
};

void ReadApiOutput(Value object, const text::View& view, Session* session) {
  ApiOutputReader(view, session).ReadApiOutput(object);
}

}  // namespace

const Adapter kApiOutput = {[](Value object) { return HasCall(object, true); }, ReadApiOutput};
const Adapter kLonePolicy = {[](Value object) { return HasCall(object, false); }, ReadApiOutput};

}  // namespace rolelint::inputs
