import {
  CreateNetworkAclCommand,
  CreateNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  ReplaceNetworkAclAssociationCommand,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

const over = (host: string) => ({
  rule_param_query_key: 'source.ip',
  rule_param_num_events: 30,
  host: { name: 'web', ip: [host] },
});

let world: World;
/** The Network ACLs of web-1 (10.0.1.10) and of web-2 (10.0.2.10). */
let first: string;
let second: string;
beforeAll(async () => {
  world = await startWorld();
  first = world.facts.networkAclId;
  second = await separateSecondSubnet();
  const targets = `targets:\n  - id: ${first}\n  - id: ${second}\nplacement: attacked\n`;
  await world.restart(targets);
  await world.tick();
});
afterAll(() => world.end());

/** Gives the second subnet a Network ACL of its own, as people do who want more slots. */
async function separateSecondSubnet(): Promise<string> {
  const { NetworkAcls = [] } = await world.ec2.send(new DescribeNetworkAclsCommand({ NetworkAclIds: [first] }));
  const [acl] = NetworkAcls;
  const created = await world.ec2.send(new CreateNetworkAclCommand({ VpcId: acl?.VpcId }));
  const NetworkAclId = created.NetworkAcl?.NetworkAclId ?? '';
  const allow = { NetworkAclId, Protocol: '-1', RuleAction: 'allow', Egress: false } as const;
  await world.ec2.send(new CreateNetworkAclEntryCommand({ ...allow, RuleNumber: 100, CidrBlock: '0.0.0.0/0' }));
  await world.ec2.send(
    new ReplaceNetworkAclAssociationCommand({
      AssociationId: acl?.Associations?.[1]?.NetworkAclAssociationId,
      NetworkAclId,
    }),
  );
  return NetworkAclId;
}

async function deniedBy(address: string): Promise<string[]> {
  const { networkAcls } = await world.state();
  const denying = networkAcls.filter((acl) =>
    acl.Entries.some((entry) => entry.CidrBlock === `${address}/32` && entry.RuleAction === 'deny' && !entry.Egress),
  );
  return denying.map((acl) => acl.NetworkAclId);
}

test('an attacker is blocked where the attacked host stands, and takes no slot elsewhere', async () => {
  await world.alert('203.0.113.1', over('10.0.2.10'));

  await until(async () => expect(await deniedBy('203.0.113.1')).toEqual([second]));
  await until(async () =>
    expect(await world.block('203.0.113.1')).toMatchObject({ state: 'active', targets: [{ id: second }] }),
  );
  await until(async () =>
    expect(wordsOf(await world.card('203.0.113.1'))).toContain('in the Network ACL that guards 10.0.2.10'),
  );
});

test('one that attacks elsewhere too is blocked there as well', async () => {
  await world.alert('203.0.113.3', over('10.0.2.10'));
  await until(async () => expect(await deniedBy('203.0.113.3')).toEqual([second]));

  await world.alert('203.0.113.3', over('10.0.1.10'));

  await until(async () => expect((await deniedBy('203.0.113.3')).sort()).toEqual([first, second].sort()));
  expect(await world.story('203.0.113.3')).toContain('spread by aism');
});

test('where EC2 does not know the host it is blocked everywhere, and the card says so', async () => {
  await world.alert('203.0.113.5', over('10.0.9.9'));

  await until(async () => expect((await deniedBy('203.0.113.5')).sort()).toEqual([first, second].sort()));
  await until(async () =>
    expect(wordsOf(await world.card('203.0.113.5'))).toContain('in every Network ACL: EC2 does not know 10.0.9.9'),
  );
});

test("a person's click blocks where the card's host stands; by hand it is everywhere", async () => {
  await world.alert('203.0.113.7', { aism_rule: 'web-scan', host: { name: 'web', ip: ['10.0.1.10'] } });
  const card = await until(() => world.card('203.0.113.7'));
  await world.click(card.ts, 'block');
  await until(async () => expect(await deniedBy('203.0.113.7')).toEqual([first]));

  await world.command('block 203.0.113.9 1h');
  await until(async () => expect((await deniedBy('203.0.113.9')).sort()).toEqual([first, second].sort()));

  await world.click(card.ts, 'undo');
  await until(async () => expect(await deniedBy('203.0.113.7')).toEqual([]));
  await until(async () => expect((await world.card('203.0.113.7')).text).toMatch(/^Unblocked/));
});
