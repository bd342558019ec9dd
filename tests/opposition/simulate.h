#ifndef ROLELINT_TESTS_OPPOSITION_SIMULATE_H_
#define ROLELINT_TESTS_OPPOSITION_SIMULATE_H_

// What others decide: rolelint and the npm peer, each as a process of its own.

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace rolelint::opposition {

// `rolelint simulate --cases -`: a decision for each case, in order; "error: …" for an answer
// without one. Empty, and the running test failed, if the process failed.
std::vector<std::string> SimulateAll(const std::vector<nlohmann::json>& cases);

// The same of the package @cloud-copilot/iam-simulate in `package`.
std::vector<std::string> PeerDecides(const std::filesystem::path& package,
                                     const std::vector<nlohmann::json>& cases);

}  // namespace rolelint::opposition

#endif  // ROLELINT_TESTS_OPPOSITION_SIMULATE_H_
