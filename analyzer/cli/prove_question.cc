#include "analyzer/cli/prove_question.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>

#include "analyzer/cli/color.h"
#include "analyzer/cli/proof_json.h"
#include "analyzer/report/log_safe.h"
#include "analyzer/report/report.h"
#include "analyzer/text/glob.h"

namespace rolelint::cli {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view kTrustType = "AWS::IAM::AssumeRolePolicyDocument";

// A sentence on what is wrong with an action or resource that is asked about; a mistyped one would
// be proved for nothing.
std::string WrongAction(std::string_view action) {
  if (action == "*") return {};
  const size_t colon = action.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == action.size() ||
      text::HasWildcard(action.substr(0, colon))) {
    return fmt::format("\"{}\" is no action: service:Name, with * and ? in the name alone", action);
  }
  return {};
}

std::string WrongResource(std::string_view resource) {
  if (resource == "*" || resource.starts_with("arn:")) return {};
  return fmt::format("\"{}\" is no resource: an ARN or *", resource);
}

// What is no action of AWS's is asked about in earnest (it may be one tomorrow), or by mistake.
void NoteUnknownActions(const logic::AskedAccess& asked, const catalog::Catalog& catalog,
                        const Streams& streams) {
  for (const std::string& action : asked.actions) {
    if (text::HasWildcard(action) || catalog.FindAction(action)) continue;
    streams.err << "note: " << report::Printable(action) << " is no action of the catalogue of "
                << catalog.date() << '\n';
  }
}

PolicyChoice ChoiceOf(const ProveArguments& arguments) {
  PolicyChoice choice;
  choice.kind = policy::ParseKind(arguments.kind);
  choice.name = arguments.policy_name;
  choice.stdin_name = arguments.stdin_name;
  if (!choice.kind && arguments.resource_type == kTrustType) choice.kind = policy::Kind::kTrust;
  if (!choice.kind && !arguments.resource_type.empty()) choice.kind = policy::Kind::kResource;
  return choice;
}

// "" if the question can be asked about policies of these kinds.
std::string WrongKind(const Answer& answer, bool aws_compatible) {
  const policy::Document& first = answer.policies[0].chosen->document();
  if (answer.question == Question::kNotPublic && first.kind != policy::Kind::kResource &&
      first.kind != policy::Kind::kTrust) {
    return fmt::format(
        "{}: an {} policy allows nobody by itself; not-public is about resource and trust "
        "policies "
        "(--kind)",
        answer.policies[0].file, policy::KindName(first.kind));
  }
  const policy::Document& last = answer.policies.back().chosen->document();
  if (first.kind == last.kind) return {};
  // Both are a RESOURCE_POLICY to AWS.
  const auto has_principals = [](policy::Kind kind) {
    return kind == policy::Kind::kResource || kind == policy::Kind::kTrust;
  };
  if (aws_compatible && has_principals(first.kind) && has_principals(last.kind)) return {};
  return fmt::format("{} is of kind {} and {} of kind {}; --kind says what they are",
                     answer.policies[0].file, policy::KindName(first.kind), answer.policies[1].file,
                     policy::KindName(last.kind));
}

std::string_view OriginOf(policy::KindSource source) {
  switch (source) {
    case policy::KindSource::kOption:
      return "as --kind says";
    case policy::KindSource::kWrapping:
      return "by their wrapping";
    case policy::KindSource::kContent:
      return "by their content";
    case policy::KindSource::kDefault:
      return "by default";
  }
  return {};
}

// A provider that signs tokens for one tenant is assumed to sign in only that tenant's principals.
void AddProviders(const logic::CompiledPolicy& policy, std::vector<std::string>* assumptions) {
  for (const logic::CompiledStatement& statement : policy.statements) {
    for (const logic::PrincipalPattern& listed : statement.principals) {
      if (!statement.allow || listed.kind != logic::PrincipalPattern::Kind::kFederated ||
          logic::IsShared(listed.text)) {
        continue;
      }
      std::string text =
          "the identity provider " + listed.text + " signs in only principals that you trust";
      if (std::find(assumptions->begin(), assumptions->end(), text) == assumptions->end()) {
        assumptions->push_back(std::move(text));
      }
    }
  }
}

