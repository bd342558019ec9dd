#ifndef ROLELINT_CLI_PROVE_PRINCIPAL_H_
#define ROLELINT_CLI_PROVE_PRINCIPAL_H_

// `rolelint prove … --principal ARN`: questions about all that a user or role of an export may do:
// its own policies, those of its groups, its boundary, and the policies that options give.

#include "analyzer/catalog/catalog.h"
#include "analyzer/cli/prove_arguments.h"
#include "analyzer/cli/streams.h"

namespace rolelint::cli {

// The exit status. Takes not-granted and no-new-access alone.
int ProvePrincipal(const ProveArguments& arguments, const catalog::Catalog& catalog,
                   const Streams& streams);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_PROVE_PRINCIPAL_H_
