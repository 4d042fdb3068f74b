import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addClaim,
  blockState,
  expireClaims,
  isPinned,
  liftBlock,
  liveBlock,
  wishedScopes,
} from '../../src/ledger/block.ts';
import { pointersOf, sortable } from '../../src/ledger/pointers.ts';
import { type AddressRecord, recordSchema, type TargetState } from '../../src/ledger/record.ts';
import { settleTarget } from '../../src/ledger/settle-target.ts';
import { episodeOf, recordOf } from '../support/record.ts';

const START = 1_795_500_000_000;
const MINUTE = 60_000;
const TARGETS = ['acl-1', 'acl-2'];

type Step =
  | { kind: 'claim'; by: string; scopes: readonly string[]; forMinutes: number | null }
  | { kind: 'lift' }
  | { kind: 'wait'; minutes: number }
  | { kind: 'settle'; target: string; state: TargetState['state'] };

const steps = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('claim' as const),
      by: fc.constantFrom('U_ANALYST', 'U_LEAD', 'rule:ssh'),
      scopes: fc.constantFrom(['all'], ['tcp/22'], ['tcp/22', 'udp/53']),
      forMinutes: fc.option(fc.integer({ min: 1, max: 20 }), { freq: 8 }),
    }),
    fc.record({ kind: fc.constant('lift' as const) }),
    fc.record({ kind: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 15 }) }),
    fc.record({
      kind: fc.constant('settle' as const),
      target: fc.constantFrom(...TARGETS),
      state: fc.constantFrom('pending', 'active', 'waiting', 'failed', 'out'),
    }),
  ),
  { maxLength: 25 },
);

interface Walk {
  record: AddressRecord;
  now: number;
  step: Step;
  before: AddressRecord;
}

/** Takes the steps one after the other, each as one change of the record, and looks after each. */
function walk(taken: readonly Step[], look: (walk: Walk) => void): void {
  const record = recordOf('203.0.113.9', { episodes: [episodeOf('1-0', START)] });
  let now = START;
  for (const step of taken) {
    const before = structuredClone(record);
    if (step.kind === 'wait') now += step.minutes * MINUTE;
    take(record, step, now);
    if (JSON.stringify(record) !== JSON.stringify(before)) record.rev += 1;
    look({ record, now, step, before });
  }
}

function take(record: AddressRecord, step: Step, now: number): void {
  if (step.kind === 'claim') {
    const until = step.forMinutes === null ? null : now + step.forMinutes * MINUTE;
    addClaim(
      record,
      { by: step.by, scopes: [...step.scopes], until, why: '' },
      { now, targets: TARGETS, severity: 'high' },
    );
  }
  if (step.kind === 'lift') liftBlock(record, 'U_LEAD', '', { now, graceMs: MINUTE });
  if (step.kind === 'wait') expireClaims(record, now);
  if (step.kind === 'settle') settleTarget(record, step.target, { state: step.state, ruleNumbers: [] }, now);
}

function always(what: string, look: (walk: Walk) => void): void {
  test(what, () =>
    fc.assert(
      fc.property(steps, (taken) => walk(taken, look)),
      { numRuns: 500 },
    ),
  );
}

describe('whatever happens to an address', () => {
  always('it has a live block exactly while it has claims', ({ record }) => {
    expect(liveBlock(record) !== undefined).toBe(record.claims.length > 0);
    expect(wishedScopes(record).length > 0).toBe(liveBlock(record) !== undefined);
  });

  always('invariant 6: its block ends with the last of its claims', ({ record, now }) => {
    const ends = record.claims.map((claim) => claim.until);
    const latest = ends.includes(null) ? null : Math.max(...ends.map(Number));

    if (liveBlock(record)) expect(record.block?.until).toBe(latest);
    for (const end of ends) expect(end === null || end > now).toBe(true);
  });

  always('invariant 6: a permanent claim goes only by a person', ({ record, before, step }) => {
    const permanent = before.claims.filter((claim) => claim.until === null);

    if (step.kind !== 'lift') expect(record.claims).toEqual(expect.arrayContaining(permanent));
  });

  always('invariant 2: the same claim again changes nothing', ({ record, now, step }) => {
    if (step.kind !== 'claim') return;
    const after = structuredClone(record);
    take(after, step, now);

    expect(after).toEqual(record);
  });

  always('invariant 1: each change has its action, under an id of its own', ({ record, before, step }) => {
    const ids = record.outbox.map((action) => action.id);
    const isNewState = step.kind === 'settle' && before.block?.targets[step.target]?.state !== step.state;

    expect(new Set(ids).size).toBe(ids.length);
    if (JSON.stringify(record.claims) !== JSON.stringify(before.claims) || (before.block && isNewState))
      expect(record.outbox.length).toBe(before.outbox.length + 1);
  });

  always('each block has an id of its own, and the last ones are remembered', ({ record }) => {
    const ids = [...record.pastBlocks, ...(record.block ? [record.block] : [])].map((block) => block.id);

    expect(new Set(ids).size).toBe(ids.length);
    for (const past of record.pastBlocks) expect(past.ended).toBeDefined();
  });

  always('what changes the wish is asked of every target anew', ({ record, before, step }) => {
    if (step.kind === 'settle' || wishedScopes(record).join() === wishedScopes(before).join()) return;
    const expected = liveBlock(record) ? 'pending' : 'lifting';

    expect(Object.values(record.block?.targets ?? {}).map((target) => target.state)).toEqual([expected, expected]);
  });

  always('invariant 7: it is pinned exactly while a person or no end holds it', ({ record }) => {
    const holds = record.claims.some((claim) => claim.by !== 'rule:ssh' || claim.until === null);

    expect(isPinned(record)).toBe(holds);
  });

  always('its block has a state that people know', ({ record }) => {
    if (!record.block) return;
    const state = blockState(record.block);

    expect(liveBlock(record) ? ['pending', 'active', 'waiting', 'failed'] : ['lifted', 'expired']).toContain(state);
  });

  always('it can be stored and read back', ({ record }) => {
    expect(recordSchema.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
  });

  always('invariant 1: hints lead to all that is to be done about it', ({ record, now }) => {
    const at = (partition: string) => pointersOf(record).filter((pointer) => pointer.pk.startsWith(`${partition}#`));
    const ends = record.claims.flatMap((claim) => claim.until ?? []);
    const open = Object.entries(record.block?.targets ?? {}).filter(
      ([, { state }]) => !['active', 'waiting', 'out'].includes(state),
    );
    const unsaid = record.episodes.filter((episode) => episode.revision > episode.shown);

    expect(at('LIVE')).toHaveLength(liveBlock(record) ? 1 : 0);
    expect(at('WISH').map((pointer) => pointer.pk)).toEqual(open.map(([target]) => `WISH#${target}`));
    expect(at('SAY')).toHaveLength(unsaid.length);
    // Due at once while actions wait to be copied, else when the first claim ends.
    const copied = { ...record, outbox: [] };
    const due = pointersOf(copied).filter((pointer) => pointer.pk.startsWith('DUE#'));
    expect(due.map((pointer) => pointer.sk)).toEqual(
      ends.length > 0 ? [`${sortable(Math.min(...ends))}#203.0.113.9/32`] : [],
    );
    if (record.outbox.length > 0) expect(at('DUE')[0]?.sk.localeCompare(sortable(now + 1))).toBe(-1);
  });
});
