#ifndef ROLELINT_CLI_WHY_ANSWER_H_
#define ROLELINT_CLI_WHY_ANSWER_H_

// Why a request was refused: the policies that bear on it, one kind after the other.

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "analyzer/cli/map_input.h"
#include "analyzer/cli/map_places.h"
#include "analyzer/cli/why_message.h"
#include "analyzer/graph/judge.h"

namespace rolelint::cli {

// One kind of policy.
struct WhyHalf {
  enum class Status : uint8_t {
    kGrants,     // it lets the request in
    kMissing,    // nothing in it does
    kCondition,  // something does under a condition
    kDenies,     // it denies, whatever the request carries
    kMayDeny,    // it denies under a condition
    kUnknown,    // the input does not hold it
    kNotInvolved,
  };
  DeniedBy kind = DeniedBy::kIdentity;
  std::string label;  // "the policies of user anna"
  Status status = Status::kNotInvolved;
  std::vector<graph::StatementRef> evidence;
  std::vector<std::string> conditions;
  struct Near {
    graph::StatementRef ref;
    std::string why;
  };
  std::vector<Near> near;
  nlohmann::ordered_json statement;  // to add; null: none
  std::vector<std::string> unknown;
};
std::string_view StatusName(WhyHalf::Status status);

struct WhyAnswer {
  enum class Verdict : uint8_t { kDenied, kConditional, kAllowed, kUnknown };
  Verdict verdict = Verdict::kUnknown;
  logic::Request request;
  std::vector<WhyHalf> halves;
  std::vector<std::string> notes;
  std::vector<std::string> commands;  // that would give what the input lacks
};
std::string_view VerdictName(WhyAnswer::Verdict verdict);

// The message names the request; nullopt, with a sentence in `error`, where that is not enough.
std::optional<WhyAnswer> ExplainDenial(const WhyMessage& message, MapInput* input,
                                       std::string* error);

void WriteWhyText(const WhyMessage& message, const WhyAnswer& answer, const MapPlaces& places,
                  std::ostream& out);
nlohmann::ordered_json WhyObject(const WhyMessage& message, const WhyAnswer& answer,
                                 const MapPlaces& places);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_WHY_ANSWER_H_
