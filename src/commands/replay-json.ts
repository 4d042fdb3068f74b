import { display } from '../address/address.ts';
import type { ReplayChange } from '../response/compare-replays.ts';
import type { ReplayedDecision } from '../response/replay-alerts.ts';
import type { ReplayedBlock, ReplaySummary } from '../response/sum-up-replay.ts';

/** One decision as `--json` tells it. Durations in seconds. */
export function decisionAsJson({ at, address, kind, forMs, wouldBlock, ...rest }: ReplayedDecision) {
  return {
    at: iso(at),
    address: display(address),
    decision: kind,
    ...rest,
    ...(forMs === undefined ? {} : { forSeconds: Math.round(forMs / 1000) }),
    ...(wouldBlock ? { wouldBlock } : {}),
  };
}

/** The summary as `--json` tells it. */
export function summaryAsJson(summary: ReplaySummary) {
  const { alerts, addresses, repeated, logins, from, to, kinds } = summary;
  return {
    alerts,
    addresses,
    repeated,
    logins,
    from: from === undefined ? null : iso(from),
    to: to === undefined ? null : iso(to),
    decisions: kinds,
    rules: Object.fromEntries(summary.rules),
    blocked: [...summary.blocked].map(([address, blocks]) => ({
      address: display(address),
      blocks: blocks.map(blockAsJson),
    })),
    trips: summary.trips.map(({ at, why }) => ({ at: iso(at), why })),
    asked: [...summary.asked].map(([address, times]) => ({ address: display(address), times })),
  };
}

/** What changes between two policies as `--json` tells it. */
export function changesAsJson(changes: readonly ReplayChange[]) {
  return changes.map((change) => ({
    address: display(change.address),
    what: change.what,
    new: change.new.map(blockAsJson),
    old: change.old.map(blockAsJson),
  }));
}

function blockAsJson({ from, until, rule, why }: ReplayedBlock) {
  return { from: iso(from), until: iso(until), rule, why };
}

function iso(moment: number): string {
  return new Date(moment).toISOString();
}
