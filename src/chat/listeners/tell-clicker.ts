import type { AllMiddlewareArgs, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { Log } from '../../response/deps.ts';
import { tellPerson } from '../tell-person.ts';

/** Shows an answer to the one who clicked alone: where the click was, or as `show` does it; else by a message of its own. */
export async function tellClicker(
  { body, respond, client }: Pick<SlackActionMiddlewareArgs & AllMiddlewareArgs, 'body' | 'respond' | 'client'>,
  text: string,
  log: Log,
  show: () => Promise<unknown> = () => respond({ response_type: 'ephemeral', replace_original: false, text }),
): Promise<void> {
  const user = body.user.id;
  const channel = body.channel?.id;
  const below = channel ? [() => client.chat.postEphemeral({ channel, user, text })] : [];
  // AISM need not be a member of the channel of the click.
  await tellPerson(user, [show, ...below, () => client.chat.postMessage({ channel: user, text })], log);
}
