import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Message, told, wordsOf } from '../support/sandbox-state.ts';
import { startWorld, until, type World } from '../support/world.ts';

const OVER = { rule_param_query_key: 'source.ip', rule_param_num_events: 25 };
const HOUR = 3_600_000;

let world: World;
/** The application's clock at the start. */
let started: number;

/** The report is due two hours after the start, at a time of its zone. */
beforeAll(async () => {
  const due = new Date(Date.now() + 2 * HOUR);
  const daily = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Asia/Kolkata' }).format(due);
  world = await startWorld({ policy: `reports: {daily: "${daily}", weekly: never, zone: Asia/Kolkata}` });
  started = Date.parse((await world.state()).now);
});
afterAll(() => world.end());
beforeEach(() => world.faults({}));

const posts = async (title: string) =>
  (await world.state()).messages.filter(
    ({ blocks, ephemeral_to }) => ephemeral_to === undefined && JSON.stringify(blocks ?? []).includes(title),
  );
const pictureIn = (message: Pick<Message, 'blocks'> | undefined) =>
  message?.blocks?.find(({ type }) => type === 'image')?.['slack_file'] as { id: string } | undefined;

/** What the file is, as the channel would load it. */
async function pictureOf(message: Pick<Message, 'blocks'> | undefined): Promise<Buffer> {
  const answer = await fetch(`${world.facts.slack}files/${pictureIn(message)?.id}`);
  expect(answer.headers.get('content-type')).toBe('image/png');
  return Buffer.from(await answer.arrayBuffer());
}

test('/aism stats answers with the numbers at once, and a chart follows that only the asker sees', async () => {
  await world.alert('203.0.113.1', OVER);
  await world.alert('203.0.113.2');
  await world.alert('203.0.113.2');
  const { ts } = await world.card('203.0.113.2');
  await until(async () => expect(await world.denies()).toHaveLength(1));
  await world.click(ts, 'block');
  await world.command('unblock 203.0.113.1');

  const answer = await until(async () => {
    const delivery = await world.command('stats 24h', 'U_STRANGER');
    expect(told(delivery)).toContain('Undone: 1 (none before)');
    return delivery;
  });

  const text = told(answer);
  expect(text).toContain('Alerts: 3 (none before) from 2 addresses (none before)');
  expect(text).toContain('Blocks: 2 (none before): 1 automatic (50 %), 1 by people');
  expect(text).toMatch(/Time to decide: \d+ s \(1 decision\)/);
  expect(text).toContain('Top sources: elastalert (3)');
  expect(text).toContain('Top addresses: 203.0.113.2 (2), 203.0.113.1 (1)');
  expect(text).toContain('Top rules: ssh-bruteforce (3)');
  expect(answer.ms).toBeLessThan(3000);
  const chart = await until(async () => {
    const found = (await world.state()).messages.find((each) => each.ephemeral_to === 'U_STRANGER' && pictureIn(each));
    if (!found) throw new Error('there is no chart');
    return found;
  });
  const png = await pictureOf(chart);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(chart.text).toContain('Alerts and blocks from');
});

test('/aism report tells when the next one comes; now is for analysts', async () => {
  const answer = told(await world.command('report', 'U_STRANGER'));

  expect(answer).toMatch(/The next daily report comes <!date\^\d+\^.* \(\d\d:\d\d Asia\/Kolkata\)/);
  expect(answer).toContain('No weekly report comes by itself.');
  expect(told(await world.command('report now', 'U_STRANGER'))).toContain('You may not do that');
  expect(told(await world.command('report later'))).toContain('there is no "later"');
  expect(await posts('Report:')).toEqual([]);
});

test('/aism report now posts one report with its picture, however often it is said within the minute', async () => {
  await world.alert('203.0.113.3');
  await world.card('203.0.113.3');

  await until(async () => {
    expect(told(await world.command('report now 24h'))).toContain('The report comes to <#C_SECURITY>');
    const [report] = await posts('Report: the last 24 h');
    expect(wordsOf(report)).toContain('203.0.113.3, rule ssh-bruteforce, since');
  });
  await world.command('report now 24h');
  await world.tick();

  const [report, ...more] = await posts('Report: the last 24 h');
  const words = wordsOf(report);
  expect(more).toEqual([]);
  expect(words).toContain('4 alerts (none before) from 3 addresses');
  expect(words).toContain('Blocks that end within a day');
  expect(words).toContain('Not decided yet');
  expect(report?.text).toContain('Report, the last 24 h: 4 alerts (none before), 2 blocks (none before)');
  expect((await pictureOf(report)).readUInt32BE(16)).toBe(1400);
});

describe('invariant 2: a regular report comes once', () => {
  test('by the tick after it is due, and not again after a restart', async () => {
    await world.tick();
    expect(await posts('Daily report')).toEqual([]);
    const now = Date.parse((await world.state()).now);
    await world.advance(Math.ceil((started + 2 * HOUR - now) / 1000) + 60);
    await Promise.all([world.tick(), world.tick()]);
    await world.tick();
    await world.restart();
    await world.tick();

    const [report, ...more] = await posts('Daily report');
    expect(more).toEqual([]);
    expect(wordsOf(report)).toContain('Daily report: the last 24 h');
    expect(pictureIn(report)).toBeDefined();
  });

  test('one that could not be sent for many hours is left out', async () => {
    await world.advance(24 * 3600 + 4 * 3600);
    await world.tick();

    expect(await posts('Daily report')).toHaveLength(1);
  });

  test('one that Slack took and answered an error is not posted twice', async () => {
    await world.advance(20 * 3600 + 60);
    await world.faults({ slack: { errorRate: 1, code: 'fatal_error' } });
    await world.tick();
    await world.faults({});
    await world.tick();
    await world.tick();

    const [, second, ...more] = await posts('Daily report');
    expect(more).toEqual([]);
    // Its upload was refused as well: a report without its picture is better than none.
    expect(wordsOf(second)).toContain('Daily report');
    expect(pictureIn(second)).toBeUndefined();
  });
});
