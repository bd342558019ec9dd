#include "analyzer/cli/map_command.h"

#include <fmt/format.h>

#include <functional>
#include <memory>

#include "analyzer/cli/input_files.h"
#include "analyzer/cli/map_answer.h"
#include "analyzer/cli/map_arguments.h"
#include "analyzer/cli/map_export.h"
#include "analyzer/cli/map_html.h"
#include "analyzer/cli/map_input.h"
#include "analyzer/cli/map_record.h"
#include "analyzer/cli/map_sarif.h"
#include "analyzer/cli/output_file.h"
#include "analyzer/report/json_values.h"
#include "analyzer/report/log_safe.h"
#include "analyzer/report/report.h"

namespace rolelint::cli {
namespace {

constexpr uint32_t kMostPaths = 10'000;

const std::string kPathHelp = "Exports: files, folders, globs, or - for standard input";

enum class MapQuestion : uint8_t { kSwitches, kWhoCan, kPaths, kReach, kCut, kDiff, kGraph, kJoin };

std::string_view QuestionName(MapQuestion question) {
  static constexpr std::string_view kNames[] = {"switches", "who-can", "paths", "reach",
                                                "cut",      "diff",    "graph", "join"};
  return kNames[static_cast<size_t>(question)];
}

// Whether what it answers is for scanners too.
bool TellsResults(MapQuestion question) {
  return question == MapQuestion::kSwitches || question == MapQuestion::kPaths ||
         question == MapQuestion::kDiff;
}

// Takes the words that are no paths off the front.
bool TakeWords(MapQuestion question, MapArguments* a, std::string* error) {
  std::vector<std::string>& words = a->words;
  size_t used = 0;
  if (question == MapQuestion::kWhoCan) {
    a->action = words[used++];
    const bool resource =
        words.size() > used && (words[used] == "*" || words[used].starts_with("arn:"));
    if (resource && !a->resource.empty()) {
      *error = "the resource is given twice";
      return false;
    }
    if (resource) a->resource = words[used++];
  } else if (question == MapQuestion::kReach) {
    a->from = words[used++];
  }
  a->input.paths.assign(words.begin() + static_cast<ptrdiff_t>(used), words.end());
  if (!a->input.paths.empty()) return true;
  *error = fmt::format("map {}: no PATH is given", QuestionName(question));
  return false;
}

std::optional<MapAnswer> AnswerOf(MapQuestion question, const MapArguments& a, MapInput* input,
                                  MapInput* other, std::string* error) {
  switch (question) {
    case MapQuestion::kSwitches:
      return AnswerSwitches(input, error);
    case MapQuestion::kWhoCan:
      return AnswerWhoCan(a, input, error);
    case MapQuestion::kPaths:
      return AnswerPaths(a, input, error);
    case MapQuestion::kReach:
      return AnswerReach(a, input, error);
    case MapQuestion::kCut:
      return AnswerCut(a, input, error);
    case MapQuestion::kDiff:
      return AnswerDiff(a, other, input, error);
    case MapQuestion::kGraph:
    case MapQuestion::kJoin:
      return MapAnswer();
  }
  return std::nullopt;
}

MapJson JsonOf(MapQuestion question, MapAnswer answer, MapInput* input, bool complete) {
  MapPlaces places(&input->source());
  for (const graph::MapEdge& edge : input->map().edges()) places.Add(edge.why.evidence);
  places.Locate();
  MapJson object;
  object["schema_version"] = report::kSchemaVersion;
  report::ReportOptions tool;
  tool.tool_version = ROLELINT_VERSION;
  tool.catalog_date = input->catalog().date();
  object["tool"] = report::ToolObject(tool);
  object["question"] = QuestionName(question);
  object["complete"] = complete;
  object["assumptions"] = input->Assumptions();
  AddGraph(input->map(), places, &object);
  object["answers"] = std::move(answer.answers);
  return object;
}

void WriteText(const MapAnswer& answer, MapInput* input, std::ostream& out) {
  report::LogSafe safe(out);
  safe << report::Printable(answer.text, true);
  for (const std::string& text : input->Assumptions()) safe << "note: " << text << '\n';
  safe.flush();
}

int Write(MapQuestion question, MapAnswer answer, const MapArguments& a, MapInput* input,
          bool complete, std::ostream& out, std::string* error) {
  const int status = answer.status;
  if (a.format == "json") {
    out << report::Dump(JsonOf(question, std::move(answer), input, complete)) << '\n';
  } else if (a.format == "html") {
    WriteMapHtml(JsonOf(question, std::move(answer), input, complete), out);
  } else if (a.format == "text") {
    if (question == MapQuestion::kGraph || question == MapQuestion::kJoin)
      answer.text = GraphText(input->map());
    WriteText(answer, input, out);
  } else if (a.format == "sarif") {
    WriteMapSarif(answer, input->Messages(), input->catalog().date(), out);
  } else if (!WriteGraph(a.format, input, out, error)) {
    return kError;
  }
  return complete ? status : kError;
}

int Run(MapQuestion question, MapArguments a, const Streams& streams) {
  std::string error;
  if (!TakeWords(question, &a, &error)) return Fail(streams, error);
  MapInput input(a.input);
  MapInput before(a.input);
  std::vector<std::string> paths = a.input.paths;
  if (question == MapQuestion::kDiff) {
    if (!before.Read({paths[0]}, &error)) return Fail(streams, error);
    paths = {paths[1]};
  }
  if (!input.Read(paths, &error)) return Fail(streams, error);
  bool complete = input.TellMessages(streams);
  if (question == MapQuestion::kDiff) complete = before.TellMessages(streams) && complete;
  std::optional<MapAnswer> answer = AnswerOf(question, a, &input, &before, &error);
  if (!answer) return Fail(streams, error);
  if (a.output.empty()) {
    const int status =
        Write(question, *std::move(answer), a, &input, complete, streams.out, &error);
    if (!error.empty()) return Fail(streams, error);
    streams.out.flush();
    return streams.out ? status : Fail(streams, "cannot write to standard output");
  }
  OutputFile file(a.output);
  const int status =
      Write(question, *std::move(answer), a, &input, complete, file.stream(), &error);
  if (error.empty()) file.Commit(&error);
  return error.empty() ? status : Fail(streams, error);
}

int Record(const MapArguments& a, const Streams& streams) {
  std::string error;
  InputFiles files = CollectInputs(a.words, {.stdin_name = a.input.stdin_name});
  if (!files.errors.empty()) return Fail(streams, files.errors.front());
  if (a.output.empty()) {
    if (!WriteRecord(std::move(files.inputs), streams.out, &error)) return Fail(streams, error);
    streams.out.flush();
    return streams.out ? kOk : Fail(streams, "cannot write to standard output");
  }
  OutputFile file(a.output);
  if (WriteRecord(std::move(files.inputs), file.stream(), &error)) file.Commit(&error);
  return error.empty() ? kOk : Fail(streams, error);
}

void AddRecord(Command map, const Streams& streams, int* status) {
  auto arguments = std::make_shared<MapArguments>();
  MapArguments* a = arguments.get();
  Command command = map.AddCommand("record", "Write exports as one record, to join elsewhere");
  command.AddOption("path", a->words, kPathHelp).TypeName("PATH").Required();
  command.AddOption("-o,--output", a->output, "Write the record to FILE instead of standard output")
      .File();
  command.AddOption("--stdin-filename", a->input.stdin_name, "What reports call standard input")
      .TypeName("NAME")
      .ShowDefault();
  command.Footer("Exit status: 0 written; 2 bad usage, or input that could not be read.");
  command.Callback([arguments, &streams, status] { *status = Record(*arguments, streams); });
}

Command AddQuestion(Command map, MapQuestion question, const std::string& help,
                    const std::string& exit_status, const Streams& streams, int* status,
                    const std::function<void(Command, MapArguments*)>& add_options) {
  auto arguments = std::make_shared<MapArguments>();
  Command command = map.AddCommand(std::string(QuestionName(question)), help);
  add_options(command, arguments.get());
  const bool graph = question == MapQuestion::kGraph || question == MapQuestion::kJoin;
  std::vector<std::string> formats = {"text", "json"};
  if (graph) formats = GraphFormats();
  if (!graph && question != MapQuestion::kCut) formats.emplace_back("html");
  if (TellsResults(question)) formats.emplace_back("sarif");
  command.AddOption("--format", arguments->format, "How the answer is written")
      .OneOf(formats)
      .ShowDefault();
  command
      .AddOption("-o,--output", arguments->output,
                 "Write the answer to FILE instead of standard output")
      .File();
  AddMapInputOptions(command, &arguments->input);
  command.Footer("Exit status: " + exit_status +
                 "; 2 bad usage, or input that could not be read whole.");
  command.Callback(
      [arguments, question, &streams, status] { *status = Run(question, *arguments, streams); });
  return command;
}

void AddPaths(Command command, MapArguments* a) {
  command.AddOption("path", a->words, kPathHelp).TypeName("PATH").Required();
}

void AddWhoCan(Command command, MapArguments* a) {
  command
      .AddOption("action", a->words,
                 "The action, service:Name; then the resource, if the next word is an ARN or *; "
                 "then exports")
      .TypeName("ACTION [RESOURCE] PATH")
      .Required();
  command.AddOption("--resource", a->resource, "The resource: an ARN; without it, any")
      .TypeName("ARN");
  command
      .AddOption("--resource-account", a->resource_account,
                 "Whose the resource is, where its ARN does not say so (buckets)")
      .TypeName("ID");
  command.AddOption("--resource-policy", a->input.resource_policies, "The policy of a resource")
      .TypeName("ARN=FILE")
      .OneWord();
  command.AddFlag("--transitive", a->transitive, "List also who can become somebody that may");
}

void AddFromTo(Command command, MapArguments* a) {
  command
      .AddOption("--from", a->from, "Where paths begin: a principal's ARN, a service, an account")
      .TypeName("PRINCIPAL")
      .Required();
  command
      .AddOption("--to", a->to, "Where they lead: a principal, admin, outside, or ACTION@RESOURCE")
      .TypeName("TARGET")
      .Required();
  command.AddOption("--max-paths", a->most, "Number of paths to list")
      .InRange(uint32_t{1}, kMostPaths)
      .ShowDefault();
  command
      .AddOption("--resource-account", a->resource_account,
                 "Whose the resource of ACTION@RESOURCE is")
      .TypeName("ID");
  command.AddOption("--resource-policy", a->input.resource_policies, "The policy of a resource")
      .TypeName("ARN=FILE")
      .OneWord();
  AddPaths(command, a);
}

}  // namespace

void AddMapCommand(Command app, const Streams& streams, int* status) {
  Command map = app.AddCommand("map", "Tell who can become whom, over all accounts of the input");
  map.RequireCommands(1, 1);
  AddQuestion(map, MapQuestion::kSwitches, "List role switches: those that work, those half-built",
              "0 all switches work; 1 some are half-built, dangling, or for nobody", streams,
              status, AddPaths);
  AddQuestion(map, MapQuestion::kWhoCan, "List who may do something", "0 answered", streams, status,
              AddWhoCan);
  AddQuestion(map, MapQuestion::kPaths, "List the paths from one principal to a target",
              "0 no path; 1 at least one", streams, status, AddFromTo);
  AddQuestion(map, MapQuestion::kReach, "List what one principal can become", "0 answered", streams,
              status, [](Command command, MapArguments* a) {
                command.AddOption("principal", a->words, "The principal, then exports")
                    .TypeName("PRINCIPAL PATH")
                    .Required();
              });
  AddQuestion(
      map, MapQuestion::kCut, "Find statements whose removal ends all paths to a target",
      "0 there is no path; 1 there are", streams, status, [](Command command, MapArguments* a) {
        a->to = "admin";
        command.AddOption("--to", a->to, "The target").OneOf({"admin"}).ShowDefault();
        command.AddOption("--from", a->from, "Paths of this principal alone").TypeName("PRINCIPAL");
        AddPaths(command, a);
      });
  AddQuestion(map, MapQuestion::kDiff, "Compare the maps of two exports",
              "0 no new path to an administrator or outside; 1 at least one", streams, status,
              [](Command command, MapArguments* a) {
                command.AddOption("path", a->words, "The old export and the new one")
                    .TypeName("OLD NEW")
                    .Expected(2)
                    .Required();
              });
  AddRecord(map, streams, status);
  AddQuestion(map, MapQuestion::kJoin, "Write the whole map of records", "0 written", streams,
              status, AddPaths);
  AddQuestion(map, MapQuestion::kGraph, "Write the whole map", "0 written", streams, status,
              AddPaths);
}

}  // namespace rolelint::cli
