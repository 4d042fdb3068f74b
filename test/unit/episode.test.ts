import { describe, expect, test } from 'vitest';
import { openEpisode, startEpisode, touchCards } from '../../src/ledger/episode.ts';
import type { Block } from '../../src/ledger/record.ts';
import { newEpisode } from '../../src/response/tell-episode.ts';
import { episodeOf, recordOf } from '../support/record.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = 1_795_500_000_000;

function blockOf(since: number, ended?: number): Block {
  const end = ended === undefined ? {} : { ended: { as: 'expired' as const, at: ended, by: 'aism' } };
  return { id: `x@${since}`, since, by: 'rule:ssh', why: '', until: null, severity: 'high', targets: {}, ...end };
}

/** Whether the one episode, which began at START, is open so long after. */
function isOpenAfter(ms: number, blocks: { past?: Block[]; block?: Block; lastAlertAt?: number } = {}): boolean {
  const { past = [], block, lastAlertAt = START } = blocks;
  const episodes = [episodeOf('1-0', START, { lastAlertAt })];
  const record = recordOf('203.0.113.9', { episodes, pastBlocks: past, ...(block ? { block } : {}) });
  return openEpisode(record, 'ssh', START + ms) !== undefined;
}

describe('an episode is open', () => {
  test('until it was quiet for a day', () => {
    expect(isOpenAfter(DAY - 1)).toBe(true);
    expect(isOpenAfter(DAY)).toBe(false);
    expect(isOpenAfter(DAY, { lastAlertAt: START + 1 })).toBe(true);
  });

  test('as long as a block that began in it lasts', () => {
    expect(isOpenAfter(300 * DAY, { block: blockOf(START + HOUR) })).toBe(true);
  });

  test('for a day after that block', () => {
    const block = blockOf(START + HOUR, START + 3 * DAY);

    expect(isOpenAfter(4 * DAY - 1, { block })).toBe(true);
    expect(isOpenAfter(4 * DAY, { block })).toBe(false);
  });

  test('from one block to the next, when less than a day lies between', () => {
    const past = [blockOf(START + HOUR, START + 3 * DAY)];

    expect(isOpenAfter(9 * DAY, { past, block: blockOf(START + 4 * DAY - 1) })).toBe(true);
    expect(isOpenAfter(9 * DAY, { past, block: blockOf(START + 4 * DAY) })).toBe(false);
  });

  test('no more once it is over, though the address is blocked much later', () => {
    expect(isOpenAfter(9 * DAY, { block: blockOf(START + 8 * DAY) })).toBe(false);
  });

  test('for its own rule only, the newest of several', () => {
    const episodes = [episodeOf('1-0', START), episodeOf('2-1', START), episodeOf('3-2', START, { rule: 'web' })];
    const record = recordOf('203.0.113.9', { episodes });

    expect(openEpisode(record, 'ssh', START)?.id).toBe('2-1');
    expect(openEpisode(record, 'ftp', START)).toBeUndefined();
  });
});

describe('a new episode', () => {
  test('links to the card before it of the same rule', () => {
    const record = recordOf('203.0.113.9', {
      episodes: [
        episodeOf('1-0', START, { ts: '1.1' }),
        episodeOf('2-1', START, { ts: '2.2', rule: 'web' }),
        episodeOf('3-2', START),
      ],
    });
    startEpisode(record, episodeOf('4-3', START));
    startEpisode(record, episodeOf('5-4', START, { rule: 'ftp' }));

    expect(record.episodes.at(-2)).toMatchObject({ id: '4-3', previousTs: '1.1' });
    expect(record.episodes.at(-1)).not.toHaveProperty('previousTs');
  });

  test('of one change has an id of its own, however many are known', () => {
    const known = Array.from({ length: 20 }, (_, index) => episodeOf(`${index}-0`, START));
    const record = recordOf('203.0.113.9', { rev: 30, episodes: known });
    const deps = { clock: { now: () => START }, channel: 'C1' };
    for (const rule of ['a', 'b', 'c']) startEpisode(record, newEpisode(record, rule, 'high', deps));

    expect(record.episodes.slice(-3).map((episode) => episode.id)).toEqual(['31-0', '31-1', '31-2']);
  });

  test('pushes out the oldest beyond twenty', () => {
    const record = recordOf('203.0.113.9');
    for (let index = 0; index < 22; index += 1) startEpisode(record, episodeOf(`${index}`, START));

    expect(record.episodes.map((episode) => episode.id)).toEqual(Array.from({ length: 20 }, (_, at) => `${at + 2}`));
  });
});

describe('touching cards', () => {
  test('asks for those that are chosen, open or not, and for no other', () => {
    const episodes = [episodeOf('1-0', START), episodeOf('2-1', START + 9 * DAY)];
    const record = recordOf('203.0.113.9', { episodes });
    touchCards(record, START + 9 * DAY, (episode) => episode.id === '1-0');

    expect(record.episodes.map(({ revision, sayAt }) => [revision, sayAt])).toEqual([
      [2, START + 9 * DAY],
      [1, START + 9 * DAY],
    ]);
  });
});
