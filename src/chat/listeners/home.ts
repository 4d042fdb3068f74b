import type { AllMiddlewareArgs, ButtonAction, SlackEventMiddlewareArgs } from '@slack/bolt';
import { homePageOf, publishHome } from '../publish-home.ts';
import type { ActionArgs, ListenerDeps } from './listen.ts';

/** Somebody opened the Home tab. */
export function homeOpened(listener: ListenerDeps) {
  return async ({ event, client }: SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs): Promise<void> => {
    if (event.tab === 'home') await publishHome(client, listener, event.user, { page: 0 });
  };
}

/** Somebody turned the page of the Home tab, or looks again. */
export function homeTurned(listener: ListenerDeps) {
  return async ({ ack, action, body, client }: ActionArgs<ButtonAction>): Promise<void> => {
    await ack();
    const page = homePageOf({ private_metadata: action.value ?? '' });
    await publishHome(client, listener, body.user.id, { page });
  };
}
