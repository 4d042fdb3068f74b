import type { Page } from 'playwright-core';
import { bundlePage } from '../../src/sandbox/page/bundle-page.ts';
import type { Drawing } from '../../src/sandbox/page/pictures/drawing.ts';
import { launchBrowser } from '../support/browser.ts';
import type { Shown } from './picture.ts';
import { NOON } from './stage.ts';

export type Width = 'desktop' | 'phone';

/** In CSS pixels: a column of Slack on a screen, and a common phone. */
const VIEWPORTS = { desktop: { width: 760, height: 700 }, phone: { width: 390, height: 760 } } as const;

const USERS = [
  { id: 'U_ANALYST', name: 'ada', real_name: 'Ada Analyst' },
  { id: 'U_LEAD', name: 'leo', real_name: 'Leo Lead' },
];

/** Takes photographs of pictures in a browser. */
export interface Photographer {
  /** A PNG. `now` in milliseconds is the moment against which "today" and "2 hours ago" are told. */
  take(shown: Shown, width: Width, now: number): Promise<Buffer>;
  close(): Promise<void>;
}

export async function openPhotographer(): Promise<Photographer> {
  const [browser, { script, style }] = await Promise.all([launchBrowser(), bundlePage('pictures/app.tsx')]);
  const frame = '.picture-frame { padding: 12px 0; background: var(--paper); }';
  const pages = new Map<Width, Page>();
  for (const width of ['desktop', 'phone'] as const) {
    const context = await browser.newContext({ viewport: VIEWPORTS[width], timezoneId: 'UTC', locale: 'en-GB' });
    const page = await context.newPage();
    await page.setContent(`<!doctype html><style>${style}${frame}</style><div id="root"></div>`);
    await page.addScriptTag({ content: script, type: 'module' });
    await page.waitForFunction('globalThis.drawPicture !== undefined');
    pages.set(width, page);
  }
  return {
    async take(shown, width, now) {
      const page = pages.get(width);
      if (page === undefined) throw new Error(`no page of the width ${width}`);
      await page.evaluate(`drawPicture(${JSON.stringify(drawingOf(shown, now))})`);
      const what = page.locator(shown.kind === 'modal' ? '.dialog-view' : '#picture > *').first();
      await what.waitFor();
      const frame = page.locator(shown.kind === 'modal' ? '.dialog-box' : '#picture');
      return frame.screenshot({ animations: 'disabled' });
    },
    close: () => browser.close(),
  };
}

function drawingOf(shown: Shown, now: number): Drawing {
  const facts = { now, users: USERS };
  switch (shown.kind) {
    case 'messages':
      return {
        ...facts,
        // Below the card, and to the channel as well: each is drawn as a message of its own.
        messages: shown.messages.map(({ ts, text, blocks }) => ({
          ...{ ts, text, bot_id: 'B_AISM' },
          blocks: blocks as NonNullable<Drawing['messages']>[number]['blocks'] & object,
        })),
      };
    case 'answer': {
      const ts = (NOON / 1000).toFixed(6);
      return { ...facts, messages: [{ ts, bot_id: 'B_AISM', text: shown.text, ephemeral_to: 'U_ANALYST' }] };
    }
    case 'home':
      return { ...facts, home: { ...shown.view, id: 'V1', user: 'U_ANALYST' } as NonNullable<Drawing['home']> };
    case 'modal':
      return { ...facts, modal: { ...shown.view, id: 'V1', user: 'U_ANALYST' } as NonNullable<Drawing['modal']> };
  }
}
