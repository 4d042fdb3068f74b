import type { HeaderBlock, KnownBlock, RichTextBlock } from '@slack/types';
import { display } from '../../address/address.ts';
import type { Mode } from '../../decision/decide.ts';
import { formatDuration } from '../../decision/duration.ts';
import type { AddressRecord, Block, Episode } from '../../ledger/record.ts';
import { SELF_TEST_RULE } from '../../ledger/self-test-rule.ts';
import { cardButtons } from './card-buttons.ts';
import { cardInWords } from './card-in-words.ts';
import { type CardState, cardState } from './card-state.ts';
import { plain } from './plain.ts';
import { approvedRows, declinedRows, endedProposalTitle, proposalRows, proposalTitle } from './proposal-rows.ts';
import { actor, bold, countdown, gap, lines, moment, type Piece, sentence, words } from './rich.ts';
import { driftRow, targetRows } from './target-rows.ts';

export interface Card {
  /** What a notification and a screen reader say. */
  text: string;
  blocks: KnownBlock[];
}

/** What every card shows alike. */
export interface CardLook {
  mode: Mode;
  /** A target's name for people: its id, and its region where there are several. */
  nameOf: (target: string) => string;
}

/** The one card of a (rule, address) episode: what happened, how it stands, what one can do. */
export function alertCard(record: AddressRecord, episode: Episode, { mode, nameOf }: CardLook): Card {
  const state = cardState(record, episode);
  const header: HeaderBlock = {
    type: 'header',
    text: {
      type: 'plain_text',
      text: plain(`${EMOJI[state]} ${titleOf(record, episode, state, mode)}`, 150),
      emoji: true,
    },
  };
  const actions = cardButtons(record, episode, state);
  const why = whyOf(record, episode, state);
  return {
    text: cardInWords({ record, episode }, { state, title: titleOf(record, episode, state, mode), why }),
    blocks: [
      header,
      lines([
        ...standing(record, episode, state, { mode, nameOf }),
        ...facts(episode, why),
        ...past(record, episode, state),
      ]),
      ...sampleBlock(episode),
      actions,
    ],
  };
}

function titleOf(record: AddressRecord, episode: Episode, state: CardState, mode: Mode): string {
  const title =
    partly(record, state) ?? dense(episode, state) ?? TITLES[state](display(record.address), record, episode);
  const test = episode.rule === SELF_TEST_RULE ? 'Only a test: ' : '';
  return `${test}${title}${mode === 'shadow' && record.block ? ' (shadow: nothing is really changed)' : ''}`;
}

const ASKING: ReadonlySet<CardState> = new Set(['ask', 'guarded', 'proposed', 'unapproved', 'unanswered']);

/** While it asks, what the decision said; once it is decided, the reason of the block, or what was seen. */
function whyOf({ block }: AddressRecord, episode: Episode, state: CardState): string {
  if (ASKING.has(state)) return episode.sentence;
  return state === 'ignored' || !block ? episode.seen : block.why;
}

function dense({ reasons, seen }: Episode, state: CardState): string | undefined {
  return state === 'ask' && reasons.includes('dense-range') ? `${seen}: block the range?` : undefined;
}

/** Where only some of several Network ACLs have it, neither "blocked" nor "not blocked" would be true. */
function partly({ address, block }: AddressRecord, state: CardState): string | undefined {
  const targets = Object.values(block?.targets ?? {});
  const active = targets.filter((target) => target.state === 'active').length;
  if (state !== 'failed' && state !== 'waiting' && state !== 'pending') return undefined;
  if (active === 0 || targets.length < 2) return undefined;
  const where = `${active} of ${targets.length} Network ACLs`;
  return state === 'pending'
    ? `Blocking ${display(address)}… so far in ${where}`
    : `${display(address)} is blocked in ${where} only`;
}

const TITLES: Record<CardState, (address: string, record: AddressRecord, episode: Episode) => string> = {
  ask: (address) => `Block ${address}?`,
  guarded: (address) => `${address} attacks, but is never blocked`,
  proposed: (_address, record, episode) => proposalTitle(record, episode),
  unapproved: (_address, record, episode) => endedProposalTitle(record, episode),
  unanswered: (address) => `Nobody answered: block ${address}?`,
  ignored: (address) => `Ignored: ${address}`,
  pending: (address) => `Blocking ${address}…`,
  active: (address) => `Blocked ${address}`,
  waiting: (address) => `${address} waits for a free slot, not blocked yet`,
  failed: (address) => `${address} is NOT blocked`,
  lifting: (address) => `Unblocking ${address}…`,
  lifted: (address) => `Unblocked ${address}`,
  expired: (address) => `Block of ${address} has ended`,
};

const EMOJI: Record<CardState, string> = {
  ask: ':red_circle:',
  guarded: ':shield:',
  proposed: ':shield:',
  unapproved: ':black_circle:',
  unanswered: ':black_circle:',
  ignored: ':black_circle:',
  pending: ':hourglass:',
  active: ':no_entry:',
  waiting: ':hourglass:',
  failed: ':warning:',
  lifting: ':hourglass:',
  lifted: ':large_green_circle:',
  expired: ':large_green_circle:',
};

