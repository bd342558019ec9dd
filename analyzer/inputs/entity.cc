#include "analyzer/inputs/entity.h"

#include <charconv>
#include <cstring>
#include <optional>
#include <string>

#include "analyzer/estate/facts.h"
#include "analyzer/policy/arn.h"

namespace rolelint::inputs {
namespace {

// Characters above the blank. Eight bytes at a time, for every inline policy of a dump passes
// through it.
uint32_t LeastCharacters(const policy::Document& document) {
  constexpr uint64_t kOnes = 0x0101010101010101ULL;
  constexpr uint64_t kTops = kOnes << 7;
  const std::string_view text =
      document.view->text().substr(document.span.begin, document.span.size());
  uint32_t count = 0;
  size_t i = 0;
  while (i + sizeof(uint64_t) <= text.size()) {
    // A byte of `sums` for each of the eight, which 255 rounds cannot overflow.
    uint64_t sums = 0;
    for (int round = 0; round < 255 && i + sizeof(uint64_t) <= text.size(); ++round) {
      uint64_t word;
      std::memcpy(&word, text.data() + i, sizeof(word));
      i += sizeof(word);
      const uint64_t above_blank = (((word & ~kTops) + kOnes * 0x5F) | word) & kTops;
      const uint64_t continues = word & ~(word << 1) & kTops;  // 10xxxxxx
      sums += (above_blank & ~continues) >> 7;
    }
    for (; sums != 0; sums >>= 8) count += static_cast<uint32_t>(sums & 0xFF);
  }
  for (; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    count += static_cast<uint32_t>(byte > 0x20 && (byte & 0xC0) != 0x80);
  }
  return count;
}

using estate::Entity;
using estate::EntityType;
using estate::Knowledge;
using json::Value;

struct Keys {
  std::string_view name;
  std::string_view id;
  std::string_view policies;
  std::string_view arn_type;
};
constexpr Keys kKeys[] = {
    {"UserName", "UserId", "UserPolicyList", "user"},
    {"GroupName", "GroupId", "GroupPolicyList", "group"},
    {"RoleName", "RoleId", "RolePolicyList", "role"},
};
const Keys& KeysOf(EntityType type) { return kKeys[static_cast<size_t>(type)]; }

class EntityReader {
 public:
  EntityReader(Value object, const text::View& view, EntityType type, const Carries& carries,
               Session* session)
      : object_(object), view_(view), carries_(carries), keys_(KeysOf(type)), session_(*session) {
    entity_.type = type;
  }

  void Read(Value attached) {
    ReadMembers();
    if (attached) ReadAttached(attached);
    Settle();
    ReadDocuments();
    session_.records().entities.push_back(std::move(entity_));
  }

 private:
  estate::Place PlaceOf(Value value) const { return session_.PlaceOf(view_, value.inner_span()); }

  // The first of several members of one name holds, as everywhere.
  void ReadMembers() {
    for (Value member : object_) {
      std::string_view key = member.key();
      if (key == "Arn") {
        if (!arn_) arn_ = member;
      } else if (key == keys_.name) {
        if (!name_) name_ = member;
      } else if (key == keys_.id) {
        if (entity_.unique_id.empty()) entity_.unique_id = member.str();
      } else if (key == "Path") {
        if (entity_.path.empty()) entity_.path = member.str();
      } else if (key == "Description") {
        SetString(member, &entity_.description);
      } else if (key == "MaxSessionDuration") {
        SetNumber(member, &entity_.max_session_seconds);
      } else if (key == "Tags") {
        SetTags(member);
      } else if (key == "PermissionsBoundary") {
        SetString(member.Find("PermissionsBoundaryArn"), &entity_.boundary_arn);
      } else if (key == "AttachedManagedPolicies") {
        ReadAttached(member);
      } else if (key == "GroupList") {
        ReadGroups(member);
      } else if (key == keys_.policies) {
        if (!policies_) policies_ = member;
      }
    }
  }

  void SetString(Value value, estate::Attribute<std::string>* attribute) {
    if (!value.is_string() || attribute->present()) return;
    attribute->state = Knowledge::kPresent;
    attribute->value = value.str();
    attribute->place = PlaceOf(value);
  }

  void SetNumber(Value value, estate::Attribute<int64_t>* attribute) {
    // Some tools write numbers as strings.
    std::string_view text = value.is_string() ? value.str() : value.raw();
    int64_t number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || attribute->present()) return;
    attribute->state = Knowledge::kPresent;
    attribute->value = number;
    attribute->place = PlaceOf(value);
  }

  void SetTags(Value list) {
    if (!list.is_array() || entity_.tags.state != Knowledge::kUnknown) return;
    entity_.tags.state = list.size() == 0 ? Knowledge::kAbsent : Knowledge::kPresent;
    entity_.tags.place = session_.PlaceOf(view_, list.span());
    entity_.tags.value.reserve(list.size());
    for (Value tag : list) {
      Value key = tag.Find("Key");
      if (!key.is_string()) continue;
      entity_.tags.value.push_back(
          {std::string(key.str()), std::string(tag.Find("Value").str()), PlaceOf(key)});
    }
  }

  void ReadAttached(Value list) {
    if (!list.is_array() || entity_.attached_state == Knowledge::kPresent) return;
    entity_.attached_state = Knowledge::kPresent;
    entity_.attached.reserve(list.size());
    for (Value policy : list) {
      Value arn = policy.Find("PolicyArn");
      if (arn.is_string()) entity_.attached.push_back({std::string(arn.str()), PlaceOf(arn)});
    }
  }

