#include "analyzer/cli/prove_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "analyzer/catalog/catalog.h"
#include "analyzer/cli/prove_cases.h"
#include "analyzer/cli/prove_principal.h"
#include "analyzer/cli/prove_question.h"

namespace rolelint::cli {
namespace {

const std::vector<std::string> kKindWords = {"identity", "trust",    "resource", "scp",
                                             "rcp",      "boundary", "session"};
// More would be a list of requests, not a proof to read.
constexpr uint32_t kMaxWitnesses = 1000;
constexpr int kMaxPaths = 1 << 20;

constexpr std::string_view kExitStatus =
    "Exit status: 0 proved; 1 refuted; 2 unknown (unless --unknown-is says otherwise), bad usage, "
    "or a policy that could not be read.";

void AddInputOptions(CLI::App* command, ProveArguments* a) {
  command
      ->add_option("--policy", a->policy_name,
                   "Which policy is meant, of a file that holds several")
      ->type_name("NAME");
  command->add_option("--kind", a->kind, "What bare policies are, instead of what they look like")
      ->check(CLI::IsMember(kKindWords));
  command
      ->add_option("--universe", a->universe,
                   "Which actions and resources there are: any text, or those of AWS's catalogue")
      ->check(CLI::IsMember({"strings", "catalog"}))
      ->capture_default_str();
  command->add_option("--catalog", a->catalog, "Use this AWS catalogue instead of the built-in one")
      ->type_name("FILE");
  command->add_option("--stdin-filename", a->stdin_name, "What reports call standard input")
      ->type_name("NAME")
      ->capture_default_str();
}

void AddOutputOptions(CLI::App* command, ProveArguments* a) {
  command->add_option("--format", a->format, "How the answer is written")
      ->check(CLI::IsMember({"text", "json", "sarif"}))
      ->capture_default_str();
  command->add_option("--output", a->output, "Write the answer to FILE instead of standard output")
      ->type_name("FILE");
  command->add_option("--color", a->color, "When to colour: always, auto or never")
      ->check(CLI::IsMember({"always", "auto", "never"}))
      ->capture_default_str();
  command
      ->add_option(
          "--witnesses", a->witnesses,
          "Requests to show, each of another class of actions or let in by other statements")
      ->check(CLI::Range(uint32_t{1}, kMaxWitnesses))
      ->capture_default_str();
  command
      ->add_option("--replay", a->replay,
                   "Write the witnesses to FILE as cases for `rolelint simulate --cases FILE`")
      ->type_name("FILE");
  command
      ->add_option("--unknown-is", a->unknown_is,
                   "What an unknown answer is to the exit status: pass 0, fail 1, error 2")
      ->check(CLI::IsMember({"pass", "fail", "error"}))
      ->capture_default_str();
}

// What of a command line is about one question.
class Subcommands {
 public:
  Subcommands(CLI::App* prove, std::shared_ptr<ProveArguments> arguments, const Streams& streams,
              int* status)
      : prove_(prove), arguments_(std::move(arguments)), streams_(streams), status_(status) {}

  void AddAll() {
    ProveArguments* a = arguments_.get();
    CLI::App* command = Add("no-new-access", Question::kNoNewAccess,
                            "NEW allows nothing that OLD does not", {"OLD", "NEW"});
    CLI::Option* summary =
        command->add_flag("--summary", a->summary, "Also print all of the new access, as a policy");
    AddAwsCompatible(command);
    AddPrincipal(command)->excludes(summary);
    command = Add("not-granted", Question::kNotGranted,
                  "POLICY allows none of the actions on any of the resources", {"POLICY"});
    command->add_option("--action", a->actions, "What must not be allowed: service:Name, * and ?")
        ->type_name("ACTION")
        ->allow_extra_args(false);
    command->add_option("--resource", a->resources, "On what: an ARN, * and ?")
        ->type_name("ARN")
        ->allow_extra_args(false);
    command->add_option("--except", a->except, "An action or an ARN that does not count")
        ->type_name("ACTION|ARN")
        ->allow_extra_args(false);
    AddAwsCompatible(command);
    AddPrincipal(command);
    command->get_option("file")->expected(1, kMaxPaths);
    command = Add("not-public", Question::kNotPublic, "POLICY lets in nobody whom it does not know",
                  {"POLICY"});
    command
        ->add_option("--resource-type", a->resource_type,
                     "What the policy is attached to, e.g. AWS::S3::Bucket")
        ->check(CLI::IsMember(PublicResourceTypes()));
    AddAwsCompatible(command);
    Add("equivalent", Question::kEquivalent, "A and B allow the same", {"A", "B"});
  }

