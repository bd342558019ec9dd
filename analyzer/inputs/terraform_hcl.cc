#include "analyzer/inputs/terraform_hcl.h"

#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "analyzer/estate/aws_policies.h"
#include "analyzer/hcl/evaluator.h"
#include "analyzer/hcl/module.h"
#include "analyzer/hcl/tree.h"
#include "analyzer/inputs/other_world.h"
#include "analyzer/inputs/permission.h"
#include "analyzer/inputs/syntax.h"
#include "analyzer/inputs/terraform_policy.h"
#include "analyzer/inputs/terraform_resource.h"
#include "analyzer/inputs/terraform_types.h"
#include "analyzer/inputs/unwrap.h"
#include "analyzer/text/choices.h"

namespace rolelint::inputs {
namespace {

using hcl::Attribute;
using hcl::Block;
using hcl::Body;
using hcl::OriginOf;
using hcl::ValueKind;
using policy::Kind;

constexpr std::string_view kTerraformHclFormat = "terraform-hcl";
constexpr std::string_view kWhyTerraformHcl = "it has blocks of Terraform's configuration language";
// Parts of an expression that is open, looked through for documents that it may come to.
constexpr int kMaxCandidates = 1000;

// What an attribute's document is.
struct Use {
  Kind kind = Kind::kIdentity;
  std::string_view resource_type = {};
};

struct IamAttribute {
  std::string_view type;
  std::string_view attribute;
  Use use;
};
constexpr IamAttribute kIamAttributes[] = {
    {"aws_iam_role", "assume_role_policy", {Kind::kTrust}},
    {"aws_iam_role", "inline_policy.policy", {Kind::kIdentity}},
    {"aws_iam_policy", "policy", {Kind::kIdentity}},
    {"aws_iam_role_policy", "policy", {Kind::kIdentity}},
    {"aws_iam_user_policy", "policy", {Kind::kIdentity}},
    {"aws_iam_group_policy", "policy", {Kind::kIdentity}},
    {"aws_organizations_policy", "content", {Kind::kScp}},
    {"awscc_iam_role", "assume_role_policy_document", {Kind::kTrust}},
    {"awscc_iam_role", "policies.policy_document", {Kind::kIdentity}},
    {"awscc_iam_managed_policy", "policy_document", {Kind::kIdentity}},
    {"awscc_iam_role_policy", "policy_document", {Kind::kIdentity}},
    {"awscc_iam_user_policy", "policy_document", {Kind::kIdentity}},
    {"awscc_iam_group_policy", "policy_document", {Kind::kIdentity}},
    {"awscc_organizations_policy", "content", {Kind::kScp}},
};

// `attribute` with the names of the blocks around it before it.
std::optional<Use> UseOf(std::string_view type, std::string_view attribute) {
  for (const IamAttribute& each : kIamAttributes) {
    if (each.type == type && each.attribute == attribute) return each.use;
  }
  const TerraformPolicy* end = nullptr;
  for (const TerraformPolicy* each = FindTerraformPolicies(type, &end);
       each != nullptr && each != end; ++each) {
    if (each->attribute == attribute) return Use{each->kind, each->resource_type};
  }
  return std::nullopt;
}

// Whether the type is of interest even without any document: who there is.
bool IsEntity(std::string_view type) {
  return type == "aws_iam_role" || type == "aws_iam_user" || type == "aws_iam_group" ||
         type == "awscc_iam_role" || type == "awscc_iam_user" || type == "awscc_iam_group";
}

bool HoldsPolicies(std::string_view type) {
  const TerraformPolicy* end = nullptr;
  if (IsEntity(type) || FindTerraformPolicies(type, &end) != nullptr) return true;
  if (FindPermission(type) != nullptr) return true;
  for (const IamAttribute& each : kIamAttributes) {
    if (each.type == type) return true;
  }
  return false;
}

bool IsAttachment(std::string_view type) {
  return type == "aws_iam_role_policy_attachment" || type == "aws_iam_user_policy_attachment" ||
         type == "aws_iam_group_policy_attachment" || type == "aws_iam_policy_attachment" ||
         type == "aws_ssoadmin_managed_policy_attachment" ||
         type.ends_with("_policy_attachments_exclusive");
}

// Both a Statement and in it an Effect, as for anything that nothing but its content makes a
// policy.
bool IsHclPolicy(const hcl::Value& value) {
  const hcl::Member* statement = value.Find("Statement");
  if (statement == nullptr) return false;
  const hcl::Value* first = statement->value;
  if (first->kind == ValueKind::kList && !first->items.empty()) first = first->items[0];
  return first->Find("Effect") != nullptr;
}

class HclReader {
 public:
  // `choices`: the world in which the module is read.
  HclReader(const hcl::Module& module, uint32_t file, text::Choices* choices, Session* session)
      : module_(module),
        file_(file),
        session_(*session),
        view_(session->file_view()),
        first_world_(choices->turned().empty()),
        evaluator_(module, session->arena(), session->options().parameters, choices) {}

