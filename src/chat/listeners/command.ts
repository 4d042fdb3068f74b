import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { answerInTime } from '../answer-in-time.ts';
import { runCommand } from '../commands/run-command.ts';
import type { ListenerDeps } from './listen.ts';

/** `/aism ...`: the answer is for the one who typed it alone. */
export function commandTyped({ deps, access, log }: ListenerDeps) {
  return async ({ ack, command, respond }: SlackCommandMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    const user = command.user_id;
    const { answer, inAck } = await answerInTime(
      () => runCommand({ deps, access, user }, command.text),
      (text) => (text === undefined ? ack() : ack({ response_type: 'ephemeral', text })),
      (error) => log.error({ err: error, user }, 'a command failed'),
    );
    if (!inAck) await respond({ response_type: 'ephemeral', text: answer });
  };
}
