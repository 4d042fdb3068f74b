import {
  CreateNetworkAclEntryCommand,
  type CreateNetworkAclEntryCommandInput,
  DeleteNetworkAclEntryCommand,
  ReplaceNetworkAclEntryCommand,
} from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.end());

type Rule = Partial<CreateNetworkAclEntryCommandInput> & { RuleNumber: number };

function whole(rule: Rule): CreateNetworkAclEntryCommandInput {
  const range = 'Ipv6CidrBlock' in rule ? {} : { CidrBlock: '192.0.2.0/24' };
  return {
    ...{ NetworkAclId: world.facts.networkAclId, Protocol: '-1', RuleAction: 'deny', Egress: false },
    ...range,
    ...rule,
  };
}

/** Somebody else makes, alters or deletes rules, not through AISM. */
const made = (rule: Rule) => world.ec2.send(new CreateNetworkAclEntryCommand(whole(rule)));
const altered = (rule: Rule) => world.ec2.send(new ReplaceNetworkAclEntryCommand(whole(rule)));
const deleted = (RuleNumber: number) =>
  world.ec2.send(
    new DeleteNetworkAclEntryCommand({ NetworkAclId: world.facts.networkAclId, RuleNumber, Egress: false }),
  );

/** The inbound rules as `number action range`, without the four that were there from the beginning. */
async function rules(): Promise<string[]> {
  const acl = (await world.state()).networkAcls.find((each) => each.NetworkAclId === world.facts.networkAclId);
  const inbound = (acl?.Entries ?? []).filter(
    (entry) => !entry.Egress && ![100, 101, 32767, 32768].includes(entry.RuleNumber),
  );
  return inbound
    .sort((a, b) => a.RuleNumber - b.RuleNumber)
    .map((entry) => `${entry.RuleNumber} ${entry.RuleAction} ${entry.CidrBlock ?? entry.Ipv6CidrBlock}`);
}

describe('invariant 3: a foreign rule', () => {
  test('in our range or outside of it is stepped around and left as it is', async () => {
    await made({ RuleNumber: 1 });
    await made({ RuleNumber: 3, RuleAction: 'allow', CidrBlock: '192.0.2.7/32' });
    await made({ RuleNumber: 200, RuleAction: 'allow', CidrBlock: '192.0.2.8/32' });
    await made({ RuleNumber: 2, Egress: true });
    const foreign = ['1 deny 192.0.2.0/24', '3 allow 192.0.2.7/32', '200 allow 192.0.2.8/32'];

    await world.command('block 203.0.113.1 1h');
    await world.command('block 203.0.113.3 1h');
    expect(await rules()).toEqual([
      '1 deny 192.0.2.0/24',
      '2 deny 203.0.113.1/32',
      '3 allow 192.0.2.7/32',
      '4 deny 203.0.113.3/32',
      '200 allow 192.0.2.8/32',
    ]);

    await world.command('unblock 203.0.113.1');
    await world.command('unblock 203.0.113.3');
    await world.tick();
    expect(await rules()).toEqual(foreign);
  });

  test('that says the very same as a wish of ours stays when ours goes', async () => {
    await made({ RuleNumber: 1, CidrBlock: '203.0.113.5/32' });

    await world.command('block 203.0.113.5 1h');
    await world.command('unblock 203.0.113.5');

    expect(await rules()).toEqual(['1 deny 203.0.113.5/32']);
  });

  test('that somebody makes under our eyes is stepped around too', async () => {
    await world.command('block 203.0.113.7 1h');
    await made({ RuleNumber: 2 });

    await world.command('block 203.0.113.9 1h');

    expect(await rules()).toEqual(['1 deny 203.0.113.7/32', '2 deny 192.0.2.0/24', '3 deny 203.0.113.9/32']);
  });

  test('of IPv6 takes its number from both families', async () => {
    await made({ RuleNumber: 1, Ipv6CidrBlock: '2001:db9::/64' });

    await world.command('block 203.0.113.11 1h');
    await world.command('block 2001:db9:1::6 1h');

    expect(await rules()).toEqual(['1 deny 2001:db9::/64', '2 deny 203.0.113.11/32', '3 deny 2001:db9:1::6/128']);
  });
});

