#!/usr/bin/env -S node --max-semi-space-size=16
import { requireNode } from './node-version.ts';

requireNode(process.versions.node);
const { runCommandLine } = await import('./command-line.ts');
await runCommandLine(process.argv);
