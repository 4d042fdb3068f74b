import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPace } from '../../src/chat/pace.ts';
import { slackAnnouncer } from '../../src/chat/slack-announcer.ts';
import { completePolicy } from '../../src/decision/policy.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { announce } from '../../src/response/announce.ts';
import type { Deps } from '../../src/response/deps.ts';
import { reportDue } from '../../src/response/report-due.ts';
import { reportNow } from '../../src/response/report-now.ts';
import { rememberingAnnouncer } from '../support/announcer.ts';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table.ts';
import { type RunningSlack, SCOPES, startSlack } from '../support/sandbox-slack.ts';
import { stoppingLedger } from '../support/stopping-ledger.ts';
import { storyDeps } from '../support/story-deps.ts';

/** A Monday. */
const DUE = Date.UTC(2026, 10, 23, 9);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
beforeEach(() => table.clear());
afterAll(() => table.close());

/** Both at the same moment. */
const both = completePolicy({ reports: { daily: '09:00' } });
const policy = completePolicy({ reports: { daily: '09:00', weekly: 'never' } });

/** A process at a moment. */
function at(now: number, ledger: Ledger = table.ledger(), more: Partial<Deps> = {}): Deps {
  return storyDeps(ledger, { policy, clock: { now: () => now }, ...more });
}

const DAILY = 'report-daily-2026-11-23T09:00:00.000Z';
const WEEKLY = 'report-weekly-2026-11-23T09:00:00.000Z';

test('no report comes for a time before AISM ran, nor before it is due', async () => {
  const told = rememberingAnnouncer();
  for (const now of [DUE + MINUTE, DUE + HOUR, DUE + DAY - MINUTE]) {
    await reportDue(at(now));
    await announce(at(now), told);
  }

  expect(told.posted).toEqual([]);
});

test('a report that Slack did not take for hours is left out, and one that somebody asked for is not', async () => {
  const told = rememberingAnnouncer();
  await reportDue(at(DUE - DAY));
  await reportDue(at(DUE + MINUTE));
  await reportNow(at(DUE + MINUTE), { by: 'U1', spanMs: HOUR });

  await announce(at(DUE + 4 * HOUR), told);

  expect(told.posted.map(({ id }) => id.slice(0, 10))).toEqual(['report-now']);
  expect(await table.items('NOTICE#')).toEqual([]);
});

describe('invariant 2: a report comes once', () => {
  beforeEach(() => reportDue(at(DUE - DAY)));

  test('from two processes whose ticks come at the same time', async () => {
    const told = rememberingAnnouncer();
    const processes = ['one', 'two'].map((holder) => at(DUE + MINUTE, table.ledger(), { holder, policy: both }));
    await Promise.all(processes.map(reportDue));
    for (const deps of processes) await announce(deps, told);
    for (const deps of processes) await reportDue(deps);
    for (const deps of processes) await announce(deps, told);

    expect(told.posted.map(({ id }) => id).sort()).toEqual([DAILY, WEEKLY]);
  });

  test('when one process sends it while another still counts', async () => {
    const told = rememberingAnnouncer();
    const slow = at(DUE + MINUTE);
    let others: Promise<void> | undefined;
    slow.ledger.actions.visit = async () => {
      others ??= reportDue(at(DUE + MINUTE)).then(async () => void (await announce(at(DUE + MINUTE), told)));
      await others;
    };
    await reportDue(slow);
    await announce(slow, told);

    expect(told.posted.map(({ id }) => id)).toEqual([DAILY]);
  });

  test.each([
    ['before it is begun', 'DIGEST#reports', 1],
    ['before its notice', 'NOTICE#', 1],
    ['before it is noted as sent', 'DIGEST#reports', 2],
  ])('after a stop %s', async (_, prefix, number) => {
    await expect(reportDue(at(DUE + MINUTE, stoppingLedger(table, prefix, number)))).rejects.toThrow();
    const told = rememberingAnnouncer();
    await announce(at(DUE + MINUTE), told);
    for (const minutes of [2, 3]) {
      await reportDue(at(DUE + minutes * MINUTE));
      await announce(at(DUE + minutes * MINUTE), told);
    }

    expect(told.posted.map(({ id }) => id)).toEqual([DAILY]);
    expect((await table.ledger().reports.read()).begun).toEqual([]);
  });

  test('after a stop between two of them', async () => {
    const stopped = at(DUE + MINUTE, stoppingLedger(table, 'NOTICE#', 2), { policy: both });
    await expect(reportDue(stopped)).rejects.toThrow();
    const told = rememberingAnnouncer();
    await announce(at(DUE + MINUTE), told);
    await reportDue(at(DUE + 2 * MINUTE, table.ledger(), { policy: both }));
    await announce(at(DUE + 2 * MINUTE), told);

    expect(told.posted.map(({ id }) => id).sort()).toEqual([DAILY, WEEKLY]);
  });

  test('and is left out when it could not be sent for hours, whether it was begun or not', async () => {
    await expect(reportDue(at(DUE + MINUTE, stoppingLedger(table, 'NOTICE#', 1)))).rejects.toThrow();
    const told = rememberingAnnouncer();
    await reportDue(at(DUE + 4 * HOUR));
    await announce(at(DUE + 4 * HOUR), told);

    expect(told.posted).toEqual([]);
    expect((await table.ledger().reports.read()).begun).toEqual([]);
  });
});

describe('to Slack', () => {
  let running: RunningSlack | undefined;
  const lost: unknown[] = [];
  beforeEach(async () => {
    lost.length = 0;
    const action = { id: 'a', at: DUE - HOUR, kind: 'alert', actor: 'rule:ssh', address: '203.0.113.1/32' };
    await table.ledger().actions.append([{ ...action, before: '', after: 'ask', why: '' }]);
    await reportNow(at(DUE, table.ledger(), { channel: 'C_SECURITY' }), { by: 'U_LEAD', spanMs: DAY });
  });
  const stop = () => running?.stop();

  async function send(scopes: string[]): Promise<void> {
    running = await startSlack({ scopes });
    const announcer = slackAnnouncer(
      running.client,
      { mode: 'live', nameOf: (id) => id, mentions: {} },
      createPace(Date.now, async () => undefined),
      (error) => {
        lost.push(error);
        return undefined;
      },
    );
    await announce(at(DUE, table.ledger(), { channel: 'C_SECURITY', wall: Date.now }), announcer);
  }

  const types = () => running?.slack.messages().map(({ blocks }) => (blocks ?? []).map(({ type }) => type));

  test('it goes with its picture, which Slack shows only some moments after it took it', async () => {
    await send(SCOPES);

    expect(types()).toEqual([['header', 'rich_text', 'image', 'context']]);
    expect(lost).toEqual([]);
    await stop();
  });

  test('it goes without its picture where the app may not upload files', async () => {
    await send(SCOPES.filter((scope) => scope !== 'files:write'));

    expect(types()).toEqual([['header', 'rich_text', 'context']]);
    expect(String(lost[0])).toContain('missing_scope');
    await stop();
  });
});
