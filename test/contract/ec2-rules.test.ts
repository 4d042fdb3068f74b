import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RuleInput, type RunningEc2, refusalOf, startEc2 } from '../support/sandbox-ec2.ts';

let running: RunningEc2;
beforeEach(async () => {
  running = await startEc2();
});
afterEach(() => running.close());

const outOfRange = (number: number) =>
  `InvalidParameterValue: Value (${number}) for parameter ruleNumber is invalid. Rulenumber must be in range 1..32766`;

describe('rules', () => {
  test('are created, replaced and deleted, and every change is announced', async () => {
    let changes = 0;
    running.ec2.onChange(() => {
      changes += 1;
    });

    await running.create({ RuleNumber: 7, Protocol: '6', PortRange: { From: 22, To: 22 } });
    const created = await running.addedRules();
    await running.replace({ RuleNumber: 7, CidrBlock: '198.51.100.0/24' });
    const replaced = await running.addedRules();
    await running.remove(7);

    expect(created).toEqual([
      {
        RuleNumber: 7,
        Protocol: '6',
        RuleAction: 'deny',
        Egress: false,
        CidrBlock: '203.0.113.9/32',
        PortRange: { From: 22, To: 22 },
      },
    ]);
    expect(replaced).toMatchObject([{ RuleNumber: 7, Protocol: '-1', CidrBlock: '198.51.100.0/24' }]);
    expect(replaced[0]).not.toHaveProperty('PortRange');
    expect(await running.addedRules()).toEqual([]);
    expect(changes).toBe(3);
  });

  test.each([
    [{ CidrBlock: '100.68.0.18/18' }, { CidrBlock: '100.68.0.0/18' }],
    [{ CidrBlock: '0.0.0.0/0' }, { CidrBlock: '0.0.0.0/0' }],
    [{ Ipv6CidrBlock: '2001:DB8:0:0::1/64' }, { Ipv6CidrBlock: '2001:db8::/64' }],
    [{ Ipv6CidrBlock: '2001:db8::7/128' }, { Ipv6CidrBlock: '2001:db8::7/128' }],
    [
      { Protocol: '17', PortRange: { From: 0, To: 65535 } },
      { Protocol: '17', PortRange: { From: 0, To: 65535 } },
    ],
    [{ Protocol: '1', IcmpTypeCode: { Type: -1, Code: -1 } }, { IcmpTypeCode: { Type: -1, Code: -1 } }],
    [
      { Protocol: '58', Ipv6CidrBlock: '::/0', IcmpTypeCode: { Type: 128, Code: 0 } },
      { Protocol: '58', IcmpTypeCode: { Type: 128, Code: 0 } },
    ],
    [{ Protocol: '47' }, { Protocol: '47' }],
  ])('of %j are kept as %j', async (given, kept) => {
    await running.create(given);

    const rules = await running.addedRules();
    expect(rules).toMatchObject([kept]);
  });

  test.each([
    { Protocol: '-1', PortRange: { From: 22, To: 22 } },
    { Protocol: '58', IcmpTypeCode: { Type: 8, Code: 0 } },
  ])('forget ports and types that %j cannot have', async (given) => {
    await running.create(given);

    const [kept] = await running.addedRules();
    expect(kept).not.toHaveProperty('PortRange');
    expect(kept).not.toHaveProperty('IcmpTypeCode');
  });

  test('have numbers that are unique per direction, over IPv4 and IPv6 together', async () => {
    await running.create({ RuleNumber: 5 });
    await running.create({ RuleNumber: 5, Egress: true });

    const second = await refusalOf(running.create({ RuleNumber: 5, Ipv6CidrBlock: '2001:db8::/32' }));
    expect(second).toBe('400 NetworkAclEntryAlreadyExists: The network acl entry identified by 5 already exists.');
    expect(await running.addedRules()).toHaveLength(2);
  });

  test.each([
    ['a number of 0', { RuleNumber: 0 }, outOfRange(0)],
    ['the number of a * rule', { RuleNumber: 32767 }, outOfRange(32767)],
    [
      'a protocol by its name',
      { Protocol: 'tcp' },
      "InvalidParameterValue: Invalid value 'tcp' for IP protocol. Unknown protocol.",
    ],
    [
      'a protocol past 255',
      { Protocol: '256' },
      "InvalidParameterValue: Invalid value '256' for IP protocol. Unknown protocol.",
    ],
    ['TCP without ports', { Protocol: '6' }, 'MissingParameter: The request must contain the parameter portRange.from'],
    [
      'UDP with half of its ports',
      { Protocol: '17', PortRange: { From: 1, To: undefined } },
      'MissingParameter: The request must contain the parameter portRange.to',
    ],
    [
      'ports that end before they begin',
      { Protocol: '6', PortRange: { From: 80, To: 22 } },
      "InvalidParameterValue: Invalid value '80-22' for portRange. It ends before it begins.",
    ],
    [
      'a port past 65535',
      { Protocol: '6', PortRange: { From: 1, To: 65536 } },
      'InvalidParameterValue: Value (65536) for parameter portRange.to is invalid. It must be in range 0..65535',
    ],
    [
      'ICMP without a type',
      { Protocol: '1' },
      'MissingParameter: The request must contain the parameter icmpTypeCode.type',
    ],
    [
      'ICMPv6 without a type',
      { Protocol: '58', Ipv6CidrBlock: '::/0' },
      'MissingParameter: The request must contain the parameter icmpTypeCode.type',
    ],
    [
      'no range',
      { CidrBlock: undefined },
      "MissingParameter: Either 'cidrBlock' or 'ipv6CidrBlock' should be provided.",
    ],
    [
      'two ranges',
      { CidrBlock: '203.0.113.0/24', Ipv6CidrBlock: '::/0' },
      "InvalidParameterCombination: The parameters 'cidrBlock' and 'ipv6CidrBlock' cannot be used together",
    ],
    [
      'an address without a length',
      { CidrBlock: '203.0.113.9' },
      'InvalidParameterValue: CIDR block 203.0.113.9 is malformed',
    ],
    [
      'a length past 32',
      { CidrBlock: '203.0.113.9/33' },
      'InvalidParameterValue: CIDR block 203.0.113.9/33 is malformed',
    ],
    [
      'an octal address',
      { CidrBlock: '0177.0.0.1/32' },
      'InvalidParameterValue: CIDR block 0177.0.0.1/32 is malformed',
    ],
    ['IPv6 as IPv4', { CidrBlock: '::/0' }, 'InvalidParameterValue: CIDR block ::/0 is malformed'],
    [
      'IPv4 as IPv6',
      { Ipv6CidrBlock: '203.0.113.9/32' },
      'InvalidParameterValue: CIDR block 203.0.113.9/32 is malformed',
    ],
    ['a zone', { Ipv6CidrBlock: 'fe80::1%eth0/64' }, 'InvalidParameterValue: CIDR block fe80::1%eth0/64 is malformed'],
    ['no Network ACL', { NetworkAclId: '' }, 'MissingParameter: The request must contain the parameter networkAclId'],
    [
      'an id of another kind',
      { NetworkAclId: 'vpc-0123456789abcdef0' },
      'InvalidNetworkAclId.Malformed: The networkAcl ID vpc-0123456789abcdef0 is malformed',
    ],
    [
      'an unknown Network ACL',
      { NetworkAclId: 'acl-0123456789abcdef0' },
      "InvalidNetworkAclID.NotFound: The networkAcl ID 'acl-0123456789abcdef0' does not exist",
    ],
    [
      'markup',
      { Protocol: '<b>&"' },
      `InvalidParameterValue: Invalid value '<b>&"' for IP protocol. Unknown protocol.`,
    ],
  ] as [string, RuleInput, string][])('with %s are refused', async (_what, given, complaint) => {
    expect(await refusalOf(running.create(given))).toBe(`400 ${complaint}`);
    expect(await running.addedRules()).toEqual([]);
  });

  test('that are not there can be neither replaced nor deleted', async () => {
    await running.create({ RuleNumber: 9, Egress: true });

    expect(await refusalOf(running.replace({ RuleNumber: 9 }))).toBe(
      '400 InvalidNetworkAclEntry.NotFound: no ingress entry with number 9',
    );
    expect(await refusalOf(running.remove(9))).toBe(
      '400 InvalidNetworkAclEntry.NotFound: no ingress entry with number 9',
    );
    expect(await refusalOf(running.remove(8, true))).toBe(
      '400 InvalidNetworkAclEntry.NotFound: no egress entry with number 8',
    );
    expect(await running.addedRules()).toHaveLength(1);
  });

  test.each([32767, 32768])('number %i is always there', async (RuleNumber) => {
    const range = `400 ${outOfRange(RuleNumber)}`;

    expect(await refusalOf(running.replace({ RuleNumber, RuleAction: 'allow' }))).toBe(range);
    expect(await refusalOf(running.remove(RuleNumber))).toBe(range);
  });
});
