import { describe, expect, test } from 'vitest';
import type { Entry, Rule } from '../../src/firewall/firewall.ts';
import { isRule, letsThrough, ruleKey, rulesFor } from '../../src/firewall/rule.ts';
import { denyAll, entryOf } from '../support/acl-model.ts';
import { address } from '../support/address.ts';

const attacker = address('203.0.113.9');

describe('the rules for an address', () => {
  test('of all traffic are one, of both families', () => {
    expect(rulesFor(attacker, ['all'])).toEqual([{ cidr: '203.0.113.9/32', protocol: '-1' }]);
    expect(rulesFor(address('2001:db8::/64'), ['all'])).toEqual([{ cidr: '2001:db8::/64', protocol: '-1' }]);
  });

  test('of ports are one for each protocol and range', () => {
    expect(rulesFor(attacker, ['tcp/22', 'udp/5000-5010'])).toEqual([
      { cidr: '203.0.113.9/32', protocol: '6', ports: { from: 22, to: 22 } },
      { cidr: '203.0.113.9/32', protocol: '17', ports: { from: 5000, to: 5010 } },
    ]);
  });

  test('are one where two scopes say the same', () => {
    expect(rulesFor(attacker, ['tcp/22', 'tcp/22-22', 'tcp/022'])).toEqual([
      { cidr: '203.0.113.9/32', protocol: '6', ports: { from: 22, to: 22 } },
    ]);
  });

  test('have keys that differ in each part', () => {
    const rules = [
      ...rulesFor(attacker, ['all', 'tcp/22', 'udp/22', 'tcp/22-23', 'tcp/2-22']),
      ...rulesFor(address('203.0.113.0/24'), ['all']),
      ...rulesFor(address('2001:db8::1'), ['all']),
    ];

    expect(new Set(rules.map(ruleKey)).size).toBe(rules.length);
  });
});

describe('an entry is our rule', () => {
  const [rule] = rulesFor(attacker, ['tcp/22']) as [Rule];
  const entry: Entry = entryOf(7, rule);

  test('whatever its number', () => {
    expect(isRule(entry, rule)).toBe(true);
    expect(isRule(entryOf(1, denyAll('2001:db8::1')), denyAll('2001:db8::1'))).toBe(true);
  });

  test.each<[string, Partial<Entry>]>([
    ['it allows', { action: 'allow' }],
    ['it is of another address', { cidr: address('203.0.113.8') }],
    ['it is of a wider block', { cidr: address('203.0.113.0/24') }],
    ['it is of everything', { cidr: '0.0.0.0/0' }],
    ['it is of another protocol', { protocol: '17' }],
    ['it begins at another port', { ports: { from: 21, to: 22 } }],
    ['it ends at another port', { ports: { from: 22, to: 23 } }],
  ])('but not when %s', (_, change) => {
    expect(isRule({ ...entry, ...change }, rule)).toBe(false);
  });

  test('but not when only one of them has ports', () => {
    const { ports: _, ...without } = entry;

    expect(isRule(without, rule)).toBe(false);
    expect(isRule({ ...entry, protocol: '-1' }, denyAll('203.0.113.9'))).toBe(false);
  });
});

describe('invariant 5: an allow lets a rule through', () => {
  const allow = (entry: Partial<Entry>): Entry => ({
    ruleNumber: 50,
    action: 'allow',
    protocol: '-1',
    cidr: '0.0.0.0/0',
    ...entry,
  });
  const ssh: Entry['ports'] = { from: 22, to: 22 };
  const denySsh: Rule = { cidr: attacker, protocol: '6', ports: ssh };

  test.each<[string, Entry, Rule]>([
    ['everything of its family', allow({}), denyAll('203.0.113.9')],
    ['everything of IPv6', allow({ cidr: '::/0' }), denyAll('2001:db8::1')],
    ['a block around it', allow({ cidr: address('203.0.113.0/24') }), denyAll('203.0.113.9')],
    ['a part of it', allow({ cidr: address('203.0.113.9') }), denyAll('203.0.113.0/24')],
    ['one protocol of all', allow({ protocol: '1' }), denyAll('203.0.113.9')],
    ['one port of all', allow({ protocol: '6', ports: ssh }), denyAll('203.0.113.9')],
    ['all protocols, its own among them', allow({}), denySsh],
    ['all ports of its protocol', allow({ protocol: '6' }), denySsh],
    ['ports that end where it begins', allow({ protocol: '6', ports: { from: 1, to: 22 } }), denySsh],
    ['ports that begin where it ends', allow({ protocol: '6', ports: { from: 22, to: 99 } }), denySsh],
    ['ports inside its own', allow({ protocol: '6', ports: ssh }), { ...denySsh, ports: { from: 1, to: 99 } }],
  ])('when it is of %s', (_, entry, rule) => {
    expect(letsThrough(entry, rule)).toBe(true);
  });

  test.each<[string, Entry, Rule]>([
    ['a deny', { ...allow({}), action: 'deny' }, denyAll('203.0.113.9')],
    ['the other family', allow({ cidr: '::/0' }), denyAll('203.0.113.9')],
    ['the other family too', allow({}), denyAll('2001:db8::1')],
    ['other addresses', allow({ cidr: address('203.0.114.0/24') }), denyAll('203.0.113.9')],
    ['another protocol', allow({ protocol: '17', ports: ssh }), denySsh],
    ['ports before', allow({ protocol: '6', ports: { from: 1, to: 21 } }), denySsh],
    ['ports behind', allow({ protocol: '6', ports: { from: 23, to: 99 } }), denySsh],
  ])('but not when it is of %s', (_, entry, rule) => {
    expect(letsThrough(entry, rule)).toBe(false);
  });
});
