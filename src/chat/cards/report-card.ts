import type { ImageBlock, KnownBlock } from '@slack/types';
import type { Report } from '../../ledger/report.ts';
import { counted, sayByWhom, sayDecided, saySpan, sayTrend, TITLES } from '../../response/report-words.ts';
import { bold, gap, lines, moment, type Piece, words } from './rich.ts';

/** A report as the channel sees it: what happened, its picture, and what wants a person. */
export function reportCard(report: Report, image: readonly ImageBlock[]): KnownBlock[] {
  const { kind, from, until } = report;
  const parts = [...asking(report), ...doubtful(report), ...ending(report), ...repeated(report)];
  return [
    {
      type: 'header',
      text: { type: 'plain_text', text: `${TITLES[kind]}: the last ${saySpan(until - from)}` },
    },
    lines([[moment(from), gap(' to '), moment(until)], ...numbers(report)]),
    ...image,
    ...(parts.length > 0 ? [lines(spaced(parts))] : []),
    { type: 'context', elements: [{ type: 'mrkdwn', text: source(report) }] },
  ];
}

function numbers({ totals, before, decided, would, rules, addresses, sources }: Report): Piece[][] {
  if (totals.alerts + totals.blocks + before.alerts + before.blocks === 0)
    return [[gap('Nothing happened: no alert came, and nothing was blocked.')]];
  return [
    [
      bold(counted(totals.alerts, 'alert')),
      gap(`${sayTrend(totals.alerts, before.alerts)} from ${counted(totals.addresses, 'address', 'addresses')}`),
    ],
    [
      bold(counted(totals.blocks, 'block')),
      // Slack refuses a piece without a letter.
      ...said(`${sayTrend(totals.blocks, before.blocks)}${totals.blocks > 0 ? `: ${sayByWhom(totals)}` : ''}`),
    ],
    [
      bold(`${totals.undone} undone`),
      gap(`${sayTrend(totals.undone, before.undone)}, ${totals.expired} ended by time, ${totals.ignored} ignored`),
    ],
    ...(would > 0
      ? [[bold(counted(would, 'address', 'addresses')), gap(' would have been blocked automatically in the mode live')]]
      : []),
    ...(decided ? [[bold('Time to decide  '), gap(sayDecided(decided))]] : []),
    ...tops('Top rules', rules),
    ...tops('Top addresses', addresses),
    // One source says nothing that is not known.
    ...(sources.length > 1 ? tops('Top sources', sources) : []),
  ];
}

function tops(title: string, pairs: ReadonlyArray<[string, number]>): Piece[][] {
  if (pairs.length === 0) return [];
  const named = pairs.slice(0, 3).map(([name, count]) => [words(name, 60), gap(` (${count.toLocaleString('en-US')})`)]);
  return [[bold(`${title}  `), ...joined(named)]];
}

function repeated({ repeated: pairs }: Report): Piece[][][] {
  if (pairs.length === 0) return [];
  const named = pairs.map(([name, times]) => [words(name, 60), gap(` (blocked ${times} times)`)]);
  return [[[bold('Came back')], ...named.map(bullet)]];
}

function doubtful({ doubtful: rules }: Report): Piece[][][] {
  if (rules.length === 0) return [];
  const rows = rules.map(({ rule, automatic, undone }): Piece[] => [
    words(rule, 60),
    gap(`: people undid ${undone} of ${counted(automatic, 'automatic block')}. Raise its `),
    code('auto'),
    gap(', or set '),
    code('auto: never'),
    gap('.'),
  ]);
  return [[[bold('Rules to look at')], ...rows.map(bullet)]];
}

function asking({ asking: { questions, more } }: Report): Piece[][][] {
  if (questions.length === 0) return [];
  const rows = questions.map(({ address, rule, since }): Piece[] => [
    words(address, 60),
    gap(', rule '),
    words(rule, 60),
    gap(', since '),
    moment(since),
  ]);
  return [[[bold('Not decided yet')], ...rows.map(bullet), ...rest(more)]];
}

function ending({ ending: { blocks, more } }: Report): Piece[][][] {
  if (blocks.length === 0) return [];
  const rows = blocks.map(({ address, until }): Piece[] => [words(address, 60), gap(', '), moment(until)]);
  return [[[bold('Blocks that end within a day')], ...rows.map(bullet), ...rest(more)]];
}

function rest(more: number): Piece[][] {
  return more > 0 ? [[gap(`… and ${more.toLocaleString('en-US')} more`)]] : [];
}

function source({ by }: Report): string {
  return by === undefined
    ? '`reports` in aism.yml sets when this comes. `/aism stats` shows more.'
    : `<@${by}> asked for it. \`/aism stats\` shows more.`;
}

function said(text: string): Piece[] {
  return text === '' ? [] : [gap(text)];
}

function bullet(row: Piece[]): Piece[] {
  return [gap('• '), ...row];
}

function code(text: string): Piece {
  return { type: 'text', text, style: { code: true } };
}

function joined(parts: readonly Piece[][]): Piece[] {
  return parts.flatMap((part, index) => (index === 0 ? part : [gap(', '), ...part]));
}

/** The parts below each other, an empty line between two. */
function spaced(parts: readonly Piece[][][]): Piece[][] {
  return parts.flatMap((part, index) => (index === 0 ? part : [[gap(' ')], ...part]));
}
