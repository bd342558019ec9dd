#include "analyzer/engine/rule.h"

namespace rolelint::rules::unused_suppression {
namespace {

// The engine reports it when all other findings are known (analyzer/engine/suppressions.cc).
void Check(const engine::EstateContext&, engine::Reporter&) {}

}  // namespace

extern const engine::Rule kRule = {
    .id = "unused-suppression",
    .summary = "A suppression that matches no finding",
    .level = engine::Level::kWarning,
    .check_estate = Check,
};

}  // namespace rolelint::rules::unused_suppression
