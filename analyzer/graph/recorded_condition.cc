#include "analyzer/graph/recorded_condition.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "analyzer/estate/aws_policies.h"
#include "analyzer/text/glob.h"

namespace rolelint::graph {
namespace {

// The text up to the next quote, from behind the one that `rest` begins with.
std::string_view TakeQuoted(std::string_view* rest) {
  const size_t end = rest->find('"', 1);
  if (rest->empty() || rest->front() != '"' || end == std::string_view::npos) {
    *rest = {};
    return {};
  }
  const std::string_view text = rest->substr(1, end - 1);
  rest->remove_prefix(end + 1);
  return text;
}

bool Skip(std::string_view what, std::string_view* rest) {
  if (!rest->starts_with(what)) return false;
  rest->remove_prefix(what.size());
  return true;
}

}  // namespace

std::optional<std::vector<RecordedTest>> TestsOf(std::string_view condition) {
  if (condition.find('\\') != std::string_view::npos) return std::nullopt;
  std::vector<RecordedTest> tests;
  std::string_view rest = condition;
  if (!Skip("{", &rest)) return std::nullopt;
  do {
    const std::string_view op = TakeQuoted(&rest);
    if (!Skip(":{", &rest)) return std::nullopt;
    do {
      RecordedTest& test = tests.emplace_back();
      test.op = op;
      test.key = TakeQuoted(&rest);
      if (!Skip(":[", &rest)) return std::nullopt;
      while (!Skip("]", &rest)) {
        if (rest.empty()) return std::nullopt;
        test.values.push_back(TakeQuoted(&rest));
        Skip(",", &rest);
      }
    } while (Skip(",", &rest));
    if (!Skip("}", &rest)) return std::nullopt;
  } while (Skip(",", &rest));
  return rest == "}" ? std::optional(std::move(tests)) : std::nullopt;
}

namespace {

using estate::PrivilegeStatement;

bool StartsWith(std::string_view text, std::string_view prefix) {
  return text::EqualsFolded(text.substr(0, prefix.size()), prefix);
}

// The operator without what says how often and whether the key may be missing.
std::string_view Bare(std::string_view op) {
  for (std::string_view prefix : {"ForAnyValue:", "ForAllValues:"}) {
    if (StartsWith(op, prefix)) op.remove_prefix(prefix.size());
  }
  constexpr std::string_view kIfExists = "IfExists";
  if (op.size() > kIfExists.size() &&
      text::EqualsFolded(op.substr(op.size() - kIfExists.size()), kIfExists)) {
    op.remove_suffix(kIfExists.size());
  }
  return op;
}

bool IsOneOf(std::string_view op, std::initializer_list<std::string_view> names) {
  return std::any_of(names.begin(), names.end(),
                     [op](std::string_view name) { return text::EqualsFolded(op, name); });
}

bool IsPositive(std::string_view op) {
  return IsOneOf(Bare(op),
                 {"StringEquals", "StringLike", "ArnEquals", "ArnLike", "StringEqualsIgnoreCase"});
}

bool IsNegative(std::string_view op) {
  return IsOneOf(Bare(op), {"StringNotEquals", "StringNotLike", "ArnNotEquals", "ArnNotLike",
                            "StringNotEqualsIgnoreCase"});
}

// A request without the key does not pass.
bool AsksForKey(std::string_view op) {
  return !StartsWith(op, "ForAllValues:") &&
         Bare(op).data() + Bare(op).size() == op.data() + op.size();
}

// Whether the value is, or may be, a policy that gives everything.
bool MayBeEverything(std::string_view value) {
  for (std::string_view name : {"AdministratorAccess", "IAMFullAccess"}) {
    if (estate::AwsPolicyName(value) == name) return true;
    for (std::string_view partition : {"aws", "aws-cn", "aws-us-gov"}) {
      std::string arn = "arn:";
      arn.append(partition).append(":iam::aws:policy/").append(name);
      if (text::GlobMatches(value, arn)) return true;
    }
  }
  return false;
}

bool AnyMayBeEverything(const RecordedTest& test) {
  return std::any_of(test.values.begin(), test.values.end(), MayBeEverything);
}

// Policies that may yet be written are any policy.
bool NamesPolicies(const RecordedTest& test) {
  return std::all_of(test.values.begin(), test.values.end(), [](std::string_view value) {
    return !text::HasWildcard(value) || !estate::AwsPolicyName(value).empty();
  });
}

// Deleting a boundary is no change under it.
bool StaysUnderBoundary(std::string_view action) {
  return !(action.starts_with("iam:Delete") && action.ends_with("PermissionsBoundary"));
}

bool IsAttaching(std::string_view action) { return action.starts_with("iam:Attach"); }

}  // namespace

Leaves LeavesOf(const PrivilegeStatement& allow, std::string_view action) {
  if (allow.condition.empty()) return Leaves::kUnknown;
  const std::optional<std::vector<RecordedTest>> tests = TestsOf(allow.condition);
  if (!tests) return Leaves::kUnknown;
  bool everything = true;
  for (const RecordedTest& test : *tests) {
    const bool boundary = text::EqualsFolded(test.key, "iam:PermissionsBoundary");
    const bool policy = IsAttaching(action) && text::EqualsFolded(test.key, "iam:PolicyARN");
    // A principal without a boundary passes, whatever is listed.
    if (boundary && (IsNegative(test.op) || (IsPositive(test.op) && !AsksForKey(test.op)))) {
      continue;
    }
    // All policies but some: one that gives everything is among the rest.
    if (policy && IsNegative(test.op) && !AnyMayBeEverything(test)) continue;
    if (!IsPositive(test.op) || !(boundary || policy)) {
      everything = false;
      continue;
    }
    const bool any = AnyMayBeEverything(test);
    if (boundary && !any && AsksForKey(test.op) && StaysUnderBoundary(action)) {
      return Leaves::kNothing;
    }
    if (policy && !any && NamesPolicies(test)) return Leaves::kNothing;
    everything = everything && any;
  }
  return everything ? Leaves::kEverything : Leaves::kUnknown;
}

bool DeniesAllBut(const PrivilegeStatement& deny, std::string_view action) {
  if (deny.condition.empty() || !deny.resources.empty()) return false;
  const std::optional<std::vector<RecordedTest>> tests = TestsOf(deny.condition);
  if (!tests || tests->size() != 1 || !IsNegative(tests->front().op)) return false;
  const RecordedTest& test = tests->front();
  if (AnyMayBeEverything(test) || StartsWith(test.op, "ForAnyValue:")) return false;
  if (text::EqualsFolded(test.key, "iam:PermissionsBoundary")) return StaysUnderBoundary(action);
  return IsAttaching(action) && text::EqualsFolded(test.key, "iam:PolicyARN") &&
         NamesPolicies(test);
}

}  // namespace rolelint::graph
