// A policy document somewhere inside an object that no other adapter knows, as an object or in a
// string. Only what certainly is one is taken: a folder holds much JSON that is not about policies.

#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "analyzer/inputs/adapter.h"
#include "analyzer/inputs/found_policy.h"
#include "analyzer/inputs/terraform_policy.h"
#include "analyzer/policy/parser.h"
#include "analyzer/text/glob.h"

namespace rolelint::inputs {
namespace {

using json::Value;

constexpr std::string_view kWhyWrappedPolicy = "it has a policy document inside";
constexpr int kMaxWrappedStrings =
    3;  // strings in strings: what a document is quoted in, beside its own wrapping

// Stricter than a bare file's test: both a Statement and an Effect must be there.
bool IsWrappedBody(Value value) {
  if (!value.is_object() || !policy::LooksLikePolicy(value)) return false;
  Value statement = value.Find("Statement");
  for (int lists = 0; lists < 2 && statement.is_array() && statement.size() > 0; ++lists) {
    statement = *statement.begin();
  }
  return statement.Find("Effect").is_string();
}

bool LooksBrokenWrappedPolicy(std::string_view text) {
  auto has = [text](std::string_view word) { return text.find(word) != std::string_view::npos; };
  return has("Statement") && has("Effect") && has("Action");
}

std::optional<policy::Kind> KindOfWrappingKey(std::string_view key) {
  if (text::EqualsFolded(key, "AssumeRolePolicyDocument") ||
      text::EqualsFolded(key, "assume_role_policy") ||
      text::EqualsFolded(key, "assume_role_policy_document") ||
      text::EqualsFolded(key, "AssumeRolePolicy")) {
    return policy::Kind::kTrust;
  }
  return std::nullopt;
}

// Its language is IAM's, its principals and rules are not.
bool IsIotPolicy(Value object) {
  return object.Find("policyArn").str().find(":iot:") != std::string_view::npos;
}

class Search {
 public:
  // Nodes of `tree` in `skip` are passed over.
  Search(const json::Tree* tree, const std::unordered_set<uint32_t>& skip, Session* session)
      : tree_(tree), skip_(skip), session_(*session) {}

  void In(Value object, const text::View& view, int strings) {
    for (Value member : object) {
      if (!MayHoldStatement(member) || IsSkipped(member)) continue;
      if (member.is_string()) {
        InString(object, member, view, strings);
      } else if (IsWrappedBody(member)) {
        Take(object, member, {member, &view});
      } else if (member.is_array() || member.is_object()) {
        if (!IsIotPolicy(member)) In(member, view, strings);
      }
    }
  }

 private:
  bool IsSkipped(Value value) const {
    return value.tree() == tree_ && skip_.count(value.index()) != 0;
  }

  void InString(Value object, Value member, const text::View& view, int strings) {
    if (strings == kMaxWrappedStrings || !LooksWrapped(member.str())) return;
    std::vector<LayerIssues> issues;
    Unwrapped inner = Unwrap(member, view, session_.arena(), session_.trees(), &issues);
    if (!inner.value) {
      if (LooksBrokenWrappedPolicy(member.str())) Fail(object, member, view, issues);
      return;
    }
    if (IsWrappedBody(inner.value)) {
      session_.Recognise("wrapped-policy", kWhyWrappedPolicy);
      session_.HandIssues(issues);
      Take(object, member, inner);
    } else if (inner.value.is_object() || inner.value.is_array()) {
      In(inner.value, *inner.view, strings + 1);
    }
  }

  // Something that is meant for a policy and cannot be read must not look clean.
  void Fail(Value object, Value member, const text::View& view,
            const std::vector<LayerIssues>& issues) {
    session_.Recognise("wrapped-policy", kWhyWrappedPolicy);
    session_.HandIssues(issues);
    std::string name(object.Find("PolicyName").str());
    session_.AddNotChecked(view.ToFile(member.span()),
                           "the policy " + (name.empty() ? "" : name + " ") + "under " +
                               std::string(member.key()) +
                               " is a string that holds no readable JSON");
  }

  // `member` of `object` is the document, or the string around it.
  void Take(Value object, Value member, const Unwrapped& document) {
    session_.Recognise("wrapped-policy", kWhyWrappedPolicy);
    Owner owner;
    Value name = object.Find("PolicyName");
    if (name.is_string()) owner.policy_name = name.str();
    session_.HandOver(document, KindOfWrappingKey(member.key()), owner);
  }

  const json::Tree* const tree_;
  const std::unordered_set<uint32_t>& skip_;
  Session& session_;
};

bool IsWrappedPolicy(Value object) { return MayHoldStatement(object) && !IsIotPolicy(object); }

void ReadWrappedPolicy(Value object, const text::View& view, Session* session) {
  Search(nullptr, {}, session).In(object, view, 0);
}

}  // namespace

void SearchPolicies(Value object, const text::View& view, const std::unordered_set<uint32_t>& skip,
                    Session* session) {
  if (IsWrappedPolicy(object)) Search(object.tree(), skip, session).In(object, view, 0);
}

const Adapter kWrappedPolicy = {IsWrappedPolicy, ReadWrappedPolicy};

void ReadCertainPolicy(Value string, const text::View& view, std::string_view key,
                       const Owner& owner, Session* session) {
  if (!MayHoldStatement(string) || !LooksWrapped(string.str())) return;
  std::vector<LayerIssues> issues;
  Unwrapped inner = Unwrap(string, view, session->arena(), session->trees(), &issues);
  if (inner.value && IsWrappedBody(inner.value)) {
    session->HandIssues(issues);
    session->HandOver(inner, KindOfWrappingKey(key), owner);
  } else if (!inner.value && LooksBrokenWrappedPolicy(string.str())) {
    session->HandIssues(issues);
    session->AddNotChecked(view.ToFile(string.span()),
                           "the policy under " + std::string(key) + " of " +
                               std::string(owner.policy_name) +
                               " is a string that holds no readable JSON");
  }
}

}  // namespace rolelint::inputs
