#ifndef ROLELINT_LOGIC_JSON_DOCUMENT_H_
#define ROLELINT_LOGIC_JSON_DOCUMENT_H_

// Policies that are made of others: JSON in, JSON out.

#include <nlohmann/json_fwd.hpp>

#include "analyzer/json/tree.h"

namespace rolelint::logic {

// A value as it was read, without comments and layout. Numbers keep their value, not their
// spelling.
nlohmann::ordered_json JsonOf(json::Value value);

// On one line; bytes that are not UTF-8 are replaced.
std::string DumpJson(const nlohmann::ordered_json& value);

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_JSON_DOCUMENT_H_
