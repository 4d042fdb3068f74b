import { serve } from '@hono/node-server';
import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Address, parseAddress } from '../../src/address/address.ts';
import { type AlertIntake, type AlertRoutesDeps, alertRoutes } from '../../src/alerts/webhook.ts';
import { elastalertBody, RECEIVED_AT } from '../support/parse-alert.ts';

const TOKEN = 'first-token-of-the-test';
const answerSchema = z.record(z.string(), z.unknown());
const OTHER_TOKEN = 'second-token-of-the-test';

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.why);
  return parsed.address;
}

/** The webhook with a store in memory; `post` sends one of our bodies as ElastAlert does, unless told otherwise. */
function webhook(changed: Partial<AlertRoutesDeps> = {}) {
  const stored: AlertIntake[] = [];
  const hints: number[] = [];
  const logged: string[] = [];
  const deps: AlertRoutesDeps = {
    tokens: [TOKEN, OTHER_TOKEN],
    trustedProxies: [],
    store: async (intake) => void stored.push(intake),
    now: () => RECEIVED_AT,
    onStored: () => void hints.push(stored.length),
    log: pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) }),
    peer: () => '::ffff:198.51.100.7',
    ...changed,
  };
  const app = alertRoutes(deps);
  const post = async (
    body: RequestInit['body'] | object,
    init: { headers?: Record<string, string>; method?: string; path?: string } = {},
  ) => {
    const isRaw =
      typeof body === 'string' || body instanceof Uint8Array || body instanceof ReadableStream || body === null;
    const response = await app.request(init.path ?? '/alerts/elastalert', {
      method: init.method ?? 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...init.headers },
      body: isRaw ? body : JSON.stringify(body),
      ...(body instanceof ReadableStream && { duplex: 'half' }),
    });
    return { status: response.status, headers: response.headers, body: answerSchema.parse(await response.json()) };
  };
  return { app, post, stored, hints, logged, deps };
}

describe('a good alert', () => {
  test('is stored whole before it is answered, and hinted at', async () => {
    const { post, stored, hints } = webhook();

    const answer = await post(elastalertBody('ssh-rule-params'));

    const [intake] = stored;
    expect(answer).toMatchObject({ status: 202, body: { ok: true, addresses: ['203.0.113.10'] } });
    expect(intake).toMatchObject({
      source: 'elastalert',
      sender: '198.51.100.7',
      receivedAt: RECEIVED_AT,
      alert: { rule: 'ssh-bruteforce', identity: answer.body['identity'] },
    });
    expect(JSON.parse(String(intake?.body))).toEqual(elastalertBody('ssh-rule-params'));
    expect(hints).toEqual([1]);
  });

  test('may name its rule in a header', async () => {
    const { post, stored } = webhook();

    await post({ aism_ip: '203.0.113.9' }, { headers: { 'X-AISM-Rule': 'from the header' } });

    expect(stored[0]).toMatchObject({ alert: { rule: 'from the header' } });
  });

  test.each(['application/json;charset=utf-8', 'application/json; charset="UTF-8"', 'Application/JSON'])(
    'may say %s',
    async (type) => {
      const { post } = webhook();

      expect(await post({ aism_ip: '203.0.113.9' }, { headers: { 'content-type': type } })).toMatchObject({
        status: 202,
      });
    },
  );

  test('of 900 KB is stored', async () => {
    const { post, stored } = webhook();

    const answer = await post({ ...elastalertBody('ssh-frequency'), padding: 'x'.repeat(900_000) });

    expect(answer.status).toBe(202);
    expect(stored[0]?.body.byteLength).toBeGreaterThan(900_000);
  });

  test('is answered 202 even if the hint fails', async () => {
    const { post, stored, logged } = webhook({
      onStored: () => {
        throw new Error('no worker');
      },
    });

    expect(await post({ aism_ip: '203.0.113.9' })).toMatchObject({ status: 202 });
    expect(stored).toHaveLength(1);
    expect(logged.join()).toContain('no worker');
  });
});

