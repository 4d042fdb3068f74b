import type { WebClient } from '@slack/web-api';
import type { Deps } from '../response/deps.ts';
import { homeView } from './cards/home-view.ts';
import { sayOff } from './say-automatic.ts';

/** As many live blocks as the home tab counts. */
const MOST = 500;

/** Draws a person's Home tab anew; `answer` (mrkdwn) tells above all else what came of a click there. */
export async function publishHome(client: WebClient, deps: Deps, user: string, answer?: string): Promise<void> {
  const [records, automatic] = await Promise.all([
    deps.ledger.records.live(MOST, deps.targets),
    deps.ledger.automatic.read(),
  ]);
  const told = [...(answer ? [answer] : []), ...sayOff(automatic, deps.clock.now())].join('\n');
  await client.views.publish({ user_id: user, view: homeView(records, deps, told) });
}
