import { replayBody } from './replay-body.ts';
import { REPLAYS } from './replays.ts';

/** Posts a series to the webhook, as ElastAlert would. Undefined when there is no such series. */
export async function postReplay(
  name: string,
  to: { alerts: string; webhookToken: string; now: () => number },
): Promise<{ posted: number } | undefined> {
  const replay = REPLAYS.find((each) => each.name === name);
  if (!replay) return undefined;
  await Promise.all(
    replay.steps.map(async (step) => {
      await new Promise((resolve) => setTimeout(resolve, step.afterMs));
      await fetch(to.alerts, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${to.webhookToken}` },
        body: JSON.stringify(replayBody(step, to.now())),
      });
    }),
  );
  return { posted: replay.steps.length };
}
