// The npm package @cloud-copilot/iam-simulate on the benchmark's requests: policies loaded once, authorize() in a
// loop, as logic_bench does with ours. A process of its own; the package's licence is the AGPL.
//
//     node peer.mjs NODE_MODULES/@cloud-copilot/iam-simulate < policies.json

import { readFileSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const folder = realpathSync(resolve(process.argv[2]))
const load = (path) => import(pathToFileURL(join(folder, path)).href)
const { authorize } = await load('dist/esm/core_engine/CoreSimulatorEngine.js')
const { DiscoveryContextKeyConstraints } = await load('dist/esm/context_keys/discoveryContextKeyConstraints.js')
const { AwsRequestImpl } = await load('dist/esm/request/request.js')
const { RequestContextImpl } = await load('dist/esm/requestContext.js')
const { loadPolicy } = await load('../iam-policy/dist/esm/index.js')

const { policies, requests } = JSON.parse(readFileSync(0, 'utf8'))
const of = (kind) => policies.filter((p) => p.kind === kind).map((p) => loadPolicy(p.policy, { name: kind }))
const identity = of('identity')
const resource = of('resource')[0]
const boundary = of('boundary')
const scp = of('scp').map((policy, level) => ({ orgIdentifier: `level-${level}`, policies: [policy] }))

function decide(request) {
  return authorize({
    request: new AwsRequestImpl(
      request.principal,
      { resource: request.resource, accountId: request.resource_account ?? '111122223333' },
      request.action,
      new RequestContextImpl({ ...request.context, 'aws:username': 'alex' }),
      request.resource === '*'
    ),
    sessionPolicy: undefined,
    identityPolicies: identity,
    serviceControlPolicies: scp,
    resourceControlPolicies: [],
    resourcePolicy: request.resource.startsWith('arn:aws:s3') ? resource : undefined,
    permissionBoundaries: boundary,
    vpcEndpointPolicies: undefined,
    simulationParameters: {
      simulationMode: 'Strict',
      discoveryContextKeyConstraints: new DiscoveryContextKeyConstraints([])
    },
    serviceSettings: { s3: { blockPublicAccess: false } }
  }).result
}

const rounds = 4000
let allowed = 0
for (let i = 0; i < 500; ++i) for (const request of requests) decide(request) // warm
const start = process.cpuUsage()
for (let i = 0; i < rounds; ++i) {
  for (const request of requests) allowed += decide(request) === 'Allowed' ? 1 : 0
}
const { user, system } = process.cpuUsage(start)
const count = rounds * requests.length
const share = Math.round((100 * allowed) / count)
console.log(`${Math.round((count * 1e6) / (user + system))} requests/s  (${share} % allowed)`)
