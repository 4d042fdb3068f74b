import { emptyRecord } from '../../src/ledger/empty-record.ts';
import type { AddressRecord, Episode } from '../../src/ledger/record.ts';
import { address } from './address.ts';

/** What is known of an address in a test: nothing, but for what the test says. */
export function recordOf(cidr: string, more: Partial<AddressRecord> = {}): AddressRecord {
  return { ...emptyRecord(address(cidr)), ...more };
}

/** A card's story that began at this moment. */
export function episodeOf(id: string, at: number, more: Partial<Episode> = {}): Episode {
  return {
    id,
    rule: 'ssh',
    openedAt: at,
    lastAlertAt: at,
    alerts: 1,
    events: 1,
    severity: 'high',
    hosts: [],
    users: [],
    samples: [],
    status: 'ask',
    seen: '1 event',
    sentence: '1 event',
    reasons: [],
    blockable: true,
    revision: 1,
    shown: 1,
    sayAt: at,
    channel: 'C1',
    ...more,
  };
}
