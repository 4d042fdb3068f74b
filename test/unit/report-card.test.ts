import { describe, expect, test } from 'vitest';
import { reportCard } from '../../src/chat/cards/report-card.ts';
import type { Report, Totals } from '../../src/ledger/report.ts';
import { blockProblems } from '../../src/sandbox/slack/block-kit/check-blocks.ts';

const NOW = Date.UTC(2026, 10, 24, 9);
const DAY = 24 * 3_600_000;
const NONE: Totals = {
  ...{ alerts: 0, addresses: 0, blocks: 0, automatic: 0, byPeople: 0, undone: 0, expired: 0, ignored: 0 },
};
const QUIET: Report = {
  ...{ kind: 'weekly', from: NOW - 7 * DAY, until: NOW, sliceMs: 6 * 3_600_000, slices: [] },
  ...{ totals: NONE, before: NONE, would: 0, sources: [], addresses: [], rules: [], repeated: [], doubtful: [] },
  ...{ ending: { blocks: [], more: 0 }, asking: { questions: [], more: 0 } },
};
const BUSY: Report = {
  ...QUIET,
  totals: { alerts: 1234, addresses: 1, blocks: 4, automatic: 3, byPeople: 1, undone: 2, expired: 0, ignored: 1 },
  before: { ...NONE, alerts: 1000, undone: 9 },
  would: 5,
  decided: { count: 2, median: 60_000, p90: 120_000 },
  rules: [['ssh', 1234]],
  addresses: [['203.0.113.1', 1234]],
  sources: [['elastalert', 1234]],
  repeated: [['203.0.113.1', 3]],
  doubtful: [{ rule: 'ssh', automatic: 3, undone: 2 }],
  ending: { blocks: [{ address: '203.0.113.1', until: NOW + DAY }], more: 2 },
  asking: { questions: [{ address: '203.0.113.2', rule: 'ssh', since: NOW - DAY }], more: 0 },
};

/** What a person reads, a line of it each. */
function readable(report: Report): string[] {
  const words: string[] = [];
  JSON.stringify(reportCard(report, []), (key, value: unknown) => {
    if (typeof value === 'string' && (key === 'text' || key === 'fallback')) words.push(value);
    return value;
  });
  return words.join('').split('\n');
}

describe.each([
  ['quiet', QUIET],
  ['busy', BUSY],
  ['without a block', { ...BUSY, totals: { ...BUSY.totals, blocks: 0, automatic: 0, byPeople: 0 } }],
  ['of which nothing changed', { ...BUSY, before: BUSY.totals }],
  [
    'with names that are long or empty',
    {
      ...BUSY,
      rules: [
        ['x'.repeat(5000), 1],
        ['', 1],
      ],
    } satisfies Report,
  ],
])('a report %s', (_, report) => {
  test('is one that Slack draws', () => {
    expect(blockProblems(reportCard(report, []))).toEqual([]);
    expect(blockProblems(reportCard(report, [{ type: 'image', slack_file: { id: 'F123' }, alt_text: 'x' }]))).toEqual(
      [],
    );
  });
});

test('a quiet one says so, and nothing else', () => {
  expect(readable(QUIET).slice(1)).toEqual([
    expect.stringContaining('Nothing happened: no alert came, and nothing was blocked.'),
  ]);
});

test('a busy one tells numbers, changes, and what wants somebody', () => {
  const lines = readable(BUSY);

  for (const line of [
    '1,234 alerts (+23 %) from 1 address',
    '4 blocks (none before): 3 automatic (75 %), 1 by people',
    '2 undone (−78 %), 0 ended by time, 1 ignored',
    '5 addresses would have been blocked automatically in the mode live',
    'Time to decide  1 min in the median, 2 min at most (2 decisions)',
    '• 203.0.113.2, rule ssh, since 2026-11-23 09:00 UTC',
    '• ssh: people undid 2 of 3 automatic blocks. Raise its auto, or set auto: never.',
    '• 203.0.113.1, 2026-11-25 09:00 UTC',
    '… and 2 more',
  ])
    expect(lines).toContain(line);
  expect(lines.join()).not.toContain('Top sources');
  expect(lines.join()).toContain('• 203.0.113.1 (blocked 3 times)');
});

test('invariant 10: the name of a rule is only text', () => {
  const rule = '<!channel> *x* <https://evil.example|here>\u202e';
  const asking = { questions: [{ address: '203.0.113.2', rule, since: NOW }], more: 0 };
  const blocks = reportCard({ ...BUSY, rules: [[rule, 1]], doubtful: [{ rule, automatic: 3, undone: 2 }], asking }, []);

  expect(JSON.stringify(blocks)).not.toContain('\u202e');
  const kinds = JSON.stringify(blocks).match(/"type":"(mrkdwn|link|broadcast)"/g);
  expect(kinds).toEqual(['"type":"mrkdwn"']);
  expect(JSON.stringify(blocks.at(-1))).not.toContain('channel');
});
