#include "analyzer/cli/why_commands.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/policy/arn.h"
#include "analyzer/text/words.h"

namespace rolelint::cli {
namespace {

using Status = WhyHalf::Status;

// A word as a shell takes it.
std::string Quoted(std::string_view word) {
  const bool plain = std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '/' || c == ':' || c == '@' || c == '+' || c == '=' ||
           c == ',';
  });
  if (plain && !word.empty()) return std::string(word);
  std::string quoted = "'";
  for (char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string OfResource(std::string_view resource) {
  const std::optional<policy::Arn> arn = policy::ParseArn(resource);
  if (!arn) return {};
  const std::string_view name = arn->resource;
  if (arn->service == "iam" && name.starts_with("role/")) {
    return fmt::format("aws iam get-role --role-name {}    # in account {}",
                       Quoted(text::AfterLast(name, '/')), arn->account);
  }
  if (arn->service == "s3") {
    return fmt::format("aws s3api get-bucket-policy --bucket {}",
                       Quoted(name.substr(0, name.find('/'))));
  }
  if (arn->service == "kms") {
    return fmt::format("aws kms get-key-policy --key-id {} --policy-name default",
                       Quoted(resource));
  }
  if (arn->service == "secretsmanager") {
    return fmt::format("aws secretsmanager get-resource-policy --secret-id {}", Quoted(resource));
  }
  if (arn->service == "sqs") {
    return fmt::format(
        "aws sqs get-queue-attributes --attribute-names Policy --queue-url "
        "https://sqs.{}.amazonaws.com/{}/{}",
        arn->region, arn->account, Quoted(name));
  }
  if (arn->service == "sns") {
    return fmt::format("aws sns get-topic-attributes --topic-arn {}", Quoted(resource));
  }
  if (arn->service == "lambda") {
    return fmt::format("aws lambda get-policy --function-name {}", Quoted(resource));
  }
  return {};
}

void AddOnce(std::string command, std::vector<std::string>* commands) {
  if (!command.empty() &&
      std::find(commands->begin(), commands->end(), command) == commands->end()) {
    commands->push_back(std::move(command));
  }
}

}  // namespace

std::vector<std::string> CommandsFor(const WhyMessage& message, const logic::Request& request,
                                     const WhyAnswer& answer, const estate::Entity* role) {
  std::vector<std::string> commands;
  const std::string& account = request.principal.account;
  for (const WhyHalf& half : answer.halves) {
    if (half.status != Status::kUnknown) continue;
    if (half.kind == DeniedBy::kIdentity) {
      AddOnce(fmt::format("aws iam get-account-authorization-details > {}.json    # in account {}",
                          account, account),
              &commands);
    } else if (half.kind == DeniedBy::kResource) {
      AddOnce(OfResource(request.resource), &commands);
    }
  }
  const auto told = [&](DeniedBy by) { return message.by == by; };
  const bool open = answer.verdict == WhyAnswer::Verdict::kAllowed ||
                    answer.verdict == WhyAnswer::Verdict::kUnknown;
  const bool scp_known =
      std::any_of(answer.halves.begin(), answer.halves.end(),
                  [](const WhyHalf& half) { return half.kind == DeniedBy::kScp; });
  if (!account.empty() && !scp_known &&
      (told(DeniedBy::kScp) || (open && told(DeniedBy::kNotTold)))) {
    AddOnce(fmt::format("aws organizations list-policies-for-target --target-id {} --filter "
                        "SERVICE_CONTROL_POLICY    # then describe-policy, and the parents' too",
                        account),
            &commands);
  }
  const std::string_view owner = request.owner_account();
  if (told(DeniedBy::kRcp) && !owner.empty()) {
    AddOnce(fmt::format("aws organizations list-policies-for-target --target-id {} --filter "
                        "RESOURCE_CONTROL_POLICY    # then describe-policy, and the parents' too",
                        owner),
            &commands);
  }
  if (told(DeniedBy::kVpcEndpoint)) {
    AddOnce("aws ec2 describe-vpc-endpoints --query 'VpcEndpoints[].PolicyDocument'", &commands);
  }
  if (message.policy_arn.find(":organizations:") != std::string::npos) {
    AddOnce(fmt::format("aws organizations describe-policy --policy-id {}",
                        Quoted(text::AfterLast(message.policy_arn, '/'))),
            &commands);
  }
  if (!message.policy_arn.empty() && message.policy_arn.find(":iam:") != std::string::npos) {
    AddOnce(fmt::format("aws iam get-policy --policy-arn {}    # then get-policy-version",
                        Quoted(message.policy_arn)),
            &commands);
  }
  if (answer.verdict == WhyAnswer::Verdict::kAllowed) {
    AddOnce("aws sts get-caller-identity    # who the credentials are, in fact", &commands);
    if (role != nullptr) AddOnce(OfResource(request.resource), &commands);
  }
  return commands;
}

}  // namespace rolelint::cli
