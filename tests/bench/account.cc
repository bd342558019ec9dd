#include "tests/bench/account.h"

#include <fmt/format.h>

namespace rolelint::bench {
namespace {

constexpr std::string_view kTeams[] = {"billing", "checkout", "search",   "fraud",   "media",
                                       "mobile",  "ledger",   "identity", "reports", "warehouse",
                                       "catalog", "notify",   "shipping", "pricing", "support"};
constexpr std::string_view kWords[] = {"api",       "worker",  "ingest", "export",
                                       "batch",     "replica", "stream", "canary",
                                       "scheduler", "proxy",   "cache",  "audit"};
constexpr std::string_view kStages[] = {"dev", "test", "stage", "prod"};
constexpr std::string_view kRegions[] = {"eu-central-1", "eu-west-1", "us-east-1", "us-west-2",
                                         "ap-southeast-2"};

struct Service {
  std::string_view name;
  std::string_view resource;  // {0} region, {1} account, {2} a name
  std::string_view actions[8];
};
constexpr Service kServices[] = {
    {"s3",
     "arn:aws:s3:::{2}-{0}/*",
     {"GetObject", "PutObject", "DeleteObject", "GetObjectTagging", "PutObjectTagging",
      "AbortMultipartUpload", "GetObjectVersion", "RestoreObject"}},
    {"dynamodb",
     "arn:aws:dynamodb:{0}:{1}:table/{2}",
     {"GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan", "BatchGetItem",
      "DescribeTable"}},
    {"sqs",
     "arn:aws:sqs:{0}:{1}:{2}",
     {"SendMessage", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes", "GetQueueUrl",
      "PurgeQueue", "ChangeMessageVisibility", "ListQueueTags"}},
    {"sns",
     "arn:aws:sns:{0}:{1}:{2}",
     {"Publish", "Subscribe", "GetTopicAttributes", "SetTopicAttributes", "ListTagsForResource",
      "ListSubscriptionsByTopic", "TagResource", "ConfirmSubscription"}},
    {"kms",
     "arn:aws:kms:{0}:{1}:key/{2}",
     {"Decrypt", "Encrypt", "GenerateDataKey", "DescribeKey", "ReEncryptFrom", "ReEncryptTo",
      "GenerateDataKeyWithoutPlaintext", "GetPublicKey"}},
    {"logs",
     "arn:aws:logs:{0}:{1}:log-group:/aws/lambda/{2}:*",
     {"CreateLogStream", "PutLogEvents", "DescribeLogStreams", "GetLogEvents", "FilterLogEvents",
      "PutRetentionPolicy", "CreateLogGroup", "StartQuery"}},
    {"lambda",
     "arn:aws:lambda:{0}:{1}:function:{2}",
     {"InvokeFunction", "GetFunction", "UpdateFunctionCode", "PublishVersion", "ListTags",
      "GetFunctionConfiguration", "UpdateAlias", "GetPolicy"}},
    {"secretsmanager",
     "arn:aws:secretsmanager:{0}:{1}:secret:{2}-*",
     {"GetSecretValue", "DescribeSecret", "PutSecretValue", "ListSecretVersionIds", "TagResource",
      "RotateSecret", "UpdateSecret", "GetResourcePolicy"}},
    {"ssm",
     "arn:aws:ssm:{0}:{1}:parameter/{2}/*",
     {"GetParameter", "GetParameters", "GetParametersByPath", "PutParameter", "DeleteParameter",
      "GetParameterHistory", "AddTagsToResource", "LabelParameterVersion"}},
    {"ecr",
     "arn:aws:ecr:{0}:{1}:repository/{2}",
     {"BatchGetImage", "GetDownloadUrlForLayer", "PutImage", "InitiateLayerUpload",
      "UploadLayerPart", "CompleteLayerUpload", "DescribeImages", "BatchCheckLayerAvailability"}},
    {"states",
     "arn:aws:states:{0}:{1}:stateMachine:{2}",
     {"StartExecution", "DescribeStateMachine", "ListExecutions", "UpdateStateMachine",
      "TagResource", "StartSyncExecution", "DeleteStateMachine", "ListTagsForResource"}},
    {"kinesis",
     "arn:aws:kinesis:{0}:{1}:stream/{2}",
     {"PutRecord", "PutRecords", "GetRecords", "GetShardIterator", "DescribeStream", "ListShards",
      "DescribeStreamSummary", "SubscribeToShard"}},
};

constexpr std::string_view kAwsPolicies[] = {"ReadOnlyAccess",
                                             "SecurityAudit",
                                             "AmazonS3ReadOnlyAccess",
                                             "AmazonSQSFullAccess",
                                             "CloudWatchLogsFullAccess",
                                             "AmazonSSMManagedInstanceCore",
                                             "service-role/AWSLambdaBasicExecutionRole",
                                             "service-role/AWSLambdaVPCAccessExecutionRole",
                                             "job-function/ViewOnlyAccess",
                                             "AmazonEC2ContainerRegistryReadOnly"};

constexpr std::string_view kTrusted[] = {"lambda", "ec2",       "ecs-tasks", "states",
                                         "events", "codebuild", "glue",      "firehose"};

std::string UserArn(std::string_view account, std::string_view name) {
  return fmt::format("arn:aws:iam::{}:user/{}", account, name);
}

}  // namespace

uint64_t Random::Next() {
  uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

std::string Account::Id(std::string_view prefix) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string id(prefix);
  for (int i = 0; i < 17; ++i) id.push_back(kDigits[random_.Below(kDigits.size())]);
  return id;
}

std::string Account::Date() {
  return fmt::format("20{:02}-{:02}-{:02}T{:02}:{:02}:{:02}+00:00", 15 + random_.Below(10),
                     1 + random_.Below(12), 1 + random_.Below(28), random_.Below(24),
                     random_.Below(60), random_.Below(60));
}

std::string Account::NewName(std::string_view word) {
  return fmt::format("{}-{}-{}-{}", random_.Pick(kTeams), word, random_.Pick(kStages), ++serial_);
}

std::string Account::OtherAccount() {
  return fmt::format("{:012}", 444'400'000'000 + random_.Below(900) * 1'000'003);
}

std::string Account::Resource(size_t service) {
  std::string name =
      fmt::format("{}-{}-{}", random_.Pick(kTeams), random_.Pick(kWords), random_.Below(100'000));
  return fmt::format(fmt::runtime(kServices[service].resource), random_.Pick(kRegions), kOwnAccount,
                     name);
}

void Account::Statement() {
  size_t index = random_.Below(std::size(kServices));
  const Service& service = kServices[index];
  writer_.StartObject();
  if (!random_.OneIn(3)) writer_.Member("Sid", fmt::format("Stmt{}", random_.Below(1'000'000)));
  writer_.Member("Effect", random_.OneIn(25) ? "Deny" : "Allow");
  writer_.Name("Action");
  if (random_.OneIn(8)) {
    writer_.Text(fmt::format("{}:*", service.name));
  } else {
    writer_.StartArray();
    size_t first = random_.Below(8);
    size_t count = 1 + random_.Below(6);
    for (size_t i = 0; i < count; ++i) {
      writer_.Text(fmt::format("{}:{}", service.name, service.actions[(first + i) % 8]));
    }
    writer_.EndArray();
  }
  writer_.Name("Resource");
  if (random_.OneIn(6)) {
    writer_.Text("*");
  } else if (random_.OneIn(2)) {
    writer_.Text(Resource(index));
  } else {
    writer_.StartArray();
    for (size_t i = 1 + random_.Below(4); i > 0; --i) writer_.Text(Resource(index));
    writer_.EndArray();
  }
  if (random_.OneIn(5)) {
    writer_.Name("Condition");
    writer_.StartObject();
    writer_.Name("StringEquals");
    writer_.StartObject();
    writer_.Member(fmt::format("aws:ResourceTag/team-{}", random_.Below(50)), random_.Pick(kTeams));
    writer_.Member("aws:RequestedRegion", random_.Pick(kRegions));
    writer_.EndObject();
    writer_.EndObject();
  }
  writer_.EndObject();
}

void Account::Document(size_t statements) {
  writer_.StartObject();
  writer_.Member("Version", "2012-10-17");
  writer_.Name("Statement");
  writer_.StartArray();
  for (size_t i = 0; i < statements; ++i) Statement();
  writer_.EndArray();
  writer_.EndObject();
}

void Account::InlinePolicies(std::string_view key, size_t count) {
  writer_.Name(key);
  writer_.StartArray();
  for (size_t i = 0; i < count; ++i) {
    writer_.StartObject();
    writer_.Member("PolicyName", NewName("policy"));
    writer_.Name("PolicyDocument");
    Document(1 + random_.Below(4));
    writer_.EndObject();
  }
  writer_.EndArray();
}

void Account::Attached() {
  writer_.Name("AttachedManagedPolicies");
  writer_.StartArray();
  for (size_t i = random_.Below(4); i > 0; --i) {
    std::string_view name = random_.Pick(kAwsPolicies);
    writer_.StartObject();
    writer_.Member("PolicyName", name.substr(name.find('/') + 1));
    writer_.Member("PolicyArn", fmt::format("arn:aws:iam::aws:policy/{}", name));
    writer_.EndObject();
  }
  writer_.EndArray();
}

void Account::Tags() {
  writer_.Name("Tags");
  writer_.StartArray();
  if (!random_.OneIn(3)) {
    writer_.StartObject();
    writer_.Member("Key", "team");
    writer_.Member("Value", random_.Pick(kTeams));
    writer_.EndObject();
    writer_.StartObject();
    writer_.Member("Key", "cost-center");
    writer_.Member("Value", fmt::format("cc-{}", random_.Below(5000)));
    writer_.EndObject();
  }
  writer_.EndArray();
}

void Account::User() {
  std::string name = NewName("user");
  writer_.StartObject();
  writer_.Member("Path", "/");
  writer_.Member("UserName", name);
  writer_.Member("UserId", Id("AIDA"));
  writer_.Member("Arn", UserArn(kOwnAccount, name));
  writer_.Member("CreateDate", Date());
  InlinePolicies("UserPolicyList", random_.Below(2));
  writer_.Name("GroupList");
  writer_.StartArray();
  writer_.EndArray();
  Attached();
  Tags();
  writer_.EndObject();
}

void Account::Group() {
  std::string name = NewName("group");
  writer_.StartObject();
  writer_.Member("Path", "/");
  writer_.Member("GroupName", name);
  writer_.Member("GroupId", Id("AGPA"));
  writer_.Member("Arn", fmt::format("arn:aws:iam::{}:group/{}", kOwnAccount, name));
  writer_.Member("CreateDate", Date());
  InlinePolicies("GroupPolicyList", 1 + random_.Below(3));
  Attached();
  writer_.EndObject();
}

Account::Trust Account::PickTrust() {
  size_t roll = random_.Below(100);
  if (roll < 50) return Trust::kService;
  if (roll < 65) return Trust::kServiceLinked;
  if (roll < 75) return Trust::kSso;
  if (roll < 85) return Trust::kPipeline;
  return roll < 95 ? Trust::kUser : Trust::kThirdParty;
}

void Account::TrustPolicy(Trust trust) {
  auto& w = writer_;
  auto principal = [&w](std::string_view type, std::string_view value) {
    w.Name("Principal");
    w.StartObject();
    w.Member(type, value);
    w.EndObject();
  };
  auto condition = [&w](std::string_view op, std::string_view key, std::string_view value) {
    w.Name("Condition");
    w.StartObject();
    w.Name(op);
    w.StartObject();
    w.Member(key, value);
    w.EndObject();
    w.EndObject();
  };
  w.StartObject();
  w.Member("Version", "2012-10-17");
  w.Name("Statement");
  w.StartArray();
  w.StartObject();
  w.Member("Effect", "Allow");
  switch (trust) {
    case Trust::kService:
    case Trust::kServiceLinked:
      principal("Service", fmt::format("{}.amazonaws.com", random_.Pick(kTrusted)));
      w.Member("Action", "sts:AssumeRole");
      break;
    case Trust::kUser: {
      // The slip of the guide, now and then: the whole account, or nothing about MFA.
      bool whole_account = random_.OneIn(8);
      std::string account = OtherAccount();
      principal("AWS", whole_account ? fmt::format("arn:aws:iam::{}:root", account)
                                     : UserArn(account, fmt::format("{}-{}", random_.Pick(kTeams),
                                                                    random_.Below(1000))));
      w.Member("Action", "sts:AssumeRole");
      if (!random_.OneIn(8)) condition("Bool", "aws:MultiFactorAuthPresent", "true");
      break;
    }
    case Trust::kThirdParty:
      principal("AWS",
                fmt::format("arn:aws:iam::{}:role/vendor-{}", OtherAccount(), random_.Below(1000)));
      w.Member("Action", "sts:AssumeRole");
      condition("StringEquals", "sts:ExternalId", fmt::format("{:016x}", random_.Next()));
      break;
    case Trust::kSso:
      principal("Federated",
                fmt::format("arn:aws:iam::{}:saml-provider/AWSSSO_{:016x}_DO_NOT_DELETE",
                            kOwnAccount, random_.Next()));
      w.Name("Action");
      w.StartArray();
      w.Text("sts:AssumeRoleWithSAML");
      w.Text("sts:TagSession");
      w.EndArray();
      condition("StringEquals", "SAML:aud", "https://signin.aws.amazon.com/saml");
      break;
    case Trust::kPipeline:
      principal("Federated",
                fmt::format("arn:aws:iam::{}:oidc-provider/token.actions.githubusercontent.com",
                            kOwnAccount));
      w.Member("Action", "sts:AssumeRoleWithWebIdentity");
      w.Name("Condition");
      w.StartObject();
      w.Name("StringEquals");
      w.StartObject();
      w.Member("token.actions.githubusercontent.com:aud", "sts.amazonaws.com");
      w.Member("token.actions.githubusercontent.com:sub",
               fmt::format("repo:example/{}-{}:ref:refs/heads/main", random_.Pick(kTeams),
                           random_.Below(1000)));
      w.EndObject();
      w.EndObject();
      break;
  }
  w.EndObject();
  w.EndArray();
  w.EndObject();
}

// As the API gives it: the role once more, within its profile.
void Account::InstanceProfile(const std::string& role, const std::string& arn,
                              const std::string& id) {
  writer_.StartObject();
  writer_.Member("Path", "/");
  writer_.Member("InstanceProfileName", role);
  writer_.Member("InstanceProfileId", Id("AIPA"));
  writer_.Member("Arn", fmt::format("arn:aws:iam::{}:instance-profile/{}", kOwnAccount, role));
  writer_.Member("CreateDate", Date());
  writer_.Name("Roles");
  writer_.StartArray();
  writer_.StartObject();
  writer_.Member("Path", "/");
  writer_.Member("RoleName", role);
  writer_.Member("RoleId", id);
  writer_.Member("Arn", arn);
  writer_.Member("CreateDate", Date());
  writer_.Name("AssumeRolePolicyDocument");
  TrustPolicy(Trust::kService);
  writer_.EndObject();
  writer_.EndArray();
  writer_.EndObject();
}

void Account::Role() {
  Trust trust = PickTrust();
  std::string path = "/";
  std::string name;
  if (trust == Trust::kServiceLinked) {
    path = fmt::format("/aws-service-role/{}.amazonaws.com/", random_.Pick(kTrusted));
    name = fmt::format("AWSServiceRoleFor{}", ++serial_);
  } else if (trust == Trust::kSso) {
    path = "/aws-reserved/sso.amazonaws.com/";
    name = fmt::format("AWSReservedSSO_Team{}_{:016x}", ++serial_, random_.Next());
  } else {
    name = NewName(random_.Pick(kWords));
  }
  std::string arn = fmt::format("arn:aws:iam::{}:role{}{}", kOwnAccount, path, name);
  std::string id = Id("AROA");
  writer_.StartObject();
  writer_.Member("Path", path);
  writer_.Member("RoleName", name);
  writer_.Member("RoleId", id);
  writer_.Member("Arn", arn);
  writer_.Member("CreateDate", Date());
  writer_.Name("AssumeRolePolicyDocument");
  TrustPolicy(trust);
  writer_.Name("InstanceProfileList");
  writer_.StartArray();
  if (trust == Trust::kService && random_.OneIn(3)) InstanceProfile(name, arn, id);
  writer_.EndArray();
  InlinePolicies("RolePolicyList", trust == Trust::kServiceLinked ? 0 : random_.Below(3));
  Attached();
  Tags();
  writer_.Name("RoleLastUsed");
  writer_.StartObject();
  if (!random_.OneIn(3)) {
    writer_.Member("LastUsedDate", Date());
    writer_.Member("Region", random_.Pick(kRegions));
  }
  writer_.EndObject();
  writer_.EndObject();
}

void Account::Policy() {
  std::string name = NewName("access");
  size_t versions = 1 + random_.Below(3);
  writer_.StartObject();
  writer_.Member("PolicyName", name);
  writer_.Member("PolicyId", Id("ANPA"));
  writer_.Member("Arn", fmt::format("arn:aws:iam::{}:policy/{}", kOwnAccount, name));
  writer_.Member("Path", "/");
  writer_.Member("DefaultVersionId", fmt::format("v{}", versions));
  writer_.Name("AttachmentCount");
  writer_.Uint64(random_.Below(20));
  writer_.Name("PermissionsBoundaryUsageCount");
  writer_.Uint64(0);
  writer_.Name("IsAttachable");
  writer_.Bool(true);
  writer_.Member("CreateDate", Date());
  writer_.Member("UpdateDate", Date());
  writer_.Name("PolicyVersionList");
  writer_.StartArray();
  for (size_t version = versions; version > 0; --version) {
    writer_.StartObject();
    writer_.Name("Document");
    Document(1 + random_.Below(8));
    writer_.Member("VersionId", fmt::format("v{}", version));
    writer_.Name("IsDefaultVersion");
    writer_.Bool(version == versions);
    writer_.Member("CreateDate", Date());
    writer_.EndObject();
  }
  writer_.EndArray();
  writer_.EndObject();
}

}  // namespace rolelint::bench
