import { describeSettings, readSettings } from '../config/settings-codec.ts';

/** Prints every variable with the value in force, secrets masked; fails with every fault when there are any. */
export function printConfiguration(): void {
  const rows = describeSettings(process.env);
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, value, source, meaning } of rows) {
    console.log(`${name.padEnd(width)}  ${value.padEnd(16)}  ${source.padEnd(11)}  ${meaning}`);
  }
  readSettings(process.env);
}
