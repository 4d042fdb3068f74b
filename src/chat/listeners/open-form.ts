import type { ButtonAction, OverflowAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { ActionArgs, ListenerDeps } from './listen.ts';
import { tellClicker } from './tell-clicker.ts';

/** A form that opens upon a click. */
export interface OpenForm {
  /** What shows at once, from the click alone: Slack gives three seconds. */
  skeleton: ModalView;
  /** The whole form, or why it is not for this person. */
  fill(user: string): Promise<ModalView>;
  refused(why: string): ModalView;
  /** The command that does the same, for when no form can be shown. */
  instead: string;
}

const UNREADABLE =
  'AISM cannot read its ledger (DynamoDB) now. Nothing was changed; close this and try again in a minute.';

/** Opens a form: the skeleton within the request, then what it needs to know. Whoever clicked is always answered. */
export async function openForm(
  { log }: Pick<ListenerDeps, 'log'>,
  args: ActionArgs<OverflowAction> | ActionArgs<ButtonAction>,
  { skeleton, fill, refused, instead }: OpenForm,
): Promise<void> {
  const { ack, body, client } = args;
  const user = body.user.id;
  const acknowledged = ack();
  try {
    const opened = await client.views.open({ trigger_id: body.trigger_id, view: skeleton });
    await acknowledged;
    const view = await fill(user).catch((error: unknown) => {
      log.error({ err: error, user }, 'a form could not be filled');
      return refused(UNREADABLE);
    });
    await client.views.update({ view_id: opened.view?.id ?? '', view });
  } catch (error) {
    log.warn({ err: error, user }, 'a form could not be shown');
    await acknowledged;
    await tellClicker(args, `The form could not be shown. \`${instead}\` does the same.`, log);
  }
}
