#include "analyzer/cli/catalog_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "analyzer/catalog/catalog.h"
#include "analyzer/cli/catalog_choice.h"
#include "analyzer/cli/catalog_update.h"

namespace rolelint::cli {
namespace {

using catalog::Action;
using catalog::Catalog;
using catalog::ConditionKey;
using catalog::KeyRange;
using catalog::ResourceType;
using catalog::Service;
using Json = nlohmann::ordered_json;

// What one name on the command line stands for.
struct CatalogAnswer {
  std::string query;
  std::vector<Service> services;
  std::vector<Action> actions;
  std::vector<ResourceType> types;
  std::vector<ConditionKey> keys;
  std::vector<std::string> suggestions;  // only if all the others are empty

  bool found() const {
    return !services.empty() || !actions.empty() || !types.empty() || !keys.empty();
  }
};

bool HasWildcard(std::string_view text) {
  return text.find_first_of("*?") != std::string_view::npos;
}

std::string TypeName(ResourceType type) {
  return fmt::format("{}/{}", type.service().prefix(), type.name());
}

void Suggest(const Catalog& catalog, CatalogAnswer* answer) {
  const auto add = [&](std::string name) {
    auto& all = answer->suggestions;
    if (std::find(all.begin(), all.end(), name) == all.end()) all.push_back(std::move(name));
  };
  const std::string_view query = answer->query;
  if (query.find(':') == std::string_view::npos && query.find('/') == std::string_view::npos) {
    const auto services = catalog.SuggestServices(query);
    for (std::size_t i = 0; i < services.size(); ++i) add(std::string(services[i].prefix()));
  }
  const auto keys = catalog.SuggestConditionKeys(query);
  for (std::size_t i = 0; i < keys.size(); ++i) add(std::string(keys[i].name()));
  const auto actions = catalog.SuggestActions(query);
  for (std::size_t i = 0; i < actions.size(); ++i) add(std::string(actions[i].full_name()));
  constexpr std::size_t kMost = 3;
  if (answer->suggestions.size() > kMost) answer->suggestions.resize(kMost);
}

CatalogAnswer Look(const Catalog& catalog, const std::string& query) {
  CatalogAnswer answer;
  answer.query = query;
  const std::size_t colon = query.find(':');
  const std::size_t slash = query.find('/');
  if (query.rfind("arn:", 0) == 0) {
    for (const ResourceType type : catalog.resource_types()) {
      if (type.MatchesArn(query)) answer.types.push_back(type);
    }
  } else if (HasWildcard(query)) {
    for (const Action action : catalog.MatchActions(query)) answer.actions.push_back(action);
    // `*` alone asks for actions, as it does in a policy.
    if (colon != std::string::npos) {
      const catalog::Glob glob(query);
      for (const ConditionKey key : catalog.condition_keys()) {
        if (glob.Matches(key.name())) answer.keys.push_back(key);
      }
    }
  } else if (colon != std::string::npos) {
    if (const auto action = catalog.FindAction(query)) answer.actions.push_back(*action);
    if (const auto key = catalog.FindConditionKey(query)) answer.keys.push_back(*key);
  } else if (slash != std::string::npos) {
    const std::string_view view = query;
    const auto type = catalog.FindResourceType(view.substr(0, slash), view.substr(slash + 1));
    if (type) answer.types.push_back(*type);
  } else if (const auto service = catalog.FindService(query)) {
    answer.services.push_back(*service);
  }
  if (!answer.found() && !HasWildcard(query)) Suggest(catalog, &answer);
  return answer;
}

// Names from the command line may hold anything; a terminal is sent printable text only.
std::string Shown(std::string_view text) {
  std::string shown;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      shown += fmt::format("\\x{:02x}", byte);
    } else {
      shown.push_back(c);
    }
  }
  return shown;
}

std::vector<std::string> KeyNames(KeyRange keys) {
  std::vector<std::string> names;
  for (const ConditionKey key : keys) names.emplace_back(key.name());
  return names;
}

std::vector<Service> ServicesWith(const Catalog& catalog, ConditionKey key) {
  std::vector<Service> services;
  for (const Service service : catalog.services()) {
    if (catalog::Contains(service.condition_keys(), key)) services.push_back(service);
  }
  return services;
}

std::vector<std::string> TypeNames(ConditionKey key) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < catalog::kValueTypes; ++i) {
    const auto type = static_cast<catalog::ValueType>(i);
    if (key.Accepts(type)) names.emplace_back(catalog::ValueTypeName(type));
  }
  return names;
}

// ---- text ----

// A titled list, wrapped; nothing if it is empty.
void PrintList(std::string_view title, const std::vector<std::string>& items, std::ostream& out) {
  constexpr std::size_t kWidth = 100;
  constexpr std::size_t kIndent = 20;
  if (items.empty()) return;
  std::string line = fmt::format("  {:<{}}", title, kIndent - 2);
  bool first = true;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string item = items[i] + (i + 1 < items.size() ? "," : "");
    if (!first && line.size() + 1 + item.size() > kWidth) {
      out << line << '\n';
      line.assign(kIndent, ' ');
      first = true;
    }
    if (!first) line += ' ';
    line += item;
    first = false;
  }
  out << line << '\n';
}

