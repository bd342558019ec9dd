#ifndef ROLELINT_CLI_SWITCH_LINKS_H_
#define ROLELINT_CLI_SWITCH_LINKS_H_

// How a user takes a role: the console's link and a profile of the CLI.

#include <string>
#include <string_view>
#include <vector>

namespace rolelint::cli {

struct SwitchLinks {
  std::string console;  // "": the console cannot; `note` says why
  std::string profile;  // lines of ~/.aws/config
  std::string note;
};

// `conditions`: as graph::Judgement has them.
SwitchLinks LinksOf(std::string_view user_arn, std::string_view role_arn,
                    const std::vector<std::string>& conditions);

// "signin.aws.amazon.com" and its siblings.
std::string_view SignInHost(std::string_view partition);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_SWITCH_LINKS_H_
