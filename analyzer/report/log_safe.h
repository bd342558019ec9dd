#ifndef ROLELINT_REPORT_LOG_SAFE_H_
#define ROLELINT_REPORT_LOG_SAFE_H_

// What is written for people ends up in the logs of CI jobs, and GitHub's runner executes commands
// that it finds there: "::name" at the beginning of a line and "##[name]" anywhere in one. Names of
// files, policies and arguments must not come out as such a command.
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions

#include <ostream>
#include <streambuf>

namespace rolelint::report {

// Writes the second colon of a command as \x{3a} and the bracket as \x{5b}.
class LogSafeBuffer : public std::streambuf {
 public:
  explicit LogSafeBuffer(std::ostream& target) : target_(target) {}

 protected:
  int_type overflow(int_type c) override;
  std::streamsize xsputn(const char* text, std::streamsize size) override;
  int sync() override;

 private:
  // Whether `c`, the next byte of the line, would complete the beginning of a command.
  bool Completes(char c);
  // No command can begin before the next '#' or line.
  bool IsInText() const { return !blank_ && !colon_ && number_signs_ == 0; }

  std::ostream& target_;
  bool blank_ = true;     // nothing in the line yet but blanks
  bool colon_ = false;    // nothing but blanks and this colon
  int number_signs_ = 0;  // that end the line
};

class LogSafe : private LogSafeBuffer, public std::ostream {
 public:
  explicit LogSafe(std::ostream& target)
      : LogSafeBuffer(target), std::ostream(static_cast<LogSafeBuffer*>(this)) {}
};

}  // namespace rolelint::report

#endif  // ROLELINT_REPORT_LOG_SAFE_H_
