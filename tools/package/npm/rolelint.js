#!/usr/bin/env node
// Runs the rolelint binary of this platform's package with the same arguments and exit status.
"use strict";

const { spawnSync } = require("node:child_process");

const name = `@rolelint/${process.platform}-${process.arch}`;
let binary;
try {
  binary = require.resolve(`${name}/rolelint`);
} catch {
  console.error(`rolelint: the package ${name} is not installed. There are packages for linux-x64 and linux-arm64;` +
    " an install with --omit=optional leaves them out.");
  process.exit(2);
}
const run = spawnSync(binary, process.argv.slice(2), { stdio: "inherit" });
if (run.error) {
  console.error(`rolelint: cannot run ${binary}: ${run.error.message}`);
  process.exit(2);
}
if (run.signal) process.kill(process.pid, run.signal);
process.exit(run.status);
