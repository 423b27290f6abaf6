import { hasCommand, runCommand } from './run-command.ts';

const INSTALLING_MS = 180_000;

/**
 * Sees to it that a program can be started: installs Debian's package where it is missing and this user may. Throws with what is missing and how
 * to get it.
 */
export async function installProgram(program: string, debianPackage: string): Promise<void> {
  if (await hasCommand(program)) return;
  if (process.getuid?.() !== 0 || !(await hasCommand('apt-get'))) {
    throw new Error(
      `there is no ${program} on this machine: install it, for example with apt-get install ${debianPackage}`,
    );
  }
  await runCommand('apt-get', ['update', '-qq'], INSTALLING_MS);
  await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', debianPackage], INSTALLING_MS);
  if (!(await hasCommand(program))) throw new Error(`apt-get installed ${debianPackage}, and there is no ${program}`);
}
