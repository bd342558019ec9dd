#include "analyzer/cli/why_message.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "analyzer/text/glob.h"

namespace rolelint::cli {
namespace {

size_t FindFolded(std::string_view text, std::string_view word, size_t from = 0) {
  const auto found = std::search(
      text.begin() + static_cast<ptrdiff_t>(std::min(from, text.size())), text.end(), word.begin(),
      word.end(), [](char a, char b) { return text::AsciiLower(a) == text::AsciiLower(b); });
  return found == text.end() ? std::string_view::npos : static_cast<size_t>(found - text.begin());
}

// The word that begins at `from`, without quotes and what ends a sentence.
std::string WordAt(std::string_view text, size_t from) {
  while (from < text.size() && (text[from] == ' ' || text[from] == '"')) ++from;
  size_t end = from;
  while (end < text.size() && text[end] != ' ' && text[end] != '"') ++end;
  std::string word(text.substr(from, end - from));
  while (!word.empty() && (word.back() == '.' || word.back() == ',' || word.back() == ')' ||
                           word.back() == ';' || word.back() == ':')) {
    word.pop_back();
  }
  return word;
}

std::string WordAfter(std::string_view text, std::string_view mark, size_t from = 0) {
  const size_t at = FindFolded(text, mark, from);
  return at == std::string_view::npos ? "" : WordAt(text, at + mark.size());
}

// "the AssumeRole operation" of the CLI, "operation error STS: AssumeRole" of Go.
std::string OperationOf(std::string_view text) {
  std::string operation = WordAfter(text, "when calling the ");
  if (operation.empty()) {
    const size_t at = FindFolded(text, "operation error ");
    if (at != std::string_view::npos) operation = WordAfter(text, ": ", at);
  }
  return operation;
}

// The kind of policy after "because no" or "explicit deny in a".
DeniedBy ByOf(std::string_view text) {
  static constexpr std::pair<std::string_view, DeniedBy> kNames[] = {
      {"identity-based policy", DeniedBy::kIdentity},
      {"identity-based policies", DeniedBy::kIdentity},
      {"resource-based policy", DeniedBy::kResource},
      {"role trust policy", DeniedBy::kResource},
      {"permissions boundary", DeniedBy::kBoundary},
      {"session policy", DeniedBy::kSession},
      {"sessions policy", DeniedBy::kSession},
      {"service control policy", DeniedBy::kScp},
      {"resource control policy", DeniedBy::kRcp},
      {"VPC endpoint policy", DeniedBy::kVpcEndpoint},
  };
  // "… in a VPC endpoint policy transitively through a service control policy": the SCP denies.
  const size_t through = FindFolded(text, "transitively through");
  if (through != std::string_view::npos) text = text.substr(through);
  DeniedBy by = DeniedBy::kNotTold;
  size_t first = std::string_view::npos;
  for (const auto& [name, kind] : kNames) {
    const size_t at = FindFolded(text, name);
    if (at < first) {
      first = at;
      by = kind;
    }
  }
  return by;
}

// Everything behind the core: why, and which policy.
void ReadReason(std::string_view text, WhyMessage* message) {
  const size_t deny = FindFolded(text, "with an explicit deny");
  size_t implicit = FindFolded(text, "because no ");
  // Some messages about trust policies lack the "no".
  if (implicit == std::string_view::npos) {
    implicit = FindFolded(text, "because the role trust policy allows");
  }
  if (deny != std::string_view::npos) {
    message->explicit_deny = true;
    const std::string_view rest = text.substr(deny);
    message->by = ByOf(rest);
    const size_t arn = rest.find("arn:");
    if (arn != std::string_view::npos) message->policy_arn = WordAt(rest, arn);
  } else if (implicit != std::string_view::npos) {
    const std::string_view rest = text.substr(implicit);
    message->by = ByOf(rest);
    // Of dependent actions the reason names the one that is missing.
    std::string action = WordAfter(rest, "allows the ");
    if (action.find(':') != std::string::npos) message->action = std::move(action);
  }
}

// "role NAME" and the like stand for an ARN in the caller's account.
std::string ResourceAt(std::string_view text, size_t from, const std::string& principal) {
  std::string word = WordAt(text, from);
  if (word == "role" || word == "user" || word == "policy" || word == "group") {
    const size_t at = text.find(word, from) + word.size();
    const std::string name = WordAt(text, at);
    const size_t account = principal.find("::");
    if (account == std::string::npos || name.empty()) return {};
    return fmt::format("arn:aws:iam::{}:{}/{}", principal.substr(account + 2, 12), word, name);
  }
  return word;
}

bool ReadCore(std::string_view text, WhyMessage* message) {
  constexpr std::string_view kCore = "is not authorized to perform";
  const size_t at = FindFolded(text, kCore);
  if (at == std::string_view::npos) return false;
  message->form = "access-denied";
  const size_t user = FindFolded(text, "User: ");
  if (user != std::string_view::npos && user < at) message->principal = WordAt(text, user + 6);
  size_t action = at + kCore.size();
  if (action < text.size() && text[action] == ':') ++action;
  message->action = WordAt(text, action);
  const std::string_view rest = text.substr(action);
  for (std::string_view mark : {"on resource: ", "on resource:", "on the resource: "}) {
    const size_t resource = FindFolded(rest, mark);
    if (resource == std::string_view::npos) continue;
    message->resource = ResourceAt(rest, resource + mark.size(), message->principal);
    message->hides_resource = message->resource == "this";
    if (message->hides_resource) message->resource.clear();
    break;
  }
  ReadReason(rest, message);
  return true;
}

// "You don't have permission to s3:ListBuckets. …" with lines User, Action, On resource(s),
// Context.
bool ReadConsole(std::string_view text, WhyMessage* message) {
  if (FindFolded(text, "You don't have permission") == std::string_view::npos) return false;
  message->form = "access-denied";
  message->principal = WordAfter(text, "User: ");
  message->action = WordAfter(text, "Action: ");
  if (message->action.empty()) message->action = WordAfter(text, "have permission to ");
  if (message->action.find(':') == std::string::npos) {
    const std::string service = WordAfter(text, "Service: ");
    if (!service.empty()) message->action = service + ":" + message->action;
  }
  message->resource = WordAfter(text, "On resource(s): ");
  const size_t context = FindFolded(text, "Context: ");
  if (context != std::string_view::npos) {
    const std::string_view why = text.substr(context);
    message->by = ByOf(why);
    message->explicit_deny = FindFolded(why, "explicitly denies") != std::string_view::npos;
  }
  return true;
}

// "Not authorized to perform sts:AssumeRole…", without who and on what.
bool ReadOldForm(std::string_view text, WhyMessage* message) {
  const std::string action = WordAfter(text, "Not authorized to perform ");
  if (action.find(':') == std::string::npos) return false;
  message->form = "access-denied";
  message->action = action;
  return true;
}

const nlohmann::json* Member(const nlohmann::json& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(std::string(name));
  return found == object.end() ? nullptr : &*found;
}

std::string Text(const nlohmann::json& object, std::string_view name) {
  const nlohmann::json* value = Member(object, name);
  return value != nullptr && value->is_string() ? value->get<std::string>() : "";
}

// https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
std::optional<WhyMessage> ReadDecoded(const nlohmann::json& decoded) {
  const nlohmann::json* context = Member(decoded, "context");
  if (context == nullptr || Member(decoded, "explicitDeny") == nullptr) return std::nullopt;
  WhyMessage message;
  message.form = "decoded-message";
  const nlohmann::json* deny = Member(decoded, "explicitDeny");
  message.explicit_deny = deny->is_boolean() && deny->get<bool>();
  if (const nlohmann::json* principal = Member(*context, "principal")) {
    message.principal = Text(*principal, "arn");
  }
  message.action = Text(*context, "action");
  message.resource = Text(*context, "resource");
  message.context_is_whole = true;
  const nlohmann::json* conditions = Member(*context, "conditions");
  const nlohmann::json* items = conditions != nullptr ? Member(*conditions, "items") : nullptr;
  if (items == nullptr || !items->is_array()) return message;
  for (const nlohmann::json& item : *items) {
    logic::ContextValue value;
    value.key = Text(item, "key");
    const nlohmann::json* values = Member(item, "values");
    const nlohmann::json* list = values != nullptr ? Member(*values, "items") : nullptr;
    if (value.key.empty() || list == nullptr || !list->is_array()) continue;
    for (const nlohmann::json& one : *list) value.values.push_back(Text(one, "value"));
    value.is_list = value.values.size() > 1;
    if (!value.values.empty()) message.context.push_back(std::move(value));
  }
  return message;
}

// What the request was about: a parameter of it, or the first resource that the event lists.
std::string EventResource(const nlohmann::json& event) {
  if (const nlohmann::json* parameters = Member(event, "requestParameters")) {
    for (std::string_view name : {"roleArn", "secretId", "keyId", "topicArn", "resourceArn"}) {
      std::string arn = Text(*parameters, name);
      if (arn.starts_with("arn:")) return arn;
    }
    const std::string bucket = Text(*parameters, "bucketName");
    const std::string key = Text(*parameters, "key");
    if (!bucket.empty()) return "arn:aws:s3:::" + bucket + (key.empty() ? "" : "/" + key);
  }
  const nlohmann::json* resources = Member(event, "resources");
  if (resources == nullptr || !resources->is_array()) return {};
  for (const nlohmann::json& one : *resources) {
    std::string arn = Text(one, "ARN");
    if (!arn.empty()) return arn;
  }
  return {};
}

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
std::optional<WhyMessage> ReadEvent(const nlohmann::json& event) {
  const nlohmann::json* identity = Member(event, "userIdentity");
  if (identity == nullptr || Member(event, "eventName") == nullptr) return std::nullopt;
  WhyMessage message;
  ReadCore(Straightened(Text(event, "errorMessage")), &message);
  message.form = "cloudtrail-event";
  message.operation = Text(event, "eventName");
  if (message.principal.empty()) message.principal = Text(*identity, "arn");
  if (message.action.empty()) {
    const std::string source = Text(event, "eventSource");
    message.action = source.substr(0, source.find('.')) + ":" + message.operation;
  }
  if (message.resource.empty()) message.resource = EventResource(event);
  if (Text(event, "errorCode") == "VpceAccessDenied") message.by = DeniedBy::kVpcEndpoint;
  if (const KnownText* known = FindKnownText(Text(event, "errorMessage"))) {
    message.note = known->meaning;
  }
  const std::string endpoint = Text(event, "vpcEndpointId");
  if (!endpoint.empty()) message.context.push_back({"aws:SourceVpce", {endpoint}, false});
  const std::string address = Text(event, "sourceIPAddress");
  // Of calls by services the name of the service stands there.
  if (address.find_first_not_of("0123456789abcdefABCDEF.:") == std::string::npos &&
      !address.empty()) {
    message.context.push_back({"aws:SourceIp", {address}, false});
  }
  const std::string region = Text(event, "awsRegion");
  if (!region.empty()) message.context.push_back({"aws:RequestedRegion", {region}, false});
  const nlohmann::json* session = Member(*identity, "sessionContext");
  const nlohmann::json* attributes = session != nullptr ? Member(*session, "attributes") : nullptr;
  const std::string mfa = attributes != nullptr ? Text(*attributes, "mfaAuthenticated") : "";
  if (!mfa.empty()) message.context.push_back({"aws:MultiFactorAuthPresent", {mfa}, false});
  if (const nlohmann::json* parameters = Member(event, "requestParameters")) {
    const std::string external = Text(*parameters, "externalId");
    if (!external.empty()) message.context.push_back({"sts:ExternalId", {external}, false});
    const std::string name = Text(*parameters, "roleSessionName");
    if (!name.empty()) message.context.push_back({"sts:RoleSessionName", {name}, false});
  }
  return message;
}

std::optional<WhyMessage> ReadJson(const nlohmann::json& value) {
  if (value.is_string()) {
    const nlohmann::json inner = nlohmann::json::parse(value.get<std::string>(), nullptr, false);
    return inner.is_object() ? ReadJson(inner) : std::nullopt;
  }
  if (const nlohmann::json* decoded = Member(value, "DecodedMessage")) return ReadJson(*decoded);
  if (const nlohmann::json* records = Member(value, "Records");
      records != nullptr && records->is_array()) {
    for (const nlohmann::json& record : *records) {
      if (Member(record, "errorCode") != nullptr) return ReadEvent(record);
    }
    return std::nullopt;
  }
  if (const nlohmann::json* event = Member(value, "CloudTrailEvent")) return ReadJson(*event);
  if (const nlohmann::json* events = Member(value, "Events");
      events != nullptr && events->is_array()) {
    for (const nlohmann::json& event : *events) {
      std::optional<WhyMessage> message = ReadJson(event);
      if (message) return message;
    }
    return std::nullopt;
  }
  std::optional<WhyMessage> message = ReadDecoded(value);
  return message ? message : ReadEvent(value);
}

void AddOperation(std::string_view text, WhyMessage* message) {
  message->operation = OperationOf(text);
  if (message->action.empty() && message->operation.starts_with("AssumeRole")) {
    message->action = "sts:" + message->operation;
  }
}

}  // namespace

std::string_view DeniedByName(DeniedBy by) {
  switch (by) {
    case DeniedBy::kNotTold:
      return {};
    case DeniedBy::kIdentity:
      return "identity-based policy";
    case DeniedBy::kResource:
      return "resource-based policy";
    case DeniedBy::kBoundary:
      return "permissions boundary";
    case DeniedBy::kSession:
      return "session policy";
    case DeniedBy::kScp:
      return "service control policy";
    case DeniedBy::kRcp:
      return "resource control policy";
    case DeniedBy::kVpcEndpoint:
      return "VPC endpoint policy";
  }
  return {};
}

std::string WithArticle(DeniedBy by) {
  return fmt::format("{} {}", by == DeniedBy::kIdentity ? "an" : "a", DeniedByName(by));
}

std::string Straightened(std::string_view text) {
  static constexpr std::pair<std::string_view, std::string_view> kReplaced[] = {
      {"&quot;", "\""},       {"&#39;", "'"},        {"&amp;", "&"},        {"\xe2\x80\x9c", "\""},
      {"\xe2\x80\x9d", "\""}, {"\xe2\x80\x98", "'"}, {"\xe2\x80\x99", "'"}, {"\xc2\xa0", " "},
  };
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const auto found = std::find_if(std::begin(kReplaced), std::end(kReplaced), [&](const auto& r) {
      return text.substr(i).starts_with(r.first);
    });
    if (found != std::end(kReplaced)) {
      out += found->second;
      i += found->first.size();
      continue;
    }
    const char c = text[i++];
    const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!blank) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::optional<WhyMessage> ReadMessage(std::string_view raw, std::string* error) {
  const std::string text = Straightened(raw);
  if (text.empty()) {
    *error = "the message is empty";
    return std::nullopt;
  }
  WhyMessage message;
  if (text.front() == '{' || text.front() == '[') {
    const nlohmann::json value = nlohmann::json::parse(raw, nullptr, false);
    std::optional<WhyMessage> read =
        value.is_array() && !value.empty() ? ReadJson(value[0]) : ReadJson(value);
    if (read) return read;
    *error =
        "the message is JSON, but neither a CloudTrail event nor a decoded authorization message";
    return std::nullopt;
  }
  // A setting refuses these requests; the message still names the caller and the action.
  const KnownText* known = FindKnownText(text);
  const bool setting = known != nullptr && known->setting;
  if (!setting && (ReadCore(text, &message) || ReadConsole(text, &message))) {
    AddOperation(text, &message);
    return message;
  }
  if (FindFolded(text, "Encoded authorization failure message:") != std::string_view::npos) {
    message.form = "encoded-message";
    message.meaning = "the reason is encoded: decode it, and give rolelint why what comes out";
    message.commands.push_back("aws sts decode-authorization-message --encoded-message " +
                               WordAfter(text, "failure message:"));
    return message;
  }
  if (FindFolded(text, "could not switch role") != std::string_view::npos ||
      FindFolded(text, "Invalid information in one or more fields") != std::string_view::npos) {
    message.form = "switch-role";
    message.action = "sts:AssumeRole";
    return message;
  }
  if (known != nullptr) {
    message.form = known->id;
    message.meaning = known->meaning;
    if (!known->command.empty()) message.commands.emplace_back(known->command);
    return message;
  }
  if (ReadOldForm(text, &message)) {
    AddOperation(text, &message);
    return message;
  }
  for (std::string_view word :
       {"AccessDenied", "Access Denied", "UnauthorizedOperation", "Forbidden", "not authorized"}) {
    if (FindFolded(text, word) == std::string_view::npos) continue;
    message.form = "access-denied";
    AddOperation(text, &message);
    return message;
  }
  *error = "the message is none of AWS's that speak of access, roles or policies";
  return std::nullopt;
}

}  // namespace rolelint::cli
