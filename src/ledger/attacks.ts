import type { SeenEvent } from '../decision/seen-event.ts';
import type { AddressRecord } from './record.ts';
import { SELF_TEST_RULE } from './self-test-rule.ts';

/** What an address did wrong: successful log-ins are remembered too, and are no attack. */
export function attacks(record: Pick<AddressRecord, 'events'>): SeenEvent[] {
  return record.events.filter((event) => event.login === undefined);
}

/** What it really did: for its self-test AISM pretends one. */
export function realAttacks(record: Pick<AddressRecord, 'events'>): SeenEvent[] {
  return attacks(record).filter((event) => event.rule !== SELF_TEST_RULE);
}
