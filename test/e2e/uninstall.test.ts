import { CreateNetworkAclCommand, CreateNetworkAclEntryCommand, DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { describe, expect } from 'vitest';
import { environmentOf, runAism } from '../support/cli.ts';
import { makeForeign, rulesOf } from '../support/foreign-rules.ts';
import { told, wordsOf } from '../support/sandbox-state.ts';
import { until, type World } from '../support/world.ts';
import { worldTest as test } from '../support/world-test.ts';

const uninstall = (world: World, args: string[], more: Record<string, string> = {}) =>
  runAism(['uninstall', ...args], environmentOf(world.facts, more));

describe.concurrent('invariant 3: aism uninstall', () => {
  test('without a terminal and without --yes changes nothing and says what to do', async ({ world }) => {
    await world.command('block 203.0.113.9 1h');
    const rules = await rulesOf(world);

    const { code, out, err } = await uninstall(world, []);

    expect(code).toBe(1);
    expect(err).toBe('Nothing was changed: there is no terminal to ask at. Add --yes if this is what you want.\n');
    expect(out).toBe(
      `${world.facts.networkAclId}  1 rule of ours, 2 of others\n  rule 1  203.0.113.9  all\n1 block is live or waiting, and will be lifted.\n`,
    );
    expect(await rulesOf(world)).toEqual(rules);
    expect((await world.block('203.0.113.9'))?.state).toBe('active');
  });

  test('lifts every block and takes our rules out, beside a bot that runs, and leaves all others; twice is harmless', async ({
    world,
  }) => {
    await makeForeign(world, { RuleNumber: 2 });
    await makeForeign(world, { RuleNumber: 50, RuleAction: 'allow', CidrBlock: '192.0.2.7/32' });
    const foreign = await rulesOf(world);
    await world.command('block 203.0.113.9 1h');
    await world.command('block 2001:db9::9 permanent', 'U_LEAD');
    await world.command('approve 2001:db9::9');
    expect(await rulesOf(world)).toHaveLength(4);

    const { code, out, err } = await uninstall(world, ['--yes', '--json', '--by', 'ann']);

    expect({ code, err }).toEqual({ code: 0, err: '' });
    const target = world.facts.networkAclId;
    const taken = [
      { ruleNumber: 1, address: '203.0.113.9', scope: 'all' },
      { ruleNumber: 3, address: '2001:db9::9', scope: 'all' },
    ];
    expect(JSON.parse(out)).toEqual({ targets: [{ target, kind: 'out', taken, left: 4 }], lifted: 2, failed: [] });
    expect(await rulesOf(world)).toEqual(foreign);
    expect(await world.block('203.0.113.9')).toMatchObject({
      state: 'lifted',
      targets: [{ id: target, state: 'out' }],
    });
    expect(await world.story('203.0.113.9')).toContain('unblock by cli:ann');
    await world.tick();
    await until(async () => expect((await world.card('203.0.113.9')).text).toMatch(/^Unblocked/));
    expect(wordsOf(await world.card('203.0.113.9'))).toContain('unblocked by ann (command line)');
    expect(told(await world.command('history 203.0.113.9'))).toContain('ann (command line)');

    expect(await uninstall(world, ['--by', 'ann'])).toEqual({
      code: 0,
      out: `${target}  0 rules of ours, 4 of others\n0 blocks are live or waiting, and will be lifted.\n${target}  took 0 rules out; 4 rules of others left as they were\n`,
      err: '',
    });
  });

  test('tells of a Network ACL in trouble, with exit code 1, and goes on when it is run again', async ({ world }) => {
    await world.command('block 203.0.113.9 1h');
    await world.faults({ ec2: { errorRate: 1, code: 'UnauthorizedOperation' } });

    const refused = await uninstall(world, ['--yes']);

    expect(refused.code).toBe(1);
    expect(refused.out).toContain('Lifted 1 block.');
    expect(refused.out).toContain('rules of ours are left: our role may not do that');

    await world.faults({});
    const again = await uninstall(world, ['--yes']);
    expect(again.code).toBe(0);
    expect(await rulesOf(world)).toEqual([]);
  });

  test('of a Network ACL that is configured no longer takes our rules out of that one alone, and the block goes on', async ({
    world,
  }) => {
    const here = world.facts.networkAclId;
    const former = await anotherNetworkAcl(world);
    await world.restart(policyOf(here, former));
    await world.command('block 203.0.113.9 1h');
    await until(async () => expect(await rulesOf(world, former)).toEqual(['1 deny 203.0.113.9/32 -1']));
    await world.ec2.send(
      new CreateNetworkAclEntryCommand({
        ...{ NetworkAclId: former, RuleNumber: 2, Protocol: '-1', Egress: false },
        ...{ RuleAction: 'deny', CidrBlock: '192.0.2.0/24' },
      }),
    );
    const both = { AISM_NETWORK_ACLS: `${here},${former}` };
    expect((await uninstall(world, ['--target', former, '--yes'], both)).err).toContain(
      `${former} is still configured, so the next tick would put its rules back`,
    );
    await world.restart(policyOf(here));

    const { code, out } = await uninstall(world, ['--target', former, '--yes', '--json']);

    const taken = [{ ruleNumber: 1, address: '203.0.113.9', scope: 'all' }];
    expect({ code, ...JSON.parse(out) }).toEqual({
      code: 0,
      targets: [{ target: former, kind: 'out', taken, left: 1, blocks: 1 }],
      lifted: 0,
      failed: [],
    });
    await world.tick();
    expect(await rulesOf(world, former)).toEqual(['2 deny 192.0.2.0/24 -1']);
    expect(await rulesOf(world)).toEqual(['1 deny 203.0.113.9/32 -1']);
    expect(await world.block('203.0.113.9')).toMatchObject({
      state: 'active',
      targets: [{ id: here, state: 'active' }],
    });
    expect((await uninstall(world, ['--target', former])).out).toContain(`${former}  took 0 rules out`);
  });

  test('of one that EC2 does not show forgets it only when told that it is gone', async ({ world }) => {
    const [here, former] = [world.facts.networkAclId, 'acl-00000000000000bad'];
    await world.restart(policyOf(here, former));
    await world.command('block 203.0.113.9 1h');
    await until(async () => expect((await world.block('203.0.113.9'))?.state).toBe('failed'));
    await world.restart(policyOf(here));

    expect((await uninstall(world, ['--target', former, '--yes'])).err).toContain('add --gone');
    expect((await uninstall(world, ['--target', former, '--gone', '--yes'])).code).toBe(0);
    expect(await world.block('203.0.113.9')).toMatchObject({ state: 'active', targets: [{ id: here }] });
  });

  test('refuses in mode shadow, and options without the Network ACL that they are about', async ({ world }) => {
    expect((await uninstall(world, ['--yes'], { AISM_MODE: 'shadow' })).err).toContain('AISM_MODE is shadow');
    expect((await uninstall(world, ['--yes', '--gone'])).err).toContain('go with --target');
    expect((await uninstall(world, ['--yes', '--by', 'two words'])).err).toContain(
      '"two words" is no name for the ledger',
    );
  });
});

function policyOf(...acls: string[]): string {
  return ['targets:', ...acls.map((id) => `  - id: ${id}`), ''].join('\n');
}

async function anotherNetworkAcl(world: World): Promise<string> {
  const { Vpcs = [] } = await world.ec2.send(new DescribeVpcsCommand({}));
  const made = await world.ec2.send(new CreateNetworkAclCommand({ VpcId: Vpcs[0]?.VpcId }));
  return made.NetworkAcl?.NetworkAclId ?? '';
}
