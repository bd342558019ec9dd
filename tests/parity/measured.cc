#include "tests/parity/measured.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/check.h"
#include "analyzer/engine/pointer_finder.h"
#include "analyzer/text/source.h"
#include "rules/registry.h"
#include "tests/support/paths.h"

namespace rolelint::parity {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kPrefix = "access-analyzer:";

std::string Inflated(const std::filesystem::path& path) {
  std::string text;
  gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return text;
  char buffer[1 << 16];
  for (int got = 0; (got = gzread(file, buffer, sizeof buffer)) > 0;) {
    text.append(buffer, static_cast<size_t>(got));
  }
  gzclose(file);
  return text;
}

// `["Statement", 1, "Action", 0]` → `/Statement/1/Action/0`.
std::string PointerOf(const Json& path) {
  std::string pointer;
  for (const Json& step : path) {
    pointer += '/';
    if (step.is_number()) {
      pointer += std::to_string(step.get<size_t>());
      continue;
    }
    for (const char c : step.get<std::string>()) {
      if (c == '~') {
        pointer += "~0";
      } else if (c == '/') {
        pointer += "~1";
      } else {
        pointer += c;
      }
    }
  }
  return pointer;
}

MeasuredPolicy PolicyOf(const Json& line) {
  MeasuredPolicy policy;
  policy.name = line.at("name");
  policy.text = line.at("document").dump();
  for (const Json& entry : line.at("findings")) {
    Measured finding;
    finding.codes = {entry.at("code").get<std::string>()};
    finding.is_error = entry.at("type") == "ERROR";
    finding.message = entry.at("details");
    for (const Json& path : entry.at("paths")) finding.pointers.push_back(PointerOf(path));
    policy.theirs.push_back(std::move(finding));
  }
  return policy;
}

std::set<std::string> CodesOf(const engine::Rule& rule) {
  std::set<std::string> codes;
  for (const std::string_view name : rule.equivalents) {
    if (name.starts_with(kPrefix)) codes.emplace(name.substr(kPrefix.size()));
  }
  return codes;
}

}  // namespace

void ForEachMeasured(const std::filesystem::path& file,
                     const std::function<void(const MeasuredPolicy&)>& visit) {
  std::istringstream lines(Inflated(file));
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty()) visit(PolicyOf(Json::parse(line)));
  }
}

std::vector<Measured> OursOf(const std::string& text) {
  static const engine::Config config = engine::Config::Default(rules::AllRules());
  std::vector<engine::InputSpec> inputs(1);
  inputs[0].display_name = "policy.json";
  inputs[0].bytes = text;
  engine::CheckOptions options;
  options.kind = policy::Kind::kIdentity;
  options.persona = engine::Persona::kAuditor;
  options.threads = 1;
  const engine::CheckResult result = engine::Check(std::move(inputs), rules::AllRules(), config,
                                                   catalog::Catalog::BuiltIn(), options);
  text::SourceError error;
  std::string bytes = text;
  const auto source = text::Source::FromBytes("policy.json", std::move(bytes), &error);
  std::vector<Measured> ours;
  for (const engine::Finding& finding : result.findings) {
    Measured measured;
    measured.codes = CodesOf(*finding.rule);
    if (measured.codes.empty()) continue;
    measured.rule = finding.rule->id;
    measured.is_error = finding.level == engine::Level::kError;
    measured.message = finding.message;
    measured.pointers.push_back(finding.pointer);
    std::vector<engine::PointerQuery> queries;
    for (const engine::Related& related : finding.related) {
      engine::PointerQuery query;
      query.span = {static_cast<uint32_t>(related.location.start_byte),
                    static_cast<uint32_t>(related.location.end_byte)};
      queries.push_back(std::move(query));
    }
    if (source) engine::FindPointers(source->text(), &queries);
    for (const engine::PointerQuery& query : queries) {
      measured.pointers.push_back(query.file_pointer);
    }
    ours.push_back(std::move(measured));
  }
  return ours;
}

std::vector<Drift> ReadDrift() {
  std::vector<Drift> all;
  std::istringstream lines(
      support::ReadFile(support::SourceDir() / "tests" / "parity" / "drift.tsv"));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream fields(line);
    Drift drift;
    std::getline(fields, drift.policy, '\t');
    std::getline(fields, drift.code, '\t');
    std::getline(fields, drift.pointer, '\t');
    std::getline(fields, drift.reason);
    EXPECT_FALSE(drift.reason.empty()) << line;
    all.push_back(std::move(drift));
  }
  return all;
}

bool Measurement::IsDrift(const std::string& policy, const std::set<std::string>& codes,
                          const std::string& pointer) {
  for (size_t i = 0; i < drift_.size(); ++i) {
    const Drift& drift = drift_[i];
    if (drift.policy != policy || !codes.contains(drift.code) || drift.pointer != pointer) continue;
    used_.insert(i);
    return true;
  }
  return false;
}

void Measurement::Add(const MeasuredPolicy& policy, const std::vector<Measured>& ours) {
  ++policies_;
  std::set<std::pair<std::string, std::string>> theirs;  // code, pointer
  std::set<std::pair<std::string, std::string>> found;
  for (const Measured& finding : policy.theirs) {
    for (const std::string& pointer : finding.pointers) {
      theirs.emplace(*finding.codes.begin(), pointer);
    }
  }
  for (const Measured& finding : ours) {
    bool known = false;
    for (const std::string& code : finding.codes) {
      for (const std::string& pointer : finding.pointers) {
        known = known || theirs.contains({code, pointer});
        found.emplace(code, pointer);
      }
    }
    if (known || IsDrift(policy.name, finding.codes, finding.pointers[0])) continue;
    for (const std::string& code : finding.codes) {
      Tally& tally = by_code_[code];
      ++tally.extra;
      tally.extra_errors += finding.is_error ? 1 : 0;
      tally.told.push_back(fmt::format("extra{}: {} {} [{}] {}", finding.is_error ? " error" : "",
                                       policy.name, finding.pointers[0], finding.rule,
                                       finding.message));
    }
  }
  for (const auto& [code, pointer] : theirs) {
    Tally& tally = by_code_[code];
    ++tally.theirs;
    if (found.contains({code, pointer})) {
      ++tally.matched;
    } else if (IsDrift(policy.name, {code}, pointer)) {
      ++tally.explained;
    } else {
      tally.told.push_back(fmt::format("missed: {} {}", policy.name, pointer));
    }
  }
}

std::vector<std::string> Measurement::IdleDrift() const {
  std::vector<std::string> idle;
  for (size_t i = 0; i < drift_.size(); ++i) {
    if (!used_.contains(i)) idle.push_back(drift_[i].policy + " " + drift_[i].code);
  }
  return idle;
}

std::string Measurement::Table() const {
  std::string table = "| code | theirs | matched | missed | extra | extra errors |\n";
  table += "| --- | ---: | ---: | ---: | ---: | ---: |\n";
  for (const auto& [code, tally] : by_code_) {
    table += fmt::format("| {} | {} | {} | {} | {} | {} |\n", code, tally.theirs, tally.matched,
                         tally.theirs - tally.matched, tally.extra, tally.extra_errors);
  }
  return table;
}

}  // namespace rolelint::parity