  void Run() {
    for (const hcl::File& each : module_.files()) {
      for (const Block& block : each.body.blocks) {
        if (block.type == "variable" && block.labels.size() == 1) {
          session_.DeclareParameter(block.labels[0].text);
        }
      }
    }
    // What is merged into what.
    for (uint32_t i = 0; i < module_.files().size(); ++i) {
      for (const Block& block : module_.files()[i].body.blocks) {
        if (IsDocument(block)) evaluator_.PolicyDocument({i, &block});
      }
    }
    for (uint32_t i = 0; i < module_.files().size(); ++i) {
      for (const Block& block : module_.files()[i].body.blocks) {
        if (block.type == "resource" && block.labels.size() == 2) AddResources(i, block);
      }
    }
    TerraformReader(std::move(resources_), view_, &session_).Run();
    ReadUnusedDocuments();
    ReadByContent();
    TellRepeated();
  }

 private:
  static bool IsDocument(const Block& block) {
    return block.type == "data" && block.labels.size() == 2 &&
           block.labels[0].text == "aws_iam_policy_document";
  }

  // One resource while its tree is written.
  struct Writing {
    uint32_t file;
    std::string_view type;
    hcl::TreeWriter* out;
    json::Tree* tree;
    bool any_document = false;
    Span place;  // of a resource of another file: of its first document here
  };

  // An attachment with for_each is one for each item: what is attached may be the item.
  void AddResources(uint32_t file, const Block& block) {
    constexpr size_t kMostInstances = 50;
    const Attribute* over = block.body.Find("for_each");
    if (over != nullptr && file == file_ && IsAttachment(block.labels[0].text)) {
      const hcl::Value* items = evaluator_.Evaluate(file, over->value);
      const bool known = items->kind == ValueKind::kList || items->kind == ValueKind::kObject;
      const size_t count = std::max(items->items.size(), items->members.size());
      if (known && count <= kMostInstances) {
        for (size_t i = 0; i < count; ++i) {
          each_ = evaluator_.IteratorOf(items, i, file, block.body_span);
          AddResource(file, block);
        }
        each_ = nullptr;
        return;
      }
    }
    AddResource(file, block);
  }

  void AddResource(uint32_t file, const Block& block) {
    const std::string_view type = block.labels[0].text;
    if (IsForeignPolicyType(type)) return PassOver(file, block.body);
    const bool own = file == file_;
    const bool attaches = own && IsAttachment(type);
    if (!attaches && !HoldsPolicies(type)) return;
    json::Tree* tree = session_.trees()->Take(view_.text());
    hcl::TreeWriter out(file_, view_, session_.arena(), tree);
    Writing writing{file, type, &out, tree, false, {}};
    const size_t root = out.Begin(json::Type::kObject, own ? block.body_span : Span{}, {}, {});
    WriteBody(block.body, "", &writing);
    // Of others only what tells whose the document is.
    if (!own && writing.any_document) WriteNames(block.body, &writing);
    out.End(root);
    if (!own && !writing.any_document) return;
    if (!own) tree->nodes[root].begin = tree->nodes[root].end = writing.place.begin;
    // What is attached is of interest by itself where its name tells what it gives.
    if (!attaches || AttachesAws(tree->root()))
      session_.Recognise(kTerraformHclFormat, kWhyTerraformHcl);
    TerraformResource& resource = resources_.emplace_back();
    resource.type = type;
    resource.name = block.labels[1].text;
    resource.address = std::string(type) + "." + std::string(resource.name);
    resource.values = tree->root();
    // A provider may have default tags.
    resource.flat = true;
    resource.written = true;
    resource.foreign = !own;
  }

