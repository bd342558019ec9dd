// Rows of inventories: what Steampipe and Powerpipe select, CloudQuery's tables, PMapper's graph.
// Columns have snake_case names; a document is an object, or JSON in a string where the row comes
// from a CSV file.
// https://hub.steampipe.io/plugins/turbot/aws/tables/aws_iam_role,
// https://hub.cloudquery.io/plugins/source/cloudquery/aws/latest/tables/aws_iam_roles

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "analyzer/estate/facts.h"
#include "analyzer/inputs/adapter.h"
#include "analyzer/inputs/entity.h"
#include "analyzer/inputs/found_policy.h"
#include "analyzer/inputs/resource_type.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/parser.h"

namespace rolelint::inputs {
namespace {

using estate::EntityType;
using json::Value;
using policy::Kind;

// Columns that hold a document, or a list of them.
constexpr std::string_view kTrustColumns[] = {"assume_role_policy", "assume_role_policy_document",
                                              "trust_policy"};
constexpr std::string_view kColumns[] = {
    "policy",        "policy_document", "policy_doc",        "resource_policy",
    "access_policy", "access_policies", "policy_text",       "bucket_policy",
    "key_policy",    "inline_policies", "vault_policy",      "repository_policy_text",
    "document",      "policy_json",     "file_system_policy"};

// Steampipe's second, normalised form: lower case, everything a list.
bool IsCopy(std::string_view column) { return column.ends_with("_std"); }

bool IsTrust(std::string_view column) {
  for (std::string_view name : kTrustColumns) {
    if (column == name) return true;
  }
  return false;
}

bool IsColumn(std::string_view column) {
  for (std::string_view name : kColumns) {
    if (column == name) return true;
  }
  return false;
}

Value FindFirst(Value row, std::initializer_list<std::string_view> names) {
  for (std::string_view name : names) {
    if (const Value value = row.Find(name)) return value;
  }
  return {};
}

// Columns that only such a row has: a document's, and whose it is.
bool IsRow(Value row) {
  if (!row.is_object()) return false;
  bool document = false;
  bool owner = false;
  for (Value member : row) {
    const std::string_view key = member.key();
    if (IsTrust(key)) {
      document = document || MayHoldStatement(member);
    } else if (IsColumn(key) || (IsCopy(key) && IsColumn(key.substr(0, key.size() - 4)))) {
      document = document || MayHoldStatement(member);
    }
    owner = owner || key == "arn" || key == "account_id" || key == "_cq_id" || key == "role_name" ||
            key == "user_name" || key == "group_name" || key == "policy_name" || key == "title" ||
            IsCopy(key);
  }
  return document && owner;
}

class InventoryRowReader {
 public:
  InventoryRowReader(Value row, const text::View& view, Session* session)
      : row_(row), view_(view), session_(*session), arn_(row.Find("arn")) {}

  void ReadInventoryRow() {
    session_.Recognise("inventory", "its columns are those of an inventory of AWS");
    const std::optional<policy::Arn> arn = policy::ParseArn(arn_.str());
    std::string_view type;
    if (arn && arn->service == "iam") type = policy::SplitIamResource(arn->resource).type;
    if (arn) account_ = policy::IsAccountId(arn->account) ? arn->account : std::string_view();
    if (account_.empty()) account_ = AccountColumn();
    if (type == "role" || HasTrust()) return Entity(EntityType::kRole);
    if (type == "user") return Entity(EntityType::kUser);
    if (type == "group") return Entity(EntityType::kGroup);
    for (Value member : row_) {
      if (IsColumn(member.key())) Document(member, type == "policy");
    }
    // A query may select nothing but the normalised form.
    if (!found_) {
      for (Value member : row_) {
        if (IsCopy(member.key()) && MayHoldStatement(member)) Document(member, type == "policy");
      }
    }
  }

 private:
  std::string_view AccountColumn() const {
    const Value account = row_.Find("account_id");
    return policy::IsAccountId(account.str()) ? account.str() : std::string_view();
  }

  Value Trust() const {
    for (std::string_view name : kTrustColumns) {
      const Value value = row_.Find(name);
      if (value && MayHoldStatement(value)) return value;
    }
    return {};
  }
  bool HasTrust() const { return static_cast<bool>(Trust()); }

  // What is JSON in a cell of a table, or the value itself.
  Unwrapped Inside(Value value) {
    if (!value.is_string() || !LooksWrapped(value.str())) return {value, &view_};
    std::vector<LayerIssues> issues;
    Unwrapped inner = Unwrap(value, view_, session_.arena(), session_.trees(), &issues);
    return inner.value ? inner : Unwrapped{value, &view_};
  }

