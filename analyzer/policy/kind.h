#ifndef ROLELINT_POLICY_KIND_H_
#define ROLELINT_POLICY_KIND_H_

// What a policy document is attached to decides which elements it may have and which rules speak of
// it. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#access_policy-types

#include <cstdint>
#include <optional>
#include <string_view>

namespace rolelint::policy {

enum class Kind : uint8_t { kIdentity, kTrust, kResource, kScp, kRcp, kBoundary, kSession };
inline constexpr int kKindCount = 7;

// The words of `--kind`: "identity", "trust", …
std::string_view KindName(Kind kind);
std::optional<Kind> ParseKind(std::string_view name);

class KindSet {
 public:
  constexpr KindSet() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): a kind is a set of one
  constexpr KindSet(Kind kind) : bits_(Bit(kind)) {}
  friend constexpr KindSet operator|(KindSet a, KindSet b) {
    return KindSet(static_cast<unsigned>(a.bits_) | b.bits_, 0);
  }
  constexpr bool Has(Kind kind) const { return (bits_ & Bit(kind)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }

 private:
  constexpr KindSet(unsigned bits, int) : bits_(static_cast<uint8_t>(bits)) {}
  static constexpr uint8_t Bit(Kind kind) {
    return static_cast<uint8_t>(1U << static_cast<unsigned>(kind));
  }
  uint8_t bits_ = 0;
};

constexpr KindSet operator|(Kind a, Kind b) { return KindSet(a) | KindSet(b); }

// Attached to a principal, hence without Principal element.
inline constexpr KindSet kIdentityLike = Kind::kIdentity | Kind::kBoundary | Kind::kSession;
inline constexpr KindSet kAllKinds =
    kIdentityLike | Kind::kTrust | Kind::kResource | Kind::kScp | Kind::kRcp;

// Of a policy that is attached to a resource of this type, as CloudFormation names types: trust of
// "AWS::IAM::AssumeRolePolicyDocument", which is what Access Analyzer calls a role's trust policy,
// else resource.
Kind KindOfAttachment(std::string_view resource_type);
// Two or three names between "::", as in "AWS::S3::Bucket".
bool IsResourceType(std::string_view text);

// How the kind was found out, strongest first.
enum class KindSource : uint8_t { kOption, kWrapping, kContent, kDefault };

}  // namespace rolelint::policy

#endif  // ROLELINT_POLICY_KIND_H_
