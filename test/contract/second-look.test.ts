import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { secondLook } from '../../src/response/second-look.ts';
import { address } from '../support/address.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';
import { scriptedNames } from '../support/scripted-names.ts';
import { storyDeps } from '../support/story-deps.ts';

const CRAWLER = address('203.0.113.1');
const NAME = 'crawl-203-0-113-1.googlebot.com';

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
beforeEach(() => table.clear());
afterAll(() => table.close());

async function look(rules: string[], webRules: string[]) {
  const reverseDns = scriptedNames({ '203.0.113.1': [NAME] }, { [NAME]: ['203.0.113.1'] });
  const deps = storyDeps(table.ledger(), { reverseDns });
  const found = await secondLook(deps, {
    address: CRAWLER,
    rules,
    rulesWith: () => rules.filter((rule) => !webRules.includes(rule)),
    webRules,
    seenAs: [],
    firing: Promise.resolve(undefined),
  });
  const { recent } = await deps.ledger.automatic.read();
  return { found, counted: recent.map((each) => each.address) };
}

test('a crawler that only web rules speak against takes no leave of the breaker', async () => {
  expect(await look(['web-scan'], ['web-scan'])).toEqual({
    found: { crawler: expect.stringContaining(NAME) },
    counted: [],
  });
});

test('one that another rule speaks against as well is counted by the breaker for that one', async () => {
  expect(await look(['web-scan', 'ssh'], ['web-scan'])).toEqual({
    found: { crawler: expect.stringContaining(NAME) },
    counted: [CRAWLER],
  });
});

test('without a web rule no name is looked up', async () => {
  expect(await look(['ssh'], [])).toEqual({ found: {}, counted: [CRAWLER] });
});