void Prove(const logic::AskedAccess& asked, const catalog::Catalog& catalog, logic::Prover* prover,
           Answer* answer) {
  const Clock::time_point start = Clock::now();
  for (ProvePolicy& policy : answer->policies) {
    policy.compiled = prover->Add(policy.chosen->document());
  }
  const logic::CompiledPolicy& first = *answer->policies.front().compiled;
  const logic::CompiledPolicy& last = *answer->policies.back().compiled;
  switch (answer->question) {
    case Question::kNoNewAccess:
      answer->proof = prover->NoNewAccess(first, last, answer->options);
      break;
    case Question::kNotGranted:
      answer->proof = prover->NotGranted(first, asked, answer->options);
      break;
    case Question::kNotPublic:
      answer->proof = prover->NotPublic(first, answer->options);
      break;
    case Question::kEquivalent:
      answer->proof = prover->Equivalent(first, last, answer->options);
      break;
  }
  const auto elapsed =
      std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count();
  constexpr double kNanoseconds = 1000.0;
  answer->elapsed_us = static_cast<double>(elapsed) / kNanoseconds;
  answer->assumptions = Assumptions(answer->options, catalog);
  const policy::Document& document = answer->policies[0].chosen->document();
  answer->assumptions.push_back(fmt::format("kind of the policies: {}, {}",
                                            policy::KindName(document.kind),
                                            OriginOf(document.kind_source)));
  answer->assumptions.emplace_back(
      "each policy by itself: no other policy, boundary or organization is looked at");
  if (answer->question == Question::kNotPublic) AddProviders(first, &answer->assumptions);
  if (!answer->resource_type.empty()) {
    answer->assumptions.push_back("attached to: " + answer->resource_type);
  }
}

bool WriteReplayFile(const Answer& answer, const std::string& path, const Streams& streams) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  if (file) WriteReplay(answer, file);
  file.close();
  if (file) return true;
  Fail(streams, "cannot write " + path + ": " + std::strerror(errno));
  return false;
}

void WriteTo(const Answer& answer, const ProveArguments& arguments, bool color, std::ostream& out) {
  if (arguments.aws_compatible) {
    WriteProofAsAws(answer, out);
  } else if (arguments.format == "json") {
    WriteProofJson(answer, out);
  } else if (arguments.format == "sarif") {
    WriteProofSarif(answer, arguments.unknown_is == "pass", out);
  } else {
    report::LogSafe for_people(out);
    WriteProofText(answer, arguments, color, for_people);
  }
}

int StatusOf(const Answer& answer, const ProveArguments& arguments) {
  switch (answer.proof.conclusion) {
    case logic::Conclusion::kProved:
      return kOk;
    case logic::Conclusion::kRefuted:
      return kFindings;
    case logic::Conclusion::kUnknown:
      break;
  }
  if (arguments.aws_compatible || arguments.unknown_is == "fail") return kFindings;
  return arguments.unknown_is == "pass" ? kOk : kError;
}

}  // namespace

const std::vector<std::string>& PublicResourceTypes() {
  static const std::vector<std::string> kTypes = {
      "AWS::ApiGateway::RestApi",
      "AWS::Backup::BackupVault",
      "AWS::CloudTrail::Dashboard",
      "AWS::CloudTrail::EventDataStore",
      "AWS::CodeArtifact::Domain",
      "AWS::DynamoDB::Stream",
      "AWS::DynamoDB::Table",
      "AWS::EFS::FileSystem",
      "AWS::IAM::AssumeRolePolicyDocument",
      "AWS::KMS::Key",
      "AWS::Kinesis::Stream",
      "AWS::Kinesis::StreamConsumer",
      "AWS::Lambda::Function",
      "AWS::OpenSearchService::Domain",
      "AWS::S3::AccessPoint",
      "AWS::S3::Bucket",
      "AWS::S3::Glacier",
      "AWS::S3Express::AccessPoint",
      "AWS::S3Express::DirectoryBucket",
      "AWS::S3Outposts::AccessPoint",
      "AWS::S3Outposts::Bucket",
      "AWS::S3Tables::Table",
      "AWS::S3Tables::TableBucket",
      "AWS::SNS::Topic",
      "AWS::SQS::Queue",
      "AWS::SecretsManager::Secret",
  };
  return kTypes;
}

