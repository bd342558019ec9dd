#include "analyzer/engine/rule.h"

namespace rolelint::rules::expired_suppression {
namespace {

// The engine reports it when all other findings are known (analyzer/engine/suppressions.cc).
void Check(const engine::EstateContext&, engine::Reporter&) {}

}  // namespace

extern const engine::Rule kRule = {
    .id = "expired-suppression",
    .summary = "A suppression whose last day has passed",
    .level = engine::Level::kWarning,
    .check_estate = Check,
};

}  // namespace rolelint::rules::expired_suppression
