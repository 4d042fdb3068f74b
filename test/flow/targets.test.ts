import { DescribeAddressesCommand } from '@aws-sdk/client-ec2';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { clientAt, networkAclAt } from '../support/places.ts';
import { told } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

const ROLE = 'arn:aws:iam::210987654321:role/aism-network-acls';
const FORBIDDEN = 'arn:aws:iam::210987654321:role/forbidden';

/** Three tries of a call that is not answered take 9 s: who is done before has not waited for it. Milliseconds. */
const SOON_MS = 6000;

let world: World;
/** The Network ACLs of the subnets: here, in another region, and in another account. */
let here: string;
let ireland: string;
let partner: string;
beforeAll(async () => {
  world = await startWorld();
  here = world.facts.networkAclId;
  ireland = await networkAclAt(world.facts, { region: 'eu-west-1' });
  partner = await networkAclAt(world.facts, { roleArn: ROLE });
  await world.restart(targets(`- id: ${here}`, `- { id: ${ireland}, region: eu-west-1 }`, reached(ROLE)));
});
afterEach(() => world.faults({}));
afterAll(() => world.end());

/** The list is read anew by the first tick after ten minutes. */
async function readGuardAnew(): Promise<void> {
  await world.advance(601);
  await world.tick();
}

function targets(...lines: string[]): string {
  return ['targets:', ...lines.map((line) => `  ${line}`), ''].join('\n');
}

function reached(roleArn: string): string {
  return `- { id: ${partner}, roleArn: '${roleArn}' }`;
}

/** Which of the three really deny the address. */
async function deniedBy(address: string): Promise<string[]> {
  const { networkAcls } = await world.state();
  const denying = networkAcls.filter((acl) =>
    acl.Entries.some((entry) => entry.CidrBlock === `${address}/32` && entry.RuleAction === 'deny' && !entry.Egress),
  );
  return [here, ireland, partner].filter((id) => denying.some((acl) => acl.NetworkAclId === id));
}

const block = (address: string) => world.sandbox('command', { text: `block ${address} 1h`, user: 'U_LEAD', waitMs: 0 });

async function targetOf(address: string, id: string) {
  return (await world.block(address))?.targets.find((target) => target.id === id);
}

describe('a block', () => {
  test('reaches every region and account, and Undo takes it out of all', async () => {
    await world.alert('203.0.113.1');
    const { ts } = await world.card('203.0.113.1');
    await world.click(ts, 'block');

    await until(async () => expect(await deniedBy('203.0.113.1')).toEqual([here, ireland, partner]));
    expect(await world.block('203.0.113.1')).toMatchObject({ state: 'active' });

    await world.click(ts, 'undo');
    await until(async () => expect(await deniedBy('203.0.113.1')).toEqual([]));
  });

  test('is automatic, since the never-block list of every account was read', async () => {
    await world.alert('203.0.113.2', { rule_param_query_key: 'source.ip', rule_param_num_events: 50 });

    await until(async () => expect(await deniedBy('203.0.113.2')).toEqual([here, ireland, partner]));
  });

  test('of an address that stands in another account is refused', async () => {
    const { networkAcls: before } = await world.state();
    const client = clientAt(world.facts, { roleArn: ROLE });
    const { Addresses = [] } = await client.send(new DescribeAddressesCommand({}));
    client.destroy();
    const theirs = Addresses.map((each) => each.PublicIp ?? '');
    expect(theirs).toHaveLength(2);

    for (const address of theirs) expect(told(await world.command(`block ${address} 1h`))).toContain('never blocked: ');

    expect((await world.state()).networkAcls).toEqual(before);
  });
});

describe('while one region does not answer', () => {
  test.each([
    ['refuses connections', { down: true }, '203.0.113.11'],
    ['lets everybody wait', { latencyMs: 60_000 }, '203.0.113.12'],
    ['throttles everything', { errorRate: 1 }, '203.0.113.13'],
  ])('and %s, the others are not held up, and it follows later', async (_, fault, address) => {
    await world.faults({ ec2: { region: 'eu-west-1', ...fault } });
    const began = Date.now();

    await block(address);
    await until(async () => expect(await deniedBy(address)).toEqual([here, partner]), SOON_MS);
    for (const id of [here, partner])
      await until(async () => expect(await targetOf(address, id)).toMatchObject({ state: 'active' }), SOON_MS);
    expect(Date.now() - began).toBeLessThan(SOON_MS);
    expect(await targetOf(address, ireland)).not.toMatchObject({ state: 'active' });

    await world.faults({});
    await world.tick();
    await until(async () => expect(await deniedBy(address)).toEqual([here, ireland, partner]), 15_000);
    await until(async () => expect(await targetOf(address, ireland)).toMatchObject({ state: 'active' }));
  });
});

test('a role that may not be assumed holds up nobody else, and is named where people look', async () => {
  await world.restart(targets(`- id: ${here}`, reached(FORBIDDEN)));

  await block('203.0.113.21');

  await until(async () => expect(await targetOf('203.0.113.21', here)).toMatchObject({ state: 'active' }), SOON_MS);
  expect(await deniedBy('203.0.113.21')).toEqual([here]);
  const refusal = `AISM cannot assume ${FORBIDDEN} (AccessDenied): its trust policy must let AISM's role assume it`;
  await until(async () =>
    expect(await targetOf('203.0.113.21', partner)).toMatchObject({ note: expect.stringContaining(refusal) }),
  );

  await readGuardAnew();
  const lines = world.logged.filter((line) => line.includes('the never-block list could not be read anew'));
  expect(lines.join()).toContain(refusal);
});
