import type { Alert } from '../../src/alerts/alert.ts';
import { address } from './address.ts';

/** An alert as a source's reader makes it. */
export function alertOf(identity: string, more: Partial<Alert> = {}): Alert {
  return {
    source: 'elastalert',
    identity,
    rule: 'ssh',
    attackers: [{ address: address('203.0.113.9') }],
    counting: 'sum',
    at: '2026-11-24T12:00:00.000Z',
    receivedAt: 1_795_500_000_000,
    hosts: [],
    users: [],
    samples: [],
    notes: [],
    ...more,
  };
}
