// How many findings there are: by severity and rule, and of the principals and policies with the
// most severe ones.

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_set>
#include <vector>

#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/engine/severity.h"
#include "analyzer/report/chunks.h"
#include "analyzer/report/fold.h"
#include "analyzer/report/glyph.h"
#include "analyzer/report/json_values.h"
#include "analyzer/report/path.h"

namespace rolelint::report {
namespace {

constexpr size_t kTop = 10;

struct RuleRow {
  engine::Severity severity;
  std::string_view rule;
  size_t findings = 0;
  std::set<std::string_view> accounts;
  std::unordered_set<std::string> distinct;  // masked texts
};

// A principal, or a policy of one.
struct Holder {
  std::string_view owner;
  std::string_view policy;
  std::string_view kind;
  std::string_view file;
  std::array<size_t, engine::kSeverityCount> counts = {};  // the most severe first

  size_t findings() const { return counts[0] + counts[1] + counts[2] + counts[3]; }
};

struct Statistics {
  std::vector<RuleRow> rules;
  std::vector<Holder> principals;
  std::vector<Holder> policies;
};

std::vector<RuleRow> RuleRows(const engine::CheckResult& result) {
  std::map<std::tuple<int, std::string_view>, RuleRow> rows;
  std::string masked;
  for (const engine::Finding& finding : result.findings) {
    const engine::Severity severity = engine::SeverityOf(finding);
    RuleRow& row = rows[{-static_cast<int>(severity), finding.rule->id}];
    row.severity = severity;
    row.rule = finding.rule->id;
    ++row.findings;
    if (const auto account = AccountOf(finding); !account.empty()) row.accounts.insert(account);
    masked.clear();
    AppendMasked(finding, &masked);
    row.distinct.insert(masked);
  }
  std::vector<RuleRow> sorted;
  sorted.reserve(rows.size());
  for (auto& [key, row] : rows) sorted.push_back(std::move(row));
  std::stable_sort(sorted.begin(), sorted.end(), [](const RuleRow& a, const RuleRow& b) {
    return a.severity != b.severity ? a.severity > b.severity : a.findings > b.findings;
  });
  return sorted;
}

// The kTop with the most findings of the highest severity.
std::vector<Holder> TopHolders(const engine::CheckResult& result, bool by_policy) {
  using HolderKey =
      std::tuple<std::string_view, std::string_view, std::string_view, std::string_view>;
  std::map<HolderKey, Holder> holders;
  for (const engine::Finding& finding : result.findings) {
    Holder holder;
    holder.owner = OwnerOf(finding);
    if (by_policy) {
      if (!finding.policy.present) continue;
      holder.policy = finding.policy.name;
      holder.kind = policy::KindName(finding.policy.kind);
      holder.file = finding.location.file;
    } else if (holder.owner.empty()) {
      continue;
    }
    Holder& known =
        holders.try_emplace({holder.owner, holder.policy, holder.kind, holder.file}, holder)
            .first->second;
    const auto severity = static_cast<size_t>(engine::SeverityOf(finding));
    ++known.counts[engine::kSeverityCount - 1 - severity];
  }
  std::vector<Holder> top;
  top.reserve(holders.size());
  for (const auto& [key, holder] : holders) top.push_back(holder);
  std::stable_sort(top.begin(), top.end(),
                   [](const Holder& a, const Holder& b) { return a.counts > b.counts; });
  if (top.size() > kTop) top.resize(kTop);
  return top;
}

std::string HolderCounts(const Holder& holder) {
  std::string text;
  for (size_t i = 0; i < holder.counts.size(); ++i) {
    if (holder.counts[i] == 0) continue;
    const auto severity = static_cast<engine::Severity>(engine::kSeverityCount - 1 - i);
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", holder.counts[i],
                        engine::SeverityName(severity));
  }
  return text;
}

std::string HolderName(const Holder& holder) {
  std::string name(holder.kind);
  if (!holder.policy.empty()) name += " \"" + Printable(holder.policy) + "\"";
  if (!holder.owner.empty()) {
    name += (name.empty() ? "" : " of ") + Printable(holder.owner);
  } else if (!holder.file.empty()) {
    name += " in " + PrintablePath(holder.file);
  }
  return name;
}

void AppendHolders(std::string_view title, const std::vector<Holder>& holders, std::string* out) {
  if (holders.empty()) return;
  out->append("\n").append(title).append("\n");
  for (const Holder& holder : holders) {
    out->append("  ").append(HolderName(holder)).append(": ");
    out->append(HolderCounts(holder)).append("\n");
  }
}

void AppendStatisticsText(const Statistics& statistics, const engine::CheckResult& result,
                          std::string* out) {
  size_t width = std::string_view("rule").size();
  for (const RuleRow& row : statistics.rules) width = std::max(width, row.rule.size());
  if (!statistics.rules.empty()) {
    out->append(fmt::format("{:<8}  {:<{}}  {:>8}  {:>8}  {:>8}\n", "severity", "rule", width,
                            "findings", "accounts", "distinct"));
  }
  for (const RuleRow& row : statistics.rules) {
    out->append(fmt::format("{:<8}  {:<{}}  {:>8}  {:>8}  {:>8}\n",
                            engine::SeverityName(row.severity), row.rule, width, row.findings,
                            row.accounts.size(), row.distinct.size()));
  }
  AppendHolders("principals with the most severe findings", statistics.principals, out);
  AppendHolders("policies with the most severe findings", statistics.policies, out);
  if (!statistics.rules.empty()) out->append("\n");
  out->append(SummaryLine(result)).append("\n");
}

void WriteHolders(std::string_view name, const std::vector<Holder>& holders, bool by_policy,
                  JsonWriter* json) {
  json->Key(name).BeginArray();
  for (const Holder& holder : holders) {
    json->BeginObject();
    json->Text("owner", holder.owner);
    if (by_policy) {
      json->Text("kind", holder.kind);
      json->Text("name", holder.policy);
      json->Text("file", Utf8Path(holder.file));
    }
    json->Number("findings", holder.findings());
    json->Key("severities").BeginObject();
    for (size_t i = 0; i < holder.counts.size(); ++i) {
      const auto severity = static_cast<engine::Severity>(engine::kSeverityCount - 1 - i);
      json->Number(engine::SeverityName(severity), holder.counts[i]);
    }
    json->EndObject();
    json->EndObject();
  }
  json->EndArray();
}

void AppendStatisticsJson(const Statistics& statistics, const engine::CheckResult& result,
                          const ReportOptions& options, std::string* out) {
  JsonWriter json(out);
  json.BeginObject();
  json.Number("schema_version", kSchemaVersion);
  json.Key("tool").BeginObject();
  WriteTool(options, &json);
  json.EndObject();
  json.Key("summary").BeginObject();
  WriteSummary(result, &json);
  json.EndObject();
  json.Key("rules").BeginArray();
  for (const RuleRow& row : statistics.rules) {
    json.BeginObject();
    json.Text("severity", engine::SeverityName(row.severity));
    json.Text("rule", row.rule);
    json.Number("findings", row.findings);
    json.Number("accounts", row.accounts.size());
    json.Number("distinct", row.distinct.size());
    json.EndObject();
  }
  json.EndArray();
  WriteHolders("principals", statistics.principals, false, &json);
  WriteHolders("policies", statistics.policies, true, &json);
  json.EndObject();
  out->push_back('\n');
}

}  // namespace

void WriteStatistics(const engine::CheckResult& result, const ReportOptions& options, bool json,
                     std::ostream& out) {
  const Statistics statistics = {RuleRows(result), TopHolders(result, false),
                                 TopHolders(result, true)};
  Chunks chunks(out);
  if (json) {
    AppendStatisticsJson(statistics, result, options, &chunks.text());
  } else {
    AppendStatisticsText(statistics, result, &chunks.text());
  }
}

std::string KeepMostSevere(size_t count, engine::CheckResult* result) {
  std::vector<engine::Finding>& findings = result->findings;
  if (findings.size() <= count) return "";
  const std::vector<const engine::Finding*> sorted = MostSevereFirst(findings);
  const std::span<const engine::Finding* const> all = sorted;
  const std::string left_out = CountBySeverity(all.subspan(count));
  std::vector<bool> keep(findings.size());
  for (size_t i = 0; i < count; ++i) keep[static_cast<size_t>(sorted[i] - findings.data())] = true;
  size_t at = 0;
  std::erase_if(findings, [&](const engine::Finding&) { return !keep[at++]; });
  return fmt::format("{} left out by --max-results {}",
                     left_out + (all.size() - count == 1 ? " is" : " are"), count);
}

}  // namespace rolelint::report
