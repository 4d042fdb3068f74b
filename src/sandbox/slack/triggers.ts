import { randomBytes } from 'node:crypto';
import { SlackError } from './slack-error.ts';

/** https://docs.slack.dev/interactivity/handling-user-interaction : a trigger_id lives three seconds and opens once. */
export const TRIGGER_MS = 3000;

interface Trigger {
  user: string;
  /** The view that the person was in, if any. */
  view: string | undefined;
  issued: number;
  used: boolean;
}

export interface Triggers {
  issue(user: string, view?: string): string;
  /** Uses a trigger up; throws Slack's error if it cannot be used. */
  exchange(id: string): { user: string; view: string | undefined };
}

export function createTriggers(now: () => number): Triggers {
  const triggers = new Map<string, Trigger>();

  /** Old triggers are kept for a minute, to tell "expired" from "never issued". */
  function forgetOld(): void {
    for (const [id, trigger] of triggers) {
      if (now() - trigger.issued < 60_000) return;
      triggers.delete(id);
    }
  }

  return {
    issue(user, view) {
      forgetOld();
      const id = `${now()}.${triggers.size + 1}.${randomBytes(16).toString('hex')}`;
      triggers.set(id, { user, view, issued: now(), used: false });
      return id;
    },
    exchange(id) {
      const trigger = triggers.get(id);
      if (!trigger) throw new SlackError('invalid_trigger_id');
      if (trigger.used) throw new SlackError('exchanged_trigger_id');
      if (now() - trigger.issued > TRIGGER_MS) throw new SlackError('expired_trigger_id');
      trigger.used = true;
      return { user: trigger.user, view: trigger.view };
    },
  };
}
