import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BUTTONS, buttonsOf, told, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({
    policy: 'rules: [{ match: narrow, proven: true, auto: 5, block: 4h, scope: [tcp/22] }]',
  });
});
afterEach(() => world.end());

const HOUR = 3600;
const OVER = { rule_param_query_key: 'source.ip', rule_param_num_events: 25 };

async function later(seconds: number): Promise<void> {
  await world.advance(seconds);
  await world.tick();
}

/** The protocols that are denied for a range. */
async function protocolsOf(range: string): Promise<string[]> {
  const acl = (await world.state()).networkAcls.find((each) => each.NetworkAclId === world.facts.networkAclId);
  return (acl?.Entries ?? []).filter((entry) => entry.CidrBlock === range).map((entry) => entry.Protocol);
}

describe('invariant 6: a block ends', () => {
  test('not before its time, and at the first tick after it the rule is out', async () => {
    await world.command('block 203.0.113.1 5m');
    const end = Date.parse((await world.block('203.0.113.1'))?.until ?? '');

    const now = async () => Date.parse((await world.state()).now);
    let early = 0;
    for (let minute = 0; minute < 7; minute += 1) {
      await world.advance(60);
      const before = await now();
      await world.tick();
      const isDenied = (await world.denies()).includes('203.0.113.1/32');
      // Between the two looks the clock may pass the end: then both are right.
      if (before > end) expect(isDenied).toBe(false);
      else if ((await now()) <= end) {
        expect(isDenied).toBe(true);
        early += 1;
      }
    }

    expect(early).toBeGreaterThan(0);
    const { actions } = await world.state();
    const expired = actions.find(({ kind, address }) => kind === 'expire' && address === '203.0.113.1/32');
    const removed = actions.find(({ kind, address }) => kind === 'removed' && address === '203.0.113.1/32');
    expect(Date.parse(expired?.at ?? '') - end).toBeLessThanOrEqual(60_000 + 2000);
    expect(Date.parse(removed?.at ?? '') - end).toBeLessThanOrEqual(120_000);
  });

  test('and its card and the ledger say so', async () => {
    await world.alert('203.0.113.2');
    const { ts } = await world.card('203.0.113.2');
    await world.click(ts, 'block');

    await later(HOUR + 1);

    await until(async () =>
      expect(wordsOf(await world.card('203.0.113.2'))).toContain('Block of 203.0.113.2 has ended'),
    );
    expect((await world.card('203.0.113.2')).ts).toBe(ts);
    expect(buttonsOf(await world.card('203.0.113.2'))).toEqual(BUTTONS.ended);
    expect(await world.block('203.0.113.2')).toMatchObject({ state: 'expired', targets: [{ state: 'out' }] });
    expect(await world.story('203.0.113.2')).toEqual([
      'alert by rule:ssh-bruteforce',
      'block by U_ANALYST',
      'active by aism',
      'expire by aism',
      'removed by aism',
    ]);
  });

  test('an automatic one too, and then the address can be blocked automatically again', async () => {
    await world.alert('203.0.113.3', OVER);
    await until(async () => expect(await world.denies()).toContain('203.0.113.3/32'));

    await later(4 * HOUR + 1);
    expect(await world.denies()).not.toContain('203.0.113.3/32');

    await world.alert('203.0.113.3', OVER);
    await until(async () => expect(await world.denies()).toContain('203.0.113.3/32'));
  });

  test('unless a lead blocked for good', async () => {
    await world.command('block 203.0.113.4 permanent known botnet', 'U_LEAD');
    await world.command('approve 203.0.113.4');
    expect(await world.block('203.0.113.4')).toMatchObject({ state: 'active', until: null });

    await later(300 * 24 * HOUR);

    expect(await world.denies()).toContain('203.0.113.4/32');
    expect(told(await world.command('unblock 203.0.113.4'))).toContain('Unblocking');
    expect(await world.denies()).not.toContain('203.0.113.4/32');
  });
});

describe('of two claims on one address', () => {
  test('the longer one wins, whoever made it, and one rule serves both', async () => {
    await world.alert('203.0.113.5', OVER);
    await until(async () => expect(await world.block('203.0.113.5')).toMatchObject({ state: 'active' }));

    expect(told(await world.command('block 203.0.113.5 6h'))).toContain('now blocked');

    expect((await world.denies()).filter((range) => range === '203.0.113.5/32')).toHaveLength(1);
    expect((await world.block('203.0.113.5'))?.claims.map((claim) => claim.by)).toEqual([
      'rule:ssh-bruteforce',
      'U_ANALYST',
    ]);
    await later(4 * HOUR + 1);
    expect(await world.denies()).toContain('203.0.113.5/32');
    expect((await world.block('203.0.113.5'))?.claims.map((claim) => claim.by)).toEqual(['U_ANALYST']);
    await later(2 * HOUR + 1);
    expect(await world.denies()).not.toContain('203.0.113.5/32');
  });

  test('a shorter one changes nothing, and its maker is told until when it is blocked', async () => {
    await world.command('block 203.0.113.6 6h');
    const { until: end } = (await world.block('203.0.113.6')) ?? {};

    const answer = told(await world.command('block 203.0.113.6 1h', 'U_LEAD'));

    expect(answer).toContain('already blocked by <@U_ANALYST>');
    expect(answer).toContain('Nothing changed');
    expect((await world.block('203.0.113.6'))?.until).toBe(end);
    expect((await world.block('203.0.113.6'))?.claims).toHaveLength(1);
  });

  test('the scopes are joined, and narrow again when the wider one ends', async () => {
    await world.alert('203.0.113.7', { ...OVER, aism_rule: 'narrow' });
    await until(async () => expect(await protocolsOf('203.0.113.7/32')).toEqual(['6']));

    await world.command('block 203.0.113.7 1h');
    expect(await protocolsOf('203.0.113.7/32')).toEqual(['-1']);

    await later(HOUR + 1);
    expect(await protocolsOf('203.0.113.7/32')).toEqual(['6']);
    expect(await world.block('203.0.113.7')).toMatchObject({ state: 'active' });

    await later(3 * HOUR);
    expect(await protocolsOf('203.0.113.7/32')).toEqual([]);
  });

  test('Undo ends them all', async () => {
    await world.alert('203.0.113.8', OVER);
    await until(async () => expect(await world.block('203.0.113.8')).toMatchObject({ state: 'active' }));
    await world.command('block 203.0.113.8 6h');

    await world.command('unblock 203.0.113.8');

    expect(await world.denies()).not.toContain('203.0.113.8/32');
    expect(await world.block('203.0.113.8')).toMatchObject({ state: 'lifted', claims: [] });
  });
});