describe('the token', () => {
  test('may be either of the two live ones', async () => {
    const { post } = webhook();

    for (const authorization of [`Bearer ${TOKEN}`, `Bearer ${OTHER_TOKEN}`, `bearer  ${OTHER_TOKEN} `]) {
      expect(await post({ aism_ip: '203.0.113.9' }, { headers: { authorization } })).toMatchObject({ status: 202 });
    }
  });

  test.each([
    '',
    'Bearer',
    'Bearer ',
    `Basic ${TOKEN}`,
    TOKEN,
    `Bearer ${TOKEN}x`,
    `Bearer ${TOKEN.slice(0, -1)}`,
    `Bearer ${TOKEN} ${OTHER_TOKEN}`,
    `Bearer ${TOKEN},${OTHER_TOKEN}`,
    `Bearer ${'x'.repeat(5000)}`,
  ])('%# that is wrong gets a 401 that says what to do, before anything else is looked at', async (authorization) => {
    const { post, stored, logged } = webhook({ maxBytes: 10, sources: [address('192.0.2.1')] });

    for (const path of ['/alerts/elastalert', '/alerts/nagios']) {
      const answer = await post('not json, and too long', {
        headers: { authorization, 'content-type': 'text/plain' },
        path,
      });

      expect(answer).toMatchObject({
        status: 401,
        body: { error: 'unauthorized', message: expect.stringContaining('Bearer') },
      });
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    }
    expect(stored).toEqual([]);
    expect(logged.join()).not.toContain('token');
  });

  test('is never in an answer or in the log', async () => {
    const { post, logged } = webhook({
      store: () => Promise.reject(new Error('down')),
      sources: [address('198.51.100.7')],
    });

    const answers = await Promise.all([
      post({ aism_ip: '203.0.113.9' }),
      post('{'),
      post({}, { path: '/alerts/nagios' }),
      post({}, { headers: { 'content-type': 'text/plain' } }),
    ]);

    expect(`${JSON.stringify(answers)}${logged.join()}`).not.toContain(TOKEN);
  });

  test.each([[[]], [['']], [['good', ' ']]])('list %j is refused at the start', (tokens) => {
    expect(() => webhook({ tokens })).toThrow('AISM_WEBHOOK_TOKENS');
  });
});

describe('the sender', () => {
  const sources = [address('192.0.2.0/24'), address('2001:db8::7')];
  const trustedProxies = [address('198.51.100.0/24'), address('10.0.0.0/8')];

  test.each([
    ['the peer itself', '192.0.2.7', undefined],
    ['the peer itself, whatever it forwards', '192.0.2.7', '203.0.113.1'],
    ['the peer as IPv4-mapped IPv6', '::ffff:192.0.2.7', undefined],
    ['over IPv6', '2001:db8:0::7', undefined],
    ['behind a trusted proxy', '198.51.100.7', '192.0.2.7'],
    ['behind two, whatever stands left', '198.51.100.7', '203.0.113.1, 192.0.2.7, 10.0.0.5'],
    ['behind rubbish that is left of it', '198.51.100.7', 'evil, 192.0.2.7'],
  ])('is allowed: %s', async (_how, peer, forwarded) => {
    const { post, stored } = webhook({ sources, trustedProxies, peer: () => peer });

    const answer = await post(
      { aism_ip: '203.0.113.9' },
      forwarded ? { headers: { 'x-forwarded-for': forwarded } } : {},
    );

    expect(answer.status).toBe(202);
    expect(stored[0]?.sender).toMatch(/^(192\.0\.2\.7|2001:db8::7)$/);
  });

  test.each([
    ['a stranger', '203.0.113.1', undefined],
    ['a stranger who forwards an allowed one', '203.0.113.1', '192.0.2.7'],
    ['a stranger behind the proxy who wrote an allowed one before', '198.51.100.7', '192.0.2.7, 203.0.113.1'],
    ['an unreadable hop', '198.51.100.7', '192.0.2.7, unknown'],
    ['an empty hop', '198.51.100.7', '192.0.2.7,'],
    ['octal', '198.51.100.7', '0300.0.2.7'],
    ['the proxy itself', '198.51.100.7', undefined],
    ['no peer', undefined, '192.0.2.7'],
  ])('is refused: %s', async (_who, peer, forwarded) => {
    const { post, stored } = webhook({ sources, trustedProxies, peer: () => peer });

    const answer = await post(
      { aism_ip: '203.0.113.9' },
      forwarded ? { headers: { 'x-forwarded-for': forwarded } } : {},
    );

    expect(answer).toMatchObject({
      status: 403,
      body: { error: 'forbidden', message: expect.stringContaining('AISM_WEBHOOK_SOURCES') },
    });
    expect(stored).toEqual([]);
  });

  test('is unknown, but allowed, where no list is set', async () => {
    const { post, stored } = webhook({ peer: () => undefined });

    expect(await post({ aism_ip: '203.0.113.9' })).toMatchObject({ status: 202 });
    expect(stored[0]?.sender).toBe('unknown');
  });

  test("is read from node's own socket", async () => {
    const { deps, stored } = webhook();
    const { peer: _, ...ownPeer } = deps;
    const server = serve({ fetch: alertRoutes(ownPeer).fetch, port: 0, hostname: '127.0.0.1' });
    await new Promise((resolve) => server.once('listening', resolve));
    const bound = server.address();
    const port = typeof bound === 'object' ? bound?.port : undefined;

    const response = await fetch(`http://127.0.0.1:${port}/alerts/elastalert`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: '{"aism_ip":"203.0.113.9"}',
    });
    server.close();

    expect(response.status).toBe(202);
    expect(stored[0]?.sender).toBe('127.0.0.1');
  });
});

