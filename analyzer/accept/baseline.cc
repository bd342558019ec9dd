#include "analyzer/accept/baseline.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

namespace rolelint::accept {
namespace {

using Json = nlohmann::ordered_json;
using EvidenceTable = std::map<std::string, std::shared_ptr<const Evidence>>;

std::string DigestText(uint64_t digest) { return fmt::format("{:016x}", digest); }

bool IsDigest(std::string_view text) {
  return text.size() == 16 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

std::string Dumped(const Json& json) {
  return json.dump(-1, ' ', true, Json::error_handler_t::replace);
}

// Reads with a message for the first thing that is wrong.
class Reader {
 public:
  explicit Reader(std::string* error) : error_(*error) {}

  std::optional<Baseline> Read(const Json& root) {
    if (!root.is_object() || !root.contains("version") || !root.contains("findings")) {
      return Fail("it has no \"version\" and \"findings\"");
    }
    if (root["version"] != kBaselineVersion) {
      return Fail(fmt::format("its version is {}; this rolelint reads version {}",
                              Dumped(root["version"]), kBaselineVersion));
    }
    for (const auto& [key, value] : root.items()) {
      if (key != "version" && key != "findings" && key != "evidence") {
        return Fail(fmt::format("it has an unknown member \"{}\"", key));
      }
    }
    if (root.contains("evidence") && !ReadEvidence(root["evidence"])) return std::nullopt;
    if (!root["findings"].is_array()) return Fail("\"findings\" is no list");
    Baseline baseline;
    for (const Json& item : root["findings"]) {
      AcceptedFinding& finding = baseline.findings.emplace_back();
      if (!ReadFinding(item, &finding)) return std::nullopt;
    }
    return baseline;
  }

 private:
  std::nullopt_t Fail(std::string why) {
    if (error_.empty()) error_ = std::move(why);
    return std::nullopt;
  }

  bool ReadFinding(const Json& item, AcceptedFinding* finding) {
    const std::pair<const char*, std::string*> members[] = {
        {"rule", &finding->rule},       {"identity", &finding->identity},
        {"about", &finding->about},     {"owner", &finding->owner},
        {"policy", &finding->policy},   {"sid", &finding->sid},
        {"element", &finding->element}, {"file", &finding->file}};
    if (!item.is_object()) return Fail("a finding is no object"), false;
    for (const auto& [key, value] : item.items()) {
      if (!value.is_string()) return Fail(fmt::format("\"{}\" is no string", key)), false;
      const auto member = std::find_if(std::begin(members), std::end(members),
                                       [&k = key](const auto& one) { return one.first == k; });
      if (member != std::end(members)) {
        *member->second = value.get<std::string>();
      } else if (key == "evidence") {
        const auto known = evidence_.find(value.get<std::string>());
        if (known == evidence_.end()) {
          return Fail("a finding names evidence that is not there"), false;
        }
        finding->evidence = known->second;
      } else {
        return Fail(fmt::format("a finding has an unknown member \"{}\"", key)), false;
      }
    }
    if (finding->rule.empty() || !IsDigest(finding->identity)) {
      return Fail("a finding has no \"rule\" and \"identity\""), false;
    }
    return true;
  }

  bool ReadEvidence(const Json& table) {
    if (!table.is_object()) return Fail("\"evidence\" is no object"), false;
    for (const auto& [digest, parts] : table.items()) {
      Evidence evidence;
      if (!IsDigest(digest) || !ReadParts(parts, &evidence)) {
        return Fail(fmt::format("the evidence \"{}\" cannot be read", digest)), false;
      }
      if (evidence.withheld) {
        std::from_chars(digest.data(), digest.data() + digest.size(), evidence.digest, 16);
      } else if (DigestText(evidence.digest) != digest) {
        // Written by hand, it would accept what nobody has seen.
        return Fail(
                   fmt::format("the evidence \"{}\" was changed; write the baseline anew", digest)),
               false;
      }
      evidence_[digest] = std::make_shared<Evidence>(std::move(evidence));
    }
    return true;
  }

  static bool ReadParts(const Json& parts, Evidence* evidence) {
    if (!parts.is_array()) return false;
    for (const Json& part : parts) {
      if (!part.is_object() || !part.contains("kind") || !part.contains("statements")) return false;
      if (!part["kind"].is_string() || !part["statements"].is_array()) return false;
      const auto kind = policy::ParseKind(part["kind"].get<std::string>());
      if (!kind) return false;
      const bool variables = !part.contains("version") || part["version"] != "2008-10-17";
      for (const Json& statement : part["statements"]) {
        if (!statement.is_object() || !statement.contains("Effect")) return false;
        AddStatement(*kind, variables, Dumped(statement), evidence);
      }
    }
    Finish(parts.empty(), evidence);
    return true;
  }

  std::string& error_;
  EvidenceTable evidence_;
};

std::string FindingText(const AcceptedFinding& finding) {
  Json json = {{"rule", finding.rule}};
  const std::pair<const char*, const std::string*> optional[] = {
      {"owner", &finding.owner},     {"policy", &finding.policy}, {"sid", &finding.sid},
      {"element", &finding.element}, {"file", &finding.file},     {"about", &finding.about}};
  for (const auto& [key, value] : optional) {
    if (!value->empty()) json[key] = *value;
  }
  json["identity"] = finding.identity;
  if (finding.evidence != nullptr) json["evidence"] = DigestText(finding.evidence->digest);
  return Dumped(json);
}

}  // namespace

std::optional<Baseline> ParseBaseline(std::string_view text, std::string* error) {
  const Json root = Json::parse(text, nullptr, false);
  if (root.is_discarded()) {
    *error = "it is not JSON";
    return std::nullopt;
  }
  return Reader(error).Read(root);
}

void WriteBaseline(Baseline baseline, std::ostream& out) {
  std::vector<AcceptedFinding>& findings = baseline.findings;
  std::sort(findings.begin(), findings.end(),
            [](const AcceptedFinding& a, const AcceptedFinding& b) {
              const auto key = [](const AcceptedFinding& one) {
                const uint64_t digest = one.evidence == nullptr ? 0 : one.evidence->digest;
                return std::tuple_cat(std::tie(one.file, one.owner, one.policy, one.rule, one.sid,
                                               one.element, one.about, one.identity),
                                      std::make_tuple(digest));
              };
              return key(a) < key(b);
            });
  EvidenceTable table;
  out << "{\n  \"version\": " << kBaselineVersion << ",\n  \"findings\": [";
  std::string_view joint = "\n    ";
  for (const AcceptedFinding& finding : findings) {
    out << joint << FindingText(finding);
    joint = ",\n    ";
    if (finding.evidence != nullptr) {
      table[DigestText(finding.evidence->digest)] = finding.evidence;
    }
  }
  out << (findings.empty() ? "" : "\n  ") << "],\n  \"evidence\": {";
  joint = "\n    ";
  for (const auto& [digest, evidence] : table) {
    out << joint << '"' << digest << "\": " << EvidenceJson(*evidence);
    joint = ",\n    ";
  }
  out << (table.empty() ? "" : "\n  ") << "}\n}\n";
}

}  // namespace rolelint::accept
