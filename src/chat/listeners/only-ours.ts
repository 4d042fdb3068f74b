import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import type { Log } from '../../response/deps.ts';
import type { OwnTeam } from '../own-team.ts';
import { whereFrom } from '../where-from.ts';
import { tellClicker } from './tell-clicker.ts';

/**
 * Lets through what comes from our workspace and, for clicks on messages, from our channel. All else is refused before any
 * listener, logged, and answered to the one who tried.
 */
export function onlyOurs(options: { team: OwnTeam; channel: string; log: Log }): Middleware<AnyMiddlewareArgs> {
  const { team, channel, log } = options;
  return async (args) => {
    const from = whereFrom(args.body, { team: team.ids(), channel });
    if (from === 'ours') return args.next();
    const { context } = args;
    log.warn(
      { user: context.userId, team: context.teamId, from },
      from === 'foreign'
        ? 'a request from another Slack workspace was refused'
        : 'a click in another channel than AISM_CHANNEL was refused',
    );
    const text =
      from === 'foreign'
        ? 'Not done: AISM answers only in the workspace in which it is installed.'
        : `Not done: buttons of AISM count in <#${channel}> only.`;
    if ('command' in args) await args.ack({ response_type: 'ephemeral', text });
    else if ('action' in args) {
      await args.ack();
      await tellClicker(args, text, log);
    } else if ('view' in args) await args.ack();
  };
}
