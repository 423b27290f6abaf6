#!/usr/bin/env -S node --max-semi-space-size=32
// JavaScript, so that a Node that is too old to run TypeScript can read it and say so.
import process from 'node:process';

/** The oldest Node that runs TypeScript as it is, without a flag or a build. */
const OLDEST_MAJOR = 24;

const { node: version } = process.versions;
if (Number(version.split('.', 1)[0]) >= OLDEST_MAJOR) {
  await import('./bourse.ts');
} else {
  process.stderr.write(
    `Bourse needs Node ${OLDEST_MAJOR}; this is ${version}. "npm ci" brings the right one: run "npm start" or "npx bourse ...".\n`,
  );
  process.exitCode = 1;
}