describe('a request that cannot be an alert', () => {
  test.each(['nagios', '__proto__', 'constructor', 'ELASTALERT', '%0d%0aX-Evil'])(
    'for source %s gets a 404 that lists the known ones',
    async (source) => {
      const { post } = webhook();

      expect(await post({}, { path: `/alerts/${source}` })).toMatchObject({
        status: 404,
        body: { error: 'unknown-source', message: expect.stringContaining('/alerts/elastalert') },
      });
    },
  );

  test.each(['GET', 'PUT', 'DELETE', 'PATCH'])('by %s gets a 405', async (method) => {
    const { post } = webhook();

    const answer = await post(method === 'GET' ? null : '{}', { method });

    expect(answer).toMatchObject({ status: 405, body: { error: 'method-not-allowed' } });
    expect(answer.headers.get('allow')).toBe('POST');
  });

  test.each<Record<string, string>>([
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/x-www-form-urlencoded' },
    { 'content-type': 'application/json; charset=latin1' },
    { 'content-type': 'application/jsonp' },
    { 'content-type': 'text/plain; application/json' },
    { 'content-type': '' },
    { 'content-encoding': 'gzip' },
  ])('with %j gets a 415', async (headers) => {
    const { post, stored } = webhook();

    expect(await post('{"aism_ip":"203.0.113.9"}', { headers })).toMatchObject({
      status: 415,
      body: { error: 'unsupported-media-type', message: expect.stringContaining('application/json') },
    });
    expect(stored).toEqual([]);
  });
});

describe('a body that is too large', () => {
  test('gets a 413 by the length that it states', async () => {
    const { post } = webhook();

    expect(await post('{}', { headers: { 'content-length': String(1024 * 1024 + 1) } })).toMatchObject({
      status: 413,
      body: { error: 'too-large', message: expect.stringContaining('1048576') },
    });
  });

  test('gets a 413 while it is read, and is not read to its end', async () => {
    const { post, stored } = webhook({ maxBytes: 10_000 });
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 1000;
        controller.enqueue(new Uint8Array(1000).fill(0x20));
      },
    });

    expect(await post(endless)).toMatchObject({ status: 413 });
    expect(sent).toBeLessThan(20_000);
    expect(stored).toEqual([]);
  });

  test('of exactly the limit is read', async () => {
    const { post, stored } = webhook({ maxBytes: 25 });

    expect(await post('{"aism_ip":"203.0.113.9"}')).toMatchObject({ status: 202 });
    expect(stored).toHaveLength(1);
  });
});

test('a body whose connection breaks gets a 400 and is not stored', async () => {
  const { post, stored } = webhook();
  const broken = new ReadableStream({
    start(controller) {
      controller.enqueue(Buffer.from('{"aism_ip":'));
      controller.error(new Error('reset'));
    },
  });

  expect(await post(broken)).toMatchObject({ status: 400, body: { error: 'cut-off' } });
  expect(stored).toEqual([]);
});

