#ifndef ROLELINT_LOGIC_OUTSIDERS_H_
#define ROLELINT_LOGIC_OUTSIDERS_H_

// Whom a resource policy does not know: the other side of "is it public". And S3's own notion of a
// public policy, which looks at the form of each statement.

#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/logic/compiled.h"

namespace rolelint::logic {

struct Outsiders {
  // Lists the accounts that the policy names anywhere; principals of others are outside.
  CompiledStatement named;
  // Lists the web identity providers whose tokens strangers have too (issuers.h).
  CompiledStatement shared;
  // The fixed values by which the policy knows its own: no request from outside carries one.
  std::vector<std::pair<KeyId, ValueTest>> trusted;
};

Outsiders OutsidersOf(const CompiledPolicy& policy, const Vocabulary& vocabulary);

// A network narrow enough to be a place and not the internet: /8, of version 6 /32.
bool IsPlace(std::string_view network);

// Public by S3's own definition: an Allow for everyone, or for the users of a shared identity
// provider, without fixed values of certain keys. It knows no Deny.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
bool IsPublicByForm(const CompiledPolicy& policy, const Vocabulary& vocabulary);

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_OUTSIDERS_H_
