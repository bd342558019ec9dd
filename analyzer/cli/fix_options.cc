#include "analyzer/cli/fix_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "analyzer/cli/check_command.h"
#include "analyzer/engine/rule.h"
#include "analyzer/fix/file_bytes.h"
#include "analyzer/inputs/paths.h"
#include "analyzer/policy/arn.h"
#include "analyzer/report/report.h"
#include "analyzer/text/glob.h"

namespace rolelint::cli {
namespace {

std::string WrongFixPrincipal(const std::string& text) {
  const std::optional<policy::Arn> arn = policy::ParseArn(text);
  const bool fits = arn && arn->service == "iam" && policy::IsAccountId(arn->account) &&
                    !text::HasWildcard(text) &&
                    (arn->resource.starts_with("user/") || arn->resource.starts_with("role/"));
  return fits ? "" : "not the ARN of an IAM user or role, arn:aws:iam::111122223333:user/NAME";
}

// What the proof says, for people.
std::string ProofPhrase(const engine::AppliedFix& fix) {
  if (fix.result == "more") {
    return fmt::format("the policy allows MORE, {}{}",
                       fix.refused_before ? "and AWS refused it before: " : "such as ",
                       fix.request.empty() ? "a request" : fix.request);
  }
  std::string text = fix.result == "equivalent" ? "the policy allows the same"
                     : fix.result == "less"     ? "the policy allows less"
                                                : "the policy allows nothing new";
  if (fix.refused_before) text += "; AWS refused it as it was";
  return text;
}

std::string CountOfFixes(size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

}  // namespace

void AddFixOptions(Command command, FixArguments* arguments) {
  FixArguments& a = *arguments;
  Option fix = command.AddFlag(
      "--fix", a.fix,
      "Edit the files: apply the safe fixes, each after a proof that its policy allows nothing "
      "new; of standard input, write the text to standard output");
  command
      .AddFlag("--diff", a.diff,
               "Write the edits of --fix as a unified diff, and leave the files; exit with 1 if "
               "there are any")
      .Excludes(fix);
  command.AddFlag("--unsafe-fixes", a.unsafe,
                  "With --fix or --diff, also apply fixes that may not be what is meant, or that "
                  "allow more");
  command
      .AddOption("--principal", a.principal,
                 "Fix trust in its whole account by naming this user or role")
      .TypeName("ARN")
      .Check(WrongFixPrincipal);
}

bool FixesStandardInput(const CheckArguments& arguments,
                        const std::vector<engine::InputSpec>& inputs) {
  return arguments.fix.fix && inputs.size() == 1 && inputs.front().path.empty();
}

std::string WrongFixOptions(const CheckArguments& arguments,
                            const std::vector<engine::InputSpec>& inputs) {
  const FixArguments& fix = arguments.fix;
  if (fix.unsafe && !fix.any()) return "--unsafe-fixes needs --fix or --diff";
  if (!fix.any()) return "";
  if (arguments.list_inputs) return "--list-inputs fixes nothing: leave out --fix and --diff";
  if (fix.diff && arguments.report.format != "text") {
    return "--diff writes a diff, and no report: leave out --format " + arguments.report.format;
  }
  if (fix.diff && !arguments.report.output.empty())
    return "--diff writes to standard output: leave out --output";
  const bool bytes = std::any_of(inputs.begin(), inputs.end(),
                                 [](const engine::InputSpec& input) { return input.path.empty(); });
  if (fix.fix && bytes && inputs.size() > 1) {
    return "--fix writes standard input to standard output: give it alone, without other files";
  }
  return "";
}

fix::FixOptions FixOptionsOf(const CheckArguments& arguments) {
  fix::FixOptions options;
  options.unsafe = arguments.fix.unsafe;
  const std::string root = inputs::BaseFolder(".");
  options.refuse = [root](const engine::InputSpec& input) {
    return input.path.empty() ? std::string() : fix::WhyNotReplaced(input.path, root);
  };
  return options;
}

void WriteFixedFiles(const std::vector<engine::InputSpec>& inputs, fix::FixOutcome* outcome) {
  engine::CheckResult& result = outcome->result;
  std::erase_if(outcome->changes, [&](const fix::FileChange& change) {
    const engine::InputSpec& input = inputs[change.input];
    std::string error;
    if (input.path.empty() || fix::ReplaceFile(input.path, change.before, change.after, &error)) {
      return false;
    }
    result.errors.push_back({input.display_name,
                             fmt::format("cannot write the fixes: {}; the findings are those of "
                                         "the fixed text",
                                         error),
                             std::nullopt});
    result.incomplete = true;
    std::erase_if(*result.fixed, [&](const engine::AppliedFix& fixed) {
      return fixed.location.file == input.display_name;
    });
    return true;
  });
}

void WriteFixes(const engine::CheckResult& result, bool written, std::ostream& out) {
  for (const engine::AppliedFix& fix : *result.fixed) {
    out << (written ? "fixed: " : "would fix: ")
        << report::Printable(fmt::format("{}:{}:{}: {}: {}", fix.location.file,
                                         fix.location.start_line, fix.location.start_column,
                                         fix.rule->id, ProofPhrase(fix)))
        << '\n';
  }
}

std::string FixSummary(const fix::FixOutcome& outcome, bool written, bool unsafe) {
  const std::vector<engine::AppliedFix>& fixed = *outcome.result.fixed;
  std::string text = written ? "fixed " : "would fix ";
  text += CountOfFixes(fixed.size(), "finding", "findings");
  if (!fixed.empty()) {
    text += fmt::format(" in {}", CountOfFixes(outcome.changes.size(), "file", "files"));
    std::string_view joint = ": ";
    const auto add = [&](std::string_view result, std::string_view words) {
      const auto count =
          std::count_if(fixed.begin(), fixed.end(),
                        [result](const engine::AppliedFix& fix) { return fix.result == result; });
      if (count == 0) return;
      text += fmt::format("{}{} {}", joint, count, words);
      joint = ", ";
    };
    add("equivalent", "without a change of what is allowed");
    add("less", "allowing less");
    add("nothing-new", "allowing nothing new");
    add("more", "allowing MORE");
  }
  if (!unsafe && outcome.unsafe_left != 0) {
    text += fmt::format("; {} more with --unsafe-fixes", outcome.unsafe_left);
  }
  return text;
}

}  // namespace rolelint::cli
