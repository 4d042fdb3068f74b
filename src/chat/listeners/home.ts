import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { publishHome } from '../publish-home.ts';
import type { ListenerDeps } from './listen.ts';

/** Somebody opened the Home tab. */
export function homeOpened({ deps }: ListenerDeps) {
  return async ({ event, client }: SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs): Promise<void> => {
    if (event.tab === 'home') await publishHome(client, deps, event.user);
  };
}