  static bool AttachesAws(json::Value resource) {
    const auto of_aws = [](json::Value arn) { return !estate::AwsPolicyName(arn.str()).empty(); };
    for (json::Value arn : resource.Find("policy_arns")) {
      if (of_aws(arn)) return true;
    }
    return of_aws(resource.Find("policy_arn")) || of_aws(resource.Find("managed_policy_arn"));
  }

  // Its documents are not IAM's.
  void PassOver(uint32_t file, const Body& body) {
    for (const Attribute& attribute : body.attributes) {
      const hcl::Value* value = OriginOf(evaluator_.Evaluate(file, attribute.value));
      taken_.insert(value->encoded != nullptr ? value->encoded : value);
    }
    for (const Block& block : body.blocks) PassOver(file, block.body);
  }

  void WriteBody(const Body& body, const std::string& prefix, Writing* writing) {
    for (const Attribute& attribute : body.attributes) {
      const hcl::Value* value = evaluator_.Evaluate(writing->file, attribute.value, each_);
      if (UseOf(writing->type, prefix + std::string(attribute.name))) {
        WriteDocument(attribute, prefix + std::string(attribute.name), value, writing);
      } else if (writing->file == file_ && OriginOf(value)->encoded == nullptr) {
        writing->out->Add(*value, attribute.name, attribute.name_span);
      }
    }
    // As deep as the parser lets blocks be.
    for (const Block& block : body.blocks) {
      const bool dynamic = block.type == "dynamic" && !block.labels.empty();
      const std::string_view name = dynamic ? block.labels[0].text : block.type;
      if (dynamic || writing->out->full()) {
        WriteDynamic(block, prefix + std::string(name), writing);
        continue;
      }
      const bool own = writing->file == file_;
      const Span place = own ? block.body_span : Span{};
      const Span key = own ? block.type_span : writing->place;
      if (!own && !HasUse(writing->type, prefix + std::string(name) + ".")) continue;
      const Span named = key.empty() ? Span{0, 1} : key;
      const size_t list = writing->out->Begin(json::Type::kArray, place, name, named);
      const size_t object = writing->out->Begin(json::Type::kObject, place, {}, {});
      WriteBody(block.body, prefix + std::string(name) + ".", writing);
      writing->out->End(object);
      writing->out->End(list);
    }
  }

  static bool HasUse(std::string_view type, const std::string& prefix) {
    return UseOf(type, prefix + "policy") || UseOf(type, prefix + "policy_document");
  }

  // How many of the blocks there are is not known; what is in them may be read.
  void WriteDynamic(const Block& block, const std::string& name, Writing* writing) {
    for (const Block& content : block.body.blocks) {
      if (content.type != "content") continue;
      for (const Attribute& attribute : content.body.attributes) {
        std::optional<Use> use = UseOf(writing->type, name + "." + std::string(attribute.name));
        if (!use) continue;
        if (!AddCandidates(writing->file, attribute.value, *use) && writing->file == file_) {
          session_.Recognise(kTerraformHclFormat, kWhyTerraformHcl);
          session_.AddNotChecked(
              attribute.name_span,
              "the policies of the dynamic blocks " + name + " are left open by the configuration",
              NotChecked::Why::kUnresolved);
        }
      }
    }
  }

  void WriteNames(const Body& body, Writing* writing) {
    for (const Attribute& attribute : body.attributes) {
      for (std::string_view name : {"name", "path", "role", "user", "group", "type"}) {
        if (attribute.name != name) continue;
        hcl::Value value = *evaluator_.Evaluate(writing->file, attribute.value);
        if (value.kind != ValueKind::kString || value.encoded != nullptr) continue;
        value.file = file_;
        value.span = writing->place;
        value.exact = false;
        writing->out->Add(value, name, writing->place);
      }
    }
  }

