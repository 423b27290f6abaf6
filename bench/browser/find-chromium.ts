import { existsSync } from 'node:fs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** What a person does who has none. */
export const INSTALL_CHROMIUM = 'apt-get install -y chromium';

/** What is missing, and what to do about it. */
export const MISSING_CHROMIUM = `there is no Chromium on this machine, or not where BOURSE_CHROMIUM says: run "${INSTALL_CHROMIUM}", or name the program in BOURSE_CHROMIUM`;

/** Where the browser of this machine is: the one that BOURSE_CHROMIUM names, or else one of the usual places; undefined when it is not there. */
export function findChromium(): string | undefined {
  const chosen = process.env['BOURSE_CHROMIUM'];
  return (chosen === undefined ? PLACES : [chosen]).find((place) => existsSync(place));
}
