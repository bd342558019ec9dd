#include "analyzer/logic/outsiders.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

#include "analyzer/logic/issuers.h"
#include "analyzer/logic/simulation.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/condition.h"
#include "analyzer/text/glob.h"

namespace rolelint::logic {
namespace {

using policy::OperatorFamily;

// Which values of a key are fixed, so that nobody outside has them. Without a wildcard any value
// is.
enum class Form : uint8_t {
  kWhole,
  kOrganizationPath,  // the organization at its head
  kArn,               // the account in it
  kUserId,            // the unique id before the colon
  kTrue,              // "true" alone
};

struct TrustKey {
  std::string_view key;
  Form form = Form::kWhole;
  // S3 knows the key, and fixed values without a wildcard alone.
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
  bool in_s3 = false;
};

// aws:SourceIp is looked at by itself. aws:VpcSourceIp is none of them: private addresses are the
// same in every VPC.
constexpr TrustKey kTrustKeys[] = {
    {"aws:principalorgid", Form::kWhole, true},
    {"aws:principalorgpaths", Form::kOrganizationPath, true},
    {"aws:sourceaccount", Form::kWhole, true},
    {"aws:sourceowner", Form::kWhole, true},
    {"aws:sourcearn", Form::kArn, true},
    {"aws:sourceorgid", Form::kWhole, true},
    {"aws:sourceorgpaths", Form::kOrganizationPath, true},
    {"aws:sourcevpc", Form::kWhole, true},
    {"aws:sourcevpce", Form::kWhole, true},
    {"aws:sourcevpcarn", Form::kArn, false},
    {"aws:ec2instancesourcevpc", Form::kWhole, false},
    {"aws:vpceaccount", Form::kWhole, false},
    {"aws:vpceorgid", Form::kWhole, false},
    {"aws:vpceorgpaths", Form::kOrganizationPath, false},
    {"aws:userid", Form::kUserId, true},
    {"s3:dataaccesspointarn", Form::kArn, true},
    {"s3:dataaccesspointaccount", Form::kWhole, true},
    {"s3:x-amz-server-side-encryption-aws-kms-key-id", Form::kWhole, true},
    {"kms:calleraccount", Form::kWhole, false},
    {"elasticfilesystem:accessedviamounttarget", Form::kTrue, false},
};

// Of principals; `prove` asks these of the principal itself.
constexpr std::string_view kPrincipalKeysInS3[] = {"aws:principalaccount", "aws:principalarn"};

const TrustKey* FindTrustKey(std::string_view key) {
  const auto* found = std::find_if(std::begin(kTrustKeys), std::end(kTrustKeys),
                                   [&](const TrustKey& one) { return one.key == key; });
  return found == std::end(kTrustKeys) ? nullptr : found;
}

// With a star for whatever is no plain character.
std::string Spelled(const Pattern& pattern) {
  std::string text;
  for (const Pattern::Token& token : pattern.tokens()) {
    const bool plain = token.kind == Pattern::Kind::kCharacter && token.character < 0x80;
    text.push_back(plain ? static_cast<char>(token.character) : '*');
  }
  return text;
}

// Up to `end`, which must be there.
bool IsFixedBefore(std::string_view text, char end) {
  const size_t at = text.find(end);
  return at != std::string_view::npos && at > 0 && !text::HasWildcard(text.substr(0, at));
}

bool HasFixedAccount(std::string_view text) {
  const std::optional<policy::Arn> arn = policy::ParseArn(text);
  return arn && policy::IsAccountId(arn->account);
}

bool IsFixed(const Pattern& pattern, Form form) {
  if (form == Form::kTrue) return pattern == Pattern::Literal("true", pattern.fold());
  if (pattern.is_literal()) {
    // Of requests without a signature.
    return form != Form::kUserId || !(pattern == Pattern::Literal("anonymous", pattern.fold()));
  }
  switch (form) {
    case Form::kOrganizationPath:
      return IsFixedBefore(Spelled(pattern), '/');
    case Form::kUserId:
      return IsFixedBefore(Spelled(pattern), ':');
    case Form::kArn:
      return HasFixedAccount(Spelled(pattern));
    case Form::kWhole:
    case Form::kTrue:
      break;
  }
  return false;
}

// --- networks -----------------------------------------------------------------------------------

// /8 of version 4, /32 of version 6.
constexpr int kFreeBitsV4 = 32 - 8;
constexpr int kFreeBitsV6 = 128 - 32;
// So many places together are still a company's networks. More are the internet.
constexpr int kMaxPlaces = 16;

unsigned __int128 PlaceSize(bool v6) {
  return static_cast<unsigned __int128>(1) << (v6 ? kFreeBitsV6 : kFreeBitsV4);
}

// Together no wider than kMaxPlaces, of either version.
bool ArePlaces(std::vector<AddressRange> ranges) {
  std::sort(ranges.begin(), ranges.end(),
            [](const AddressRange& a, const AddressRange& b) { return a.first < b.first; });
  for (const bool v6 : {false, true}) {
    unsigned __int128 size = 0;
    const AddressRange* before = nullptr;  // reaches furthest so far
    for (const AddressRange& range : ranges) {
      if (range.first.v6 != v6) continue;
      unsigned __int128 first = range.first.bits;
      if (before != nullptr && first <= before->last.bits) {
        if (range.last.bits <= before->last.bits) continue;
        first = before->last.bits + 1;
      }
      size += range.last.bits - first + 1;
      before = &range;
    }
    if (size > PlaceSize(v6) * kMaxPlaces) return false;
  }
  return true;
}

// The test says from where one gets in: an Allow in these networks, a Deny outside of them.
bool LetsInFrom(const CompiledStatement& statement, const CompiledTest& test) {
  return test.value.family == OperatorFamily::kIp && statement.allow != test.negated;
}

// The places among the networks of aws:SourceIp in the whole policy; none if together they are the
// internet.
std::vector<std::string_view> PlacesOf(const CompiledPolicy& policy, const Vocabulary& vocabulary) {
  std::vector<std::string_view> places;
  std::vector<AddressRange> ranges;
  for (const CompiledStatement& statement : policy.statements) {
    for (const CompiledTest& test : statement.tests) {
      if (vocabulary.key(test.key).folded != "aws:sourceip" || !LetsInFrom(statement, test)) {
        continue;
      }
      for (const policy::ConditionValue& value : test.source->values) {
        if (!IsPlace(value.text.value)) continue;
        places.push_back(value.text.value);
        ranges.push_back(*ParseAddressRange(value.text.value));
      }
    }
  }
  if (!ArePlaces(std::move(ranges))) places.clear();
  return places;
}

// --- accounts -----------------------------------------------------------------------------------

void AddAccount(std::string_view account, Outsiders* out) {
  PrincipalPattern pattern;
  pattern.kind = PrincipalPattern::Kind::kAccount;  // of any partition
  pattern.account = account;
  out->named.principals.push_back(std::move(pattern));
}

void AddAccountsOf(const CompiledTest& test, DerivedKey derived, Outsiders* out) {
  for (const policy::ConditionValue& value : test.source->values) {
    const std::string_view account = derived == DerivedKey::kPrincipalAccount
                                         ? value.text.value
                                         : policy::PrincipalAccount(value.text.value);
    if (!account.empty() && !text::HasWildcard(account)) AddAccount(account, out);
  }
}

void AddFixed(const CompiledTest& test, Form form, Outsiders* out) {
  ValueTest fixed;
  fixed.family = test.value.family;
  for (const Pattern* pattern : test.value.texts.patterns) {
    if (IsFixed(*pattern, form)) fixed.texts.patterns.push_back(pattern);
  }
  if (!fixed.texts.patterns.empty()) out->trusted.emplace_back(test.key, std::move(fixed));
}

// --- S3's form ----------------------------------------------------------------------------------

bool AllFixedInS3(const CompiledTest& test, std::string_view key) {
  const TextSet& set = test.value.texts;
  if (set.unknown || !set.templates.empty() || set.patterns.empty()) return false;
  // Of an access point's name alone S3 accepts a wildcard; of paths we do.
  const TrustKey* trust = FindTrustKey(key);
  const bool wild = key == "s3:dataaccesspointarn" ||
                    (trust != nullptr && trust->form == Form::kOrganizationPath);
  const Form form = wild ? trust->form : Form::kWhole;
  return std::all_of(set.patterns.begin(), set.patterns.end(),
                     [&](const Pattern* pattern) { return IsFixed(*pattern, form); });
}

bool PinsInS3(const CompiledTest& test, const Vocabulary& vocabulary) {
  if (test.negated || test.if_exists || test.qualifier == policy::SetQualifier::kForAllValues ||
      test.source == nullptr) {
    return false;
  }
  const std::string& key = vocabulary.key(test.key).folded;
  const auto& values = test.source->values;
  if (key == "aws:sourceip") {
    return test.value.family == OperatorFamily::kIp && !values.empty() &&
           std::all_of(values.begin(), values.end(), [](const policy::ConditionValue& value) {
             return IsPlace(value.text.value);
           });
  }
  const TrustKey* trust = FindTrustKey(key);
  const bool known = (trust != nullptr && trust->in_s3) ||
                     std::find(std::begin(kPrincipalKeysInS3), std::end(kPrincipalKeysInS3), key) !=
                         std::end(kPrincipalKeysInS3);
  const bool texts =
      test.value.family == OperatorFamily::kString || test.value.family == OperatorFamily::kArn;
  return known && texts && AllFixedInS3(test, key);
}

// Everyone, or everyone with an account at a provider that all of AWS shares: one without an ARN.
bool IsOpenTo(const PrincipalPattern& principal) {
  using PrincipalKind = PrincipalPattern::Kind;
  return principal.kind == PrincipalKind::kEveryone ||
         (principal.kind == PrincipalKind::kFederated && !principal.text.starts_with("arn:"));
}

// The values of a claim that no stranger's token has.
std::optional<ValueTest> FixedClaim(const CompiledTest& test, const ClaimKey& claim) {
  ValueTest fixed;
  fixed.family = test.value.family;
  for (const Pattern* pattern : test.value.texts.patterns) {
    if (StrangersLack(claim, *pattern)) fixed.texts.patterns.push_back(pattern);
  }
  if (fixed.family == policy::OperatorFamily::kNumeric && NamesTenant(claim)) {
    fixed.points = test.value.points;
  }
  const bool none = fixed.texts.patterns.empty() && fixed.points.IsEmpty();
  return none ? std::nullopt : std::optional(std::move(fixed));
}

}  // namespace

bool IsPlace(std::string_view network) {
  const std::optional<AddressRange> range = ParseAddressRange(network);
  return range && range->last.bits - range->first.bits < PlaceSize(range->first.v6);
}

Outsiders OutsidersOf(const CompiledPolicy& policy, const Vocabulary& vocabulary) {
  Outsiders out;
  const std::vector<std::string_view> places = PlacesOf(policy, vocabulary);
  ValueTest networks;
  networks.family = OperatorFamily::kIp;
  networks.points = ValueSet::None(Scale::kAddress);
  for (std::string_view place : places) {
    networks.points =
        networks.points.Union(ValueSet::FromTest(Scale::kAddress, Relation::kEqual, place));
  }
  if (!places.empty()) {
    out.trusted.emplace_back(vocabulary.FindKey("aws:SourceIp"), std::move(networks));
  }
  for (const CompiledStatement& statement : policy.statements) {
    for (const PrincipalPattern& listed : statement.principals) {
      if (listed.kind == PrincipalPattern::Kind::kFederated && IsShared(listed.text)) {
        out.shared.principals.push_back(listed);
      }
      if (!listed.account.empty()) AddAccount(listed.account, &out);
    }
    for (const CompiledTest& test : statement.tests) {
      const Key& key = vocabulary.key(test.key);
      if (key.derived == DerivedKey::kPrincipalAccount ||
          key.derived == DerivedKey::kPrincipalArn) {
        AddAccountsOf(test, key.derived, &out);
      } else if (key.claim) {
        if (auto claim = FixedClaim(test, *key.claim)) {
          out.trusted.emplace_back(test.key, *std::move(claim));
        }
      } else if (const TrustKey* trust = FindTrustKey(key.folded)) {
        AddFixed(test, trust->form, &out);
      }
    }
  }
  return out;
}

bool IsPublicByForm(const CompiledPolicy& policy, const Vocabulary& vocabulary) {
  return std::any_of(
      policy.statements.begin(), policy.statements.end(), [&](const CompiledStatement& statement) {
        if (!statement.allow) return false;
        const bool open =
            statement.not_principal ||
            std::any_of(statement.principals.begin(), statement.principals.end(), IsOpenTo);
        return open &&
               std::none_of(statement.tests.begin(), statement.tests.end(),
                            [&](const CompiledTest& test) { return PinsInS3(test, vocabulary); });
      });
}

}  // namespace rolelint::logic
