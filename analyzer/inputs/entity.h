#ifndef ROLELINT_INPUTS_ENTITY_H_
#define ROLELINT_INPUTS_ENTITY_H_

// Users, groups and roles as IAM's API describes them: the same members in every call, some calls
// carry more of them. https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleDetail.html,
// API_Role.html and their like.

#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/estate/records.h"
#include "analyzer/inputs/session.h"
#include "analyzer/json/tree.h"

namespace rolelint::inputs {

// What a format carries. A member it carries and that is not there is absent; one it does not carry
// is unknown.
struct Carries {
  bool description = false;
  bool max_session = false;
  bool tags = false;
  bool boundary = false;
  bool policies = false;  // inline and attached ones
  bool groups = false;
};

// A user, group or role as it is put together from whatever a format calls its attributes: the
// attributes first, in any order, then Settle(), then the documents, then Finish(). Of an attribute
// that is set twice the first holds. Values of a wrong type are as if they were not there; a value
// that a template leaves open (json::Value::open) makes the attribute unknown, whatever the format
// carries.
class EntityDraft {
 public:
  // What is set from now on lies in the tree of `view`'s text.
  EntityDraft(estate::EntityType type, const text::View& view, Session* session)
      : view_(view), session_(*session) {
    entity_.type = type;
  }

  void SetArn(json::Value value);
  void SetName(json::Value value);
  // The account, where it is known though the ARN is not.
  void SetAccount(std::string_view account) { entity_.account = account; }
  void SetPermissionSet() { entity_.permission_set = true; }
  void SetLogicalId(std::string_view id) { entity_.logical_id = id; }
  void SetPath(json::Value value);
  void SetUniqueId(json::Value value);
  void SetDescription(json::Value value);
  void SetMaxSession(json::Value value);  // seconds, as a number or in a string
  void SetBoundary(json::Value arn);
  void SetTags(json::Value list);  // of {Key, Value}, or an object of names and values
  // The list of attached policies is whole: AddAttached() for each of them follows.
  void BeginAttached();
  void AddAttached(json::Value arn);
  void SetGroups(json::Value names);

  // What the attributes together say. `place`: of the entity, if it has neither name nor ARN.
  void Settle(const Carries& carries, json::Value place);
  // The list of inline policies is in the input, whole.
  void KnowInline();

  // The documents, as objects or in strings; in document order, for findings are told in it.
  // `view`: what they count in, if not in the draft's.
  void ReadTrust(json::Value document, const text::View* view = nullptr);
  void ReadInline(json::Value name, json::Value document, const text::View* view = nullptr);
  // An inline policy without its document.
  void MissInline(json::Value policy);

  const estate::Entity& entity() const { return entity_; }
  // Adds the record to the session's.
  void Finish();

 private:
  template <typename T>
  bool Take(json::Value value, estate::Attribute<T>* attribute);
  bool IsOpen(const void* attribute) const;
  estate::Place PlaceOf(json::Value value) const {
    return session_.PlaceOf(view_, value.inner_span());
  }

  const text::View& view_;
  Session& session_;
  estate::Entity entity_;
  json::Value arn_;
  json::Value name_;
  // Attributes that a template leaves open.
  std::vector<const void*> open_;
};

// "RoleName", "UserName", "GroupName".
std::string_view NameKey(estate::EntityType type);

// Whether the object describes a user, group or role: its name, or an ARN that fits the type.
bool LooksLikeEntity(json::Value object, estate::EntityType type);

// Fills a record from the object and reads the documents in it, in document order. `attached` may
// be given apart (a list of {PolicyName, PolicyArn}), else the object's own is taken.
void ReadEntity(json::Value object, const text::View& view, estate::EntityType type,
                const Carries& carries, Session* session, json::Value attached = {});

// Adds the record of a managed policy to the session's; `document` is nothing if it could not be
// read.
void AddManagedPolicy(const Owner& owner, const std::optional<policy::Document>& document,
                      estate::Place place, Session* session);

// The account of the entity's or policy's Arn; "" if it has none.
std::string_view AccountOf(json::Value object);

// The owner of a document of this entity; its strings are the entity's.
Owner OwnerFor(const estate::Entity& entity);
// The record of an inline policy; `document`: null if it could not be read.
estate::InlinePolicy InlineRecord(json::Value name, json::Value content, const text::View& view,
                                  const policy::Document* document, const Session& session);
// Sets the policy's name in it.
void NamePolicy(json::Value name, const text::View& view, Owner* owner);

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_ENTITY_H_
