import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { blockForm, pageState } from '../fixtures/page-state.ts';
import { browserNote, browserPath, launchBrowser } from '../support/browser.ts';
import { type ScriptedSandbox, startScriptedSandbox } from '../support/scripted-sandbox.ts';

describe.skipIf(browserPath === undefined)(`the sandbox's page in a browser${browserNote}`, () => {
  let browser: Browser;
  let sandbox: ScriptedSandbox;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    sandbox = await startScriptedSandbox(pageState());
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(8000);
    complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(sandbox.url);
    await page.locator('[data-action-id="block"]').waitFor();
  });
  afterEach(async () => {
    await page.close();
    await sandbox.close();
  });

  const postsTo = (path: string) => sandbox.calls.filter((call) => call.path === path).map((call) => call.body);
  const focused = () => page.locator(':focus');

  test('hostile text is shown as text, and runs nothing', async () => {
    const shown = await page.locator('[data-message]').nth(0).innerText();

    expect(shown).toContain('<script>window.pwned=1</script>');
    expect(shown).toContain('<javascript:window.pwned=1|click>');
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(await page.evaluate("document.body.innerHTML = '<b>x</b>'").catch(String)).toContain('TrustedHTML');
    expect(complaints.filter((complaint) => !complaint.includes('TrustedHTML'))).toEqual([]);
  });

  test('a picture that was uploaded is shown, in a message of blocks and where it was shared', async () => {
    const asked: string[] = [];
    const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    await page.route('**/slack/api/files/*', (route) => {
      asked.push(new URL(route.request().url()).pathname);
      return route.fulfill({ contentType: 'image/png', body: Buffer.from(png, 'base64') });
    });
    const file = { id: 'F2', name: 'chart.png', mimetype: 'image/png', url_private: 'http://127.0.0.1/elsewhere' };
    sandbox.state.messages.push(
      {
        ts: '1795600000.000001',
        bot_id: 'B1',
        blocks: [{ type: 'image', slack_file: { id: 'F1' }, alt_text: 'a chart' }],
      },
      { ts: '1795600000.000002', bot_id: 'B1', text: 'shared', files: [file] },
    );
    sandbox.changed();

    for (const name of ['a chart', 'chart.png']) {
      const picture = page.getByRole('img', { name, exact: true });
      await picture.waitFor();
      expect(await picture.evaluate((img) => (img as unknown as { naturalWidth: number }).naturalWidth)).toBe(1);
    }
    expect(asked.toSorted()).toEqual(['/slack/api/files/F1', '/slack/api/files/F2']);
    expect(complaints).toEqual([]);
  });

  test('a click on Block asks first, keeps the focus in the question, and is sent once', async () => {
    const block = page.locator('[data-action-id="block"]');
    await block.focus();

    await page.keyboard.press('Enter');
    expect(await focused().getAttribute('data-confirm')).toBe('no');
    await page.keyboard.press('Escape');
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    expect(await focused().getAttribute('data-action-id')).toBe('block');
    expect(postsTo('/sandbox/click')).toEqual([]);

    await block.click();
    await page.locator('[data-confirm="yes"]').click();
    await expect
      .poll(() => postsTo('/sandbox/click'))
      .toEqual([
        { ts: expect.stringMatching(/^\d+\.\d{6}$/), action_id: 'block', user: 'U_ANALYST', value: '203.0.113.9' },
      ]);
  });

  test('a menu is used by arrows, letters, Enter and Escape', async () => {
    await page.locator('[data-action-id="more"]').focus();

    await page.keyboard.press('ArrowDown');
    await expect.poll(() => focused().innerText()).toBe('Block 24 h');
    await page.keyboard.press('ArrowUp');
    expect(await focused().innerText()).toBe('Why?');
    await page.keyboard.press('Escape');
    await expect.poll(() => focused().getAttribute('data-action-id')).toBe('more');

    await page.keyboard.press('Enter');
    await expect.poll(() => focused().innerText()).toBe('Block 24 h');
    await page.keyboard.press('i');
    await page.keyboard.press('Enter');
    await expect.poll(() => postsTo('/sandbox/click').map(({ value }) => value)).toEqual(['ignore']);
  });

  test('a form says what is missing, then what the bot finds wrong, then is sent and gone', async () => {
    sandbox.state.views.push(blockForm());
    sandbox.changed();
    const dialog = page.getByRole('dialog', { name: 'Block an address' });
    const address = dialog.getByLabel('Address');
    await expect.poll(() => focused().getAttribute('data-action-id')).toBe('address');

    await page.keyboard.press('Enter');
    await dialog.getByText('Please complete this required field.').waitFor();
    expect(postsTo('/sandbox/submit')).toEqual([]);

    sandbox.answer = () => ({ ack: { response_action: 'errors', errors: { address: 'This is no address.' } } });
    await address.fill('everything');
    await page.keyboard.press('Enter');
    await dialog.getByText('This is no address.').waitFor();

    sandbox.answer = () => ({ ack: '' });
    await address.fill('203.0.113.9');
    await dialog.locator('[data-action-id="length"]').click();
    await page.locator('.menu:popover-open [data-value="7d"]').click();
    await dialog.getByLabel('Tell the owner').check();
    await dialog.locator('[data-view-submit]').click();
    await dialog.waitFor({ state: 'detached' });
    expect(postsTo('/sandbox/submit').at(-1)).toEqual({
      view_id: 'V1',
      user: 'U_ANALYST',
      values: { address: { address: '203.0.113.9' }, length: { length: '7d' }, also: { also: ['owner'] } },
    });
  });

  test('a form that is cancelled stays closed', async () => {
    sandbox.state.views.push(blockForm());
    sandbox.changed();
    await page.locator('[data-view-close]').click();

    await expect.poll(() => postsTo('/sandbox/dismiss')).toEqual([{ view_id: 'V1', user: 'U_ANALYST' }]);
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('the box knows the commands, remembers what was sent, and tells why something failed', async () => {
    const box = page.getByRole('combobox');
    await box.fill('/aism unb');
    await page.keyboard.press('Tab');
    expect(await box.inputValue()).toBe('/aism unblock ');

    await page.keyboard.type('203.0.113.9');
    await page.keyboard.press('Enter');
    sandbox.answer = () => ({ error: 'This app did not respond in time' });
    await box.fill('/aism list');
    await page.keyboard.press('Enter');
    await page.locator('.message-trouble', { hasText: 'This app did not respond in time' }).waitFor();
    expect(postsTo('/sandbox/command')).toEqual([
      { text: '/aism unblock 203.0.113.9', user: 'U_ANALYST' },
      { text: '/aism list', user: 'U_ANALYST' },
    ]);

    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await box.inputValue()).toBe('/aism unblock 203.0.113.9');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await box.inputValue()).toBe('');
  });

  test('what is private is seen by that person only', async () => {
    const hidden = page.locator('[data-ephemeral="true"]');
    expect(await hidden.count()).toBe(0);

    await page.locator('[data-control="person"]').click();
    await page.locator('.menu:popover-open [data-value="U_STRANGER"]').click();

    await hidden.waitFor();
    expect(await hidden.innerText()).toContain('Only visible to you');
  });

  test('a new rule is marked as new, and one that goes is gone', async () => {
    const [acl] = sandbox.state.networkAcls;
    acl?.Entries.push({ RuleNumber: 1, Protocol: '6', RuleAction: 'deny', Egress: false, CidrBlock: '203.0.113.9/32' });
    sandbox.changed();
    const rule = page.locator('[data-rule-number="1"]');
    await rule.waitFor();
    expect(await rule.getAttribute('class')).toContain('rule-new');
    expect(await page.locator('[data-rule-number="100"]').getAttribute('class')).not.toContain('rule-new');

    acl?.Entries.pop();
    sandbox.changed();
    await rule.waitFor({ state: 'detached' });
  });

  test('a lost connection is said, and mended without a reload', async () => {
    await sandbox.pause();
    await page.getByText('Reconnecting…').waitFor();

    sandbox.state.messages.push({ ts: '1795514400.000000', bot_id: 'B1', text: 'said meanwhile' });
    await sandbox.resume();

    await page.locator('[data-message]', { hasText: 'said meanwhile' }).waitFor();
    await page.getByText('Reconnecting…').waitFor({ state: 'detached' });
  });

  test("at a phone's width there are tabs, and nothing runs over the side", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    const parts = { channel: '.channel', firewall: '.firewall', ledger: '.ledger' };

    for (const [name, own] of Object.entries(parts)) {
      await page.locator(`[data-view-button="${name}"]`).click();
      for (const part of Object.values(parts)) {
        expect(await page.locator(part).isVisible()).toBe(part === own);
      }
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    }
  });
});
