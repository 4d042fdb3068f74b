import type { KnownBlock } from '@slack/types';
import { display } from '../../../address/address.ts';
import type { Overview } from '../../../response/overview.ts';
import { actor, bold, gap, lines, moment, type Piece, words } from '../rich.ts';

/** So many of each are named; commands show the rest. */
const MOST = 5;

/** What people silenced or exempted: a reason why AISM does nothing about an attacker. */
export function homeExempted({ ruleSnoozes, snoozed, allowed, now }: Overview): KnownBlock[] {
  const ofRules = ruleSnoozes.map(({ rule, until, by }) =>
    silence([gap('rule '), words(rule, 60), gap(' for every address')], until, by),
  );
  const ofAddresses = snoozed.flatMap(({ address, snoozes }) =>
    snoozes
      .filter(({ until }) => until > now)
      .map(({ rule, until, by }) => {
        const what: Piece[] = rule === undefined ? [gap('every rule')] : [gap('rule '), words(rule, 60)];
        return silence([bold(display(address)), gap('  '), ...what], until, by);
      }),
  );
  const entries = allowed.map(({ cidr, until, by, why }): Piece[] => [
    ...[bold(display(cidr)), gap('  '), ...end(until), gap(', by '), ...actor(by), gap(': '), words(why, 100)],
  ]);
  return [
    ...part('Ignored', [...ofRules, ...ofAddresses], '/aism ignore list'),
    ...part('Never blocked, by the allowlist', entries, '/aism allow list'),
  ];
}

function silence(what: Piece[], until: number, by: string): Piece[] {
  return [...what, gap('  '), ...end(until), gap(', by '), ...actor(by)];
}

function end(until: number | null): Piece[] {
  return until === null ? [gap('without an end')] : [gap('until '), moment(until)];
}

function part(title: string, rows: Piece[][], command: string): KnownBlock[] {
  if (rows.length === 0) return [];
  const rest: Piece[][] = rows.length > MOST ? [[gap(`… and ${rows.length - MOST} more: ${command}`)]] : [];
  return [{ type: 'divider' }, lines([[bold(`${title} (${rows.length})`)], ...rows.slice(0, MOST), ...rest])];
}
