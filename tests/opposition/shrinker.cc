#include "tests/opposition/shrinker.h"

#include <cstddef>
#include <string>

namespace rolelint::opposition {
namespace {

using nlohmann::json;
using Pointer = json::json_pointer;

class Reducer {
 public:
  explicit Reducer(const json& whole) : whole_(whole) {}

  std::vector<json> Run() {
    for (const char* flag : {"principal_account_is_management", "resource_account_is_management",
                             "block_public_access"}) {
      if (whole_.contains(flag)) Drop(Pointer("/" + std::string(flag)));
    }
    DropMembers(Pointer("/policies"));
    for (const auto& [kind, value] : whole_.at("policies").items()) {
      InPolicies(Pointer("/policies") / kind, value);
    }
    DropMembers(Pointer("/request/context"));
    for (const auto& [key, value] : whole_.at("request").at("context").items()) {
      DropElements(Pointer("/request/context") / key, 0);
    }
    return std::move(reductions_);
  }

 private:
  void Drop(const Pointer& at) {
    json smaller = whole_;
    json& parent = smaller[at.parent_pointer()];
    if (parent.is_array())
      parent.erase(std::stoul(at.back()));
    else
      parent.erase(at.back());
    reductions_.push_back(std::move(smaller));
  }
  void DropMembers(const Pointer& at) {
    for (const auto& [key, value] : whole_.at(at).items()) Drop(at / key);
  }
  // Of a list with more than `keep` elements.
  void DropElements(const Pointer& at, size_t keep) {
    const json& list = whole_.at(at);
    if (!list.is_array() || list.size() <= keep) return;
    for (size_t i = 0; i < list.size(); ++i) Drop(at / i);
  }
  void Put(const Pointer& at, json value) {
    if (whole_.at(at) == value) return;
    json other = whole_;
    other[at] = std::move(value);
    reductions_.push_back(std::move(other));
  }

  // A policy, a list of policies, or a list of levels.
  void InPolicies(const Pointer& at, const json& value) {
    if (!value.is_array()) return InPolicy(at, value);
    DropElements(at, 1);
    for (size_t i = 0; i < value.size(); ++i) InPolicies(at / i, value[i]);
  }
  void InPolicy(const Pointer& at, const json& policy) {
    Pointer statements = at / "Statement";
    if (!policy.contains("Version"))
      Put(at, [&] {
        json p = policy;
        p["Version"] = "2012-10-17";
        return p;
      }());
    else
      Put(at / "Version", "2012-10-17");
    if (policy.at("Statement").is_object()) return InStatement(statements, policy.at("Statement"));
    DropElements(statements, 1);
    for (size_t i = 0; i < policy.at("Statement").size(); ++i) {
      InStatement(statements / i, policy.at("Statement")[i]);
    }
  }
  void InStatement(const Pointer& at, const json& statement) {
    if (statement.contains("Condition")) {
      Drop(at / "Condition");
      InCondition(at / "Condition", statement.at("Condition"));
    }
    for (const char* element : {"Action", "Resource", "NotAction", "NotResource"}) {
      if (!statement.contains(element)) continue;
      DropElements(at / element, 1);
      if (element[0] != 'N') Put(at / element, "*");
    }
    for (const char* element : {"NotAction", "NotResource", "NotPrincipal"}) {
      if (statement.contains(element)) Rename(at, element);
    }
    for (const char* element : {"Principal", "NotPrincipal"}) {
      if (!statement.contains(element) || !statement.at(element).is_object()) continue;
      if (statement.at(element).size() > 1) DropMembers(at / element);
      for (const auto& [type, names] : statement.at(element).items())
        DropElements(at / element / type, 1);
      if (element[0] == 'P') Put(at / element, "*");
    }
  }
  // NotAction to an Action of everything, and alike.
  void Rename(const Pointer& at, const std::string& element) {
    json statement = whole_.at(at);
    statement.erase(element);
    statement[element.substr(3)] = "*";
    Put(at, std::move(statement));
  }
  void InCondition(const Pointer& at, const json& condition) {
    if (condition.size() > 1) DropMembers(at);
    for (const auto& [name, keys] : condition.items()) {
      if (keys.size() > 1) DropMembers(at / name);
      for (const auto& [key, values] : keys.items()) DropElements(at / name / key, 1);
    }
  }

  const json& whole_;
  std::vector<json> reductions_;
};

}  // namespace

std::vector<json> Reductions(const json& contract_case) { return Reducer(contract_case).Run(); }

std::vector<json> ShrinkAll(std::vector<json> cases, const StillShow& still_show) {
  std::vector<bool> done(cases.size(), false);
  while (true) {
    // The candidates of all cases in one question, and where those of each begin.
    std::vector<json> candidates;
    std::vector<size_t> begins;
    for (size_t i = 0; i < cases.size(); ++i) {
      begins.push_back(candidates.size());
      if (done[i]) continue;
      for (json& smaller : Reductions(cases[i])) candidates.push_back(std::move(smaller));
    }
    begins.push_back(candidates.size());
    if (candidates.empty()) return cases;
    std::vector<bool> shows = still_show(candidates);
    for (size_t i = 0; i < cases.size(); ++i) {
      bool smaller = false;
      for (size_t c = begins[i]; c < begins[i + 1] && !smaller; ++c) {
        if (!shows[c]) continue;
        cases[i] = candidates[c];
        smaller = true;
      }
      done[i] = !smaller;
    }
  }
}

}  // namespace rolelint::opposition
