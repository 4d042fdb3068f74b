import { reportCard } from '../../src/chat/cards/report-card.ts';
import { stormCard } from '../../src/chat/cards/storm-card.ts';
import { stormRows } from '../../src/chat/modals/storm-modal.ts';
import type { Report, Totals } from '../../src/ledger/report.ts';
import type { StormFacts } from '../../src/response/announcer.ts';
import type { StormAttacker } from '../../src/response/storm-counts.ts';
import { address } from '../support/address.ts';
import { episodeOf, recordOf } from '../support/record.ts';
import type { Group, Picture } from './picture.ts';
import { NOON } from './stage.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const top = Array.from({ length: 10 }, (_, host): StormAttacker => {
  const which = { address: address(`203.0.113.${host}`), episode: '1-0', rule: 'ssh-bruteforce' };
  const isBlocked = host > 7;
  return { ...which, state: isBlocked ? 'blocked' : 'ask', isAutomatic: isBlocked, events: 900 - 70 * host };
});

const STORM: StormFacts = {
  ...{ id: `${NOON}`, source: 'elastalert', revision: 4, since: NOON - 12 * MINUTE, now: NOON, over: undefined },
  ...{ autoOff: undefined, cardsInMinute: 20, addresses: 9812, cards: 9900, alerts: 12_400, events: 98_120 },
  ...{ states: { ask: 9700, blocked: 60, waiting: 52 }, severity: 'high', automatic: 112, moreRules: 0 },
  ...{ top, topAsking: top.filter(({ state }) => state === 'ask') },
  rules: [
    { rule: 'ssh-bruteforce', addresses: 9000 },
    { rule: 'web-scan', addresses: 812 },
  ],
};

const totals = (more: Partial<Totals> = {}): Totals => ({
  ...{ alerts: 0, addresses: 0, blocks: 0, automatic: 0, byPeople: 0, undone: 0, expired: 0, ignored: 0 },
  ...more,
});
const QUIET: Report = {
  ...{ kind: 'weekly', from: NOON - 7 * DAY, until: NOON, sliceMs: 6 * 60 * MINUTE, slices: [] },
  ...{
    totals: totals(),
    before: totals(),
    would: 0,
    sources: [],
    addresses: [],
    rules: [],
    repeated: [],
    doubtful: [],
  },
  ...{ ending: { blocks: [], more: 0 }, asking: { questions: [], more: 0 } },
};
const BUSY: Report = {
  ...QUIET,
  totals: totals({
    ...{ alerts: 1234, addresses: 86, blocks: 41, automatic: 33 },
    byPeople: 8,
    undone: 2,
    expired: 36,
  }),
  before: totals({ alerts: 1000, addresses: 70, blocks: 52, automatic: 47, byPeople: 5, undone: 9 }),
  decided: { count: 8, median: 4 * MINUTE, p90: 19 * MINUTE },
  rules: [
    ['ssh-bruteforce', 1010],
    ['web-scan', 224],
  ],
  addresses: [
    ['203.0.113.7', 310],
    ['198.51.100.23', 122],
  ],
  sources: [['elastalert', 1234]],
  repeated: [['203.0.113.7', 3]],
  doubtful: [{ rule: 'web-scan', automatic: 3, undone: 2 }],
  ending: { blocks: [{ address: '203.0.113.7', until: NOON + DAY }], more: 2 },
  asking: { questions: [{ address: '192.0.2.45', rule: 'ssh-bruteforce', since: NOON - DAY }], more: 0 },
};

function message(name: string, about: string, blocks: () => readonly unknown[]): Picture {
  const ts = (NOON / 1000).toFixed(6);
  return {
    name,
    about,
    draw: async () => ({ kind: 'messages', messages: [{ ts, text: name, blocks: [...blocks()] }] }),
  };
}

export const storms: Group = {
  name: 'storms',
  title: 'Storms and reports',
  pictures: [
    message('storm', 'One digest instead of thousands of cards.', () => stormCard(STORM).blocks),
    message('storm-over', 'It has calmed.', () => stormCard({ ...STORM, over: NOON - MINUTE }).blocks),
    {
      name: 'storm-all',
      about: 'Show all: a page of its attackers.',
      draw: async () => ({
        kind: 'modal',
        view: stormRows(
          { storm: STORM.id, source: 'elastalert', number: 2 },
          {
            rows: top.map(({ address: attacker, events }) => {
              const episode = episodeOf('1-0', NOON - MINUTE, { rule: 'ssh-bruteforce', events, alerts: 3 });
              return { record: recordOf(attacker, { episodes: [episode] }), episode };
            }),
            ...{ all: 9812, next: 'n', previous: 'p' },
          },
        ),
      }),
    },
    message('report', "A week's report.", () => reportCard(BUSY, [])),
    message('report-quiet', 'A week in which nothing happened.', () => reportCard(QUIET, [])),
  ],
};
