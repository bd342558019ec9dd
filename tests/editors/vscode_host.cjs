// A stand-in for Visual Studio Code that runs the packed extension: its real language client starts the real server, and
// what it shows for an open document is printed as JSON.
//
//   node vscode_host.cjs EXTENSION_FOLDER DOCUMENT [SETTING=VALUE]…
'use strict';

const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const [extensionPath, file, ...given] = process.argv.slice(2);
const settings = { path: '', arguments: [] };
for (const one of given) {
  const [name, value] = one.split(/=(.*)/s);
  settings[name] = name === 'arguments' ? value.split(' ') : value;
}

const nothing = { dispose() {} };
const event = () => nothing;

class Uri {
  constructor(text) {
    const url = new URL(text);
    this.scheme = url.protocol.slice(0, -1);
    this.authority = url.host;
    this.path = decodeURIComponent(url.pathname);
    this.fsPath = this.path;
    this.text = text;
  }
  toString() { return this.text; }
  static parse(text) { return new Uri(text); }
  static file(name) { return new Uri(pathToFileURL(name).href); }
}
class Position {
  constructor(line, character) { Object.assign(this, { line, character }); }
}
class Range {
  constructor(start, end, ...more) {
    if (more.length === 2) [start, end] = [new Position(start, end), new Position(...more)];
    Object.assign(this, { start, end });
  }
}
class Diagnostic {
  constructor(range, message, severity) { Object.assign(this, { range, message, severity }); }
}
class EventEmitter {
  constructor() {
    this.listeners = [];
    this.event = (listener) => {
      this.listeners.push(listener);
      return nothing;
    };
  }
  fire(value) { for (const listener of this.listeners) listener(value); }
  dispose() {}
}

class CancellationTokenSource {
  token = { isCancellationRequested: false, onCancellationRequested: event };
  cancel() {}
  dispose() {}
}

const shown = [];
let ended = false;
const done = (status, what) => {
  if (ended) return;
  ended = true;
  process.stdout.write(JSON.stringify(what) + '\n', () => process.exit(status));
};
const document = {
  uri: Uri.file(path.resolve(file)), fileName: file, languageId: 'json', version: 1, isClosed: false, isDirty: false,
  getText: () => fs.readFileSync(file, 'utf8'),
};
const kind = { append: () => kind };

// What the client asks of the editor and this test looks at; of the rest there is something that does nothing.
const known = {
  version: '1.90.0', Uri, Position, Range, Diagnostic, EventEmitter, CancellationTokenSource, CodeActionKind: { Empty: kind },
  DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
  env: { language: 'en', appName: 'stand-in' },
  commands: { registerCommand: () => nothing },
  window: {
    showErrorMessage: async (message) => done(1, { error: message }),
    createOutputChannel: () => ({ append() {}, appendLine() {}, show() {}, dispose() {}, trace() {}, error() {} }),
    visibleTextEditors: [{ document }], activeTextEditor: { document }, tabGroups: { all: [] },
  },
  workspace: {
    workspaceFolders: [{ uri: Uri.file(path.dirname(path.resolve(file))), name: 'folder', index: 0 }],
    textDocuments: [document], notebookDocuments: [],
    getConfiguration: (section) => ({ get: (name, fallback) => (section === 'rolelint' ? settings[name] : fallback) }),
    createFileSystemWatcher: () => ({ onDidCreate: event, onDidChange: event, onDidDelete: event, dispose() {} }),
    asRelativePath: (one) => String(one),
  },
  languages: {
    match: (selector, one) => (selector.some((filter) => filter.language === one.languageId) ? 10 : 0),
    createDiagnosticCollection: () => ({
      set: (uri, diagnostics) => {
        shown.push(...diagnostics.map((one) => ({
          rule: one.code?.value ?? one.code, severity: one.severity, source: one.source, line: one.range.start.line,
        })));
        done(0, { uri: uri.toString(), shown });
      },
      delete() {}, clear() {}, dispose() {}, has: () => false, get: () => [],
    }),
  },
};
function blank(name) {
  if (/^on(Did|Will)/.test(name)) return event;
  if (/^register|^create/.test(name)) return () => nothing;
  return new Proxy(class {}, { get: (target, key) => (key in target ? target[key] : key === 'prototype' ? {} : 0) });
}
const filled = (object) => new Proxy(object, {
  get: (target, name) => (name in target || typeof name === 'symbol' ? target[name] : (target[name] = blank(String(name)))),
});
for (const part of ['window', 'workspace', 'languages', 'commands', 'env']) known[part] = filled(known[part]);

const load = Module._load;
Module._load = (request, ...rest) => (request === 'vscode' ? filled(known) : load(request, ...rest));
setTimeout(() => done(1, { error: 'no diagnostics within 20 seconds' }), 20000);
require(path.resolve(extensionPath)).activate({ extensionPath: path.resolve(extensionPath), subscriptions: [] })
  .catch((error) => done(1, { error: error.stack }));
