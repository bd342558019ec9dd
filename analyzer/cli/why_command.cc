#include "analyzer/cli/why_command.h"

#include <fmt/format.h>

#include <filesystem>
#include <iostream>
#include <iterator>
#include <memory>

#include "analyzer/cli/input_files.h"
#include "analyzer/cli/map_input.h"
#include "analyzer/cli/map_places.h"
#include "analyzer/cli/read_bytes.h"
#include "analyzer/cli/request_arguments.h"
#include "analyzer/cli/statement_place.h"
#include "analyzer/cli/why_answer.h"
#include "analyzer/cli/why_message.h"
#include "analyzer/engine/check.h"
#include "analyzer/report/json_values.h"
#include "analyzer/report/log_safe.h"
#include "analyzer/report/report.h"
#include "rules/registry.h"

namespace rolelint::cli {
namespace {

using Json = nlohmann::ordered_json;

Json Header(const catalog::Catalog& catalog) {
  Json object;
  object["schema_version"] = report::kSchemaVersion;
  report::ReportOptions tool;
  tool.tool_version = ROLELINT_VERSION;
  tool.catalog_date = catalog.date();
  object["tool"] = report::ToolObject(tool);
  return object;
}

// A text that speaks of no policy.
int WriteMeaning(const WhyMessage& message, const std::string& format, const Streams& streams) {
  if (format == "json") {
    Json object = Header(catalog::Catalog::BuiltIn());
    object["verdict"] = "explained";
    object["message"] = {{"form", message.form}};
    object["meaning"] = message.meaning;
    object["commands"] = message.commands;
    streams.out << report::Dump(object) << '\n';
  } else {
    std::string text = message.meaning + "\n";
    for (const std::string& command : message.commands) text += "run: " + command + "\n";
    streams.out << report::Printable(text, true);
  }
  return kOk;
}

bool Lists(std::string_view rules, std::string_view id) {
  while (!rules.empty()) {
    const size_t blank = rules.find(' ');
    if (rules.substr(0, blank) == id) return true;
    rules = blank == std::string_view::npos ? "" : rules.substr(blank + 1);
  }
  return false;
}

// The findings of the rules that a refusal is about; of all that are errors, if none is known.
std::vector<engine::Finding> FindCauses(const RefusedText* refused,
                                        const std::vector<std::string>& paths,
                                        const MapInputArguments& a, const catalog::Catalog& catalog,
                                        const Streams& streams) {
  InputFiles files = CollectInputs(paths, {.stdin_name = a.stdin_name});
  files.inputs.insert(files.inputs.end(), a.inputs.begin(), a.inputs.end());
  engine::CheckOptions options;
  options.allow_incomplete = a.allow_incomplete;
  options.may_be_empty = true;
  engine::CheckResult result =
      engine::Check(std::move(files.inputs), rules::AllRules(),
                    engine::Config::Default(rules::AllRules()), catalog, options);
  // A policy that is not JSON is a finding, not only an error.
  result.notes.clear();
  report::WriteMessages(result, {}, streams.err);
  std::vector<engine::Finding> causes;
  for (engine::Finding& finding : result.findings) {
    const bool fits = refused != nullptr ? Lists(refused->rules, finding.rule->id)
                                         : finding.level == engine::Level::kError;
    if (fits) causes.push_back(std::move(finding));
  }
  return causes;
}

// A policy that AWS does not take.
int ExplainRefusal(const std::string& text, const std::vector<std::string>& paths,
                   const WhyArguments& a, const Streams& streams) {
  const RefusedText* refused = FindRefusedText(text);
  const catalog::Catalog& catalog = catalog::Catalog::BuiltIn();
  std::vector<engine::Finding> causes;
  const bool any_input = !paths.empty() || !a.input.inputs.empty();
  if (any_input) causes = FindCauses(refused, paths, a.input, catalog, streams);
  const std::string_view meaning =
      refused != nullptr ? refused->meaning : "AWS does not take the policy";
  if (a.format == "json") {
    Json object = Header(catalog);
    object["verdict"] = "refused";
    object["meaning"] = meaning;
    Json& rules = object["rules"] = Json::array();
    std::string_view rest = refused != nullptr ? refused->rules : "";
    while (!rest.empty()) {
      const size_t blank = rest.find(' ');
      rules.push_back(rest.substr(0, blank));
      rest = blank == std::string_view::npos ? "" : rest.substr(blank + 1);
    }
    Json& findings = object["findings"] = Json::array();
    for (const engine::Finding& finding : causes) {
      findings.push_back({{"rule", finding.rule->id},
                          {"message", finding.message},
                          {"location", report::LocationObject(finding.location)},
                          {"file_pointer", finding.file_pointer}});
    }
    streams.out << report::Dump(object) << '\n';
  } else {
    std::string out = fmt::format("refused: {}\n", meaning);
    if (refused != nullptr) out += fmt::format("  rules that find it: {}\n", refused->rules);
    for (const engine::Finding& finding : causes) {
      out += fmt::format("{} [{}]\n  --> {}\n", finding.message, finding.rule->id,
                         PlaceText(finding.location));
    }
    if (any_input && causes.empty()) out += "nothing of the kind is found in the input\n";
    streams.out << report::Printable(out, true);
  }
  return causes.empty() ? kOk : kFindings;
}

bool TakeMessage(WhyArguments* a, std::string* text, std::string* error) {
  const bool asks = !a->principal.empty() || !a->action.empty();
  std::vector<std::string>& words = a->words;
  std::error_code ignored;
  // With --principal and --action there need be no message: a first word that is a path is one.
  const bool first_is_path =
      !words.empty() && asks && words[0] != "-" && std::filesystem::exists(words[0], ignored);
  if (!words.empty() && !first_is_path) {
    *text = words[0];
    words.erase(words.begin());
    if (*text == "-") {
      text->assign(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
    }
  }
  a->input.paths = std::move(words);
  if (!text->empty() || (!a->principal.empty() && !a->action.empty())) return true;
  *error = "why needs a message, or --principal and --action";
  return false;
}

// What the options say of the request goes before what the message does.
bool ReadAll(const WhyArguments& a, const std::string& text, WhyMessage* message,
             std::string* error) {
  if (!text.empty()) {
    std::optional<WhyMessage> read = ReadMessage(text, error);
    if (!read) return false;
    *message = *std::move(read);
  } else {
    message->form = "request";
  }
  if (!a.principal.empty()) message->principal = a.principal;
  if (!a.action.empty()) message->action = a.action;
  if (!a.resource.empty()) message->resource = a.resource;
  std::vector<logic::ContextValue> given;
  if (!ParseContext(a.context, &given, error)) return false;
  for (logic::ContextValue& value : given) message->context.push_back(std::move(value));
  return true;
}

int StatusOf(const WhyAnswer& answer) {
  switch (answer.verdict) {
    case WhyAnswer::Verdict::kAllowed:
      return kOk;
    case WhyAnswer::Verdict::kDenied:
    case WhyAnswer::Verdict::kConditional:
      return kFindings;
    case WhyAnswer::Verdict::kUnknown:
      break;
  }
  return kError;
}

int Explain(const WhyArguments& a, const WhyMessage& message, const Streams& streams) {
  std::string error;
  if (a.input.paths.empty() && a.input.inputs.empty()) {
    return Fail(streams,
                "no PATH is given: name the exports of the accounts (aws iam "
                "get-account-authorization-details)");
  }
  MapInput input(a.input);
  if (!input.Read(a.input.paths, &error)) return Fail(streams, error);
  const bool complete = input.TellMessages(streams);
  const std::optional<WhyAnswer> answer = ExplainDenial(message, &input, &error);
  if (!answer) return Fail(streams, error);
  MapPlaces places(&input.source());
  for (const WhyHalf& half : answer->halves) {
    places.Add(half.evidence);
    for (const WhyHalf::Near& near : half.near) places.Add({near.ref});
  }
  places.Locate();
  if (a.format == "json") {
    Json object = Header(input.catalog());
    object.update(WhyObject(message, *answer, places));
    streams.out << report::Dump(object) << '\n';
  } else {
    report::LogSafe out(streams.out);
    WriteWhyText(message, *answer, places, out);
    out.flush();
  }
  return complete ? StatusOf(*answer) : kError;
}

}  // namespace

int AnswerWhy(const WhyArguments& a, const std::string& text, const Streams& streams) {
  std::string error;
  const std::string straight = Straightened(text);
  if (!straight.empty() && straight.front() != '{' && IsRefusal(straight)) {
    return ExplainRefusal(straight, a.input.paths, a, streams);
  }
  WhyMessage message;
  if (!ReadAll(a, text, &message, &error)) return Fail(streams, error);
  if (!message.meaning.empty()) return WriteMeaning(message, a.format, streams);
  return Explain(a, message, streams);
}

void AddWhyCommand(Command app, const Streams& streams, int* status) {
  auto arguments = std::make_shared<WhyArguments>();
  WhyArguments* a = arguments.get();
  Command command =
      app.AddCommand("why", "Explain an error message of AWS: what is missing, and where");
  command
      .AddOption("message", a->words,
                 "The message in quotes, or - for standard input; then exports: files, folders, "
                 "globs")
      .TypeName("MESSAGE PATH");
  command.AddOption("--principal", a->principal, "Who asked, where the message does not say so")
      .TypeName("ARN");
  command.AddOption("--action", a->action, "What was asked for: service:Name");
  command.AddOption("--resource", a->resource, "On what").TypeName("ARN");
  command.AddOption("--context", a->context, "A condition key's value; repeat a key for a list")
      .TypeName("KEY=VALUE")
      .OneWord();
  command.AddOption("--resource-policy", a->input.resource_policies, "The policy of a resource")
      .TypeName("ARN=FILE")
      .OneWord();
  command.AddOption("--format", a->format, "How the answer is written")
      .OneOf({"text", "json"})
      .ShowDefault();
  AddMapInputOptions(command, &a->input);
  command.Footer(
      "Exit status: 0 explained without a policy, or allowed by the input; 1 the input explains "
      "the "
      "denial; 2 unknown, bad usage, or input that could not be read whole.");
  command.Callback([arguments, &streams, status] {
    std::string error;
    std::string text;
    *status = TakeMessage(arguments.get(), &text, &error) ? AnswerWhy(*arguments, text, streams)
                                                          : Fail(streams, error);
  });
}

}  // namespace rolelint::cli