  void WriteDocument(const Attribute& attribute, const std::string& name, const hcl::Value* value,
                     Writing* writing) {
    const Use use = *UseOf(writing->type, name);
    const hcl::Value* origin = OriginOf(value);
    const bool own = writing->file == file_;
    NoteBranches(writing->file, attribute.value, use);
    if (value->kind == ValueKind::kOpen ||
        (origin->encoded != nullptr && origin->encoded->kind == ValueKind::kOpen)) {
      if (AddCandidates(writing->file, attribute.value, use) || !own) return;
      writing->out->Add(*value, attribute.name, attribute.name_span);
      return;
    }
    const hcl::Value* document = origin->encoded != nullptr ? origin->encoded : origin;
    if (document->kind == ValueKind::kNull) return;
    if (document->file != file_) return;  // it is read there
    const Span key = own ? attribute.name_span : document->span;
    // Its other uses are in the module too, but once is enough.
    if (!taken_.insert(document).second) return;
    if (!writing->any_document) writing->place = document->span;
    writing->any_document = true;
    const size_t node = writing->tree->nodes.size();
    writing->out->Add(*document, attribute.name, key.empty() ? Span{0, 1} : key);
    if (document->kind == ValueKind::kString) NoteOpenParts(*document, node, writing->tree);
  }

  // A document of the other branch is read by itself in this world, as what it would be used for.
  void NoteBranches(uint32_t file, uint32_t expr, const Use& use) {
    const hcl::File& in = module_.files()[file];
    if (in.expr(expr).kind != hcl::ExprKind::kConditional) return;
    for (uint32_t child : in.children(in.expr(expr))) {
      NoteBranches(file, child, use);
      AddCandidates(file, child, use);
    }
  }

  // A text of JSON is read, and what is open in it told.
  void NoteOpenParts(const hcl::Value& text, size_t node, json::Tree* tree) {
    if (text.open_parts.empty() || !LooksWrapped(text.text)) return;
    json::Node& written = tree->nodes[node];
    if (written.count == 0) return;  // it has no view of its own, and stays open
    written.truth = false;
    session_.AddOpenParts(tree->views[written.count - 1], text.open_parts);
  }

  // The documents that an open expression may come to are read by themselves, as what they would be
  // used for. False if there is none.
  bool AddCandidates(uint32_t file, uint32_t expr, const Use& use) {
    bool any = false;
    std::vector<uint32_t> left = {expr};
    const hcl::File& in = module_.files()[file];
    for (int looked = 0; !left.empty() && looked < kMaxCandidates; ++looked) {
      const hcl::Expr& at = in.expr(left.back());
      const hcl::Value* value = OriginOf(evaluator_.Evaluate(file, left.back()));
      left.pop_back();
      const hcl::Value* document = value->encoded != nullptr ? value->encoded : value;
      const bool is_text = document->kind == ValueKind::kString && LooksWrapped(document->text);
      if (is_text || (value->encoded != nullptr && document->kind == ValueKind::kObject)) {
        uses_.emplace(document, use);
        any = true;
        continue;
      }
      for (uint32_t child : in.children(at)) left.push_back(child);
    }
    return any;
  }

  void ReadUnusedDocuments() {
    for (const Block& block : module_.files()[file_].body.blocks) {
      if (!IsDocument(block)) continue;
      const hcl::Value* document = evaluator_.PolicyDocument({file_, &block});
      if (evaluator_.IsMerged(document) && uses_.count(document) == 0) continue;
      if (!taken_.insert(document).second) continue;
      Read(*document, "data.aws_iam_policy_document." + std::string(block.labels[1].text));
    }
  }

  void Read(const hcl::Value& document, const std::string& name) {
    session_.Recognise(kTerraformHclFormat, kWhyTerraformHcl);
    json::Tree* tree = session_.trees()->Take(view_.text());
    hcl::TreeWriter(file_, view_, session_.arena(), tree).Add(document, {}, {});
    Owner owner;
    owner.policy_name = name;
    auto use = uses_.find(&document);
    std::optional<Kind> kind;
    if (use != uses_.end()) {
      kind = use->second.kind;
      owner.resource_type = use->second.resource_type;
    }
    if (document.kind == ValueKind::kString) {
      NoteOpenParts(document, 0, tree);
      if (!kind) return ReadCertain(tree->root(), owner);
    }
    session_.ReadDocument(tree->root(), view_, kind, owner, "policy");
  }

  void ReadCertain(json::Value text, const Owner& owner) {
    if (!text.open()) ReadCertainPolicy(text, view_, "a string", owner, &session_);
  }

