import { afterAll, beforeAll, expect, test } from 'vitest';
import { trip } from '../../src/decision/breaker.ts';
import { completePolicy } from '../../src/decision/policy.ts';
import { countFiring } from '../../src/response/breaker.ts';
import { resumeAutomatic } from '../../src/response/resume-automatic.ts';
import { address } from '../support/address.ts';
import { alertOf } from '../support/alert.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';
import { storyDeps } from '../support/story-deps.ts';

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
afterAll(() => table.close());

test('what was counted before a lead resumed does not switch automatic blocking off again', async () => {
  const ledger = table.ledger();
  const policy = completePolicy({ breaker: { addresses: 1 } });
  const deps = storyDeps(ledger, { policy });
  const attackers = ['203.0.113.1', '203.0.113.2'].map(address);
  const at = deps.clock.now();
  const alert = alertOf('one', {
    at: new Date(at).toISOString(),
    attackers: attackers.map((each) => ({ address: each })),
  });
  const stored = { key: 'one', alert, receivedAt: at, tries: 0 };
  const other = storyDeps(table.ledger(), { policy });

  // While this process counts, another one trips it and a lead resumes it.
  const count: typeof ledger.firing.count = async (what) => {
    const counted = await ledger.firing.count(what);
    await other.ledger.automatic.change((draft) => trip(draft, { at, limit: 'addresses', why: 'too many' }));
    await resumeAutomatic(other, { by: 'U1', isLead: true });
    return counted;
  };
  const counting = { ...deps, ledger: { ...ledger, firing: { count } } };
  await countFiring(
    counting,
    attackers.map((each) => [each, [{ stored, attacker: { address: each } }]]),
  );

  expect((await ledger.automatic.read()).trip).toBeUndefined();
});
