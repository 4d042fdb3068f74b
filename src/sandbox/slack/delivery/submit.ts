import { checkView, withoutUser } from '../build-view.ts';
import { isObject, type JsonObject } from '../json-value.ts';
import { NotPossibleError, SlackError } from '../slack-error.ts';
import type { Delivery, SlackView } from '../types.ts';
import { viewOf } from './click.ts';
import { type Deliverer, deliveryOf, interactionBase, personOf } from './deliverer.ts';
import { fillIn } from './entries.ts';

/** What Slack's form says when the app fails to answer, or answers what cannot be shown. */
const TROUBLE = 'We had some trouble connecting. Try again?';

export interface Submission {
  view_id: string;
  values: JsonObject;
  user: string;
}

/** A person submits a modal: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export async function submit(input: Submission, deliverer: Deliverer): Promise<Delivery> {
  const { workspace, transport } = deliverer;
  const person = personOf(input.user);
  const open = viewOf(input.view_id, person, workspace);
  if (open.type !== 'modal' || !workspace.modals.isTop(open)) {
    throw new NotPossibleError(`view ${open.id} is not the modal in front`, 400);
  }
  if (!open['submit']) throw new NotPossibleError(`view ${open.id} has no submit button`, 400);
  const view = workspace.modals.enter(open, fillIn(open, input.values));

  const responses = workspace.audience.begin(person.id);
  const answer = await transport.send('interactive', {
    type: 'view_submission',
    ...interactionBase(person),
    trigger_id: workspace.triggers.issue(person.id, view.id),
    view: withoutUser(view),
    response_urls: [],
  });
  const delivery = deliveryOf(answer, responses, () => TROUBLE);
  if (answer.failure) return delivery;
  const error = follow(answer.body, view, responses, deliverer);
  return error === undefined ? delivery : { ...delivery, error };
}

/** Does what the answer says: closes the view, or shows errors, or updates, pushes, clears. */
function follow(body: unknown, view: SlackView, responses: unknown[], { workspace }: Deliverer): string | undefined {
  const { modals } = workspace;
  const current = modals.get(view.id) ?? view;
  const action = isObject(body) ? body : {};
  try {
    switch (action['response_action']) {
      case undefined:
        modals.close(current);
        return undefined;
      case 'clear':
        modals.clear(current);
        return undefined;
      case 'errors':
        return strayErrors(action['errors'], current);
      case 'update':
        responses.push(modals.replace(current, checkView(action['view'], 'modal')));
        return undefined;
      case 'push':
        responses.push(modals.push(checkView(action['view'], 'modal'), current));
        return undefined;
      default:
        return TROUBLE;
    }
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    return `${TROUBLE} (${error.code} ${JSON.stringify(error.details)})`;
  }
}

/** Errors belong to input blocks, by their block_id; Slack cannot show any other. */
function strayErrors(errors: unknown, view: SlackView): string | undefined {
  const inputs = view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id);
  const stray = Object.keys(isObject(errors) ? errors : {}).filter((id) => !inputs.includes(id));
  return isObject(errors) && stray.length === 0
    ? undefined
    : `${TROUBLE} (errors for ${stray.join(', ') || 'nothing'})`;
}

/** A person closes a modal by its Cancel button or cross; the app hears of it if it asked to. */
export async function dismiss(input: { view_id: string; user: string }, deliverer: Deliverer): Promise<void> {
  const { workspace, transport } = deliverer;
  const person = personOf(input.user);
  const view = viewOf(input.view_id, person, workspace);
  const is_cleared = view['clear_on_close'] === true;
  if (is_cleared) workspace.modals.clear(view);
  else workspace.modals.close(view);
  if (view['notify_on_close'] !== true) return;
  const payload = { type: 'view_closed', ...interactionBase(person), view: withoutUser(view), is_cleared };
  await transport.send('interactive', payload);
}
