import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.end());

const ALERT = { aism_ip: '203.0.113.1', aism_rule: 'ssh-bruteforce', _id: '1' };
const refusal = { error: expect.any(String), message: expect.any(String) };

/** Any request; the answer must be JSON whatever happens. */
async function ask(path: string, init: RequestInit = {}): Promise<{ status: number; body: unknown; headers: Headers }> {
  const response = await fetch(new URL(path, world.facts.alerts), {
    method: 'POST',
    body: init.method === undefined || init.method === 'POST' || init.method === 'PUT' ? JSON.stringify(ALERT) : null,
    ...init,
    headers: {
      authorization: `Bearer ${world.facts.webhookToken}`,
      'content-type': 'application/json',
      ...(init.headers as Record<string, string>),
    },
  });
  expect(response.headers.get('content-type')).toContain('application/json');
  return { status: response.status, body: await response.json(), headers: response.headers };
}

async function nothingCame(): Promise<void> {
  await world.tick();
  const { messages, actions } = await world.state();
  expect([messages, actions]).toEqual([[], []]);
}

describe('the webhook refuses in JSON, with what to do, and stores nothing', () => {
  test.each([
    ['a wrong token', 'Bearer not-the-token'],
    ['an empty token', 'Bearer '],
    ['no scheme', 'TOKEN'],
    ['another scheme', 'Basic TOKEN'],
    ['two tokens', 'Bearer x TOKEN'],
  ])('%s (401)', async (_what, authorization) => {
    const header = authorization.replace('TOKEN', world.facts.webhookToken);
    const answer = await ask('/alerts/elastalert', { headers: { authorization: header } });

    expect(answer).toMatchObject({ status: 401, body: refusal });
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    await nothingCame();
  });

  test('a token in the URL (401)', async () => {
    const path = `/alerts/elastalert?token=${world.facts.webhookToken}&access_token=${world.facts.webhookToken}`;
    expect(await ask(path, { headers: { authorization: '' } })).toMatchObject({ status: 401, body: refusal });
    await nothingCame();
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=latin1',
    'application/jsonp',
    '',
  ])('content type %j (415)', async (type) => {
    const answer = await ask('/alerts/elastalert', { headers: { 'content-type': type } });
    expect(answer).toMatchObject({ status: 415, body: refusal });
    await nothingCame();
  });

  test('a compressed body (415)', async () => {
    const answer = await ask('/alerts/elastalert', { headers: { 'content-encoding': 'gzip' } });
    expect(answer).toMatchObject({ status: 415, body: refusal });
  });

  test('a body of more than 1 MiB (413)', async () => {
    const body = JSON.stringify({ ...ALERT, message: 'x'.repeat(1024 * 1024) });
    expect(await ask('/alerts/elastalert', { body })).toMatchObject({ status: 413, body: refusal });
    await nothingCame();
  });

  test('a body of more than 1 MiB that does not say its length (413)', async () => {
    const chunk = new TextEncoder().encode('x'.repeat(100_000));
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        if (sent > 12) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const init: RequestInit & { duplex: 'half' } = { body, duplex: 'half' };
    expect(await ask('/alerts/elastalert', init)).toMatchObject({ status: 413, body: refusal });
    await nothingCame();
  });

  test.each(['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s (405)', async (method) => {
    const answer = await ask('/alerts/elastalert', { method });
    expect(answer).toMatchObject({ status: 405, body: refusal });
    expect(answer.headers.get('allow')).toBe('POST');
  });

  test.each([
    '/alerts/nagios',
    '/alerts/',
    '/alerts',
    '/alerts/elastalert/x',
    '/alerts/__proto__',
    '/alerts/%00',
    '/alerts/%E0%A4%A',
  ])('the path %s (404)', async (path) => {
    expect(await ask(path)).toMatchObject({ status: 404, body: refusal });
    await nothingCame();
  });
});

test('a body whose connection ends too early is not stored, and the next one is', async () => {
  const url = new URL(world.facts.alerts);
  await new Promise<void>((resolve) => {
    const cut = request({
      ...{ host: url.hostname, port: url.port, path: url.pathname, method: 'POST' },
      headers: {
        authorization: `Bearer ${world.facts.webhookToken}`,
        'content-type': 'application/json',
        'content-length': 1000,
      },
    });
    cut.on('error', () => resolve());
    cut.write(JSON.stringify(ALERT), () => cut.destroy(new Error('cut')));
  });
  await nothingCame();

  expect((await world.post(ALERT)).status).toBe(202);
  await world.card('203.0.113.1');
});
