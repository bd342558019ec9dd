#include <filesystem>
#include <fstream>

#include "tests/oracle/policy_mutator.h"

namespace rolelint::oracle {
namespace {

using nlohmann::json;

// Everything that can be taken from a value or put simpler in it, one at a time: calls `offer` with
// each; stops when it says that the offer was taken.
bool OfferSmaller(const json& value, const std::function<bool(json)>& offer) {
  if (value.is_array()) {
    for (size_t i = 0; i < value.size() && value.size() > 1; ++i) {
      json smaller = value;
      smaller.erase(i);
      if (offer(std::move(smaller))) return true;
    }
  }
  if (value.is_object()) {
    for (const char* optional : {"Sid", "Id", "Condition"}) {
      if (!value.contains(optional)) continue;
      json smaller = value;
      smaller.erase(optional);
      if (offer(std::move(smaller))) return true;
    }
    // Operators and keys of a condition are objects' entries without a name of their own.
    bool grammar = value.contains("Statement") || value.contains("Effect");
    for (auto entry = value.begin(); !grammar && entry != value.end() && value.size() > 1;
         ++entry) {
      json smaller = value;
      smaller.erase(entry.key());
      if (offer(std::move(smaller))) return true;
    }
  }
  if (!value.is_structured()) return false;
  for (auto entry = value.begin(); entry != value.end(); ++entry) {
    bool taken = OfferSmaller(*entry, [&](json part) {
      json smaller = value;
      if (value.is_array()) {
        smaller[static_cast<size_t>(entry - value.begin())] = std::move(part);
      } else {
        smaller[entry.key()] = std::move(part);
      }
      return offer(std::move(smaller));
    });
    if (taken) return true;
  }
  return false;
}

bool IsStatement(const json& value) { return value.is_object() && value.contains("Effect"); }

bool IsPolicy(const json& value) {
  if (!value.is_object() || !value.contains("Statement")) return false;
  const json& statements = value["Statement"];
  if (IsStatement(statements)) return true;
  if (!statements.is_array() || statements.empty()) return false;
  for (const json& statement : statements) {
    if (!IsStatement(statement)) return false;
  }
  return true;
}

PolicyKind KindOf(const json& policy) {
  const json& statements = policy["Statement"];
  const json& first = statements.is_array() ? statements[0] : statements;
  if (!first.contains("Principal") && !first.contains("NotPrincipal")) return PolicyKind::kIdentity;
  bool resource = first.contains("Resource") || first.contains("NotResource");
  return resource ? PolicyKind::kResource : PolicyKind::kTrust;
}

void Collect(const json& value, const std::string& name, std::vector<RealPolicy>* policies) {
  if (IsPolicy(value)) {
    policies->push_back({name, KindOf(value), value});
    return;
  }
  if (!value.is_structured()) return;
  for (const json& part : value) Collect(part, name, policies);
}

}  // namespace

PolicyPair Shrink(PolicyPair pair, const std::function<bool(const PolicyPair&)>& fails) {
  for (bool taken = true; taken;) {
    const PolicyPair now = pair;
    taken = OfferSmaller(now.first, [&](json smaller) {
      PolicyPair candidate = {std::move(smaller), now.second};
      if (!fails(candidate)) return false;
      pair = std::move(candidate);
      return true;
    });
    if (taken) continue;
    taken = OfferSmaller(now.second, [&](json smaller) {
      PolicyPair candidate = {now.first, std::move(smaller)};
      if (!fails(candidate)) return false;
      pair = std::move(candidate);
      return true;
    });
  }
  return pair;
}

std::vector<RealPolicy> PoliciesBelow(const std::string& folder) {
  namespace fs = std::filesystem;
  std::vector<fs::path> files;
  if (fs::is_directory(folder)) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<RealPolicy> policies;
  for (const fs::path& path : files) {
    std::ifstream file(path, std::ios::binary);
    Collect(json::parse(file, nullptr, /*allow_exceptions=*/false), path.filename().string(),
            &policies);
  }
  return policies;
}

}  // namespace rolelint::oracle
