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

/** Where the browser of this machine is, BOURSE_CHROMIUM first; undefined when there is none. */
export function findChromium(): string | undefined {
  const chosen = process.env['BOURSE_CHROMIUM'];
  return [...(chosen === undefined ? [] : [chosen]), ...PLACES].find((place) => existsSync(place));
}
