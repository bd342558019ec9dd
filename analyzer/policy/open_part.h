#ifndef ROLELINT_POLICY_OPEN_PART_H_
#define ROLELINT_POLICY_OPEN_PART_H_

// What is certain of a value of which a template leaves parts open (Text::open). Every such part is
// `${Name}`, and some names tell what they stand for: an account ID, a Region, the name of the
// stack. Those hold no colon and no slash; any other part may hold whatever its author likes.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/policy/arn.h"

namespace rolelint::policy {

// Ends the name of a part that is what CloudFormation's Ref gives of a resource, and no ARN.
inline constexpr std::string_view kRefOfNoArn = ".Ref";

enum class OpenPart : uint8_t { kAny, kAccount, kRegion, kName };

// Of `${Name}` its meaning; kAny too for a text that is anything else.
OpenPart OpenPartOf(std::string_view part);

// Whether every open part of the text is one of which the name tells that it holds neither colon
// nor slash: then the text has the fields that it shows.
bool ShowsItsFields(std::string_view text);

// Whether the text begins with a part that is known to be no ARN, so that it is none either: what
// CloudFormation's Ref gives of a bucket or a queue (`${Queue.Ref}`), Terraform's
// `${aws_s3_bucket.b.id}`.
bool BeginsWithNoArn(std::string_view text);

// The ARN that a partly open text is, if its fields can be told: "arn:aws:rds::${AccountId}:db:x"
// has no Region, whatever the account is. Not of `arn:aws:rds:${Where}:db:x`, where one part may
// stand for several fields, nor where the service itself is open.
std::optional<Arn> OpenArn(std::string_view text);

// The text with `x` in place of the parts that hold neither colon nor slash.
std::string WithoutNames(std::string_view text);

}  // namespace rolelint::policy

#endif  // ROLELINT_POLICY_OPEN_PART_H_
