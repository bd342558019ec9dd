#include "analyzer/cli/prove_command.h"

#include <filesystem>
#include <memory>

#include "analyzer/catalog/catalog.h"
#include "analyzer/cli/catalog_choice.h"
#include "analyzer/cli/kind_words.h"
#include "analyzer/cli/prove_cases.h"
#include "analyzer/cli/prove_principal.h"
#include "analyzer/cli/prove_question.h"

namespace rolelint::cli {
namespace {

// More would be a list of requests, not a proof to read.
constexpr uint32_t kMaxWitnesses = 1000;
constexpr int kMaxPaths = 1 << 20;

constexpr std::string_view kExitStatus =
    "Exit status: 0 proved; 1 refuted; 2 unknown (unless --unknown-is says otherwise), bad usage, "
    "or a policy that could not be read.";

void AddInputOptions(Command command, ProveArguments* a) {
  command.AddOption("--policy", a->policy_name, "Select a policy of a file that holds several")
      .TypeName("NAME");
  command
      .AddOption("--kind", a->kind,
                 "Take bare policies for this kind, whatever their content suggests")
      .OneOf(KindWords());
  command
      .AddOption("--universe", a->universe,
                 "Consider any text as actions and resources, or those of AWS's catalogue")
      .OneOf({"strings", "catalog"})
      .ShowDefault();
  AddCatalogOption(command, a->catalog);
  command.AddOption("--stdin-filename", a->stdin_name, "Name standard input in reports")
      .TypeName("NAME")
      .ShowDefault();
}

void AddOutputOptions(Command command, ProveArguments* a) {
  command.AddOption("--format", a->format, "Write the answer in this format")
      .OneOf({"text", "json", "sarif"})
      .ShowDefault();
  command.AddOption("--output", a->output, "Write the answer to FILE instead of standard output")
      .File();
  command.AddOption("--color", a->color, "Colour the output: always, auto or never")
      .OneOf({"always", "auto", "never"})
      .ShowDefault();
  command
      .AddOption(
          "--witnesses", a->witnesses,
          "Show up to this many requests, each for other actions or allowed by other statements")
      .InRange(uint32_t{1}, kMaxWitnesses)
      .ShowDefault();
  command
      .AddOption("--replay", a->replay,
                 "Write the witnesses to FILE as cases for `rolelint simulate --cases FILE`")
      .File();
  command
      .AddOption("--unknown-is", a->unknown_is,
                 "Count an unknown answer as pass (exit status 0), fail (1) or error (2)")
      .OneOf({"pass", "fail", "error"})
      .ShowDefault();
}

// What of a command line is about one question.
class Subcommands {
 public:
  Subcommands(Command prove, std::shared_ptr<ProveArguments> arguments, const Streams& streams,
              int* status)
      : prove_(prove), arguments_(std::move(arguments)), streams_(streams), status_(status) {}

  void AddAll() {
    ProveArguments* a = arguments_.get();
    Command command = Add("no-new-access", Question::kNoNewAccess,
                          "Prove that NEW allows nothing that OLD does not", {"OLD", "NEW"});
    Option summary =
        command.AddFlag("--summary", a->summary, "Print all of the new access too, as a policy");
    AddAwsCompatible(command);
    AddPrincipal(command).Excludes(summary);
    command =
        Add("not-granted", Question::kNotGranted,
            "Prove that POLICY allows none of the actions on any of the resources", {"POLICY"});
    command
        .AddOption("--action", a->actions,
                   "Ask about this action: service:Name, * and ?; may be repeated")
        .TypeName("ACTION")
        .OneWord();
    command
        .AddOption("--resource", a->resources,
                   "Ask about this resource: an ARN, * and ?; may be repeated")
        .TypeName("ARN")
        .OneWord();
    command.AddOption("--except", a->except, "Exclude an action or an ARN; may be repeated")
        .TypeName("ACTION|ARN")
        .OneWord();
    AddAwsCompatible(command);
    AddPrincipal(command);
    command.GetOption("file").Expected(1, kMaxPaths);
    command = Add("not-public", Question::kNotPublic, "Prove that POLICY allows no public access",
                  {"POLICY"});
    command
        .AddOption("--resource-type", a->resource_type,
                   "Say what the policy is attached to, such as AWS::S3::Bucket")
        .OneOf(PublicResourceTypes());
    AddAwsCompatible(command);
    Add("equivalent", Question::kEquivalent, "Prove that A and B allow the same", {"A", "B"});
  }

