#include "analyzer/cli/worker_questions.h"

#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>
#include <vector>

#include "analyzer/cli/map_record.h"
#include "analyzer/cli/worker_tables.h"
#include "analyzer/report/json_values.h"

namespace rolelint::cli {
namespace {

using engine::InputSpec;
using Json = nlohmann::ordered_json;

template <typename T>
void AppendList(std::string_view name, const std::vector<T>& items,
                void (*members)(const T&, report::JsonWriter*), report::JsonWriter* json) {
  json->Key(name).BeginArray();
  for (const T& item : items) {
    json->BeginObject();
    members(item, json);
    json->EndObject();
  }
  json->EndArray();
}

// The texts, read as the map reads them.
bool Read(std::vector<InputSpec> inputs, MapInputArguments* arguments, MapInput* input,
          std::string* error) {
  arguments->inputs = std::move(inputs);
  return input->Read({}, error);
}

std::optional<engine::CheckResult> Check(const TextChecker& checker, std::vector<InputSpec> inputs,
                                         const CheckArguments& arguments, std::string* error) {
  return checker.Check(std::move(inputs), arguments, report::Format::kJson, error);
}

template <typename T, typename FileOf>
void KeepFiles(const std::set<std::string, std::less<>>& files, FileOf file_of,
               std::vector<T>* items) {
  std::erase_if(*items, [&](const T& item) { return !files.contains(file_of(item)); });
}

}  // namespace

bool ReadShare(const Json& options, AccountShare* share, std::string* error) {
  const auto wrong = [&](std::string message) {
    *error = std::move(message);
    return false;
  };
  for (const auto& [name, value] : options.items()) {
    if (name == "account") {
      if (!value.is_string()) return wrong("account: not a string");
      share->account = value.get<std::string>();
    } else if (name == "others") {
      if (!value.is_array()) return wrong("others: not a list of account IDs");
      for (const Json& one : value) {
        if (!one.is_string()) return wrong("others: not a list of account IDs");
        share->others.insert(one.get<std::string>());
      }
    } else if (name == "share" || name == "shares") {
      if (!value.is_number_unsigned()) return wrong(name + ": not a number");
      (name == "share" ? share->share : share->shares) = value.get<uint32_t>();
    }
  }
  if (share->share >= share->shares) return wrong("share: not below shares");
  return true;
}

void AppendReport(const engine::CheckResult& result, report::JsonWriter* json) {
  AppendList("findings", result.findings, report::WriteFinding, json);
  AppendList("notes", result.notes, report::WriteNote, json);
  AppendList("errors", result.errors, report::WriteError, json);
}

bool AnswerTables(const TextChecker& checker, const MapInputArguments& map, WorkerContent content,
                  report::JsonWriter* json, std::string* error) {
  std::vector<InputSpec> inputs = {content.input};
  std::ostringstream record;
  if (!ExpandRecords(&inputs, error) || !WriteRecord({std::move(content.input)}, record, error)) {
    return false;
  }
  const auto result = Check(checker, inputs, content.check, error);
  MapInputArguments arguments = map;
  MapInput input(arguments);
  if (!result || !Read(std::move(inputs), &arguments, &input, error)) return false;
  AppendReport(*result, json);
  json->Key("tables").Raw(report::Dump(TablesOf(&input)));
  json->Key("slices").Raw(report::Dump(SlicesOf(&input)));
  json->Text("record", record.str());
  return true;
}

bool AnswerOrganization(const TextChecker& checker, const MapInputArguments& map,
                        const AccountShare& share, WorkerContent content, report::JsonWriter* json,
                        std::string* error) {
  std::vector<InputSpec> inputs = {std::move(content.input)};
  if (!ExpandRecords(&inputs, error)) return false;
  MapInputArguments arguments = map;
  MapInput input(arguments);
  if (!Read(inputs, &arguments, &input, error)) return false;
  engine::CheckResult result;
  if (share.share == 0) {
    std::optional<engine::CheckResult> all =
        Check(checker, std::move(inputs), content.check, error);
    if (!all) return false;
    result = *std::move(all);
    const auto files = FilesOf(share.account, &input);
    if (!share.account.empty()) {
      KeepFiles(
          files, [](const auto& one) { return one.location.file; }, &result.findings);
      KeepFiles(
          files, [](const auto& one) { return one.file; }, &result.errors);
      result.notes.clear();
    }
  }
  const MapJson answer = OrganizationOf(share, &input, error);
  if (!error->empty()) return false;
  AppendReport(result, json);
  for (const auto& [name, value] : answer.items()) json->Key(name).Raw(report::Dump(value));
  return true;
}

}  // namespace rolelint::cli
