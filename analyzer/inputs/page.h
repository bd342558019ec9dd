#ifndef ROLELINT_INPUTS_PAGE_H_
#define ROLELINT_INPUTS_PAGE_H_

// The lists by which API calls return what an account holds: get-account-authorization-details,
// list-roles, list-instance-profiles. A page is the object that one call returns. Its elements are
// read one by one, so that a dump needs the memory of its largest role.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/inputs/session.h"
#include "analyzer/json/tree.h"

namespace rolelint::inputs {

enum class ListId : uint32_t {
  kNone,
  kUserDetails,
  kGroupDetails,
  kRoleDetails,
  kPolicies,
  kRoles,
  kInstanceProfiles,
};

// The list of a page's member, if it is one ("RoleDetailList", …).
ListId ListOf(std::string_view key);
// One that get-account-authorization-details alone returns.
bool IsDetailList(ListId list);
// Whether the value may be an element of the list; other software has lists of these names too.
bool Fits(ListId list, json::Value element);

class Page {
 public:
  // `account`: as the wrapping says ({"<account-id>": page}), else "".
  Page(Session* session, std::string_view account) : session_(*session) { end_.account = account; }

  void BeginList(ListId list);
  // Reads an element of a list, its documents and its record.
  void Element(ListId list, json::Value element, const text::View& view);
  // Takes from an element only what the page as a whole needs to know.
  void Look(json::Value element);
  bool knows_account() const { return !end_.account.empty(); }
  // Any other member.
  void Member(std::string_view key, json::Value value, const text::View& view);
  void End();

 private:
  bool IsOfRolesAlone(json::Value policy);
  void ManagedPolicy(json::Value policy, const text::View& view);
  void InstanceProfile(json::Value profile, const text::View& view);
  void NotePath(json::Value role);

  Session& session_;
  PageEnd end_;
  bool details_ = false;
  bool policies_ = false;
  bool policy_documents_ = false;
  bool roles_ = false;
  bool profiles_ = false;
  bool organizations_ = false;
  bool foreign_ = false;  // an element that is not what the list should hold
  std::optional<bool> is_truncated_;
  Span truncated_span_;
  Span marker_span_;
  Span next_token_span_;
  std::optional<std::string> common_path_;  // of all roles so far
};

// Walks a page that lies in one tree.
void ReadPage(json::Value page, const text::View& view, Session* session,
              std::string_view account = {});

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_PAGE_H_
