import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';

/** The family under which the font of our package is known; machines that AISM runs on often have no font at all. */
export const FAMILY = 'AISM Inter';

const packages = createRequire(import.meta.url);
const FILES = ['latin-400', 'latin-700', 'latin-ext-400', 'latin-ext-700'];

let isThere = false;

/** Reads the font from its package, once. */
export function registerFont(): void {
  if (isThere) return;
  for (const file of FILES) {
    const path = packages.resolve(`@fontsource/inter/files/inter-${file}-normal.woff2`);
    GlobalFonts.register(readFileSync(path), FAMILY);
  }
  isThere = true;
}
