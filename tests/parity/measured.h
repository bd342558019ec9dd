#ifndef ROLELINT_TESTS_PARITY_MEASURED_H_
#define ROLELINT_TESTS_PARITY_MEASURED_H_

// What Access Analyzer itself said of policies, beside what the rules say of them. Its findings lie
// in the shared data: a line of JSON for each policy, with the paths that each finding names.

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace rolelint::parity {

// A finding of one side: what it is called, and all the places that it names.
struct Measured {
  std::set<std::string> codes;  // of Access Analyzer's finding one, of ours all that its rule names
  std::vector<std::string> pointers;
  std::string rule;  // ours only
  bool is_error = false;
  std::string message;
};

struct MeasuredPolicy {
  std::string name;
  std::string text;
  std::vector<Measured> theirs;
};

void ForEachMeasured(const std::filesystem::path& file,
                     const std::function<void(const MeasuredPolicy&)>& visit);

// Ours of an identity policy, of the rules that name a code of Access Analyzer; every persona's.
std::vector<Measured> OursOf(const std::string& text);

// A difference that is known and explained.
struct Drift {
  std::string policy;
  std::string code;
  std::string pointer;
  std::string reason;
};
// tests/parity/drift.tsv: policy, code, pointer, reason.
std::vector<Drift> ReadDrift();

struct Tally {
  int theirs = 0;                 // places that Access Analyzer named
  int matched = 0;                // of these, places of ours too
  int explained = 0;              // of the others, in the list of drift
  int extra = 0;                  // findings of ours at none of its places, without the drift
  int extra_errors = 0;           // of these, of level error
  std::vector<std::string> told;  // what is missed and what is extra
};

class Measurement {
 public:
  Measurement() : drift_(ReadDrift()) {}
  void Add(const MeasuredPolicy& policy, const std::vector<Measured>& ours);

  const std::map<std::string, Tally>& by_code() const { return by_code_; }
  int policies() const { return policies_; }
  // Entries of the list that explained nothing.
  std::vector<std::string> IdleDrift() const;
  // The rows of a Markdown table.
  std::string Table() const;

 private:
  bool IsDrift(const std::string& policy, const std::set<std::string>& codes,
               const std::string& pointer);

  std::vector<Drift> drift_;
  std::set<size_t> used_;
  std::map<std::string, Tally> by_code_;
  int policies_ = 0;
};

}  // namespace rolelint::parity

#endif  // ROLELINT_TESTS_PARITY_MEASURED_H_
