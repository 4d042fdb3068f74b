import { expect, test } from 'vitest';
import { routingFirewall } from '../../src/firewall/routing-firewall.ts';
import { denyAll, entryOf } from '../support/acl-model.ts';
import { memoryFirewall } from '../support/story-deps.ts';

const RULE = denyAll('203.0.113.9');

test('each call goes to the firewall that has the target, and to no other', async () => {
  const [here, there] = [memoryFirewall([]), memoryFirewall([entryOf(7, RULE)])];
  const firewall = routingFirewall(
    new Map([
      ['acl-here', here],
      ['acl-there', there],
    ]),
  );

  expect(await firewall.apply('acl-here', { kind: 'create', ruleNumber: 1, rule: RULE })).toBe('done');

  expect(await firewall.describe('acl-here')).toEqual([entryOf(1, RULE)]);
  expect(await firewall.describe('acl-there')).toEqual([entryOf(7, RULE)]);
});

test('a target that is not configured is lost', async () => {
  const firewall = routingFirewall(new Map());
  const lost = { name: 'FirewallError', trouble: 'lost', message: 'acl-1 is none of the configured targets' };

  await expect(firewall.describe('acl-1')).rejects.toMatchObject(lost);
  await expect(firewall.apply('acl-1', { kind: 'delete', ruleNumber: 1 })).rejects.toMatchObject(lost);
});