 private:
  Command Add(const char* name, Question question, const char* help,
              const std::vector<std::string>& policies) {
    Command command = prove_.AddCommand(name, help);
    const auto count = static_cast<int>(policies.size());
    command
        .AddOption("file", arguments_->policies,
                   "Read files with one policy each, in any format; - for standard input")
        .TypeName(count == 2 ? policies[0] + " " + policies[1] : policies[0])
        .Expected(count)
        .Required();
    AddInputOptions(command, arguments_.get());
    AddOutputOptions(command, arguments_.get());
    command.Footer(std::string(kExitStatus));
    command.Callback(
        [this_arguments = arguments_, question, &streams = streams_, status = status_] {
          this_arguments->question = question;
          *status = RunProve(*this_arguments, streams);
        });
    return command;
  }

  // The question is then about all that the principal may do, and the policies are exports.
  Option AddPrincipal(Command command) {
    ProveArguments* a = arguments_.get();
    Option principal =
        command
            .AddOption("--principal", a->principal,
                       "Ask about all that this user or role may do; the paths are then exports")
            .TypeName("ARN");
    for (const char* other : {"--policy", "--kind", "--replay", "--aws-compatible"}) {
      principal.Excludes(command.GetOption(other));
    }
    for (Option option : AddGivenOptions(command, &a->given)) option.Needs(principal);
    command
        .AddFlag("--allow-incomplete", a->allow_incomplete,
                 "Accept exports that say parts of them are missing")
        .Needs(principal);
    return principal;
  }

  void AddAwsCompatible(Command command) {
    command
        .AddFlag("--aws-compatible", arguments_->aws_compatible,
                 "Answer as the API of IAM Access Analyzer does: PASS or FAIL, in JSON")
        .Excludes(command.GetOption("--format"))
        .Excludes(command.GetOption("--unknown-is"));
  }

  Command prove_;
  std::shared_ptr<ProveArguments> arguments_;
  const Streams& streams_;
  int* status_;
};

}  // namespace

int RunProve(const ProveArguments& arguments, const Streams& streams) {
  CatalogChoice choice;
  std::string error;
  if (!choice.Choose(arguments.catalog, &error)) return Fail(streams, error);
  const catalog::Catalog& catalog = choice.get();
  if (!arguments.principal.empty()) return ProvePrincipal(arguments, catalog, streams);
  if (arguments.question == Question::kNotGranted && arguments.policies.size() != 1) {
    return Fail(streams, "not-granted is about one POLICY, or with --principal about exports");
  }
  return AnswerQuestion(arguments, catalog, streams);
}

std::vector<std::string> SpreadValues(const std::vector<std::string>& arguments) {
  const auto is_value = [](const std::string& word) {
    const size_t colon = word.find(':');
    if (word == "*") return true;
    if (colon == 0 || colon == std::string::npos || word[0] == '-') return false;
    const bool named = word.starts_with("arn:") || word.find('/') == std::string::npos;
    std::error_code error;
    return named && !std::filesystem::exists(word, error);
  };
  std::vector<std::string> spread;
  std::string_view option;
  bool taken = false;  // the option has its own value
  for (const std::string& word : arguments) {
    if (word == "--action" || word == "--resource" || word == "--except") {
      option = word;
      taken = false;
    } else if (!option.empty() && taken && is_value(word)) {
      spread.emplace_back(option);
    } else if (taken) {
      option = {};
    } else {
      taken = !option.empty();
    }
    spread.push_back(word);
  }
  return spread;
}

void AddProveCommand(Command app, const Streams& streams, int* status) {
  auto arguments = std::make_shared<ProveArguments>();
  Command command =
      app.AddCommand("prove", "Prove what policies allow, or show a request that refutes it");
  Option cases =
      command.AddOption("--cases", arguments->cases, "Answer each line of FILE (- standard input)")
          .File();
  Subcommands(command, arguments, streams, status).AddAll();
  command.RequireCommands(0, 1);
  command.Footer(std::string(kExitStatus) + " With --cases: 0 if every line was answered.");
  command.Callback([arguments, command, cases, &streams, status] {
    const bool asked = command.HasChosen();
    if (cases.Given() && asked) {
      *status = Fail(streams, "--cases takes its questions from the file alone");
    } else if (cases.Given()) {
      *status = ProveCases(arguments->cases, catalog::Catalog::BuiltIn(), streams);
    } else if (!asked) {
      *status = Fail(streams, "prove what? `rolelint prove --help` lists the questions");
    }
  });
}

}  // namespace rolelint::cli