std::vector<std::string> ResourceNames(Action action) {
  std::vector<std::string> names;
  for (const catalog::ActionResource resource : action.resources()) {
    names.push_back(fmt::format("{}{}", resource.type().name(), resource.required() ? "*" : ""));
  }
  return names;
}

void PrintService(Service service, std::ostream& out) {
  out << service.prefix() << '\n';
  PrintList("service", {std::string(service.name())}, out);
  PrintList("actions", {fmt::format("{}", service.actions().size())}, out);
  std::vector<std::string> types;
  for (const ResourceType type : service.resource_types()) types.emplace_back(type.name());
  PrintList("resource types", types, out);
  PrintList("condition keys", KeyNames(service.condition_keys()), out);
  PrintList("RCPs apply", {service.supports_rcp() ? "yes" : "no"}, out);
}

void PrintAction(Action action, std::ostream& out) {
  out << action.full_name() << '\n';
  PrintList("service", {std::string(action.service().name())}, out);
  PrintList("access level", {std::string(catalog::AccessLevelName(action.access_level()))}, out);
  const std::vector<std::string> resources = ResourceNames(action);
  PrintList("resource types",
            resources.empty() ? std::vector<std::string>{"none: Resource \"*\""} : resources, out);
  PrintList("condition keys", KeyNames(action.condition_keys()), out);
  for (const catalog::ActionResource resource : action.resources()) {
    PrintList(fmt::format("  on {}", resource.type().name()), KeyNames(resource.condition_keys()),
              out);
  }
  std::vector<std::string> others;
  for (const auto other : action.dependent_actions()) others.emplace_back(other.full_name());
  PrintList("needs besides", others, out);
}

void PrintActions(const std::vector<Action>& actions, std::ostream& out) {
  std::size_t width = 0;
  for (const Action action : actions) width = std::max(width, action.full_name().size());
  for (const Action action : actions) {
    const std::string line = fmt::format("{:<{}}  {:<22}  {}", action.full_name(), width,
                                         catalog::AccessLevelName(action.access_level()),
                                         fmt::join(ResourceNames(action), ", "));
    out << line.substr(0, line.find_last_not_of(' ') + 1) << '\n';
  }
}

void PrintType(ResourceType type, std::ostream& out) {
  out << TypeName(type) << '\n';
  for (std::size_t i = 0; i < type.arns().size(); ++i) {
    PrintList("ARN", {std::string(type.arns()[i].text())}, out);
  }
  PrintList("condition keys", KeyNames(type.condition_keys()), out);
}

void PrintKey(const Catalog& catalog, ConditionKey key, std::ostream& out) {
  out << key.name() << '\n';
  PrintList("type", {fmt::format("{}", fmt::join(TypeNames(key), " or "))}, out);
  PrintList("values", {key.multivalued() ? "several" : "one"}, out);
  if (key.global()) PrintList("global", {"yes"}, out);
  std::vector<std::string> services;
  for (const Service service : ServicesWith(catalog, key)) services.emplace_back(service.prefix());
  constexpr std::size_t kMost = 20;
  if (services.size() > kMost) services = {fmt::format("{} of them", services.size())};
  PrintList("services", services, out);
}

void PrintAnswer(const Catalog& catalog, const CatalogAnswer& answer, std::ostream& out) {
  for (const Service service : answer.services) PrintService(service, out);
  if (answer.actions.size() == 1) {
    PrintAction(answer.actions[0], out);
  } else {
    PrintActions(answer.actions, out);
  }
  for (const ResourceType type : answer.types) PrintType(type, out);
  for (const ConditionKey key : answer.keys) PrintKey(catalog, key, out);
}

// ---- JSON ----

Json ToJson(Service service) {
  Json types = Json::array();
  for (const ResourceType type : service.resource_types()) types.push_back(type.name());
  Json actions = Json::array();
  for (const Action action : service.actions()) actions.push_back(action.name());
  return {{"prefix", service.prefix()},
          {"name", service.name()},
          {"supports_rcp", service.supports_rcp()},
          {"actions", std::move(actions)},
          {"resource_types", std::move(types)},
          {"condition_keys", KeyNames(service.condition_keys())}};
}

Json ToJson(Action action) {
  Json resources = Json::array();
  for (const catalog::ActionResource resource : action.resources()) {
    resources.push_back({{"name", resource.type().name()},
                         {"required", resource.required()},
                         {"condition_keys", KeyNames(resource.condition_keys())}});
  }
  Json others = Json::array();
  for (const auto other : action.dependent_actions()) others.push_back(other.full_name());
  return {{"name", action.full_name()},
          {"access_level", catalog::AccessLevelName(action.access_level())},
          {"resource_types", std::move(resources)},
          {"condition_keys", KeyNames(action.condition_keys())},
          {"dependent_actions", std::move(others)}};
}

