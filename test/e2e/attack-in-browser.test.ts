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

  test('by the keyboard alone: a command, App Home, Undo is asked about, Pause, Resume', {
    timeout: 60_000,
  }, async () => {
    const page = await open({ width: 1280, height: 800 });
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    /** Tab by tab, as somebody without a mouse gets there. */
    const reach = async (selector: string) => {
      for (let tabs = 0; tabs < 80; tabs += 1) {
        if (await page.locator(`${selector}:focus`).count()) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`${selector} is not reached by the keyboard`);
    };
    await page.getByRole('combobox').focus();
    await page.keyboard.type('/aism ignore 192.0.2.99 1h');
    await press('Enter');
    await page.locator('[data-ephemeral="true"]', { hasText: '192.0.2.99' }).waitFor();

    await page.getByRole('tab', { name: 'security-alerts' }).focus();
    await press('ArrowRight');
    const home = page.locator('.home');
    await home.getByText('Ignored (1)').waitFor();
    await look(page, '6-home');
    await reach('[data-action-id="undo"]');
    await press('Enter');
    await page.getByRole('alertdialog').waitFor();
    await press('Escape');
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    await reach('[data-action-id="pause"]');
    await press('Enter');
    await page.getByRole('alertdialog', { name: 'Pause automatic blocking for 1 hour?' }).waitFor();
    await reach('[data-confirm="yes"]');
    await press('Enter');
    await home.getByText('Automatic blocking is paused by').waitFor();
    await reach('[data-action-id="resume"]');
    await press('Enter');
    await reach('[data-confirm="yes"]');
    await press('Enter');
    await home.getByText('Automatic blocking goes on').waitFor();
    await page.close();
  });

  test("the whole story at a phone's width, without sideways scrolling", { timeout: 60_000 }, async () => {
    const page = await open({ width: 390, height: 844 });
    const isTooWide = () => page.evaluate('document.documentElement.scrollWidth > innerWidth');
    await page.locator('[data-control="replay"]').first().click();
    await page.locator('.menu:popover-open [data-value="web-scan"]').click();
    await page.locator('[data-message]', { hasText: 'Block 192.0.2.44?' }).first().waitFor();
    await page.getByRole('tab', { name: 'App Home' }).click();
    const home = page.locator('.home');
    await home.getByText('Waiting for an answer').waitFor();
    expect(await isTooWide()).toBe(false);
    await look(page, '7-phone-home');

    await home.locator('p', { hasText: '192.0.2.44' }).getByRole('link', { name: 'Card' }).click();
    const card = page.locator('[data-message]', { hasText: '192.0.2.44' }).first();
    await card.locator('[data-action-id="more"]').click();
    await page.locator('.menu:popover-open', { hasText: 'Ignore…' }).getByText('Ignore…').click();
    await page.getByRole('dialog', { name: 'Ignore alerts' }).getByText('What to ignore').waitFor();
    expect(await isTooWide()).toBe(false);
    await look(page, '8-phone-form');
    await page.locator('[data-view-close]').click();
    await card.locator('[data-action-id="block"]').click();
    await page.locator('[data-message]', { hasText: 'Blocked 192.0.2.44' }).first().waitFor();

    await page.locator('[data-view-button="firewall"]').click();
    await page.locator('tr[data-cidr="192.0.2.44/32"]').waitFor();
    expect(await isTooWide()).toBe(false);
    await page.locator('[data-view-button="ledger"]').click();
    await page.locator('[data-action-kind="block"][data-address="192.0.2.44/32"]', { hasText: 'Ana Lyst' }).waitFor();
    expect(await isTooWide()).toBe(false);
    await page.locator('[data-view-button="channel"]').click();
    await page
      .locator('[data-message]', { hasText: 'Blocked 192.0.2.44' })
      .first()
      .locator('[data-action-id="undo"]')
      .click();
    await page.locator('[data-message]', { hasText: 'Unblocked 192.0.2.44' }).first().waitFor();
    await look(page, '9-phone-undone');
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
