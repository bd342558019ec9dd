#ifndef ROLELINT_ENGINE_SENSITIVE_H_
#define ROLELINT_ENGINE_SENSITIVE_H_

// What an input marks as sensitive (inputs::InputResult::sensitive) stays out of every report: its
// findings say which rule is broken and where, not by what.

#include <span>
#include <string>
#include <string_view>

#include "analyzer/engine/finding.h"
#include "analyzer/text/span.h"

namespace rolelint::engine {

inline constexpr std::string_view kWithheldIssue =
    "this value, which is marked as sensitive, cannot be read; why is withheld";

// `sensitive` is sorted. Whether something of it lies in `span`, or the empty span in it.
bool IsSensitive(std::span<const text::Span> sensitive, text::Span span);
// The one that `span` touches first.
text::Span SensitiveAt(std::span<const text::Span> sensitive, text::Span span);

// Each character of `line` that is sensitive as a star. The line's bytes begin at `begin`.
std::string Masked(std::string_view line, uint32_t begin, std::span<const text::Span> sensitive);

// Leaves of the finding what may be told.
void Withhold(Finding* finding);

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_SENSITIVE_H_
