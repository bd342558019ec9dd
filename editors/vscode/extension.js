// Starts `rolelint lsp` and joins it to the editor.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

const LANGUAGES = ['json', 'jsonc', 'yaml', 'terraform'];

let client;

// The program that the settings name, the one in the extension, or the one of PATH.
function programOf(settings, extensionPath) {
  const named = settings.get('path');
  if (named) return named;
  const carried = path.join(extensionPath, 'bin', process.platform === 'win32' ? 'rolelint.exe' : 'rolelint');
  return fs.existsSync(carried) ? carried : 'rolelint';
}

async function start(context) {
  const settings = vscode.workspace.getConfiguration('rolelint');
  client = new LanguageClient(
    'rolelint',
    'rolelint',
    {
      command: programOf(settings, context.extensionPath),
      args: ['lsp', ...settings.get('arguments')],
    },
    {
      documentSelector: LANGUAGES.flatMap((language) => [
        { scheme: 'file', language },
        { scheme: 'untitled', language },
      ]),
      synchronize: {
        fileEvents: [
          vscode.workspace.createFileSystemWatcher('**/{.,}rolelint.{yaml,yml}'),
          vscode.workspace.createFileSystemWatcher('**/*.{tf,tofu,tfvars}'),
        ],
      },
    },
  );
  try {
    await client.start();
  } catch (error) {
    vscode.window.showErrorMessage(`rolelint lsp does not start: ${error.message}. Set rolelint.path.`);
  }
}

async function stop() {
  const old = client;
  client = undefined;
  if (old && old.isRunning()) await old.stop();
}

async function restart(context) {
  await stop();
  await start(context);
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand('rolelint.restart', () => restart(context)),
    vscode.workspace.onDidChangeConfiguration((event) =>
      event.affectsConfiguration('rolelint') ? restart(context) : undefined,
    ),
  );
  await start(context);
}

module.exports = { activate, deactivate: stop };