 private:
  CLI::App* Add(const char* name, Question question, const char* help,
                const std::vector<std::string>& policies) {
    CLI::App* command = prove_->add_subcommand(name, help);
    const auto count = static_cast<int>(policies.size());
    command
        ->add_option("file", arguments_->policies,
                     "Files with one policy each, in any wrapping; - for standard input")
        ->type_name(count == 2 ? policies[0] + " " + policies[1] : policies[0])
        ->expected(count)
        ->required();
    AddInputOptions(command, arguments_.get());
    AddOutputOptions(command, arguments_.get());
    command->footer(std::string(kExitStatus));
    command->callback(
        [this_arguments = arguments_, question, &streams = streams_, status = status_] {
          this_arguments->question = question;
          *status = RunProve(*this_arguments, streams);
        });
    return command;
  }

  // The question is then about all that the principal may do, and the policies are exports.
  CLI::Option* AddPrincipal(CLI::App* command) {
    ProveArguments* a = arguments_.get();
    CLI::Option* principal =
        command
            ->add_option("--principal", a->principal,
                         "Ask about all that this user or role may do; the paths are then exports")
            ->type_name("ARN");
    for (const char* other : {"--policy", "--kind", "--replay", "--aws-compatible"}) {
      principal->excludes(command->get_option(other));
    }
    for (CLI::Option* option : AddGivenOptions(command, &a->given)) option->needs(principal);
    command
        ->add_flag("--allow-incomplete", a->allow_incomplete,
                   "Accept exports that say parts of them are missing")
        ->needs(principal);
    return principal;
  }

  void AddAwsCompatible(CLI::App* command) {
    command
        ->add_flag("--aws-compatible", arguments_->aws_compatible,
                   "Answer as the API of IAM Access Analyzer does: PASS or FAIL, in JSON")
        ->excludes("--format")
        ->excludes("--unknown-is");
  }

  CLI::App* prove_;
  std::shared_ptr<ProveArguments> arguments_;
  const Streams& streams_;
  int* status_;
};

}  // namespace

int RunProve(const ProveArguments& arguments, const Streams& streams) {
  std::optional<catalog::Catalog> loaded;
  if (!arguments.catalog.empty()) {
    catalog::LoadResult result = catalog::Catalog::LoadFromFile(arguments.catalog);
    if (!result.catalog) return Fail(streams, result.error);
    loaded = std::move(result.catalog);
  }
  const catalog::Catalog& catalog = loaded ? *loaded : catalog::Catalog::BuiltIn();
  if (!arguments.principal.empty()) return ProvePrincipal(arguments, catalog, streams);
  if (arguments.question == Question::kNotGranted && arguments.policies.size() != 1) {
    return Fail(streams, "not-granted is about one POLICY, or with --principal about exports");
  }
  return AnswerQuestion(arguments, catalog, streams);
}

void AddProveCommand(CLI::App& app, const Streams& streams, int* status) {
  auto arguments = std::make_shared<ProveArguments>();
  CLI::App* command =
      app.add_subcommand("prove", "Prove what policies allow, or show a request that refutes it");
  CLI::Option* cases =
      command
          ->add_option("--cases", arguments->cases, "Answer each line of FILE (- standard input)")
          ->type_name("FILE");
  Subcommands(command, arguments, streams, status).AddAll();
  command->require_subcommand(0, 1);
  command->footer(std::string(kExitStatus) + " With --cases: 0 if every line was answered.");
  command->callback([arguments, command, cases, &streams, status] {
    const bool asked = !command->get_subcommands().empty();
    if (cases->count() != 0 && asked) {
      *status = Fail(streams, "--cases takes its questions from the file alone");
    } else if (cases->count() != 0) {
      *status = ProveCases(arguments->cases, catalog::Catalog::BuiltIn(), streams);
    } else if (!asked) {
      *status = Fail(streams, "prove what? `rolelint prove --help` lists the questions");
    }
  });
}

}  // namespace rolelint::cli
