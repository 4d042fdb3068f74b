import { withoutUser } from '../build-view.ts';
import { entered, initialState, setValue } from '../element-state.ts';
import type { Placed } from '../identify.ts';
import type { JsonObject } from '../json-value.ts';
import type { Target } from '../response-urls.ts';
import { NotPossibleError } from '../slack-error.ts';
import type { Delivery, SlackMessage, SlackView, ViewState } from '../types.ts';
import { wireMessage } from '../wire-message.ts';
import type { Workspace } from '../workspace.ts';
import type { Person } from '../world.ts';
import { chosen, clickable } from './clickable.ts';
import { channelField, type Deliverer, deliveryOf, interactionBase, personOf } from './deliverer.ts';
import type { Answer } from './transport.ts';

export interface Click {
  /** The message clicked in, or else the view. */
  ts?: string;
  view_id?: string;
  action_id: string;
  user: string;
  /** Which option of a menu, or which of several buttons; what was typed into an input. */
  value?: string;
}

/** A person uses an element: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export async function click(input: Click, deliverer: Deliverer): Promise<Delivery> {
  const { workspace, transport } = deliverer;
  const person = personOf(input.user);
  const place = input.view_id === undefined ? messageOf(input, workspace) : viewOf(input.view_id, person, workspace);
  const placed = clickable(place.blocks ?? [], input.action_id, input.value);
  const action = { ...chosen(placed, input.value), action_ts: workspace.store.timestamps.next() };

  const responses = workspace.audience.begin(person.id);
  const where = isView(place)
    ? inView(place, placed, action, workspace)
    : inMessage(
        place,
        placed,
        action,
        { user: person.id, channel: place.channel, original: place.ts, responses },
        workspace,
      );
  const answer = await transport.send('interactive', {
    type: 'block_actions',
    ...interactionBase(person),
    ...where,
    trigger_id: workspace.triggers.issue(person.id, isView(place) ? place.id : undefined),
    actions: [action],
  });
  return deliveryOf(answer, responses, trouble);
}

function isView(place: SlackMessage | SlackView): place is SlackView {
  return place.type !== 'message';
}

function messageOf(input: Click, { store }: Workspace): SlackMessage {
  const message = store.message(input.ts ?? '');
  if (!message) throw new NotPossibleError(`there is no message ${input.ts ?? '(neither ts nor view_id was given)'}`);
  if (message.ephemeral_to !== undefined && message.ephemeral_to !== input.user) {
    throw new NotPossibleError(`only ${message.ephemeral_to} sees message ${message.ts}`, 403);
  }
  return message;
}

/** The view with this id, if this person has it open. */
export function viewOf(id: string, person: Person, { modals, store }: Workspace): SlackView {
  const view = modals.get(id) ?? store.homes().find((home) => home.id === id);
  if (!view) throw new NotPossibleError(`there is no open view ${id}`);
  if (view.user !== person.id) throw new NotPossibleError(`view ${id} is open at ${view.user} only`, 403);
  return view;
}

function inMessage(
  message: SlackMessage,
  { block, element }: Placed,
  action: JsonObject,
  target: Target,
  { urlOf, responseUrls }: Workspace,
): JsonObject {
  const is_ephemeral = message.ephemeral_to !== undefined;
  const state = initialState(message.blocks ?? []);
  if (holds(state, { block, element })) setValue(state.values, block, element, entered(element, action));
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral,
      ...(message.thread_ts === undefined ? {} : { thread_ts: message.thread_ts }),
    },
    channel: channelField(message.channel),
    // Of an ephemeral message Slack keeps nothing that it could send along.
    ...(is_ephemeral ? {} : { message: wireMessage(message, true) }),
    state,
    response_url: urlOf(responseUrls.create(target)),
  };
}

function inView(
  view: SlackView,
  { block, element }: Placed,
  action: JsonObject,
  { modals, store }: Workspace,
): JsonObject {
  let shown = view;
  if (holds(view.state, { block, element })) {
    const state = structuredClone(view.state);
    setValue(state.values, block, element, entered(element, action));
    shown = view.type === 'modal' ? modals.enter(view, state) : { ...view, state };
    if (view.type === 'home') store.saveHome(shown);
  }
  return { container: { type: 'view', view_id: view.id }, view: withoutUser(shown) };
}

/** Whether an element has a state: menus and inputs do, buttons do not. */
function holds(state: ViewState, { block, element }: Placed): boolean {
  return state.values[block.block_id]?.[String(element['action_id'])] !== undefined;
}

function trouble({ failure, status }: Answer): string {
  if (failure === 'http_timeout') return 'This app did not respond in time (operation_timeout)';
  return failure === 'http_error' ? `This app responded with Status Code ${status}` : 'This app could not be reached';
}
