import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { homeView } from '../cards/home-view.ts';
import type { ListenerDeps } from './listen.ts';

/** As many live blocks as the home tab counts. */
const MOST = 500;

/** Somebody opened the Home tab. */
export function homeOpened({ deps }: ListenerDeps) {
  return async ({ event, client }: SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs): Promise<void> => {
    if (event.tab !== 'home') return;
    const records = await deps.ledger.records.live(MOST);
    await client.views.publish({ user_id: event.user, view: homeView(records, deps) });
  };
}
