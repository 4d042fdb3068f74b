import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Act, isAmong, PERMISSIONS, type Role, WHO, type Who } from '../../src/decision/permissions.ts';
import { completePolicy } from '../../src/decision/policy.ts';
import { policySchema } from '../../src/decision/policy-schema.ts';

const roles: readonly Role[] = ['none', 'analyst', 'lead'];
const acts = Object.keys(PERMISSIONS) as Act[];
const anyRole = fc.constantFrom(...roles);
const anyWho = fc.constantFrom(...WHO);
const anyFile = fc.dictionary(fc.constantFrom(...acts), anyWho);

test.each<[Who, Role[]]>([
  ['everybody', ['none', 'analyst', 'lead']],
  ['analysts', ['analyst', 'lead']],
  ['leads', ['lead']],
  ['nobody', []],
])('%s are exactly these: %j', (who, those) => {
  expect(roles.filter((role) => isAmong(role, who))).toEqual(those);
});

describe('whatever the policy says', () => {
  test('what nobody may, nobody may; and a higher role may all that a lower one may', () => {
    fc.assert(
      fc.property(anyFile, fc.constantFrom(...acts), anyRole, (file, act, role) => {
        const who = completePolicy(policySchema.parse({ permissions: file })).permissions[act];
        expect(who).toBe(file[act] ?? PERMISSIONS[act]);
        if (who === 'nobody') expect(isAmong(role, who)).toBe(false);
        for (const lower of roles.slice(0, roles.indexOf(role)))
          if (isAmong(lower, who)) expect(isAmong(role, who)).toBe(true);
      }),
    );
  });

  test('an act that nobody knows is an error', () => {
    expect(policySchema.safeParse({ permissions: { erase: 'leads' } }).success).toBe(false);
    expect(policySchema.safeParse({ permissions: { block: 'analyst' } }).success).toBe(false);
  });
});

test('built in, whoever has no role may look and nothing else', () => {
  expect(acts.filter((act) => isAmong('none', PERMISSIONS[act]))).toEqual(['look']);
});
