import type { SeenEvent } from '../decision/seen-event.ts';
import type { AddressRecord } from './record.ts';

/** What an address did wrong: successful log-ins are remembered too, and are no attack. */
export function attacks(record: Pick<AddressRecord, 'events'>): SeenEvent[] {
  return record.events.filter((event) => event.login === undefined);
}