describe('invariant 5: a foreign allow', () => {
  test('at 5 leaves four numbers for what it lets through, the rest waits and says why', async () => {
    await made({ RuleNumber: 5, RuleAction: 'allow', CidrBlock: '203.0.113.0/24' });

    for (const last of [1, 3, 5, 7, 9]) await world.command(`block 203.0.113.${last} 1h`);

    expect((await rules()).slice(0, 5)).toEqual([
      '1 deny 203.0.113.1/32',
      '2 deny 203.0.113.3/32',
      '3 deny 203.0.113.5/32',
      '4 deny 203.0.113.7/32',
      '5 allow 203.0.113.0/24',
    ]);
    expect(await world.block('203.0.113.9')).toMatchObject({
      state: 'waiting',
      targets: [{ note: expect.any(String) }],
    });

    await world.command('block 198.51.100.1 1h');
    expect((await rules()).at(-1)).toBe('6 deny 198.51.100.1/32');
  });

  test('that appears before our rule makes it move before the allow', async () => {
    await made({ RuleNumber: 1 });
    await world.command('block 203.0.113.7 1h');
    expect(await rules()).toEqual(['1 deny 192.0.2.0/24', '2 deny 203.0.113.7/32']);

    await deleted(1);
    await made({ RuleNumber: 1, RuleAction: 'allow', CidrBlock: '203.0.113.0/24' });
    await world.tick();

    // Nothing of ours can lie below rule 1: it says that it does not work, and makes no rule that does nothing.
    expect(await world.block('203.0.113.7')).toMatchObject({
      state: 'failed',
      targets: [{ state: 'unusable', note: expect.stringContaining('move that rule to 100 or above') }],
    });
    await until(async () => expect(wordsOf(await world.card('203.0.113.7'))).toContain('mend the Network ACL'));
    await deleted(1);
    await world.tick();
    expect(await rules()).toEqual(['1 deny 203.0.113.7/32']);
    expect(await world.block('203.0.113.7')).toMatchObject({ state: 'active' });
  });

  test('that appears between lets ours move down to a free number', async () => {
    await made({ RuleNumber: 1 });
    await made({ RuleNumber: 2 });
    await world.command('block 203.0.113.8 1h');
    expect(await rules()).toContain('3 deny 203.0.113.8/32');

    await deleted(1);
    await altered({ RuleNumber: 2, RuleAction: 'allow', CidrBlock: '0.0.0.0/0' });
    await world.tick();

    expect(await rules()).toEqual(['1 deny 203.0.113.8/32', '2 allow 0.0.0.0/0']);
    expect(await world.block('203.0.113.8')).toMatchObject({ state: 'active', targets: [{ ruleNumbers: [1] }] });
  });
});

describe('drift', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['deleted', () => deleted(1)],
    ['turned into an allow', () => altered({ RuleNumber: 1, RuleAction: 'allow', CidrBlock: '203.0.113.9/32' })],
    [
      'narrowed to one protocol',
      () => altered({ RuleNumber: 1, Protocol: '6', PortRange: { From: 80, To: 80 }, CidrBlock: '203.0.113.9/32' }),
    ],
  ])('a rule of ours that somebody %s is repaired by the next tick, and recorded', async (_how, change) => {
    await world.command('block 203.0.113.9 1h');
    const before = (await world.state()).networkAcls;

    await change();
    await world.tick();

    await until(async () => expect((await world.state()).networkAcls).toEqual(before));
    expect(await world.block('203.0.113.9')).toMatchObject({ state: 'active' });
    const story = await world.story('203.0.113.9');
    expect(story.filter((action) => action.startsWith('drift'))).toHaveLength(1);
    await world.tick();
    expect(await world.story('203.0.113.9')).toEqual(story);
  });
});
