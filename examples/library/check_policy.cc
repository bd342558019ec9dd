// Checks the policy on standard input with the installed library, and prints one line for each
// finding.

#include <rolelint/rolelint.h>

#include <iostream>
#include <iterator>
#include <string>

int main(int argc, char** argv) {
  const std::string policy{std::istreambuf_iterator<char>(std::cin), {}};
  rolelint::Options options;
  options.name = "stdin";
  if (argc > 1) options.kind = argv[1];

  const rolelint::Report report = rolelint::Check(policy, options);
  for (const rolelint::Finding& finding : report.findings) {
    std::cout << finding.place.line << ':' << finding.place.column << ": " << finding.severity
              << ": " << finding.message << " [" << finding.rule << "]\n";
  }
  for (const std::string& error : report.errors) std::cerr << "error: " << error << '\n';
  if (!report.errors.empty()) return 2;
  return report.findings.empty() ? 0 : 1;
}
