// iambic's templates: IAM's own structures under names of its own (assume_role_policy_document,
// statement, effect), which become IAM's names here; `{{variable}}` in a string is left open.
// https://docs.iambic.org/reference/schemas/aws_iam_role_template

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "analyzer/inputs/adapter.h"
#include "analyzer/inputs/entity.h"
#include "analyzer/json/scalar_view.h"

namespace rolelint::inputs {
namespace {

using estate::EntityType;
using json::Value;

constexpr std::string_view kPrefix = "NOQ::AWS::";
constexpr int kMaxIambicDepth = 64;

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kNames = {{
    {"version", "Version"},
    {"id", "Id"},
    {"statement", "Statement"},
    {"sid", "Sid"},
    {"effect", "Effect"},
    {"principal", "Principal"},
    {"not_principal", "NotPrincipal"},
    {"action", "Action"},
    {"not_action", "NotAction"},
    {"resource", "Resource"},
    {"not_resource", "NotResource"},
    {"condition", "Condition"},
}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kPrincipals = {{
    {"aws", "AWS"},
    {"service", "Service"},
    {"federated", "Federated"},
    {"canonical_user", "CanonicalUser"},
}};

template <typename Table>
std::string_view NameIn(const Table& table, std::string_view name) {
  for (const auto& [theirs, ours] : table) {
    if (theirs == name) return ours;
  }
  return {};
}

// Copies a document and renames its members.
class Renamer {
 public:
  Renamer(Value document, const text::View& view, Session* session)
      : document_(document), view_(view), session_(*session) {
    const json::Tree& from = *document.tree();
    tree_ = session->trees()->Take(from.text);
    tree_->notation = from.notation;
    tree_->decoded = from.decoded;
    tree_->views = from.views;
  }

  // The policy of an object that holds more beside it (a policy's name).
  Value Run() {
    Copy(document_, Place::kDocument, 0);
    return tree_->root();
  }

 private:
  enum class Place : uint8_t { kDocument, kStatement, kPrincipal, kElsewhere };

  void Copy(Value value, Place place, int depth) {
    const size_t at = tree_->nodes.size();
    tree_->nodes.push_back(value.tree()->nodes[value.index()]);
    if (depth < kMaxIambicDepth && (value.is_object() || value.is_array())) {
      uint32_t count = 0;
      for (Value child : value) {
        if (place == Place::kDocument && value.is_object() && IsForeign(child)) continue;
        const size_t copy = tree_->nodes.size();
        Copy(child, PlaceOf(value, child, place), depth + 1);
        if (value.is_object()) Rename(child, place, copy);
        ++count;
      }
      tree_->nodes[at].count = count;
    }
    if (value.is_string()) Open(value, at);
    tree_->nodes[at].next = static_cast<uint32_t>(tree_->nodes.size());
  }

  // What stands beside the document in the same object.
  static bool IsForeign(Value member) {
    return NameIn(kNames, member.key()).empty() && member.key() != "Statement" &&
           member.key() != "Version";
  }

  static Place PlaceOf(Value parent, Value child, Place place) {
    if (parent.is_array()) return place;
    if (child.key() == "statement") return Place::kStatement;
    if (child.key() == "principal" || child.key() == "not_principal") return Place::kPrincipal;
    return Place::kElsewhere;
  }

  void Rename(Value member, Place place, size_t node) {
    std::string_view name;
    if (place == Place::kDocument || place == Place::kStatement) {
      name = NameIn(kNames, member.key());
    } else if (place == Place::kPrincipal) {
      name = NameIn(kPrincipals, member.key());
    }
    if (name.empty()) return;
    tree_->decoded.push_back(name);
    tree_->nodes[node].key_decoded = static_cast<uint32_t>(tree_->decoded.size());
  }

  // "{{var.account_id}}" stands for what iambic will know.
  void Open(Value value, size_t node) {
    if (value.str().find("{{") == std::string_view::npos) return;
    const text::View* plain = json::ScalarView(value, view_, session_.arena());
    const std::string_view text = plain->text();
    // Straight from the file's bytes: pieces of the scalar's own view mapped outward.
    text::ViewBuilder builder(view_, value.inner_span(), session_.arena());
    uint32_t at = 0;
    while (at < text.size()) {
      const size_t begin = text.find("{{", at);
      const size_t end = begin == text.npos ? text.npos : text.find("}}", begin);
      if (end == text.npos) break;
      Piece(*plain, at, static_cast<uint32_t>(begin), &builder);
      const auto behind = static_cast<uint32_t>(end) + 2;
      builder.Put("${" + NameOf(text.substr(begin + 2, end - begin - 2)) + "}",
                  plain->ToParent({static_cast<uint32_t>(begin), behind}));
      at = behind;
    }
    if (at == 0) return;
    Piece(*plain, at, static_cast<uint32_t>(text.size()), &builder);
    const text::View* open = builder.Finish();
    tree_->decoded.push_back(open->text());
    tree_->views.resize(tree_->decoded.size(), nullptr);
    tree_->views.back() = open;
    tree_->nodes[node].count = static_cast<uint32_t>(tree_->decoded.size());
    tree_->nodes[node].truth = true;
  }

  static void Piece(const text::View& plain, uint32_t begin, uint32_t end,
                    text::ViewBuilder* builder) {
    for (uint32_t i = begin; i < end; ++i) {
      builder->Put(plain.text().substr(i, 1), plain.ToParent({i, i + 1}));
    }
  }

  static std::string NameOf(std::string_view expression) {
    std::string name;
    for (char c : expression) {
      const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.';
      if (letter || (c >= '0' && c <= '9' && !name.empty())) name += c;
    }
    return name.empty() ? "Variable" : name;
  }

  const Value document_;
  const text::View& view_;
  Session& session_;
  json::Tree* tree_ = nullptr;
};

bool IsIambic(Value object) {
  return object.Find("template_type").str().starts_with(kPrefix) &&
         object.Find("properties").is_object();
}

class IambicReader {
 public:
  IambicReader(const text::View& view, Session* session) : view_(view), session_(*session) {}

  void ReadIambic(Value object) {
    const std::string_view type = object.Find("template_type").str().substr(kPrefix.size());
    const Value properties = object.Find("properties");
    session_.SetOpenHint("iambic knows its variables only when it applies the template");
    if (type == "IAM::Role") return Entity(properties, EntityType::kRole);
    if (type == "IAM::User") return Entity(properties, EntityType::kUser);
    if (type == "IAM::Group") return Entity(properties, EntityType::kGroup);
    if (type == "IAM::ManagedPolicy") {
      return Document(properties, "policy_document", policy::Kind::kIdentity);
    }
    if (type == "Organizations::SCP") {
      return Document(properties, "policy_document", policy::Kind::kScp);
    }
    if (type == "IdentityCenter::PermissionSet") {
      return Document(properties, "inline_policy", policy::Kind::kIdentity);
    }
  }

 private:
  Value Renamed(Value document) {
    return document.is_object() ? Renamer(document, view_, &session_).Run() : document;
  }

  void Entity(Value properties, EntityType type) {
    EntityDraft draft(type, view_, &session_);
    for (std::string_view key : {"role_name", "user_name", "group_name"}) {
      draft.SetName(Plain(properties.Find(key)));
    }
    draft.SetPath(Plain(properties.Find("path")));
    draft.SetDescription(Plain(properties.Find("description")));
    draft.SetMaxSession(properties.Find("max_session_duration"));
    draft.Settle({}, properties);
    const Value trust = properties.Find("assume_role_policy_document");
    if (type == EntityType::kRole && trust) draft.ReadTrust(Renamed(trust));
    for (Value policy : properties.Find("inline_policies")) {
      if (policy.Find("statement")) {
        draft.ReadInline(policy.Find("policy_name"), Renamed(policy));
      }
    }
    draft.Finish();
  }

  // A name with a variable in it is no name yet.
  static Value Plain(Value value) {
    return value.str().find("{{") == std::string_view::npos ? value : Value();
  }

  void Document(Value properties, std::string_view key, policy::Kind kind) {
    const Value document = properties.Find(key);
    if (!document) return;
    Owner owner;
    NamePolicy(Plain(properties.Find("policy_name")), view_, &owner);
    session_.ReadDocument(Renamed(document), view_, kind, owner, "policy");
  }

  const text::View& view_;
  Session& session_;
};

void ReadIambic(Value object, const text::View& view, Session* session) {
  session->Recognise("iambic", "its template_type is one of iambic's");
  IambicReader(view, session).ReadIambic(object);
}

}  // namespace

const Adapter kIambic = {IsIambic, ReadIambic};

}  // namespace rolelint::inputs
