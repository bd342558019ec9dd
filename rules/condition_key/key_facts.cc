#include "rules/condition_key/key_facts.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "analyzer/catalog/past_names.h"
#include "analyzer/policy/condition.h"
#include "analyzer/policy/condition_query.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules {
namespace {

using catalog::ValueType;
using Standing = KeyFacts::Standing;

// Keys of type String in the service reference whose values are numbers: AWS's guides compare them
// by NumericLessThan and its like. Lower case.
constexpr std::string_view kNumbers[] = {
    "glacier:archiveageindays",     // the guide of Vault Lock
    "iam:delegationduration",       // seconds
    "redshift:durationseconds",     // the guide of GetClusterCredentials
    "ec2:replaywindowsizepackets",  // of a VPN tunnel
};

bool IsNumber(std::string_view key) {
  return std::any_of(std::begin(kNumbers), std::end(kNumbers),
                     [&](std::string_view number) { return text::EqualsFolded(key, number); });
}

// Keys known beside the catalogue, each with the reason. A `*` at the end stands for any name.
struct Beside {
  std::string_view key;
  ValueType type;
  bool either;  // taken as one value and as a list of them
};
constexpr Beside kBeside[] = {
    // Of a key that ends in the name of a tag the catalogue's source has the word `tag-key` alone.
    {"secretsmanager:resourcetag/*", ValueType::kString, false},
    // The source has the key without the name of the tag; AWS's page on Vault Lock names one.
    {"glacier:resourcetag/*", ValueType::kString, false},
    // AWS's own policies of IAM Identity Center test it; the key of the organization's former name
    // for its management account.
    {"aws:principalorgmasteraccountid", ValueType::kString, false},
    // AWS DeepRacer left the service reference in 2025; its policies stay valid.
    {"deepracer:usertoken", ValueType::kBool, false},
    {"deepracer:multiuser", ValueType::kBool, false},
    // Lists by their nature and in AWS's examples, yet typed as one string.
    {"cognito-identity.amazonaws.com:amr", ValueType::kString, true},
    {"codestar-connections:provideraction", ValueType::kString, true},
    {"codeconnections:provideraction", ValueType::kString, true},
    {"s3-outposts:requestobjecttagkeys", ValueType::kString, true},
};

const Beside* FindBeside(std::string_view key) {
  for (const Beside& beside : kBeside) {
    std::string_view name = beside.key;
    if (name.back() == '*') {
      name.remove_suffix(1);
      if (key.size() > name.size() && text::EqualsFolded(key.substr(0, name.size()), name)) {
        return &beside;
      }
    } else if (text::EqualsFolded(key, name)) {
      return &beside;
    }
  }
  return nullptr;
}

// Keys that are nothing without the name of a tag. Lower case.
constexpr std::string_view kTagKeys[] = {
    "aws:resourcetag",      "aws:requesttag",      "aws:principaltag", "s3:buckettag",
    "s3:existingobjecttag", "s3:requestobjecttag", "s3:accesspointtag"};

bool LacksTagKey(const catalog::Catalog& catalog, std::string_view key) {
  while (!key.empty() && key.back() == '/') key.remove_suffix(1);
  for (std::string_view name : kTagKeys) {
    if (text::EqualsFolded(key, name)) return true;
  }
  // `ec2:ResourceTag`, `rds:db-tag`: some name would make it a key.
  constexpr std::string_view kTag = "tag";
  if (key.size() < kTag.size() || key.size() > 100 ||
      !text::EqualsFolded(key.substr(key.size() - kTag.size()), kTag)) {
    return false;
  }
  std::array<char, 104> named{};
  std::memcpy(named.data(), key.data(), key.size());
  std::memcpy(named.data() + key.size(), "/x", 2);
  const std::string_view full(named.data(), key.size() + 2);
  const std::optional<catalog::ConditionKey> found = catalog.FindConditionKey(full);
  return (found && found->is_template()) || FindBeside(full) != nullptr;
}

KeyFacts Learn(const catalog::Catalog& catalog, std::string_view key) {
  KeyFacts facts;
  facts.key = catalog.FindConditionKey(key);
  if (const Beside* beside = FindBeside(key)) {
    facts.standing = facts.key ? Standing::kListed : Standing::kBeside;
    facts.type = beside->type;
    facts.multivalued = facts.key && facts.key->multivalued();
    facts.either = beside->either;
    return facts;
  }
  if (facts.key) {
    facts.standing = Standing::kListed;
    facts.type = facts.key->type();
    facts.multivalued = facts.key->multivalued();
    facts.number = IsNumber(key);
    return facts;
  }
  const size_t colon = key.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == key.size()) return facts;
  const std::string_view prefix = key.substr(0, colon);
  if (LacksTagKey(catalog, key)) {
    facts.standing = Standing::kTagKeyMissing;
  } else if (text::EqualsFolded(key, "aws:arn")) {
    facts.standing = Standing::kArnKey;
  } else if (text::EqualsFolded(prefix, "aws")) {
    facts.standing = Standing::kUnknownGlobal;
  } else if (prefix.find_first_of("./") != std::string_view::npos ||
             text::EqualsFolded(prefix, "saml") || text::EqualsFolded(prefix, "localhost") ||
             catalog::FindPastService(prefix) != nullptr) {
    facts.standing = Standing::kOpen;  // claims are whatever the provider puts into its tokens
  } else if (catalog.FindService(prefix)) {
    facts.standing = Standing::kUnknownOfService;
  } else {
    facts.standing = Standing::kUnknownService;
  }
  return facts;
}

