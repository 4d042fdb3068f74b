import { afterEach, expect, test } from 'vitest';
import { isPictureNotReady, pictureOf, sayPictureTrouble, sayWithPicture } from '../../src/chat/upload-picture.ts';
import { type RunningSlack, SCOPES, startSlack } from '../support/sandbox-slack.ts';

const UNTIL = Date.UTC(2026, 10, 24, 9);
const FACTS = {
  ...{ from: UNTIL - 3_600_000, until: UNTIL, sliceMs: 600_000, slices: [] },
  totals: { alerts: 1, blocks: 0 },
};

let running: RunningSlack;
afterEach(() => running.stop());

const failure = async (job: Promise<unknown>) =>
  job.then(
    () => undefined,
    (error: unknown) => error,
  );

test('a picture is in no channel until a message shows it, and only its reader gets it', async () => {
  running = await startSlack();
  const picture = await pictureOf(running.client, FACTS);
  expect(running.slack.messages()).toEqual([]);

  const tries: number[] = [];
  await sayWithPicture(picture, async (blocks) => {
    tries.push(blocks.length);
    await running.client.chat.postEphemeral({ channel: 'C_SECURITY', user: 'U_LEAD', text: 'chart', blocks });
  });

  expect(tries.length).toBeGreaterThan(1);
  expect(running.slack.messages()).toMatchObject([
    { ephemeral_to: 'U_LEAD', blocks: [{ type: 'image', slack_file: { id: picture?.file }, alt_text: picture?.alt }] },
  ]);
  expect(picture?.alt).toBe('Alerts and blocks from 24 Nov 08:00 to 24 Nov 09:00 UTC');
});

test('of nothing there is none', async () => {
  running = await startSlack();

  expect(await pictureOf(running.client, { ...FACTS, totals: { alerts: 0, blocks: 0 } })).toBeUndefined();
});

test('who waits for it is told what to do where the app may not upload files', async () => {
  running = await startSlack({ scopes: SCOPES.filter((scope) => scope !== 'files:write') });
  const error = await failure(pictureOf(running.client, FACTS));

  expect(sayPictureTrouble(error)).toContain('Add the scope `files:write`');
});

test('who asked where AISM is not is told so', async () => {
  running = await startSlack();
  const error = await failure(running.client.chat.postEphemeral({ channel: 'C_OTHER', user: 'U_LEAD', text: 'x' }));

  expect(sayPictureTrouble(error)).toContain('AISM is not in this channel');
});

test('a file that Slack does not know is told from other faults of a message', async () => {
  running = await startSlack();
  const post = (blocks: object[]) =>
    failure(running.client.chat.postMessage({ channel: 'C_SECURITY', text: 'x', blocks: blocks as never }));

  expect(isPictureNotReady(await post([{ type: 'image', slack_file: { id: 'F404' }, alt_text: 'x' }]))).toBe(true);
  expect(isPictureNotReady(await post([{ type: 'header' }]))).toBe(false);
  expect(running.slack.messages()).toEqual([]);
});
