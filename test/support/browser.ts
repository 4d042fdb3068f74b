import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

// biome-ignore lint/style/noProcessEnv: where a machine says that its browser is
const { CHROMIUM } = process.env;

/** Where this machine has a Chromium; `undefined` if nowhere, and then browser tests are skipped. */
export const browserPath = CHROMIUM ?? PLACES.find((path) => existsSync(path));

/** Why browser tests are skipped, for the title of the skipped suite. */
export const browserNote = browserPath === undefined ? ' (skipped: no Chromium found; apt-get install chromium)' : '';

/** A headless browser that calls nobody by itself. */
export async function launchBrowser(): Promise<Browser> {
  if (browserPath === undefined) throw new Error('no Chromium on this machine');
  return chromium.launch({
    executablePath: browserPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
