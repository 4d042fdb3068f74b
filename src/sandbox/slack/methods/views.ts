import { jsonArgument, requiredArgument, textArgument } from '../arguments.ts';
import { buildView, checkView, withoutUser } from '../build-view.ts';
import type { JsonObject } from '../json-value.ts';
import { TIER_4 } from '../rate-limit.ts';
import { invalidArguments, SlackError } from '../slack-error.ts';
import type { SlackView } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import { personBy } from '../world.ts';
import type { Method } from './method.ts';

/** https://docs.slack.dev/reference/methods/views.open */
export const viewsOpen: Method = {
  scopes: [],
  rate: TIER_4,
  run(args, workspace) {
    const view = checkView(viewArgument(args), 'modal');
    const { user } = workspace.triggers.exchange(requiredArgument(args, 'trigger_id'));
    return shown(workspace.modals.open(view, user), workspace);
  },
};

/** https://docs.slack.dev/reference/methods/views.push : on top of the view in which the trigger arose. */
export const viewsPush: Method = {
  scopes: [],
  rate: TIER_4,
  run(args, workspace) {
    const view = checkView(viewArgument(args), 'modal');
    const trigger = workspace.triggers.exchange(requiredArgument(args, 'trigger_id'));
    const below = workspace.modals.get(trigger.view ?? '');
    if (!below || !workspace.modals.isTop(below)) throw new SlackError('not_found');
    return shown(workspace.modals.push(view, below), workspace);
  },
};

/** https://docs.slack.dev/reference/methods/views.update : of an open modal, or of an App Home. */
export const viewsUpdate: Method = {
  scopes: [],
  rate: TIER_4,
  run(args, workspace) {
    const before = viewToUpdate(args, workspace);
    checkHash(args, before);
    const checked = checkView(viewArgument(args), before.type);
    if (before.type === 'home') return publish(checked, before.user, workspace);
    return shown(workspace.modals.replace(before, checked), workspace);
  },
};

/** https://docs.slack.dev/reference/methods/views.publish : the App Home of one person. */
export const viewsPublish: Method = {
  scopes: [],
  rate: TIER_4,
  run(args, workspace) {
    const user = requiredArgument(args, 'user_id');
    if (!personBy(user)) throw invalidArguments(['invalid `user_id` [json-pointer:/user_id]']);
    const before = workspace.store.home(user);
    if (before) checkHash(args, before);
    return publish(checkView(viewArgument(args), 'home'), user, workspace);
  },
};

function viewArgument(args: JsonObject): unknown {
  const view = jsonArgument(args, 'view', 'invalid_arguments');
  if (view === undefined) throw invalidArguments(['missing required field: view [json-pointer:/view]']);
  return view;
}

function viewToUpdate(args: JsonObject, { modals, store }: Workspace): SlackView {
  const id = textArgument(args, 'view_id');
  const externalId = textArgument(args, 'external_id');
  if (id === undefined && externalId === undefined) {
    throw invalidArguments(['missing required field: view_id [json-pointer:/view_id]']);
  }
  const view =
    id === undefined
      ? modals.byExternalId(externalId ?? '')
      : (modals.get(id) ?? store.homes().find((home) => home.id === id));
  if (!view) throw new SlackError('not_found');
  return view;
}

/** A hash says which state of the view the app knew; if there is a newer one, the update is refused. */
function checkHash(args: JsonObject, view: SlackView): void {
  const hash = textArgument(args, 'hash');
  if (hash !== undefined && hash !== view.hash) throw new SlackError('hash_conflict');
}

function publish(checked: JsonObject, user: string, workspace: Workspace): JsonObject {
  const before = workspace.store.home(user);
  const view = buildView(checked, 'home', { user, now: workspace.now(), ...(before ? { replaces: before } : {}) });
  workspace.store.saveHome(view);
  return shown(view, workspace);
}

function shown(view: SlackView, { audience }: Workspace): JsonObject {
  audience.show(view.user, view);
  return { view: withoutUser(view) };
}
