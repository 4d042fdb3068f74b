import type { AllMiddlewareArgs, ButtonAction, SlackEventMiddlewareArgs } from '@slack/bolt';
import { homePageOf, publishHome } from '../publish-home.ts';
import type { ActionArgs, ListenerDeps } from './listen.ts';
import { tellClicker } from './tell-clicker.ts';

/** Somebody opened the Home tab. */
export function homeOpened(listener: ListenerDeps) {
  return async ({ event, client }: SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs): Promise<void> => {
    if (event.tab === 'home') await publishHome(client, listener, event.user, { page: 0 });
  };
}

/** Somebody turned the page of the Home tab, or looks again. */
export function homeTurned(listener: ListenerDeps) {
  return async (args: ActionArgs<ButtonAction>): Promise<void> => {
    const { ack, action, body, client } = args;
    await ack();
    const page = homePageOf({ private_metadata: action.value ?? '' });
    const show = () => publishHome(client, listener, body.user.id, { page });
    await tellClicker(args, 'The page could not be shown. `/aism list` shows what is blocked.', listener.log, show);
  };
}