  void ReadGroups(Value list) {
    if (!list.is_array() || entity_.groups_state == Knowledge::kPresent) return;
    entity_.groups_state = Knowledge::kPresent;
    entity_.groups.reserve(list.size());
    for (Value name : list) {
      if (name.is_string()) entity_.groups.emplace_back(name.str());
    }
  }

  template <typename T>
  static void AbsentIf(bool carried, estate::Attribute<T>* attribute) {
    if (carried && attribute->state == Knowledge::kUnknown) attribute->state = Knowledge::kAbsent;
  }

  // What the members together say.
  void Settle() {
    entity_.arn = arn_.str();
    entity_.name = name_.str();
    if (std::optional<policy::Arn> arn = policy::ParseArn(entity_.arn)) {
      entity_.partition = arn->partition;
      entity_.account = arn->account;
      policy::IamResource resource = policy::SplitIamResource(arn->resource);
      if (entity_.name.empty()) entity_.name = resource.name;
      if (entity_.path.empty()) entity_.path = resource.path;
    }
    if (entity_.path.empty()) entity_.path = "/";
    entity_.place = name_.is_string() ? PlaceOf(name_) : arn_ ? PlaceOf(arn_) : PlaceOf(object_);
    AbsentIf(carries_.description, &entity_.description);
    AbsentIf(carries_.max_session, &entity_.max_session_seconds);
    AbsentIf(carries_.tags, &entity_.tags);
    // A group cannot have one.
    AbsentIf(carries_.boundary || entity_.type == EntityType::kGroup, &entity_.boundary_arn);
    if (carries_.policies && entity_.attached_state == Knowledge::kUnknown) {
      entity_.attached_state = Knowledge::kPresent;
    }
    if (carries_.groups && entity_.groups_state == Knowledge::kUnknown) {
      entity_.groups_state = Knowledge::kPresent;
    }
    // A user without inline policies has no UserPolicyList at all.
    if (carries_.policies && (!policies_ || policies_.is_array())) {
      entity_.inline_state = Knowledge::kPresent;
    }
  }

  void ReadDocuments() {
    bool trust_read = false;
    for (Value member : object_) {
      if (entity_.type == EntityType::kRole && !trust_read &&
          member.key() == "AssumeRolePolicyDocument") {
        trust_read = true;
        ReadTrust(member);
      } else if (policies_ && member.index() == policies_.index()) {
        for (Value policy : policies_) ReadInline(policy);
      }
    }
  }

  void ReadTrust(Value value) {
    std::optional<policy::Document> document = session_.ReadDocument(
        value, view_, policy::Kind::kTrust, OwnerFor(entity_), "trust policy");
    if (document) {
      estate::ExtractTrust(*document, session_.file(), &entity_);
    } else {
      entity_.trust_complete = false;
      entity_.trust_place = PlaceOf(value);
    }
  }

  void ReadInline(Value value) {
    Value content = value.Find("PolicyDocument");
    if (!content) {
      session_.AddNotChecked(view_.ToFile(value.span()),
                             "an inline policy of " +
                                 std::string(estate::EntityTypeName(entity_.type)) + " " +
                                 entity_.name + " has no PolicyDocument");
      entity_.inline_state = Knowledge::kUnknown;
      return;
    }
    Owner owner = OwnerFor(entity_);
    Value name = value.Find("PolicyName");
    NamePolicy(name, view_, &owner);
    estate::InlinePolicy& policy = entity_.inline_policies.emplace_back();
    policy.name = name.str();
    policy.name_place = name ? PlaceOf(name) : PlaceOf(content);
    std::optional<policy::Document> document =
        session_.ReadDocument(content, view_, policy::Kind::kIdentity, owner, "inline policy");
    if (document) {
      policy.facts = estate::ExtractPolicy(*document, session_.file());
      policy.least_characters = LeastCharacters(*document);
    } else {
      policy.facts.complete = false;
    }
  }

  const Value object_;
  const text::View& view_;
  const Carries carries_;
  const Keys& keys_;
  Session& session_;
  Entity entity_;
  Value arn_;
  Value name_;
  Value policies_;
};

}  // namespace

std::string_view NameKey(EntityType type) { return KeysOf(type).name; }

bool LooksLikeEntity(Value object, EntityType type) {
  if (!object.is_object()) return false;
  const Keys& keys = KeysOf(type);
  if (object.Find(keys.name).is_string()) return true;
  std::optional<policy::Arn> arn = policy::ParseArn(object.Find("Arn").str());
  return arn && arn->service == "iam" &&
         policy::SplitIamResource(arn->resource).type == keys.arn_type;
}

void ReadEntity(Value object, const text::View& view, EntityType type, const Carries& carries,
                Session* session, Value attached) {
  EntityReader(object, view, type, carries, session).Read(attached);
}

std::string_view AccountOf(Value object) {
  std::optional<policy::Arn> arn = policy::ParseArn(object.Find("Arn").str());
  // "aws" stands for the account of AWS's own policies.
  return arn && arn->account != "aws" ? arn->account : std::string_view();
}

Owner OwnerFor(const Entity& entity) {
  Owner owner;
  owner.arn = entity.arn;
  owner.account = entity.account;
  owner.partition = entity.partition;
  owner.entity_name = entity.name;
  owner.path = entity.path;
  owner.is_entity = true;
  owner.entity_type = entity.type;
  return owner;
}

void NamePolicy(Value name, const text::View& view, Owner* owner) {
  if (!name.is_string()) return;
  owner->policy_name = name.str();
  owner->policy_name_span = view.ToFile(name.inner_span());
}

}  // namespace rolelint::inputs
