/** The oldest Node that runs TypeScript as it is, without a flag or a build. */
const OLDEST_MAJOR = 24;

/** Ends the process with a sentence when this Node is too old. The npm scripts bring their own. */
export function requireNode(version: string): void {
  if (Number(version.split('.', 1)[0]) >= OLDEST_MAJOR) return;
  console.error(
    `Bourse needs Node ${OLDEST_MAJOR}; this is ${version}. "npm ci" brings the right one: run "npm start" or "npx bourse ...".`,
  );
  process.exit(1);
}
