import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { makeForeign, rulesOf, takeAway } from '../support/foreign-rules.ts';
import { deliverySchema, told } from '../support/sandbox-state.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.faults({}));
afterAll(() => world.end());

const sync = async (user?: string) => {
  const delivery = await world.command('sync', user);
  return { answer: told(delivery), ms: delivery.ms };
};

test('/aism sync puts back what somebody took away, says so, and leaves foreign rules', async () => {
  await makeForeign(world, { RuleNumber: 7 });
  await world.command('block 203.0.113.9 1h');
  await world.command('block 203.0.113.7 1h');
  const before = await rulesOf(world);
  expect((await sync()).answer).toBe(`• ${world.facts.networkAclId}: as the ledger wishes`);
  await takeAway(world, 1);
  await takeAway(world, 2);

  expect((await sync()).answer).toBe(`• ${world.facts.networkAclId}: 2 changes made`);

  expect(await rulesOf(world)).toEqual(before);
});

test('/aism sync tells why it could not', async () => {
  await world.faults({ ec2: { errorRate: 1, code: 'UnauthorizedOperation' } });

  expect((await sync()).answer).toContain(
    `${world.facts.networkAclId}: could not be changed: our role may not do that`,
  );
});

test('/aism sync is for analysts', async () => {
  expect((await sync('U_STRANGER')).answer).toMatch(/analyst/i);
});

test('several at once get an answer each, and one rule is made', async () => {
  await takeAway(world, 1);

  const answers = await Promise.all([sync(), sync('U_LEAD'), sync()]);

  for (const { answer } of answers) expect(answer).toMatch(/as the ledger wishes|1 change made/);
  const made = answers.filter(({ answer }) => answer.includes('1 change made'));
  expect(made.length).toBeLessThanOrEqual(1);
  expect((await rulesOf(world)).filter((rule) => rule.includes('203.0.113.9'))).toHaveLength(1);
});

test('/aism sync of an EC2 that is slow is acknowledged in time, and answered later', async () => {
  await world.faults({ ec2: { latencyMs: 2600 } });

  const answer = await world.sandbox('command', { text: 'sync', user: 'U_ANALYST', waitMs: 10_000 });

  const { ack, responses } = deliverySchema.parse(answer.body);
  expect(JSON.stringify(ack)).not.toContain('acl-');
  expect(responses.map((response) => response.text)).toEqual([`• ${world.facts.networkAclId}: as the ledger wishes`]);
});