describe('a body that cannot be used', () => {
  const deep = `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`;

  test.each<[string, string | Uint8Array, string]>([
    ['empty', '', 'empty'],
    ['blank', ' \n ', 'blank'],
    ['truncated', '{"aism_ip": "203.0.1', 'not JSON'],
    ['form data', 'payload=%7B%7D', 'not JSON'],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), 'not UTF-8'],
    ['nested 70 deep', `${'['.repeat(70)}${']'.repeat(70)}`, 'deeper than 64'],
    ['nested two hundred thousand deep', deep.slice(0, 1_000_000), 'deeper than 64'],
    ['open brackets only', '['.repeat(1_000_000), 'deeper than 64'],
    ['a list', '[]', 'not a JSON object'],
    ['null', 'null', 'not a JSON object'],
    ['without an address', '{"a":1}', 'aism_ip'],
    ['prototype keys only', '{"__proto__":{"aism_ip":"203.0.113.9"}}', 'aism_ip'],
    ['about loopback', '{"source":{"ip":"127.0.0.1"}}', 'loopback'],
  ])('is stored in quarantine and answered 202 with the reason: %s', async (_what, body, why) => {
    const { post, stored, hints } = webhook();

    const answer = await post(body);

    expect(answer).toMatchObject({ status: 202, body: { ok: true, quarantined: expect.stringContaining(why) } });
    expect(stored).toEqual([
      {
        source: 'elastalert',
        rejected: answer.body['quarantined'],
        body: Buffer.from(body),
        receivedAt: RECEIVED_AT,
        sender: '198.51.100.7',
      },
    ]);
    expect(hints).toEqual([1]);
  });

  test('is not one with brackets in its texts, 60 levels, or a byte-order mark', async () => {
    const { post } = webhook();
    const nested = JSON.parse(`${'['.repeat(60)}${']'.repeat(60)}`);

    for (const body of [
      JSON.stringify({ aism_ip: '203.0.113.9', message: `\\"${'[{'.repeat(100)}`, nested }),
      '\ufeff{"aism_ip":"203.0.113.9"}',
    ]) {
      expect((await post(body)).body).toMatchObject({ addresses: ['203.0.113.9'] });
    }
  });
});

test.each(['{"aism_ip":"203.0.113.9"}', '{'])(
  'what cannot be stored gets a 503 that asks for a repeat: %s',
  async (body) => {
    const { post, hints, logged } = webhook({ store: () => Promise.reject(new Error('the table does not exist')) });

    const answer = await post(body);

    expect(answer).toMatchObject({
      status: 503,
      body: { error: 'not-stored', message: expect.stringContaining('again') },
    });
    expect(answer.headers.get('retry-after')).toBe('60');
    expect(JSON.stringify(answer.body)).not.toContain('table');
    expect(logged.join()).toContain('the table does not exist');
    expect(hints).toEqual([]);
  },
);

describe('who sends', () => {
  function noting(changed: Partial<AlertRoutesDeps> = {}) {
    const noted: Address[] = [];
    return { noted, ...webhook({ noteSender: async (sender) => void noted.push(sender), ...changed }) };
  }

  test('is noted when the token was right, also of a body for the quarantine', async () => {
    const { post, noted } = noting();

    await post(elastalertBody('ssh-rule-params'));
    await post('no JSON');

    expect(noted).toEqual(['198.51.100.7/32', '198.51.100.7/32']);
  });

  test('is not noted with a wrong token, nor from where nobody may post, nor for what is no alert', async () => {
    const { post, noted } = noting();
    await post({}, { headers: { authorization: 'Bearer wrong-token-of-the-test' } });
    await post({}, { method: 'GET' }).catch(() => undefined);
    await post({}, { path: '/alerts/unknown' });
    const strict = noting({ sources: [address('203.0.113.0/24')] });
    await strict.post(elastalertBody('ssh-rule-params'));

    expect([...noted, ...strict.noted]).toEqual([]);
  });

  test('is the rightmost hop that is no proxy of ours: what is left of it anybody can write', async () => {
    const { post, noted } = noting({ trustedProxies: [address('198.51.100.7')] });

    await post(elastalertBody('ssh-rule-params'), { headers: { 'x-forwarded-for': '203.0.113.1, 203.0.113.2' } });
    await post(elastalertBody('ssh-rule-params'), { headers: { 'x-forwarded-for': '203.0.113.1, unknown' } });

    expect(noted).toEqual(['203.0.113.2/32']);
  });
});
