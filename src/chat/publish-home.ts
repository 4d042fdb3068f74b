import type { WebClient } from '@slack/web-api';
import type { Deps } from '../response/deps.ts';
import { type Overview, overview } from '../response/overview.ts';
import type { Access } from './access.ts';
import { homeClosed } from './cards/home/home-closed.ts';
import { homeDown } from './cards/home/home-down.ts';
import { homeView } from './cards/home/home-view.ts';

/** Which page of the blocks a Home tab shows, from the view that Slack sends back. */
export function homePageOf(view: { private_metadata?: string } | undefined): number {
  const page = Number(view?.private_metadata);
  return Number.isInteger(page) && page > 0 ? page : 0;
}

/**
 * Draws a person's Home tab anew; `answer` (mrkdwn) tells above all else what came of a click there. While the ledger
 * cannot be read the tab says so: an old picture of what is blocked would be believed. Who may not look sees who may.
 */
export async function publishHome(
  client: WebClient,
  { deps, access }: { deps: Deps; access: Access },
  user: string,
  shown: { answer?: string; page: number },
): Promise<void> {
  if (!(await access.may(user, 'look'))) {
    const view = homeClosed({ refusal: access.refusal('look'), ...shown });
    await client.views.publish({ user_id: user, view });
    return;
  }
  const facts = await read(deps);
  const view = facts
    ? homeView(facts, { ...deps, silenceMs: deps.policy.silenceMs, ...(await rightsOf(access, user)), ...shown })
    : homeDown({ now: deps.clock.now(), ...shown });
  await client.views.publish({ user_id: user, view });
}

async function read(deps: Deps): Promise<Overview | undefined> {
  try {
    return await overview(deps);
  } catch (error) {
    deps.log.error({ err: error }, 'the ledger could not be read for a Home tab, which says so');
    return undefined;
  }
}

async function rightsOf(access: Access, user: string) {
  const [unblock, pause, resume] = await Promise.all([
    access.may(user, 'unblock'),
    access.may(user, 'pause'),
    access.may(user, 'resume'),
  ]);
  return { may: { unblock, pause, resume }, refusal: access.refusal('unblock') };
}
