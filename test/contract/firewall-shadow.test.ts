import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Firewall } from '../../src/firewall/firewall.ts';
import { networkAclFirewall } from '../../src/firewall/network-acl.ts';
import { shadowFirewall } from '../../src/firewall/shadow.ts';
import { denyAll, entryOf } from '../support/acl-model.ts';
import { type RunningEc2, startEc2 } from '../support/sandbox-ec2.ts';
import { type FaultyStage, testFirewall, testFirewallTroubles } from './firewall.ts';

async function start(): Promise<FaultyStage> {
  const { ec2, client, create, remove, setFault, close } = await startEc2();
  const firewall = shadowFirewall(networkAclFirewall(client));
  return { firewall, target: ec2.networkAclId, others: { create, remove }, setFault, close };
}
testFirewall('a shadow', start);
testFirewallTroubles('a shadow', start);

describe('a shadow', () => {
  const ATTACKER = denyAll('203.0.113.9');
  let running: RunningEc2;
  let real: Firewall;
  let shadow: Firewall;
  let target: string;
  beforeEach(async () => {
    running = await startEc2();
    real = networkAclFirewall(running.client);
    shadow = shadowFirewall(real);
    target = running.ec2.networkAclId;
    await shadow.apply(target, { kind: 'create', ruleNumber: 1, rule: ATTACKER });
  });
  afterEach(() => running.close());

  test('changes nothing that is real', async () => {
    await running.create({ RuleNumber: 2 });
    const before = await real.describe(target);

    expect(await shadow.apply(target, { kind: 'create', ruleNumber: 3, rule: ATTACKER })).toBe('done');
    expect(await shadow.apply(target, { kind: 'replace', ruleNumber: 3, rule: denyAll('192.0.2.1') })).toBe('done');
    expect(await shadow.apply(target, { kind: 'delete', ruleNumber: 1 })).toBe('done');
    expect(await shadow.apply(target, { kind: 'replace', ruleNumber: 2, rule: ATTACKER })).toBe('not-there');
    expect(await shadow.apply(target, { kind: 'delete', ruleNumber: 2 })).toBe('not-there');
    expect(await real.describe(target)).toEqual(before);
  });

  test('shows what others do meanwhile', async () => {
    await running.create({ RuleNumber: 2 });
    expect((await shadow.describe(target)).map((entry) => entry.ruleNumber)).toEqual([1, 2, 100, 101, 32767, 32768]);

    await running.remove(2);
    expect((await shadow.describe(target)).map((entry) => entry.ruleNumber)).toEqual([1, 100, 101, 32767, 32768]);
  });

  test('invariant 3: gives a number up to a real rule that comes to it', async () => {
    await running.create({ RuleNumber: 1, CidrBlock: '192.0.2.0/24' });

    expect((await shadow.describe(target)).slice(0, 2)).toEqual([
      entryOf(1, denyAll('192.0.2.0/24')),
      expect.objectContaining({ ruleNumber: 100 }),
    ]);
    expect(await shadow.apply(target, { kind: 'delete', ruleNumber: 1 })).toBe('not-there');
  });

  test('keeps targets apart', async () => {
    await expect(shadow.describe('acl-0123456789abcdef0')).rejects.toMatchObject({ trouble: 'lost' });

    expect(await shadow.apply('acl-0123456789abcdef0', { kind: 'delete', ruleNumber: 1 })).toBe('not-there');
    expect((await shadow.describe(target))[0]).toEqual(entryOf(1, ATTACKER));
  });
});
