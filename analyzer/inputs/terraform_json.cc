// Terraform's configuration in JSON (*.tf.json, what CDK for Terraform writes). Policies in strings
// are read; what stands in expressions and in aws_iam_policy_document is not, and said so.
// https://developer.hashicorp.com/terraform/language/syntax/json

#include <string>

#include "analyzer/inputs/adapter.h"
#include "analyzer/inputs/found_policy.h"
#include "analyzer/inputs/syntax.h"
#include "analyzer/inputs/terraform_hcl.h"

namespace rolelint::inputs {
namespace {

using json::Value;

constexpr std::string_view kTerraformJsonFormat = "terraform-json";
constexpr std::string_view kWhyTerraformJson = "it has resources or data of aws_… by type and name";

// Calls visit(type, block) for each block under "resource" and "data".
template <typename Visit>
void ForEachBlock(Value object, const Visit& visit) {
  for (std::string_view section : {"resource", "data"}) {
    for (Value type : object.Find(section)) {
      if (!type.is_object()) continue;
      for (Value block : type) visit(type.key(), block);
    }
  }
}

bool IsConfiguration(Value object) {
  for (std::string_view section : {"resource", "data"}) {
    const Value types = object.Find(section);
    if (!types.is_object()) continue;
    for (Value type : types) {
      const std::string_view name = type.key();
      if (type.is_object() && (name.starts_with("aws_") || name.starts_with("awscc_"))) return true;
    }
  }
  return false;
}

void ReadConfiguration(Value object, const text::View& view, Session* session) {
  ForEachBlock(object, [&](std::string_view type, Value block) {
    const bool document = type == "aws_iam_policy_document";
    const bool expression =
        MayHoldPolicy(block.raw()) && block.raw().find("${") != std::string_view::npos;
    if (document || expression) {
      session->Recognise(kTerraformJsonFormat, kWhyTerraformJson);
      session->AddNotChecked(view.ToFile(block.span()),
                             "the block " + std::string(type) + "." + std::string(block.key()) +
                                 " is Terraform's JSON syntax, of which only policies in plain "
                                 "strings are read: check the plan, as `terraform show -json` "
                                 "prints it");
      return;
    }
    for (Value member : block) {
      const FoundPolicy found = LookForPolicy(member, view, session);
      if (!found) continue;
      session->Recognise(kTerraformJsonFormat, kWhyTerraformJson);
      const bool trust = member.key() == "assume_role_policy";
      Owner owner;
      owner.policy_name = block.key();
      HandOverFound(found, member, view, trust ? std::optional(policy::Kind::kTrust) : std::nullopt,
                    owner, "policy", session);
    }
  });
  session->RecogniseEmpty(kTerraformJsonFormat, kWhyTerraformJson);
}

}  // namespace

const Adapter kTerraformJson = {IsConfiguration, ReadConfiguration};

}  // namespace rolelint::inputs
