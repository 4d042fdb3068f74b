import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { environmentOf, runAism } from '../support/cli.ts';
import { makeForeign, rulesOf, takeAway } from '../support/foreign-rules.ts';
import { buttonsOf, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.end());

const adopt = (args: string[], more: Record<string, string> = {}) =>
  runAism(['adopt', ...args], environmentOf(world.facts, more));

const SSH = { Protocol: '6', PortRange: { From: 22, To: 22 } };

describe('invariant 3: aism adopt', () => {
  test('takes over what AISM could have made, at its number, and leaves the rest; twice is harmless', async () => {
    await makeForeign(world, { RuleNumber: 1, CidrBlock: '203.0.113.9/32' });
    await makeForeign(world, { RuleNumber: 2, CidrBlock: '203.0.113.7/32', ...SSH });
    await makeForeign(world, { RuleNumber: 3, Ipv6CidrBlock: '2001:db9::/64' });
    await makeForeign(world, { RuleNumber: 4, CidrBlock: '203.0.0.0/16' });
    await makeForeign(world, { RuleNumber: 5, CidrBlock: '10.1.2.0/24' });
    await makeForeign(world, { RuleNumber: 6, CidrBlock: '198.51.100.0/24', RuleAction: 'allow' });
    await makeForeign(world, { RuleNumber: 7, CidrBlock: '198.51.100.7/32' });
    await makeForeign(world, { RuleNumber: 8, CidrBlock: '192.0.2.8/32', Protocol: '47' });
    const before = await rulesOf(world);

    const { code, out, err } = await adopt(['--yes', '--json', '--by', 'ann', '--for', '7d']);

    expect({ code, err }).toEqual({ code: 0, err: '' });
    const why = expect.any(String);
    expect(JSON.parse(out)).toEqual({
      targets: [
        {
          target: world.facts.networkAclId,
          kind: 'done',
          adopted: [
            { ruleNumber: 1, address: '203.0.113.9', scope: 'all' },
            { ruleNumber: 2, address: '203.0.113.7', scope: 'tcp/22' },
            { ruleNumber: 3, address: '2001:db9::/64', scope: 'all' },
          ],
          refused: [
            { ruleNumber: 4, address: '203.0.0.0/16', scope: 'all', why: expect.stringContaining('too wide') },
            { ruleNumber: 5, address: '10.1.2.0/24', scope: 'all', why },
            { ruleNumber: 6, address: '198.51.100.0/24', scope: 'all', why: expect.stringContaining('it allows') },
            { ruleNumber: 7, address: '198.51.100.7', scope: 'all', why: expect.stringContaining('rule 6 lets it') },
            {
              ruleNumber: 8,
              address: '192.0.2.8',
              scope: 'protocol 47',
              why: expect.stringContaining('another protocol'),
            },
          ],
        },
      ],
    });
    expect(await rulesOf(world)).toEqual(before);
    const block = await world.block('203.0.113.7');
    expect(block).toMatchObject({
      state: 'active',
      by: 'cli:ann',
      claims: [{ scopes: ['tcp/22'] }],
      targets: [{ ruleNumbers: [2] }],
    });
    const now = Date.parse((await world.state()).now);
    expect(Math.round((Date.parse(block?.until ?? '') - now) / 3_600_000)).toBe(7 * 24);
    await world.tick();
    await until(async () => expect((await world.card('203.0.113.9')).text).toMatch(/^Blocked/));
    const card = await world.card('203.0.113.9');
    expect(wordsOf(card)).toContain(`adopted: rule 1 of ${world.facts.networkAclId}`);
    expect(buttonsOf(card)).toContain('undo');

    const again = await adopt(['--yes', '--json']);
    expect(JSON.parse(again.out).targets[0]).toMatchObject({ kind: 'done', adopted: [] });
    await world.tick();
    expect(await rulesOf(world)).toEqual(before);

    await world.click(card.ts, 'undo');
    await until(async () => expect(await rulesOf(world)).toEqual(before.slice(1)));
    await world.advance(8 * 86_400);
    await world.tick();
    await until(async () => expect(await rulesOf(world)).toEqual(before.slice(3)));
  });

  test('without a terminal and without --yes changes nothing, and tells what it would do', async () => {
    await makeForeign(world, { RuleNumber: 3, CidrBlock: '203.0.113.9/32' });

    const { code, out, err } = await adopt(['--permanent', '--by', 'ann']);

    expect(code).toBe(1);
    expect(err).toContain('Add --yes');
    expect(out).toBe(
      `${world.facts.networkAclId}\n  adopt  rule 3  203.0.113.9  all\n1 rule becomes a block by cli:ann: for good.\n`,
    );
    expect(await world.block('203.0.113.9')).toBeUndefined();
    await takeAway(world, 3);
    expect((await adopt([])).out).toBe(
      `${world.facts.networkAclId}  has no rule of somebody else inside AISM's numbers\n`,
    );
  });

  test('takes over only the rules that are named, and refuses a name that is none', async () => {
    for (const number of [3, 4, 6])
      await makeForeign(world, { RuleNumber: number, CidrBlock: `203.0.113.${number * 2}/32` });
    await world.command('block 192.0.2.1 1h');

    expect((await adopt(['--rules', '1,3', '--yes'])).err).toMatch(
      /rule 1: acl-\w+ has no rule of somebody else there/,
    );
    expect((await adopt(['--rules', '3-x', '--yes'])).err).toContain('write them like 1,2,5-9');
    const { out } = await adopt(['--rules', '3,6', '--yes', '--json']);

    expect(JSON.parse(out).targets[0].adopted.map((each: { ruleNumber: number }) => each.ruleNumber)).toEqual([3, 6]);
    expect(await world.block('203.0.113.8')).toBeUndefined();
    expect((await world.block('203.0.113.12'))?.state).toBe('active');
    await world.command('unblock 203.0.113.12');
    await until(async () =>
      expect(await rulesOf(world)).toEqual([
        '1 deny 192.0.2.1/32 -1',
        '3 deny 203.0.113.6/32 -1',
        '4 deny 203.0.113.8/32 -1',
      ]),
    );
  });

  test('invariant 2: of a rule that says the same as one of ours one is left', async () => {
    await makeForeign(world, { RuleNumber: 4, CidrBlock: '203.0.113.9/32' });
    await world.command('block 203.0.113.9 1h');
    expect(await rulesOf(world)).toEqual(['1 deny 203.0.113.9/32 -1', '4 deny 203.0.113.9/32 -1']);

    expect((await adopt(['--yes'])).out).toContain('took over 1 rule\n');

    expect(await rulesOf(world)).toEqual(['1 deny 203.0.113.9/32 -1']);
    const story = await world.story('203.0.113.9');
    expect(story.filter((action) => action.includes('cli:'))).toHaveLength(1);
  });
});
