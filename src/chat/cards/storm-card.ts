import type { ActionsBlock, ConfirmationDialog, KnownBlock, RichTextBlock } from '@slack/types';
import { display } from '../../address/address.ts';
import { formatDuration } from '../../decision/duration.ts';
import type { FoldedState } from '../../ledger/folded.ts';
import type { StormFacts } from '../../response/announcer.ts';
import type { StormAttacker } from '../../response/storm-counts.ts';
import { ACTIONS } from '../ids.ts';
import { stormValue } from '../storm-value.ts';
import type { Card } from './alert-card.ts';
import { plain } from './plain.ts';
import { bold, gap, lines, moment, type Piece, words } from './rich.ts';

/** The digest of a storm: how many, who are the worst, how they stand, what one can do about them at once. */
export function stormCard(facts: StormFacts): Card {
  const title = titleOf(facts);
  const emoji = facts.over === undefined ? ':rotating_light:' : ':large_green_circle:';
  return {
    text: `${title}. ${textOf(facts)}`,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: `${emoji} ${title}`, emoji: true } },
      lines(rowsOf(facts)),
      ...worstOf(facts.top),
      buttonsOf(facts),
      { type: 'context', elements: [{ type: 'plain_text', text: plain(meanwhile(facts), 500) }] },
    ] satisfies KnownBlock[],
  };
}

/** How folded attackers stand, for a count of them and for one alone. */
export const STATE_WORDS: Record<FoldedState, string> = {
  ask: 'asked about',
  guarded: 'never blocked',
  ignored: 'ignored',
  blocked: 'blocked',
  pending: 'being blocked',
  waiting: 'waiting for a slot',
  failed: 'NOT blocked: EC2 refuses',
  ended: 'unblocked again',
};

/** A number that can be read at a glance. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

function titleOf({ addresses, since, over, now }: StormFacts): string {
  const who = `${grouped(addresses)} ${addresses === 1 ? 'attacker' : 'attackers'}`;
  const span = `in ${formatDuration(Math.max(1, Math.round(((over ?? now) - since) / 60_000)) * 60_000)}`;
  return over === undefined ? `Storm: ${who} ${span}` : `The storm is over: ${who} ${span}`;
}

/** Slack reads it as mrkdwn, so it has numbers and addresses only. */
function textOf({ states, top }: StormFacts): string {
  const [worst] = top;
  const asked = states.ask ? `${grouped(states.ask)} are asked about. ` : '';
  return `${asked}${worst ? `The worst is ${display(worst.address)}.` : ''}`.trim();
}

function rowsOf(facts: StormFacts): Piece[][] {
  const { alerts, events, since, rules, moreRules, over, autoOff } = facts;
  const others = moreRules > 0 ? ` and ${grouped(moreRules)} more` : '';
  const named = rules.map(({ rule, addresses }) => `${plain(rule, 60)} (${grouped(addresses)})`).join(', ');
  const count = `${grouped(alerts)} ${alerts === 1 ? 'alert' : 'alerts'}`;
  return [
    [bold('How they stand  '), gap(standing(facts))],
    [
      bold('Seen  '),
      gap(events > alerts ? `${grouped(events)} events in ${count}, since ` : `${count}, since `),
      moment(since),
    ],
    [bold(rules.length === 1 && moreRules === 0 ? 'Rule  ' : 'Top rules  '), words(`${named}${others}`, 500)],
    ...(autoOff === undefined || over !== undefined ? [] : [[bold('Not automatic  '), words(autoOff, 500)]]),
  ];
}

function standing({ states, automatic }: StormFacts): string {
  const parts = (Object.keys(STATE_WORDS) as FoldedState[]).flatMap((state) => {
    const count = states[state];
    return count ? [`${grouped(count)} ${STATE_WORDS[state]}`] : [];
  });
  return `${parts.join(', ')}${automatic > 0 ? ` (${grouped(automatic)} by AISM itself)` : ''}`;
}

/** What AISM does meanwhile, and where all of them are. */
function meanwhile({ source, over, cardsInMinute }: StormFacts): string {
  const few = Math.max(1, Math.ceil(cardsInMinute / 2));
  const all = 'Nothing is lost: Show all, and /aism list asks.';
  const from = `Alerts of ${source}.`;
  if (over !== undefined) return `${from} Whoever goes on gets a card with the next alert. ${all}`;
  const calm = `until fewer than ${few} new ones come in two minutes`;
  return `${from} Each is recorded and answered as always, only without a card of its own, ${calm}. ${all}`;
}

/** The worst, one a line, in columns. Addresses and our own words only. */
function worstOf(top: readonly StormAttacker[]): RichTextBlock[] {
  if (top.length === 0) return [];
  const names = top.map(({ address }) => display(address));
  const counts = top.map(({ events }) => grouped(events));
  const [wide, long] = [names, counts].map((column) => Math.max(...column.map((cell) => cell.length)));
  const text = top
    .map(({ state }, index) =>
      [names[index]?.padEnd(wide ?? 0), counts[index]?.padStart(long ?? 0), STATE_WORDS[state]].join('  '),
    )
    .join('\n');
  return [
    {
      type: 'rich_text',
      elements: [
        { type: 'rich_text_section', elements: [bold(top.length === 1 ? 'Events' : 'The worst, by events')] },
        { type: 'rich_text_preformatted', elements: [{ type: 'text', text }] },
      ],
    },
  ];
}

function buttonsOf(facts: StormFacts): ActionsBlock {
  const { id: storm, source, revision, topAsking } = facts;
  const value = (duration: string) => stormValue(duration, { storm, source, revision });
  const count = topAsking.length;
  const confirm = confirmOf(topAsking);
  const block: ActionsBlock['elements'] = [
    {
      type: 'button',
      action_id: ACTIONS.blockTop,
      text: label(`Block top ${count} 1 h`),
      value: value('1h'),
      style: 'danger',
      confirm,
    },
    {
      type: 'overflow',
      action_id: ACTIONS.blockTopMore,
      options: [
        { text: label(`Block top ${count} 24 h`), value: value('24h') },
        { text: label(`Block top ${count} 7 d`), value: value('7d') },
      ],
      confirm,
    },
  ];
  const all: ActionsBlock['elements'][number] = {
    type: 'button',
    action_id: ACTIONS.showAll,
    text: label('Show all'),
    value: value('-'),
  };
  const [button, menu] = block;
  const elements = count > 0 && button && menu ? [button, all, menu] : [all];
  return { type: 'actions', block_id: `storm-${storm}`, elements };
}

/** Slack takes 300 characters; ten addresses of IPv6 are more. */
function confirmOf(attackers: readonly StormAttacker[]): ConfirmationDialog {
  const names = attackers.map(({ address }) => display(address));
  const shown = names.filter((_, index) => names.slice(0, index + 1).join(', ').length < 240);
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : '';
  return {
    title: label(`Block ${names.length} ${names.length === 1 ? 'address' : 'addresses'}?`),
    text: label(`${shown.join(', ')}${more}`),
    confirm: label('Block'),
    deny: label('Cancel'),
    style: 'danger',
  };
}

function label(text: string) {
  return { type: 'plain_text' as const, text, emoji: true };
}