/** What was seen. Everything that may be the attacker's own words goes through `words`. */
function facts(episode: Episode, why: string): Piece[][] {
  const { service } = episode;
  const ports = service?.ports.join(', ');
  const rows: Array<[string, Piece[]] | false> = [
    ['Why', sentence(why || '-', 500)],
    ...cause(episode),
    service !== undefined && ['Service', [words([service.name, ports && `port ${ports}`].filter(Boolean).join(', '))]],
    episode.addresses !== undefined && ['Seen from', [words(some(episode.addresses.map(display)))]],
    episode.hosts.length > 0 && ['Host', [words(some(episode.hosts))]],
    episode.users.length > 0 && ['User names tried', [words(some(episode.users))]],
    ...(episode.notes ?? []).map((note): [string, Piece[]] => ['Note', sentence(note)]),
    episode.previousTs !== undefined && ['Earlier', [linkTo(episode.channel, episode.previousTs)]],
  ];
  return rows.filter((row) => row !== false).map(([label, value]) => [bold(`${label}  `), ...value]);
}

/** What a person must weigh before blocking: log-ins that went right, and who unblocked it lately and when. */
function past({ logins, grace }: AddressRecord, episode: Episode, state: CardState): Piece[][] {
  const rows: Piece[][] = [];
  if (logins) {
    const times = logins.count === 1 ? 'once' : `${logins.count} times`;
    rows.push([bold('Logged in  '), gap(`successfully ${times}, the last time `), moment(logins.last)]);
  }
  if (grace && state === 'ask') {
    // Where the question came after that time, it is not what keeps AISM from blocking.
    const isOver = grace.until <= episode.lastAlertAt;
    rows.push([
      ...[bold('Unblocked  '), gap('by '), ...actor(grace.by), gap(', '), moment(grace.at)],
      ...(isOver ? [] : [gap('; not blocked automatically before '), moment(grace.until)]),
    ]);
  }
  return rows;
}

/** A message's address in any workspace: Slack finds it by channel and time. */
function linkTo(channel: string, ts: string): Piece {
  return {
    type: 'link',
    url: `https://slack.com/archives/${channel}/p${ts.replace('.', '')}`,
    text: 'the card before this one',
  };
}

/** What brought it about: alerts of a rule, or a person alone, and then a rule and its severity would say nothing. */
function cause(episode: Episode): Array<[string, Piece[]]> {
  if (episode.alerts === 0) return [['Opened', [gap('by hand, without an alert, '), moment(episode.openedAt)]]];
  const rule: [string, Piece[]] = ['Rule', [words(episode.rule, 150), gap(`, ${episode.severity}`)]];
  if (episode.reasons.includes('dense-range')) return [rule];
  return [rule, ['How often', [gap(howOften(episode)), gap(', since '), moment(episode.openedAt)]]];
}

function howOften(episode: Episode): string {
  const alerts = `${episode.alerts} ${episode.alerts === 1 ? 'alert' : 'alerts'}`;
  return episode.events > episode.alerts ? `at least ${episode.events} events in ${alerts}` : alerts;
}

/** How it stands: who decided, until when, and what each target shows. */
function standing(record: AddressRecord, episode: Episode, state: CardState, look: CardLook): Piece[][] {
  const { block } = record;
  if (state === 'ignored' && episode.answer) {
    const until = episode.answer.until === null ? [] : [gap(' until '), countdown(episode.answer.until)];
    return [[bold('Ignored  '), gap('by '), ...actor(episode.answer.by), ...until]];
  }
  if (state === 'proposed' && record.proposal) return proposalRows(record, record.proposal);
  if (state === 'unapproved') return declinedRows(episode);
  if (state === 'unanswered') return [[bold('Closed  '), gap('nobody answered in time. The buttons go on working.')]];
  if (!block || ASKING.has(state)) return [];
  const rows: Piece[][] = [
    decided(block, state),
    ...approvedRows(record),
    ...targetRows(block, look),
    ...(block.drift ? [driftRow(block.drift)] : []),
    ...(block.placing ? [[bold('Where  '), words(block.placing)]] : []),
  ];
  if (block.ended) {
    const how =
      block.ended.as === 'lifted' ? [gap('unblocked by '), ...actor(block.ended.by)] : [gap('its time is over')];
    rows.push([bold('Ended  '), ...how, gap(', '), moment(block.ended.at)]);
  }
  const isUnusable = Object.values(block.targets).some((target) => target.state === 'unusable');
  const next = isUnusable && state === 'failed' ? MEND : NEXT[state];
  if (next) rows.push([bold('Next  '), gap(next)]);
  return rows;
}

/** Who decided for how long. Only what the firewall shows is called blocked, and an end that did not come is not told. */
function decided(block: Block, state: CardState): Piece[] {
  const who = [gap('by '), ...actor(block.by)];
  const length = block.until === null ? 'for good' : `for ${formatDuration(block.until - block.since)}`;
  if (block.ended || block.until === null)
    return [bold(`${block.ended ? 'Block' : wish(state)}  `), ...who, gap(` ${length}`)];
  return [bold(`${wish(state)}  `), ...who, gap(` ${length}, until `), countdown(block.until)];
}

function wish(state: CardState): string {
  return state === 'active' ? 'Blocked' : 'Block wanted';
}

const NEXT: Partial<Record<CardState, string>> = {
  waiting: 'it is blocked as soon as a slot is free. /aism list shows what could be unblocked.',
  failed: 'AISM tries again every minute. Undo takes the wish back.',
};

const MEND = 'mend the Network ACL as said above. AISM looks again every minute. Undo takes the wish back.';

function sampleBlock(episode: Episode): RichTextBlock[] {
  if (episode.samples.length === 0) return [];
  const text = episode.samples.map((sample) => plain(sample)).join('\n');
  return [{ type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }] }];
}

function some(texts: readonly string[]): string {
  const shown = texts.slice(0, 5).join(', ');
  return texts.length > 5 ? `${shown} and ${texts.length - 5} more` : shown;
}