  // The provider makes one entry of them, which its versions do in different ways.
  void TellRepeated() {
    if (!first_world_) return;
    std::vector<json::Issue> issues;
    for (const hcl::Evaluator::Repeated& repeated : evaluator_.repeated()) {
      if (repeated.file != file_ || !told_repeated_.insert(repeated.span.begin).second) continue;
      issues.push_back({json::Issue::Code::kDuplicateKey, repeated.span, repeated.first,
                        "a second condition block tests " + repeated.what +
                            ": a policy has one entry for both, so that the last block stays or "
                            "their values are merged (an OR), depending on the provider's version; "
                            "never are both required"});
    }
    if (!issues.empty()) session_.HandIssues({{&view_, std::move(issues)}});
  }

  // Documents that nothing here uses as a policy: arguments of modules, locals.
  void ReadByContent() {
    const hcl::File& file = module_.files()[file_];
    for (uint32_t i = 0; i < file.exprs.size(); ++i) {
      const hcl::Expr& expr = file.expr(i);
      const bool encodes = expr.kind == hcl::ExprKind::kCall && expr.name == "jsonencode";
      if (!encodes && expr.kind != hcl::ExprKind::kString) continue;
      const hcl::Value* value = evaluator_.Evaluate(file_, i);
      if (encodes) {
        const hcl::Value* document = value->encoded;
        if (document == nullptr || document->file != file_ || taken_.count(document) != 0) continue;
        if (!IsHclPolicy(*document) && uses_.count(document) == 0) continue;
        taken_.insert(document);
        Read(*document, "");
      } else if (value->kind == ValueKind::kString && value->exact && MayHoldPolicy(value->text) &&
                 LooksWrapped(value->text) && taken_.insert(value).second) {
        Read(*value, "");
      }
    }
  }

  const hcl::Module& module_;
  const uint32_t file_;
  Session& session_;
  const text::View& view_;
  const bool first_world_;
  const hcl::Value* each_ = nullptr;  // of the instance that is written
  hcl::Evaluator evaluator_;
  std::vector<TerraformResource> resources_;
  std::unordered_set<const hcl::Value*> taken_;  // documents that are read, or not to be
  std::unordered_map<const hcl::Value*, Use> uses_;
  std::set<uint32_t> told_repeated_;
};

// Of one file; each world costs as much as the first.
constexpr size_t kMaxFileWorlds = 24;

// The file as it is where the conditions that nothing settles come out as by default, and then in
// the other worlds what is different there.
void ReadWorlds(const hcl::Module& module, uint32_t file, Session* session) {
  text::Worlds worlds(kMaxFileWorlds);
  HclReader(module, file, &worlds.choices(), session).Run();
  OtherWorlds others(&session->records());
  while (worlds.Next()) {
    session->ReadAgain(true, worlds.choices().Tell());
    HclReader(module, file, &worlds.choices(), session).Run();
    others.Leave();
  }
  session->ReadAgain(false);
  if (worlds.cut_short()) session->TellCutShort(kMaxFileWorlds, {});
}

bool MayHoldAnything(std::string_view text) {
  return MayHoldPolicy(text) || text.find("polic") != std::string_view::npos ||
         text.find("aws_iam_") != std::string_view::npos ||
         text.find("_permission") != std::string_view::npos ||
         text.find("_function_url") != std::string_view::npos;
}

}  // namespace

bool ReadHclFile(const text::Source& source, Session* session) {
  const std::string_view text = source.text();
  if (!MayHoldAnything(text)) {
    session->RecogniseEmpty(kTerraformHclFormat, kWhyTerraformHcl);
    return true;
  }
  session->BeginElement();
  session->SetOpenReason("is left open by the configuration", NotChecked::Why::kUnresolved);
  hcl::Module alone;
  const hcl::Module* module = session->options().module;
  uint32_t file = session->options().module_file;
  bool read = alone.Add(text, session->issues());
  alone.Index();
  if (module == nullptr) {
    module = &alone;
    file = 0;
  }
  const bool alone_by_name = module->files().size() == 1 && session->options().explicitly_named;
  session->SetOpenHint(alone_by_name
                           ? "give the folder, so that the files of the module are read together; "
                             "--parameters gives variables a value"
                           : "--parameters gives variables a value");
  ReadWorlds(*module, file, session);
  if (!read && MayHoldPolicy(text)) session->Recognise(kTerraformHclFormat, kWhyTerraformHcl);
  if (read) session->RecogniseEmpty(kTerraformHclFormat, kWhyTerraformHcl);
  return read;
}

}  // namespace rolelint::inputs
