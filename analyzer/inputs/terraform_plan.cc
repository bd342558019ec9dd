// What `terraform show -json` prints of a plan or of a state, and state files as they lie on disk.
// A plan says the same several times over: what is going to be (resource_changes[].change.after)
// is read, the rest only where that is missing.
// https://developer.hashicorp.com/terraform/internals/json-format

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "analyzer/inputs/adapter.h"
#include "analyzer/inputs/terraform_policy.h"
#include "analyzer/inputs/terraform_resource.h"

namespace rolelint::inputs {
namespace {

using json::Value;

constexpr std::string_view kAfterApply = "is known after apply only";

// "module.a[0].module.b" → "module.a.module.b".
std::string WithoutKeys(std::string_view address) {
  std::string bare;
  bool in_key = false;
  bool in_quotes = false;
  for (size_t i = 0; i < address.size(); ++i) {
    const char c = address[i];
    if (in_quotes) {
      if (c == '\\') ++i;
      in_quotes = c != '"';
    } else if (in_key) {
      in_quotes = c == '"';
      in_key = c != ']';
    } else if (c == '[') {
      in_key = true;
    } else {
      bare.push_back(c);
    }
  }
  return bare;
}

std::string KeyOf(std::string_view module, Value resource) {
  std::string key(module);
  key += '|';
  key += resource.Find("type").str();
  key += '.';
  key += resource.Find("name").str();
  return key;
}

bool IsManaged(Value resource) {
  const std::string_view mode = resource.Find("mode").str();
  return resource.is_object() && (mode.empty() || mode == "managed");
}

// The resources of the configuration by module and name.
class Configuration {
 public:
  explicit Configuration(Value configuration) { Add(configuration.Find("root_module"), ""); }

  Value Expressions(std::string_view module, Value resource) const {
    auto found = resources_.find(KeyOf(module, resource));
    return found == resources_.end() ? Value() : found->second.Find("expressions");
  }

 private:
  // As deep as the file is nested, which the reader of JSON bounds.
  void Add(Value module, const std::string& path) {
    for (Value resource : module.Find("resources")) {
      if (IsManaged(resource)) resources_.emplace(KeyOf(path, resource), resource);
    }
    for (Value call : module.Find("module_calls")) {
      std::string inner = path.empty() ? "" : path + ".";
      inner.append("module.").append(call.key());
      Add(call.Find("module"), inner);
    }
  }

