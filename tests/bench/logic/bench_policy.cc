#include "tests/bench/logic/bench_policy.h"

#include <nlohmann/json.hpp>

namespace rolelint::bench {

using Json = nlohmann::ordered_json;

BenchPolicy::BenchPolicy(std::string text, std::optional<policy::Kind> kind)
    : arena_(std::make_unique<text::Arena>()) {
  text::SourceError error;
  source_ = text::Source::FromBytes("", std::move(text), &error);
  view_ = std::make_unique<text::View>(source_->text());
  std::vector<json::Issue> issues;
  json::ReadAll(source_->text(), arena_.get(), &trees_, &issues);
  document_ = policy::ParsePolicy(trees_[0].root(), *view_, kind, policy::KindSource::kOption,
                                  arena_.get());
}

std::vector<BenchPolicy> TypicalPolicies() {
  std::vector<BenchPolicy> policies;
  policies.emplace_back(R"({"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","Action":["s3:GetObject","s3:PutObject","s3:DeleteObject","s3:ListBucket",
      "s3:GetBucketLocation"],"Resource":["arn:aws:s3:::team-data","arn:aws:s3:::team-data/*"]},
    {"Effect":"Allow","Action":["dynamodb:GetItem","dynamodb:PutItem","dynamodb:Query"],
      "Resource":"arn:aws:dynamodb:*:111122223333:table/team-*"},
    {"Effect":"Allow","Action":["ec2:Describe*","cloudwatch:Get*","cloudwatch:List*","logs:Get*",
      "logs:Describe*"],"Resource":"*"},
    {"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::*:role/acme-account-hub",
      "Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}]})",
                        policy::Kind::kIdentity);
  policies.emplace_back(R"({"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","Action":["iam:ChangePassword","iam:*AccessKey*","iam:*MFADevice*"],
      "Resource":"arn:aws:iam::*:user/${aws:username}"},
    {"Effect":"Deny","NotAction":["iam:*","sts:GetSessionToken","s3:*","dynamodb:*","ec2:*",
      "sts:AssumeRole","logs:*","cloudwatch:*"],"Resource":"*",
      "Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}]})",
                        policy::Kind::kIdentity);
  policies.emplace_back(R"({"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111122223333:root",
      "arn:aws:iam::444455556666:role/reader"]},"Action":"s3:GetObject",
      "Resource":"arn:aws:s3:::team-data/*"},
    {"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::team-data",
      "arn:aws:s3:::team-data/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}}]})",
                        policy::Kind::kResource);
  policies.emplace_back(R"({"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","NotAction":["organizations:*","account:*"],"Resource":"*"}]})",
                        policy::Kind::kBoundary);
  policies.emplace_back(R"({"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","Action":"*","Resource":"*"}]})",
                        policy::Kind::kScp);
  policies.emplace_back(R"({"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","Action":"*","Resource":"*"},
    {"Effect":"Deny","NotAction":["iam:*","sts:*","s3:*","cloudfront:*","route53:*"],"Resource":"*",
      "Condition":{"StringNotEquals":{"aws:RequestedRegion":["eu-west-1","eu-central-1"]}}}]})",
                        policy::Kind::kScp);
  return policies;
}

std::vector<logic::Request> TypicalRequests() {
  std::vector<logic::Request> requests;
  const char* const actions[][2] = {
      {"s3:GetObject", "arn:aws:s3:::team-data/2026/report.csv"},
      {"s3:PutObject", "arn:aws:s3:::other-data/x"},
      {"dynamodb:Query", "arn:aws:dynamodb:eu-west-1:111122223333:table/team-orders"},
      {"ec2:DescribeInstances", "*"},
      {"iam:CreateAccessKey", "arn:aws:iam::111122223333:user/alex"},
      {"sts:AssumeRole", "arn:aws:iam::444455556666:role/acme-account-hub"},
      {"lambda:InvokeFunction", "arn:aws:lambda:eu-west-1:111122223333:function:f"},
      {"logs:GetLogEvents", "arn:aws:logs:eu-west-1:111122223333:log-group:/app:log-stream:s"}};
  for (const auto& [action, resource] : actions) {
    logic::Request request;
    request.principal = *logic::ParsePrincipal("arn:aws:iam::111122223333:user/alex");
    request.action = action;
    request.resource = resource;
    if (request.resource.starts_with("arn:aws:s3")) request.resource_account = "111122223333";
    request.context = {{"aws:MultiFactorAuthPresent", {"true"}, false},
                       {"aws:SecureTransport", {"true"}, false},
                       {"aws:RequestedRegion", {"eu-west-1"}, false},
                       {"aws:SourceIp", {"203.0.113.7"}, false}};
    requests.push_back(std::move(request));
  }
  return requests;
}

std::string GrownPolicy(int statements, int keys, bool widened) {
  Json policy = {{"Version", "2012-10-17"}, {"Statement", Json::array()}};
  for (int i = 0; i < statements; ++i) {
    Json condition;
    for (int k = 0; k < keys; ++k) {
      // Neighbouring statements share half of their values.
      const std::string key = "aws:PrincipalTag/k" + std::to_string(k);
      Json values = {"v" + std::to_string((i + k) / 2),
                     "w" + std::to_string((i + k + 1) / 2) + "*"};
      if (widened && i == statements / 2 && k == 0) values.push_back("new");
      condition["StringLike"][key] = values;
    }
    policy["Statement"].push_back(
        {{"Effect", "Allow"},
         {"Action", {"s3:GetObject", "s3:PutObject"}},
         {"Resource", "arn:aws:s3:::bucket-" + std::to_string(i % 7) + "/*"},
         {"Condition", condition}});
  }
  return policy.dump();
}

}  // namespace rolelint::bench
