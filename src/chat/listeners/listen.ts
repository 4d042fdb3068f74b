import type { AllMiddlewareArgs, BlockElementAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { Act } from '../../decision/permissions.ts';
import type { Deps, Log } from '../../response/deps.ts';
import type { Access } from '../access.ts';
import { answerInTime } from '../answer-in-time.ts';
import { homePageOf, publishHome } from '../publish-home.ts';
import { sayMode } from '../say-result.ts';
import { tellClicker } from './tell-clicker.ts';

export interface ListenerDeps {
  deps: Deps;
  access: Access;
  log: Log;
}

export type ActionArgs<A extends BlockElementAction> = SlackActionMiddlewareArgs<
  { type: 'block_actions' } & ActionBody<A>
> &
  AllMiddlewareArgs;
type ActionBody<A extends BlockElementAction> = import('@slack/bolt').BlockAction<A>;

/** What every click has in common: who may, an answer in time, and the answer shown to the one who clicked alone. */
export function onClick<A extends BlockElementAction>(
  { deps, access, log }: ListenerDeps,
  /** What is asked for, where it depends on the click told from it; null: the story itself looks who may. */
  act: Act | null | ((action: A) => Act),
  story: (click: { user: string; action: A }) => Promise<string>,
) {
  return async ({ ack, action, body, respond, client }: ActionArgs<A>): Promise<void> => {
    const user = body.user.id;
    const run = async () => {
      const wanted = typeof act === 'function' ? act(action as A) : act;
      if (wanted !== null && !(await access.may(user, wanted))) return access.refusal(wanted);
      return `${await story({ user, action: action as A })}${sayMode(deps.mode)}`;
    };
    const onError = (error: unknown) => log.error({ err: error, user }, 'a click could not be answered well');
    const { answer } = await answerInTime(run, () => ack(), onError);
    // A click on App Home has no response_url: the tab itself tells the answer.
    const drawHome = () => publishHome(client, { deps, access }, user, { answer, page: homePageOf(body.view) });
    await tellClicker({ body, respond, client }, answer, log, body.view?.type === 'home' ? drawHome : undefined);
  };
}