Json ToJson(ResourceType type) {
  Json arns = Json::array();
  for (std::size_t i = 0; i < type.arns().size(); ++i) arns.push_back(type.arns()[i].text());
  return {{"service", type.service().prefix()},
          {"name", type.name()},
          {"arns", std::move(arns)},
          {"condition_keys", KeyNames(type.condition_keys())}};
}

Json ToJson(const Catalog& catalog, ConditionKey key) {
  Json services = Json::array();
  for (const Service service : ServicesWith(catalog, key)) services.push_back(service.prefix());
  return {
      {"name", key.name()},     {"types", TypeNames(key)},       {"multivalued", key.multivalued()},
      {"global", key.global()}, {"template", key.is_template()}, {"services", std::move(services)}};
}

template <typename T>
Json ToJsonArray(const std::vector<T>& items) {
  Json array = Json::array();
  for (const T& item : items) array.push_back(ToJson(item));
  return array;
}

Json ToJson(const CatalogChoice& choice, const std::vector<CatalogAnswer>& answers) {
  const Catalog& catalog = choice.get();
  Json results = Json::array();
  for (const CatalogAnswer& answer : answers) {
    Json keys = Json::array();
    for (const ConditionKey key : answer.keys) keys.push_back(ToJson(catalog, key));
    results.push_back({{"query", answer.query},
                       {"services", ToJsonArray(answer.services)},
                       {"actions", ToJsonArray(answer.actions)},
                       {"resource_types", ToJsonArray(answer.types)},
                       {"condition_keys", std::move(keys)},
                       {"suggestions", answer.suggestions}});
  }
  Json file = nullptr;
  if (!choice.file().empty()) file = choice.file();
  return {{"schema_version", 1},
          {"catalog",
           {{"date", catalog.date()},
            {"source", catalog.source()},
            {"source_version", catalog.source_version()},
            {"file", std::move(file)},
            {"services", catalog.services().size()},
            {"actions", catalog.actions().size()},
            {"resource_types", catalog.resource_types().size()},
            {"condition_keys", catalog.condition_keys().size()}}},
          {"results", std::move(results)}};
}

void PrintSummary(const CatalogChoice& choice, std::ostream& out) {
  const Catalog& catalog = choice.get();
  out << fmt::format(
      "AWS catalogue of {} ({} {}), {}\n{} services, {} actions, {} resource types, "
      "{} condition keys\n",
      catalog.date(), catalog.source(), catalog.source_version(),
      choice.file().empty() ? "built in" : "from " + Shown(choice.file()),
      catalog.services().size(), catalog.actions().size(), catalog.resource_types().size(),
      catalog.condition_keys().size());
}

void PrintUnknown(const Catalog& catalog, const CatalogAnswer& answer, std::ostream& err) {
  err << fmt::format("rolelint: '{}' is not in the AWS catalogue of {}", Shown(answer.query),
                     catalog.date());
  if (!answer.suggestions.empty()) {
    err << "; did you mean " << fmt::format("{}", fmt::join(answer.suggestions, " or ")) << "?";
  }
  err << '\n';
}

}  // namespace

int RunCatalogCommand(const CatalogOptions& options, std::ostream& out, std::ostream& err) {
  CatalogChoice choice;
  std::string error;
  if (!choice.Choose(options.catalog_file, &error)) return Fail({out, err}, error);
  const Catalog& catalog = choice.get();

  std::vector<CatalogAnswer> answers;
  for (const std::string& name : options.names) answers.push_back(Look(catalog, name));
  if (options.format == "json") {
    out << ToJson(choice, answers).dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
  } else if (answers.empty()) {
    PrintSummary(choice, out);
  }
  int status = 0;
  for (const CatalogAnswer& answer : answers) {
    if (!answer.found()) {
      PrintUnknown(catalog, answer, err);
      status = kError;
    } else if (options.format != "json") {
      PrintAnswer(catalog, answer, out);
    }
  }
  return status;
}

void AddCatalogCommand(Command app, std::ostream& out, std::ostream& err, int* status) {
  const auto options = std::make_shared<CatalogOptions>();
  Command command =
      app.AddCommand("catalog", "Show the AWS catalogue's date, or look up names in it");
  command.AddOption("name", options->names,
                    "Look up a service, action, pattern of actions, condition key, resource type "
                    "(s3/bucket) or ARN");
  command.AddOption("--format", options->format, "Write text or json")
      .OneOf({"text", "json"})
      .ShowDefault();
  AddCatalogOption(command, options->catalog_file);
  Command update = command.AddCommand("update", "Store a newer AWS catalogue for all commands");
  update.AddOption("file", options->update, "Read the catalogue from FILE, as a release has it")
      .TypeName("FILE")
      .Required();
  command.Callback([command, options, &out, &err, status] {
    *status = command.HasChosen() ? RunCatalogUpdate(options->update, {out, err})
                                  : RunCatalogCommand(*options, out, err);
  });
}

}  // namespace rolelint::cli
