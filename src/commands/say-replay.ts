import { type Address, display, family } from '../address/address.ts';
import { formatDuration } from '../decision/duration.ts';
import type { ReplayChange } from '../response/compare-replays.ts';
import type { ReplayedDecision } from '../response/replay-alerts.ts';
import type { Kinds, ReplayedBlock, ReplaySummary } from '../response/sum-up-replay.ts';
import { columns } from './columns.ts';

/** More asked-about addresses than this nobody reads in a table; `--json` tells all. */
const MOST = 20;

/** How addresses are written: whole, or only the half that tells whose network it is. */
export type Name = (address: Address) => string;

/** `24.151.x.x`, `2001:db8:x`: to show a replay to others. */
export function masked(address: Address): string {
  const parts = display(address).split(family(address) === 4 ? '.' : ':');
  return family(address) === 4 ? `${parts[0]}.${parts[1]}.x.x` : `${parts[0]}:${parts[1]}:x`;
}

/** One decision as a line. */
export function sayDecision({ at, address, rule, kind, forMs, sentence }: ReplayedDecision, name: Name): string {
  const what = forMs === undefined ? kind : `${kind} ${formatDuration(forMs)}`;
  return columns([[iso(at), name(address).padEnd(15), rule.padEnd(16), what.padEnd(12), sentence]], '');
}

/** What a policy made of all alerts. */
export function saySummary(summary: ReplaySummary, name: Name): string {
  const { alerts, addresses, repeated, logins, from, to } = summary;
  if (alerts === 0) return 'No alert was replayed.\n';
  const when = `from ${iso(from ?? 0)} to ${iso(to ?? 0)}`;
  const besides = [
    ...(logins > 0 ? [`${logins} told of successful log-ins`] : []),
    ...(repeated > 0 ? [`${repeated} were known already`] : []),
  ];
  return [
    `\n${countAlerts(alerts)}, decisions about ${count(addresses)}, ${when}${besides.length > 0 ? `; ${besides.join(', ')}` : ''}\n\n`,
    columns([KINDS, ...rows(summary).map(([rule, kinds]) => cells(rule, kinds))]),
    `\nBlocked automatically: ${count(summary.blocked.size)}\n`,
    columns([...summary.blocked].map(([address, blocks]) => [name(address), ...sayBlocks(blocks)])),
    `\nAsked about: ${count(summary.asked.size)}\n`,
    columns(asked(summary, name)),
    summary.asked.size > MOST ? `  and ${summary.asked.size - MOST} more: --json tells all\n` : '',
    sayTrips(summary),
  ].join('');
}

/** What changes from the old policy to the new one. */
export function sayCompared(
  now: ReplaySummary,
  before: ReplaySummary,
  changes: readonly ReplayChange[],
  name: Name,
): string {
  if (now.alerts === 0) return 'No alert was replayed.\n';
  const rules = [...new Set([...before.rules.keys(), ...now.rules.keys()])];
  const sayRule = (rule: string) => {
    const [old, new_] = [before.rules.get(rule) ?? NONE, now.rules.get(rule) ?? NONE];
    return [rule, ...ORDER.map((kind) => arrow(old[kind], new_[kind]))];
  };
  const group = (what: ReplayChange['what'], title: string) => {
    const some = changes.filter((change) => change.what === what);
    if (some.length === 0) return '';
    const lines = some.map((change) => [
      name(change.address),
      ...(what === 'other-times'
        ? [`before: ${sayBlocks(change.old).join(' ')}; now: ${sayBlocks(change.new).join(' ')}`]
        : sayBlocks(what === 'only-new' ? change.new : change.old)),
    ]);
    return `\n${title}: ${count(some.length)}\n${columns(lines)}`;
  };
  return [
    `${countAlerts(now.alerts)}; each decision under the old policy and under the new one\n\n`,
    columns([
      KINDS,
      ...rules.map(sayRule),
      ['all', ...ORDER.map((kind) => arrow(before.kinds[kind], now.kinds[kind]))],
    ]),
    group('only-new', 'Blocked only by the new policy'),
    group('only-old', 'Blocked only by the old policy'),
    group('other-times', 'Blocked by both, at other times'),
    changes.length === 0 ? '\nThe same addresses are blocked at the same times.\n' : '',
    `\nAsked about: ${arrow(before.asked.size, now.asked.size)} ${before.asked.size === 1 && now.asked.size === 1 ? 'address' : 'addresses'}\n`,
  ].join('');
}

const ORDER = ['block', 'prolong', 'ask', 'ignore'] as const;
const KINDS = ['rule', ...ORDER];
const NONE: Kinds = { block: 0, prolong: 0, ask: 0, ignore: 0, wouldBlock: 0 };

function rows(summary: ReplaySummary): Array<[string, Kinds]> {
  return [...summary.rules, ['all', summary.kinds]];
}

function cells(rule: string, kinds: Kinds): string[] {
  return [
    rule,
    ...ORDER.map((kind) => String(kinds[kind])),
    kinds.wouldBlock > 0 ? `${kinds.wouldBlock} would have been blocked` : '',
  ];
}

function sayBlocks(blocks: readonly ReplayedBlock[]): string[] {
  const [first] = blocks;
  if (!first) return [];
  const total = blocks.reduce((sum, block) => sum + block.until - block.from, 0);
  const times = blocks.length === 1 ? '' : `, ${blocks.length} times, ${formatDuration(total)} in all`;
  return [`from ${iso(first.from)} for ${formatDuration(first.until - first.from)}${times}`, first.rule];
}

function asked({ asked, blocked }: ReplaySummary, name: Name): string[][] {
  const most = [...asked].sort((a, b) => b[1] - a[1]).slice(0, MOST);
  return most.map(([address, times]) => [
    name(address),
    `${times} ${times === 1 ? 'time' : 'times'}`,
    blocked.has(address) ? 'and blocked' : '',
  ]);
}

function sayTrips({ trips }: ReplaySummary): string {
  if (trips.length === 0) return '';
  const lines = trips.slice(0, MOST).map(({ at, why }) => [iso(at), why]);
  const more = trips.length > MOST ? `  and ${trips.length - MOST} more: --json tells all\n` : '';
  return `\nThe breaker would have switched automatic blocking off (the replay went on):\n${columns(lines)}${more}`;
}

function count(many: number): string {
  return `${many} ${many === 1 ? 'address' : 'addresses'}`;
}

function countAlerts(many: number): string {
  return `${many} ${many === 1 ? 'alert' : 'alerts'}`;
}

function arrow(before: number, now: number): string {
  return before === now ? String(now) : `${before} → ${now}`;
}

function iso(moment: number): string {
  return new Date(moment).toISOString();
}