std::string WrongQuestion(const logic::AskedAccess& asked) {
  if (asked.actions.empty() && asked.resources.empty()) {
    return "name the actions or resources that must not be granted";
  }
  for (const std::string& action : asked.actions) {
    if (std::string wrong = WrongAction(action); !wrong.empty()) return wrong;
  }
  for (const std::string& action : asked.except_actions) {
    if (action == "*") return "an exception of \"*\" would leave nothing to prove";
    if (std::string wrong = WrongAction(action); !wrong.empty()) return wrong;
  }
  for (const auto* list : {&asked.resources, &asked.except_resources}) {
    for (const std::string& resource : *list) {
      if (std::string wrong = WrongResource(resource); !wrong.empty()) return wrong;
    }
  }
  return {};
}

bool ReadAsked(const ProveArguments& arguments, const Streams& streams, logic::AskedAccess* asked) {
  asked->actions = arguments.actions;
  asked->resources = arguments.resources;
  for (const std::string& except : arguments.except) {
    (except.starts_with("arn:") ? asked->except_resources : asked->except_actions)
        .push_back(except);
  }
  std::string wrong = WrongQuestion(*asked);
  if (asked->actions.empty() && asked->resources.empty()) {
    wrong = "name what must not be granted: --action, --resource or both";
  }
  if (wrong.empty()) return true;
  Fail(streams, wrong);
  return false;
}

int WriteAnswer(const Answer& answer, const ProveArguments& arguments, const Streams& streams) {
  if (!arguments.replay.empty() && !WriteReplayFile(answer, arguments.replay, streams)) {
    return kError;
  }
  if (arguments.output.empty()) {
    WriteTo(answer, arguments, UseColor(arguments.color, STDOUT_FILENO), streams.out);
    streams.out.flush();
    return streams.out ? StatusOf(answer, arguments)
                       : Fail(streams, "cannot write to standard output");
  }
  std::ofstream file(arguments.output, std::ios::binary | std::ios::trunc);
  if (file) WriteTo(answer, arguments, arguments.color == "always", file);
  file.close();
  if (file) return StatusOf(answer, arguments);
  return Fail(streams, "cannot write " + arguments.output + ": " + std::strerror(errno));
}

int AnswerQuestion(const ProveArguments& arguments, const catalog::Catalog& catalog,
                   const Streams& streams) {
  logic::AskedAccess asked;
  if (arguments.question == Question::kNotGranted && !ReadAsked(arguments, streams, &asked)) {
    return kError;
  }
  NoteUnknownActions(asked, catalog, streams);
  Answer answer;
  answer.question = arguments.question;
  answer.resource_type = arguments.resource_type;
  answer.catalog_date = catalog.date();
  answer.options.universe = arguments.universe == "catalog" && !arguments.aws_compatible
                                ? logic::Universe::kCatalog
                                : logic::Universe::kStrings;
  answer.options.witnesses = arguments.witnesses;
  answer.options.each_statement = true;
  PolicyFiles files;
  bool read = true;
  for (const std::string& path : arguments.policies) {
    std::vector<std::string> why_not;
    ProvePolicy& policy = answer.policies.emplace_back();
    policy.chosen = files.Read(path, ChoiceOf(arguments), &why_not);
    if (policy.chosen != nullptr) policy.file = files.inputs().back().spec.display_name;
    for (size_t i = 0; i < why_not.size(); ++i) {
      streams.err << (i == 0 ? "rolelint: " : "") << report::Printable(why_not[i]) << '\n';
    }
    read = read && policy.chosen != nullptr;
  }
  if (!read) return kError;
  if (const std::string wrong = WrongKind(answer, arguments.aws_compatible); !wrong.empty()) {
    return Fail(streams, wrong);
  }
  logic::Prover prover(catalog);
  Prove(asked, catalog, &prover, &answer);
  if (arguments.summary) {
    answer.summary =
        logic::SummarizeNewAccess(answer.policies[0].chosen->document(),
                                  answer.policies[1].chosen->document(), catalog, answer.options);
  }
  Locate(&files.inputs(), &answer);
  return WriteAnswer(answer, arguments, streams);
}

}  // namespace rolelint::cli
