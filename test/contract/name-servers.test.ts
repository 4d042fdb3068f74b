import { afterEach, beforeEach, expect, test } from 'vitest';
import { nameServers } from '../../src/dns/name-servers.ts';
import { rememberedNames } from '../../src/dns/remembered-names.ts';
import type { ReverseDns } from '../../src/response/reverse-dns.ts';
import { address } from '../support/address.ts';
import { startNameServer, type Zone } from '../support/name-server.ts';

const SIX = '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.9.b.d.0.1.0.0.2.ip6.arpa';
const ZONE: Zone = {
  'PTR 1.113.0.203.in-addr.arpa': ['crawl.googlebot.com', 'second.example.net'],
  'A crawl.googlebot.com': ['203.0.113.1', '203.0.113.2'],
  'AAAA crawl.googlebot.com': ['2001:db9:0:0:0:0:0:1'],
  [`PTR ${SIX}`]: ['crawl.googlebot.com'],
  'PTR 3.113.0.203.in-addr.arpa': { code: 2 },
  'PTR 4.113.0.203.in-addr.arpa': 'silent',
  'PTR 5.113.0.203.in-addr.arpa': [],
  'PTR 6.113.0.203.in-addr.arpa': { code: 5 },
};

let server: Awaited<ReturnType<typeof startNameServer>>;
let dns: ReverseDns;
beforeEach(async () => {
  server = await startNameServer(ZONE);
  dns = nameServers([server.at]);
});
afterEach(() => server.close());

const soon = () => AbortSignal.timeout(1000);

test('finds the names of an address and the addresses of a name, of both families', async () => {
  expect(await dns.namesOf(address('203.0.113.1'), soon())).toEqual(['crawl.googlebot.com', 'second.example.net']);
  expect(await dns.namesOf(address('2001:db9::1'), soon())).toEqual(['crawl.googlebot.com']);
  expect(await dns.addressesOf('crawl.googlebot.com', 4, soon())).toEqual(['203.0.113.1/32', '203.0.113.2/32']);
  expect(await dns.addressesOf('crawl.googlebot.com', 6, soon())).toEqual(['2001:db9::1/128']);
});

test.each(['203.0.113.2', '203.0.113.5'])('knows that there is no name: %s', async (nameless) => {
  expect(await dns.namesOf(address(nameless), soon())).toEqual([]);
});

test('knows that there is no such name', async () => {
  expect(await dns.addressesOf('nothing.googlebot.com', 4, soon())).toEqual([]);
});

test.each([
  ['has failed', '203.0.113.3'],
  ['refuses', '203.0.113.6'],
])('does not take for "no name" that the name server %s', async (_, of) => {
  await expect(dns.namesOf(address(of), soon())).rejects.toThrow();
});

test('waits for a silent name server no longer than it may', async () => {
  const before = Date.now();

  await expect(dns.namesOf(address('203.0.113.4'), AbortSignal.timeout(100))).rejects.toThrow();
  expect(Date.now() - before).toBeLessThan(5000);
  await expect(dns.namesOf(address('203.0.113.1'), AbortSignal.abort())).rejects.toThrow();
});

test('what is known is asked again after ten minutes, what failed at once', async () => {
  let now = 0;
  const remembered = rememberedNames(dns, () => now);
  const look = async (of: string) => remembered.namesOf(address(of), soon()).catch(() => 'failed');

  for (const of of ['203.0.113.1', '203.0.113.2', '203.0.113.3']) {
    await look(of);
    await look(of);
  }
  const asked = (of: string) =>
    server.asked.filter((question) => question === `PTR ${of}.113.0.203.in-addr.arpa`).length;
  expect([asked('1'), asked('2')]).toEqual([1, 1]);
  expect(asked('3')).toBeGreaterThan(1);

  now = 10 * 60_000;
  expect(await look('203.0.113.1')).toEqual(['crawl.googlebot.com', 'second.example.net']);
  expect(asked('1')).toBe(2);
});
