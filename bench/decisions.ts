import { performance } from 'node:perf_hooks';
import { type Address, addressOf } from '../src/address/block.ts';
import type { Alert } from '../src/alerts/alert.ts';
import { completePolicy } from '../src/decision/policy.ts';
import { emptyRecord } from '../src/ledger/empty-record.ts';
import type { AddressRecord } from '../src/ledger/record.ts';
import { type Around, answerAlerts } from '../src/response/answer-alerts.ts';
import { groupByOffender } from '../src/response/group-attackers.ts';

const OFFENDERS = 100_000;
const MEASURED = 200_000;
/** A slow machine is asked no longer. Milliseconds. */
const ENOUGH_MS = 5000;
/** Simulated time between two alerts, so that windows, blocks and episodes come and go. Milliseconds. */
const STEP_MS = 20;

export interface Decisions {
  offenders: number;
  decisionsPerS: number;
}

/**
 * Alerts of known offenders, from the alert to the changed record: count, decide, claim, card, action. One alert at a time,
 * as the application answers them, with the records in memory.
 */
export function measureDecisions(): Decisions {
  const records = Array.from({ length: OFFENDERS }, (_, index) =>
    emptyRecord(addressOf({ family: 4, start: BigInt(0x0b000000 + index * 7), length: 32 })),
  );
  const policy = completePolicy({});
  let now = Date.parse('2026-11-24T12:00:00Z');
  let number = 0;
  const deps = { clock: { now: () => now }, policy, mode: 'live' as const, channel: 'C1', random: () => 0.5 };
  const answer = (record: AddressRecord) => {
    now += STEP_MS;
    number += 1;
    const alert = alertOn(record.address, number, now);
    const stored = { key: alert.identity, alert, receivedAt: now, tries: 0 };
    const found: Around = {
      guard: { ranges: [], readAt: now },
      allowlist: [],
      ruleSnoozes: [],
      autoOff: undefined,
      around: [],
      place: { targets: ['acl-0123456789abcdef0'] },
    };
    for (const [, alerts] of groupByOffender([stored], policy.ipv6Prefix)) answerAlerts(record, alerts, found, deps);
    // As bookkeeping does once the actions are copied.
    record.outbox = [];
  };
  for (const record of records) answer(record);
  const began = performance.now();
  let index = 0;
  for (; index < MEASURED && performance.now() - began < ENOUGH_MS; index += 1) {
    // A step that is prime to the number of offenders visits all of them, in no order.
    const record = records[(index * 48_271) % OFFENDERS];
    if (record) answer(record);
  }
  return { offenders: OFFENDERS, decisionsPerS: Math.round((index * 1000) / (performance.now() - began)) };
}

function alertOn(address: Address, number: number, now: number): Alert {
  return {
    source: 'elastalert',
    identity: `alert-${number}`,
    rule: number % 3 === 0 ? 'web-scan' : 'ssh-bruteforce',
    attackers: [{ address, weighs: 8 }],
    counting: 'sum',
    keyed: true,
    at: new Date(now).toISOString(),
    receivedAt: now,
    hosts: [`web-${number % 5}`],
    users: ['root'],
    samples: ['Failed password for root'],
    notes: [],
  };
}
