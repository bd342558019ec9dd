#ifndef ROLELINT_CLI_WHY_MESSAGE_H_
#define ROLELINT_CLI_WHY_MESSAGE_H_

// AWS's own words about a request that was refused, and what they say: who asked for what, and
// which kind of policy was missing or denied it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/logic/request.h"

namespace rolelint::cli {

// The kind of policy that a message names.
enum class DeniedBy : uint8_t {
  kNotTold,
  kIdentity,
  kResource,
  kBoundary,
  kSession,
  kScp,
  kRcp,
  kVpcEndpoint,
};
// "identity-based policy", …; "" for kNotTold.
std::string_view DeniedByName(DeniedBy by);
// "an identity-based policy", …
std::string WithArticle(DeniedBy by);

struct WhyMessage {
  // "access-denied", "switch-role", "decoded-message", "cloudtrail-event", "encoded-message", or
  // the id of an entry of KnownTexts().
  std::string form;
  std::string principal;  // "" where the message does not name it
  std::string action;
  std::string resource;
  bool hides_resource = false;  // "on resource: this resource"
  std::string operation;        // "AssumeRole", of the CLI's and SDKs' prefix
  DeniedBy by = DeniedBy::kNotTold;
  bool explicit_deny = false;
  std::string policy_arn;  // that denies
  std::vector<logic::ContextValue> context;
  bool context_is_whole = false;  // keys that are not in `context` are absent
  // Of a text that speaks of no policy: what it means, and what to do.
  std::string meaning;
  std::vector<std::string> commands;
  // What it means besides, where policies are looked at all the same; or "".
  std::string note;
};

// nullopt, with a sentence in `error`, of a text that is none of AWS's.
std::optional<WhyMessage> ReadMessage(std::string_view text, std::string* error);

// Texts that are the same whatever the request, with what they mean (why_texts.cc).
struct KnownText {
  std::string_view id;
  std::string_view text;  // what stands in the message, without case
  std::string_view meaning;
  std::string_view command;  // that tells more; "" if none does
  // Of the resource: it refuses also where the message is one about policies else.
  bool setting = false;
};
const KnownText* FindKnownText(std::string_view message);

// The same for policies that AWS refuses: rules of `check` that find the cause.
struct RefusedText {
  std::string_view text;
  std::string_view meaning;
  std::string_view rules;  // ids with blanks between, the likeliest first
};
const RefusedText* FindRefusedText(std::string_view message);
// "MalformedPolicyDocument" or a sibling stands in the message.
bool IsRefusal(std::string_view message);

// White space and quotes as one writes them: "&quot;" and typographic quotes become ".
std::string Straightened(std::string_view text);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_WHY_MESSAGE_H_
