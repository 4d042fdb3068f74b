import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { Act } from '../../decision/permissions.ts';
import { answerInTime } from '../answer-in-time.ts';
import type { FormOf } from '../modals/form.ts';
import type { Read, Submitted } from '../modals/read-form.ts';
import { sayMode } from '../say-result.ts';
import { tellPerson } from '../tell-person.ts';
import type { ListenerDeps } from './listen.ts';

type Args = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** A form was submitted: it is checked without asking anybody and closed at once, and the answer follows where its card is. */
export function onSubmit<T extends { form: FormOf }>(
  listener: ListenerDeps,
  act: Act,
  read: (view: Submitted) => Read<T>,
  story: (wanted: T, user: string) => Promise<string>,
) {
  return async ({ ack, body, view, client }: Args): Promise<void> => {
    const wanted = read(view);
    if (!wanted.ok) return ack({ response_action: 'errors', errors: wanted.errors });
    await ack();
    const user = body.user.id;
    const { deps, access, log } = listener;
    const { answer } = await answerInTime(
      async () => {
        if (!(await access.may(user, act))) return access.refusal(act);
        return `${await story(wanted, user)}${sayMode(deps.mode)}`;
      },
      async () => undefined,
      (error) => log.error({ err: error, user }, 'a form could not be answered well'),
    );
    const { channel } = wanted.form;
    const below = channel ? [() => client.chat.postEphemeral({ channel, user, text: answer })] : [];
    await tellPerson(user, [...below, () => client.chat.postMessage({ channel: user, text: answer })], log);
  };
}