constexpr size_t kSlots = 256;
constexpr size_t kLongest = 88;

struct Slot {
  const char* catalog = nullptr;
  size_t size = 0;
  std::array<char, kLongest> key;
  KeyFacts facts;
};

size_t Hash(std::string_view key) {
  uint64_t hash = key.size() * 0x9E3779B97F4A7C15U;
  while (key.size() >= 8) {
    uint64_t word = 0;
    std::memcpy(&word, key.data(), 8);
    hash = (hash ^ word) * 0x9E3779B97F4A7C15U;
    hash ^= hash >> 29U;
    key.remove_prefix(8);
  }
  for (char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return static_cast<size_t>((hash ^ (hash >> 32U)) % kSlots);
}

}  // namespace

const KeyFacts& FactsOf(const catalog::Catalog& catalog, std::string_view key) {
  // A later key may take an earlier one's slot, so memory and time stay bounded.
  thread_local std::array<Slot, kSlots> slots;
  thread_local KeyFacts unkept;
  if (key.size() > kLongest) {
    unkept = Learn(catalog, key);
    return unkept;
  }
  const char* block = catalog.bytes().data();
  Slot& slot = slots[Hash(key)];
  if (slot.catalog != block || std::string_view(slot.key.data(), slot.size) != key) {
    slot.facts = Learn(catalog, key);
    slot.catalog = block;
    slot.size = key.size();
    std::memcpy(slot.key.data(), key.data(), key.size());
  }
  return slot.facts;
}

bool IsGlobalTagKey(std::string_view key) {
  constexpr std::string_view kTags[] = {"aws:resourcetag/", "aws:requesttag/", "aws:principaltag/"};
  for (std::string_view tag : kTags) {
    if (key.size() > tag.size() && text::EqualsFolded(key.substr(0, tag.size()), tag)) return true;
  }
  return text::EqualsFolded(key, "aws:TagKeys");
}

bool IsAudienceClaim(std::string_view key) {
  const size_t colon = key.rfind(':');
  if (colon == std::string_view::npos || key.find('.') > colon) return false;
  const std::string_view claim = key.substr(colon + 1);
  return text::EqualsFolded(claim, "aud") || text::EqualsFolded(claim, "app_id");
}

bool PassesWithoutKey(const policy::ConditionTest& test) { return policy::PassesIfAbsent(test); }

}  // namespace rolelint::rules
