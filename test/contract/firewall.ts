import { afterEach, beforeEach, describe, expect, test as vitest } from 'vitest';
import type { Entry, Firewall, Rule } from '../../src/firewall/firewall.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { ALLOW_ALL, denyAll, entryOf, STARS } from '../support/acl-model.ts';
import { address } from '../support/address.ts';
import type { RuleInput } from '../support/sandbox-ec2.ts';

/** A firewall with a target like the Network ACL of a new VPC: allows everything of IPv4 at 100 and of IPv6 at 101. */
export interface Stage {
  firewall: Firewall;
  target: string;
  /** Somebody else makes an entry. */
  others: { create(rule: RuleInput): Promise<unknown>; remove(ruleNumber: number): Promise<unknown> };
  close(): Promise<void>;
}

/** A stage whose target can be made to fail. */
export interface FaultyStage extends Stage {
  setFault(fault: Fault): void;
}

/** Tests that a stand-in for EC2 fails, each with what it does otherwise. One that it no longer fails is told as a failure. */
export type Deviations = Readonly<Record<string, string>>;

const OWN = [...ALLOW_ALL, ...STARS];
const ATTACKER = denyAll('203.0.113.9');
const OTHER = denyAll('198.51.100.7');

/** What every firewall does, whatever enforces it. */
export function testFirewall(name: string, start: () => Promise<Stage>, deviations: Deviations = {}): void {
  const known = new Set(Object.keys(deviations));
  const test = (what: string, run: () => Promise<void>) => {
    const why = deviations[what];
    known.delete(what);
    if (why === undefined) vitest(what, run);
    else vitest.fails(`${what} (deviates: ${why})`, run);
  };
  describe(`${name}, as every firewall,`, () => {
    let stage: Stage;
    let firewall: Firewall;
    let target: string;
    beforeEach(async () => {
      stage = await start();
      ({ firewall, target } = stage);
    });
    afterEach(() => stage.close());

    const create = (ruleNumber: number, rule: Rule) => firewall.apply(target, { kind: 'create', ruleNumber, rule });
    const replace = (ruleNumber: number, rule: Rule) => firewall.apply(target, { kind: 'replace', ruleNumber, rule });
    const remove = (ruleNumber: number) => firewall.apply(target, { kind: 'delete', ruleNumber });
    /** What was added, in the order in which it is shown. */
    const added = async () =>
      (await firewall.describe(target)).filter((entry) => !OWN.some((own) => own.ruleNumber === entry.ruleNumber));

    test('shows the inbound entries that nobody made, the last resorts among them', async () => {
      expect(await firewall.describe(target)).toEqual(OWN);
    });

    test('shows what it was told to deny, in the order of the numbers', async () => {
      expect(await create(7, OTHER)).toBe('done');
      expect(await create(3, ATTACKER)).toBe('done');

      expect(await firewall.describe(target)).toEqual([entryOf(3, ATTACKER), entryOf(7, OTHER), ...OWN]);
    });

    const rules: Array<[string, Rule]> = [
      ['one address', ATTACKER],
      ['a range', denyAll('203.0.113.0/24')],
      ['an address of IPv6', denyAll('2001:db8::9')],
      ['a range of IPv6', denyAll('2001:db8:1::/48')],
      ['one port of TCP', { ...ATTACKER, protocol: '6', ports: { from: 22, to: 22 } }],
      ['ports of UDP', { ...denyAll('2001:db8::9'), protocol: '17', ports: { from: 5000, to: 5010 } }],
      ['every port of TCP', { ...ATTACKER, protocol: '6', ports: { from: 1, to: 65535 } }],
    ];
    for (const [what, rule] of rules)
      test(`shows a rule for ${what} as it was asked for`, async () => {
        expect(await create(1, rule)).toBe('done');

        expect(await added()).toEqual([entryOf(1, rule)]);
      });

    test('tells that a number is taken, and leaves who has it', async () => {
      await create(1, ATTACKER);
      await stage.others.create({ RuleNumber: 2, RuleAction: 'allow', CidrBlock: '10.0.0.0/8' });

      expect(await create(1, OTHER)).toBe('number-taken');
      expect(await create(1, ATTACKER)).toBe('number-taken');
      expect(await create(2, OTHER)).toBe('number-taken');
      expect(await create(100, OTHER)).toBe('number-taken');
      expect((await added()).map((entry) => entry.cidr)).toEqual(['203.0.113.9/32', '10.0.0.0/8']);
    });

    test('puts another rule in the place of one', async () => {
      await create(1, ATTACKER);
      const narrow: Rule = { ...denyAll('2001:db8::9'), protocol: '6', ports: { from: 443, to: 443 } };

      expect(await replace(1, narrow)).toBe('done');
      expect(await added()).toEqual([entryOf(1, narrow)]);
      expect(await replace(1, narrow)).toBe('done');
    });

    test('tells that there is nothing to replace, and makes nothing', async () => {
      expect(await replace(1, ATTACKER)).toBe('not-there');
      expect(await added()).toEqual([]);
    });

    test('removes a rule, and its number is free', async () => {
      await create(1, ATTACKER);
      await create(2, OTHER);

      expect(await remove(1)).toBe('done');
      expect(await added()).toEqual([entryOf(2, OTHER)]);
      expect(await create(1, OTHER)).toBe('done');
    });

    test('tells that there is nothing to remove', async () => {
      await create(1, ATTACKER);
      await remove(1);

      expect(await remove(1)).toBe('not-there');
      expect(await added()).toEqual([]);
    });

    test('shows nothing outbound, and nothing of it is in the way', async () => {
      await stage.others.create({ RuleNumber: 1, Egress: true, CidrBlock: '192.0.2.0/24' });

      expect(await added()).toEqual([]);
      expect(await create(1, ATTACKER)).toBe('done');
      expect(await added()).toEqual([entryOf(1, ATTACKER)]);
    });

    test('removes nothing outbound', async () => {
      await stage.others.create({ RuleNumber: 1, Egress: true, CidrBlock: '192.0.2.0/24' });

      expect(await remove(1)).toBe('not-there');
      await expect(stage.others.create({ RuleNumber: 1, Egress: true, CidrBlock: '192.0.2.0/24' })).rejects.toThrow();
    });

    const others: Array<[string, RuleInput, Omit<Entry, 'ruleNumber'>]> = [
      ['of everything', { CidrBlock: '0.0.0.0/0' }, { action: 'deny', protocol: '-1', cidr: '0.0.0.0/0' }],
      [
        'of all of IPv6',
        { Ipv6CidrBlock: '::/0', RuleAction: 'allow' },
        { action: 'allow', protocol: '-1', cidr: '::/0' },
      ],
      [
        'with host bits, cleared',
        { CidrBlock: '203.0.113.77/24' },
        { action: 'deny', protocol: '-1', cidr: address('203.0.113.0/24') },
      ],
      [
        'of IPv6 in a long spelling, in the short one',
        { Ipv6CidrBlock: '2001:0DB8:0:0:0:0:0:9/128' },
        { action: 'deny', protocol: '-1', cidr: address('2001:db8::9') },
      ],
      [
        'of ICMP, without ports',
        { Protocol: '1', IcmpTypeCode: { Type: 8, Code: -1 } },
        { action: 'deny', protocol: '1', cidr: address('203.0.113.9') },
      ],
      [
        'of another protocol, without ports',
        { Protocol: '50', PortRange: { From: 1, To: 2 } },
        { action: 'deny', protocol: '50', cidr: address('203.0.113.9') },
      ],
      [
        'of ports from 0',
        { Protocol: '6', PortRange: { From: 0, To: 65535 } },
        { action: 'deny', protocol: '6', cidr: address('203.0.113.9'), ports: { from: 0, to: 65535 } },
      ],
    ];
    for (const [what, rule, entry] of others)
      test(`reads a rule of others ${what}`, async () => {
        await stage.others.create({ RuleNumber: 9, ...rule });

        expect(await added()).toEqual([{ ruleNumber: 9, ...entry }]);
      });

    for (const nowhere of ['acl-0123456789abcdef0', 'acl']) {
      test(`tells that there is no target "${nowhere}" to look at`, async () => {
        await expect(firewall.describe(nowhere)).rejects.toMatchObject({ name: 'FirewallError', trouble: 'lost' });
      });

      test(`tells that there is no target "${nowhere}" to change`, async () => {
        const change = { kind: 'create', ruleNumber: 1, rule: ATTACKER } as const;

        await expect(firewall.apply(nowhere, change)).rejects.toMatchObject({ name: 'FirewallError', trouble: 'lost' });
      });
    }

    vitest('deviates in nothing but what this suite tests', () => {
      expect([...known]).toEqual([]);
    });
  });
}

