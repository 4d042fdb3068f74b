import { afterAll, beforeAll, expect, test } from 'vitest';
import { completePolicy } from '../../src/decision/policy.ts';
import { addClaim, liveBlock } from '../../src/ledger/block.ts';
import { approveBlock } from '../../src/response/approve-block.ts';
import { blockNow } from '../../src/response/block-now.ts';
import { extendBlock } from '../../src/response/extend-block.ts';
import { address } from '../support/address.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';
import { storyDeps } from '../support/story-deps.ts';

const DAY = 24 * 3_600_000;
const TEN_YEARS = 10 * 365.25 * DAY;

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
afterAll(() => table.close());

test('no number of extensions puts an end off beyond ten years: for good takes two people', async () => {
  const deps = storyDeps(table.ledger());
  const now = deps.clock.now();
  const one = address('203.0.113.1');
  await approveBlock(deps, { address: one, by: 'U1', forMs: TEN_YEARS - DAY });

  expect(await extendBlock(deps, { address: one, by: 'U1', forMs: DAY })).toMatchObject({ kind: 'extended' });
  const answers = await Promise.all(
    [DAY, TEN_YEARS].map((forMs) => extendBlock(deps, { address: one, by: 'U1', forMs })),
  );

  expect(answers).toMatchObject([{ kind: 'too-long' }, { kind: 'too-long' }]);
  expect(liveBlock(await deps.ledger.records.get(one))?.until).toBe(now + TEN_YEARS);
});

test.each(['guarded', 'allowlisted'])('invariant 4: nobody wants now what is %s by now', async (how) => {
  const one = address(how === 'guarded' ? '203.0.113.2' : '203.0.113.3');
  const deps = storyDeps(table.ledger());
  const now = deps.clock.now();
  await deps.ledger.records.change(one, (draft) => {
    const claim = { by: 'rule:ssh', scopes: ['all' as const], until: now + DAY, why: 'x' };
    const { block } = addClaim(draft, claim, { now, targets: ['acl-1'], severity: 'high' });
    const [target] = Object.values(block.targets);
    if (target) target.state = 'waiting';
  });
  // The entry stands, and its lifting stopped right after.
  if (how === 'allowlisted')
    await deps.ledger.allowlist.change(one, (draft) => {
      draft.entry = { cidr: one, by: 'U2', at: now, until: null, why: 'ours', isApplied: false };
    });
  const policy = completePolicy({ guard: how === 'guarded' ? [one] : [] });

  const answer = await blockNow({ ...deps, policy }, { address: one, by: 'U1' });

  expect(answer).toMatchObject({
    kind: 'exempted',
    why: expect.stringContaining(how === 'guarded' ? 'never' : 'ours'),
  });
  expect((await deps.ledger.records.get(one)).claims.map(({ by }) => by)).toEqual(['rule:ssh']);
});
