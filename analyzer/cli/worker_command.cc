#include "analyzer/cli/worker_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/cli/check_fields.h"
#include "analyzer/cli/text_checker.h"
#include "analyzer/cli/worker_questions.h"
#include "analyzer/report/json_values.h"
#include "analyzer/serve/frames.h"
#include "analyzer/serve/json_text.h"

namespace rolelint::cli {
namespace {

constexpr uint32_t kMegabyte = uint32_t{1} << 20;
constexpr uint32_t kMostMegabytes = 1024;

enum class WorkerQuestion : uint8_t { kCheck, kTables, kOrganization };

std::optional<WorkerQuestion> QuestionNamed(std::string_view name) {
  if (name == "check") return WorkerQuestion::kCheck;
  if (name == "tables") return WorkerQuestion::kTables;
  if (name == "organization") return WorkerQuestion::kOrganization;
  return std::nullopt;
}

struct WorkerArguments {
  TextCheckerArguments checker;
  MapInputArguments map;
  uint32_t max_megabytes = 64;
};

// One frame's answer: it begins with the ID, and nothing of it outlives the frame.
class FrameAnswer {
 public:
  FrameAnswer(const TextChecker& checker, const MapInputArguments& map, uint32_t most)
      : checker_(checker), map_(map), most_(most) {}

  std::string To(serve::Frame frame) {
    std::string error;
    if (!ReadHeader(frame.header, &error)) return Error(error);
    if (frame.too_long) {
      return Error(fmt::format("the content is longer than {} bytes (--max-megabytes): {}", most_,
                               frame.content_bytes));
    }
    WorkerContent content;
    content.input.display_name = name_;
    content.input.bytes = std::move(frame.content);
    content.check = arguments_;
    std::string text = "{\"id\":" + id_ + ",";
    report::JsonWriter json(&text);
    if (!Answer(std::move(content), &json, &error)) return Error(error);
    if (text.size() + 1 > std::numeric_limits<uint32_t>::max()) {
      return Error("the answer is longer than a frame");
    }
    return text + "}";
  }

 private:
  bool ReadHeader(const std::string& text, std::string* error) {
    const std::optional<nlohmann::ordered_json> header = serve::ParseJson(text, error);
    if (!header) return false;
    if (!header->is_object()) {
      *error = "the header is not an object";
      return false;
    }
    for (const auto& [name, value] : header->items()) {
      if (name == "id") {
        const bool plain = value.is_string() || value.is_number() || value.is_null();
        if (!plain) return Wrong("id: not a string, a number or null", error);
        id_ = report::Dump(value);
      } else if (name == "name") {
        if (!value.is_string()) return Wrong("name: not a string", error);
        name_ = value.get<std::string>();
      } else if (name == "question") {
        const auto named =
            value.is_string() ? QuestionNamed(value.get<std::string>()) : std::nullopt;
        if (!named) return Wrong("question: not check, tables or organization", error);
        question_ = *named;
      } else if (name != "options") {
        return Wrong(fmt::format("there is no member \"{}\" of a header", name), error);
      }
    }
    const auto options = header->find("options");
    if (options == header->end()) return true;
    if (!options->is_object()) return Wrong("options: not an object", error);
    if (question_ != WorkerQuestion::kOrganization) {
      return ReadCheckFields(*options, "", &arguments_, error);
    }
    return ReadCheckFields(*options, kShareFields, &arguments_, error) &&
           ReadShare(*options, &share_, error);
  }

  bool Answer(WorkerContent content, report::JsonWriter* json, std::string* error) const {
    if (question_ == WorkerQuestion::kTables) {
      return AnswerTables(checker_, map_, std::move(content), json, error);
    }
    if (question_ == WorkerQuestion::kOrganization) {
      return AnswerOrganization(checker_, map_, share_, std::move(content), json, error);
    }
    std::vector<engine::InputSpec> inputs;
    inputs.push_back(std::move(content.input));
    const std::optional<engine::CheckResult> result =
        checker_.Check(std::move(inputs), arguments_, report::Format::kJson, error);
    if (!result) return false;
    json->Number("status", static_cast<uint64_t>(CheckStatus(arguments_, *result)));
    AppendReport(*result, json);
    return true;
  }

  static bool Wrong(std::string message, std::string* error) {
    *error = std::move(message);
    return false;
  }

  std::string Error(const std::string& message) const {
    std::string text = "{\"id\":" + id_ + ",";
    report::JsonWriter json(&text);
    json.Text("error", message);
    return text + "}";
  }

  const TextChecker& checker_;
  const MapInputArguments& map_;
  const uint32_t most_;
  std::string id_ = "null";
  std::string name_ = "stdin";
  CheckArguments arguments_;
  WorkerQuestion question_ = WorkerQuestion::kCheck;
  AccountShare share_;
};

int RunWorker(WorkerArguments arguments, const Streams& streams) {
  arguments.map.catalog = arguments.checker.catalog;
  const std::optional<TextChecker> checker = TextChecker::Make(arguments.checker, streams);
  if (!checker) return kError;
  const uint32_t most = arguments.max_megabytes * kMegabyte;
  serve::FrameReader reader(STDIN_FILENO, most);
  for (;;) {
    serve::Frame frame;
    switch (reader.Read(&frame)) {
      case serve::FrameReader::Status::kEnd:
        return kOk;
      case serve::FrameReader::Status::kBroken:
        return Fail(streams, reader.error());
      case serve::FrameReader::Status::kFrame:
        break;
    }
    serve::WriteFrame(FrameAnswer(*checker, arguments.map, most).To(std::move(frame)), streams.out);
    if (!streams.out) return Fail(streams, "cannot write to standard output");
  }
}

}  // namespace

void AddWorkerCommand(Command app, const Streams& streams, int* status) {
  auto arguments = std::make_shared<WorkerArguments>();
  Command command =
      app.AddCommand("worker", "Check what another program sends as frames, one answer a frame");
  AddTextCheckerOptions(command, &arguments->checker);
  AddOrganizationOptions(command, &arguments->map);
  command
      .AddOption("--max-megabytes", arguments->max_megabytes,
                 "Refuse a frame with a longer content")
      .InRange(uint32_t{1}, kMostMegabytes)
      .ShowDefault();
  command.Footer(
      "Exit status: 0 when standard input ends between two frames; 2 bad usage, or an input that "
      "ends within a frame or is not made of frames.");
  command.Callback([arguments, &streams, status] { *status = RunWorker(*arguments, streams); });
}

}  // namespace rolelint::cli
