import { buildView } from './build-view.ts';
import type { JsonObject } from './json-value.ts';
import { SlackError } from './slack-error.ts';
import type { SlackChange, SlackView, ViewState } from './types.ts';

/** https://docs.slack.dev/surfaces/modals : a modal's stack holds three views. */
const STACK = 3;

/** The modals that people have open; they end with the process, as they do when Slack's client is reloaded. */
export interface Modals {
  all(): SlackView[];
  get(id: string): SlackView | undefined;
  byExternalId(id: string): SlackView | undefined;
  /** Opens a new modal; the one that this person had open goes away, as a client shows one. */
  open(checked: JsonObject, user: string): SlackView;
  /** Lays a view on top of the stack of `below`. */
  push(checked: JsonObject, below: SlackView): SlackView;
  replace(view: SlackView, checked: JsonObject): SlackView;
  enter(view: SlackView, state: ViewState): SlackView;
  isTop(view: SlackView): boolean;
  /** Closes this view: the one below is shown again. */
  close(view: SlackView): void;
  /** Closes all views of this stack. */
  clear(view: SlackView): void;
}

export function createModals(now: () => number, changed: (change: SlackChange) => void): Modals {
  const views = new Map<string, SlackView>();

  function keep(view: SlackView): SlackView {
    views.set(view.id, view);
    changed({ kind: 'view', view });
    return view;
  }

  function close(view: SlackView): void {
    if (views.delete(view.id)) changed({ kind: 'closed', view_id: view.id });
  }

  function stackOf(view: SlackView): SlackView[] {
    return [...views.values()].filter((other) => other.root_view_id === view.root_view_id);
  }

  function checkExternalId(checked: JsonObject, self?: SlackView): void {
    const id = checked['external_id'];
    const taken = typeof id === 'string' && id !== '' && byExternalId(id);
    if (taken && taken.id !== self?.id) throw new SlackError('duplicate_external_id');
  }

  function byExternalId(id: string): SlackView | undefined {
    return [...views.values()].find((view) => view['external_id'] === id);
  }

  return {
    all: () => [...views.values()],
    get: (id) => views.get(id),
    byExternalId,
    open(checked, user) {
      checkExternalId(checked);
      for (const view of views.values()) if (view.user === user) close(view);
      return keep(buildView(checked, 'modal', { user, now: now() }));
    },
    push(checked, below) {
      if (stackOf(below).length >= STACK) throw new SlackError('push_limit_reached');
      checkExternalId(checked);
      return keep(buildView(checked, 'modal', { user: below.user, now: now(), below }));
    },
    replace(view, checked) {
      checkExternalId(checked, view);
      return keep(buildView(checked, 'modal', { user: view.user, now: now(), replaces: view }));
    },
    enter: (view, state) => keep({ ...view, state }),
    isTop: (view) => !stackOf(view).some((other) => other.previous_view_id === view.id),
    close,
    clear(view) {
      for (const other of stackOf(view)) close(other);
    },
  };
}
