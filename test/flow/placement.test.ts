import { DescribeNetworkInterfacesCommand } from '@aws-sdk/client-ec2';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { clientAt, networkAclAt } from '../support/places.ts';
import { wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

const ROLE = 'arn:aws:iam::210987654321:role/aism-network-acls';
const IRELAND = { region: 'eu-west-1' };
const PARTNER = { roleArn: ROLE };
const OVER = { rule_param_query_key: 'source.ip', rule_param_num_events: 50 };

let world: World;
let here: string;
let ireland: string;
let partner: string;
beforeAll(async () => {
  world = await startWorld();
  here = world.facts.networkAclId;
  ireland = await networkAclAt(world.facts, IRELAND);
  partner = await networkAclAt(world.facts, PARTNER);
  await world.restart(`placement: attacked
targets:
  - id: ${here}
  - { id: ${ireland}, region: eu-west-1 }
  - { id: ${partner}, roleArn: '${ROLE}' }
`);
});
afterEach(() => world.faults({}));
afterAll(() => world.end());

/** A web server there, as EC2 knows it. */
async function machineAt(place: { region?: string; roleArn?: string }) {
  const client = clientAt(world.facts, place);
  const { NetworkInterfaces = [] } = await client.send(new DescribeNetworkInterfacesCommand({}));
  client.destroy();
  const [machine] = NetworkInterfaces.filter((each) => each.Attachment?.InstanceId);
  return { instance: machine?.Attachment?.InstanceId ?? '', publicIp: machine?.Association?.PublicIp ?? '' };
}

/** Which of the three really deny the address, once the block stands. */
async function deniedBy(address: string): Promise<string[]> {
  await until(async () => expect(await world.block(address)).toMatchObject({ state: 'active' }));
  const { networkAcls } = await world.state();
  const denying = networkAcls.filter((acl) =>
    acl.Entries.some((entry) => entry.CidrBlock === `${address}/32` && entry.RuleAction === 'deny' && !entry.Egress),
  );
  return [here, ireland, partner].filter((id) => denying.some((acl) => acl.NetworkAclId === id));
}

test('an automatic block goes where the attacked instance stands, and the card says so', async () => {
  const { instance } = await machineAt(IRELAND);

  await world.alert('203.0.113.1', { ...OVER, cloud: { instance: { id: instance } } });

  expect(await deniedBy('203.0.113.1')).toEqual([ireland]);
  await until(async () => expect(wordsOf(await world.card('203.0.113.1'))).toContain(instance));
});

test('a block by a click goes to the account of the attacked address, and Undo takes it out', async () => {
  const { publicIp } = await machineAt(PARTNER);
  await world.alert('203.0.113.2', { destination: { ip: publicIp } });
  const { ts } = await world.card('203.0.113.2');

  await world.click(ts, 'block');
  expect(await deniedBy('203.0.113.2')).toEqual([partner]);

  await world.click(ts, 'undo');
  await until(async () => expect(JSON.stringify((await world.state()).networkAcls)).not.toContain('"203.0.113.2/32"'));
});

test('where EC2 does not know the host, and where none is named, it goes everywhere', async () => {
  await world.alert('203.0.113.3', { ...OVER, cloud: { instance: { id: 'i-0123456789abcdef0' } } });
  await world.alert('203.0.113.4', { ...OVER, host: { name: 'bastion-1' } });

  expect(await deniedBy('203.0.113.3')).toEqual([here, ireland, partner]);
  expect(await deniedBy('203.0.113.4')).toEqual([here, ireland, partner]);
});

test('where a region cannot be asked, it goes everywhere that can be reached, and says why', async () => {
  const { publicIp } = await machineAt({});
  await world.faults({ ec2: { region: 'eu-west-1', errorRate: 1, code: 'UnauthorizedOperation' } });

  await world.alert('203.0.113.5', { ...OVER, destination: { ip: publicIp } });

  await until(async () => {
    const targets = (await world.block('203.0.113.5'))?.targets.filter((target) => target.state === 'active');
    expect(targets?.map((target) => target.id).sort()).toEqual([here, partner].sort());
  });
  await until(async () =>
    expect(wordsOf(await world.card('203.0.113.5'))).toContain('it lacks ec2:DescribeNetworkInterfaces (eu-west-1)'),
  );
});
