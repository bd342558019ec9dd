#include "analyzer/cli/list_inputs.h"

#include <nlohmann/json.hpp>
#include <span>
#include <utility>

#include "analyzer/cli/shown_paths.h"
#include "analyzer/engine/config.h"
#include "analyzer/report/log_safe.h"
#include "analyzer/report/report.h"

namespace rolelint::cli {
namespace {

using engine::CheckResult;
using engine::InputSummary;
using Json = nlohmann::ordered_json;

std::string Counted(size_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

std::string KindsText(const InputSummary& input) {
  std::string text;
  for (const auto& [kind, count] : input.kinds) {
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " " +
            std::string(policy::KindName(kind));
  }
  return text;
}

std::string Describe(const InputSummary& input) {
  if (input.passed_over) return "passed over: it holds no policy";
  if (input.format.empty())
    return input.why_not.empty() ? "not read" : "not read: " + input.why_not;
  std::string text = input.format;
  if (!input.why.empty()) text += " (" + input.why + ")";
  text += ": " + Counted(input.policies, "policy", "policies");
  if (input.policies != 0) text += " (" + KindsText(input) + ")";
  return text;
}

void WriteText(const CheckResult& result, const std::vector<inputs::PassedOver>& passed_over,
               std::ostream& stream) {
  report::LogSafe out(stream);
  for (const InputSummary& input : result.inputs) {
    out << report::Printable(input.file) << ": " << report::Printable(Describe(input)) << '\n';
    for (const engine::NotCheckedPart& part : input.not_checked) {
      out << "  not checked: " << report::Printable(part.reason) << " (line "
          << part.location.start_line << ")\n";
    }
  }
  for (const inputs::PassedOver& each : passed_over) {
    out << report::Printable(each.display_name) << ": passed over: " << PassedOverReason(each.why)
        << '\n';
  }
}

Json ToJson(const InputSummary& input) {
  Json kinds = Json::object();
  for (const auto& [kind, count] : input.kinds) kinds[std::string(policy::KindName(kind))] = count;
  Json parts = Json::array();
  for (const engine::NotCheckedPart& part : input.not_checked) {
    parts.push_back({{"reason", part.reason},
                     {"pointer", part.pointer},
                     {"line", part.location.start_line},
                     {"column", part.location.start_column}});
  }
  Json object = {{"file", input.file},
                 {"format", input.format},
                 {"why", input.format.empty() ? input.why_not : input.why},
                 {"encoding", input.encoding},
                 {"passed_over", input.passed_over},
                 {"policies", input.policies},
                 {"kinds", std::move(kinds)},
                 {"not_checked", std::move(parts)}};
  return object;
}

void WriteJson(const CheckResult& result, const std::vector<inputs::PassedOver>& passed_over,
               std::ostream& out) {
  Json inputs = Json::array();
  for (const InputSummary& input : result.inputs) inputs.push_back(ToJson(input));
  Json others = Json::array();
  for (const inputs::PassedOver& each : passed_over) {
    others.push_back({{"path", each.display_name}, {"why", PassedOverReason(each.why)}});
  }
  Json errors = Json::array();
  for (const engine::RunError& error : result.errors) {
    Json entry = {{"file", error.file}, {"message", error.message}};
    if (error.location) {
      entry["line"] = error.location->start_line;
      entry["column"] = error.location->start_column;
    }
    errors.push_back(std::move(entry));
  }
  const Json report = {{"inputs", std::move(inputs)},
                       {"passed_over", std::move(others)},
                       {"errors", std::move(errors)},
                       {"policies", result.policies},
                       {"incomplete", result.incomplete}};
  out << report.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace

int ListInputs(InputFiles files, const catalog::Catalog& catalog,
               const engine::CheckOptions& options, const std::string& format,
               const Streams& streams) {
  // A run without rules.
  constexpr std::span<const engine::Rule* const> kNoRules;
  const engine::Config config = engine::Config::Default(kNoRules);
  engine::CheckOptions quiet = options;
  quiet.resolve_pointers = format == "json";
  quiet.identify = false;
  const ShownPaths shown(files.inputs);
  CheckResult result = engine::Check(std::move(files.inputs), kNoRules, config, catalog, quiet);
  for (std::string& message : files.errors) {
    result.errors.push_back({"", std::move(message), std::nullopt});
    result.incomplete = true;
  }
  if (format == "json") {
    WriteJson(result, files.passed_over, streams.out);
    shown.Apply(&result);
  } else {
    shown.Apply(&result);
    for (inputs::PassedOver& each : files.passed_over) {
      each.display_name = shown.Of(each.display_name);
    }
    WriteText(result, files.passed_over, streams.out);
  }
  report::WriteMessages(result, {}, streams.err);
  return result.incomplete ? kError : kOk;
}

}  // namespace rolelint::cli
