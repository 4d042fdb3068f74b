import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.end());

/** Sends bytes to a port and gives what came back until the connection ended, or nothing came for a moment. */
function raw(url: string, bytes: string): Promise<string> {
  const { port, hostname } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.on('data', (data) => {
      text += data;
    });
    socket.setTimeout(300, () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
    socket.write(bytes);
  });
}

async function expectAlive(): Promise<void> {
  expect((await fetch(new URL('/healthz', world.facts.page))).status).toBeLessThan(600);
  expect((await world.post({ aism_ip: '203.0.113.1', aism_rule: 'alive', _id: '1' })).status).toBe(202);
}

describe('/slack/events', () => {
  test.each(['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'])('answers %s with 405 and goes on', async (method) => {
    expect((await fetch(`${world.facts.page}slack/events`, { method })).status).toBe(405);
    await expectAlive();
  });
});

describe('/sandbox/*', () => {
  const post = (path: string, body: RequestInit) =>
    fetch(new URL(path, world.facts.page), { method: 'POST', ...body }).then(async (answer) => [
      answer.status,
      await answer.json(),
    ]);
  const json = { 'content-type': 'application/json' };
  const chunked = (text: string) => ({ headers: json, body: new Blob([text]).stream(), duplex: 'half' as const });

  test('takes a tick without a body', async () => {
    expect(await post('/sandbox/tick', {})).toEqual([200, { ok: true }]);
  });

  test('says what is wrong with a body that is missing, is no JSON or is too large', async () => {
    expect(await post('/sandbox/clock', {})).toMatchObject([415, { error: 'bad_request' }]);
    expect(await post('/sandbox/clock', { headers: json })).toMatchObject([400, { message: 'the body is no JSON' }]);
    expect(await post('/sandbox/clock', chunked('['))).toMatchObject([400, { message: 'the body is no JSON' }]);
    expect(await post('/sandbox/clock', chunked('x'.repeat(1_100_000)))).toEqual([
      413,
      expect.objectContaining({ message: 'at most 1 MiB' }),
    ]);
  });

  test('takes a body that comes in pieces', async () => {
    expect(await post('/sandbox/clock', chunked('{"advanceSeconds":0}'))).toEqual([200, { ok: true }]);
  });
});

const host = 'Host: 127.0.0.1\r\n';
const requests: Array<[what: string, bytes: string]> = [
  ['no HTTP', 'hello\r\n\r\n'],
  ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ['no Host', 'GET / HTTP/1.1\r\n\r\n'],
  ['HTTP/1.0', `GET /sandbox/state HTTP/1.0\r\n\r\n`],
  ['many slashes', `GET ////sandbox//state HTTP/1.1\r\n${host}\r\n`],
  ['a whole foreign URL', `GET http://evil.example/ HTTP/1.1\r\n${host}\r\n`],
  ['a broken URL', `GET http://[:: HTTP/1.1\r\n${host}\r\n`],
  ['a path that cannot be decoded', `GET /%E0%A4%A HTTP/1.1\r\n${host}\r\n`],
  ['a path upwards', `GET /../../../../etc/passwd HTTP/1.1\r\n${host}\r\n`],
  ['an asterisk', `OPTIONS * HTTP/1.1\r\n${host}\r\n`],
  ['CONNECT', `CONNECT example.com:443 HTTP/1.1\r\n${host}\r\n`],
  ['a foreign upgrade', `GET /slack/api/socket/x HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`],
  ['a huge header', `GET / HTTP/1.1\r\n${host}X-Big: ${'x'.repeat(100_000)}\r\n\r\n`],
  ['two lengths', `POST /alerts/elastalert HTTP/1.1\r\n${host}Content-Length: 5\r\nContent-Length: 9\r\n\r\nhello`],
  ['a broken chunk', `POST /alerts/elastalert HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
  ['a length without a body', `POST /slack/events HTTP/1.1\r\n${host}Content-Length: 500\r\n\r\nx`],
];

test.each(['page', 'ec2', 'dynamodb'] as const)(
  'the port of %s lives on after odd requests and gives nothing away',
  async (door) => {
    const answers = await Promise.all(requests.map(([, bytes]) => raw(world.facts[door], bytes)));

    const bad = requests.filter((_, index) => /^HTTP\/1\.1 500|root:|webhookToken/.test(answers[index] ?? ''));
    expect(bad.map(([what]) => what)).toEqual([]);
    await expectAlive();
  },
);
