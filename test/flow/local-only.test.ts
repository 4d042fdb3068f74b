import { type IncomingHttpHeaders, request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { send } from '../support/http-send.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.end());

interface Answered {
  status: number;
  text: string;
  headers: IncomingHttpHeaders;
}

/** A request with whatever Host and Origin: what a foreign page can make a browser send. */
function ask(url: string, headers: Record<string, string>, method = 'POST'): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const req = request(new URL(url), { method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
    });
    req.on('error', reject);
    req.end(method === 'POST' ? '{}' : undefined);
  });
}

const doors = ['page', 'state', 'alerts', 'slack events', 'slack api', 'healthz', 'ec2', 'dynamodb'] as const;
function urlOf(door: (typeof doors)[number]): string {
  const { page, alerts, slack, ec2, dynamodb } = world.facts;
  const urls = {
    page,
    state: `${page}sandbox/state`,
    alerts,
    'slack events': `${page}slack/events`,
    'slack api': `${slack}auth.test`,
    healthz: `${page}healthz`,
    ec2,
    dynamodb,
  };
  return urls[door];
}

describe.each(doors)('the %s', (door) => {
  test.each([
    'evil.example',
    'evil.example:3000',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '10.0.0.1',
    '@127.0.0.1',
  ])('refuses the foreign Host %s', async (host) => {
    for (const method of ['GET', 'POST']) {
      const answer = await ask(urlOf(door), { host }, method);
      expect(answer).toMatchObject({ status: 403, text: expect.stringContaining('foreign_request') });
    }
  });

  test.each(['http://evil.example', 'null', 'https://127.0.0.1', 'http://127.0.0.1:1', 'file://'])(
    'refuses the foreign Origin %s, and invites nobody',
    async (origin) => {
      const answer = await ask(urlOf(door), { origin });
      expect(answer.status).toBe(403);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    },
  );

  test('listens on this machine alone', async () => {
    const elsewhere = Object.values(networkInterfaces())
      .flat()
      .find((each) => each && !each.internal && each.family === 'IPv4');
    const url = new URL(urlOf(door));
    url.hostname = elsewhere?.address ?? '127.0.0.2';

    await expect(fetch(url)).rejects.toThrow();
  });
});

test('the page is served under both names of this machine', async () => {
  const { port } = new URL(world.facts.page);
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`])
    expect((await ask(world.facts.page, { host }, 'GET')).status).toBe(200);
});

describe('POST /sandbox/*', () => {
  test.each(['command', 'click', 'home', 'submit', 'clock', 'faults', 'replay'])(
    '%s refuses text/plain, which a foreign page may send unasked',
    async (path) => {
      const body = '{"text":"block 203.0.113.1","user":"U_LEAD","advanceSeconds":9,"name":"x"}';
      const before = await world.state();
      for (const type of ['text/plain', 'text/plain;application/json', 'application/x-www-form-urlencoded', ''])
        expect(await send(`${world.facts.page}sandbox/${path}`, body, { 'content-type': type })).toMatchObject({
          status: 415,
          body: { error: expect.any(String) },
        });
      expect((await world.state()).blocks).toEqual(before.blocks);
    },
  );

  test.each([
    ['command', {}],
    ['command', { text: 5, user: 'U_LEAD' }],
    ['command', { text: 'list', user: 'U_LEAD', extra: 1 }],
    ['clock', { advanceSeconds: -1 }],
    ['clock', { advanceSeconds: 1e300 }],
    ['faults', { ec2: { downn: true } }],
    ['faults', { ec2: { errorRate: 2 } }],
    ['click', { action_id: 'block' }],
  ])('%s with %j is a bad request that says what is wrong', async (path, body) => {
    expect(await world.sandbox(path, body)).toMatchObject({ status: 400, body: { message: expect.any(String) } });
  });

  test.each([
    ['command', { text: 'list', user: 'U_NOBODY' }],
    ['click', { ts: '1.1', action_id: 'block', user: 'U_LEAD' }],
    ['click', { view_id: 'V1', action_id: 'block', user: 'U_LEAD' }],
    ['replay', { name: '__proto__' }],
  ])('%s with %j names what is not there', async (path, body) => {
    expect(await world.sandbox(path, body)).toMatchObject({ status: 404, body: { message: expect.any(String) } });
  });

  test('answers JSON whatever is asked', async () => {
    expect(await send(`${world.facts.page}sandbox/command`, '{"text":')).toMatchObject({ status: 400 });
    expect(await send(`${world.facts.page}sandbox/nothing`, '{}')).toMatchObject({ status: 404, body: {} });
    const huge = JSON.stringify({ text: 'x'.repeat(2_000_000), user: 'U_LEAD' });
    expect((await send(`${world.facts.page}sandbox/command`, huge)).status).toBe(413);
  });
});