/** What every firewall does when it fails: for those that can be made to fail. */
export function testFirewallTroubles(name: string, start: () => Promise<FaultyStage>): void {
  describe(`${name}, as every firewall in trouble,`, () => {
    let stage: FaultyStage;
    beforeEach(async () => {
      stage = await start();
    });
    afterEach(() => stage.close());

    vitest.each<[Fault, string]>([
      [{ errorRate: 1 }, 'throttled'],
      [{ errorRate: 1, code: 'UnauthorizedOperation' }, 'forbidden'],
      [{ errorRate: 1, code: 'AuthFailure' }, 'forbidden'],
      [{ errorRate: 1, code: 'InternalError' }, 'unavailable'],
      [{ errorRate: 1, code: 'Unavailable' }, 'unavailable'],
      [{ down: true }, 'unavailable'],
    ])('tells the trouble when it cannot look: %j is %s', async (fault, trouble) => {
      const { firewall, target } = stage;
      const create = () => firewall.apply(target, { kind: 'create', ruleNumber: 1, rule: ATTACKER });
      stage.setFault(fault);

      await expect(firewall.describe(target)).rejects.toMatchObject({ name: 'FirewallError', trouble });
      await expect(create()).rejects.toMatchObject({ name: 'FirewallError', trouble });
      stage.setFault({});
      expect(await firewall.describe(target)).toEqual(OWN);
      expect(await create()).toBe('done');
    });
  });
}
