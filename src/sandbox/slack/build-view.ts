import { viewProblems } from './block-kit/check-view.ts';
import { initialState } from './element-state.ts';
import { newId, newSecret } from './identifiers.ts';
import { identify } from './identify.ts';
import { isObject, type JsonObject } from './json-value.ts';
import { invalidArguments, SlackError } from './slack-error.ts';
import type { SlackView, ViewState } from './types.ts';
import { APP_ID, BOT, TEAM } from './world.ts';

/** https://docs.slack.dev/reference/methods/views.open : `view_too_large`, "greater than 250kb". */
const VIEW_BYTES = 250_000;

/** Checks what the app sent as a view; throws what Slack answers. */
export function checkView(view: unknown, type: 'modal' | 'home'): JsonObject {
  const problems = viewProblems(view, type);
  if (problems.length > 0 || !isObject(view)) throw invalidArguments(problems);
  if (Buffer.byteLength(JSON.stringify(view)) > VIEW_BYTES) throw new SlackError('view_too_large');
  return view;
}

/** Where a new view stands: whose it is, what it replaces, what it lies on. */
export interface ViewPlace {
  user: string;
  now: number;
  replaces?: SlackView;
  below?: SlackView;
}

/** The view as Slack keeps and sends it, from what the app sent. */
export function buildView(checked: JsonObject, type: 'modal' | 'home', place: ViewPlace): SlackView {
  const { user, now, replaces, below } = place;
  const id = replaces?.id ?? newId('V');
  const blocks = identify(checked['blocks']);
  return {
    private_metadata: '',
    callback_id: '',
    external_id: '',
    ...(type === 'modal' ? { close: null, submit: null, clear_on_close: false, notify_on_close: false } : {}),
    ...checked,
    id,
    team_id: TEAM.id,
    type,
    user,
    blocks,
    state: kept(initialState(blocks), replaces?.state),
    hash: `${Math.floor(now / 1000)}.${newSecret().slice(0, 8)}`,
    root_view_id: replaces?.root_view_id ?? below?.root_view_id ?? id,
    previous_view_id: replaces ? replaces.previous_view_id : (below?.id ?? null),
    app_id: APP_ID,
    bot_id: BOT.bot,
    app_installed_team_id: TEAM.id,
  };
}

/** The view as it goes over the wire: Slack does not say in it whose it is. */
export function withoutUser(view: SlackView): JsonObject {
  const { user: _user, ...rest } = view;
  return rest;
}

/** What was entered stays where the new view has the same `block_id` and `action_id`, of the same type. */
function kept(fresh: ViewState, before: ViewState | undefined): ViewState {
  const values: ViewState['values'] = {};
  for (const [block, actions] of Object.entries(fresh.values)) {
    const inBlock: Record<string, JsonObject> = {};
    for (const [action, value] of Object.entries(actions)) {
      const old = before?.values[block]?.[action];
      inBlock[action] = old && old['type'] === value['type'] ? old : value;
    }
    values[block] = inBlock;
  }
  return { values };
}
