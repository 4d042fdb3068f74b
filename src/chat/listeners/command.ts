import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { answerInTime } from '../answer-in-time.ts';
import type { Shown } from '../commands/command.ts';
import { onlyLooks, runCommand, whileRunning } from '../commands/run-command.ts';
import { tellPerson } from '../tell-person.ts';
import { sayPictureTrouble } from '../upload-picture.ts';
import type { ListenerDeps } from './listen.ts';

/** `/aism ...`: the answer is for the one who typed it alone. */
export function commandTyped({ deps, access, log }: ListenerDeps) {
  return async ({ ack, command, respond, client }: SlackCommandMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    const { user_id: user, channel_id: channel } = command;
    const shows: Array<(to: Shown) => Promise<void>> = [];
    const afterwards = (show: (to: Shown) => Promise<void>) => void shows.push(show);
    const { answer, inAck } = await answerInTime(
      () => runCommand({ deps, access, user, channel, afterwards }, command.text),
      (text) => {
        const said = text ?? whileRunning(command.text);
        return said === undefined ? ack() : ack({ response_type: 'ephemeral', text: said });
      },
      (error) => log.error({ err: error, user }, 'a command failed'),
      onlyLooks(command.text),
    );
    if (!inAck) {
      const ways = [
        () => respond({ response_type: 'ephemeral', text: answer }),
        () => client.chat.postEphemeral({ channel, user, text: answer }),
        () => client.chat.postMessage({ channel: user, text: answer }),
      ];
      await tellPerson(user, ways, log);
    }
    for (const show of shows)
      await show({ client, channel: command.channel_id, user }).catch(async (error: unknown) => {
        log.warn({ err: error, user }, 'a picture could not be shown');
        await respond({ response_type: 'ephemeral', text: sayPictureTrouble(error) });
      });
  };
}
