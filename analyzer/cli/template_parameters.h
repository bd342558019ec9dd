#ifndef ROLELINT_CLI_TEMPLATE_PARAMETERS_H_
#define ROLELINT_CLI_TEMPLATE_PARAMETERS_H_

// Values for the parameters of templates: from the command line and from files.

#include <string>
#include <utility>
#include <vector>

namespace rolelint::cli {

using TemplateParameters = std::vector<std::pair<std::string, std::string>>;

// NAME=VALUE of each argument. False, with a sentence in `error`, if one is anything else.
bool ReadParameterArguments(const std::vector<std::string>& arguments,
                            TemplateParameters* parameters, std::string* error);

// The AWS CLI's list of {"ParameterKey": …, "ParameterValue": …}, CodePipeline's {"Parameters":
// {…}}, or an object of names and values; lists as values are joined by commas.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Parameter.html
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/continuous-delivery-codepipeline-cfn-artifacts.html
bool ReadParameterFile(const std::string& path, TemplateParameters* parameters, std::string* error);

// A sentence on the first parameter that CloudFormation would have to give a value itself and does
// not, as AWS::AcountId; "" if there is none.
std::string WrongPseudoParameter(const TemplateParameters& parameters);

// Sorted by name; of one name the last.
void SortParameters(TemplateParameters* parameters);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_TEMPLATE_PARAMETERS_H_
