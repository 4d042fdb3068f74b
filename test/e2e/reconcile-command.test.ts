import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { environmentOf, runAism } from '../support/cli.ts';
import { makeForeign, rulesOf, takeAway } from '../support/foreign-rules.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.faults({}));
afterAll(() => world.end());

const aism = (...args: string[]) => runAism(args, environmentOf(world.facts));
const reconcile = async (...args: string[]) => JSON.parse((await aism('reconcile', '--json', ...args)).out);

/** Everything in the table. */
async function ledger(): Promise<unknown[]> {
  const credentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };
  const client = new DynamoDBClient({ endpoint: world.facts.dynamodb, region: world.facts.region, credentials });
  const { Items = [] } = await client.send(new ScanCommand({ TableName: world.facts.table }));
  client.destroy();
  return Items.sort((a, b) => JSON.stringify([a['pk'], a['sk']]).localeCompare(JSON.stringify([b['pk'], b['sk']])));
}

describe('aism reconcile', () => {
  test('without a difference says that all is as the ledger wishes', async () => {
    const { code, out } = await aism('reconcile');

    expect({ code, out }).toEqual({ code: 0, out: `${world.facts.networkAclId}  is as the ledger wishes\n` });
  });

  test('--dry-run tells what it would do and why, and writes nothing; without it does the very same', async () => {
    await world.command('block 203.0.113.9 1h');
    await world.command('block 203.0.113.8 permanent', 'U_LEAD');
    await world.command('approve 203.0.113.8');
    await until(async () => expect(await world.denies()).toHaveLength(2));
    await world.tick();
    await makeForeign(world, { RuleNumber: 7 });
    await takeAway(world, 1);
    const [before, rules] = [await ledger(), await rulesOf(world)];

    const planned = await reconcile('--dry-run');

    const { networkAclId: target } = world.facts;
    const address = '203.0.113.9';
    const foreign = [{ ruleNumber: 7, action: 'deny', address: '192.0.2.0/24', scope: 'all' }];
    const change = { kind: 'create', ruleNumber: 1, address, scope: 'all', why: expect.any(String) };
    expect(planned).toEqual({
      targets: [
        {
          target,
          kind: 'planned',
          changes: [change],
          waiting: [],
          unusable: [],
          foreign,
          drift: [{ ruleNumber: 1, address, scope: 'all', what: 'gone' }],
        },
      ],
    });
    expect(planned.targets[0].changes[0].why).toMatch(
      /^was taken away by somebody else; 203\.0\.113\.9 blocked by U_ANALYST until \d{4}-/,
    );
    expect(await ledger()).toEqual(before);
    expect(await rulesOf(world)).toEqual(rules);

    const table = await aism('reconcile', '--dry-run');
    expect(table.out).toContain(`${target}  would get 1 change; nothing was changed\n`);
    expect(table.out).toMatch(/^ {2}create {3}rule 1 {2}203\.0\.113\.9 {3}all {2}was taken away by somebody else; /m);
    expect(table.out).toMatch(/^ {2}foreign {2}rule 7 {2}192\.0\.2\.0\/24 {2}all {2}denies, not ours: left as it is$/m);

    expect(await reconcile()).toEqual({
      targets: [
        { target, kind: 'done', changes: planned.targets[0].changes, waiting: [], unusable: [], foreign, drift: [] },
      ],
    });
    expect(await rulesOf(world)).toContain('1 deny 203.0.113.9/32 -1');
  });

  test('of a Network ACL that does not answer says why, with exit code 1', async () => {
    await world.faults({ ec2: { errorRate: 1, code: 'UnauthorizedOperation' } });

    for (const args of [['--dry-run'], []]) {
      const { code, out } = await aism('reconcile', ...args);
      expect(code).toBe(1);
      expect(out).toContain('could not be reconciled: our role may not do that');
    }
  });
});
