#include "analyzer/cli/given_policies.h"

#include <fmt/format.h>

namespace rolelint::cli {

using engine::PolicyStore;

std::vector<Option> AddGivenOptions(Command command, GivenPolicies* given) {
  // One word each time: the paths that follow are no values.
  return {
      command
          .AddOption("--scp", given->scps,
                     "Add the service control policies of one level, a file or folder; once for "
                     "each level")
          .TypeName("PATH")
          .OneWord(),
      command
          .AddOption("--rcp", given->rcps,
                     "Add the resource control policies of one level, in the same way")
          .TypeName("PATH")
          .OneWord(),
      command.AddOption("--session", given->session, "Add the session policies").TypeName("PATH"),
      command
          .AddOption("--vpc-endpoint", given->vpc_endpoint,
                     "Add the policy of the VPC endpoint that the request uses")
          .File(),
      command
          .AddOption("--management-account", given->management_account,
                     "Set the organization's management account, where SCPs and RCPs do not apply")
          .TypeName("ID"),
  };
}

PolicyStore::Group StoreReader::Read(const std::vector<std::string>& paths,
                                     std::optional<policy::Kind> kind,
                                     const std::vector<engine::InputSpec>& given) {
  InputFiles files = CollectInputs(paths, {.stdin_name = stdin_name_});
  for (const std::string& message : files.errors) errors_.push_back({"", message, {}});
  files.inputs.insert(files.inputs.end(), given.begin(), given.end());
  return store_.Read(std::move(files.inputs), kind, allow_incomplete_);
}

std::optional<PolicyStore::Group> StoreReader::ReadOption(std::string_view option,
                                                          const std::string& path,
                                                          policy::Kind kind, std::string* error) {
  const PolicyStore::Group group = Read({path}, kind);
  if (!store_.PoliciesIn(group).empty()) return group;
  const std::vector<engine::RunError>& errors = store_.errors();
  *error = fmt::format("{} {}: {}", option, path,
                       errors.empty() ? "holds no policy" : errors.back().message);
  return std::nullopt;
}

bool ReadPolicies::Read(const GivenPolicies& given, StoreReader* reader, std::string* error) {
  auto levels = [&](std::string_view option, const std::vector<std::string>& paths,
                    policy::Kind kind, std::vector<PolicyStore::Group>* groups) {
    for (const std::string& path : paths) {
      const std::optional<PolicyStore::Group> group = reader->ReadOption(option, path, kind, error);
      if (!group) return false;
      groups->push_back(*group);
    }
    return true;
  };
  auto one = [&](std::string_view option, const std::string& path, policy::Kind kind,
                 std::optional<PolicyStore::Group>* group) {
    if (!path.empty()) *group = reader->ReadOption(option, path, kind, error);
    return path.empty() || *group;
  };
  return levels("--scp", given.scps, policy::Kind::kScp, &scps_) &&
         levels("--rcp", given.rcps, policy::Kind::kRcp, &rcps_) &&
         one("--session", given.session, policy::Kind::kSession, &session_) &&
         one("--vpc-endpoint", given.vpc_endpoint, policy::Kind::kResource, &vpc_endpoint_);
}

void ReadPolicies::AddTo(engine::AccessPolicies* policies, bool scps, bool rcps) const {
  if (scps) {
    for (PolicyStore::Group level : scps_) policies->AddScpLevel(level);
  }
  if (rcps) {
    for (PolicyStore::Group level : rcps_) policies->AddRcpLevel(level);
  }
  if (session_) policies->AddSession(*session_);
  if (vpc_endpoint_) policies->AddVpcEndpoint(*vpc_endpoint_);
}

}  // namespace rolelint::cli
