import { expect, test } from 'vitest';
import { listAsks } from '../../src/chat/list-asks.ts';
import type { Deps } from '../../src/response/deps.ts';
import { address } from '../support/address.ts';
import { episodeOf, recordOf } from '../support/record.ts';

const NOW = 1_795_500_000_000;
/** A longer answer is cut by whoever runs the command. */
const LONGEST_ANSWER = 3500;

const asking = Array.from({ length: 40 }, (_, index) => {
  const attacker = address(`2001:db8:ffff:${(0xf000 + index).toString(16)}::/64`);
  const episode = episodeOf('1-0', NOW, {
    rule: 'r'.repeat(200),
    events: 123_456_789,
    folded: 's',
  });
  return { record: recordOf(attacker, { episodes: [episode] }), episode: '1-0' };
});

const deps = {
  clock: { now: () => NOW },
  ledger: {
    asking: {
      count: async () => asking.length,
      page: async ({ skip, limit }: { skip: number; limit: number }) => asking.slice(skip, skip + limit),
    },
  },
} as unknown as Deps;

test('each page of open questions is whole in one answer, and the pages together tell all', async () => {
  const pages = await Promise.all(['1', '2', '3', '4'].map((page) => listAsks(deps, page)));

  for (const page of pages) expect(page.length).toBeLessThanOrEqual(LONGEST_ANSWER);
  for (let index = 0; index < asking.length; index += 1)
    expect(pages.join('\n')).toContain(`2001:db8:ffff:${(0xf000 + index).toString(16)}::/64`);
  expect(pages[0]).toContain('`/aism list asks 2` shows the next.');
  expect(pages[3]).toBe('There is nothing on page 4.');
});
