// Every change that is told turns the decision, and the ones a person would look for are told.

#include "analyzer/logic/single_change.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>

#include "analyzer/catalog/catalog.h"
#include "analyzer/policy/owned_document.h"

namespace rolelint::logic::single_change_test {
namespace {

using policy::Kind;

std::string Name(const Change& change) {
  constexpr std::string_view kSources[] = {"identity", "resource", "boundary",    "session",
                                           "scp",      "rcp",      "vpc_endpoint"};
  const std::string source(kSources[static_cast<size_t>(change.cause.source)]);
  switch (change.kind) {
    case Change::Kind::kRemoveStatement:
      return "-" + source;
    case Change::Kind::kAddAllow:
      return "+" + source;
    case Change::Kind::kSetContext:
      return change.context.key + "=" + change.context.values[0];
    case Change::Kind::kDropContext:
      return "-" + change.context.key;
    case Change::Kind::kAddDeny:
      return "deny";
  }
  return {};
}

struct Case {
  const char* name;
  const char* identity;
  const char* boundary;
  const char* resource;
  const char* resource_arn;
  std::vector<ContextValue> context;
  Outcome outcome;
  std::vector<std::string> single;
  std::vector<std::string> together;
};

constexpr const char* kAllow =
    R"({"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}})";
constexpr const char* kOwn = "arn:aws:s3:::own/a";
constexpr const char* kForeign = "arn:aws:sqs:eu-central-1:739105284637:q";

class SingleChange {
 public:
  const CompiledPolicy* Add(const char* text, Kind kind) {
    documents_.push_back(policy::OwnedDocument::Parse(text, kind, policy::KindSource::kOption));
    return &compiled_.emplace_back(compiler_.Compile(documents_.back()->document()));
  }

  void Check(const Case& test) {
    Request request;
    request.principal = *ParsePrincipal("arn:aws:iam::581470236914:user/anna");
    request.action = "s3:GetObject";
    request.resource = test.resource_arn;
    request.context = test.context;
    RequestPolicies policies;
    if (test.identity != nullptr) policies.identity = {Add(test.identity, Kind::kIdentity)};
    if (test.boundary != nullptr) policies.boundary = {Add(test.boundary, Kind::kBoundary)};
    if (test.resource != nullptr) policies.resource = Add(test.resource, Kind::kResource);
    std::vector<PolicySet::Policies> levels;
    const PolicySet set = Arrange(request, policies, {}, vocabulary_, &levels);
    BoundRequest bound(vocabulary_);
    bound.Bind(request);
    const Verdict verdict = Explain(bound, set);
    EXPECT_EQ(verdict.outcome, test.outcome);
    const Changes changes = FindChanges(request, policies, {}, verdict, &vocabulary_, &compiler_);
    EXPECT_EQ(Names(changes.single), test.single);
    EXPECT_EQ(Names(changes.together), test.together);
  }

 private:
  static std::vector<std::string> Names(const std::vector<Change>& changes) {
    std::vector<std::string> names;
    for (const Change& change : changes) names.push_back(Name(change));
    return names;
  }

  Vocabulary vocabulary_{catalog::Catalog::BuiltIn()};
  Compiler compiler_{&vocabulary_};
  std::deque<CompiledPolicy> compiled_;
  std::vector<std::unique_ptr<policy::OwnedDocument>> documents_;
};

TEST(SingleChange, IsFoundByDecidingAgain) {
  const Case kCases[] = {
      {"nothing grants",
       nullptr,
       nullptr,
       nullptr,
       kOwn,
       {},
       Outcome::kImplicitlyDenied,
       {"+identity"},
       {}},
      {"a Deny without MFA",
       R"({"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
           {"Effect": "Deny", "Action": "*", "Resource": "*",
            "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}}]})",
       nullptr,
       nullptr,
       kOwn,
       {},
       Outcome::kExplicitlyDenied,
       {"aws:MultiFactorAuthPresent=true", "-identity"},
       {}},
      {"the boundary is in the way",
       kAllow,
       R"({"Statement": {"Effect": "Allow", "Action": "iam:*", "Resource": "*"}})",
       nullptr,
       kOwn,
       {},
       Outcome::kImplicitlyDenied,
       {"+boundary"},
       {}},
      {"another account, both halves missing",
       nullptr,
       nullptr,
       nullptr,
       kForeign,
       {},
       Outcome::kImplicitlyDenied,
       {},
       {"+identity", "+resource"}},
      {"another account, one half missing",
       kAllow,
       nullptr,
       nullptr,
       kForeign,
       {},
       Outcome::kImplicitlyDenied,
       {"+resource"},
       {}},
      {"two keys at once",
       R"({"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {
           "StringLike": {"aws:UserAgent": "tool/*"}, "IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}})",
       R"({"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {
           "StringLike": {"aws:UserAgent": "tool/*"}}}})",
       nullptr,
       kOwn,
       {},
       Outcome::kImplicitlyDenied,
       {},
       {"aws:UserAgent=tool/x", "aws:SourceIp=192.0.2.0"}},
      {"one Allow grants",
       kAllow,
       nullptr,
       nullptr,
       kOwn,
       {},
       Outcome::kAllowed,
       {"-identity", "deny"},
       {}},
      {"two Allows grant",
       R"({"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
           {"Effect": "Allow", "Action": "*", "Resource": "*"}]})",
       nullptr,
       nullptr,
       kOwn,
       {},
       Outcome::kAllowed,
       {"deny"},
       {}},
      {"a key of the context grants",
       R"({"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {
           "Bool": {"aws:SecureTransport": "true"}}}})",
       nullptr,
       nullptr,
       kOwn,
       {{"aws:SecureTransport", {"true"}, false}},
       Outcome::kAllowed,
       {"-identity", "-aws:SecureTransport", "deny"},
       {}},
      {"a value that is in the way",
       R"({"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {
           "Bool": {"aws:SecureTransport": "true"}}}})",
       nullptr,
       nullptr,
       kOwn,
       {{"aws:SecureTransport", {"false"}, false}},
       Outcome::kImplicitlyDenied,
       {"aws:SecureTransport=true", "+identity"},
       {}},
  };
  for (const Case& test : kCases) {
    SCOPED_TRACE(test.name);
    SingleChange().Check(test);
  }
}

}  // namespace
}  // namespace rolelint::logic::single_change_test
