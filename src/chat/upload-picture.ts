import { setTimeout as sleep } from 'node:timers/promises';
import type { ImageBlock } from '@slack/types';
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { ChartFacts } from './charts/activity-chart.ts';
import { sayMoment } from './charts/times.ts';

/** A picture that Slack has; whoever sees a message with it sees it. */
export interface Picture {
  file: string;
  alt: string;
}

/** Slack looks through a file after it has taken it, for some seconds; until then no message may show it. Milliseconds. */
const WAITS = [300, 700, 1500, 3000];

const uploadedSchema = z.object({
  files: z.array(z.object({ files: z.array(z.object({ id: z.string() })).min(1) })).min(1),
});

/** Draws what happened and uploads it, in no channel: a message is to show it. Undefined when nothing happened. */
export async function pictureOf(
  client: WebClient,
  facts: ChartFacts & { totals: { alerts: number; blocks: number } },
): Promise<Picture | undefined> {
  const { alerts, blocks } = facts.totals;
  if (alerts + blocks === 0) return undefined;
  // Late, since few processes ever draw.
  const { drawActivity } = await import('./charts/activity-chart.ts');
  const alt = `Alerts and blocks from ${sayMoment(facts.from)} to ${sayMoment(facts.until)} UTC`;
  const uploaded = await client.files.uploadV2({
    file: drawActivity(facts),
    filename: `aism-${new Date(facts.until).toISOString().slice(0, 10)}.png`,
    title: alt,
    alt_text: alt,
  });
  const file = uploadedSchema.parse(uploaded).files[0]?.files[0]?.id;
  if (file === undefined) throw new Error('Slack named no file');
  return { file, alt };
}

/**
 * Says something with a picture as soon as Slack is done with it, and without if that takes too long. `say` gets the image
 * block to be put in, or none.
 */
export async function sayWithPicture<T>(
  picture: Picture | undefined,
  say: (image: ImageBlock[]) => Promise<T>,
): Promise<T> {
  if (picture === undefined) return say([]);
  const image: ImageBlock = { type: 'image', slack_file: { id: picture.file }, alt_text: picture.alt };
  for (const wait of WAITS) {
    try {
      return await say([image]);
    } catch (error) {
      if (!isPictureNotReady(error)) throw error;
      await sleep(wait);
    }
  }
  return say([]);
}

/** Whether Slack refused a message only because it does not know the picture in it, or not yet. */
export function isPictureNotReady(error: unknown): error is Error {
  return (
    error instanceof WebAPIPlatformError &&
    error.data.error === 'invalid_blocks' &&
    JSON.stringify(error.data).includes('invalid slack file')
  );
}

/** Why there is no picture, for the one who waits for it. */
export function sayPictureTrouble(error: unknown): string {
  const code = error instanceof WebAPIPlatformError ? error.data.error : undefined;
  if (code === 'missing_scope')
    return 'There is no chart: the app may not upload files yet. Add the scope `files:write` (manifest.yml has it) and install the app again.';
  if (code === 'channel_not_found' || code === 'not_in_channel')
    return 'There is no chart here: AISM is not in this channel. Ask in its own.';
  return `There is no chart: Slack did not take it${code ? ` (${code})` : ''}. The numbers above are complete.`;
}
