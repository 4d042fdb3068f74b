import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.end());

/** How many bodies of today are in quarantine. */
async function quarantined(): Promise<number> {
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  const client = new DynamoDBClient({ endpoint: world.facts.dynamodb, region: world.facts.region, credentials });
  const pk = `QUARANTINE#${(await world.state()).now.slice(0, 10)}`;
  const { Count } = await client.send(
    new QueryCommand({
      TableName: world.facts.table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: pk } },
    }),
  );
  client.destroy();
  return Count ?? 0;
}

describe('invariant 1: a body that cannot be used is stored in quarantine and answered 2xx, so that it is not sent again', () => {
  test.each<[string, string | Uint8Array]>([
    ['empty', ''],
    ['blank', '  \n '],
    ['truncated', '{"aism_ip":"203.0.113.1"'],
    ['no JSON', 'aism_ip=203.0.113.1'],
    ['not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
    ['UTF-16', new Uint8Array(Buffer.from('{"aism_ip":"203.0.113.1"}', 'utf16le'))],
    ['an array', '[{"aism_ip":"203.0.113.1"}]'],
    ['a string', '"203.0.113.1"'],
    ['null', 'null'],
    ['nested 10,000 deep', `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['nested 10,000 deep and cut off', `{"aism_ip":${'{"a":'.repeat(10_000)}`],
    ['with the address in a prototype', '{"__proto__":{"aism_ip":"203.0.113.1"}}'],
    ['with the address in a constructor', '{"constructor":{"prototype":{"aism_ip":"203.0.113.1"}}}'],
    ['without an address', '{"@timestamp":"2026-11-24T09:00:00Z","num_hits":9,"num_matches":1}'],
    ['with null as the address', '{"aism_ip":null}'],
    ['with an object as the address', '{"aism_ip":{"toString":"203.0.113.1"}}'],
    ['with a number as the address', '{"aism_ip":3405803777}'],
  ])('%s', async (_what, body) => {
    const before = await quarantined();

    const answer = await world.post(body);

    expect(answer).toMatchObject({ status: 202, body: { ok: true, quarantined: expect.any(String) } });
    expect(answer.text).not.toContain('203.0.113.1"');
    expect(await quarantined()).toBe(before + 1);
    await world.tick();
    expect((await world.state()).messages).toEqual([]);
  });
});

describe('an address in a body', () => {
  test.each<[string, string[] | RegExp]>([
    ['203.0.113.7', ['203.0.113.7']],
    ['::ffff:203.0.113.7', ['203.0.113.7']],
    ['2001:DB9::9', ['2001:db9::9']],
    ['127.0.0.1', /loopback/],
    ['10.0.0.8', /private/],
    ['::1', /loopback/],
    ['0177.0.0.1', /octal/],
    ['203.0.113.7/0', /203\.0\.113\.7\/0/],
    ['203.0.113.0/24', /single addresses/],
    ['2001:db8::1%eth0', /zone id/],
    ['203.0.113', /IPv4/],
    ['3405803783', /IPv4/],
    ['<!channel>', /not an IP address/],
    ['203.0.113.7\u202e', /IPv4|not an IP address/],
  ])('%j is judged strictly', async (text, expected) => {
    const { status, body } = await world.post({ aism_ip: text, aism_rule: 'judge', _id: text });

    expect(status).toBe(202);
    if (expected instanceof RegExp) expect(body).toMatchObject({ quarantined: expect.stringMatching(expected) });
    else expect(body).toMatchObject({ ok: true, addresses: expected });
  });
});

describe('arrays and objects where texts are expected', () => {
  test('accuse each address of a list, and do not break the card', async () => {
    const answer = await world.post({
      aism_ip: ['203.0.113.21', '203.0.113.22', '127.0.0.1', 7, null],
      aism_rule: ['ssh-list', { x: 1 }],
      _id: ['a'],
      host: { name: ['web-1', { y: 2 }, 5] },
      user: [{ name: 'root' }],
      message: { nested: true },
      '@timestamp': ['yesterday'],
      kibana_discover_url: { href: 'x' },
    });

    expect(answer).toMatchObject({ status: 202, body: { addresses: ['203.0.113.21', '203.0.113.22'] } });
    expect(wordsOf(await world.card('203.0.113.21'))).toContain('ssh-list');
    await world.card('203.0.113.22');
  });
});

describe('a body of 900 KB', () => {
  test('is stored, worked and shown, though no item of DynamoDB may be so large', async () => {
    let noise = '';
    // Not compressible: the body as it is kept must be cut.
    while (noise.length < 900_000) noise += crypto.randomUUID();

    const answer = await world.post({ aism_ip: '203.0.113.30', aism_rule: 'big', _id: 'big', message: noise, noise });
    expect(answer.status).toBe(413);
    const fits = await world.post({ aism_ip: '203.0.113.30', aism_rule: 'big', _id: 'big', message: noise });
    expect(fits).toMatchObject({ status: 202, body: { addresses: ['203.0.113.30'] } });

    const card = await world.card('203.0.113.30');
    expect(JSON.stringify(card).length).toBeLessThan(10_000);
  });
});

describe('invariant 2: a body that is posted again', () => {
  test('1,000 times counts once', async () => {
    const body = { aism_ip: '203.0.113.40', aism_rule: 'ssh-bruteforce', _index: 'i', _id: 'the-same' };
    for (let round = 0; round < 20; round += 1) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => world.post(body)));
      for (const answer of answers) expect(answer.status).toBe(202);
    }
    await world.tick();

    await until(async () => expect(wordsOf(await world.card('203.0.113.40'))).toContain('1 alert,'));
    expect(await world.cards('203.0.113.40')).toHaveLength(1);
    expect(await world.story('203.0.113.40')).toEqual(['alert by rule:ssh-bruteforce']);
    expect(await world.denies()).toEqual([]);
  });

  test('with its keys in another order, or after its alert was answered, counts once', async () => {
    await world.post({ aism_ip: '203.0.113.41', aism_rule: 'r', '@timestamp': '2026-11-24T01:00:00Z' });
    await world.card('203.0.113.41');

    await world.post({ '@timestamp': '2026-11-24T01:00:00Z', aism_rule: 'r', aism_ip: '203.0.113.41' });
    await world.tick();

    expect(await world.story('203.0.113.41')).toEqual(['alert by rule:r']);
  });
});
