#ifndef ROLELINT_LOGIC_SUBJECT_LETTERS_H_
#define ROLELINT_LOGIC_SUBJECT_LETTERS_H_

// What patterns of subjects do not say (issuers.h): which letters the names in them have.

#include <string_view>

#include "analyzer/logic/issuers.h"

namespace rolelint::logic {

// False if no subject of the issuer has these letters. `text`: the value, with control characters
// in place of its wildcards.
bool CanBeSubject(const Issuer& issuer, std::string_view text);

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_SUBJECT_LETTERS_H_
