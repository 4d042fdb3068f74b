import type { AllMiddlewareArgs, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { Log } from '../../response/deps.ts';

/** Shows an answer to the one who clicked alone: where the click was, or as `show` does it; else by a message of its own. */
export async function tellClicker(
  { body, respond, client }: Pick<SlackActionMiddlewareArgs & AllMiddlewareArgs, 'body' | 'respond' | 'client'>,
  text: string,
  log: Log,
  show: () => Promise<unknown> = () => respond({ response_type: 'ephemeral', replace_original: false, text }),
): Promise<void> {
  const user = body.user.id;
  try {
    await show();
  } catch (error) {
    log.warn({ err: error, user }, 'an answer could not be shown where the click was; trying a message of its own');
    const channel = body.channel?.id;
    const write = () => client.chat.postMessage({ channel: user, text });
    // AISM need not be a member of the channel of the click.
    await (channel ? client.chat.postEphemeral({ channel, user, text }).catch(write) : write());
  }
}