  void Entity(EntityType type) {
    EntityDraft draft(type, view_, &session_);
    draft.SetArn(arn_);
    draft.SetName(FindFirst(row_, {"role_name", "user_name", "group_name", "name"}));
    draft.SetUniqueId(FindFirst(row_, {"role_id", "user_id", "group_id"}));
    draft.SetPath(row_.Find("path"));
    const Value description = row_.Find("description");
    if (!description.str().empty()) draft.SetDescription(description);
    draft.SetMaxSession(row_.Find("max_session_duration"));
    const Value boundary = row_.Find("permissions_boundary_arn");
    if (!boundary.str().empty()) draft.SetBoundary(boundary);
    const Value attached = row_.Find("attached_policy_arns");
    if (attached.is_array()) {
      draft.BeginAttached();
      for (Value policy : attached) draft.AddAttached(policy);
    }
    draft.Settle({}, row_);
    if (const Value trust = Trust(); trust && type == EntityType::kRole) draft.ReadTrust(trust);
    const Unwrapped list = Inside(row_.Find("inline_policies"));
    if (list.value.is_array()) {
      draft.KnowInline();
      for (Value policy : list.value) {
        const Value document = FindFirst(policy, {"PolicyDocument", "policy_document"});
        if (document) {
          draft.ReadInline(FindFirst(policy, {"PolicyName", "policy_name"}), document, list.view);
        }
      }
    } else if (list.value.is_string() && MayHoldStatement(list.value)) {
      Broken(list.value);
    }
    // A row of a table of inline policies, or one of PMapper's graph.
    for (std::string_view name : {"policy_document", "policy_doc", "policy"}) {
      const Value document = row_.Find(name);
      if (!document || !MayHoldStatement(document)) continue;
      draft.ReadInline(FindFirst(row_, {"policy_name", "name"}), document);
      break;
    }
    draft.Finish();
  }

  void Broken(Value value) {
    session_.AddNotChecked(
        view_.ToFile(value.span()),
        "the " + std::string(value.key()) + " is a string that holds no readable JSON");
  }

  void Document(Value value, bool managed) {
    if (!MayHoldStatement(value)) return;
    FoundPolicy found = LookForPolicy(value, view_, &session_);
    if (!found) return;
    found_ = true;
    Owner owner;
    owner.account = account_;
    if (policy::ParseArn(arn_.str())) owner.arn = arn_.str();
    NamePolicy(FindFirst(row_, {"policy_name", "name"}), view_, &owner);
    std::optional<Kind> kind;
    if (managed) {
      kind = Kind::kIdentity;
      owner.aws_managed = owner.arn.find(":iam::aws:") != std::string_view::npos;
    } else if (found.document.value && policy::InferKind(found.document.value) == Kind::kResource) {
      kind = Kind::kResource;
      owner.policy_name = {};
      owner.policy_name_span = {};
      const ResourceShape* shape = ShapeOf("Policy", owner.arn, found.document.value);
      if (shape != nullptr) owner.resource_type = shape->resource_type;
    } else {
      // Neither whose it is nor what: the row's ARN may be of anything.
      owner.arn = {};
    }
    std::optional<policy::Document> read =
        HandOverFound(found, value, view_, kind, owner, value.key(), &session_);
    if (!managed || owner.arn.empty()) return;
    AddManagedPolicy(owner, read, session_.PlaceOf(view_, arn_.inner_span()), &session_);
  }

  const Value row_;
  const text::View& view_;
  Session& session_;
  const Value arn_;
  std::string_view account_;
  bool found_ = false;
};

void ReadInventoryRow(Value row, const text::View& view, Session* session) {
  InventoryRowReader(row, view, session).ReadInventoryRow();
}

// {"rows": [row…], "columns": […]}, as Steampipe and Powerpipe print; CloudFox's cache of answers
// has the answer's elements under "Value".
Value RowsOf(Value object) {
  for (std::string_view key : {"rows", "Value"}) {
    const Value list = object.Find(key);
    if (list.is_array() && list.size() != 0 && (*list.begin()).is_object()) return list;
  }
  return {};
}

bool HoldsRows(Value object) { return static_cast<bool>(RowsOf(object)); }

void ReadRows(Value object, const text::View& view, Session* session) {
  // Not ReadTree() of the list: one list does not hold another.
  for (Value row : RowsOf(object)) {
    if (!HoldsRows(row)) ReadTree(row, view, session);
  }
}

}  // namespace

const Adapter kInventoryRow = {IsRow, ReadInventoryRow};
const Adapter kInventoryRows = {HoldsRows, ReadRows};

}  // namespace rolelint::inputs
