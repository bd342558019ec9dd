"""cloudsplaining's findings over a folder of identity policies, by category: one a policy and action or path."""

import collections
import json
import pathlib
import sys

from cloudsplaining.scan.policy_document import PolicyDocument

counts = collections.Counter()
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.json")):
    policy = PolicyDocument(json.loads(path.read_text()))
    counts["ServiceWildcard"] += len(policy.service_wildcard)
    counts["PrivilegeEscalation"] += len(policy.allows_privilege_escalation)
    counts["DataExfiltration"] += len(policy.allows_data_exfiltration_actions)
    counts["ResourceExposure"] += len(policy.permissions_management_without_constraints)
    counts["CredentialsExposure"] += len(policy.credentials_exposure)
    counts["InfrastructureModification"] += len(policy.infrastructure_modification)
print(json.dumps(counts))
