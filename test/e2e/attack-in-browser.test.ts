import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserNote, browserPath, launchBrowser } from '../support/browser.ts';
import { type Spawned, spawnSandbox } from '../support/spawned.ts';

/** Pictures of each step, to be looked at; git does not keep them. */
const PICTURES = 'test/e2e/screenshots';

describe.skipIf(browserPath === undefined)(`an attack, seen and stopped in a browser${browserNote}`, () => {
  const data = mkdtempSync(join(tmpdir(), 'aism-browser-'));
  let browser: Browser;
  let sandbox: Spawned;
  let url: string;

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    browser = await launchBrowser();
    const spawned = await spawnSandbox(data);
    sandbox = spawned;
    url = spawned.facts.page;
  });
  afterAll(async () => {
    await browser?.close();
    await sandbox?.kill();
    rmSync(data, { recursive: true, force: true });
  });

  async function open(viewport: { width: number; height: number }): Promise<Page> {
    const page = await browser.newPage({ viewport });
    page.setDefaultTimeout(15_000);
    await page.goto(url);
    return page;
  }
  const look = (page: Page, name: string) => page.screenshot({ path: join(PICTURES, `${name}.png`) });

  test('replay, Block, the rule appears, Undo, it goes', { timeout: 90_000 }, async () => {
    const page = await open({ width: 1280, height: 800 });
    await look(page, '1-empty');

    await page.locator('[data-control="replay"]').first().click();
    await page.locator('.menu:popover-open [data-value="ssh-brute-force"]').click();
    const card = page.locator('[data-message]', { hasText: '203.0.113.7?' });
    await card.waitFor();
    await page.locator('tr[data-cidr="198.51.100.23/32"]').waitFor();
    await look(page, '2-attacked');

    await card.locator('[data-action-id="block"]').click();
    await page.locator('tr[data-cidr="203.0.113.7/32"]').waitFor();
    const blocked = page.locator('[data-message]', { hasText: 'Blocked 203.0.113.7' });
    await blocked.locator('[data-action-id="undo"]').waitFor();
    await look(page, '3-blocked');

    await blocked.locator('[data-action-id="undo"]').click();
    await page.locator('tr[data-cidr="203.0.113.7/32"]').waitFor({ state: 'detached' });
    await page.locator('[data-message]', { hasText: 'Unblocked 203.0.113.7' }).first().waitFor();
    await look(page, '4-undone');
    expect(await page.locator('tr[data-cidr="198.51.100.23/32"]').count()).toBe(1);
    await page.close();
  });

  test('a stranger is told no, alone', { timeout: 60_000 }, async () => {
    const page = await open({ width: 390, height: 844 });
    await page
      .locator('[data-control="person"]')
      .selectOption('U_STRANGER')
      .catch(async () => {
        await page.locator('[data-control="person"]').click();
        await page.locator('.menu:popover-open [data-value="U_STRANGER"]').click();
      });
    await page
      .locator('[data-message]', { hasText: 'Blocked 198.51.100.23' })
      .locator('[data-action-id="undo"]')
      .click();
    await page.locator('[data-ephemeral]', { hasText: 'You may not do that' }).waitFor();
    await look(page, '5-phone-stranger');
    await page.close();
  });
});
