// What Ref and Fn::GetAtt give: parameters, pseudo parameters, and of resources their names and
// ARNs.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html

#include <algorithm>
#include <iterator>

#include "analyzer/inputs/cloudformation/resolver.h"
#include "analyzer/text/ascii.h"

namespace rolelint::inputs::cloudformation {

using json::Value;

namespace {

// %P partition, %R Region, %A account, %H path, %N name, %U name that is a URL, without https://.
struct Shape {
  std::string_view type;
  std::string_view name;  // the property that names the resource; "" if none can
  std::string_view arn;
  bool ref_is_arn = false;
  std::string_view attribute = "Arn";  // of Fn::GetAtt
  bool ref_is_name = true;
};

constexpr std::string_view kLambda = "arn:%P:lambda:%R:%A:function:%N";
constexpr std::string_view kDomain = "arn:%P:es:%R:%A:domain/%N";

constexpr Shape kReferenceShapes[] = {
    {"AWS::IAM::Role", "RoleName", "arn:%P:iam::%A:role%H%N"},
    {"AWS::IAM::User", "UserName", "arn:%P:iam::%A:user%H%N"},
    {"AWS::IAM::Group", "GroupName", "arn:%P:iam::%A:group%H%N"},
    {"AWS::IAM::InstanceProfile", "InstanceProfileName", "arn:%P:iam::%A:instance-profile%H%N"},
    {"AWS::IAM::ManagedPolicy", "ManagedPolicyName", "arn:%P:iam::%A:policy%H%N", true,
     "PolicyArn"},
    {"AWS::IAM::OIDCProvider", "Url", "arn:%P:iam::%A:oidc-provider/%U", true},
    {"AWS::IAM::SAMLProvider", "Name", "arn:%P:iam::%A:saml-provider/%N", true},
    {"AWS::S3::Bucket", "BucketName", "arn:%P:s3:::%N"},
    {"AWS::SQS::Queue", "QueueName", "arn:%P:sqs:%R:%A:%N", false, "Arn", false},
    {"AWS::SNS::Topic", "TopicName", "arn:%P:sns:%R:%A:%N", true, "TopicArn"},
    {"AWS::Lambda::Function", "FunctionName", kLambda},
    {"AWS::Serverless::Function", "FunctionName", kLambda},
    {"AWS::DynamoDB::Table", "TableName", "arn:%P:dynamodb:%R:%A:table/%N"},
    {"AWS::DynamoDB::GlobalTable", "TableName", "arn:%P:dynamodb:%R:%A:table/%N"},
    {"AWS::Serverless::SimpleTable", "TableName", "arn:%P:dynamodb:%R:%A:table/%N"},
    {"AWS::KMS::Key", "", "arn:%P:kms:%R:%A:key/%N"},
    {"AWS::KMS::ReplicaKey", "", "arn:%P:kms:%R:%A:key/%N"},
    {"AWS::Logs::LogGroup", "LogGroupName", "arn:%P:logs:%R:%A:log-group:%N:*"},
    {"AWS::StepFunctions::StateMachine", "StateMachineName", "arn:%P:states:%R:%A:stateMachine:%N",
     true},
    {"AWS::Serverless::StateMachine", "Name", "arn:%P:states:%R:%A:stateMachine:%N", true},
    {"AWS::Kinesis::Stream", "Name", "arn:%P:kinesis:%R:%A:stream/%N"},
    {"AWS::KinesisFirehose::DeliveryStream", "DeliveryStreamName",
     "arn:%P:firehose:%R:%A:deliverystream/%N"},
    {"AWS::ECR::Repository", "RepositoryName", "arn:%P:ecr:%R:%A:repository/%N"},
    {"AWS::ECS::Cluster", "ClusterName", "arn:%P:ecs:%R:%A:cluster/%N"},
    {"AWS::Events::EventBus", "Name", "arn:%P:events:%R:%A:event-bus/%N"},
    {"AWS::Events::Rule", "Name", "arn:%P:events:%R:%A:rule/%N", false, "Arn", false},
    {"AWS::CodeBuild::Project", "Name", "arn:%P:codebuild:%R:%A:project/%N"},
    {"AWS::CodeCommit::Repository", "RepositoryName", "arn:%P:codecommit:%R:%A:%N", false, "Arn",
     false},
    {"AWS::CodePipeline::Pipeline", "Name", "arn:%P:codepipeline:%R:%A:%N", false, ""},
    {"AWS::EFS::FileSystem", "", "arn:%P:elasticfilesystem:%R:%A:file-system/%N"},
    {"AWS::Elasticsearch::Domain", "DomainName", kDomain},
    {"AWS::OpenSearchService::Domain", "DomainName", kDomain},
    {"AWS::SecretsManager::Secret", "", "arn:%P:secretsmanager:%R:%A:secret:%N", true, "Id"},
    {"AWS::EC2::Instance", "", "", false, ""},
};

const Shape* FindShape(std::string_view type) {
  for (const Shape& shape : kReferenceShapes) {
    if (shape.type == type) return &shape;
  }
  return nullptr;
}

// Further types of which Ref gives a name or an ID.
constexpr std::string_view kRefIsId[] = {
    "AWS::ApiGateway::RestApi",
    "AWS::ApiGatewayV2::Api",
    "AWS::Athena::WorkGroup",
    "AWS::CloudFront::Distribution",
    "AWS::Cognito::IdentityPool",
    "AWS::Cognito::UserPool",
    "AWS::EC2::SecurityGroup",
    "AWS::EC2::Subnet",
    "AWS::EC2::VPC",
    "AWS::EC2::Volume",
    "AWS::EKS::Cluster",
    "AWS::Glue::Database",
    "AWS::Glue::Job",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::Redshift::Cluster",
    "AWS::SSM::Parameter",
    "AWS::SageMaker::NotebookInstance",
    "AWS::KMS::Alias",
};

bool GivesNoArn(std::string_view type) {
  return std::find(std::begin(kRefIsId), std::end(kRefIsId), type) != std::end(kRefIsId);
}

// Attributes of Fn::GetAtt that are a name, a URL or a host, whatever the resource.
bool IsNoArnAttribute(std::string_view attribute) {
  if (attribute.starts_with("Outputs.")) return false;  // whatever a nested stack gives
  for (std::string_view end : {"Name", "Url", "URL", "Address", "Port", "RoleId", "UserId"}) {
    if (attribute.ends_with(end)) return true;
  }
  return false;
}

bool IsListType(std::string_view type) {
  return type == "CommaDelimitedList" || type.starts_with("List<");
}

}  // namespace

std::string Resolver::GivenPartition() const {
  if (const std::string* given = scope_.Given("AWS::Partition")) return *given;
  const std::string* region = scope_.Given("AWS::Region");
  if (region != nullptr && region->starts_with("cn-")) return "aws-cn";
  if (region != nullptr && region->starts_with("us-gov-")) return "aws-us-gov";
  return "aws";
}

Result Resolver::Pseudo(std::string_view name, Span span) {
  if (name == "AWS::NoValue") {
    Result nothing;
    nothing.kind = Result::Kind::kNothing;
    return nothing;
  }
  if (const std::string* given = scope_.Given(name)) return TextResult(Rope::Of(*given, span));
  if (name == "AWS::Partition") {
    return TextResult(Rope::Of(arena_.Copy(std::string_view(GivenPartition())), span));
  }
  if (name == "AWS::URLSuffix") {
    return TextResult(
        Rope::Of(GivenPartition() == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com", span));
  }
  // "AWS.Region", which no parameter can be called.
  return TextResult(Rope::Open("AWS." + std::string(name.substr(5)), span, &arena_));
}

// A parameter that is empty by default is meant to be filled in, or to be asked about by a
// condition. One of Systems Manager has the name of a parameter there as its default; one that must
// not be echoed is kept secret.
Result Resolver::ParameterValue(Value parameter, std::string_view name, Span span,
                                bool as_condition) {
  const std::string_view type = parameter.Find("Type").str();
  std::string_view text;
  const Value fallback = parameter.Find("Default");
  if (const std::string* given = scope_.Given(name)) {
    text = *given;
  } else {
    const std::string_view secret = parameter.Find("NoEcho").raw();
    const bool usable = fallback && (fallback.is_string() || fallback.size() == 0) &&
                        !fallback.is_array() && !fallback.is_object() &&
                        fallback.type() != json::Type::kNull &&
                        !type.starts_with("AWS::SSM::Parameter::Value");
    const bool is_secret = secret.find("rue") != std::string_view::npos;
    if (!usable || (is_secret && !as_condition) || defaults_ == Defaults::kOpen) {
      return TextResult(Rope::Open(name, span, &arena_));
    }
    text = fallback.is_string() ? fallback.str() : fallback.raw();
    if (text.empty() && !as_condition) return TextResult(Rope::Open(name, span, &arena_));
  }
  if (!IsListType(type)) return TextResult(Rope::Of(text, span));
  Result result;
  result.kind = Result::Kind::kList;
  while (true) {
    const size_t comma = std::min(text.find(','), text.size());
    result.list.push_back(Rope::Of(text::Trim(text.substr(0, comma)), span));
    if (comma == text.size() || !Spend(sizeof(Rope))) return result;
    text.remove_prefix(comma + 1);
  }
}

Result Resolver::Ref(std::string_view name, Span span, int depth) {
  if (name.starts_with("AWS::")) return Pseudo(name, span);
  const Value parameter = scope_.Parameter(name);
  if (parameter || scope_.Given(name) != nullptr) {
    return ParameterValue(parameter, name, span, in_condition_);
  }
  return RefOf(scope_.Resource(name), name, span, depth);
}

Result Resolver::RefOf(Value resource, std::string_view name, Span span, int depth) {
  const std::string_view type = resource.Find("Type").str();
  const Shape* shape = FindShape(type);
  if (shape != nullptr && shape->ref_is_arn) {
    return TextResult(Shaped(shape->arn, resource, shape->name, span, depth));
  }
  Rope text = shape != nullptr && shape->ref_is_name ? NameOf(resource, shape->name, span, depth)
                                                     : Rope::Open(name, span, &arena_);
  if (shape != nullptr || GivesNoArn(type)) text.SetNoArn();
  return TextResult(std::move(text));
}

Result Resolver::GetAtt(std::string_view name, std::string_view attribute, Span span, int depth) {
  const Value resource = scope_.Resource(name);
  const Shape* shape = FindShape(resource.Find("Type").str());
  if (shape != nullptr && !shape->arn.empty()) {
    if (attribute == "Arn" || attribute == shape->attribute) {
      return TextResult(Shaped(shape->arn, resource, shape->name, span, depth));
    }
    if (!shape->name.empty() && attribute == shape->name) {
      Rope text = NameOf(resource, shape->name, span, depth);
      text.SetNoArn();
      return TextResult(std::move(text));
    }
  }
  Rope text = Rope::Open(std::string(name) + "." + std::string(attribute), span, &arena_);
  const bool own = resource.Find("Type").str().starts_with("AWS::");
  if (own && IsNoArnAttribute(attribute)) text.SetNoArn();
  return TextResult(std::move(text));
}

Rope Resolver::ArnOf(Value resource, Span span) {
  const Shape* shape = FindShape(resource.Find("Type").str());
  if (shape == nullptr) return Rope::Open(resource.key(), span, &arena_);
  return Shaped(shape->arn, resource, shape->name, span, 0);
}

// The name that the resource has, or a name that nobody knows. Names that ask for each other stay
// open.
Rope Resolver::NameOf(Value resource, std::string_view property, Span span, int depth) {
  constexpr size_t kManyPieces = 64;
  const Rope open = Rope::Open(resource.key(), span, &arena_);
  const auto [known, added] = names_.emplace(resource.key(), open);
  if (added) {
    const Value given = property.empty() ? Value() : PropertyOf(resource, property);
    const bool in_condition = std::exchange(in_condition_, false);
    const Result result =
        given && depth < kMaxFunctionDepth ? Evaluate(given, depth + 1) : TextResult(open);
    in_condition_ = in_condition;
    if (result.kind == Result::Kind::kText && result.text.pieces().size() < kManyPieces) {
      names_[resource.key()] = result.text;
    }
  }
  Rope name = names_[resource.key()];
  name.Anchor(span);
  Spend(name.size());
  return name;
}

Value Resolver::PropertyOf(Value resource, std::string_view name) {
  const Value properties = resource.Find("Properties");
  Spend(resource.size() + properties.size());
  return properties.Find(name);
}

Rope Resolver::Shaped(std::string_view shape, Value resource, std::string_view name_property,
                      Span span, int depth) {
  Rope rope;
  while (!shape.empty()) {
    const size_t mark = std::min(shape.find('%'), shape.size());
    rope.Append(Rope::Of(shape.substr(0, mark), span));
    if (mark == shape.size()) break;
    switch (shape[mark + 1]) {
      case 'P':
        rope.Append(Pseudo("AWS::Partition", span).text);
        break;
      case 'R':
        rope.Append(Pseudo("AWS::Region", span).text);
        break;
      case 'A':
        rope.Append(Pseudo("AWS::AccountId", span).text);
        break;
      case 'H': {
        const Value path = PropertyOf(resource, "Path");
        Rope text = path ? TextOf(path, depth + 1) : Rope::Of("/", span);
        text.Anchor(span);
        rope.Append(text);
        break;
      }
      case 'U': {
        Rope url = NameOf(resource, name_property, span, depth);
        url.RemovePrefix("https://");
        rope.Append(url);
        break;
      }
      default:
        rope.Append(NameOf(resource, name_property, span, depth));
    }
    shape.remove_prefix(mark + 2);
  }
  return rope;
}

}  // namespace rolelint::inputs::cloudformation
