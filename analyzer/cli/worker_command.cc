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
#include "analyzer/report/json_values.h"
#include "analyzer/serve/frames.h"
#include "analyzer/serve/json_text.h"

namespace rolelint::cli {
namespace {

constexpr uint32_t kMegabyte = uint32_t{1} << 20;
constexpr uint32_t kMostMegabytes = 1024;

struct WorkerArguments {
  TextCheckerArguments checker;
  uint32_t max_megabytes = 64;
};

// One frame's answer: it begins with the ID, and nothing of it outlives the frame.
class FrameAnswer {
 public:
  FrameAnswer(const TextChecker& checker, uint32_t most) : checker_(checker), most_(most) {}

  std::string To(serve::Frame frame) {
    std::string error;
    if (!ReadHeader(frame.header, &error)) return Error(error);
    if (frame.too_long) {
      return Error(fmt::format("the content is longer than {} bytes (--max-megabytes): {}", most_,
                               frame.content_bytes));
    }
    std::vector<engine::InputSpec> inputs(1);
    inputs[0].display_name = name_;
    inputs[0].bytes = std::move(frame.content);
    const std::optional<engine::CheckResult> result =
        checker_.Check(std::move(inputs), arguments_, report::Format::kJson, &error);
    return result ? Report(*result) : Error(error);
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
      } else if (name != "options") {
        return Wrong(fmt::format("there is no member \"{}\" of a header", name), error);
      }
    }
    const auto options = header->find("options");
    if (options == header->end()) return true;
    if (!options->is_object()) return Wrong("options: not an object", error);
    return ReadCheckFields(*options, "", &arguments_, error);
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

  template <typename T>
  static void AppendList(std::string_view name, const std::vector<T>& items,
                         void (*members)(const T&, report::JsonWriter*), report::JsonWriter* json) {
    json->Key(name).BeginArray();
    for (const T& item : items) {
      json->BeginObject();
      members(item, json);
      json->EndObject();
    }
    json->EndArray();
  }

  std::string Report(const engine::CheckResult& result) const {
    std::string text = "{\"id\":" + id_ + ",";
    report::JsonWriter json(&text);
    json.Number("status", static_cast<uint64_t>(CheckStatus(arguments_, result)));
    AppendList("findings", result.findings, report::WriteFinding, &json);
    AppendList("notes", result.notes, report::WriteNote, &json);
    AppendList("errors", result.errors, report::WriteError, &json);
    if (text.size() + 1 > std::numeric_limits<uint32_t>::max()) {
      return Error("the answer is longer than a frame");
    }
    return text + "}";
  }

  const TextChecker& checker_;
  const uint32_t most_;
  std::string id_ = "null";
  std::string name_ = "stdin";
  CheckArguments arguments_;
};

int RunWorker(const WorkerArguments& arguments, const Streams& streams) {
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
    serve::WriteFrame(FrameAnswer(*checker, most).To(std::move(frame)), streams.out);
    if (!streams.out) return Fail(streams, "cannot write to standard output");
  }
}

}  // namespace

void AddWorkerCommand(Command app, const Streams& streams, int* status) {
  auto arguments = std::make_shared<WorkerArguments>();
  Command command =
      app.AddCommand("worker", "Check what another program sends as frames, one answer a frame");
  AddTextCheckerOptions(command, &arguments->checker);
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