  std::unordered_map<std::string, Value> resources_;
};

TerraformResource Named(Value resource) {
  TerraformResource made;
  made.type = resource.Find("type").str();
  made.name = resource.Find("name").str();
  made.address = resource.Find("address").str();
  if (made.address.empty()) made.address = std::string(made.type) + "." + std::string(made.name);
  return made;
}

bool HasAction(Value actions, std::string_view name) {
  for (Value action : actions) {
    if (action.str() == name) return true;
  }
  return false;
}

std::vector<TerraformResource> Changes(Value plan, const Configuration& configuration) {
  std::vector<TerraformResource> resources;
  for (Value resource : plan.Find("resource_changes")) {
    Value change = resource.Find("change");
    if (!IsManaged(resource) || resource.Find("deposed")) continue;
    TerraformResource& made = resources.emplace_back(Named(resource));
    made.module = WithoutKeys(resource.Find("module_address").str());
    made.values = change.Find("after");
    Value actions = change.Find("actions");
    if (!made.values.is_object()) {
      made.going = HasAction(actions, "delete") || HasAction(actions, "forget");
      made.values = change.Find("before");
      if (!made.going) resources.pop_back();
      continue;
    }
    made.unknown = change.Find("after_unknown");
    made.sensitive = change.Find("after_sensitive");
    made.configured = configuration.Expressions(made.module, resource);
  }
  return resources;
}

// planned_values and the values of a state.
void AddModule(Value module, const Configuration& configuration,
               std::vector<TerraformResource>* resources) {
  for (Value resource : module.Find("resources")) {
    if (!IsManaged(resource)) continue;
    TerraformResource& made = resources->emplace_back(Named(resource));
    made.module = WithoutKeys(module.Find("address").str());
    made.values = resource.Find("values");
    made.sensitive = resource.Find("sensitive_values");
    made.configured = configuration.Expressions(made.module, resource);
  }
  for (Value child : module.Find("child_modules")) AddModule(child, configuration, resources);
}

// Where there is nothing but the configuration: its constants.
void AddConstants(Value module, const std::string& path,
                  std::vector<TerraformResource>* resources) {
  for (Value resource : module.Find("resources")) {
    if (!IsManaged(resource)) continue;
    TerraformResource& made = resources->emplace_back(Named(resource));
    made.module = path;
    made.values = resource.Find("expressions");
    made.configured = made.values;
    made.constants = true;
  }
  for (Value call : module.Find("module_calls")) {
    std::string inner = path.empty() ? "" : path + ".";
    inner.append("module.").append(call.key());
    AddConstants(call.Find("module"), inner, resources);
  }
}

// The text of JSON without what its writer chose: the provider of a resource orders keys and leaves
// out blanks, a data source does not. "" if it is no JSON.
std::string Canonical(std::string_view text) {
  if (!text.starts_with('{')) return {};
  const auto parsed = nlohmann::json::parse(text, nullptr, false);
  constexpr auto kKeepGoing = nlohmann::json::error_handler_t::replace;
  return parsed.is_discarded() ? std::string() : parsed.dump(-1, ' ', false, kKeepGoing);
}

// The documents among the resources' attributes, in that form.
std::unordered_set<std::string> DocumentsOf(const std::vector<TerraformResource>& resources) {
  std::unordered_set<std::string> documents;
  for (const TerraformResource& resource : resources) {
    for (Value value : resource.values) {
      if (value.is_string()) documents.insert(Canonical(value.str()));
    }
  }
  return documents;
}

// Documents that Terraform has put together before, and that no resource here has.
void ReadDataDocuments(Value module, const std::unordered_set<std::string>& used,
                       const text::View& view, Session* session) {
  for (Value resource : module.Find("resources")) {
    if (resource.Find("type").str() != "aws_iam_policy_document") continue;
    const Value document = resource.Find("values").Find("json");
    if (!document.is_string() || document.str().empty() || used.contains(Canonical(document.str())))
      continue;
    Owner owner;
    owner.policy_name = resource.Find("address").str();
    ReadCertainPolicy(document, view, "", owner, session);
  }
  for (Value child : module.Find("child_modules")) ReadDataDocuments(child, used, view, session);
}

bool IsPlan(Value object) {
  if (object.Find("planned_values").Find("root_module").is_object()) return true;
  if (object.Find("values").Find("root_module").is_object()) return true;
  if (object.Find("configuration").Find("root_module").is_object()) return true;
  Value changes = object.Find("resource_changes");
  if (!changes.is_array()) return false;
  return changes.size() == 0 ? static_cast<bool>(object.Find("format_version"))
                             : (*changes.begin()).Find("change").is_object();
}

void ReadPlan(Value object, const text::View& view, Session* session) {
  session->SetOpenReason(kAfterApply, NotChecked::Why::kElsewhere);
  NoteSensitive(object, view, session);
  const Configuration configuration(object.Find("configuration"));
  std::vector<TerraformResource> resources;
  std::string_view format = "terraform-plan";
  std::string_view why;
  if (object.Find("resource_changes").is_array()) {
    why = "it has resource_changes: what change.after says is read";
    resources = Changes(object, configuration);
  } else if (Value planned = object.Find("planned_values").Find("root_module")) {
    why = "it has planned_values";
    AddModule(planned, configuration, &resources);
  } else if (Value values = object.Find("values").Find("root_module")) {
    format = "terraform-state";
    why = "it has values.root_module, as `terraform show -json` prints a state";
    AddModule(values, configuration, &resources);
  } else {
    why = "it has a configuration, and nothing of what is planned";
    AddConstants(object.Find("configuration").Find("root_module"), "", &resources);
  }
  session->Recognise(format, why);
  const std::unordered_set<std::string> used = DocumentsOf(resources);
  TerraformReader(std::move(resources), view, session).Run();
  ReadDataDocuments(object.Find("prior_state").Find("values").Find("root_module"), used, view,
                    session);
}

// --- state files
// https://developer.hashicorp.com/terraform/language/state: their format is not documented, and
// stands in opentofu/internal/states/statefile.

bool IsState(Value object) {
  const std::string_view version = object.Find("version").raw();
  if (!object.Find("terraform_version") && !object.Find("lineage") && !object.Find("serial")) {
    return false;
  }
  if (version == "4") return object.Find("resources").is_array();
  return version == "3" && object.Find("modules").is_array();
}

// "type": "get_attr", "value": "policy"; of a longer path all of the attribute.
void NoteSensitivePaths(Value instance, const text::View& view, Session* session) {
  for (Value path : instance.Find("sensitive_attributes")) {
    Value first = path.is_array() && path.size() != 0 ? *path.begin() : Value();
    Value marked = instance.Find("attributes").Find(first.Find("value").str());
    if (marked && marked.type() != json::Type::kNull) {
      session->AddSensitive(view.ToFile(marked.span()));
    }
  }
}

void AddInstances(Value resource, const text::View& view, Session* session,
                  std::vector<TerraformResource>* resources) {
  if (!IsManaged(resource)) return;
  for (Value instance : resource.Find("instances")) {
    Value attributes = instance.Find("attributes");
    if (!attributes.is_object() || instance.Find("deposed")) continue;
    NoteSensitivePaths(instance, view, session);
    TerraformResource& made = resources->emplace_back(Named(resource));
    const std::string_view module = resource.Find("module").str();
    made.module = WithoutKeys(module);
    made.address = module.empty() ? "" : std::string(module) + ".";
    made.address.append(made.type).append(".").append(made.name);
    if (Value key = instance.Find("index_key")) {
      made.address.append("[").append(key.raw()).append("]");
    }
    made.values = attributes;
  }
}

// Of version 3: {"aws_iam_role.x": {"type": "aws_iam_role", "primary": {"attributes": {…}}}}.
void AddOldModule(Value module, std::vector<TerraformResource>* resources) {
  for (Value resource : module.Find("resources")) {
    Value attributes = resource.Find("primary").Find("attributes");
    if (!attributes.is_object() || resource.key().starts_with("data.")) continue;
    TerraformResource& made = resources->emplace_back();
    made.type = resource.Find("type").str();
    made.name = resource.key().substr(std::min(made.type.size() + 1, resource.key().size()));
    made.address = resource.key();
    made.values = attributes;
    made.flat = true;
  }
}

void ReadState(Value object, const text::View& view, Session* session) {
  session->Recognise("terraform-state", "it has version, serial or lineage, and resources");
  NoteSensitive(object.Find("outputs"), view, session);
  std::vector<TerraformResource> resources;
  for (Value resource : object.Find("resources")) {
    AddInstances(resource, view, session, &resources);
  }
  for (Value module : object.Find("modules")) AddOldModule(module, &resources);
  TerraformReader(std::move(resources), view, session).Run();
}

}  // namespace

const Adapter kTerraformPlan = {IsPlan, ReadPlan};
const Adapter kTerraformState = {IsState, ReadState};

}  // namespace rolelint::inputs
