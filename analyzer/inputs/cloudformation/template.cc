// CloudFormation templates, and what is of the same shape: SAM, CDK's output, org-formation,
// resources alone, and the answer to get-template.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html

#include <algorithm>
#include <iterator>
#include <unordered_set>

#include "analyzer/inputs/adapter.h"
#include "analyzer/inputs/cloudformation/reader.h"
#include "analyzer/inputs/syntax.h"
#include "analyzer/json/scalar_view.h"
#include "analyzer/json/yaml.h"

namespace rolelint::inputs {
namespace {

using cloudformation::Format;
using cloudformation::IsResource;
using cloudformation::PlainVariables;
using cloudformation::TemplateReader;
using json::Value;

// Macros of AWS's own, which leave plain strings alone. Any other may do what it likes.
constexpr std::string_view kTameTransforms[] = {
    "AWS::Serverless-2016-10-31",     "AWS::LanguageExtensions",
    "AWS::CodeDeployBlueGreen",       "AWS::Include",
    "AWS::SecretsManager-2020-07-23", "AWS::ServiceCatalog",
    "AWS::SecretsManager-2024-09-16",
};
constexpr std::string_view kOrgFormation = "org-formation";
constexpr std::string_view kSam = "AWS::Serverless-2016-10-31";

bool HasResources(Value object) {
  for (Value resource : object) {
    if (IsResource(resource) && resource.Find("Properties")) return true;
  }
  return false;
}

bool IsTemplate(Value object) {
  if (object.Find("AWSTemplateFormatVersion")) return true;
  const Value resources = object.Find("Resources");
  if (resources.is_object() && (object.Find("Transform") || HasResources(resources))) return true;
  if (HasResources(object.Find("Organization"))) return true;
  return HasResources(object) || (IsResource(object) && object.Find("Properties").is_object());
}

template <typename Visit>
void ForEachTransform(Value root, Visit visit) {
  const Value transform = root.Find("Transform");
  if (transform.is_string()) visit(transform.str());
  if (transform.is_object()) visit(transform.Find("Name").str());
  if (!transform.is_array()) return;
  for (Value item : transform) visit(item.is_object() ? item.Find("Name").str() : item.str());
}

PlainVariables VariablesOf(Value root) {
  PlainVariables variables = PlainVariables::kNone;
  ForEachTransform(root, [&](std::string_view name) {
    const bool tame = std::find(std::begin(kTameTransforms), std::end(kTameTransforms), name) !=
                      std::end(kTameTransforms);
    if (!tame) variables = PlainVariables::kOpen;
  });
  // Loops put their own variables into plain strings.
  const bool loops = root.raw().find(cloudformation::kForEach) != std::string_view::npos;
  return loops ? PlainVariables::kOpen : variables;
}

Format FormatOf(Value root) {
  bool sam = false;
  ForEachTransform(root, [&](std::string_view name) { sam = sam || name == kSam; });
  if (sam) return {"sam", "its Transform is AWS::Serverless-2016-10-31"};
  if (root.Find("OrganizationBindings") || HasResources(root.Find("Organization"))) {
    return {kOrgFormation, "it has OrganizationBindings, or resources under Organization"};
  }
  if (root.Find("AWSTemplateFormatVersion")) {
    return {"cloudformation", "it has AWSTemplateFormatVersion"};
  }
  return {"cloudformation", "it has resources with a Type of AWS::…"};
}

// Of two members of one name only one counts: what the other holds is not checked.
bool HasTwins(Value object) {
  std::unordered_set<std::string_view> names;
  for (Value member : object) {
    if (!names.insert(member.key()).second) return true;
  }
  return false;
}

bool HasTwinSections(Value root) {
  if (HasTwins(root)) return true;
  for (Value section : cloudformation::ResourceSections(root)) {
    if (HasTwins(section)) return true;
  }
  return false;
}

void ReadTemplate(Value object, const text::View& view, Session* session) {
  const Format format = FormatOf(object);
  const PlainVariables variables =
      format.name == kOrgFormation ? PlainVariables::kOpen : VariablesOf(object);
  TemplateReader reader(object, view, variables, format, session);
  // What the user named is read, whatever comes of it; a folder holds many templates without IAM.
  if (session->options().explicitly_named || HasTwinSections(object)) reader.Recognise();
  reader.ReadResources();
  session->RecogniseEmpty(format.name, format.why);
  session->SetTemplate(false);
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html
bool IsGetTemplate(Value object) {
  const Value body = object.Find("TemplateBody");
  return body.is_string() || IsTemplate(body);
}

void ReadGetTemplate(Value object, const text::View& view, Session* session) {
  const Value body = object.Find("TemplateBody");
  if (body.is_object()) return ReadTemplate(body, view, session);
  const text::View* text = json::ScalarView(body, view, session->arena());
  if (SniffSyntax(text->text()) != Syntax::kYaml) {
    std::vector<LayerIssues> issues;
    const Unwrapped inner = Unwrap(body, view, session->arena(), session->trees(), &issues);
    if (IsTemplate(inner.value)) return ReadTemplate(inner.value, *inner.view, session);
  } else {
    std::vector<json::Tree> trees;
    std::vector<json::Issue> issues;
    if (json::ReadYaml(text->text(), session->arena(), &trees, &issues, json::YamlUse::kTemplate) &&
        trees.size() == 1 && IsTemplate(trees[0].root())) {
      json::Tree* tree = session->trees()->Take(text->text());
      *tree = std::move(trees[0]);
      return ReadTemplate(tree->root(), *text, session);
    }
  }
  session->Recognise("cloudformation", "it has a TemplateBody");
  session->AddNotChecked(view.ToFile(body.span()),
                         "the TemplateBody is no template that can be read");
}

}  // namespace

const Adapter kTemplate = {IsTemplate, ReadTemplate};
const Adapter kGetTemplate = {IsGetTemplate, ReadGetTemplate};

}  // namespace rolelint::inputs
