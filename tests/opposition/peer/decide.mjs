// Decides contract cases (JSON lines on standard input, as `rolelint simulate --cases` takes them) with the npm
// package @cloud-copilot/iam-simulate and writes {"id","decision"} or {"id","error"} lines. A process of its own,
// for tests only: the package's licence is the AGPL.
//
//     node decide.mjs NODE_MODULES/@cloud-copilot/iam-simulate < cases.jsonl
//
// It calls the package's engine, not its runSimulation(): that one refuses policies that AWS refuses, keys that the
// action does not know, and more, and is ten times slower.

import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { join, resolve } from 'node:path'
import { realpathSync } from 'node:fs'

const folder = realpathSync(resolve(process.argv[2]))
const load = (path) => import(pathToFileURL(join(folder, path)).href)
const { authorize } = await load('dist/esm/core_engine/CoreSimulatorEngine.js')
const { DiscoveryContextKeyConstraints } = await load(
  'dist/esm/context_keys/discoveryContextKeyConstraints.js'
)
const { AwsRequestImpl } = await load('dist/esm/request/request.js')
const { RequestContextImpl } = await load('dist/esm/requestContext.js')
const { loadPolicy } = await load('../iam-policy/dist/esm/index.js')

const list = (value) => (Array.isArray(value) ? value : value === undefined ? [] : [value])
const text = (value) => (typeof value === 'string' ? value : JSON.stringify(value))

// The package takes condition values as text only.
function textual(policy) {
  const copy = structuredClone(policy)
  for (const statement of list(copy.Statement)) {
    for (const keys of Object.values(statement.Condition ?? {})) {
      for (const [key, value] of Object.entries(keys)) {
        keys[key] = Array.isArray(value) ? value.map(text) : text(value)
      }
    }
  }
  return loadPolicy(copy, { name: 'policy' })
}

const multivalued = new Set(
  ['CalledVia', 'PrincipalOrgPaths', 'PrincipalServiceNamesList', 'ResourceOrgPaths', 'SourceOrgPaths', 'TagKeys',
    'VpceOrgPaths'].map((key) => `aws:${key}`.toLowerCase())
)

// The keys that follow from the principal: the package leaves them to its caller.
function contextOf(request) {
  const context = {}
  for (const [key, value] of Object.entries(request.context ?? {})) {
    const lower = key.toLowerCase()
    const single = lower.startsWith('aws:') && !multivalued.has(lower)
    const values = list(value).map(text)
    context[lower] = Array.isArray(value) && !(single && values.length === 1) ? values : values[0]
  }
  const principal = request.principal
  const set = (key, value) => {
    if (value === undefined) delete context[key.toLowerCase()]
    else context[key.toLowerCase()] = value
  }
  if (request.resource_account) set('aws:ResourceAccount', request.resource_account)
  if (principal.service) {
    set('aws:PrincipalIsAWSService', 'true')
    set('aws:PrincipalServiceName', principal.service)
    set('aws:username', undefined)
    return context
  }
  if (principal.federated) return context
  if (principal === 'anonymous') {
    set('aws:PrincipalType', 'Anonymous')
    context['aws:userid'] ??= 'anonymous'
    for (const key of ['PrincipalArn', 'username', 'PrincipalIsAWSService', 'PrincipalServiceName']) {
      set(`aws:${key}`, undefined)
    }
    return context
  }
  const [, partition, , , account, ...rest] = principal.split(':')
  const [kind, ...names] = rest.join(':').split('/')
  const stated = context['aws:principalarn']
  const role = `arn:${partition}:iam::${account}:role/${names[0]}`
  set('aws:PrincipalAccount', account)
  set('aws:PrincipalIsAWSService', 'false')
  set('aws:PrincipalServiceName', undefined)
  set('aws:username', kind === 'user' ? names.at(-1) : undefined)
  const states = typeof stated === 'string' && stated.startsWith(`arn:${partition}:iam::${account}:role/`) &&
    stated.split('/').at(-1) === names[0]
  set('aws:PrincipalArn', kind !== 'assumed-role' ? principal : states ? stated : role)
  set('aws:PrincipalType', { user: 'User', root: 'Account', 'federated-user': 'FederatedUser' }[kind] ?? 'AssumedRole')
  if (kind === 'root') context['aws:userid'] ??= account
  if (kind === 'federated-user') context['aws:userid'] ??= `${account}:${names.join('/')}`
  return context
}

function principalOf(principal) {
  if (principal === 'anonymous') return { type: 'Anonymous' }
  return typeof principal === 'string' ? principal : principal.service ?? principal.federated
}

// Which kinds apply to whom is the caller's to know, says the package's documentation.
function applicable(line) {
  const { principal, action, resource } = line.request
  const policies = line.policies ?? {}
  const own = typeof principal === 'string' && principal !== 'anonymous'
  const root = own && principal.endsWith(':root')
  const arn = own ? contextOf(line.request)['aws:principalarn'] : ''
  const linked = arn.includes(':role/aws-service-role/')
  const trust = /^sts:/i.test(action) && /^arn:[^:]*:iam::[^:]*:role\//.test(resource)
  return {
    identity: own && !root ? list(policies.identity) : [],
    boundary: own && !root ? list(policies.boundary) : [],
    session: own && !root ? list(policies.session) : [],
    scp: own && !linked && !line.principal_account_is_management ? policies.scp ?? [] : [],
    rcp: !linked && !line.resource_account_is_management ? policies.rcp ?? [] : [],
    endpoint: list(policies.vpc_endpoint),
    resource: trust ? policies.trust ?? policies.resource : policies.resource
  }
}

function decide(line) {
  const policies = applicable(line)
  const { request } = line
  const levels = (all) =>
    all.map((level, index) => ({ orgIdentifier: `level-${index}`, policies: level.map(textual) }))
  // The package knows one session policy, AWS several, of which one must allow.
  const session = policies.session.length > 0
    ? textual({ Version: policies.session[0].Version, Statement: policies.session.flatMap((p) => list(p.Statement)) })
    : undefined
  const analysis = authorize({
    request: new AwsRequestImpl(
      principalOf(request.principal),
      { resource: request.resource, accountId: request.resource_account },
      request.action,
      new RequestContextImpl(contextOf(request)),
      request.resource === '*'
    ),
    sessionPolicy: session,
    identityPolicies: policies.identity.map(textual),
    serviceControlPolicies: levels(policies.scp),
    resourceControlPolicies: levels(policies.rcp),
    resourcePolicy: policies.resource ? textual(policies.resource) : undefined,
    permissionBoundaries: policies.boundary.length > 0 ? policies.boundary.map(textual) : undefined,
    vpcEndpointPolicies: policies.endpoint.length > 0 ? policies.endpoint.map(textual) : undefined,
    simulationParameters: {
      simulationMode: 'Strict',
      discoveryContextKeyConstraints: new DiscoveryContextKeyConstraints([])
    },
    serviceSettings: { s3: { blockPublicAccess: line.block_public_access?.RestrictPublicBuckets === true } }
  })
  return { Allowed: 'allowed', ExplicitlyDenied: 'explicitly_denied', ImplicitlyDenied: 'implicitly_denied' }[
    analysis.result
  ]
}

const answers = []
for await (const input of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (input.trim() === '') continue
  const line = JSON.parse(input)
  try {
    answers.push(JSON.stringify({ id: line.id, decision: decide(line) }))
  } catch (error) {
    answers.push(JSON.stringify({ id: line.id, error: error.message }))
  }
}
process.stdout.write(answers.join('\n') + (answers.length > 0 ? '\n' : ''))
